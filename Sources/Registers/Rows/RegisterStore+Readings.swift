import Catalog
import Store

extension RegisterStore {
    /// Notes that somebody read rows with sensitive data; nothing where the rows have none that was shown.
    ///
    /// The audit trail keeps whose rows were read, as runs of their numbers, so that each person can be told who looked.
    public func noteReading(
        of rows: [RegisterRow], in register: Register, access: RegisterAccess, by principal: Principal
    ) throws {
        let shown = access.sensitiveScope(register)
        let hasSensitiveFields = register.fields.contains { $0.isSensitive }
        let read = rows.filter { register.isSensitive || hasSensitiveFields && shown.contains($0.owner) }
        guard !read.isEmpty else { return }
        try change(by: principal, "read", register.name) { _ in
            let ids = Set(read.map(\.id)).sorted()
            return ((), ids.count == 1 ? ids.first : nil, ["rows": Self.runs(ids)])
        }
    }

    /// `3-7 9` for sorted numbers.
    static func runs(_ numbers: [Int64]) -> String {
        var runs: [ClosedRange<Int64>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: " ")
    }

    /// When the changes of these numbers were made, and by whom (`Principal.name`).
    public func changes(_ numbers: Set<Int64>) throws -> [Int64: RegisterChangeNote] {
        guard !numbers.isEmpty else { return [:] }
        return try database.read { connection in
            var notes: [Int64: RegisterChangeNote] = [:]
            for group in numbers.sorted().chunked(5_000) {
                let marks = repeatElement("?", count: group.count).joined(separator: ", ")
                let rows = try connection.rows(
                    "SELECT id, at, who FROM audit WHERE id IN (\(marks))", group.map { .integer($0) })
                for row in rows {
                    guard let id = row[0].integer, let at = row[1].integer else { continue }
                    notes[id] = RegisterChangeNote(at: at, who: row[2].text ?? "")
                }
            }
            return notes
        }
    }
}

/// When a change of the registers was made, and by whom.
public struct RegisterChangeNote: Hashable, Sendable {
    /// Milliseconds since 1970.
    public let at: Int64
    /// `Principal.name`: `account:7`.
    public let who: String
}
