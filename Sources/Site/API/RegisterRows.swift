import Catalog
import Foundation
import Hummingbird
import JSONValues
import Registers

/// The rows of a register as resources.
struct RegisterRows {
    let request: APIRequest
    let register: Register

    /// Most rows that can be added at once.
    static let addLimit = 1_000

    private var store: RegisterStore { request.store }
    private var access: RegisterAccess { request.access }
    private var json: RowJSON { RowJSON(register: register, access: access) }

    /// A page of rows.
    func list() throws -> Answer {
        guard access.may(.read, register) else { throw APIError.forbidden }
        let page = try RowFilters(register, catalog: store.catalog).page(of: request.query, store)
        let asked = page.query.conditions.keys.map { $0 } + [page.query.sort].compactMap { $0 }
        guard !asked.contains(where: { register.field($0).map { access.hides($0, of: register) } ?? false }) else {
            throw APIError.forbidden
        }
        let found = try store.rows(
            of: register, page.query, access: access, limit: page.limit, offset: page.offset)
        try note(found.rows)
        let (total, cursor) = page.following(found)
        let next = cursor.map { cursor in
            let items = request.query.items.filter { $0.name != "cursor" } + [.init(name: "cursor", value: cursor)]
            return APIPath.register(register.name).path + "?"
                + items.map { "\(SiteLink.encode($0.name))=\(SiteLink.encode($0.value))" }.joined(separator: "&")
        }
        return .json([
            "rows": .array(found.rows.map(json.object)), "total": .integer(total),
            "next": next.map { .string($0) } ?? .null,
        ])
    }

    /// One row, as it is or as it was at an instant.
    func show(_ id: Int64) throws -> Answer {
        var query = RowQuery()
        query.rows = [id]
        for item in request.query.items {
            guard item.name == "as_of" else { throw APIError.unknownParameter(item.name) }
            query.version = try RowFilters.version(item.value, store)
        }
        guard let row = try store.rows(of: register, query, access: access, limit: 1).rows.first else {
            throw APIError.notFound
        }
        try note([row])
        return tagged(.json(json.object(row)), row)
    }

    /// The versions of a row, latest first.
    func history(_ id: Int64) throws -> Answer {
        try request.refuseParameters()
        let versions = try store.history(of: id, in: register, access: access)
        guard !versions.isEmpty else { throw APIError.notFound }
        try note(versions)
        let changes = try store.changes(Set(versions.map(\.since)))
        return .json([
            "versions": .array(
                versions.map { row in
                    guard case .object(var members) = json.object(row) else { return .null }
                    let change = changes[row.since]
                    let more: [(String, JSON)] = [
                        ("_until", row.until.map { .integer($0) } ?? .null),
                        ("_changed_at", change.map { .string(Self.instant($0.at)) } ?? .null),
                        ("_changed_by", change.map { .string($0.who) } ?? .null),
                    ]
                    members.insert(contentsOf: more.map { .init(name: $0.0, value: $0.1) }, at: 2)
                    return .object(members)
                })
        ])
    }

    /// Adds one row, or a list of rows: all or none.
    func add() throws -> Answer {
        try request.refuseParameters()
        guard access.may(.write, register) else { throw APIError.forbidden }
        let objects: [JSON]
        switch request.body {
        case .object: objects = [request.body]
        case .array(let elements) where !elements.isEmpty: objects = elements
        default: throw APIError.noRows
        }
        guard objects.count <= Self.addLimit else { throw APIError.tooManyRows(limit: Self.addLimit) }
        var converter = try RowCells(register, store: store, access: access)
        let cells = try converter.cells(of: objects)
        guard converter.faults.isEmpty else { throw APIError.faults(converter.faults) }
        let report = try store.add(cells, to: register, access: access, by: request.account.principal)
        guard report.isKept else { throw APIError.faults(Self.errors(report.faults)) }
        var answer = try written(report.rows, report.faults, status: .created)
        if let id = report.rows.first, report.rows.count == 1 {
            answer.headers[.location] = APIPath.row(register.name, id).path
        }
        return answer
    }

    /// Puts a row in the place of a version of it. A value that the account is not shown stays unless one is sent.
    func replace(_ id: Int64) throws -> Answer {
        try request.refuseParameters()
        let row = try current(id)
        var converter = try RowCells(register, store: store, access: access)
        var cells = try converter.cells(of: [request.body])[0]
        guard converter.faults.isEmpty else { throw APIError.faults(converter.faults) }
        let hidden = Set(json.masked(row)).subtracting(cells.keys)
        let stored = hidden.isEmpty ? row : try store.row(id, of: register, access: .commandLine)
        for field in register.entryFields where cells[field.name] == nil {
            cells[field.name] = hidden.contains(field.name) ? stored[field.name]?.written : ""
        }
        let report = try store.update(
            id, since: row.since, cells, of: register, access: access, by: request.account.principal)
        guard report.row != nil else { throw APIError.faults(Self.errors(report.faults)) }
        return try written([id], report.faults, status: .ok)
    }

    /// Takes a row out. Its versions stay.
    func remove(_ id: Int64) throws -> Answer {
        try request.refuseParameters()
        let row = try current(id)
        try store.remove(id, since: row.since, from: register, access: access, by: request.account.principal)
        return Answer(status: .noContent)
    }

    /// The row that is to be changed, if it is the version that the programme has seen.
    private func current(_ id: Int64) throws -> RegisterRow {
        let row = try store.row(id, of: register, access: access)
        guard access.scope(.write, register).contains(row.owner) else { throw APIError.forbidden }
        guard let tags = request.ifMatch, tags != "*" else { throw APIError.versionMissing }
        let seen = tags.split(separator: ",").map { String($0).trimmed }
        guard seen.contains(Self.tag(row)) else { throw APIError.otherVersion }
        return row
    }

    private func written(_ ids: [Int64], _ faults: [CellFault], status: HTTPStatus) throws -> Answer {
        var query = RowQuery()
        query.rows = Set(ids)
        let rows = try store.rows(of: register, query, access: access, limit: ids.count).rows
        try note(rows)
        let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        let answer = Answer.json(
            [
                "rows": .array(ids.compactMap { byID[$0] }.map(json.object)),
                "warnings": .array(faults.filter(\.isWarning).map { RowFault($0).json(request.language) }),
            ], status: status)
        return rows.count == 1 ? tagged(answer, rows[0]) : answer
    }

    /// What is wrong, without what is only told.
    private static func errors(_ faults: [CellFault]) -> [RowFault] {
        faults.filter { !$0.isWarning }.map { RowFault($0) }
    }

    private func note(_ rows: [RegisterRow]) throws {
        try store.noteReading(of: rows, in: register, access: access, by: request.account.principal)
    }

    private func tagged(_ answer: Answer, _ row: RegisterRow) -> Answer {
        var answer = answer
        answer.headers[.eTag] = Self.tag(row)
        return answer
    }

    private static func tag(_ row: RegisterRow) -> String { "\"\(row.since)\"" }

    private static func instant(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
