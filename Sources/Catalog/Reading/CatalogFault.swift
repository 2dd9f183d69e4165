import Localisation

/// A fault of the catalogue: the file, the line, the key, and what is wrong with it.
public struct CatalogFault: Hashable, Sendable {
    /// Where it is.
    public let place: CatalogPlace
    /// The key it concerns, such as `fields.grade.codes`; empty for the file as a whole.
    public let key: String
    /// What is wrong.
    public let kind: Kind

    /// What can be wrong.
    public enum Kind: Hashable, Sendable {
        /// The file is not YAML, or not UTF-8, or too large.
        case unreadable(String)
        /// A key that means nothing here.
        case unknownKey(known: [String])
        /// A key that must be there is not.
        case missingKey(String)
        /// Something else than expected stands here.
        case unexpected(found: String, expected: Expected)
        /// A value that is none of those known.
        case unknownValue(found: String, known: [String])
        /// Names something that the catalogue does not have.
        case unknownName(name: String, what: Thing)
        /// Is defined twice.
        case duplicate(name: String, other: CatalogPlace)
        /// A name that is no snake_case identifier, or that a database reserves.
        case badName(String)
        /// SQL that the database does not take.
        case sql(String)
        /// A state of a flow that no move leads to.
        case unreachable(String)
        /// A state of a flow, not the last, from which the case cannot be closed.
        case stuck(String)
        /// A field that cannot be used so.
        case unfit(name: String, why: Unfitness)
    }

    /// What should stand there.
    public enum Expected: String, Hashable, Sendable {
        case text, number, flag, list, mapping, words, pattern, csvHeader, day
    }

    /// What is named.
    public enum Thing: String, Hashable, Sendable {
        case field, codeList, register, role, indicator, state
    }

    /// Why a field cannot be used so.
    public enum Unfitness: String, Hashable, Sendable {
        /// Personal fields are sealed and cannot be a part of this.
        case personal
        /// It must be a date.
        case noDate
        /// It must be a reference to a register.
        case noReference
        /// It must be required.
        case optional
        /// Bounds, units, patterns or codes do not go with its type.
        case option
    }

    /// A fault at a place.
    public init(_ place: CatalogPlace, key: String = "", _ kind: Kind) {
        self.place = place
        self.key = key
        self.kind = kind
    }
}

extension CatalogFault: Explained {
    /// The key of its words in `Strings/catalog.json`.
    public var messageKey: String {
        switch kind {
        case .unreadable: "catalog.fault.unreadable"
        case .unknownKey: "catalog.fault.unknownKey"
        case .missingKey: "catalog.fault.missingKey"
        case .unexpected(_, let expected): "catalog.fault.expected.\(expected.rawValue)"
        case .unknownValue: "catalog.fault.unknownValue"
        case .unknownName(_, let what): "catalog.fault.unknown.\(what.rawValue)"
        case .duplicate: "catalog.fault.duplicate"
        case .badName: "catalog.fault.badName"
        case .sql: "catalog.fault.sql"
        case .unreachable: "catalog.fault.unreachable"
        case .stuck: "catalog.fault.stuck"
        case .unfit(_, let why): "catalog.fault.unfit.\(why.rawValue)"
        }
    }

    /// File, line and key, and what was found and expected.
    public var messageArguments: [String: String] {
        var arguments = ["file": place.file, "line": String(place.line), "key": key]
        switch kind {
        case .unreadable(let reason), .sql(let reason): arguments["reason"] = reason
        case .unknownKey(let known): arguments["known"] = known.joined(separator: " ")
        case .missingKey(let name), .badName(let name), .unreachable(let name), .stuck(let name):
            arguments["name"] = name
        case .unexpected(let found, _): arguments["found"] = found
        case .unknownValue(let found, let known):
            arguments["found"] = found
            arguments["known"] = known.joined(separator: " ")
        case .unknownName(let name, _), .unfit(let name, _): arguments["name"] = name
        case .duplicate(let name, let other):
            arguments["name"] = name
            arguments["other"] = "\(other.file):\(other.line)"
        }
        return arguments
    }
}

/// The catalogue cannot be used: what is wrong with it, in the order of files and lines.
public struct CatalogError: Error, Equatable, Explained {
    /// The faults; never empty.
    public let faults: [CatalogFault]

    package init(faults: [CatalogFault]) { self.faults = faults }

    /// The key of its words in `Strings/catalog.json`.
    public var messageKey: String { "catalog.error" }
    /// How many faults, and the first.
    public var messageArguments: [String: String] {
        ["count": String(faults.count), "first": faults.first?.message(in: .chinese) ?? ""]
    }
}
