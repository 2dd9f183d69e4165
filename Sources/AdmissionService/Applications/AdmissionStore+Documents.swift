import Foundation
import GRDB
import Registers
import Store

/// The files of an application: taken in after a look at their content, kept sealed.
extension AdmissionStore {
    /// Bytes of one file at most.
    public static let fileLimit = 10 << 20
    /// Files of one document, and of an application, at most.
    public static let filesOfDocument = 6, filesOfApplication = 40

    /// Takes a file in for a document of the rules. The caller has looked at its content.
    ///
    /// - Parameter type: its media type, found by its content.
    /// - Throws: `AdmissionError.noDocument`, `.fileTooLarge`, `.tooManyFiles`, `.wrongState`, `.notOpen`.
    public func add(_ data: Data, named name: String, type: String, as document: String, to id: Int64) throws {
        guard data.count <= Self.fileLimit else { throw AdmissionError.fileTooLarge(limit: Self.fileLimit) }
        let application = try application(id)
        let rules = try round(application.round).rules
        guard rules.documents.contains(where: { $0.name == document }) else { throw AdmissionError.noDocument }
        try checkOpen(application)
        let digest = try store.files.keep(try registers.sealed(data))
        try store.change(by: Self.family) { change in
            try checkOpen(try Self.application(id, change.db))
            let files = try Row.fetchAll(
                change.db, sql: "SELECT document, state FROM admission_document WHERE application_id = ?",
                arguments: [id])
            // Those taken away count too: nobody fills the disk by turns.
            guard files.count < Self.filesOfApplication else {
                throw AdmissionError.tooManyFiles(limit: Self.filesOfApplication)
            }
            guard files.count(where: { $0["document"] == document && $0["state"] != "removed" }) < Self.filesOfDocument
            else { throw AdmissionError.tooManyFiles(limit: Self.filesOfDocument) }
            try change.db.execute(
                sql: """
                    INSERT INTO admission_document (application_id, document, name, type, size, digest, state, added_at)
                    VALUES (?, ?, ?, ?, ?, ?, 'new', ?)
                    """,
                arguments: [id, document, name, type, data.count, digest, change.at])
            try change.audit("application.file", "application", id, ["document": document])
        }
    }

    /// Takes a file of the family's away. - Throws: `AdmissionError.noDocument`, `.wrongState`, `.notOpen`.
    public func remove(document: Int64, of id: Int64) throws {
        try store.change(by: Self.family) { change in
            try checkOpen(try Self.application(id, change.db))
            try change.db.execute(
                sql: """
                    UPDATE admission_document SET state = 'removed'
                    WHERE id = ? AND application_id = ? AND state IN ('new', 'returned')
                    """,
                arguments: [document, id])
            guard change.db.changesCount == 1 else { throw AdmissionError.noDocument }
            try change.audit("application.fileRemoved", "application", id)
        }
    }

    private func checkOpen(_ application: Application) throws {
        guard application.isOpen else { throw AdmissionError.wrongState }
        let round = try round(application.round)
        guard application.state == .returned ? round.takesCorrections(on: today) : round.takesApplications(on: today)
        else { throw AdmissionError.notOpen }
    }

    /// A file of an application. - Throws: `AdmissionError.noDocument`.
    public func file(_ document: Int64, of id: Int64) throws -> (document: ApplicationDocument, data: Data) {
        guard let document = try documents(of: id).first(where: { $0.id == document }) else {
            throw AdmissionError.noDocument
        }
        return (document, try registers.unsealed(try store.files.data(document.digest)))
    }
}
