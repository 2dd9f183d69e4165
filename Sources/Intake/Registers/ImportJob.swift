import Catalog
import Foundation
import Localisation
import Registers

/// A file on its way into a register: from the choice of columns over the preview to the rows.
public struct ImportJob: Identifiable, Sendable {
    /// Its secret number.
    public let id: String
    /// The register.
    public let register: String
    /// The account that brought the file; nobody else sees the job.
    public let account: Int64
    /// What the user calls the file.
    public let file: String
    /// The digest under which the file is kept, sealed.
    public let digest: String
    /// The sheet's name; empty for CSV.
    public let sheet: String
    /// When the file came.
    public let began: Date
    /// Which column holds which field.
    public var mapping: ColumnMapping
    /// How far it is.
    public internal(set) var phase = Phase.mapping
    /// Rows read so far in this phase.
    public internal(set) var rows = 0
    /// Rows to be read, as far as that is known.
    public internal(set) var total: Int?
    /// When this phase began.
    public internal(set) var phaseBegan: Date
    /// What the preview, or the import, found.
    public internal(set) var report: ImportReport?
    /// Whether the register was changed after an earlier preview, so that this is another one.
    public internal(set) var isAgain = false
    var isCancelled = false

    /// How far an import is.
    public enum Phase: Sendable {
        /// The columns are to be chosen: a required field has none.
        case mapping
        /// The preview is being made.
        case checking
        /// The preview is there.
        case ready
        /// The rows are being written.
        case taking(ImportMode)
        /// The rows are there; the others are told.
        case done(ImportMode)
        /// Somebody cancelled it; nothing was written.
        case cancelled
        /// It could not be read or written; nothing was written. Nil for an error of the programme itself.
        case failed((any Error & Explained)?)
    }

    /// Whether something runs in the background.
    public var isRunning: Bool {
        switch phase {
        case .checking, .taking: true
        default: false
        }
    }

    /// How much of the rows is read, 0…1; nil where their number is not known.
    public var share: Double? { total.map { $0 > 0 ? min(1, Double(rows) / Double($0)) : 0 } }

    /// The seconds that are left at the pace so far; nil before there is one.
    public func secondsLeft(_ now: Date) -> Double? {
        guard let total, rows > 0, total >= rows else { return nil }
        return now.timeIntervalSince(phaseBegan) * Double(total - rows) / Double(rows)
    }
}

/// Why an import job does not do what it is told.
public enum ImportJobError: Error, Equatable {
    /// There is no such job, or it is somebody else's: jobs end with the server's process, and after a day.
    case noJob
    /// Another file is being taken into the register.
    case busy
    /// The choice of columns does not fit the file: a field twice, or none that the register has.
    case badMapping
    /// Required fields have no column.
    case missing(fields: String)
    /// The job is not at the point where this can be done.
    case wrongPhase
}

extension ImportJobError: Explained {
    /// The key of its words in `Strings/collect.json`.
    public var messageKey: String {
        switch self {
        case .noJob: "collect.error.noJob"
        case .busy: "collect.error.busy"
        case .badMapping: "collect.error.badMapping"
        case .missing: "collect.error.missing"
        case .wrongPhase: "collect.error.wrongPhase"
        }
    }

    /// Titles of fields.
    public var messageArguments: [String: String] {
        if case .missing(let fields) = self { ["fields": fields] } else { [:] }
    }
}
