import Catalog
import Foundation
import Registers

/// The databases on which a suite runs: `@Test(arguments: TestDatabase.available)`.
public enum TestDatabase: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    /// Those that this machine has. Where PostgreSQL is absent, standard error says so once.
    public static let available: [TestDatabase] = {
        if PostgresCluster.programs != nil { return allCases }
        FileHandle.standardError.write(
            Data("PostgreSQL is not installed: its tests are skipped (apt-get install postgresql)\n".utf8))
        return [.sqlite]
    }()

    /// Its name.
    public var description: String { rawValue }

    /// An empty place for one test.
    public func place() throws -> TestPlace { try TestPlace(self) }

    /// Runs a test with an empty database of its own, which is removed afterwards.
    public func with<Value>(
        _ catalog: Catalog = Catalog(), _ body: (any RegisterDatabase) throws -> Value
    ) throws -> Value {
        let place = try place()
        return try withExtendedLifetime(place) { try body(place.open(catalog)) }
    }

    /// Runs a test with an empty database of its own, which is removed afterwards.
    public func with<Value>(
        _ catalog: Catalog = Catalog(), _ body: (any RegisterDatabase) async throws -> Value
    ) async throws -> Value {
        let place = try place()
        let database = try place.open(catalog)
        let value = try await body(database)
        withExtendedLifetime(place) {}
        return value
    }
}

/// Where one test keeps its registers: a directory with a SQLite file, or a schema. It goes with its last owner.
public final class TestPlace: Sendable {
    /// Which database it is.
    public let kind: TestDatabase
    /// Files of the test's own.
    public let directory: URL
    private let schema: String

    init(_ kind: TestDatabase) throws {
        self.kind = kind
        let id = UUID().uuidString.lowercased().replacing("-", with: "")
        schema = "t\(id)"
        directory = FileManager.default.temporaryDirectory.appending(path: "registers-\(id)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if kind == .postgres { try administer("CREATE SCHEMA \(schema)") }
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
        if kind == .postgres { try? administer("DROP SCHEMA \(schema) CASCADE") }
    }

    /// Opens the database: a second time too, as a program that starts anew.
    public func open(_ catalog: Catalog = Catalog()) throws -> any RegisterDatabase {
        switch kind {
        case .sqlite:
            try SQLiteDatabase(file: directory.appending(path: SQLiteDatabase.name), functions: SQLFunctions(catalog))
        case .postgres:
            try PostgresDatabase(connection: connection, functions: SQLFunctions(catalog))
        }
    }

    /// The text that connects to the schema; for PostgreSQL only.
    public var connection: String { get throws { try PostgresCluster.shared.get().connection(schema: schema) } }

    private func administer(_ sql: String) throws {
        try Administration.shared.get().write { try $0.run(sql) }
    }
}

/// The connection that makes and removes schemas.
private enum Administration {
    static let shared = Result {
        try PostgresDatabase(
            connection: PostgresCluster.shared.get().connection(), functions: SQLFunctions(Catalog()), readers: 1)
    }
}
