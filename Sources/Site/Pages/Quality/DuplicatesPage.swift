import Catalog
import Quality
import Registers

/// 查重: persons who seem to be there twice, who was merged, and who was told apart.
enum DuplicatesPage {
    private static let size = 30
    /// Rows of one group of which every two are compared; of a larger one each with the first.
    private static let group = 6

    /// The registers of persons that the visitor may read, what others refer to most first.
    static func registers(_ desk: QualityDesk) -> [Register] {
        let catalog = desk.store.catalog
        return catalog.registers.filter { register in
            register.fields.contains { $0.type == .idNumber && $0.hasMark } && desk.access.may(.read, register)
        }.sorted { (-catalog.references(to: $0).count, $0.name) < (-catalog.references(to: $1).count, $1.name) }
    }

    static func show(_ desk: QualityDesk) throws -> Answer {
        let visit = desk.visit
        let title = visit["quality.duplicates.title"]
        let registers = registers(desk)
        guard let register = registers.first(where: { $0.name == visit.query["register"] }) ?? registers.first else {
            return .page(desk.page(title, at: .duplicates, EmptyState.html(visit["data.noGrants"])))
        }
        let tabs = Tabs.html(
            visit["data.register"],
            registers.map { other in
                (
                    other.title.text(visit.language), SitePath.quality(.duplicates).with("register", other.name),
                    other.name == register.name
                )
            })
        return .page(
            desk.page(
                title, lead: "\(visit["quality.duplicates.lead"])", at: .duplicates,
                """
                \(tabs)\(try pairs(desk, register))\(try merged(desk, register))\(try distinct(desk, register))
                <p class="muted">\(visit["quality.duplicates.rule"])</p>
                """))
    }

    /// Takes a merge back. - Throws: `RegisterError`.
    static func takeBack(_ desk: QualityDesk) throws -> Answer {
        let form = desk.visit.form
        guard let merge = form.row("merge"),
            let register = registers(desk).first(where: { $0.name == form["register"] })
        else { throw SiteError.badChoice }
        // One that is not for the visitor does not exist.
        guard try desk.store.registers.merges(of: register, access: desk.access).contains(where: { $0.id == merge })
        else { throw SiteError.notFound }
        try desk.store.registers.takeBackMerge(merge, access: desk.access, by: desk.visit.principal)
        return .redirect(
            SitePath.quality(.duplicates).with("register", register.name).with("done", "mergeUndone"))
    }

    private static func pairs(_ desk: QualityDesk, _ register: Register) throws -> HTML {
        let visit = desk.visit
        let distinct = Set(try desk.store.distinct(in: register, access: desk.access).map(\.pair))
        let all = try desk.store.duplicates(in: register, access: desk.access).flatMap { group in
            let pairs =
                group.rows.count <= Self.group
                ? group.pairs : group.rows.dropFirst().map { DuplicatePersons.Pair(group.rows[0], $0) }
            return pairs.filter { !distinct.contains($0) }.map { (evidence: group.evidence, pair: $0) }
        }
        let heading: HTML = "<h2>\(visit["quality.duplicates.found", ["count": "\(all.count)"]])</h2>"
        guard !all.isEmpty else {
            return "<section>\(heading)\(EmptyState.html(visit["quality.duplicates.none"]))</section>"
        }
        let page = Pager.page(visit)
        let shown = Array(all.dropFirst((page - 1) * size).prefix(size))
        let rows = try Rows(desk, register, shown.map(\.pair))
        var table = ListTable(
            visit["quality.duplicates.title"],
            columns: [
                .init(title: visit["quality.duplicates.evidence"]),
                .init(title: visit["quality.duplicates.one"], isName: true),
                .init(title: visit["quality.duplicates.other"], isName: true),
                .init(title: visit["quality.duplicates.compare"]),
            ])
        table.rows = shown.map { evidence, pair in
            let words = visit["quality.evidence.\(evidence.rawValue)"]
            return .init(cells: [
                evidence == .idNumber ? Mark.html("late", "■", words) : Mark.html("soon", "▲", words),
                rows.html(pair.one), rows.html(pair.other),
                #"<a data-nav href="\#(SitePath.quality(.pair(register.name, pair)))">\#(visit["quality.duplicates.open"])</a>"#,
            ])
        }
        let pager = Pager.html(
            visit, link: SitePath.quality(.duplicates).with("register", register.name), page: page, size: size,
            total: all.count)
        return "<section>\(heading)\(table.html)\(pager)</section>"
    }

    private static func merged(_ desk: QualityDesk, _ register: Register) throws -> HTML {
        let visit = desk.visit
        let merges = try desk.store.registers.merges(of: register, access: desk.access)
        guard !merges.isEmpty else { return .empty }
        let rows = try Rows(desk, register, merges.map { DuplicatePersons.Pair($0.kept, $0.kept) })
        let names = try visit.accountNames()
        var table = ListTable(
            visit["quality.merged.title"],
            columns: [
                .init(title: visit["site.column.time"]), .init(title: visit["site.column.who"]),
                .init(title: visit["quality.merged.kept"], isName: true),
                .init(title: visit["quality.merged.references"], isNumeric: true),
                .init(title: visit["quality.column.do"]),
            ])
        table.rows = merges.map { merge in
            let history = SitePath.data(.history(register.name, merge.removed))
            return .init(cells: [
                #"<span class="day">\#(visit.time(merge.at))</span>"#, "\(names[merge.who] ?? visit["data.system"])",
                #"\#(rows.html(merge.kept)) <a href="\#(history)">\#(visit["quality.merged.removed", ["row": "\(merge.removed)"]])</a>"#,
                "\(merge.references)",
                Form.button(
                    visit, to: .quality(.duplicates), [("merge", "\(merge.id)"), ("register", register.name)],
                    title: visit["quality.merged.undo"], kind: "small"),
            ])
        }
        return "<section><h2>\(visit["quality.merged.title"])</h2>\(table.html)</section>"
    }

    private static func distinct(_ desk: QualityDesk, _ register: Register) throws -> HTML {
        let visit = desk.visit
        let all = try desk.store.distinct(in: register, access: desk.access).prefix(200)
        guard !all.isEmpty else { return .empty }
        let rows = try Rows(desk, register, all.map(\.pair))
        let names = try visit.accountNames()
        var table = ListTable(
            visit["quality.distinct.title"],
            columns: [
                .init(title: visit["quality.duplicates.one"], isName: true),
                .init(title: visit["quality.duplicates.other"], isName: true),
                .init(title: visit["quality.column.reason"]), .init(title: visit["site.column.who"]),
                .init(title: visit["quality.column.do"]),
            ])
        table.rows = all.map { one in
            .init(cells: [
                rows.html(one.pair.one), rows.html(one.pair.other), "\(one.reason)",
                "\(names[one.by] ?? visit["data.system"]) \(visit.time(one.at))",
                Form.button(
                    visit, to: .quality(.pair(register.name, one.pair)), [("move", "forget")],
                    title: visit["quality.distinct.undo"], kind: "small"),
            ])
        }
        return """
            <details><summary>\(visit["quality.distinct.title"]) \(all.count)</summary>\(table.html)</details>
            """
    }

    /// The rows of pairs, by number, as the visitor may see them.
    private struct Rows {
        let desk: RegisterDesk?
        let quality: QualityDesk
        private var rows: [Int64: RegisterRow] = [:]

        init(_ quality: QualityDesk, _ register: Register, _ pairs: [DuplicatePersons.Pair]) throws {
            self.quality = quality
            desk = quality.desk(register.name)
            var query = RowQuery()
            query.rows = Set(pairs.flatMap { [$0.one, $0.other] })
            guard let desk else { return }
            let found = try desk.store.rows(of: register, query, access: desk.access, limit: pairs.count * 2).rows
            try desk.record(.read, found)
            rows = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
        }

        /// The row's name, number and organisation.
        func html(_ id: Int64) -> HTML {
            guard let desk, let row = rows[id] else { return "#\(id)" }
            let link = SitePath.data(.row(desk.register.name, id))
            return """
                <a href="\(link)">\(desk.label(of: row))</a> <span class="muted">#\(id) · \(quality.name(row.owner))</span>
                """
        }
    }
}
