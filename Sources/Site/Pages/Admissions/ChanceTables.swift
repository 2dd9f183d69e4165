import AdmissionService
import Localisation
import Monitoring

/// What a simulation found as tables: alone, or two rules side by side.
struct ChanceTables {
    let visit: Visit
    /// Names of schools by code, of places by `P|` and code.
    let names: [String: String]
    let result: SimulationResult
    /// What differs in the other rule, in words.
    var variant = ""

    private func percent(_ share: Double?) -> HTML { "\(share.map { Self.percent($0) } ?? "–")" }

    static func percent(_ share: Double) -> String {
        let tenths = (share * 1_000).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
    }

    /// A change in points, with its sign; what lies within chance is no change.
    private func points(_ one: Double, _ other: Double) -> HTML {
        let change = ((other - one) * 1_000).rounded() / 10
        let words = abs(change) < 0.1 ? "0" : change > 0 ? "+" + String(change) : "−" + String(-change)
        return "\(words)"
    }

    private func title(_ name: String) -> String {
        let row = (result.base.classes + (result.other?.classes ?? [])).first { $0.name == name }
        return row.map { visit.language == .chinese ? $0.zh : $0.en } ?? name
    }

    /// The classes of both rules, in the order of the first.
    private var classNames: [String] {
        let base = result.base.classes.map(\.name)
        return base + (result.other?.classes.map(\.name).filter { !base.contains($0) } ?? [])
    }

    /// Who gains and who loses, in words.
    var change: HTML {
        guard let other = result.other else { return .empty }
        func share(_ side: SimulationResult.Side, _ value: (SimulationResult.ClassRow) -> Double) -> Double {
            let all = side.classes.reduce(0) { $0 + $1.children }
            return side.classes.reduce(0) { $0 + value($1) * Double($1.children) } / Double(max(1, all))
        }
        func line(_ key: String, _ value: (SimulationResult.ClassRow) -> Double) -> HTML {
            let one = share(result.base, value), two = share(other, value)
            return
                "<li>\(visit[key]) \(Self.percent(one)) → \(Self.percent(two)) (\(points(one, two)) \(visit["admission.chances.points"]))</li>"
        }
        let moves = classNames.compactMap { name -> (String, Double)? in
            guard let one = result.base.classes.first(where: { $0.name == name }),
                let two = other.classes.first(where: { $0.name == name })
            else { return nil }
            return (name, two.placed - one.placed)
        }
        func list(_ key: String, _ moves: [(String, Double)]) -> HTML {
            let words = moves.map { title($0.0) }.joined(separator: visit.language == .chinese ? "、" : ", ")
            return "<li>\(visit[key]) \(words.isEmpty ? visit["admission.chances.nobody"] : words)</li>"
        }
        return """
            <div class="panel"><h3>\(visit["admission.chances.changeTo", ["title": variant]])</h3><ul class="lines">\
            \(line("admission.chances.firstShare") { $0.byChoice.first ?? 0 })\(line("admission.chances.placedShare") { $0.placed })\
            \(list("admission.chances.gains", moves.filter { $0.1 > 0.005 }))\
            \(list("admission.chances.loses", moves.filter { $0.1 < -0.005 }))</ul>
            <p class="muted">\(visit["admission.chances.changeRule"])</p></div>
            """
    }

    /// The chances of each class.
    var classes: HTML {
        result.other == nil ? alone : sideBySide
    }

    private var alone: HTML {
        let most = result.base.classes.map(\.byChoice.count).max() ?? 0
        var table = ListTable(
            visit["admission.chances.title"],
            columns: [
                .init(title: visit["admission.column.class"], isName: true),
                .init(title: visit["admission.chances.children"], isNumeric: true),
            ]
                + (0..<most).map {
                    .init(title: visit["admission.chances.choice", ["place": "\($0 + 1)"]], isNumeric: true)
                } + [.init(title: visit["admission.chances.none"], isNumeric: true)])
        table.rows = result.base.classes.map { row in
            .init(
                cells: ["\(title(row.name))", "\(row.children)"]
                    + (0..<most).map { percent($0 < row.byChoice.count ? row.byChoice[$0] : 0) }
                    + [percent(row.unplaced)])
        }
        return table.html
    }

    private var sideBySide: HTML {
        guard let other = result.other else { return .empty }
        var table = ListTable(
            visit["admission.chances.title"],
            columns: [
                .init(title: visit["admission.column.class"], isName: true),
                .init(title: visit["admission.chances.children"], isNumeric: true),
            ]
                + ["firstNow", "firstThen", "firstChange", "placedNow", "placedThen", "placedChange"].map {
                    .init(title: visit["admission.chances.\($0)"], isNumeric: true)
                })
        table.rows = classNames.map { name in
            let one = result.base.classes.first { $0.name == name }, two = other.classes.first { $0.name == name }
            func change(_ value: (SimulationResult.ClassRow) -> Double) -> HTML {
                guard let one, let two else { return "–" }
                return points(value(one), value(two))
            }
            return .init(cells: [
                "\(title(name))", "\((one ?? two)?.children ?? 0)", percent(one.map { $0.byChoice.first ?? 0 }),
                percent(two.map { $0.byChoice.first ?? 0 }), change { $0.byChoice.first ?? 0 }, percent(one?.placed),
                percent(two?.placed), change(\.placed),
            ])
        }
        return table.html
    }

    /// Seats of each school by class, and the chance of those who name it first.
    var schools: HTML {
        let codes = Set((result.base.seats + (result.other?.seats ?? [])).map(\.school)).sorted()
        guard !codes.isEmpty else { return .empty }
        func seats(_ side: SimulationResult.Side, _ school: String, _ name: String) -> Double {
            side.seats.first { $0.school == school && $0.name == name }?.children ?? 0
        }
        func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)".replacing(".0", with: "") }
        var table = ListTable(
            visit["admission.chances.seats"],
            columns: [.init(title: visit["admission.column.school"], isName: true)]
                + classNames.map { .init(title: title($0), isNumeric: true) })
        table.rows = codes.map { code in
            .init(
                cells: ["\(names[code] ?? code)"]
                    + classNames.map { name in
                        let one = tenths(seats(result.base, code, name))
                        guard let other = result.other else { return "\(one)" }
                        let two = tenths(seats(other, code, name))
                        return one == two ? "\(one)" : "\(one) → \(two)"
                    })
        }
        var first = ListTable(visit["admission.chances.first"], columns: table.columns)
        first.rows = codes.map { code in
            .init(
                cells: ["\(names[code] ?? code)"]
                    + classNames.map { name in
                        func chance(_ side: SimulationResult.Side) -> String {
                            side.first.first { $0.school == code && $0.name == name }.map { Self.percent($0.chance) }
                                ?? "–"
                        }
                        let one = chance(result.base)
                        guard let two = result.other.map(chance), two != one else { return "\(one)" }
                        return "\(one) → \(two)"
                    })
        }
        return """
            <section><h2>\(visit["admission.chances.seats"])</h2><p class="muted">\(visit["admission.chances.seatsRule"])</p><div class="wordy">\(table.html)</div></section>
            <section><h2>\(visit["admission.chances.first"])</h2><p class="muted">\(visit["admission.chances.firstRule"])</p><div class="wordy">\(first.html)</div></section>
            """
    }

    /// By place, where that was asked.
    var places: HTML {
        guard !result.base.byPlace.isEmpty else { return .empty }
        struct Key: Hashable {
            let place: String, name: String
        }
        let other = Dictionary(
            (result.other?.byPlace ?? []).map { (Key(place: $0.place, name: $0.name), $0) }
        ) { one, _ in one }
        var table = ListTable(
            visit["admission.chances.byPlaceTitle"],
            columns: [
                .init(title: visit["admission.column.place"], isName: true),
                .init(title: visit["admission.column.class"]),
                .init(title: visit["admission.chances.children"], isNumeric: true),
                .init(title: visit["admission.chances.firstNow"], isNumeric: true),
                .init(title: visit["admission.chances.placedNow"], isNumeric: true),
            ]
                + (result.other == nil
                    ? []
                    : [
                        .init(title: visit["admission.chances.firstThen"], isNumeric: true),
                        .init(title: visit["admission.chances.placedThen"], isNumeric: true),
                    ]))
        let page = Pager.page(visit), size = 100
        let order = Dictionary(uniqueKeysWithValues: classNames.enumerated().map { ($1, $0) })
        let sorted = result.base.byPlace.sorted {
            ($0.place, order[$0.name] ?? 99) < ($1.place, order[$1.name] ?? 99)
        }
        table.rows = sorted.dropFirst((page - 1) * size).prefix(size).map { row in
            let then = other[Key(place: row.place, name: row.name)]
            return .init(
                cells: [
                    "\(names["P|\(row.place)"] ?? row.place)", "\(title(row.name))", "\(row.children)",
                    percent(row.first), percent(row.placed),
                ] + (result.other == nil ? [] : [percent(then?.first), percent(then?.placed)]))
        }
        let pager = Pager.html(
            visit, link: SiteLink(path: visit.path, query: visit.query.items), page: page, size: size,
            total: sorted.count)
        // Its pages stay open.
        return """
            <details class="panel"\(flag: "open", if: page > 1)><summary>\(visit["admission.chances.byPlaceTitle"])</summary>\
            \(table.html)\(pager)</details>
            """
    }
}

/// Chances in plain words, for families who have not chosen yet.
enum ChanceWords {
    /// Cells of fewer children are not told: who they are could be guessed.
    private static let leastChildren = 5

    static func panel(_ visit: Visit, _ round: AdmissionRound) throws -> HTML {
        guard let shown = try visit.admissions.publicChances(of: round) else { return .empty }
        let base = shown.result.base
        let lines = base.classes.filter { $0.children >= leastChildren }.html { row -> HTML in
            let words = visit[
                "admission.chances.words",
                [
                    "class": visit.language == .chinese ? row.zh : row.en, "first": hundred(row.byChoice.first ?? 0),
                    "placed": hundred(row.placed),
                ]]
            return "<li>\(words)</li>"
        }
        let names = Dictionary(try visit.admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        let schools = Set(base.reach.map(\.school)).sorted()
        var table = ListTable(
            visit["admission.chances.reach"],
            columns: [.init(title: visit["admission.column.school"], isName: true)]
                + base.classes.map { .init(title: visit.language == .chinese ? $0.zh : $0.en, isNumeric: true) })
        table.rows = schools.map { code in
            .init(
                cells: ["\(names[code] ?? code)"]
                    + base.classes.map { row in
                        let chance = base.reach.first { $0.school == code && $0.name == row.name }?.chance
                        return "\(row.children < leastChildren ? "–" : chance.map(hundred) ?? "–")"
                    })
        }
        let rule = visit[
            "admission.chances.familyRule",
            ["draws": "\(shown.settings.draws)", "day": Day(of: shown.madeAt).prose(visit.language)]]
        return """
            <section class="panel" id="chances"><h2>\(visit["admission.chances.family"])</h2><ul>\(lines)</ul>
            <details><summary>\(visit["admission.chances.reach"])</summary><p>\(visit["admission.chances.reachRule"])</p><div class="wordy">\(table.html)</div></details>
            <p class="muted">\(rule)</p></section>
            """
    }

    /// Of a hundred children; never none where it can happen, and never all where it may not.
    private static func hundred(_ share: Double) -> String {
        let count = Int((share * 100).rounded())
        if share > 0, count == 0 { return "<1" }
        return share < 1 && count == 100 ? ">99" : "\(count)"
    }
}
