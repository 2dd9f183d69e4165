import Catalog
import Foundation
import Synchronization

/// Makes the indexes that a long first import went without, after it, in a thread of their own: the rows are kept and
/// can be read meanwhile.
///
/// Where the process ends before, the next opening of the registers makes them.
final class IndexMaking: Sendable {
    private let running = Mutex(0)

    /// Begins to make the indexes of a register that are missing.
    func begin(_ register: Register, in database: any RegisterDatabase) {
        running.withLock { $0 += 1 }
        let thread = Thread { [self] in
            // Without them everything works, only slower; the next opening tries again.
            try? database.write { connection in
                for statement in TableLayout(register: register, dialect: connection.dialect).indexes() {
                    try connection.run(statement)
                }
            }
            running.withLock { $0 -= 1 }
        }
        thread.start()
    }

    /// Waits until none is being made.
    func wait() {
        while running.withLock({ $0 }) > 0 { Thread.sleep(forTimeInterval: 0.005) }
    }
}
