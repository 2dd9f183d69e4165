import Foundation
import GRDB
import Monitoring
import Registers
import Store

/// What a family does with its application. Whoever calls has the family's session.
extension AdmissionStore {
    /// What the sealed record is for.
    private static let purpose = "admission application"

    /// Starts an application in a round that is open.
    ///
    /// - Returns: the number, which the family must write down, and a token for its cookie.
    /// - Throws: `AdmissionError.noRound`, `.notOpen`; `StoreError.weakPassword`, `.lockedOut`.
    public func start(in id: Int64, passphrase: String, address: String) throws -> (number: String, token: String) {
        let round = try publicRound(id)
        guard round.takesApplications(on: today) else { throw AdmissionError.notOpen }
        try store.passphrases.countNew(from: address)
        let kept = try store.passphrases.keep(passphrase)
        let made = try insert(in: round, passphrase: kept, form: ApplicationForm(), action: "start")
        return (made.number, try beginSession(of: made.id))
    }

    /// A round that everybody may see. - Throws: `AdmissionError.noRound`.
    public func publicRound(_ id: Int64) throws -> AdmissionRound {
        let round = try round(id)
        guard round.state != .draft else { throw AdmissionError.noRound }
        return round
    }

    func insert(
        in round: AdmissionRound, passphrase: Passphrases.Kept, form: ApplicationForm, action: String
    ) throws -> (id: Int64, number: String) {
        try store.change(by: Self.family) { change in
            let number = try freeNumber(year: round.year, change)
            let sealed = try seal(form, number)
            try change.db.execute(
                sql: """
                    INSERT INTO admission_application (number, round_id, state, version, sealed, created_at,
                        pass_hash, pass_salt, scrypt_n, scrypt_r, scrypt_p)
                    VALUES (?, ?, 'draft', 1, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [number, round.id, sealed, change.at] + passphrase.arguments)
            let id = change.db.lastInsertedRowID
            try note(action, id, "", change)
            return (id, number)
        }
    }

    /// A number that no application has.
    func freeNumber(year: Int, _ change: Change) throws -> String {
        var number: String
        repeat {
            number = ApplicationNumber.make(year: year, random: store.environment.randomBytes(4))
        } while try Bool.fetchOne(
            change.db, sql: "SELECT 1 FROM admission_application WHERE number = ?", arguments: [number]) ?? false
        return number
    }

    func seal(_ form: ApplicationForm, _ number: String) throws -> Data {
        try registers.sealed(try JSONEncoder().encode(form), purpose: Self.purpose, owner: number)
    }

    /// What a family told. - Throws: `RegisterError.damagedSeal`.
    public func form(of application: Application) throws -> ApplicationForm {
        let data = try registers.unsealed(application.sealed, purpose: Self.purpose, owner: application.number)
        return try JSONDecoder().decode(ApplicationForm.self, from: data)
    }

    /// An application. - Throws: `AdmissionError.noApplication`.
    public func application(_ id: Int64) throws -> Application { try store.read { try Self.application(id, $0) } }

    static func application(_ id: Int64, _ db: Database) throws -> Application {
        guard
            let row = try Row.fetchOne(db, sql: "SELECT * FROM admission_application WHERE id = ?", arguments: [id])
        else { throw AdmissionError.noApplication }
        return Application(row: row)
    }

    /// The files of an application that were not taken away, in the order in which they came.
    public func documents(of id: Int64) throws -> [ApplicationDocument] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM admission_document WHERE application_id = ? AND state <> 'removed' ORDER BY id",
                arguments: [id]
            ).map(ApplicationDocument.init(row:))
        }
    }

    /// What happened to an application, in its order.
    public func events(of id: Int64) throws -> [ApplicationEvent] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM admission_event WHERE application_id = ? ORDER BY id", arguments: [id]
            ).map {
                ApplicationEvent(
                    at: Date(milliseconds: $0["at"]), who: $0["who"], action: $0["action"], words: $0["words"])
            }
        }
    }

    /// What is still wrong with an application.
    public func faults(of application: Application) throws -> [ApplicationFault] {
        let round = try round(application.round)
        return try faults(of: try form(of: application), in: round, documents: documents(of: application.id))
    }

    private func faults(
        of form: ApplicationForm, in round: AdmissionRound, documents: [ApplicationDocument]
    ) throws -> [ApplicationFault] {
        let right = Set(documents.filter { $0.state != .returned }.map(\.document))
        let check = ApplicationCheck(
            rules: try round.rules, year: round.year, today: today,
            choosable: try choosable(round, place: form.place), handedIn: right,
            returned: Set(documents.map(\.document)).subtracting(right))
        return check.faults(form)
    }

    /// Keeps a draft, whatever is still wrong with it.
    ///
    /// - Parameter version: the version that the family saw: an older page does not undo what a newer one kept.
    /// - Throws: `AdmissionError.wrongState`, `.changedMeanwhile`, `.notOpen`.
    @discardableResult
    public func save(_ form: ApplicationForm, of id: Int64, version: Int64) throws -> Application {
        let form = form.trimmed
        return try store.change(by: Self.family) { change in
            let application = try Self.open(id, today, change.db)
            guard application.version == version else { throw AdmissionError.changedMeanwhile }
            try change.db.execute(
                sql: "UPDATE admission_application SET sealed = ?, version = version + 1 WHERE id = ?",
                arguments: [try seal(form, application.number), id])
            return try Self.application(id, change.db)
        }
    }

    /// An application that the family may change today.
    private static func open(_ id: Int64, _ today: Day, _ db: Database) throws -> Application {
        let application = try Self.application(id, db)
        guard application.isOpen else { throw AdmissionError.wrongState }
        let round = try round(application.round, db)
        let isInTime =
            application.state == .returned ? round.takesCorrections(on: today) : round.takesApplications(on: today)
        guard isInTime else { throw AdmissionError.notOpen }
        return application
    }

    /// Hands an application in.
    ///
    /// - Throws: `AdmissionError.faulty` with how many faults there are, `.wrongState`, `.notOpen`, `.changedMeanwhile`.
    @discardableResult
    public func submit(_ id: Int64, version: Int64) throws -> Application {
        let before = try application(id)
        let form = try form(of: before), round = try round(before.round), rules = try round.rules
        let faults = try faults(of: form, in: round, documents: documents(of: id))
        guard faults.isEmpty else { throw AdmissionError.faulty(count: faults.count) }
        let schools = try schools(of: round.id)
        guard let desk = schools.first(where: { $0.code == form.choices.first })?.organisation,
            let applicantClass = rules.applicantClass(form.answers)
        else { throw AdmissionError.faulty(count: 1) }
        let marks = form.guardians.map { String(registers.mark($0.idNumber, of: "admission guardian")) }.sorted()
        let reserves = rules.reserves.filter { $0.when.holds(form.answers) }.map(\.name)
        return try store.change(by: Self.family) { change in
            let application = try Self.open(id, today, change.db)
            guard application.version == version, before.version == version else {
                throw AdmissionError.changedMeanwhile
            }
            // A class that staff have set stays until they change it; what it was set on was seen.
            let name = application.isClassSet ? application.applicantClass : applicantClass.name
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET state = 'submitted', version = version + 1, submitted_at = ?,
                        child_mark = ?, guardian_marks = ?, address_mark = ?, place = ?, choices = ?, desk = ?, class = ?,
                        twin = ?, sibling_school = ?, sibling_ok = 0, reserves = ?, words = ''
                    WHERE id = ?
                    """,
                arguments: [
                    change.at, registers.mark("\(form.idKind.rawValue) \(form.idNumber)", of: "admission child"),
                    marks.joined(separator: " "), form.addressKey.map { registers.mark($0, of: "admission address") },
                    form.place, form.choices.joined(separator: " "), desk, name, rules.twins ? form.twin : "",
                    rules.siblings ? form.sibling.school : "", reserves.joined(separator: " "), id,
                ])
            try note("submit", id, "", change)
            return try Self.application(id, change.db)
        }
    }

    /// Whether the family may take what it handed in back to change it: nobody has decided about it, and there is time.
    public func mayResume(_ application: Application, in round: AdmissionRound) -> Bool {
        application.state == .submitted && application.decidedAt == nil && round.takesApplications(on: today)
    }

    /// Takes back what was handed in, to change it: a draft again, which takes part only when it is handed in anew.
    ///
    /// - Throws: `AdmissionError.wrongState` once a desk has decided about it or the last day has passed.
    public func resume(_ id: Int64) throws {
        try store.change(by: Self.family) { change in
            let application = try Self.application(id, change.db)
            guard mayResume(application, in: try Self.round(application.round, change.db)) else {
                throw AdmissionError.wrongState
            }
            try change.db.execute(
                sql: "UPDATE admission_application SET state = 'draft', version = version + 1 WHERE id = ?",
                arguments: [id])
            try note("resume", id, "", change)
        }
    }

    /// Withdraws an application that is not decided by a placement yet. - Throws: `AdmissionError.wrongState`.
    public func withdraw(_ id: Int64) throws {
        try store.change(by: Self.family) { change in
            let application = try Self.application(id, change.db)
            let round = try Self.round(application.round, change.db)
            guard round.state == .published, ![.withdrawn, .refused].contains(application.state) else {
                throw AdmissionError.wrongState
            }
            try change.db.execute(
                sql: "UPDATE admission_application SET state = 'withdrawn', version = version + 1 WHERE id = ?",
                arguments: [id])
            try note("withdraw", id, "", change)
        }
    }

    /// Adds what happened, for the family and the desk to read, and to the audit trail without the words.
    func note(_ action: String, _ id: Int64, _ words: String, _ change: Change) throws {
        try change.db.execute(
            sql: "INSERT INTO admission_event (application_id, at, who, action, words) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, change.at, change.principal.name, action, words])
        try change.audit("application.\(action)", "application", id)
    }
}
