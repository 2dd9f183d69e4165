import Catchments
import Foundation
import GRDB
import Store

extension CatchmentDesk {
    /// Keeps what was worked out, unless the plan was changed meanwhile.
    ///
    /// - Throws: `CatchmentPlanError.changedMeanwhile`, `.wrongState`, `.notAllowed`.
    public func keep(_ solved: CatchmentSolving, of id: Int64, version: Int) throws {
        try requirePlan()
        try move(id, version: version, from: [.draft, .solved], "catchment.solve") { change, _ in
            let writer = InputWriter(db: change.db, plan: id)
            try writer.write("proposal", of: solved.input.points, \.proposed)
            try writer.write("chosen", of: solved.input.points, \.chosen)
            for point in solved.input.points {
                try change.db.execute(
                    sql: "UPDATE catchment_point SET today_metres = ? WHERE plan_id = ? AND code = ?",
                    arguments: [point.todayMetres, id, point.code])
            }
            for school in solved.input.schools where school.cost != nil {
                try change.db.execute(
                    sql: "UPDATE catchment_school SET is_open = ? WHERE plan_id = ? AND code = ?",
                    arguments: [school.isOpen, id, school.code])
            }
            let standing = try CatchmentScheme.encoded(solved.standing)
            try change.db.execute(
                sql: "UPDATE catchment_plan SET state = 'solved', proposal = ?, chosen = ?, solved_at = ? WHERE id = ?",
                arguments: [standing, standing, change.at, id])
            let figures = solved.standing.figures
            return [
                "mean": "\(Int(figures.mean.rounded()))", "overfull": "\(figures.overfull)",
                "moved": "\(figures.moved)",
            ]
        }
    }

    /// A plan that the account may work out. - Throws: `CatchmentPlanError.wrongState`, `.changedMeanwhile`, `.notAllowed`.
    @discardableResult
    public func requireSolvable(_ id: Int64, version: Int? = nil) throws -> CatchmentScheme {
        try requirePlan()
        let scheme = try scheme(id)
        guard scheme.state == .draft || scheme.state == .solved else { throw CatchmentPlanError.wrongState }
        guard version == nil || scheme.version == version else { throw CatchmentPlanError.changedMeanwhile }
        return scheme
    }

    /// Works a plan out here and now and keeps it.
    ///
    /// - Parameters:
    ///   - version: of the plan as somebody saw it; nil for the plan as it is.
    ///   - workers: searches at a time; the plan does not depend on it.
    ///   - progress: told how much of 1 is done; where it answers false the search ends and nothing is kept.
    /// - Throws: `CatchmentError`, `.cancelled` among them; `CatchmentPlanError`.
    public func solve(
        _ id: Int64, version: Int? = nil, workers: Int = 1, progress: (Double) -> Bool = { _ in true }
    ) throws {
        let scheme = try requireSolvable(id, version: version), input = try plans.input(of: id, isWhole: true)
        let solved = try CatchmentSolving(
            input, purpose: scheme.purpose, settings: scheme.settings, workers: workers, progress: progress)
        guard progress(1) else { throw CatchmentError.cancelled }
        try keep(solved, of: id, version: scheme.version)
    }

    /// Gives points to a school by hand, whole; all figures are worked out anew.
    ///
    /// - Throws: `CatchmentPlanError.unknown` for a point or an open school that there is not, `.changedMeanwhile`,
    ///   `.wrongState`, `.notAllowed`.
    public func give(_ points: Set<String>, to school: String, in id: Int64, version: Int) throws {
        try change(id, version: version, "catchment.give", ["school": school, "points": "\(points.count)"]) { input in
            guard input.schools.contains(where: { $0.code == school && $0.isOpen }) else {
                throw CatchmentPlanError.unknown(code: school)
            }
            try input.each(points) { $0.chosen = [PlanShare(school: school, children: $0.children)] }
        }
    }

    /// Back to the proposal: for some points, or for all.
    ///
    /// - Throws: `CatchmentPlanError`, as giving does.
    public func undo(_ points: Set<String>? = nil, in id: Int64, version: Int) throws {
        try change(id, version: version, "catchment.undo", ["points": points.map { "\($0.count)" } ?? "all"]) {
            input in
            try input.each(points ?? Set(input.points.map(\.code))) { $0.chosen = $0.proposed }
        }
    }

    /// Locks points to the school that they have, so that solving again works around them; or lets go of them.
    ///
    /// - Throws: `CatchmentPlanError.splitPoint`, and as giving does.
    public func lock(_ points: Set<String>, _ isLocked: Bool, in id: Int64, version: Int) throws {
        let action = isLocked ? "catchment.lock" : "catchment.unlock"
        try change(id, version: version, action, ["points": "\(points.count)"]) { input in
            try input.each(points) { point in
                if isLocked, point.chosen.count != 1 { throw CatchmentPlanError.splitPoint(code: point.code) }
                point.isLocked = isLocked
            }
        }
    }

    private func change(
        _ id: Int64, version: Int, _ action: String, _ detail: [String: String],
        _ body: (inout CatchmentInput) throws -> Void
    ) throws {
        try requirePlan()
        try move(id, version: version, from: [.solved], action) { change, scheme in
            var input = try CatchmentStore.input(of: id, isWhole: true, change.db)
            try body(&input)
            let standing = try input.value(scheme.settings, proposal: scheme.proposal)
            try InputWriter(db: change.db, plan: id).write("chosen", of: input.points, \.chosen)
            try change.db.execute(
                sql: "UPDATE catchment_point SET is_locked = 0 WHERE plan_id = ? AND is_locked = 1", arguments: [id])
            for point in input.points where point.isLocked {
                try change.db.execute(
                    sql: "UPDATE catchment_point SET is_locked = 1 WHERE plan_id = ? AND code = ?",
                    arguments: [id, point.code])
            }
            try change.db.execute(
                sql: "UPDATE catchment_plan SET chosen = ? WHERE id = ?",
                arguments: [try CatchmentScheme.encoded(standing), id])
            return detail
        }
    }

    // MARK: - Publishing

    /// Puts a plan in force for its stage and year, for everybody to see.
    ///
    /// - Parameter replacing: the plan in force that gives way, as the person who publishes saw it; nil where there was none.
    /// - Throws: `CatchmentPlanError.unassigned` where a point leads nowhere, `.inForce` where another plan is in force than the
    ///   one named, `.wrongState`, `.changedMeanwhile`, `.notAllowed`.
    public func publish(_ id: Int64, version: Int, replacing: Int64? = nil) throws {
        guard mayPublish else { throw CatchmentPlanError.notAllowed }
        try move(id, version: version, from: [.solved], "catchment.publish") { change, scheme in
            guard scheme.purpose == .areas else { throw CatchmentPlanError.wrongState }
            let lost =
                try Int.fetchOne(
                    change.db,
                    sql: """
                        SELECT count(*) FROM catchment_point WHERE plan_id = ? AND code NOT IN
                        (SELECT point FROM catchment_share WHERE plan_id = ? AND kind = 'chosen')
                        """, arguments: [id, id]) ?? 0
            guard lost == 0 else { throw CatchmentPlanError.unassigned(count: lost) }
            let current = try Row.fetchOne(
                change.db, sql: "SELECT * FROM catchment_plan WHERE stage = ? AND year = ? AND state = 'published'",
                arguments: [scheme.stage, scheme.year]
            ).map(CatchmentScheme.init(row:))
            if let current {
                guard current.id == replacing else { throw CatchmentPlanError.inForce(title: current.title) }
                try change.db.execute(
                    sql: """
                        UPDATE catchment_plan SET state = 'withdrawn', withdrawn_at = ?, version = version + 1
                        WHERE id = ?
                        """, arguments: [change.at, current.id])
            }
            try change.db.execute(
                sql: "UPDATE catchment_plan SET state = 'published', published_at = ?, published_by = ? WHERE id = ?",
                arguments: [change.at, change.by, id])
            var detail = ["stage": scheme.stage, "year": "\(scheme.year)"]
            detail["replaced"] = current.map { "\($0.id)" }
            return detail
        }
    }

    /// Takes a plan out of force; why is told to everybody who had it.
    ///
    /// - Throws: `CatchmentPlanError.wrongState`, `.changedMeanwhile`, `.notAllowed`.
    public func withdraw(_ id: Int64, version: Int, words: String) throws {
        guard mayPublish else { throw CatchmentPlanError.notAllowed }
        try move(id, version: version, from: [.published], "catchment.withdraw") { change, scheme in
            try change.db.execute(
                sql: "UPDATE catchment_plan SET state = 'withdrawn', withdrawn_at = ?, words = ? WHERE id = ?",
                arguments: [change.at, String(words.trimmingCharacters(in: .whitespacesAndNewlines).prefix(500)), id])
            return ["stage": scheme.stage, "year": "\(scheme.year)"]
        }
    }
}

extension CatchmentInput {
    /// Changes the points of some codes. - Throws: `CatchmentPlanError.unknown` for a code that there is not.
    fileprivate mutating func each(_ codes: Set<String>, _ body: (inout PlanPoint) throws -> Void) throws {
        var left = codes
        for index in points.indices where left.remove(points[index].code) != nil { try body(&points[index]) }
        if let unknown = left.min() { throw CatchmentPlanError.unknown(code: unknown) }
    }
}
