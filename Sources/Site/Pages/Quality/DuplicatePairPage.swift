import Catalog
import Hummingbird
import Localisation
import Quality
import Registers

/// Two rows of a person side by side: where they differ, what refers to each; merged with a choice of value for each
/// field, or told apart.
enum DuplicatePairPage {
    private struct Pair {
        let desk: QualityDesk
        let register: RegisterDesk
        let pair: DuplicatePersons.Pair
        let one: RegisterRow, other: RegisterRow

        init(_ desk: QualityDesk, _ name: String, _ pair: DuplicatePersons.Pair) throws {
            guard DuplicatesPage.registers(desk).contains(where: { $0.name == name }), let register = desk.desk(name)
            else { throw SiteError.notFound }
            self.desk = desk
            self.register = register
            self.pair = pair
            one = try register.row(pair.one)
            other = try register.row(pair.other)
        }

        var mayWrite: Bool { register.mayWrite(one) && register.mayWrite(other) }

        /// The fields in which they differ and of which a value can be chosen.
        var choices: [Field] {
            let editable = [one, other].map { Set(RegisterFields.editable(register, $0).map(\.name)) }
            return register.shownFields.filter { field in
                one[field.name] != other[field.name] && editable.allSatisfy { $0.contains(field.name) }
            }
        }
    }

    static func show(_ desk: QualityDesk, _ name: String, _ pair: DuplicatePersons.Pair) throws -> Answer {
        .page(try page(try Pair(desk, name, pair), .empty))
    }

    static func move(_ desk: QualityDesk, _ name: String, _ ids: DuplicatePersons.Pair) throws -> Answer {
        let visit = desk.visit, pair = try Pair(desk, name, ids)
        let back = SitePath.quality(.duplicates).with("register", name)
        do {
            switch visit.form["move"] {
            case "merge":
                try merge(pair)
                RowFindings.recheck(pair.register, [ids.one, ids.other])
                return .redirect(back.with("done", "merged"))
            case "distinct":
                try desk.store.tellApart(
                    ids, in: pair.register.register, reason: visit.form["reason"], access: desk.access,
                    by: visit.principal)
                return .redirect(back.with("done", "toldApart"))
            case "forget":
                try desk.store.forgetDistinct(
                    ids, in: pair.register.register, access: desk.access, by: visit.principal)
                return .redirect(SitePath.quality(.pair(name, ids)).with("done", "undo"))
            default: throw SiteError.badChoice
            }
        } catch let error as MergeRefusal {
            let faults = error.faults.html { fault -> HTML in
                let title = pair.register.register.field(fault.field).map { pair.register.title(of: $0) + "：" } ?? ""
                return "<li>\(title)\(RegisterFields.words(pair.register, fault))</li>"
            }
            let words: HTML = "\(visit["quality.pair.refused"])<ul>\(faults)</ul>"
            return .page(try page(pair, Notice.html(.error, words)), status: .unprocessableContent)
        } catch RegisterError.stillUsed(let other, let rows) {
            let words = visit["quality.pair.stillUsed", ["register": desk.title(of: other), "rows": "\(rows)"]]
            return .page(try page(pair, Notice.html(.error, "\(words)")), status: .conflict)
        } catch let error as QualityError where error != .notAllowed && error != .noFinding {
            return .page(
                try page(pair, Notice.html(.error, "\(visit.words(of: error))")), status: .unprocessableContent)
        }
    }

    private static func merge(_ pair: Pair) throws {
        let form = pair.desk.visit.form
        guard let keep = form.row("keep"), [pair.pair.one, pair.pair.other].contains(keep) else {
            throw SiteError.badChoice
        }
        let versions = [pair.pair.one: form.row("since.one"), pair.pair.other: form.row("since.other")]
        let gone = keep == pair.pair.one ? pair.pair.other : pair.pair.one
        let taking = pair.choices.map(\.name).filter { form.row("v.\($0)") == gone }
        _ = try pair.register.store.merge(
            (gone, (versions[gone] ?? nil) ?? 0), into: (keep, (versions[keep] ?? nil) ?? 0),
            of: pair.register.register, taking: Set(taking), folds: true, access: pair.desk.access,
            by: pair.desk.visit.principal)
    }

    private static func page(_ pair: Pair, _ notice: HTML) throws -> HTML {
        let desk = pair.desk, visit = desk.visit
        let title = visit["quality.pair.title", ["row": pair.register.label(of: pair.one)]]
        let back = SitePath.quality(.duplicates).with("register", pair.register.register.name)
        let comparison = try comparison(pair)
        let content: HTML =
            pair.mayWrite
            ? """
            \(Form.post(visit, to: .quality(.pair(pair.register.register.name, pair.pair)), """
                \(Form.hiddenField("move", "merge"))\(Form.hiddenField("since.one", "\(pair.one.since)"))\
                \(Form.hiddenField("since.other", "\(pair.other.since)"))\(comparison)\(try references(pair))\
                <p class="muted">\(visit["quality.pair.consequence"])</p>\(Form.buttons(visit["quality.pair.merge"]))
                """))
            <section class="panel"><h2>\(visit["quality.distinct.heading"])</h2><p>\(visit["quality.distinct.lead"])</p>
            \(Form.post(visit, to: .quality(.pair(pair.register.register.name, pair.pair)), """
                \(Form.hiddenField("move", "distinct"))\
                \(Form.field("reason", visit["quality.distinct.reason"], hint: visit["quality.distinct.hint"], limit: QualityStore.reasonLimit))\
                <p class="buttons"><button>\(visit["quality.distinct.do"])</button></p>
                """))</section>
            """
            : "\(Notice.html(.note, "\(visit["quality.pair.readOnly"])"))\(comparison)\(try references(pair))"
        return desk.page(
            title, lead: "\(visit["quality.pair.lead"])",
            actions: #"<a class="button" href="\#(back)">\#(visit["quality.duplicates.title"])</a>"#, at: .duplicates,
            "\(notice)\(content)")
    }

    /// All fields of both, those that differ first and marked, each with a choice.
    private static func comparison(_ pair: Pair) throws -> HTML {
        let visit = pair.desk.visit
        let links = try ValueLinks(pair.register, [pair.one, pair.other], fields: pair.register.shownFields)
        let choices = Set(pair.choices.map(\.name))
        func differ(_ field: Field) -> Bool { pair.one[field.name] != pair.other[field.name] }
        let fields = pair.register.shownFields.filter { pair.one[$0.name] != nil || pair.other[$0.name] != nil }
        var table = ListTable(
            visit["quality.pair.fields"],
            columns: [
                .init(title: visit["data.dictionary.field"], isName: true),
                .init(title: "#\(pair.one.id)"), .init(title: "#\(pair.other.id)"),
            ])
        if pair.mayWrite {
            let keep = [pair.one, pair.other].map { row -> HTML in
                radio(
                    "keep", row.id, visit["quality.pair.keepRow", ["row": "\(row.id)"]],
                    "\(visit["quality.pair.keep"])", isOn: row.id == pair.one.id)
            }
            table.rows.append(.init(cells: ["<strong>\(visit["quality.pair.which"])</strong>"] + keep, isCurrent: true))
        }
        for field in fields.filter(differ) + fields.filter({ !differ($0) }) {
            let title = pair.register.title(of: field)
            let values = [pair.one, pair.other].map { row -> HTML in
                let value = links.html(field, row)
                let shown: HTML = value.isEmpty ? "–" : value
                guard pair.mayWrite, choices.contains(field.name) else { return shown }
                let label = visit["quality.pair.take", ["field": title, "row": "\(row.id)"]]
                // A value is preferred to none, and the first row's to the other's.
                let first = pair.one[field.name] != nil ? pair.one.id : pair.other.id
                return radio("v.\(field.name)", row.id, label, shown, isOn: row.id == first)
            }
            let mark = HTML.when(differ(field), " \(Mark.html("difference", "≠", visit["quality.pair.differs"]))")
            table.rows.append(.init(cells: ["\(title)\(mark)"] + values))
        }
        return #"<section class="differences">\#(table.html)</section>"#
    }

    private static func radio(_ name: String, _ value: Int64, _ label: String, _ words: HTML, isOn: Bool) -> HTML {
        """
        <span class="check"><input type="radio" name="\(name)" value="\(value)" aria-label="\(label)"\
        \(flag: "checked", if: isOn)> <span>\(words)</span></span>
        """
    }

    /// How many rows refer to each: what moves.
    private static func references(_ pair: Pair) throws -> HTML {
        let visit = pair.desk.visit
        let desk = pair.register
        var table = ListTable(
            visit["quality.pair.references"],
            columns: [
                .init(title: visit["quality.pair.references"], isName: true),
                .init(title: "#\(pair.one.id)", isNumeric: true), .init(title: "#\(pair.other.id)", isNumeric: true),
                .init(title: visit["quality.pair.doubles"], isNumeric: true),
            ])
        for (register, column) in desk.catalog.references(to: desk.register) {
            guard desk.access.may(.read, register), let field = register.field(column),
                !field.isSensitive || !desk.access.sensitiveScope(register).isEmpty
            else { continue }
            let counts = try [pair.one.id, pair.other.id].map { id in
                var query = RowQuery()
                query.conditions[column] = .oneOf([.integer(id)])
                return (id, try desk.store.count(of: register, query, access: desk.access))
            }
            guard counts.contains(where: { $0.1 > 0 }) else { continue }
            let doubles = try desk.store.doubles(pair.other.id, into: pair.one.id, by: column, of: register)
            table.rows.append(
                .init(
                    cells: ["\(register.title.text(visit.language)) · \(field.title.text(visit.language))"]
                        + counts.map { id, count in
                            let link = SitePath.data(.rows(register.name)).with("f.\(column)", "\(id)")
                            return count > 0 ? #"<a href="\#(link)">\#(count)</a>"# : "0"
                        } + ["\(doubles)"]))
        }
        guard !table.rows.isEmpty else { return "<p>\(visit["quality.pair.noReferences"])</p>" }
        return "<section><h2>\(visit["quality.pair.references"])</h2>\(table.html)</section>"
    }
}
