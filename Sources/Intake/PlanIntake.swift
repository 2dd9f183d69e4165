import Documents
import Foundation
import Ledger
import PlanModel
import PlanReading
import Store

/// A plan document on its way in: bytes → text → reading → draft in the ledger.
public struct PlanIntake: Sendable {
    private let ledger: PlanLedger
    private let documents = DocumentReader()
    private let reader = PlanReader()

    /// Brings plans into a ledger.
    public init(ledger: PlanLedger) { self.ledger = ledger }

    /// A plan that was kept.
    public struct KeptPlan: Sendable {
        /// The draft, or the plan of the same file that was there already.
        public let draft: KeptDraft
        /// What a person should know of how the file was read.
        public let warnings: [DocumentWarning]
    }

    /// Reads a file and keeps it as a draft to be checked.
    ///
    /// - Parameters:
    ///   - revises: the plan that this one revises.
    ///   - evenIfKept: keep it again though a plan of the same file is there.
    /// - Throws: `DocumentError`, `LedgerError`, `StoreError`; nothing is kept then.
    public func keep(
        _ bytes: [UInt8], named name: String, revises: Int64? = nil, evenIfKept: Bool = false,
        by principal: Principal
    ) throws -> KeptPlan {
        let data = Data(bytes)
        if !evenIfKept, let known = try ledger.plan(ofFile: FileStore.digest(of: data)) {
            return KeptPlan(draft: KeptDraft(plan: known, isNew: false), warnings: [])
        }
        let document = try documents.read(bytes, named: name)
        let reading = reader.read(document.text)
        let file = PlanFile(
            digest: try ledger.store.files.keep(data), name: name, format: document.format.rawValue)
        let draft = try ledger.keepDraft(
            reading, text: document.text, file: file, revises: revises, evenIfKept: evenIfKept, by: principal)
        return KeptPlan(draft: draft, warnings: document.warnings)
    }

    /// Reads the file at a path and keeps it.
    public func keep(
        fileAt path: String, revises: Int64? = nil, evenIfKept: Bool = false, by principal: Principal
    ) throws -> KeptPlan {
        let url = URL(fileURLWithPath: path)
        let bytes = try documents.bytes(ofFileAt: path)
        return try keep(
            bytes, named: url.lastPathComponent, revises: revises, evenIfKept: evenIfKept, by: principal)
    }
}
