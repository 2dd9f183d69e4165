import AdmissionService
import Foundation
import Synchronization

/// The simulations of a running server: one at a time, in a thread of its own.
final class SimulationRuns: Sendable {
    /// A run that somebody began.
    struct State: Sendable {
        /// The round.
        let round: Int64
        /// When it began.
        let began: Date
        /// What share is done, 0–1.
        var share = 0.0
        var isCancelled = false
        /// Whether it is under way.
        var isRunning = true
        /// Why it failed; nil where it did not.
        var failure: (any Error)?
    }

    private let last = Mutex<State?>(nil)

    /// The run of a round that was begun last, since the server started; nil for none.
    func state(of round: Int64) -> State? {
        last.withLock { state in state.flatMap { $0.round == round ? $0 : nil } }
    }

    /// Begins a run. - Throws: `AdmissionError.busy`.
    func begin(_ round: Int64, _ settings: SimulationSettings, file: [UInt8]?, desk: AdmissionDesk, at now: Date) throws
    {
        try last.withLock { state in
            guard state?.isRunning != true else { throw AdmissionError.busy }
            state = State(round: round, began: now)
        }
        let thread = Thread { [self] in
            let result = Result {
                try desk.simulate(round, settings, file: file) { share in
                    last.withLock { state in
                        state?.share = share
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
    func cancel() { last.withLock { $0?.isCancelled = true } }
}
