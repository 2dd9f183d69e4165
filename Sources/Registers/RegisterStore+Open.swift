import Catalog
import Foundation
import Store

extension RegisterStore {
    /// The name of the key's file in the data directory.
    public static let keyName = "registers.key"

    /// Opens the registers of a data directory: SQLite beside the ledger's database, or PostgreSQL.
    ///
    /// The key that seals personal fields is made at the first opening and kept in `registers.key`, for the owner alone.
    /// Without it personal values cannot be read: keep a copy in a safe place, apart from the backups.
    ///
    /// - Parameter connection: what libpq takes (`postgresql://…` or `host=…`); nil for SQLite.
    /// - Throws: `RegisterError`, `StoreError.directory`.
    public static func open(
        directory: URL, catalog: Catalog, connection: String? = nil, environment: StoreEnvironment = .live,
        droppable: Set<String> = []
    ) throws -> RegisterStore {
        try PrivateFiles.makeDirectory(directory)
        let functions = SQLFunctions(catalog)
        let file = directory.appending(path: SQLiteDatabase.name)
        let isNew: Bool
        let database: any RegisterDatabase
        if let connection {
            database = try PostgresDatabase(connection: connection, functions: functions)
            isNew = try database.read { try SchemaUpdate.columns(of: "audit", $0).isEmpty }
        } else {
            isNew = !FileManager.default.fileExists(atPath: file.path)
            database = try SQLiteDatabase(file: file, functions: functions)
        }
        let key = try masterKey(directory.appending(path: keyName), mayMake: isNew, environment: environment)
        return try RegisterStore(
            catalog: catalog, database: database, key: key, environment: environment, droppable: droppable)
    }

    /// The key in a file. It is made only where no database is there yet that another key has sealed.
    private static func masterKey(_ file: URL, mayMake: Bool, environment: StoreEnvironment) throws -> [UInt8] {
        if let text = try? String(contentsOf: file, encoding: .utf8) {
            guard let key = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), key.count == 32
            else { throw RegisterError.wrongKey }
            return Array(key)
        }
        guard mayMake else { throw RegisterError.wrongKey }
        let key = environment.randomBytes(32)
        try PrivateFiles.write(
            Data(Data(key).base64EncodedString().utf8), to: file, temporary: file.appendingPathExtension("new"))
        return key
    }
}
