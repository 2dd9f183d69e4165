import Registers
import SeatPlanning
import Seats

/// The schools to see with what is forecast for them, as they are searched and sorted.
struct SeatSchools {
    /// A stage of a school.
    struct Line {
        let id: Int64
        let name: String
        let area: String
        let stage: SchoolStage
        /// Pupils of the last autumn known.
        let now: Double
        /// By autumn, as far as is shown.
        let gaps: [SeatGap]

        var seats: Double? { gaps.first?.seats }
        /// The largest number of pupils without a seat, negative where there is always one free.
        var worst: Double? { gaps.compactMap(\.gap).max() }
        var last: Double { gaps.last?.pupils ?? 0 }
    }

    let desk: SeatDesk
    let board: SchoolBoard
    let lines: [Line]
    /// Stages of the schools to see.
    let stages: [SchoolStage]
    /// The one shown; nil for all.
    let stage: SchoolStage?
    let words: String
    /// The column sorted by, `-` before it for the largest first.
    let sort: String

    static let columns = ["name", "area", "now", "seats", "last", "gap"]

    /// Nil where there is no school to see.
    init?(_ desk: SeatDesk) throws {
        let query = desk.visit.query
        guard let board = try desk.visit.site.seats.schools(query["scenario"]),
            let whole = try desk.visit.site.seats.board()
        else { return nil }
        let schools = whole.situation.schools
        let seen = board.history.units.filter { Int64($0).map(desk.maySee) ?? false }
        guard !seen.isEmpty else { return nil }
        let there = Set(seen.flatMap { board.stages[$0] ?? [] })
        stages = SchoolStage.allCases.filter(there.contains)
        let stage = SchoolStage(rawValue: query["stage"]).flatMap { there.contains($0) ? $0 : nil }
        let words = query["q"]
        let area = desk.area.map { "\($0.id)" }
        let last = board.history.lastAutumn
        var lines: [Line] = []
        for unit in seen {
            let name = schools.names[unit] ?? unit
            guard words.isEmpty || name.localizedCaseInsensitiveContains(words), let id = Int64(unit),
                area == nil || schools.areas[unit] == area
            else { continue }
            for own in board.stages[unit] ?? [] where stage == nil || own == stage {
                let gaps = (board.gaps[unit] ?? []).filter { $0.stage == own && $0.autumn <= last + desk.years }
                let now = board.pupils(unit, own, last)
                guard now > 0 || gaps.contains(where: { $0.pupils >= 0.5 }) else { continue }
                lines.append(
                    Line(
                        id: id, name: name, area: whole.situation.name(schools.areas[unit] ?? ""), stage: own, now: now,
                        gaps: gaps))
            }
        }
        let asked = query["sort"]
        let sort = Self.columns.contains(asked.hasPrefix("-") ? String(asked.dropFirst()) : asked) ? asked : "-gap"
        (self.desk, self.board, self.stage, self.words, self.sort) = (desk, board, stage, words, sort)
        self.lines = Self.sorted(lines, by: sort)
    }

    private static func sorted(_ lines: [Line], by sort: String) -> [Line] {
        let isDescending = sort.hasPrefix("-")
        func value(_ line: Line) -> Double {
            switch sort.trimmingPrefix("-") {
            case "now": line.now
            case "seats": line.seats ?? -1
            case "last": line.last
            default: line.worst ?? -.infinity
            }
        }
        func text(_ line: Line) -> String { sort.hasSuffix("area") ? line.area + line.name : line.name }
        let isText = sort.hasSuffix("name") || sort.hasSuffix("area")
        return lines.sorted { first, second in
            if isText, text(first) != text(second) { return (text(first) < text(second)) != isDescending }
            if !isText, value(first) != value(second) { return (value(first) < value(second)) != isDescending }
            return (first.name, first.stage.firstStep, first.id) < (second.name, second.stage.firstStep, second.id)
        }
    }

    /// This list with another choice.
    var link: SiteLink {
        desk.link(to: .schools).with("stage", stage?.rawValue).with("q", words.isEmpty ? nil : words)
            .with("sort", sort == "-gap" ? nil : sort)
    }
}
