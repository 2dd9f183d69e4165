import Documents
import Foundation
import Ledger
import Store

/// Files that show what was reported 佐证材料: taken in after a look at their content, given out as files only.
enum EvidenceFiles {
    /// Bytes of one file at most.
    static let limit = 50 << 20

    /// Keeps the files of a form.
    ///
    /// - Throws: `EvidenceTypeError` for a kind that is not taken or not what its name says, `StoreError.fileTooLarge`.
    static func keep(_ visit: Visit) throws -> [NewEvidence] {
        let uploads = visit.uploads.filter { !$0.data.isEmpty || !$0.name.isEmpty }
        // All are looked at before one is kept.
        let types = try uploads.map { upload in
            guard upload.data.count <= limit else {
                throw StoreError.fileTooLarge(size: upload.data.count, limit: limit)
            }
            return try EvidenceType.check(bytes: Array(upload.data), name: upload.name)
        }
        return try zip(uploads, types).map { upload, type in
            NewEvidence(
                digest: try visit.ledger.store.files.keep(upload.data), name: upload.name, type: type.mediaType,
                size: upload.data.count)
        }
    }

    /// A file, to be saved and not shown.
    static func file(_ visit: Visit, _ id: Int64) throws -> Answer {
        let file = try visit.ledger.evidence(id)
        _ = try TaskWorkPage.row(visit, file.task)
        return .file(try visit.ledger.store.files.data(file.digest), name: file.name, type: file.type)
    }
}
