import Catalog
import Foundation
import Monitoring
import Registers
import Store

extension RegisterStore {
    /// The collection tasks, latest first.
    public func collections(id: Int64? = nil, onlyOpen: Bool = false) throws -> [CollectionTask] {
        try database.read { try CollectionTable($0).tasks(id: id, onlyOpen: onlyOpen) }
    }

    /// A collection task. - Throws: `CollectionError.noTask`.
    public func collection(_ id: Int64) throws -> CollectionTask {
        guard let task = try collections(id: id).first else { throw CollectionError.noTask }
        return task
    }

    /// What happened to a task, or to one organisation's answer, in its order.
    public func collectionEvents(of task: Int64, organisation: Int64? = nil) throws -> [CollectionEvent] {
        try database.read { connection in
            let filter = organisation == nil ? "" : " AND (organisation = ? OR organisation IS NULL)"
            return try connection.rows(
                "SELECT at, who, action, said FROM collection_event WHERE collection = ?\(filter) ORDER BY id",
                [.integer(task)] + (organisation.map { [.integer($0)] } ?? [])
            ).map {
                CollectionEvent(
                    at: Date(milliseconds: $0[0].integer ?? 0), who: $0[1].text ?? "", action: $0[2].text ?? "",
                    words: $0[3].text ?? "")
            }
        }
    }

    /// The rows of organisations that hold each field, and all their rows.
    public func held(_ register: Register, by organisations: Set<Int64>) throws -> (fields: [String: Int], total: Int) {
        guard !organisations.isEmpty else { return ([:], 0) }
        return try database.read { connection in
            let marks = repeatElement("?", count: organisations.count).joined(separator: ", ")
            let fields = register.entryFields.filter { $0.type != .file }
            let counts = fields.map { field in
                field.isPersonal
                    ? "count(*) FILTER (WHERE NOT \"\(field.missingColumn)\")" : "count(\"\(field.columns[0].name)\")"
            }
            let row = try connection.row(
                "SELECT count(*), \(counts.joined(separator: ", ")) FROM \"\(register.name)\" "
                    + "WHERE \"\(register.ownerColumn)\" IN (\(marks))",
                organisations.sorted().map { .integer($0) })
            let values = (row?.values ?? []).map { Int($0.integer ?? 0) }
            return (
                Dictionary(zip(fields.map(\.name), values.dropFirst())) { first, _ in first }, values.first ?? 0
            )
        }
    }

    /// Issues a task that `CollectionDesk` has checked.
    func issue(_ new: NewCollection, expected: [Int64: Int], by principal: Principal) throws -> Int64 {
        try change(by: principal, "collection.issue", "collection") { change in
            let connection = change.connection
            let id = try Self.nextID("collection", connection)
            let now = SQLValue.integer(change.now.milliseconds)
            try connection.run(
                """
                INSERT INTO collection (id, register, title, purpose, fields, due, approver, maker, issued_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(id), .text(new.register), .text(new.title), .text(new.purpose),
                    .text(new.fields.joined(separator: " ")), .text(new.due.text), .integer(new.approver),
                    .text(principal.name), now,
                ])
            for organisation in new.organisations {
                try connection.run(
                    """
                    INSERT INTO collection_part
                    (collection, organisation, state, expected, line_count, file, digest, changed_at)
                    VALUES (?, ?, 'open', ?, 0, '', '', ?)
                    """,
                    [.integer(id), .integer(organisation), .integer(Int64(expected[organisation] ?? 0)), now])
            }
            try CollectionTable(connection).log(id, nil, "issue", "", by: principal, at: change.now)
            return (id, id, ["register": new.register, "organisations": "\(new.organisations.count)"])
        }
    }

    /// Moves an answer. - Throws: `CollectionError.wrongState` where it is in none of the states `from`.
    func move(
        _ task: Int64, _ organisation: Int64, from: [CollectionTask.State], to state: CollectionTask.State,
        action: String, words: String, file: (name: String, digest: String, rows: Int)? = nil, by principal: Principal
    ) throws {
        try change(by: principal, "collection.\(action)", "collection") { change in
            let table = CollectionTable(change.connection)
            try table.move(task, organisation, from: from, to: state, at: change.now)
            if let file {
                try change.connection.run(
                    """
                    UPDATE collection_part SET file = ?, digest = ?, line_count = ?
                    WHERE collection = ? AND organisation = ?
                    """,
                    [
                        .text(file.name), .text(file.digest), .integer(Int64(file.rows)), .integer(task),
                        .integer(organisation),
                    ])
            }
            try table.log(task, organisation, action, words, by: principal, at: change.now)
            return ((), task, ["organisation": "\(organisation)"])
        }
    }

    /// Reminds organisations.
    func remind(_ task: Int64, _ organisations: [Int64], by principal: Principal) throws {
        try change(by: principal, "collection.remind", "collection") { change in
            for organisation in organisations {
                try change.connection.run(
                    "UPDATE collection_part SET reminded_at = ? WHERE collection = ? AND organisation = ?",
                    [.integer(change.now.milliseconds), .integer(task), .integer(organisation)])
                try CollectionTable(change.connection).log(
                    task, organisation, "remind", "", by: principal, at: change.now)
            }
            return ((), task, ["organisations": "\(organisations.count)"])
        }
    }

    /// Closes a task: nothing is handed in any more.
    func close(_ task: Int64, by principal: Principal) throws {
        try change(by: principal, "collection.close", "collection") { change in
            let count = try change.connection.run(
                "UPDATE collection SET closed_at = ? WHERE id = ? AND closed_at IS NULL",
                [.integer(change.now.milliseconds), .integer(task)])
            guard count == 1 else { throw CollectionError.wrongState }
            try CollectionTable(change.connection).log(task, nil, "close", "", by: principal, at: change.now)
            return ((), task, [:])
        }
    }

    fileprivate static func nextID(_ table: String, _ connection: any SQLConnection) throws -> Int64 {
        (try connection.value("SELECT max(id) FROM \(table)").integer ?? 0) + 1
    }
}

/// The tables of collection tasks.
struct CollectionTable {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    func tasks(id: Int64?, onlyOpen: Bool) throws -> [CollectionTask] {
        var filters: [String] = [], arguments: [SQLValue] = []
        if let id {
            filters.append("id = ?")
            arguments.append(.integer(id))
        }
        if onlyOpen { filters.append("closed_at IS NULL") }
        let filter = filters.isEmpty ? "" : " WHERE " + filters.joined(separator: " AND ")
        var parts: [Int64: [CollectionTask.Part]] = [:]
        try connection.each(
            """
            SELECT collection, organisation, state, expected, line_count, file, digest, reminded_at, changed_at
            FROM collection_part WHERE collection IN (SELECT id FROM collection\(filter)) ORDER BY organisation
            """, arguments
        ) { row in
            guard let task = row[0].integer, let organisation = row[1].integer,
                let state = row[2].text.flatMap(CollectionTask.State.init(rawValue:))
            else { return }
            parts[task, default: []].append(
                .init(
                    organisation: organisation, state: state, expected: Int(row[3].integer ?? 0),
                    rows: Int(row[4].integer ?? 0), file: row[5].text ?? "", digest: row[6].text ?? "",
                    remindedAt: row[7].integer.map(Date.init(milliseconds:)),
                    changedAt: Date(milliseconds: row[8].integer ?? 0)))
        }
        return try connection.rows(
            """
            SELECT id, register, title, purpose, fields, due, approver, maker, issued_at, closed_at
            FROM collection\(filter) ORDER BY id DESC
            """, arguments
        ).map { row in
            CollectionTask(
                id: row[0].integer ?? 0, register: row[1].text ?? "", title: row[2].text ?? "",
                purpose: row[3].text ?? "", fields: (row[4].text ?? "").split(separator: " ").map(String.init),
                due: row[5].text ?? "", approver: row[6].integer ?? 0, maker: row[7].text ?? "",
                issuedAt: Date(milliseconds: row[8].integer ?? 0),
                closedAt: row[9].integer.map(Date.init(milliseconds:)), parts: parts[row[0].integer ?? 0] ?? [])
        }
    }

    /// Moves an answer of an open task. - Throws: `CollectionError.wrongState`.
    func move(
        _ task: Int64, _ organisation: Int64, from: [CollectionTask.State], to state: CollectionTask.State, at now: Date
    ) throws {
        let marks = repeatElement("?", count: from.count).joined(separator: ", ")
        let count = try connection.run(
            """
            UPDATE collection_part SET state = ?, changed_at = ? WHERE collection = ? AND organisation = ?
            AND state IN (\(marks)) AND collection IN (SELECT id FROM collection WHERE closed_at IS NULL)
            """,
            [.text(state.rawValue), .integer(now.milliseconds), .integer(task), .integer(organisation)]
                + from.map { .text($0.rawValue) })
        guard count == 1 else { throw CollectionError.wrongState }
    }

    func log(
        _ task: Int64, _ organisation: Int64?, _ action: String, _ words: String, by principal: Principal, at now: Date
    ) throws {
        try connection.run(
            """
            INSERT INTO collection_event (id, collection, organisation, at, who, action, said)
            VALUES (?, ?, CAST(? AS \(connection.dialect.type(.integer))), ?, ?, ?, ?)
            """,
            [
                .integer(try RegisterStore.nextID("collection_event", connection)), .integer(task),
                SQLValue(organisation), .integer(now.milliseconds), .text(principal.name), .text(action), .text(words),
            ])
    }
}
