import Foundation
import GRDB
import Store

/// A second round 第二轮: a family without a place takes what it handed in over into it, looks it through and hands in.
extension AdmissionStore {
    /// Where an application may go on.
    public struct NextRound: Hashable, Sendable {
        /// The second round.
        public let round: AdmissionRound
        /// The number under which it goes on already; nil where it does not yet.
        public let number: String?
    }

    /// The second round that an application without a place may go on in, or goes on in; nil for none.
    public func nextRound(of application: Application) throws -> NextRound? {
        guard application.state == .accepted, application.result == .waiting || application.result == .unplaced,
            try round(application.round).showsResults(on: today)
        else { return nil }
        return try store.read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT \(AdmissionRound.columns) FROM admission_round WHERE second_of = ? AND state <> 'draft' ORDER BY id DESC LIMIT 1
                    """,
                arguments: [application.round])
            guard let round = try row.map(AdmissionRound.init(row:)) else { return nil }
            let number = try String.fetchOne(
                db, sql: "SELECT number FROM admission_application WHERE continues = ? AND round_id = ?",
                arguments: [application.id, round.id])
            guard number != nil || round.takesApplications(on: today) else { return nil }
            return NextRound(round: round, number: number)
        }
    }

    /// Takes an application over into the second round as a draft: what was told, the files that were in order, the
    /// passphrase. Schools that have no places left go from the wishes; a twin who went on before stays the twin.
    ///
    /// - Returns: the new number, which the family must write down, and a token for its cookie.
    /// - Throws: `AdmissionError.noSecondRound`, `.goesOn` with the number.
    public func goOn(_ id: Int64) throws -> (number: String, token: String) {
        let before = try application(id)
        guard let next = try nextRound(of: before) else { throw AdmissionError.noSecondRound }
        if let number = next.number { throw AdmissionError.goesOn(number: number) }
        let known = Set(try choosable(next.round, place: before.place).map(\.code))
        var form = try form(of: before)
        form.choices = form.choices.filter(known.contains)
        let twin = try twin(of: before, in: next.round.id)
        form.twin = twin?.number ?? ""
        let made = try insert(continuing: before, in: next.round, form)
        if let twin, twin.state == .draft {
            var other = try self.form(of: twin)
            other.twin = made.number
            _ = try? save(other, of: twin.id, version: twin.version)
        }
        return (made.number, try beginSession(of: made.id))
    }

    /// The application in the second round of the twin who was named in the first.
    private func twin(of application: Application, in round: Int64) throws -> Application? {
        guard !application.twin.isEmpty else { return nil }
        return try store.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT n.* FROM admission_application n JOIN admission_application o ON o.id = n.continues
                    WHERE o.number = ? AND o.round_id = ? AND n.round_id = ?
                    """,
                arguments: [application.twin, application.round, round]
            ).map(Application.init(row:))
        }
    }

    private func insert(
        continuing before: Application, in round: AdmissionRound, _ form: ApplicationForm
    ) throws -> (id: Int64, number: String) {
        let rules = try round.rules
        return try store.change(by: Self.family) { change in
            let number = try freeNumber(year: round.year, change)
            let keepsClass = before.isClassSet && rules.rank(of: before.applicantClass) != nil
            try change.db.execute(
                sql: """
                    INSERT INTO admission_application (number, round_id, state, version, sealed, created_at, continues,
                        pass_hash, pass_salt, scrypt_n, scrypt_r, scrypt_p, class, class_by, class_words)
                    SELECT ?, ?, 'draft', 1, ?, ?, id, pass_hash, pass_salt, scrypt_n, scrypt_r, scrypt_p,
                        iif(?, class, ''), iif(?, class_by, 'rule'), iif(?, class_words, '')
                    FROM admission_application WHERE id = ?
                    """,
                arguments: [
                    number, round.id, try seal(form, number), change.at, keepsClass, keepsClass, keepsClass, before.id,
                ])
            let id = change.db.lastInsertedRowID
            let documents = Set(rules.documents.map(\.name))
            let files = try Row.fetchAll(
                change.db,
                sql: """
                    SELECT * FROM admission_document WHERE application_id = ? AND state IN ('new', 'accepted')
                    ORDER BY id
                    """,
                arguments: [before.id]
            ).map(ApplicationDocument.init(row:))
            for file in files where documents.contains(file.document) {
                try change.db.execute(
                    sql: """
                        INSERT INTO admission_document (application_id, document, name, type, size, digest, state,
                            added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        id, file.document, file.name, file.type, file.size, file.digest, file.state.rawValue, change.at,
                    ])
            }
            try note("goOn", before.id, "", change)
            try note("wentOn", id, "", change)
            return (id, number)
        }
    }
}
