import Foundation
import PlanModel

/// A plan document in the ledger: its head, its parts, where it comes from and how far it is.
public struct Plan: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// Its public key, `p-…`; stays the same in exports and backups.
    public let key: String
    /// The document's title as printed, or the file's name where the document has none.
    public let title: String
    /// Bodies that issued it, as printed.
    public let issuers: [String]
    /// Document number 文号.
    public let number: String?
    /// Date of signing, `yyyy-MM-dd`.
    public let date: String?
    /// Its parts with their roles and years.
    public let parts: [PlanPart]
    /// The file that was read.
    public let file: PlanFile
    /// Draft, opened or archived.
    public let state: State
    /// The earlier plan that it revises.
    public let revises: Int64?
    /// How far its review is.
    public let counts: ReviewCounts
    /// When it was kept.
    public let createdAt: Date
    /// The account that kept it; nil for the command line.
    public let createdBy: Int64?
    /// When it or one of its tasks last changed.
    public let updatedAt: Date

    /// How far a plan is.
    public enum State: String, Codable, CaseIterable, Hashable, Sendable {
        /// Read, and under review.
        case draft
        /// Its accepted tasks are the ledger.
        case open
        /// Put away; still found by search.
        case archived
    }

    /// The year that most of its tasks are for: the largest year of its plan parts, or of any part.
    public var year: Int? {
        parts.filter { $0.role == .plan }.compactMap(\.year).max() ?? parts.compactMap(\.year).max()
    }
}

/// The file that a plan was read from.
public struct PlanFile: Hashable, Sendable {
    /// SHA-256 of its bytes, hexadecimal; the key of the store's files.
    public var digest: String
    /// Its name as it came, without folders.
    public var name: String
    /// Its format, such as `docx`.
    public var format: String

    /// A file that is already among the store's files.
    public init(digest: String, name: String, format: String) {
        self.digest = digest
        self.name = name
        self.format = format
    }
}

/// How far the review of a plan is, in tasks.
public struct ReviewCounts: Hashable, Sendable {
    /// Not yet decided.
    public var pending = 0
    /// Of those, the ones with a doubt.
    public var unsure = 0
    /// In the ledger.
    public var accepted = 0
    /// Found to be no task.
    public var rejected = 0

    /// Nothing to review.
    public init() {}

    /// All tasks.
    public var total: Int { pending + accepted + rejected }
    /// Those decided.
    public var decided: Int { accepted + rejected }
    /// Pending tasks without a doubt: what `acceptAllSure` takes.
    public var sure: Int { pending - unsure }
}
