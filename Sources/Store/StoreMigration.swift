import GRDB

/// A step of the database schema. Steps are never changed once they are released; new ones are added at the end.
public struct StoreMigration: Sendable {
    /// `area/number what`, such as `ledger/001 plans`.
    public let name: String
    let change: @Sendable (Database) throws -> Void

    /// A step that runs once in each database.
    package init(_ name: String, change: @escaping @Sendable (Database) throws -> Void) {
        self.name = name
        self.change = change
    }

    /// The part of the name before the slash: who owns the tables.
    var area: Substring { name.prefix { $0 != "/" } }
}
