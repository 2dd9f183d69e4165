import Admissions
import Documents
import Foundation
import GRDB
import Registers
import Store

/// A simulation that was kept.
public struct KeptSimulation: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What was asked.
    public let settings: SimulationSettings
    /// What came out.
    public let result: SimulationResult
    /// Whether families see it.
    public let isPublic: Bool
    /// When it was made, and by whom as the audit names them.
    public let madeAt: Date, madeBy: String
}

/// Chances before the draw 模拟派位: nothing of it touches the applications, and the draw's own secret has no part in it.
extension AdmissionDesk {
    /// Simulations of a round that are kept.
    static let simulationsKept = 20

    /// Draws a round many times, and against another rule as often, and keeps what came out.
    ///
    /// - Parameters:
    ///   - file: a table of students as `admissions place` takes it, where the applications come from a file.
    ///   - isGoingOn: told which share of the draws is done, 0–1; answers false to end.
    /// - Returns: the simulation's number; nil where it was ended.
    /// - Throws: `AdmissionError.noApplicants`, `.noSchools`, `.badDraws`, `.unknownSchool`, `.badPlaces`, `.noRound`,
    ///   `.notAllowed`; errors of the file.
    @discardableResult
    public func simulate(
        _ id: Int64, _ settings: SimulationSettings, file: [UInt8]? = nil, isGoingOn: (Double) -> Bool = { _ in true }
    ) throws -> Int64? {
        try requireManage()
        guard SimulationSettings.drawRange.contains(settings.draws) else { throw AdmissionError.badDraws }
        let round = try admissions.round(id)
        var rules = [try rule(of: round, title: round.title, isWithPlaces: settings.source != id)]
        guard !rules[0].schools.isEmpty else { throw AdmissionError.noSchools }
        if let other = settings.other { rules.append(try variant(other, of: round, source: settings.source)) }
        let children = try children(of: round, settings, file: file)
        guard !children.isEmpty else { throw AdmissionError.noApplicants }
        let runs = settings.byPlace ? 2 : 1, whole = Double(settings.draws * runs * rules.count)
        var sides: [SimulationResult.Side] = []
        for rule in rules {
            let before = sides.count * settings.draws * runs
            guard let side = try rule.run(children, settings, isGoingOn: { isGoingOn(Double(before + $0) / whole) })
            else { return nil }
            sides.append(side)
        }
        return try keep(SimulationResult(base: sides[0], other: sides.dropFirst().first), settings, of: id)
    }

    private func rule(of round: AdmissionRound, title: String, isWithPlaces: Bool) throws -> SimulatedRule {
        let rules = try round.rules
        let places = isWithPlaces && rules.route != .open ? try admissions.places(of: round.id) : []
        return SimulatedRule(
            title: title, rules: rules, schools: try admissions.schools(of: round.id),
            places: places.isEmpty
                ? nil : Dictionary(places.map { ($0.code, $0.schools) }) { one, _ in one })
    }

    private func variant(
        _ other: SimulationSettings.Variant, of round: AdmissionRound, source: Int64?
    ) throws -> SimulatedRule {
        let from = try other.round.map(admissions.round) ?? round
        var rule = try rule(of: from, title: from.title, isWithPlaces: other.round != nil || source != round.id)
        for (code, places) in other.places {
            guard let index = rule.schools.firstIndex(where: { $0.code == code }) else {
                throw AdmissionError.unknownSchool(code: String(code.prefix(40)))
            }
            guard (0...20_000).contains(places) else { throw AdmissionError.badPlaces(code: code) }
            let school = rule.schools[index]
            rule.schools[index] = RoundSchool(
                organisation: school.organisation, code: code, name: school.name, places: places)
        }
        if let mechanism = other.mechanism.flatMap(RoundRules.Mechanism.init(rawValue:)) {
            rule.rules.mechanism = mechanism
        }
        if let ties = other.ties.flatMap(RoundRules.Ties.init(rawValue:)) { rule.rules.ties = ties }
        if let siblings = other.siblings { rule.rules.siblings = siblings }
        return rule
    }

    // MARK: - Applications

    /// Those who were handed in and not refused: before the desks have decided, chances are asked for all of them.
    private func children(
        of round: AdmissionRound, _ settings: SimulationSettings, file: [UInt8]?
    ) throws -> [SimulatedChild] {
        guard let source = settings.source else {
            return try children(of: round, file: file ?? [], named: settings.file)
        }
        let applications = try store.read { db in
            _ = try AdmissionStore.round(source, db)
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM admission_application
                    WHERE round_id = ? AND state IN ('submitted', 'returned', 'accepted') ORDER BY number
                    """,
                arguments: [source]
            ).map(Application.init(row:))
        }
        let byNumber = Dictionary(applications.map { ($0.number, $0) }) { one, _ in one }
        return try applications.compactMap { one in
            let twin = byNumber[one.twin].flatMap { Self.areTwins(one, $0) ? $0 : nil }
            if let twin, twin.number < one.number { return nil }
            let pair = [one, twin].compactMap { $0 }
            return SimulatedChild(
                applicant: RoundApplicant(
                    numbers: pair.map(\.number), choices: one.choices, applicantClass: one.applicantClass,
                    siblingSchools: Set(pair.map(\.siblingSchool)), reserves: Set(one.reserves)),
                place: one.place, answers: try admissions.form(of: one).answers, isClassSet: one.isClassSet)
        }
    }

    /// Students of a table: the class by its place in the order.
    private func children(of round: AdmissionRound, file: [UInt8], named name: String) throws -> [SimulatedChild] {
        let rules = try round.rules
        let empty = try RoundMarket(rules: rules, schools: try admissions.schools(of: round.id), applicants: [])
        let market = try MarketFiles(
            students: .bytes(file), named: name, schools: .bytes(Array(try empty.schools.utf8)), named: "schools.csv"
        ).market
        return (0..<market.count).map { index in
            let child = market.applicant(index)
            let place = min(max(1, child.priorityClass), rules.classes.count) - 1
            return SimulatedChild(
                applicant: RoundApplicant(
                    numbers: [child.number] + (1..<max(1, child.seats)).map { "\(child.number)-\($0)" },
                    choices: child.choices.map(\.school), applicantClass: rules.classes[place].name,
                    siblingSchools: [], reserves: child.kinds),
                place: "", answers: [:], isClassSet: true)
        }
    }

    // MARK: - Keeping

    private func keep(_ result: SimulationResult, _ settings: SimulationSettings, of round: Int64) throws -> Int64 {
        let encoder = JSONEncoder()
        let texts = try [encoder.encode(settings), encoder.encode(result)].map { String(decoding: $0, as: UTF8.self) }
        return try store.change(by: principal) { change in
            try change.db.execute(
                sql: """
                    INSERT INTO admission_simulation (round_id, settings, result, made_at, made_by)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [round, texts[0], texts[1], change.at, principal.name])
            let id = change.db.lastInsertedRowID
            try change.db.execute(
                sql: """
                    DELETE FROM admission_simulation WHERE round_id = ? AND is_public = 0 AND id NOT IN
                        (SELECT id FROM admission_simulation WHERE round_id = ? ORDER BY id DESC LIMIT ?)
                    """,
                arguments: [round, round, Self.simulationsKept])
            try change.audit("round.simulate", "admission_round", round, ["draws": "\(settings.draws)"])
            return id
        }
    }

    /// The simulations of a round that are kept, latest first. - Throws: `AdmissionError.notAllowed`.
    public func simulations(of round: Int64) throws -> [KeptSimulation] {
        try requireManage()
        return try admissions.simulations("round_id = ?", [round])
    }

    /// Shows families a simulation of a published round, in the place of the one shown before, or none.
    ///
    /// - Throws: `AdmissionError.wrongState`, `.notAllowed`.
    public func publish(simulation: Int64?, of round: Int64) throws {
        try requireManage()
        try store.change(by: principal) { change in
            guard try AdmissionStore.round(round, change.db).state == .published else {
                throw AdmissionError.wrongState
            }
            try change.db.execute(
                sql: "UPDATE admission_simulation SET is_public = (id IS ?) WHERE round_id = ?",
                arguments: [simulation, round])
            try change.audit(
                "round.chances", "admission_round", round, ["simulation": simulation.map { "\($0)" } ?? "none"])
        }
    }
}

extension AdmissionStore {
    /// The chances that families are shown before they choose; nil for none, and once the list is frozen.
    public func publicChances(of round: AdmissionRound) throws -> KeptSimulation? {
        guard round.state == .published else { return nil }
        return try simulations("round_id = ? AND is_public = 1", [round.id]).first
    }

    func simulations(_ condition: String, _ arguments: StatementArguments) throws -> [KeptSimulation] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM admission_simulation WHERE \(condition) ORDER BY id DESC", arguments: arguments
            ).map { row in
                let decoder = JSONDecoder()
                return KeptSimulation(
                    id: row["id"],
                    settings: try decoder.decode(
                        SimulationSettings.self, from: Data((row["settings"] as String).utf8)),
                    result: try decoder.decode(SimulationResult.self, from: Data((row["result"] as String).utf8)),
                    isPublic: row["is_public"], madeAt: Date(milliseconds: row["made_at"]), madeBy: row["made_by"])
            }
        }
    }
}
