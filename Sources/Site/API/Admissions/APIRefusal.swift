import JSONValues
import Localisation

/// What an engine refuses to work with: its own words, with the status that a programme gets.
struct APIRefusal: Error, Explained {
    let reason: any Explained & Sendable
    var status = HTTPStatus.unprocessableContent

    var messageKey: String { reason.messageKey }
    var messageArguments: [String: String] { reason.messageArguments }
    func messageArguments(in language: Language) -> [String: String] { reason.messageArguments(in: language) }
}

/// A member of a body that an engine takes is not as it must be.
struct APIBodyFault: Error, Explained, Equatable {
    /// Where it stands (RFC 6901).
    let pointer: String
    /// What is expected there: `string`, `integer`, …; empty for a member that there is not.
    let expected: String

    var messageKey: String { expected.isEmpty ? "api.error.unknownMember" : "api.error.badMember" }
    var messageArguments: [String: String] { ["pointer": String(pointer.prefix(120)), "expected": expected] }
}

/// A JSON object that is read member by member; one that there is not is refused rather than ignored.
struct JSONObjectReader {
    private let members: [String: JSON]
    private let pointer: String

    /// - Throws: `APIRefusal` where the value is no object, or has a member that is not among `names`.
    init(_ json: JSON, at pointer: String, names: Set<String>) throws {
        guard case .object(let members) = json else { throw Self.refusal(pointer, "object") }
        for member in members where !names.contains(member.name) {
            throw Self.refusal("\(pointer)/\(member.name)", "")
        }
        self.members = Dictionary(members.map { ($0.name, $0.value) }) { one, _ in one }
        self.pointer = pointer
    }

    static func refusal(_ pointer: String, _ expected: String) -> APIRefusal {
        APIRefusal(reason: APIBodyFault(pointer: pointer, expected: expected))
    }

    /// A member that may be missing; null counts as missing.
    private func value<Value>(_ name: String, _ expected: String, _ read: (JSON) -> Value?) throws -> Value? {
        guard let json = members[name], json != .null else { return nil }
        guard let value = read(json) else { throw Self.refusal("\(pointer)/\(name)", expected) }
        return value
    }

    func text(_ name: String) throws -> String? { try value(name, "string") { $0.text } }

    func integer(_ name: String) throws -> Int? {
        try value(name, "integer") { $0.integer.flatMap { Int(exactly: $0) } }
    }

    func list(_ name: String) throws -> [JSON]? {
        try value(name, "array") { if case .array(let elements) = $0 { elements } else { nil } }
    }

    func texts(_ name: String) throws -> [String]? {
        try value(name, "array of strings") { json in
            guard case .array(let elements) = json else { return nil }
            let texts = elements.compactMap(\.text)
            return texts.count == elements.count ? texts : nil
        }
    }

    func object(_ name: String) -> JSON? { members[name].flatMap { $0 == .null ? nil : $0 } }

    /// A member that must be there. - Throws: `APIRefusal`.
    func required<Value>(_ name: String, _ expected: String, _ value: Value?) throws -> Value {
        guard let value else { throw Self.refusal("\(pointer)/\(name)", expected) }
        return value
    }
}
