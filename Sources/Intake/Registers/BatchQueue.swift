import Foundation

/// Hands batches from the thread that reads a file to the one that writes the database: at most `limit` wait, so memory
/// stays bounded whatever the size of the file.
final class BatchQueue<Batch: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [Batch] = []
    private var end: Result<Void, any Error>?
    private var isAbandoned = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Puts a batch in line, waiting for room; false where nobody wants more.
    func put(_ batch: Batch) -> Bool {
        condition.withLock {
            while waiting.count >= limit, !isAbandoned { condition.wait() }
            if isAbandoned { return false }
            waiting.append(batch)
            condition.signal()
            return true
        }
    }

    /// Says that no more will come.
    func finish(_ result: Result<Void, any Error>) {
        condition.withLock {
            end = result
            condition.broadcast()
        }
    }

    /// The next batch, waiting for it; nil at the end. - Throws: what stopped the reading.
    func next() throws -> Batch? {
        try condition.withLock {
            while waiting.isEmpty, end == nil { condition.wait() }
            if !waiting.isEmpty {
                defer { condition.broadcast() }
                return waiting.removeFirst()
            }
            try end?.get()
            return nil
        }
    }

    /// Says that no more are wanted, so that the reader ends.
    func abandon() {
        condition.withLock {
            isAbandoned = true
            waiting = []
            condition.broadcast()
        }
    }
}
