import CatchmentFiles
import Catchments
import Foundation
import GRDB
import Monitoring
import Registers
import Store

/// Catchment plans in the ledger's store; points and schools come from the registers or from files.
///
/// A value to pass around. What everybody may read stands here; staff change plans through `CatchmentDesk`.
public struct CatchmentStore: Sendable {
    /// Where it is kept.
    public let store: Store
    /// Whose points and schools they are.
    public let registers: RegisterStore

    /// Plans in a store that was opened with `CatchmentSchema.migrations`.
    public init(store: Store, registers: RegisterStore) {
        self.store = store
        self.registers = registers
    }

    /// The register whose rights decide about plans.
    public static let register = "residential_point"

    /// The day in China.
    public var today: Day { Day(of: store.environment.now()) }

    /// All plans, the latest year first.
    public func schemes(_ states: Set<CatchmentScheme.State> = Set(CatchmentScheme.State.allCases)) throws
        -> [CatchmentScheme]
    {
        try store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM catchment_plan ORDER BY year DESC, stage, id DESC")
                .map(CatchmentScheme.init(row:)).filter { states.contains($0.state) }
        }
    }

    /// The plans that are in force, the latest year first.
    public func inForce() throws -> [CatchmentScheme] { try schemes([.published]) }

    /// The plan of a stage and school year that is in force; nil for none.
    public func inForce(stage: String, year: Int) throws -> CatchmentScheme? {
        try inForce().first { $0.stage == stage && $0.year == year }
    }

    /// The plan of the same stage that was in force before a plan's year; nil for none.
    public func before(_ scheme: CatchmentScheme) throws -> CatchmentScheme? {
        try inForce().first { $0.stage == scheme.stage && $0.year < scheme.year }
    }

    /// A plan. - Throws: `CatchmentPlanError.noPlan`.
    public func scheme(_ id: Int64) throws -> CatchmentScheme { try store.read { try Self.scheme(id, $0) } }

    /// A plan that is in force. - Throws: `CatchmentPlanError.noPlan` for any other.
    public func published(_ id: Int64) throws -> CatchmentScheme {
        let scheme = try scheme(id)
        guard scheme.state == .published else { throw CatchmentPlanError.noPlan }
        return scheme
    }

    static func scheme(_ id: Int64, _ db: Database) throws -> CatchmentScheme {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM catchment_plan WHERE id = ?", arguments: [id]) else {
            throw CatchmentPlanError.noPlan
        }
        return try CatchmentScheme(row: row)
    }

    /// Everything that a plan is worked out from, with its proposal and what became of it.
    ///
    /// - Parameter isWhole: with ways and neighbours; pages that only show a plan leave them.
    public func input(of id: Int64, isWhole: Bool = false) throws -> CatchmentInput {
        try store.read { try Self.input(of: id, isWhole: isWhole, $0) }
    }

    static func input(of id: Int64, isWhole: Bool, _ db: Database) throws -> CatchmentInput {
        var input = CatchmentInput()
        let decoder = JSONDecoder()
        var index: [String: Int] = [:]
        let points = try Row.fetchCursor(
            db, sql: "SELECT * FROM catchment_point WHERE plan_id = ? ORDER BY code", arguments: [id])
        while let row = try points.next() {
            var point = PlanPoint(code: row["code"], name: row["name"], children: row["children"])
            point.area = row["area"]
            point.addresses = row["addresses"]
            point.place = place(row)
            point.outline = try (row["outline"] as String?).map {
                try decoder.decode(PointOutline.self, from: Data($0.utf8))
            }
            point.today = row["today"]
            point.todayMetres = row["today_metres"]
            point.isLocked = row["is_locked"]
            index[point.code] = input.points.count
            input.points.append(point)
        }
        let shares = try Row.fetchCursor(
            db, sql: "SELECT * FROM catchment_share WHERE plan_id = ? ORDER BY kind, point, school", arguments: [id])
        while let row = try shares.next() {
            guard let point = index[row["point"]] else { continue }
            let share = PlanShare(school: row["school"], children: row["children"], metres: row["metres"])
            if (row["kind"] as String) == "proposal" {
                input.points[point].proposed.append(share)
            } else {
                input.points[point].chosen.append(share)
            }
        }
        input.schools = try schools(of: id, db)
        guard isWhole else { return input }
        input.ways = try Row.fetchAll(
            db, sql: "SELECT * FROM catchment_way WHERE plan_id = ? ORDER BY point, school", arguments: [id]
        ).map { CatchmentArc(point: $0["point"], school: $0["school"], metres: $0["metres"]) }
        input.neighbours = try Row.fetchAll(
            db, sql: "SELECT * FROM catchment_neighbour WHERE plan_id = ? ORDER BY one, other", arguments: [id]
        ).map { ($0["one"], $0["other"]) }
        return input
    }

    /// The schools of a plan, by code.
    public func schools(of id: Int64) throws -> [PlanSchool] { try store.read { try Self.schools(of: id, $0) } }

    static func schools(of id: Int64, _ db: Database) throws -> [PlanSchool] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM catchment_school WHERE plan_id = ? ORDER BY code", arguments: [id]
        ).map { row in
            var school = PlanSchool(code: row["code"], name: row["name"], places: row["places"])
            school.organisation = row["organisation"]
            school.least = row["least"]
            school.isKept = row["is_kept"]
            school.place = place(row)
            school.point = row["point"]
            school.team = row["team"]
            school.cost = row["cost"]
            school.isOpen = row["is_open"]
            school.isAdded = row["is_added"]
            return school
        }
    }

    private static func place(_ row: Row) -> Place? {
        guard let x = row["x"] as Double?, let y = row["y"] as Double? else { return nil }
        return row["is_globe"] ? .globe(longitude: x, latitude: y) : .plane(x: x, y: y)
    }
}

extension CatchmentInput {
    /// The schools that each school shares its children with, itself among them: those of its group, else itself alone.
    public var teams: [String: [String]] {
        let groups = Dictionary(grouping: schools.filter { $0.isOpen && !$0.team.isEmpty }, by: \.team)
        return Dictionary(
            schools.map { school in
                let members = school.isOpen && !school.team.isEmpty ? groups[school.team] ?? [school] : [school]
                return (school.code, members.map(\.code).sorted())
            }
        ) { one, _ in one }
    }

    /// The schools that a point leads to 对口学校, at least one where the plan is worked out: those with a part of its
    /// children, and the others of their groups; that with most children first.
    public func schools(of point: PlanPoint, _ teams: [String: [String]]) -> [String] {
        var codes: [String] = []
        for share in point.chosen.sorted(by: { ($1.children, $0.school) < ($0.children, $1.school) }) {
            for code in teams[share.school] ?? [share.school] where !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    /// Points that lead to other schools than in another plan, with the codes of both; points that the other plan does not
    /// have are left out.
    public func changes(against other: CatchmentInput) -> [(point: PlanPoint, before: [String], now: [String])] {
        let (mine, theirs) = (teams, other.teams)
        let known = Dictionary(other.points.map { ($0.code, $0) }) { one, _ in one }
        return points.compactMap { point in
            guard let old = known[point.code] else { return nil }
            let (before, now) = (other.schools(of: old, theirs), schools(of: point, mine))
            return before.isEmpty || Set(before) == Set(now) ? nil : (point, before, now)
        }
    }
}
