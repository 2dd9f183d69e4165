import CatchmentPlanning
import Catchments
import JSONValues

/// Catchments worked out from values that a programme sends; nothing is kept.
struct PostedCatchments {
    private let request: APIRequest
    private var body: JSON { request.body }

    /// Points, schools, pairs of both, ways and pairs of neighbours at most.
    static let limits = (points: 2_000, schools: 200, pairs: 200_000, ways: 200_000, neighbours: 20_000)
    private static let members: Set<String> = [
        "points", "schools", "ways", "neighbours", "manner", "limit", "detour", "move_price", "beyond_price",
        "slack_price",
        "seed",
    ]

    init(_ request: APIRequest) throws {
        try request.refuseParameters()
        self.request = request
    }

    /// - Throws: `APIError`, `CatchmentError`.
    func answer() throws -> Answer {
        guard case .object(let members) = body else { throw APIError.noRows }
        var reader = Reader()
        for member in members where !Self.members.contains(member.name) {
            reader.faults.append(RowFault(index: 0, field: member.name, .unknownField))
        }
        let points = try reader.list(body["points"], "points", Self.limits.points) { $0.point($1, $2) }
        let schools = try reader.list(body["schools"], "schools", Self.limits.schools) { $0.school($1, $2) }
        var problem = CatchmentProblem(points: points, schools: schools)
        if let ways = body["ways"], ways != .null {
            problem.arcs = try reader.list(ways, "ways", Self.limits.ways) { $0.way($1, $2) }
        }
        if let pairs = body["neighbours"], pairs != .null {
            problem.adjacency = try reader.list(pairs, "neighbours", Self.limits.neighbours) { $0.pair($1, $2) }
        }
        let rules = CatchmentRules()
        problem.rules.limit = reader.number(body, "limit", 0, 0...1_000_000)
        problem.rules.detour = reader.number(body, "detour", 0, 0...100) ?? 1
        problem.rules.movePrice = reader.number(body, "move_price", 0, 0...1_000_000) ?? 0
        problem.rules.beyondPrice = reader.number(body, "beyond_price", 0, 0...1_000_000) ?? rules.beyondPrice
        problem.rules.slackPrice = reader.number(body, "slack_price", 0, 0...1_000_000) ?? rules.slackPrice
        let seed = reader.number(body, "seed", 0, 0...9e15) ?? 1
        let word = body["manner"]?.text ?? "split"
        let manner = CatchmentSettings.Manner(rawValue: word)
        if manner == nil || (body["manner"] != nil && body["manner"]?.text == nil) {
            reader.fault(0, "manner", "split, whole, connected")
        }
        guard reader.faults.isEmpty else { throw APIError.faults(reader.faults) }
        guard points.count * schools.count <= Self.limits.pairs else {
            throw APIError.tooManyRows(limit: Self.limits.pairs)
        }
        if manner == .connected, problem.adjacency == nil { throw CatchmentError.noNeighbours }
        if manner != .connected { problem.adjacency = nil }
        let plan =
            manner == .split
            ? try CatchmentSolver.split(problem)
            // A programme waits: short of a second for any size.
            : try CatchmentSolver.whole(
                problem, effort: min(4_000, 2_000_000 / max(1, points.count)), seed: UInt64(seed))
        return .json(Self.json(plan, problem, request))
    }

    private static func json(_ plan: CatchmentPlan, _ problem: CatchmentProblem, _ request: APIRequest) -> JSON {
        [
            "assignment": .array(
                plan.shares.map { share in
                    [
                        "point": .string(problem.points[share.point].id),
                        "school": .string(problem.schools[share.school].id), "children": .integer(share.children),
                        "metres": share.metres.map { .real(CatchmentAnswers.rounded($0)) } ?? .null,
                    ]
                }),
            "loads": .array(
                zip(problem.schools, plan.loads).map { school, load in
                    [
                        "school": .string(school.id), "places": .integer(school.capacity), "children": .integer(load),
                    ]
                }),
            "figures": CatchmentAnswers.figures(plan.proposal),
            "today": plan.today.map { CatchmentAnswers.figures($0) } ?? .null,
            "findings": .array(plan.findings.map { .string($0.message(in: request.language)) }),
            "cost": .real(plan.cost), "bound": .real(plan.bound), "proved": .bool(plan.certificate?.isOptimal ?? false),
        ]
    }

    /// Reads rows and tells what is wrong with each.
    private struct Reader {
        var faults: [RowFault] = []

        mutating func fault(_ index: Int, _ field: String, _ type: String) {
            if faults.count < 1_000 { faults.append(RowFault(index: index, field: field, .type(type))) }
        }

        mutating func list<Row>(
            _ json: JSON?, _ name: String, _ limit: Int, _ read: (inout Reader, JSON, Int) -> Row?
        ) throws -> [Row] {
            guard case .array(let rows)? = json else {
                fault(0, name, "array")
                return []
            }
            guard rows.count <= limit else { throw APIError.tooManyRows(limit: limit) }
            return rows.enumerated().compactMap { read(&self, $1, $0) }
        }

        private mutating func known(_ row: JSON, _ index: Int, _ names: Set<String>) -> Bool {
            guard case .object(let members) = row else {
                fault(index, "", "object")
                return false
            }
            for member in members where !names.contains(member.name) {
                faults.append(RowFault(index: index, field: member.name, .unknownField))
            }
            return true
        }

        private mutating func name(_ row: JSON, _ field: String, _ index: Int) -> String {
            let text = row[field]?.text ?? ""
            if text.isEmpty || text.utf8.count > 200 { fault(index, field, "string") }
            return text
        }

        private mutating func count(_ row: JSON, _ field: String, _ index: Int) -> Int {
            guard let number = row[field]?.integer, (0...1_000_000).contains(number) else {
                fault(index, field, "integer 0…1000000")
                return 0
            }
            return Int(number)
        }

        mutating func number(_ row: JSON, _ field: String, _ index: Int, _ range: ClosedRange<Double>) -> Double? {
            guard let json = row[field], json != .null else { return nil }
            guard case .number(let digits) = json, let value = Double(digits), range.contains(value) else {
                fault(index, field, "number")
                return nil
            }
            return value
        }

        private mutating func place(_ row: JSON, _ index: Int) -> Place? {
            if row["lon"] != nil || row["lat"] != nil {
                let longitude = number(row, "lon", index, -360...360), latitude = number(row, "lat", index, -90...90)
                guard let longitude, let latitude else {
                    fault(index, "lon", "lon, lat")
                    return nil
                }
                return .globe(longitude: longitude, latitude: latitude)
            }
            guard let x = number(row, "x", index, -1e8...1e8), let y = number(row, "y", index, -1e8...1e8) else {
                return nil
            }
            return .plane(x: x, y: y)
        }

        mutating func point(_ row: JSON, _ index: Int) -> ResidentialPoint? {
            guard known(row, index, ["point", "children", "x", "y", "lon", "lat", "school"]) else { return nil }
            return ResidentialPoint(
                id: name(row, "point", index), children: count(row, "children", index), place: place(row, index),
                school: row["school"]?.text)
        }

        mutating func school(_ row: JSON, _ index: Int) -> CatchmentSchool? {
            guard known(row, index, ["school", "capacity", "x", "y", "lon", "lat", "point", "least", "kept"]) else {
                return nil
            }
            return CatchmentSchool(
                id: name(row, "school", index), capacity: count(row, "capacity", index),
                least: row["least"] == nil ? 0 : count(row, "least", index), place: place(row, index),
                point: row["point"]?.text, isKept: row["kept"] == .bool(true))
        }

        mutating func way(_ row: JSON, _ index: Int) -> CatchmentArc? {
            guard known(row, index, ["point", "school", "metres"]) else { return nil }
            guard let metres = number(row, "metres", index, 0...1_000_000) else {
                fault(index, "metres", "number")
                return nil
            }
            return CatchmentArc(point: name(row, "point", index), school: name(row, "school", index), metres: metres)
        }

        mutating func pair(_ row: JSON, _ index: Int) -> (String, String)? {
            let names = row.elements.compactMap(\.text)
            guard names.count == 2, row.elements.count == 2 else {
                fault(index, "neighbours", "[point, point]")
                return nil
            }
            return (names[0], names[1])
        }
    }
}
