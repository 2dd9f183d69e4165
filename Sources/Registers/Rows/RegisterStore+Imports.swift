import Catalog
import Crypto
import Foundation
import Store

/// A file that was taken into a register, as the audit tells.
public struct PastImport: Identifiable, Hashable, Sendable {
    /// The audit entry.
    public let id: Int64
    /// When.
    public let at: Date
    /// Who, as the audit names them.
    public let who: String
    /// The register.
    public let register: String
    /// What the user called the file.
    public let file: String
    /// The digest under which the file is kept; empty where it was not kept.
    public let digest: String
    /// Rows that were added and changed.
    public let added: Int, changed: Int
}

extension RegisterStore {
    /// What was taken into a register, or into all, latest first.
    public func imports(of register: Register? = nil, limit: Int = 50, offset: Int = 0) throws -> [PastImport] {
        try database.read { connection in
            let filter = register == nil ? "" : " AND entity = ?"
            let arguments: [SQLValue] = register.map { [.text($0.name)] } ?? []
            return try connection.rows(
                "SELECT id, at, who, entity, detail FROM audit WHERE action = 'import'\(filter) "
                    + "ORDER BY id DESC LIMIT \(max(0, limit)) OFFSET \(max(0, offset))", arguments
            ).map(Self.pastImport)
        }
    }

    /// One of them. - Throws: `RegisterError.noRow`.
    public func pastImport(_ id: Int64) throws -> PastImport {
        let row = try database.read {
            try $0.row(
                "SELECT id, at, who, entity, detail FROM audit WHERE action = 'import' AND id = ?", [.integer(id)])
        }
        guard let row else { throw RegisterError.noRow(id) }
        return Self.pastImport(row)
    }

    private static func pastImport(_ row: SQLRow) -> PastImport {
        let json = Data((row[4].text ?? "").utf8)
        let detail = (try? JSONDecoder().decode([String: String].self, from: json)) ?? [:]
        return PastImport(
            id: row[0].integer ?? 0, at: Date(milliseconds: row[1].integer ?? 0), who: row[2].text ?? "",
            register: row[3].text ?? "", file: detail["file"] ?? "", digest: detail["digest"] ?? "",
            added: Int(detail["added"] ?? "") ?? 0, changed: Int(detail["changed"] ?? "") ?? 0)
    }

    // MARK: - Files that hold rows

    /// A file as it may be kept: sealed like personal fields, since it can hold them.
    public func sealed(_ file: Data) throws -> Data { try seal.sealed(file) }

    /// The file that was sealed. - Throws: `RegisterError.damagedSeal`, with the register `file`.
    public func unsealed(_ file: Data) throws -> Data { try seal.unsealed(file) }
}
