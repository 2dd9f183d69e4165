import Catalog
import Foundation
import Monitoring
import Store

/// The registers of a bureau: the rows that the catalogue describes, with all their versions.
public struct RegisterStore: Sendable {
    /// What is kept.
    public let catalog: Catalog
    /// Where it is kept.
    public let database: any RegisterDatabase
    /// The clock.
    public let environment: StoreEnvironment
    package let seal: PersonalSeal
    private let indexing = IndexMaking()

    /// Opens the registers in a database and brings its tables up to the catalogue.
    ///
    /// - Parameters:
    ///   - key: the master key of 32 bytes that seals personal fields.
    ///   - droppable: fields `register.field`, or registers, whose data may be lost.
    /// - Throws: `RegisterError`, among them `.wouldLose`, `.unfitRows`, `.wrongKey`.
    public init(
        catalog: Catalog, database: any RegisterDatabase, key: [UInt8], environment: StoreEnvironment = .live,
        droppable: Set<String> = []
    ) throws {
        self.catalog = catalog
        self.database = database
        self.environment = environment
        seal = PersonalSeal(master: key)
        try database.write { try SchemaUpdate(catalog: catalog, droppable: droppable).run($0) }
    }

    /// The same registers, read and written within a change that is under way.
    init(_ other: RegisterStore, within change: any RegisterDatabase) {
        (catalog, environment, seal) = (other.catalog, other.environment, other.seal)
        database = change
    }

    /// Waits for what goes on after an import: a process that ends should do so first.
    public func settle() { indexing.wait() }

    /// Makes the indexes of a register that an import went without.
    func makeIndexes(of register: Register) { indexing.begin(register, in: database) }

    /// The day in China.
    public var today: Day { Day(of: environment.now()) }

    /// The register of a name. - Throws: `RegisterError.noRegister`.
    public func register(_ name: String) throws -> Register {
        guard let register = catalog.register(name) else { throw RegisterError.noRegister(name) }
        return register
    }

    /// Recomputes the chain of changes: how many there are, and the last hash.
    ///
    /// - Throws: `RegisterError.brokenAudit`.
    public func verifyAudit() throws -> (entries: Int64, head: String) {
        try database.read { try RegisterAudit(connection: $0).verify() }
    }

    /// The number of the last change made by an instant: the version of everything then.
    public func version(at instant: Date) throws -> Int64 {
        try database.read { connection in
            try connection.value("SELECT max(id) FROM audit WHERE at <= ?", [.integer(instant.milliseconds)]).integer
                ?? 0
        }
    }

    /// Makes a change and its audit entry in one transaction. - Parameter body: gives what the entry is to tell.
    package func change<Value>(
        by principal: Principal, _ action: String, _ register: String,
        _ body: (RegisterChange) throws -> (value: Value, row: Int64?, detail: [String: String])
    ) throws -> Value {
        let now = environment.now()
        return try database.write { connection in
            let audit = RegisterAudit(connection: connection)
            let change = RegisterChange(connection: connection, id: try audit.head().id + 1, now: now)
            let result = try body(change)
            try audit.add(
                at: now, who: principal.name, action: action, entity: register, row: result.row, detail: result.detail)
            return result.value
        }
    }
}

/// A change under way: its transaction, its number, its time.
package struct RegisterChange {
    /// The transaction.
    package let connection: any SQLConnection
    /// The number that its audit entry will have.
    package let id: Int64
    /// Its time.
    package let now: Date
}
