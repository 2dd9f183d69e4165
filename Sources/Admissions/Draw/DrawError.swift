import Localisation

/// Why there can be no draw, or its file cannot be read.
public enum DrawError: Error, Hashable, Explained {
    /// A key of the round file is missing or not what it must be.
    case round(key: String)
    /// A key of the record is missing or not what it must be.
    case record(key: String)
    /// A key of a beacon's file is missing or not what it must be.
    case beacon(key: String)
    /// The list is not the one whose digest was published.
    case listChanged(expected: String, found: String)
    /// The schools are not those whose digest was published.
    case schoolsChanged(expected: String, found: String)
    /// A secret was promised and not revealed, and the round does not go on without it.
    case missingReveal(by: String)
    /// A secret is not the one that was promised.
    case secretDiffers(by: String)
    /// A secret of somebody who promised none.
    case nobodyPromised(by: String)
    /// The beacon's file is of another round than was announced.
    case otherBeacon(expected: String, found: String)
    /// The public value has not the form that was announced.
    case publicValue(length: Int, alphabet: String)

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .round: "admissions.error.round"
        case .record: "admissions.error.record"
        case .beacon: "admissions.error.beacon"
        case .listChanged: "admissions.error.list-changed"
        case .schoolsChanged: "admissions.error.schools-changed"
        case .missingReveal: "admissions.error.missing-reveal"
        case .secretDiffers: "admissions.error.secret-differs"
        case .nobodyPromised: "admissions.error.nobody-promised"
        case .otherBeacon: "admissions.error.other-beacon"
        case .publicValue: "admissions.error.public-value"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .round(let key), .record(let key), .beacon(let key): ["key": key]
        case .listChanged(let expected, let found), .schoolsChanged(let expected, let found),
            .otherBeacon(let expected, let found):
            ["expected": expected, "found": found]
        case .missingReveal(let name), .secretDiffers(let name), .nobodyPromised(let name): ["by": name]
        case .publicValue(let length, let alphabet): ["length": "\(length)", "alphabet": alphabet]
        }
    }

    /// Where in a JSON file the fault lies, as `rules.mechanism`; `JSON` where it is none.
    static func key(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context): path(context.codingPath + [key])
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            path(context.codingPath)
        default: "JSON"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "JSON" : keys.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: ".")
    }
}

/// A published text that is not in the form of `CanonicalText`.
public struct CanonicalTextError: Error, Hashable, Explained {
    /// Which: `list` or `schools`.
    public let text: String
    /// The row, from 1 with the heading; 0 where rows are not in their order.
    public let row: Int

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        row == 0 ? "admissions.error.text-order.\(text)" : "admissions.error.text.\(text)"
    }
    /// What is filled into the message.
    public var messageArguments: [String: String] { row == 0 ? [:] : ["row": "\(row)"] }
}
