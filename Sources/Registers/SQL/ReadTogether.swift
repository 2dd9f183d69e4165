import Foundation
import Synchronization

extension RegisterDatabase {
    /// Reads through several connections that see the same state of the registers, each in a thread of its own.
    ///
    /// Where changes keep coming between the connections' first looks, one connection does it alone.
    ///
    /// - Parameters:
    ///   - count: how many, 1 or more; no more are taken than half of those that the database has for readers.
    ///   - meanwhile: called by the caller's thread, some twenty times a second.
    ///   - body: called once a connection, at the same time. Its first error is thrown when all have ended.
    public func readTogether(
        _ count: Int, meanwhile: () -> Void = {}, _ body: @escaping @Sendable (any SQLConnection) throws -> Void
    ) throws {
        // Others want to read meanwhile.
        let most = max(1, min(count, readersAtOnce / 2))
        for attempt in 0..<20 {
            let meeting = Meeting(of: attempt < 19 ? most : 1)
            // Two that gather at once could each hold the connections that the other waits for.
            gathering.lock()
            for _ in 0..<meeting.size {
                let thread = Thread {
                    let result = Result {
                        try read { connection in
                            let version = try connection.value("SELECT max(id) FROM audit").integer ?? 0
                            if meeting.agrees(on: version) { try body(connection) }
                        }
                    }
                    meeting.leave(result)
                }
                // SQL of the catalogue nests deeply.
                thread.stackSize = 8 << 20
                thread.start()
            }
            meeting.gather()
            gathering.unlock()
            if try meeting.ended(meanwhile) { return }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }
}

/// Held by who waits for connections that are to see one state.
private let gathering = NSLock()

/// Where the threads of one reading wait for each other.
private final class Meeting: Sendable {
    private struct State {
        var versions: [Int64] = []
        var left = 0
        var isOff = false
        var error: (any Error)?
    }

    let size: Int
    private let state = Mutex(State())

    init(of size: Int) { self.size = size }

    /// Waits until all have come; whether all see the same version.
    func agrees(on version: Int64) -> Bool {
        state.withLock { $0.versions.append(version) }
        while true {
            let answer: Bool? = state.withLock { state in
                if state.isOff { return false }
                return state.versions.count == size ? Set(state.versions).count == 1 : nil
            }
            if let answer {
                if !answer { state.withLock { $0.isOff = true } }
                return answer
            }
            Thread.sleep(forTimeInterval: 0.0002)
        }
    }

    /// Waits until all have come, or it is clear that they will not.
    func gather() {
        while state.withLock({ !$0.isOff && $0.versions.count < size && $0.left < size }) {
            Thread.sleep(forTimeInterval: 0.0002)
        }
    }

    func leave(_ result: Result<Void, any Error>) {
        state.withLock { state in
            if case .failure(let error) = result {
                state.error = state.error ?? error
                // Nobody shall wait for one who does not come.
                if state.versions.count < size { state.isOff = true }
            }
            state.left += 1
        }
    }

    /// Waits until all have left; false where they did not agree.
    func ended(_ meanwhile: () -> Void) throws -> Bool {
        while true {
            let (left, isOff, error) = state.withLock { ($0.left, $0.isOff, $0.error) }
            if left == size {
                if let error { throw error }
                return !isOff
            }
            meanwhile()
            Thread.sleep(forTimeInterval: left == 0 && size == 1 ? 0.001 : 0.005)
        }
    }
}
