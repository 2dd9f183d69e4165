import JSONValues
import Seats

/// A forecast from rows that a programme sends; nothing is kept.
struct PostedForecast {
    private let body: JSON

    /// Rows of enrolment at most, and units × grades × years of what is forecast.
    static let rowLimit = 20_000, cellLimit = 60_000
    private static let members: Set<String> = ["enrolment", "births", "births_lag", "years", "seed"]

    init(_ request: APIRequest) throws {
        try request.refuseParameters()
        body = request.body
    }

    /// - Throws: `APIError`, `SeatsError`.
    func answer() throws -> Answer {
        guard case .object(let members) = body else { throw APIError.noRows }
        var faults = members.filter { !Self.members.contains($0.name) }
            .map { RowFault(index: 0, field: $0.name, .unknownField) }
        guard case .array(let sent)? = body["enrolment"], !sent.isEmpty else { throw APIError.noRows }
        guard sent.count <= Self.rowLimit else { throw APIError.tooManyRows(limit: Self.rowLimit) }
        var rows: [EnrolmentHistory.Row] = []
        for (index, row) in sent.enumerated() {
            if let row = Self.row(row, index, &faults) { rows.append(row) }
            if faults.count > 1_000 { break }
        }
        let births = Self.births(body["births"], &faults)
        var options = ForecastOptions()
        options.paths = 200
        options.horizon = Self.number(body["years"], "years", 1...15, &faults).map(Int.init) ?? 5
        options.seed = Self.number(body["seed"], "seed", 0...Int64.max, &faults).map(UInt64.init) ?? 1
        let lag = Self.number(body["births_lag"], "births_lag", 0...20, &faults)
        guard faults.isEmpty else { throw APIError.faults(faults) }
        let history = try EnrolmentHistory(rows)
        guard history.cells * max(history.autumns, options.horizon) <= Self.cellLimit else {
            throw SeatsError.tooLarge(cells: history.cells * max(history.autumns, options.horizon))
        }
        let known = births.map { Births($0, lag: lag.map(Int.init) ?? Births.lag(entering: history.grades[0])) }
        let test = history.autumns > 2 ? try BackTest(history, births: known, options: options) : nil
        let forecast = try SeatForecast(
            history, births: known, options: options, experience: test?.experience ?? ForecastExperience())
        return .json([
            "rows": .array(
                forecast.cells.map { cell in
                    let place: [(String, JSON)] = [
                        ("school", .string(history.units[cell.unit])), ("autumn", .integer(cell.autumn)),
                        ("grade", .integer(history.grades[cell.grade])),
                    ]
                    return .object(
                        place.map { .init(name: $0.0, value: $0.1) }
                            + SeatAnswers.interval([cell.pupils, cell.low80, cell.high80, cell.low95, cell.high95]))
                }),
            "backtest": .array(test.map(SeatAnswers.leads) ?? []),
        ])
    }

    private static func row(_ json: JSON, _ index: Int, _ faults: inout [RowFault]) -> EnrolmentHistory.Row? {
        guard case .object(let members) = json else {
            faults.append(RowFault(index: index, field: "", .type("object")))
            return nil
        }
        let before = faults.count
        for member in members where !["school", "autumn", "grade", "pupils"].contains(member.name) {
            faults.append(RowFault(index: index, field: member.name, .unknownField))
        }
        func fault(_ field: String, _ type: String) { faults.append(RowFault(index: index, field: field, .type(type))) }
        let school = json["school"]?.text ?? ""
        if school.isEmpty || school.utf8.count > 200 { fault("school", "string") }
        let autumn = json["autumn"]?.integer ?? 0
        if !(1900...2200).contains(autumn) { fault("autumn", "year") }
        var step: Int?
        switch json["grade"] {
        case .string(let name)?: step = GradeLadder.step(name)
        case .number(let digits)?: step = Int(digits).flatMap { GradeLadder.steps.contains($0) ? $0 : nil }
        case nil, .null?: step = GradeLadder.ungraded
        default: break
        }
        if step == nil { fault("grade", "PK, K, 1–12") }
        let pupils = json["pupils"].flatMap { value -> Double? in
            guard case .number(let digits) = value, let pupils = Double(digits), (0...1e6).contains(pupils) else {
                return nil
            }
            return pupils
        }
        if pupils == nil { fault("pupils", "number ≥ 0") }
        guard faults.count == before, let step, let pupils else { return nil }
        return .init(unit: school, autumn: Int(autumn), grade: step, pupils: pupils)
    }

    private static func births(_ json: JSON?, _ faults: inout [RowFault]) -> [Int: Double]? {
        guard let json, json != .null else { return nil }
        guard case .array(let sent) = json, sent.count <= 300 else {
            faults.append(RowFault(index: 0, field: "births", .type("array")))
            return nil
        }
        var children: [Int: Double] = [:]
        for (index, row) in sent.enumerated() {
            guard let year = row["year"]?.integer, (1900...2200).contains(year),
                case .number(let digits)? = row["births"], let number = Double(digits), (0...1e7).contains(number)
            else {
                faults.append(RowFault(index: index, field: "births", .type("{year, births}")))
                continue
            }
            children[Int(year)] = number
        }
        return children
    }

    private static func number(
        _ json: JSON?, _ field: String, _ range: ClosedRange<Int64>, _ faults: inout [RowFault]
    ) -> Int64? {
        guard let json, json != .null else { return nil }
        if let number = json.integer, range.contains(number) { return number }
        faults.append(RowFault(index: 0, field: field, .type("\(range.lowerBound)…\(range.upperBound)")))
        return nil
    }
}
