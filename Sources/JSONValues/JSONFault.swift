import Localisation

/// Where a text is no JSON that is taken, and why.
public struct JSONFault: Error, Hashable, Explained {
    /// The byte, from 0.
    public let offset: Int
    /// What is wrong there.
    public let reason: Reason

    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// Something else should stand there.
        case syntax(expected: String)
        /// Text that is not UTF-8, or half of a surrogate pair.
        case encoding
        /// Arrays and objects in more levels than these.
        case depth(limit: Int)
        /// An object has a name twice.
        case doubleName
    }

    /// A fault.
    public init(offset: Int, _ reason: Reason) { (self.offset, self.reason) = (offset, reason) }

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch reason {
        case .syntax: "api.json.syntax"
        case .encoding: "api.json.encoding"
        case .depth: "api.json.depth"
        case .doubleName: "api.json.doubleName"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch reason {
        case .syntax(let expected): ["offset": "\(offset)", "expected": expected]
        case .depth(let limit): ["offset": "\(offset)", "limit": "\(limit)"]
        case .encoding, .doubleName: ["offset": "\(offset)"]
        }
    }
}
