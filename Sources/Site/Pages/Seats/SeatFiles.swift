import Documents
import Registers
import Seats

/// The gaps as files: every area to see, stage, year and option.
enum SeatFiles {
    /// Whether the visitor may take them out.
    static func isAllowed(_ desk: SeatDesk) -> Bool {
        desk.visit.registers.catalog.register(SeatDesk.register).map { desk.access.may(.export, $0) } ?? false
    }

    static func gaps(_ desk: SeatDesk, _ format: String) throws -> Answer {
        let visit = desk.visit
        guard isAllowed(desk), let board = desk.board,
            let register = visit.registers.catalog.register(SeatDesk.register)
        else { throw RegisterError.notAllowed }
        let scope = desk.access.scope(.export, register)
        let areas = Set(desk.areas.filter { scope.contains($0.id) }.map { "\($0.id)" })
        let last = desk.autumns.upperBound
        let titles = [
            "scenario", "option", "area", "stage", "year", "pupils", "low", "high", "seats", "gap", "probability",
            "posts",
        ]
        let rows = board.outcomes.flatMap { outcome in
            outcome.gaps.filter { areas.contains($0.area) && $0.autumn <= last }.map { gap -> [Sheet.Cell] in
                [
                    .text(board.scenario?.name ?? visit["seats.scenario.none"]),
                    .text(outcome.option?.name ?? visit["seats.cli.option.none"]),
                    .text(board.situation.name(gap.area)), .text(desk.word(gap.stage)), .number(Double(gap.autumn)),
                    .number(gap.pupils.rounded()), .number(gap.low80.rounded()), .number(gap.high80.rounded()),
                    gap.seats.map { .number($0) } ?? .empty, gap.gap.map { .number($0.rounded()) } ?? .empty,
                    gap.probability.map { .number(($0 * 1000).rounded() / 1000) } ?? .empty,
                    .number(Double(gap.posts)),
                ]
            }
        }
        return try file(desk, visit["seats.title"], titles, rows, format)
    }

    /// The forecast of the schools as they are searched and sorted.
    static func schools(_ desk: SeatDesk, _ format: String) throws -> Answer {
        let visit = desk.visit
        guard isAllowed(desk), let schools = try SeatSchools(desk) else { throw RegisterError.notAllowed }
        let titles = [
            "scenario", "school", "area", "stage", "year", "pupils", "low", "high", "low95", "high95", "seats", "gap",
            "probability", "posts",
        ]
        let scenario = schools.board.scenario?.name ?? visit["seats.scenario.none"]
        func cells(_ line: SeatSchools.Line, _ gap: SeatGap) -> [Sheet.Cell] {
            let texts: [Sheet.Cell] = [scenario, line.name, line.area, desk.word(line.stage)].map { .text($0) }
            let numbers = [Double(gap.autumn), gap.pupils, gap.low80, gap.high80, gap.low95, gap.high95]
            let seats: Sheet.Cell = gap.seats.map { .number($0) } ?? .empty
            let missing: Sheet.Cell = gap.gap.map { .number($0.rounded()) } ?? .empty
            let likely: Sheet.Cell = gap.probability.map { .number(($0 * 1000).rounded() / 1000) } ?? .empty
            let rest: [Sheet.Cell] = [seats, missing, likely, .number(Double(gap.posts))]
            return texts + numbers.map { .number($0.rounded()) } + rest
        }
        let rows = schools.lines.filter { desk.mayExport($0.id) }.flatMap { line in
            line.gaps.map { cells(line, $0) }
        }
        return try file(desk, visit["seats.schools.title"], titles, rows, format)
    }

    private static func file(
        _ desk: SeatDesk, _ name: String, _ titles: [String], _ rows: [[Sheet.Cell]], _ format: String
    ) throws -> Answer {
        let visit = desk.visit
        let sheet = Sheet(
            name: name, columns: titles.map { .init(visit["seats.file.\($0)"], width: 14) }, rows: rows)
        return try ProjectFiles.sheet(
            sheet, name: "\(name) \(visit.today.text)", isText: format == "csv")
    }
}
