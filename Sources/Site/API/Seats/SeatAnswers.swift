import Catalog
import JSONValues
import Registers
import SeatPlanning
import Seats

/// Answers programmes that ask for the forecast of seats. Who may read `seat_capacity` of an area or school gets its figures.
struct SeatAnswers {
    let request: APIRequest
    let boards: SeatBoards

    /// Rows of one answer at most, and where nothing is said.
    static let limit = 1_000, usual = 200
    /// Parameters by resource.
    static let parameters: [SeatResource: Set<String>] = [
        .forecast: ["by", "unit", "stage", "grades", "scenario", "years", "limit", "cursor"],
        .gaps: ["unit", "stage", "scenario", "option", "years", "limit", "cursor"],
        .backtest: ["by"],
    ]

    private var query: FormValues { request.query }

    func answer(_ resource: SeatResource) throws -> Answer {
        guard let register = request.store.catalog.register("seat_capacity") else { throw APIError.notFound }
        if request.method == .post { return try PostedForecast(request).answer() }
        guard request.access.may(.read, register) else { throw APIError.forbidden }
        for item in query.items where Self.parameters[resource]?.contains(item.name) != true {
            throw APIError.unknownParameter(item.name)
        }
        let scope = request.access.scope(.read, register)
        return switch resource {
        case .forecast: try forecast(scope)
        case .gaps: try gaps(scope)
        case .backtest: try backTest()
        }
    }

    // MARK: - Parameters

    private func bySchool() throws -> Bool {
        switch query.sent("by") {
        case nil, "area": false
        case "school": true
        default: throw APIError.badParameter("by")
        }
    }

    private func years() throws -> Int {
        guard let sent = query.sent("years") else { return 5 }
        guard let years = Int(sent), (1...SeatBoard.horizon).contains(years) else {
            throw APIError.badParameter("years")
        }
        return years
    }

    private func stage() throws -> SchoolStage? {
        guard let sent = query.sent("stage") else { return nil }
        guard let stage = SchoolStage(rawValue: sent) else { throw APIError.badParameter("stage") }
        return stage
    }

    private func units() throws -> Set<String>? {
        let sent = query.items.filter { $0.name == "unit" }.map(\.value)
        guard sent.allSatisfy({ SitePath.row($0) != nil }) else { throw APIError.badParameter("unit") }
        return sent.isEmpty ? nil : Set(sent)
    }

    private func scenario(_ situation: SeatSituation?) throws -> String {
        guard let sent = query.sent("scenario"), !sent.isEmpty else { return "" }
        guard situation?.scenarios.contains(where: { $0.name == sent }) == true else {
            throw APIError.badParameter("scenario")
        }
        return sent
    }

    private func grades() throws -> Bool {
        switch query.sent("grades") {
        case nil, "false": false
        case "true": true
        default: throw APIError.badParameter("grades")
        }
    }

    // MARK: - Answers

    private func forecast(_ scope: RowScope) throws -> Answer {
        let bySchool = try bySchool(), years = try years(), stage = try stage(), units = try units()
        let withGrades = try grades()
        let base = try boards.board()
        let scenario = try scenario(base?.situation)
        let nodes = try request.store.organisations().nodes
        func isShown(_ unit: String) -> Bool {
            (units?.contains(unit) ?? true) && (Int64(unit).map(scope.contains) ?? false)
        }
        let course: (forecast: SeatForecast, gaps: [SeatGap])?
        if bySchool {
            course = try boards.schools(scenario).map { board in
                (board.forecast, board.history.units.flatMap { board.gaps[$0] ?? [] })
            }
        } else {
            course = try boards.board(scenario).map { ($0.forecast, $0.outcomes[0].gaps) }
        }
        guard let course else { return try page([]) }
        let last = course.forecast.history.lastAutumn + years
        guard withGrades else {
            return try page(
                course.gaps.filter { isShown($0.area) && $0.autumn <= last && (stage == nil || $0.stage == stage) }
                    .map { gap in
                        .object(Self.unit(gap.area, nodes) + Self.place(gap) + Self.pupils(gap))
                    })
        }
        let history = course.forecast.history
        return try page(
            course.forecast.cells.filter { cell in
                let own = SchoolStage(step: history.grades[cell.grade])
                return isShown(history.units[cell.unit]) && cell.autumn <= last && (stage == nil || own == stage)
            }.map { cell in
                let step = history.grades[cell.grade]
                let place: [JSON.Member] = [
                    .init(name: "stage", value: .string(SchoolStage(step: step).rawValue)),
                    .init(name: "grade", value: .integer(step)), .init(name: "autumn", value: .integer(cell.autumn)),
                ]
                return .object(Self.unit(history.units[cell.unit], nodes) + place + Self.pupils(cell))
            })
    }

    private func gaps(_ scope: RowScope) throws -> Answer {
        let years = try years(), stage = try stage(), units = try units()
        let base = try boards.board()
        guard let board = try boards.board(try scenario(base?.situation)) else { return try page([]) }
        let option = query.sent("option")
        if let option, !option.isEmpty, !board.outcomes.contains(where: { $0.option?.name == option }) {
            throw APIError.badParameter("option")
        }
        let nodes = try request.store.organisations().nodes
        let last = board.situation.history.lastAutumn + years
        let rows = board.outcomes.filter { option == nil || ($0.option?.name ?? "") == option }.flatMap { outcome in
            outcome.gaps.filter { gap in
                (units?.contains(gap.area) ?? true) && (Int64(gap.area).map(scope.contains) ?? false)
                    && gap.autumn <= last && (stage == nil || gap.stage == stage)
            }.map { gap -> JSON in
                let name: JSON = outcome.option.map { .string($0.name) } ?? .null
                let seats: [(String, JSON)] = [
                    ("seats", gap.seats.map { .real($0) } ?? .null), ("gap", gap.gap.map { Self.rounded($0) } ?? .null),
                    ("probability", gap.probability.map { .real(($0 * 1000).rounded() / 1000) } ?? .null),
                    ("posts", .integer(gap.posts)),
                ]
                return .object(
                    [.init(name: "option", value: name)] + Self.unit(gap.area, nodes) + Self.place(gap)
                        + Self.pupils(gap) + seats.map { .init(name: $0.0, value: $0.1) })
            }
        }
        return try page(rows)
    }

    private func backTest() throws -> Answer {
        let test = try bySchool() ? try boards.schools()?.test : try boards.board()?.test
        return .json(["leads": .array(test.map(Self.leads) ?? [])])
    }

    /// The errors by lead, of the forecast and the simple methods.
    static func leads(_ test: BackTest) -> [JSON] {
        func share(_ value: Double) -> JSON { .real((value * 10_000).rounded() / 10_000) }
        func score(_ method: String, _ score: BackTest.Score) -> JSON {
            ["method": .string(method), "mape": share(score.mape), "weighted": share(score.weighted)]
        }
        return test.leads.map { lead in
            [
                "lead": .integer(lead.lead), "cells": .integer(lead.cells), "origins": .integer(lead.origins),
                "coverage80": share(lead.coverage80), "coverage95": share(lead.coverage95),
                "methods": .array(
                    [score("forecast", lead.model)]
                        + zip(NaiveMethod.allCases, lead.naive).map { score($0.apiName, $1) }),
            ]
        }
    }

    /// A page of rows, with the address of the next one.
    private func page(_ rows: [JSON]) throws -> Answer {
        func number(_ name: String, _ range: ClosedRange<Int>, _ usual: Int) throws -> Int {
            guard let sent = query.sent(name) else { return usual }
            guard let value = Int(sent), range.contains(value) else { throw APIError.badParameter(name) }
            return value
        }
        let limit = try number("limit", 1...Self.limit, Self.usual)
        let start = try number("cursor", 0...10_000_000, 0)
        let end = min(rows.count, start + limit)
        let next = end < rows.count ? request.path.path + "?" + following("\(end)") : nil
        return .json([
            "rows": .array(start < end ? Array(rows[start..<end]) : []), "total": .integer(rows.count),
            "next": next.map { .string($0) } ?? .null,
        ])
    }

    private func following(_ cursor: String) -> String {
        (query.items.filter { $0.name != "cursor" } + [.init(name: "cursor", value: cursor)])
            .map { "\(SiteLink.encode($0.name))=\(SiteLink.encode($0.value))" }.joined(separator: "&")
    }

    // MARK: - Values

    private static func unit(_ unit: String, _ nodes: [Int64: OrganisationTree.Node]) -> [JSON.Member] {
        let node = Int64(unit).flatMap { nodes[$0] }
        return [
            .init(name: "unit", value: .integer(node?.id ?? 0)), .init(name: "code", value: .string(node?.code ?? "")),
            .init(name: "name", value: .string(node?.name ?? "")),
        ]
    }

    private static func place(_ gap: SeatGap) -> [JSON.Member] {
        [
            .init(name: "stage", value: .string(gap.stage.rawValue)),
            .init(name: "autumn", value: .integer(gap.autumn)),
        ]
    }

    private static func pupils(_ gap: SeatGap) -> [JSON.Member] {
        interval([gap.pupils, gap.low80, gap.high80, gap.low95, gap.high95])
    }

    private static func pupils(_ cell: CellForecast) -> [JSON.Member] {
        interval([cell.pupils, cell.low80, cell.high80, cell.low95, cell.high95])
    }

    /// Names of the middle and the ends of intervals, in this order.
    static let interval = ["pupils", "low80", "high80", "low95", "high95"]

    static func interval(_ values: [Double]) -> [JSON.Member] {
        zip(interval, values).map { .init(name: $0, value: rounded($1)) }
    }

    private static func rounded(_ value: Double) -> JSON { .real((value * 10).rounded() / 10) }
}

extension NaiveMethod {
    /// Its name for programmes.
    var apiName: String {
        switch self {
        case .lastYear: "last_year"
        case .progression1: "progression_1"
        case .progression3: "progression_3"
        case .progression5: "progression_5"
        case .district1: "district_1"
        case .district3: "district_3"
        case .district5: "district_5"
        }
    }
}
