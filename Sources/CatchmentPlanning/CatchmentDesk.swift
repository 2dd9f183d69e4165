import Catalog
import Catchments
import Foundation
import GRDB
import Registers
import Store

/// What an account does with catchment plans: what its roles allow of the register `residential_point` decides.
///
/// Reading shows plans in force, reading for the district proposals too; writing for the district makes plans, works them out
/// and changes them; approving for the district publishes and withdraws them.
public struct CatchmentDesk: Sendable {
    /// The plans.
    public let plans: CatchmentStore
    /// What the account may do with the registers.
    public let access: RegisterAccess
    /// Who changes.
    public let principal: Principal
    /// Whether the account may see plans that were in force.
    public let mayRead: Bool
    /// Whether it may see proposals: what is only thought of is not for every school to tell.
    public let seesProposals: Bool
    /// Whether it may make, work out and change plans.
    public let mayPlan: Bool
    /// Whether it may publish and withdraw plans.
    public let mayPublish: Bool
    /// Whether it may take plans out as files.
    public let mayExport: Bool

    /// A desk of an account, or of the command line.
    public init(_ plans: CatchmentStore, access: RegisterAccess, principal: Principal) throws {
        self.plans = plans
        self.access = access
        self.principal = principal
        guard let register = plans.registers.catalog.register(CatchmentStore.register) else {
            (mayRead, seesProposals, mayPlan, mayPublish, mayExport) = (false, false, false, false, false)
            return
        }
        mayRead = access.may(.read, register)
        seesProposals = try plans.registers.isForDistrict(.read, register, access)
        mayPlan = try plans.registers.isForDistrict(.write, register, access)
        mayPublish = try plans.registers.isForDistrict(.approve, register, access)
        mayExport = access.may(.export, register)
    }

    var store: Store { plans.store }

    /// Most characters of a title.
    public static let titleLimit = 60

    /// The plans that the account may see.
    public func schemes() throws -> [CatchmentScheme] { try plans.schemes().filter(maySee) }

    /// A plan that the account may see. - Throws: `CatchmentPlanError.noPlan`.
    public func scheme(_ id: Int64) throws -> CatchmentScheme {
        let scheme = try plans.scheme(id)
        guard maySee(scheme) else { throw CatchmentPlanError.noPlan }
        return scheme
    }

    private func maySee(_ scheme: CatchmentScheme) -> Bool {
        switch scheme.state {
        case .draft: mayPlan || mayPublish
        case .solved: seesProposals || mayPlan || mayPublish
        case .published, .withdrawn: mayRead
        }
    }

    func requirePlan() throws {
        guard mayPlan else { throw CatchmentPlanError.notAllowed }
    }

    static func checked(title: String) throws -> String {
        let title = title.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !title.isEmpty, title.count <= titleLimit, !title.unicodeScalars.contains(where: { $0.value < 0x20 })
        else {
            throw CatchmentPlanError.noTitle(limit: titleLimit)
        }
        return title
    }

    /// Makes a plan of what was taken, as a draft.
    ///
    /// - Throws: `CatchmentPlanError`.
    public func create(
        title: String, stage: String, year: Int, purpose: CatchmentScheme.Purpose = .areas,
        settings: CatchmentSettings, taken: TakenInput
    ) throws -> Int64 {
        try requirePlan()
        let title = try Self.checked(title: title)
        guard CatchmentScheme.stages.contains(stage) else { throw CatchmentPlanError.badStage }
        guard (2000...2100).contains(year) else { throw CatchmentPlanError.badYear }
        try settings.check()
        var input = taken.input
        try input.check(settings)
        if purpose == .sites, input.schools.allSatisfy({ $0.cost == nil }) { throw CatchmentPlanError.noCandidates }
        // The engine says now what it would say when it is asked to solve.
        _ = try CatchmentValuation(input.problem(settings, open: false))
        return try store.change(by: principal) { change in
            try change.db.execute(
                sql: """
                    INSERT INTO catchment_plan (title, stage, year, purpose, state, settings, sources, version,
                        created_at, created_by, updated_at, updated_by) VALUES (?, ?, ?, ?, 'draft', ?, ?, 1, ?, ?, ?, ?)
                    """,
                arguments: [
                    title, stage, year, purpose.rawValue, try CatchmentScheme.encoded(settings),
                    try CatchmentScheme.encoded(taken.sources), change.at, change.by, change.at, change.by,
                ])
            let id = change.db.lastInsertedRowID
            try InputWriter(db: change.db, plan: id).write(input)
            try change.audit(
                "catchment.create", "catchment_plan", id,
                [
                    "stage": stage, "year": "\(year)", "points": "\(input.points.count)",
                    "schools": "\(input.schools.count)",
                ])
            return id
        }
    }

    /// Makes a draft with the input of another plan, for another year or other settings.
    ///
    /// - Throws: `CatchmentPlanError`.
    public func copy(_ id: Int64, title: String, year: Int) throws -> Int64 {
        try requirePlan()
        let scheme = try scheme(id)
        var input = try plans.input(of: id, isWhole: true)
        for index in input.points.indices {
            // What was in force is what children have today.
            if scheme.state == .published || scheme.state == .withdrawn, year > scheme.year,
                let school = input.points[index].school
            {
                input.points[index].today = school
            }
            (input.points[index].proposed, input.points[index].chosen) = ([], [])
            (input.points[index].isLocked, input.points[index].todayMetres) = (false, nil)
        }
        return try create(
            title: title, stage: scheme.stage, year: year, purpose: scheme.purpose, settings: scheme.settings,
            taken: TakenInput(input: input, sources: scheme.sources))
    }

    /// Changes title and settings; a proposal that was there is dropped, since it was worked out under others.
    ///
    /// - Throws: `CatchmentPlanError`.
    public func change(_ id: Int64, version: Int, title: String, settings: CatchmentSettings) throws {
        try requirePlan()
        let title = try Self.checked(title: title)
        try settings.check()
        var input = try plans.input(of: id, isWhole: true)
        try input.check(settings)
        try move(id, version: version, from: [.draft, .solved], "catchment.change") { change, scheme in
            if settings != scheme.settings {
                try Self.dropProposal(id, change.db)
                try Self.forgetSolutions(id, change.db)
            }
            try change.db.execute(
                sql: "UPDATE catchment_plan SET title = ?, settings = ? WHERE id = ?",
                arguments: [title, try CatchmentScheme.encoded(settings), id])
            return ["manner": settings.manner.rawValue]
        }
    }

    /// Changes places, least loads, kept areas and groups of the schools; the proposal is dropped where it depends on them.
    ///
    /// - Throws: `CatchmentPlanError.unknown`, `.badPlaces`, `.changedMeanwhile`, `.wrongState`.
    public func change(_ id: Int64, version: Int, schools: [PlanSchool]) throws {
        try requirePlan()
        var input = try plans.input(of: id, isWhole: true)
        let before = input.schools
        for school in schools {
            guard let index = input.schools.firstIndex(where: { $0.code == school.code }) else {
                throw CatchmentPlanError.unknown(code: school.code)
            }
            input.schools[index].places = school.places
            input.schools[index].least = school.least
            input.schools[index].isKept = school.isKept
            input.schools[index].team = school.team
        }
        let scheme = try scheme(id)
        try input.check(scheme.settings)
        let known = Dictionary(before.map { ($0.code, $0) }) { one, _ in one }
        let changed = input.schools.filter { known[$0.code] != $0 }
        guard !changed.isEmpty else { return }
        let isRecalculated = changed.contains { school in
            guard let old = known[school.code] else { return true }
            return (old.places, old.least, old.isKept) != (school.places, school.least, school.isKept)
        }
        try move(id, version: version, from: [.draft, .solved], "catchment.schools") { change, _ in
            for school in changed {
                try change.db.execute(
                    sql: """
                        UPDATE catchment_school SET places = ?, least = ?, is_kept = ?, team = ?
                        WHERE plan_id = ? AND code = ?
                        """,
                    arguments: [school.places, school.least, school.isKept, school.team, id, school.code])
            }
            if isRecalculated {
                try Self.dropProposal(id, change.db)
                try Self.forgetSolutions(id, change.db)
            }
            return ["schools": "\(changed.count)"]
        }
    }

    /// Takes a draft or a proposal away. - Throws: `CatchmentPlanError.wrongState` for one that was published.
    public func remove(_ id: Int64, version: Int) throws {
        try requirePlan()
        try store.change(by: principal) { change in
            let scheme = try CatchmentStore.scheme(id, change.db)
            guard scheme.state == .draft || scheme.state == .solved else { throw CatchmentPlanError.wrongState }
            guard scheme.version == version else { throw CatchmentPlanError.changedMeanwhile }
            try change.db.execute(sql: "DELETE FROM catchment_plan WHERE id = ?", arguments: [id])
            try change.audit("catchment.remove", "catchment_plan", id)
        }
    }

    /// A change of a plan: state and version are checked, the version is counted on, and the trail tells of it.
    func move(
        _ id: Int64, version: Int, from states: Set<CatchmentScheme.State>, _ action: String,
        _ body: (Change, CatchmentScheme) throws -> [String: String]
    ) throws {
        try store.change(by: principal) { change in
            let scheme = try CatchmentStore.scheme(id, change.db)
            guard states.contains(scheme.state) else { throw CatchmentPlanError.wrongState }
            guard scheme.version == version else { throw CatchmentPlanError.changedMeanwhile }
            let detail = try body(change, scheme)
            try change.db.execute(
                sql: "UPDATE catchment_plan SET version = version + 1, updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [change.at, change.by, id])
            try change.audit(action, "catchment_plan", id, detail)
        }
    }

    static func dropProposal(_ id: Int64, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM catchment_share WHERE plan_id = ? AND kind = 'proposal'", arguments: [id])
        // What is locked stays, to be solved again around it.
        try db.execute(
            sql: """
                DELETE FROM catchment_share WHERE plan_id = ? AND point NOT IN
                (SELECT code FROM catchment_point WHERE plan_id = ? AND is_locked = 1)
                """, arguments: [id, id])
        try db.execute(
            sql: "UPDATE catchment_plan SET state = 'draft', proposal = NULL, chosen = NULL WHERE id = ?",
            arguments: [id])
    }
}
