import Foundation

/// What was entered in the registers for a child, so that it can be taken back.
struct EnrolmentRecord: Codable, Hashable, Sendable {
    /// A row with the version in which it was left.
    struct Row: Codable, Hashable, Sendable {
        let register: String
        let id: Int64
        let since: Int64
    }

    /// The rows that were added, in their order: the student's comes first where it was added.
    var added: [Row] = []
    /// The student, where one was there already, as it was left.
    var student: Row?
    /// What the student's row said before, by field.
    var before: [String: String] = [:]
    /// The stay that ended with the new one, as it was left.
    var ended: Row?
}

extension EnrolmentRecord {
    /// The record as it is kept with the application.
    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// A record that was kept.
    init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }
}
