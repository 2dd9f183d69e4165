import Foundation
import GRDB
import Store

/// The moves of the desk. Each asks for the right on the application's school, and for the point where the round is.
extension AdmissionDesk {
    /// Most characters of what is said to a family.
    public static let wordsLimit = 500

    func said(_ words: String) throws -> String {
        let words = words.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty, words.count <= Self.wordsLimit else {
            throw AdmissionError.noWords(limit: Self.wordsLimit)
        }
        return words
    }

    /// An application that waits at the desk, within a change.
    private func waiting(_ id: Int64, _ change: Change) throws -> Application {
        let application = try AdmissionStore.application(id, change.db)
        guard mayCheck(application.desk) else { throw AdmissionError.notAllowed }
        guard application.state == .submitted,
            try AdmissionStore.round(application.round, change.db).state == .published
        else { throw AdmissionError.wrongState }
        return application
    }

    /// Finds a file right, or sends it back with words. - Throws: `AdmissionError`.
    public func check(document: Int64, of id: Int64, accepted: Bool, words: String = "") throws {
        let words = accepted ? "" : try said(words)
        try store.change(by: principal) { change in
            _ = try waiting(id, change)
            try change.db.execute(
                sql: """
                    UPDATE admission_document SET state = ?, words = ?
                    WHERE id = ? AND application_id = ? AND state <> 'removed'
                    """,
                arguments: [accepted ? "accepted" : "returned", words, document, id])
            guard change.db.changesCount == 1 else { throw AdmissionError.noDocument }
            try change.audit(
                "application.document", "application", id, ["document": "\(document)", "accepted": "\(accepted)"])
        }
    }

    /// Accepts an application: it takes part in the placement.
    ///
    /// - Parameter acceptsDocuments: whether files that nobody has looked at singly count as accepted with it.
    /// - Throws: `AdmissionError.documentsOpen`, `.acceptedElsewhere`, `.wrongState`, `.notAllowed`.
    public func accept(_ id: Int64, acceptsDocuments: Bool = false) throws {
        try store.change(by: principal) { try accept(id, acceptsDocuments: acceptsDocuments, $0) }
    }

    private func accept(_ id: Int64, acceptsDocuments: Bool, _ change: Change) throws {
        let application = try waiting(id, change)
        try requireSingle(application, change)
        if acceptsDocuments {
            try change.db.execute(
                sql: "UPDATE admission_document SET state = 'accepted' WHERE application_id = ? AND state = 'new'",
                arguments: [id])
        }
        let open = try Int.fetchOne(
            change.db,
            sql: "SELECT count(*) FROM admission_document WHERE application_id = ? AND state IN ('new', 'returned')",
            arguments: [id])
        if let open, open > 0 { throw AdmissionError.documentsOpen(count: open) }
        try decide(application, .accepted, "accept", "", change)
    }

    /// A child is accepted once in a round, whatever numbers it has.
    private func requireSingle(_ application: Application, _ change: Change) throws {
        let other = try String.fetchOne(
            change.db,
            sql: """
                SELECT number FROM admission_application
                WHERE child_mark = ? AND round_id = ? AND id <> ? AND state = 'accepted'
                """,
            arguments: [application.childMark, application.round, application.id])
        if let other { throw AdmissionError.acceptedElsewhere(number: other) }
    }

    private func decide(
        _ application: Application, _ state: Application.State, _ action: String, _ words: String, _ change: Change
    ) throws {
        try change.db.execute(
            sql: """
                UPDATE admission_application SET state = ?, version = version + 1, words = ?, decided_at = ?, decided_by = ?
                WHERE id = ?
                """,
            arguments: [state.rawValue, words, change.at, principal.name, application.id])
        try admissions.note(action, application.id, words, change)
    }

    /// Sends an application back with words; the family corrects it until the last day of checks.
    ///
    /// - Throws: `AdmissionError.noWords`, `.wrongState`, `.notAllowed`.
    public func sendBack(_ id: Int64, words: String) throws {
        let words = try said(words)
        try store.change(by: principal) { change in
            let application = try waiting(id, change)
            try decide(application, .returned, "return", words, change)
        }
    }

    /// Refuses an application with words. - Throws: `AdmissionError.noWords`, `.wrongState`, `.notAllowed`.
    public func refuse(_ id: Int64, words: String) throws {
        let words = try said(words)
        try store.change(by: principal) { change in
            let application = try waiting(id, change)
            try decide(application, .refused, "refuse", words, change)
        }
    }

    /// Takes a decision of the desk back, while the round is checked. - Throws: `AdmissionError`.
    public func reopen(_ id: Int64) throws {
        try store.change(by: principal) { change in
            let application = try AdmissionStore.application(id, change.db)
            guard mayDecide(application.desk) else { throw AdmissionError.notAllowed }
            guard [.accepted, .refused].contains(application.state),
                try AdmissionStore.round(application.round, change.db).state == .published
            else { throw AdmissionError.wrongState }
            try decide(application, .submitted, "reopen", "", change)
        }
    }

    /// Accepts several applications at once, all or none, with all their files.
    ///
    /// - Throws: as `accept`; nothing is changed then.
    public func accept(all ids: [Int64]) throws {
        try store.change(by: principal) { change in
            for id in ids { try accept(id, acceptsDocuments: true, change) }
        }
    }

    /// Sets the class that the rule did not give, with the reason, or gives it back to the rule.
    ///
    /// - Parameter name: a class of the round; nil for that of the rule.
    /// - Throws: `AdmissionError.noWords`, `.wrongState`, `.notAllowed`, `.noKind` for a class that there is not.
    public func setClass(_ id: Int64, to name: String?, words: String) throws {
        let words = name == nil ? "" : try said(words)
        let application = try admissions.application(id)
        let rules = try admissions.round(application.round).rules
        let byRule = rules.applicantClass(try admissions.form(of: application).answers)
        guard let chosen = name == nil ? byRule?.name : name, rules.rank(of: chosen) != nil else {
            throw AdmissionError.noKind
        }
        try store.change(by: principal) { change in
            let application = try AdmissionStore.application(id, change.db)
            guard mayDecide(application.desk) else { throw AdmissionError.notAllowed }
            guard [.submitted, .returned, .accepted].contains(application.state),
                try AdmissionStore.round(application.round, change.db).state == .published
            else { throw AdmissionError.wrongState }
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET class = ?, class_by = ?, class_words = ?, version = version + 1
                    WHERE id = ?
                    """,
                arguments: [chosen, name == nil ? "rule" : "staff", words, id])
            try admissions.note("class", id, words, change)
        }
    }

    /// Confirms that the sibling is at the school, or takes it back. - Throws: `AdmissionError`.
    public func confirmSibling(_ id: Int64, _ isConfirmed: Bool) throws {
        try store.change(by: principal) { change in
            let application = try AdmissionStore.application(id, change.db)
            guard mayCheck(application.desk) else { throw AdmissionError.notAllowed }
            guard !application.siblingSchool.isEmpty, [.submitted, .accepted].contains(application.state),
                try AdmissionStore.round(application.round, change.db).state == .published
            else { throw AdmissionError.wrongState }
            try change.db.execute(
                sql: "UPDATE admission_application SET sibling_ok = ?, version = version + 1 WHERE id = ?",
                arguments: [isConfirmed, id])
            try change.audit("application.sibling", "application", id, ["confirmed": "\(isConfirmed)"])
        }
    }

    /// What a family told, unmasked: each look is recorded.
    ///
    /// - Throws: `AdmissionError.notAllowed` without the right on personal data.
    public func reveal(_ application: Application) throws -> ApplicationForm {
        guard mayReveal(application.desk) || application.result == .placed && mayReveal(application.school) else {
            throw AdmissionError.notAllowed
        }
        try store.change(by: principal) { try $0.audit("application.reveal", "application", application.id) }
        return try admissions.form(of: application)
    }

    /// A file of an application: personal as it is, it needs the right, and each look is recorded.
    public func file(_ document: Int64, of application: Application) throws -> (
        document: ApplicationDocument, data: Data
    ) {
        guard mayReveal(application.desk) else { throw AdmissionError.notAllowed }
        let file = try admissions.file(document, of: application.id)
        try store.change(by: principal) {
            try $0.audit("application.fileRead", "application", application.id, ["document": "\(document)"])
        }
        return file
    }

    /// Records that names of those placed were taken out as a file or on paper.
    public func noteExport(of round: Int64, rows: Int) throws {
        try store.change(by: principal) {
            try $0.audit("round.export", "admission_round", round, ["rows": "\(rows)"])
        }
    }

    // MARK: - Appeals

    /// Appeals of a round that the account may read: the open ones first.
    public func appeals(of round: Int64) throws -> [(appeal: Appeal, application: Application)] {
        try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT p.* FROM admission_appeal p JOIN admission_application a ON a.id = p.application_id
                    WHERE a.round_id = ? ORDER BY p.state <> 'open', p.id
                    """,
                arguments: [round]
            ).compactMap { row in
                let application = try AdmissionStore.application(row["application_id"], db)
                guard mayRead(application.desk) else { return nil }
                return (try admissions.appeal(row, application.number), application)
            }
        }
    }

    /// Decides about an appeal. Upheld against a refusal, the application goes back to the desk.
    ///
    /// - Throws: `AdmissionError.sameDecider` for whoever decided before, `.noWords`, `.wrongState`, `.notAllowed`.
    public func decide(appeal: Int64, upheld: Bool, words: String) throws {
        let words = try said(words)
        try store.change(by: principal) { change in
            guard
                let row = try Row.fetchOne(
                    change.db, sql: "SELECT * FROM admission_appeal WHERE id = ?", arguments: [appeal])
            else { throw AdmissionError.noApplication }
            let application = try AdmissionStore.application(row["application_id"], change.db)
            guard mayDecide(application.desk) else { throw AdmissionError.notAllowed }
            guard row["state"] == "open" else { throw AdmissionError.wrongState }
            guard application.decidedBy != principal.name else { throw AdmissionError.sameDecider }
            try change.db.execute(
                sql: "UPDATE admission_appeal SET state = ?, answer = ?, decided_at = ?, decided_by = ? WHERE id = ?",
                arguments: [upheld ? "upheld" : "dismissed", words, change.at, principal.name, appeal])
            try admissions.note(upheld ? "upheld" : "dismissed", application.id, words, change)
            guard upheld, row["about"] == "check" else { return }
            guard try AdmissionStore.round(application.round, change.db).state == .published else {
                throw AdmissionError.wrongState
            }
            try change.db.execute(
                sql: "UPDATE admission_application SET state = 'submitted', version = version + 1 WHERE id = ?",
                arguments: [application.id])
        }
    }

    /// Places a child whose appeal against the result was upheld at a school that has places left.
    ///
    /// The order of the draw stays as it was published; the decision stands beside it with its reason.
    ///
    /// - Throws: `AdmissionError.noPlaceLeft`, `.wrongState`, `.notAllowed`, `.noWords`.
    public func place(_ id: Int64, at code: String, words: String) throws {
        try requireManage()
        let words = try said(words)
        try store.change(by: principal) { change in
            let application = try AdmissionStore.application(id, change.db)
            let upheld = try Bool.fetchOne(
                change.db,
                sql:
                    "SELECT 1 FROM admission_appeal WHERE application_id = ? AND about = 'result' AND state = 'upheld'",
                arguments: [id])
            guard upheld != nil, application.result != .placed,
                try AdmissionStore.round(application.round, change.db).state == .announced
            else { throw AdmissionError.wrongState }
            let schools = try AdmissionStore.schools(of: application.round, change.db)
            guard let school = schools.first(where: { $0.code == code }) else {
                throw AdmissionError.unknownSchool(code: String(code.prefix(40)))
            }
            let taken = try Int.fetchOne(
                change.db,
                sql:
                    "SELECT count(*) FROM admission_application WHERE round_id = ? AND school = ? AND result = 'placed'",
                arguments: [application.round, school.organisation])
            guard (taken ?? 0) < school.places else { throw AdmissionError.noPlaceLeft }
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET result = 'placed', school = ?, choice = ?, waiting = NULL,
                        reason_zh = ?, reason_en = ?, version = version + 1 WHERE id = ?
                    """,
                arguments: [
                    school.organisation, application.choices.firstIndex(of: code).map { $0 + 1 }, words, words, id,
                ])
            try admissions.note("placed", id, words, change)
        }
    }
}
