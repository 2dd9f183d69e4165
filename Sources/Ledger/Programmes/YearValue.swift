import Foundation
import Localisation

/// An actual value of a year, as reported.
public struct YearValue: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The year.
    public let year: Int
    /// The value: a level, or the year's own amount.
    public let value: Double
    /// Where it comes from, in words.
    public let source: String
    /// When, and the displayed name of who reported it.
    public let at: Date, byName: String?
    /// When the supervision office confirmed it; nil while it has not.
    public let confirmedAt: Date?
    /// The files that show it 佐证材料.
    public var files: [ValueFile] = []
}

/// A file that came with a value.
public struct ValueFile: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// Its name, type, size and digest.
    public let file: NewEvidence
}

/// What can go wrong with a programme.
public enum ProgrammeError: Error, Hashable, Explained {
    /// There is no such programme, indicator or value.
    case notFound
    /// The name is empty or too long.
    case badName
    /// Years out of 1990–2100, or in the wrong order.
    case badYears
    /// Baseline, target and years do not make a path.
    case badPath(name: String)
    /// A value that is no finite number, or of a year outside of the programme.
    case badValue
    /// A value needs words that say where it comes from.
    case sourceMissing
    /// An indicator of this name is there.
    case nameTaken(name: String)
    /// An indicator with values cannot be taken out.
    case hasValues

    /// The key of its words.
    public var messageKey: String {
        switch self {
        case .notFound: "programmes.error.notFound"
        case .badName: "programmes.error.badName"
        case .badYears: "programmes.error.badYears"
        case .badPath: "programmes.error.badPath"
        case .badValue: "programmes.error.badValue"
        case .sourceMissing: "programmes.error.sourceMissing"
        case .nameTaken: "programmes.error.nameTaken"
        case .hasValues: "programmes.error.hasValues"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .badPath(let name), .nameTaken(let name): ["name": name]
        default: [:]
        }
    }
}
