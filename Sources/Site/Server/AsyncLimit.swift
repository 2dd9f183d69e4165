/// Lets only so many do something at once; the others wait, and too many waiting are sent away.
///
/// Signing in takes 32 MiB and 60 ms of a core each, on purpose; without a bound a crowd of attempts would take the
/// machine from those who work.
actor AsyncLimit {
    private let width: Int
    private let queue: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - width: how many at once.
    ///   - queue: how many may wait.
    init(width: Int, queue: Int) {
        self.width = width
        self.queue = queue
    }

    /// Does it when there is room. - Throws: `SiteError.busy` where too many wait already.
    nonisolated func run<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        try await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async throws {
        if running < width {
            running += 1
            return
        }
        guard waiting.count < queue else { throw SiteError.busy }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        // The place is handed on to the one who waits longest.
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
    }
}
