import Foundation
import Store

/// The database that holds the registers: SQLite beside the ledger's, or PostgreSQL.
public protocol RegisterDatabase: Sendable {
    /// Which database it is.
    var dialect: SQLDialect { get }
    /// How many reads may run at once.
    var readersAtOnce: Int { get }
    /// Reads from one consistent snapshot.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value
    /// Makes a change: one transaction, which is on disk when the method returns, or undone where `body` throws.
    ///
    /// Changes wait for each other: no two run at once. A statement that fails ends the whole change in PostgreSQL, even
    /// where `body` catches its error: look first, rather than try.
    func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value
}

/// What can go wrong with the registers' database. Values that somebody typed never appear in it.
public enum RegisterError: Error, Equatable {
    /// The database refused a statement.
    case database(reason: String)
    /// There is no connection to the database.
    case unreachable(reason: String)
    /// The audit chain does not hold together from this entry on.
    case brokenAudit(entry: Int64)
    /// A change of the catalogue would lose data: which column, and how many rows hold something there.
    case wouldLose(register: String, field: String, rows: Int)
    /// A change of the catalogue asks for what rows do not satisfy: the field, and how many rows.
    case unfitRows(register: String, field: String, rows: Int)
    /// The key that seals personal fields is missing or not the one that sealed them.
    case wrongKey
    /// Personal values could not be sealed: the system's OpenSSL refused.
    case sealing
    /// A sealed value is damaged.
    case damagedSeal(register: String, row: Int64)
    /// There is no such register.
    case noRegister(String)
    /// There is no such row, or it is not for this account to see.
    case noRow(Int64)
    /// The account may not do this.
    case notAllowed
    /// Other rows refer to the row: which register, and how many.
    case stillUsed(register: String, rows: Int)
    /// The row was changed by somebody else meanwhile.
    case changedMeanwhile
}
