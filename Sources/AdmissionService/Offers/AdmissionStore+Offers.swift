import Admissions
import Foundation
import GRDB
import Localisation
import Monitoring
import Store

/// Places that become free after the results: given back, and offered by the order of the draw alone.
extension AdmissionStore {
    /// The offers to an application, in their order.
    public func offers(to id: Int64) throws -> [PlaceOffer] {
        try store.read { try Self.offers("o.application_id = ?", [id], $0) }
    }

    static func offers(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws -> [PlaceOffer] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT o.*, a.number FROM admission_offer o JOIN admission_application a ON a.id = o.application_id
                WHERE \(condition) ORDER BY o.id
                """,
            arguments: arguments
        ).map(PlaceOffer.init(row:))
    }

    /// The waiting list of a school. - Throws: `AdmissionError.wrongState` before results are announced, `.unknownSchool`.
    func waitingList(_ round: AdmissionRound, school code: String, _ db: Database) throws -> WaitingList {
        guard round.state == .announced else { throw AdmissionError.wrongState }
        guard let school = try Self.schools(of: round.id, db).first(where: { $0.code == code }) else {
            throw AdmissionError.unknownSchool(code: String(code.prefix(40)))
        }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM admission_application WHERE round_id = ? AND state = 'accepted'
                    AND instr(' ' || choices || ' ', ?) > 0
                """,
            arguments: [round.id, " \(code) "])
        let known = Dictionary(rows.map { ($0["number"] as String, $0) }) { one, _ in one }
        let offers = Dictionary(grouping: try Self.offers("o.round_id = ?", [round.id], db), by: \.application)
        let lines = try Self.order(of: round, school: code, rows: rows, db).enumerated().map { index, numbers in
            let rows = numbers.compactMap { known[$0] }
            let applications = rows.map(Application.init(row:))
            let made = applications.flatMap { offers[$0.id] ?? [] }
            let here = made.filter { $0.school == school.organisation }
            let isDone =
                applications.count < numbers.count || !here.isEmpty || made.contains { $0.state == .open }
                || applications.contains { $0.result == .placed } || rows.contains { $0["given_up"] != nil }
            return WaitingLine(position: index + 1, applications: applications, offers: here, isDone: isDone)
        }
        // Places that a second round has are given there.
        let taken = try Int.fetchOne(
            db,
            sql: """
                SELECT (SELECT count(*) FROM admission_application
                        WHERE round_id = ? AND school = ? AND result = 'placed')
                    + (SELECT count(*) FROM admission_offer
                        WHERE round_id = ? AND school = ? AND state = 'open' AND until >= ?)
                    + (SELECT ifnull(sum(s.places), 0) FROM admission_school s JOIN admission_round r ON r.id = s.round_id
                        WHERE r.second_of = ? AND s.organisation = ?)
                """,
            arguments: [
                round.id, school.organisation, round.id, school.organisation, today.text, round.id,
                school.organisation,
            ])
        return WaitingList(school: school, free: max(0, school.places - (taken ?? 0)), lines: lines)
    }

    /// Numbers in the order of a school's waiting list, twins together: the placement of the draw's own record done anew.
    /// Where places were given elsewhere, it is the order of the numbers that came with the results.
    private static func order(
        of round: AdmissionRound, school code: String, rows: [Row], _ db: Database
    ) throws -> [[String]] {
        guard let files = try drawFiles(round.id, db), let record = files.record else {
            return rows.filter { $0["waiting"] != nil }
                .sorted {
                    ($0["waiting"] as Int, $0["number"] as String) < ($1["waiting"] as Int, $1["number"] as String)
                }
                .map { [$0["number"] as String] }
        }
        let order = try DrawnOrders.shared.order(of: Digest.of(files.round), record: record)
        let twins = Dictionary(rows.map { ($0["number"] as String, $0["twin"] as String) }) { one, _ in one }
        return (order.waiting[code] ?? []).map { number in
            guard order.bundles.contains(number), let twin = twins[number] else { return [number] }
            return [number, twin]
        }
    }

    // MARK: - Families

    /// Gives the place back that an application has: it goes to the next of the waiting list.
    ///
    /// - Throws: `AdmissionError.wrongState`, `.isEnrolled`.
    public func giveUp(_ id: Int64) throws {
        try store.change(by: Self.family) { change in
            guard try Self.round(Self.application(id, change.db).round, change.db).showsResults(on: today) else {
                throw AdmissionError.wrongState
            }
            try giveUp(id, words: "", change)
        }
    }

    func giveUp(_ id: Int64, words: String, _ change: Change) throws {
        let application = try Self.application(id, change.db)
        let round = try Self.round(application.round, change.db)
        guard round.state == .announced, application.result == .placed, let school = application.school else {
            throw AdmissionError.wrongState
        }
        guard application.enrolled == nil else { throw AdmissionError.isEnrolled }
        let name = try Self.schools(of: round.id, change.db).first { $0.organisation == school }?.name ?? ""
        let said = Self.words("admission.offer.gaveUp", ["school": name])
        try change.db.execute(
            sql: """
                UPDATE admission_application SET result = 'unplaced', given_up = school, school = NULL, choice = NULL,
                    waiting = NULL, reason_zh = ?, reason_en = ?, version = version + 1 WHERE id = ?
                """,
            arguments: [said.chinese, said.english, id])
        try note("giveUp", id, words, change)
    }

    /// Answers an offer. - Throws: `AdmissionError.noOffer` where there is none that is open today.
    public func answer(offer: Int64, of id: Int64, accepted: Bool) throws {
        try store.change(by: Self.family) { change in
            let found = try Self.offers("o.id = ? AND o.application_id = ?", [offer, id], change.db).first
            guard let found else { throw AdmissionError.noOffer }
            try settle(found, accepted: accepted, words: "", change)
        }
    }

    func settle(_ offer: PlaceOffer, accepted: Bool, words: String, _ change: Change) throws {
        guard offer.isOpen(on: today) else { throw AdmissionError.noOffer }
        let application = try Self.application(offer.application, change.db)
        guard application.result != .placed else { throw AdmissionError.wrongState }
        try change.db.execute(
            sql: """
                UPDATE admission_offer SET state = ?, words = ?, decided_at = ?, decided_by = ?
                WHERE id = ? AND state = 'open'
                """,
            arguments: [accepted ? "accepted" : "declined", words, change.at, change.principal.name, offer.id])
        guard change.db.changesCount == 1 else { throw AdmissionError.noOffer }
        if accepted {
            let school = try Self.schools(of: application.round, change.db).first { $0.organisation == offer.school }
            let said = Self.words(
                "admission.offer.placed", ["school": school?.name ?? "", "position": "\(offer.position)"])
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET result = 'placed', school = ?, choice = ?, waiting = NULL,
                        reason_zh = ?, reason_en = ?, version = version + 1 WHERE id = ?
                    """,
                arguments: [
                    offer.school, application.choices.firstIndex(of: school?.code ?? "").map { $0 + 1 }, said.chinese,
                    said.english, application.id,
                ])
        }
        try note(accepted ? "offerAccepted" : "offerDeclined", application.id, words, change)
    }

    static func words(_ key: String, _ arguments: [String: String]) -> (chinese: String, english: String) {
        let catalogue = StringCatalogue.standard
        return (catalogue.string(key, .chinese, arguments), catalogue.string(key, .english, arguments))
    }
}
