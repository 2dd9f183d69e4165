import Catalog
import Foundation
import Store

/// A file that belongs to a field of a row 附件: a photograph, a copy of a certificate.
public struct RegisterFile: Identifiable, Hashable, Sendable {
    /// Its number.
    public let id: Int64
    /// The register.
    public let register: String
    /// The row.
    public let row: Int64
    /// The field.
    public let field: String
    /// What the user called it, without folders.
    public let name: String
    /// Its media type, found by its content.
    public let type: String
    /// Its bytes.
    public let size: Int
    /// The digest under which it is kept, sealed.
    public let digest: String
    /// The audit entry that brought it in.
    public let since: Int64
}

/// Files that cannot be kept.
public enum RegisterFileError: Error, Hashable {
    /// The field holds one file, and has one.
    case onlyOne
    /// The field has as many files as it may hold.
    case tooMany(limit: Int)
    /// There is no such file, or it is not for this account to see.
    case noFile
}

extension RegisterStore {
    /// Most files of a field that may hold several.
    public static let fileLimit = 20

    /// The fields of a register that hold files and that the account may see in rows of an organisation: those that are
    /// personal only unmasked, those that are sensitive only by name.
    public func fileFields(of register: Register, owner: Int64, access: RegisterAccess) -> [Field] {
        register.entryFields.filter { field in
            field.type == .file && access.scope(.read, register).contains(owner)
                && (!field.isPersonal || access.personalScope(register).contains(owner))
                && (!field.isSensitive || access.sensitiveScope(register).contains(owner))
        }
    }

    /// The files of a row that the account may see, by field. - Throws: `RegisterError.noRow`.
    public func files(of id: Int64, in register: Register, access: RegisterAccess) throws -> [String: [RegisterFile]] {
        let owner = try row(id, of: register, access: access).owner
        let seen = Set(fileFields(of: register, owner: owner, access: access).map(\.name))
        guard !seen.isEmpty else { return [:] }
        let files = try database.read {
            try Self.files("register = ? AND row_id = ?", [.text(register.name), .integer(id)], $0)
        }
        return Dictionary(grouping: files.filter { seen.contains($0.field) }, by: \.field)
    }

    /// A file of a row that the account may see; the reading of one that is personal or sensitive is recorded.
    ///
    /// - Throws: `RegisterFileError.noFile`, `RegisterError.noRow`.
    public func file(
        _ id: Int64, of row: Int64, in register: Register, access: RegisterAccess, by principal: Principal
    ) throws -> RegisterFile {
        let all = try files(of: row, in: register, access: access)
        guard let file = all.values.joined().first(where: { $0.id == id }), let field = register.field(file.field)
        else {
            throw RegisterFileError.noFile
        }
        if field.isPersonal || field.isSensitive || register.isSensitive {
            try change(by: principal, "read", register.name) { _ in
                ((), row, ["rows": "1", "field": field.name, "file": "\(id)"])
            }
        }
        return file
    }

    /// Gives a row a file that is kept already, sealed.
    ///
    /// - Parameters:
    ///   - digest: under which the sealed file is kept.
    ///   - size: its bytes before it was sealed.
    /// - Throws: `RegisterError.noRow`, `.notAllowed`; `RegisterFileError`.
    @discardableResult
    public func attach(
        name: String, type: String, size: Int, digest: String, to field: Field, of id: Int64, in register: Register,
        access: RegisterAccess, by principal: Principal
    ) throws -> RegisterFile {
        try requireFile(field, id, register, access)
        return try change(by: principal, "file.add", register.name) { change in
            let connection = change.connection
            guard try connection.row("SELECT 1 FROM \"\(register.name)\" WHERE id = ?", [.integer(id)]) != nil else {
                throw RegisterError.noRow(id)
            }
            let there = try Self.files(
                "register = ? AND row_id = ? AND field = ?",
                [.text(register.name), .integer(id), .text(field.name)], connection)
            guard field.isMany || there.isEmpty else { throw RegisterFileError.onlyOne }
            guard there.count < Self.fileLimit else { throw RegisterFileError.tooMany(limit: Self.fileLimit) }
            let number = (try connection.value("SELECT max(id) FROM register_file").integer ?? 0) + 1
            try connection.run(
                """
                INSERT INTO register_file (id, register, row_id, field, name, type, size, digest, since)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(number), .text(register.name), .integer(id), .text(field.name), .text(name), .text(type),
                    .integer(Int64(size)), .text(digest), .integer(change.id),
                ])
            try noteFiles(of: id, [field], register, change)
            let file = RegisterFile(
                id: number, register: register.name, row: id, field: field.name, name: name, type: type, size: size,
                digest: digest, since: change.id)
            return (file, id, ["field": field.name, "file": "\(number)", "digest": digest])
        }
    }

    /// Takes a file away from a row; it is kept, but no longer shown.
    ///
    /// - Throws: `RegisterError.noRow`, `.notAllowed`; `RegisterFileError.noFile`.
    public func detach(
        _ file: Int64, of id: Int64, in register: Register, access: RegisterAccess, by principal: Principal
    ) throws {
        let all = try files(of: id, in: register, access: access)
        guard let there = all.values.joined().first(where: { $0.id == file }), let field = register.field(there.field)
        else { throw RegisterFileError.noFile }
        try requireFile(field, id, register, access)
        try change(by: principal, "file.remove", register.name) { change in
            let removed = try change.connection.run(
                "UPDATE register_file SET until = ? WHERE id = ? AND until IS NULL",
                [.integer(change.id), .integer(file)])
            guard removed > 0 else { throw RegisterFileError.noFile }
            try noteFiles(of: id, [field], register, change)
            return ((), id, ["field": field.name, "file": "\(file)"])
        }
    }

    private func requireFile(_ field: Field, _ id: Int64, _ register: Register, _ access: RegisterAccess) throws {
        let owner = try row(id, of: register, access: access).owner
        guard fileFields(of: register, owner: owner, access: access).contains(where: { $0.name == field.name }) else {
            throw RegisterFileError.noFile
        }
        guard access.scope(.write, register).contains(owner) else { throw RegisterError.notAllowed }
    }

    /// Gives a row the files of one that is merged into it, as far as it has room for them.
    func moveFiles(of old: Int64, to new: Int64, _ register: Register, _ change: RegisterChange) throws {
        for field in register.entryFields where field.type == .file {
            let name: [SQLValue] = [.text(register.name), .text(field.name)]
            let condition = "register = ? AND field = ? AND row_id = ?"
            let there = try Self.files(condition, name + [.integer(new)], change.connection)
            guard field.isMany || there.isEmpty else { continue }
            let moved = try change.connection.run(
                "UPDATE register_file SET row_id = ?, merge = ?, merged_from = ? WHERE until IS NULL AND \(condition)",
                [.integer(new), .integer(change.id), .integer(old)] + name + [.integer(old)])
            if moved > 0 { try noteFiles(of: new, [field], register, change) }
        }
    }

    /// Brings the columns of a row that tell of its files up to them, as a version of its own: checks and filters ask
    /// those.
    private func noteFiles(
        of id: Int64, _ fields: [Field], _ register: Register, _ change: RegisterChange
    ) throws {
        let connection = change.connection
        let since = try connection.value("SELECT since FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
        if since.integer != change.id { try keepPast(register, "id = ?", [.integer(id)], change) }
        for field in fields {
            let files = try Self.files(
                "register = ? AND row_id = ? AND field = ?", [.text(register.name), .integer(id), .text(field.name)],
                connection)
            let numbers = files.map { String($0.id) }.joined(separator: ",")
            let (column, value): (String, SQLValue) =
                field.isPersonal
                ? (field.missingColumn, .integer(files.isEmpty ? 1 : 0))
                : (field.name, files.isEmpty ? .null : .text(numbers))
            let place = connection.dialect.argument(field.isPersonal ? .boolean : .text)
            try connection.run(
                "UPDATE \"\(register.name)\" SET \"\(column)\" = \(place), since = \(change.id) WHERE id = ?",
                [value, .integer(id)])
        }
        try touch(register, change)
    }

    private static func files(
        _ condition: String, _ arguments: [SQLValue], _ connection: any SQLConnection
    ) throws -> [RegisterFile] {
        try connection.rows(
            """
            SELECT id, register, row_id, field, name, type, size, digest, since FROM register_file
            WHERE \(condition) AND until IS NULL ORDER BY id
            """, arguments
        ).map { row in
            RegisterFile(
                id: row[0].integer ?? 0, register: row[1].text ?? "", row: row[2].integer ?? 0,
                field: row[3].text ?? "",
                name: row[4].text ?? "", type: row[5].text ?? "", size: Int(row[6].integer ?? 0),
                digest: row[7].text ?? "", since: row[8].integer ?? 0)
        }
    }
}
