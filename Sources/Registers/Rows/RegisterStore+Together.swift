import Catalog
import Store

extension RegisterStore {
    /// Makes several changes as one: all of them are on disk when the method returns, or none where `body` throws.
    ///
    /// `body` gets the registers as they are within the change, and uses no others. Each change in it has its entry in the
    /// audit trail. Where `body` calls this method in turn, what throws within is undone and the change around it goes on.
    package func together<Value>(_ body: (RegisterStore) throws -> Value) throws -> Value {
        try database.write { connection in
            try body(RegisterStore(self, within: OneChange(connection: connection)))
        }
    }
}

/// The transaction of one change as a database: what is read and written through it belongs to the change.
///
/// It is used within the call that made it, by the thread of that call.
private struct OneChange: RegisterDatabase, @unchecked Sendable {
    let connection: any SQLConnection

    var dialect: SQLDialect { connection.dialect }
    let readersAtOnce = 1

    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value { try body(connection) }

    func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try connection.undoingOnError { try body(connection) }
    }
}
