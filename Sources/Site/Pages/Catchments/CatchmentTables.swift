import CatchmentPlanning
import Catchments

/// Figures beside each other, and the schools with their children.
struct CatchmentTables {
    let visit: Visit
    let input: CatchmentInput
    let names: CatchmentNames

    /// A line of figures: its name, and how it reads.
    typealias Line = (key: String, value: (CatchmentFigures) -> String, number: (CatchmentFigures) -> Double)

    static func lines(_ visit: Visit) -> [Line] {
        [
            ("mean", { visit.metres($0.mean) }, { $0.mean }), ("worst", { visit.metres($0.worst) }, { $0.worst }),
            ("near", { near($0).map { "\(Words.number(($0 * 1000).rounded() / 10))%" } ?? "–" }, { -(near($0) ?? 0) }),
            ("overfull", { "\($0.overfull)" }, { Double($0.overfull) }),
            ("tooMany", { "\($0.tooMany)" }, { Double($0.tooMany) }),
            ("moved", { "\($0.moved)" }, { Double($0.moved) }),
        ]
    }

    /// The share of children within the limit 就近入学.
    static func near(_ figures: CatchmentFigures) -> Double? {
        figures.children > 0
            ? Double(figures.children - figures.beyond - figures.unreachable) / Double(figures.children) : nil
    }

    /// Today, the proposal, and what the planner made of it.
    func figures(_ scheme: CatchmentScheme) -> HTML {
        guard let proposal = scheme.proposal, let chosen = scheme.chosen else { return .empty }
        let isChanged = proposal.figures != chosen.figures || input.points.contains(where: \.isChanged)
        var columns: [ListTable.Column] = [.init(title: visit["catchments.column.figure"], isName: true)]
        if chosen.today != nil { columns.append(.init(title: visit["catchments.view.today"], isNumeric: true)) }
        columns.append(.init(title: visit["catchments.view.proposal"], isNumeric: true))
        if isChanged { columns.append(.init(title: visit["catchments.view.chosen"], isNumeric: true)) }
        var table = ListTable(visit["catchments.figures.title"], columns: columns)
        // Figures with points behind them lead to those.
        let behind = ["moved": "moved", "near": "beyond"]
        table.rows = Self.lines(visit).map { line in
            var cells: [HTML] = ["\(visit["catchments.figure.\(line.key)"])"]
            if let today = chosen.today { cells.append("\(line.key == "moved" ? "–" : line.value(today))") }
            cells.append(cell(line, proposal.figures, against: line.key == "moved" ? nil : chosen.today))
            if isChanged { cells.append(cell(line, chosen.figures, against: proposal.figures)) }
            if let show = behind[line.key], let last = cells.popLast() {
                let link = SitePath.catchments(.points(scheme.id)).with("show", show)
                cells.append(
                    #"\#(last) <a href="\#(link)" aria-label="\#(visit["catchments.filter.\(show)"])">\#(visit["catchments.points.see"])</a>"#
                )
            }
            return .init(cells: cells)
        }
        return table.html
    }

    /// What was there before a trial, and what is there now.
    func beside(_ before: CatchmentFigures, _ now: CatchmentFigures) -> HTML {
        var table = ListTable(
            visit["catchments.trial.result"],
            columns: [
                .init(title: visit["catchments.column.figure"], isName: true),
                .init(title: visit["catchments.trial.before"], isNumeric: true),
                .init(title: visit["catchments.trial.now"], isNumeric: true),
            ])
        table.rows = Self.lines(visit).map { line in
            .init(cells: [
                "\(visit["catchments.figure.\(line.key)"])", "\(line.value(before))", cell(line, now, against: before),
            ])
        }
        return table.html
    }

    /// A figure, with a sign where it is better or worse than another.
    private func cell(_ line: Line, _ figures: CatchmentFigures, against other: CatchmentFigures?) -> HTML {
        let words = line.value(figures)
        guard let other else { return "\(words)" }
        let change = line.number(figures) - line.number(other)
        guard abs(change) > 0.0005 else { return "\(words)" }
        let word = visit[change < 0 ? "catchments.better" : "catchments.worse"]
        let kind = change < 0 ? "better" : "worse"
        // Of the share of children near their school more is better.
        let arrow = (change < 0) == (line.key == "near") ? "▲" : "▼"
        return #"\#(words) <span class="\#(kind)"><span aria-hidden="true">\#(arrow)</span> \#(word)</span>"#
    }

    /// Schools with children and places, today and now; the number is that on the map.
    ///
    /// - Parameter points: where a school's points are listed.
    func schools(points: CatchmentPath) -> HTML {
        var now: [String: Load] = [:], today: [String: Load] = [:]
        for point in input.points {
            for share in point.chosen { now[share.school, default: Load()].add(share.children, share.metres) }
            if let school = point.today { today[school, default: Load()].add(point.children, point.todayMetres) }
        }
        let tones = CatchmentTones(input)
        var table = ListTable(
            visit["catchments.schools.title"],
            columns: [
                .init(title: visit["catchments.column.number"]),
                .init(title: visit["catchments.column.school"], isName: true),
                .init(title: visit["catchments.column.places"], isNumeric: true),
                .init(title: visit["catchments.column.todayChildren"], isNumeric: true),
                .init(title: visit["catchments.column.children"], isNumeric: true),
                .init(title: visit["catchments.column.load"]),
                .init(title: visit["catchments.column.mean"], isNumeric: true),
                .init(title: visit["catchments.column.worst"], isNumeric: true),
            ])
        table.rows = input.schools.enumerated().filter { $0.element.isOpen }.map { index, school in
            let load = now[school.code] ?? Load(), old = today[school.code] ?? Load()
            let link = SitePath.catchments(points).with("school", school.code)
            let group = HTML.when(
                !school.team.isEmpty,
                #" <span class="muted">\#(visit["catchments.team", ["name": school.team]])</span>"#)
            return .init(
                cells: [
                    tones.pin(index), "\(school.name)\(group)", "\(school.places)", "\(old.children)",
                    #"<a href="\#(link)">\#(load.children)</a>"#,
                    mark(load.children, school.places, least: school.least),
                    "\(visit.metres(load.mean))", "\(visit.metres(load.worst))",
                ])
        }
        return #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
    }

    private func mark(_ children: Int, _ places: Int, least: Int) -> HTML {
        if children > places {
            return Mark.html("late", "■", visit["catchments.load.over", ["count": "\(children - places)"]])
        }
        if children < least {
            return Mark.html("soon", "▲", visit["catchments.load.under", ["count": "\(least - children)"]])
        }
        if children == places { return Mark.html("soon", "●", visit["catchments.load.full"]) }
        return Mark.html("accepted", "✓", visit["catchments.load.free", ["count": "\(places - children)"]])
    }

    private struct Load {
        var children = 0
        private var walked = 0.0, known = 0
        private(set) var worst: Double?

        mutating func add(_ count: Int, _ metres: Double?) {
            children += count
            guard let metres, count > 0 else { return }
            walked += metres * Double(count)
            known += count
            worst = max(worst ?? 0, metres)
        }

        var mean: Double? { known > 0 ? walked / Double(known) : nil }
    }
}
