import Catchments
import Foundation
import GRDB
import Store

extension CatchmentDesk {
    /// Trials of a plan that can be taken back; older ones are settled.
    public static let stepLimit = 20

    /// Adds schools to a plan, leaves some out, takes some back: its input gets a new version, and its areas have to be worked
    /// out again. What was there before is kept to be compared with, until it is taken back.
    ///
    /// - Throws: `CatchmentPlanError.noTrial` for one without a change, `.noSchoolName`, `.badPlace`, `.badPlaces`, `.unknown`,
    ///   `.noSchools` where none is left, `.changedMeanwhile`, `.wrongState`, `.notAllowed`; `CatchmentError`.
    public func tryOut(_ trial: SchoolTrial, in id: Int64, version: Int) throws {
        try requirePlan()
        let scheme = try scheme(id)
        let before = try plans.input(of: id, isWhole: true)
        var input = before
        let added = try input.take(trial)
        try input.check(scheme.settings)
        // The engine says now what it would say when it is asked to solve.
        _ = try CatchmentValuation(input.problem(scheme.settings, locked: false))
        try move(id, version: version, from: [.draft, .solved], "catchment.trial") { change, scheme in
            let codes = (Set(added.map(\.code)), trial.closed, trial.reopened)
            try keep(before, of: scheme, codes, change)
            try InputWriter(db: change.db, plan: id).add(
                added, ways: input.ways.filter { codes.0.contains($0.school) })
            for code in trial.closed.union(trial.reopened) {
                try change.db.execute(
                    sql: "UPDATE catchment_school SET is_open = ? WHERE plan_id = ? AND code = ?",
                    arguments: [trial.reopened.contains(code), id, code])
            }
            for point in before.points where point.isLocked && point.school.map(trial.closed.contains) == true {
                try change.db.execute(
                    sql: "UPDATE catchment_point SET is_locked = 0 WHERE plan_id = ? AND code = ?",
                    arguments: [id, point.code])
            }
            try Self.dropProposal(id, change.db)
            return [
                "added": added.map(\.name).joined(separator: " "),
                "closed": trial.closed.sorted().joined(separator: " "),
                "reopened": trial.reopened.sorted().joined(separator: " "),
            ]
        }
    }

    /// Takes the last trial back: schools, and where nothing else was changed since, the areas that were there before it.
    ///
    /// - Throws: `CatchmentPlanError.noTrial` where there is none, `.changedMeanwhile`, `.wrongState`, `.notAllowed`.
    public func takeBackTrial(in id: Int64, version: Int) throws {
        try requirePlan()
        try move(id, version: version, from: [.draft, .solved], "catchment.trialBack") { change, _ in
            let db = change.db
            guard let row = try CatchmentStore.lastRow(of: id, db) else { throw CatchmentPlanError.noTrial }
            let open = try JSONDecoder().decode([String: Bool].self, from: Data((row["schools"] as String).utf8))
            for school in try CatchmentStore.schools(of: id, db) {
                if let isOpen = open[school.code] {
                    try db.execute(
                        sql: "UPDATE catchment_school SET is_open = ? WHERE plan_id = ? AND code = ?",
                        arguments: [isOpen, id, school.code])
                } else {
                    try db.execute(
                        sql: "DELETE FROM catchment_way WHERE plan_id = ? AND school = ?", arguments: [id, school.code])
                    try db.execute(
                        sql: "DELETE FROM catchment_school WHERE plan_id = ? AND code = ?",
                        arguments: [id, school.code])
                }
            }
            try restore(row, of: id, db)
            try db.execute(sql: "DELETE FROM catchment_step WHERE id = ?", arguments: [row["id"] as Int64])
            return ["step": "\(row["id"] as Int64)"]
        }
    }

    /// Keeps schools, shares, locks and figures as they are.
    private func keep(
        _ input: CatchmentInput, of scheme: CatchmentScheme,
        _ codes: (added: Set<String>, closed: Set<String>, reopened: Set<String>), _ change: Change
    ) throws {
        func list(_ codes: Set<String>) -> String { codes.sorted().joined(separator: " ") }
        let open = Dictionary(input.schools.map { ($0.code, $0.isOpen) }) { one, _ in one }
        func kept(_ kind: String, _ shares: (PlanPoint) -> [PlanShare]) -> [KeptShare] {
            input.points.flatMap { point in
                shares(point).map {
                    KeptShare(
                        kind: kind, point: point.code, school: $0.school, children: $0.children, metres: $0.metres)
                }
            }
        }
        try change.db.execute(
            sql: """
                INSERT INTO catchment_step (plan_id, added, closed, reopened, schools, locked, shares, proposal, chosen,
                    made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                scheme.id, list(codes.added), list(codes.closed), list(codes.reopened),
                try CatchmentScheme.encoded(open),
                try CatchmentScheme.encoded(input.points.filter(\.isLocked).map(\.code)),
                try CatchmentScheme.encoded(kept("proposal", \.proposed) + kept("chosen", \.chosen)),
                try scheme.proposal.map { try CatchmentScheme.encoded($0) },
                try scheme.chosen.map { try CatchmentScheme.encoded($0) }, change.at, change.by,
            ])
        try change.db.execute(
            sql: """
                DELETE FROM catchment_step WHERE plan_id = ? AND id NOT IN
                (SELECT id FROM catchment_step WHERE plan_id = ? ORDER BY id DESC LIMIT ?)
                """, arguments: [scheme.id, scheme.id, Self.stepLimit])
    }

    private func restore(_ row: Row, of id: Int64, _ db: Database) throws {
        try Self.dropProposal(id, db)
        guard row["chosen"] as String? != nil else { return }
        try db.execute(sql: "DELETE FROM catchment_share WHERE plan_id = ?", arguments: [id])
        let insert = try db.makeStatement(
            sql:
                "INSERT INTO catchment_share (plan_id, kind, point, school, children, metres) VALUES (?, ?, ?, ?, ?, ?)"
        )
        for share in try CatchmentStep.shares(row) {
            try insert.execute(arguments: [id, share.kind, share.point, share.school, share.children, share.metres])
        }
        try db.execute(sql: "UPDATE catchment_point SET is_locked = 0 WHERE plan_id = ?", arguments: [id])
        for code in try JSONDecoder().decode([String].self, from: Data((row["locked"] as String).utf8)) {
            try db.execute(
                sql: "UPDATE catchment_point SET is_locked = 1 WHERE plan_id = ? AND code = ?", arguments: [id, code])
        }
        try db.execute(
            sql: "UPDATE catchment_plan SET state = 'solved', proposal = ?, chosen = ? WHERE id = ?",
            arguments: [row["proposal"] as String?, row["chosen"] as String?, id])
    }

    /// What trials could be taken back to no longer holds: settings or places are others.
    static func forgetSolutions(_ id: Int64, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE catchment_step SET proposal = NULL, chosen = NULL, shares = '[]' WHERE plan_id = ?",
            arguments: [id])
    }
}

extension CatchmentInput {
    /// Makes the changes of a trial. - Returns: the schools that were added.
    fileprivate mutating func take(_ trial: SchoolTrial) throws -> [PlanSchool] {
        guard !trial.added.isEmpty || !trial.closed.isEmpty || !trial.reopened.isEmpty else {
            throw CatchmentPlanError.noTrial
        }
        for (codes, isOpen) in [(trial.closed, false), (trial.reopened, true)] {
            for code in codes {
                guard
                    let index = schools.firstIndex(where: { $0.code == code && $0.cost == nil && $0.isOpen != isOpen })
                else { throw CatchmentPlanError.unknown(code: code) }
                schools[index].isOpen = isOpen
            }
        }
        let added = try trial.added.map { new -> PlanSchool in
            let school = try self.school(new)
            schools.append(school)
            return school
        }
        guard schools.contains(where: { $0.isOpen || $0.cost != nil }) else { throw CatchmentPlanError.noSchools }
        if !ways.isEmpty { try added.forEach { try measure($0) } }
        return added
    }

    private func school(_ new: SchoolTrial.NewSchool) throws -> PlanSchool {
        let name = new.name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty else { throw CatchmentPlanError.noSchoolName }
        let taken = Set(schools.map(\.code))
        // Behind the codes of bureaus, so that the schools before it keep their numbers and colours.
        let code = (1...).lazy.map { "新校\($0)" }.first { !taken.contains($0) } ?? "新校"
        var school = PlanSchool(code: code, name: name, places: new.places)
        school.isAdded = true
        let wanted = new.point.trimmingCharacters(in: .whitespacesAndNewlines)
        if !wanted.isEmpty {
            guard let point = points.first(where: { $0.code == wanted }) ?? points.first(where: { $0.name == wanted })
            else { throw CatchmentPlanError.unknown(code: wanted) }
            (school.point, school.place) = (point.code, new.place ?? point.place)
        } else {
            school.place = new.place
        }
        guard let place = school.place, isNear(place) else { throw CatchmentPlanError.badPlace(school: name) }
        return school
    }

    /// Whether a place is of the same kind as those of the points, and within their district and as much around it: a
    /// longitude for a latitude is not.
    private func isNear(_ place: Place) -> Bool {
        func parts(_ place: Place) -> (isGlobe: Bool, x: Double, y: Double) {
            switch place {
            case .plane(let x, let y): (false, x, y)
            case .globe(let longitude, let latitude): (true, longitude, latitude)
            }
        }
        let own = parts(place), others = points.compactMap { $0.place.map(parts) }.filter { $0.isGlobe == own.isGlobe }
        guard own.x.isFinite, own.y.isFinite else { return false }
        func isWithin(_ value: Double, _ all: [Double]) -> Bool {
            guard let low = all.min(), let high = all.max() else { return false }
            let room = max(high - low, own.isGlobe ? 0.1 : 10_000)
            return (low - room...high + room).contains(value)
        }
        return isWithin(own.x, others.map(\.x)) && isWithin(own.y, others.map(\.y))
    }

    /// Ways to a school that is added where a plan goes by known ways: straight lines, which the detour makes longer.
    private mutating func measure(_ school: PlanSchool) throws {
        let placed = points.filter { $0.place != nil }
        var rules = CatchmentRules()
        rules.detour = 1
        let valuation = try CatchmentValuation(
            CatchmentProblem(
                points: placed.map { ResidentialPoint(id: $0.code, children: $0.children, place: $0.place) },
                schools: [CatchmentSchool(id: school.code, capacity: school.places, place: school.place)], rules: rules)
        )
        for (index, point) in placed.enumerated() {
            guard let metres = valuation.metres(from: index, to: 0) else { continue }
            ways.append(CatchmentArc(point: point.code, school: school.code, metres: metres))
        }
    }
}
