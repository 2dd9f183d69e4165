import Catalog
import Foundation
import Store

/// A change or a reading of the registers, as the audit trail has it.
public struct RegisterEntry: Identifiable, Hashable, Sendable {
    /// Its number; the version of the rows that it made.
    public let id: Int64
    /// When.
    public let at: Date
    /// `Principal.name` of who made it.
    public let who: String
    /// What was done: `add`, `change`, `remove`, `import`, `read`, `export`, `role.assign`, ….
    public let action: String
    /// The register, or `account`.
    public let entity: String
    /// The row; nil for several.
    public let row: Int64?
}

extension RegisterStore {
    /// Entries of the audit trail by number.
    public func entries(_ ids: Set<Int64>) throws -> [Int64: RegisterEntry] {
        try database.read { connection in
            var found: [Int64: RegisterEntry] = [:]
            for group in ids.sorted().chunked(5_000) {
                let marks = repeatElement("?", count: group.count).joined(separator: ", ")
                try connection.each(
                    "SELECT id, at, who, action, entity, entity_id FROM audit WHERE id IN (\(marks))",
                    group.map { .integer($0) }
                ) { row in
                    let entry = RegisterEntry(
                        id: row[0].integer ?? 0, at: Date(milliseconds: row[1].integer ?? 0), who: row[2].text ?? "",
                        action: row[3].text ?? "", entity: row[4].text ?? "", row: row[5].integer)
                    found[entry.id] = entry
                }
            }
            return found
        }
    }

    /// Records that rows of a register were read, or taken out as a file: what the law asks for sensitive data.
    ///
    /// - Parameters:
    ///   - action: `.read` or `.export`.
    ///   - row: the row where one was read; nil for a list.
    ///   - count: how many rows were shown.
    public func record(
        _ action: RegisterAction, of register: Register, row: Int64? = nil, count: Int, by principal: Principal
    ) throws {
        try change(by: principal, action.rawValue, register.name) { _ in ((), row, ["rows": String(count)]) }
    }
}
