import Foundation
import Localisation
import Registers
import Store
import Synchronization

/// The runs of a running server: one at a time, in a thread of its own, and what of the quality they found.
public final class QualityRuns: Sendable {
    /// A run that somebody began.
    public struct State: Sendable {
        /// When it began.
        public let began: Date
        /// How many checks are done.
        public var done = 0
        /// Whether it is to end.
        var isCancelled = false
        /// Whether it is under way.
        public var isRunning = true
        /// Why it failed; nil where it did not.
        public var failure: (any Error)?
    }

    private let registers: RegisterStore
    private let opened = Mutex<QualityStore?>(nil)
    private let last = Mutex<State?>(nil)

    /// No run yet.
    public init(_ registers: RegisterStore) { self.registers = registers }

    /// The quality of the registers; its tables are made at the first call.
    ///
    /// - Throws: `RegisterError`.
    public func store() throws -> QualityStore {
        try opened.withLock { store in
            if let store { return store }
            let new = try QualityStore(registers)
            store = new
            return new
        }
    }

    /// The run that was begun last, since the server started; nil for none.
    public var state: State? { last.withLock { $0 } }

    /// Begins a run. - Throws: `QualityError.busy`, `RegisterError`.
    public func begin(by principal: Principal) throws {
        let store = try store()
        let now = registers.environment.now()
        try last.withLock { state in
            guard state?.isRunning != true else { throw QualityError.busy }
            state = State(began: now)
        }
        let thread = Thread { [self] in
            let result = Result {
                try store.run(by: principal) { done in
                    last.withLock { state in
                        state?.done = done
                        return state?.isCancelled == false
                    }
                }
            }
            last.withLock { state in
                state?.isRunning = false
                if case .failure(let error) = result { state?.failure = error }
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Ends the run under way: nothing is kept of it.
    public func cancel() { last.withLock { $0?.isCancelled = true } }
}
