import Catalog
import Foundation
import Store
import Synchronization

extension RegisterStore {
    /// Rows that are handed over at once.
    private static let loadSize = 8_000

    /// Loads the rows that a programme makes, in one change: all of them or none.
    ///
    /// They are made and checked on a thread of their own while those before them are written. In an empty register the
    /// first row made has the number 1, the next 2, and so on: so rows can name others that are loaded later.
    ///
    /// - Parameters:
    ///   - fields: the fields that each row gives, in the order of its cells.
    ///   - fill: called until it answers false; adds some rows, at least one, to the batch.
    ///   - progress: told the number of rows so far.
    /// - Returns: what was found: `isKept` is false where a row was refused.
    /// - Throws: `RegisterError`.
    public func load(
        _ register: Register, fields: [String], by principal: Principal,
        fill: @escaping @Sendable (inout LoadBatch) -> Bool, progress: (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        let parser = RowParser(register, catalog: catalog, seal: seal, today: today, isMade: true)
        let queue = HandOver<RowBatch>(room: 4)
        let thread = Thread {
            var goesOn = true
            while goesOn {
                var batch = LoadBatch(parser: parser, fields: fields)
                while goesOn, batch.count < Self.loadSize { goesOn = fill(&batch) }
                guard queue.put(batch.rows) else { return }
            }
            queue.put(nil)
        }
        thread.stackSize = 4 << 20
        thread.start()
        defer { queue.close() }
        return try importRows(
            into: register, mode: .all, by: principal, writable: nil, waitsForIndexes: true, from: queue.take,
            progress: { rows in
                progress(rows)
                return true
            })
    }
}

/// Hands values from one thread to another, with room for a few that wait.
private final class HandOver<Value: Sendable>: Sendable {
    private struct State {
        var waiting: [Value?] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let free: DispatchSemaphore
    private let full = DispatchSemaphore(value: 0)

    init(room: Int) {
        // A semaphore must not go with less than it began with: the room is given by signals.
        free = DispatchSemaphore(value: 0)
        for _ in 0..<room { free.signal() }
    }

    /// Gives a value, nil for the end; false where nobody takes any more.
    @discardableResult
    func put(_ value: Value?) -> Bool {
        free.wait()
        let isOpen = state.withLock { state in
            if !state.isClosed { state.waiting.append(value) }
            return !state.isClosed
        }
        full.signal()
        return isOpen
    }

    /// The next value; nil at the end.
    func take() -> Value? {
        full.wait()
        defer { free.signal() }
        return state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    /// Takes no more.
    func close() {
        state.withLock { $0.isClosed = true }
        free.signal()
    }
}
