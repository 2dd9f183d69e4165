import Catalog
import Foundation
import Localisation
import Monitoring
import Registers
import Store
import Synchronization

/// Counts the indicators of a running programme: one count at a time, whose progress anybody can ask for.
///
/// What runs lives in memory. Where the process ends, nothing of it was kept, and it can be asked for anew.
public final class IndicatorCounting: Sendable {
    /// A count under way.
    public struct Run: Hashable, Sendable {
        /// Who asked for it, as the audit trail names them.
        public let who: String
        /// When it began.
        public let began: Date
        /// How many statements are done.
        public fileprivate(set) var done = 0
        /// How many there are; 0 until that is known.
        public fileprivate(set) var total = 0
        /// Whether it was told to stop.
        public fileprivate(set) var isCancelled = false

        /// The share that is done, 0…1; nil until that is known.
        public var share: Double? { total > 0 ? Double(done) / Double(total) : nil }
    }

    /// How the last count ended.
    public enum Outcome: Sendable {
        /// So many values are kept, as of then.
        case done(indicators: Int, at: Date)
        /// Somebody stopped it: nothing was kept.
        case cancelled
        /// It failed, in counting or in what is done afterwards. Nil for an error of the programme itself.
        case failed((any Error & Explained)?)
    }

    private struct State {
        var run: Run?
        var outcome: Outcome?
    }

    private struct Cancelled: Error {}

    private let store: IndicatorStore
    private let afterwards: @Sendable () throws -> Void
    private let state = Mutex(State())

    /// Counts the values of a store.
    ///
    /// - Parameter afterwards: what is to be done with new values, such as telling the ledger of them.
    public init(_ store: IndicatorStore, afterwards: @escaping @Sendable () throws -> Void = {}) {
        self.store = store
        self.afterwards = afterwards
    }

    /// What runs now; nil for nothing.
    public var run: Run? { state.withLock { $0.run } }

    /// How the last count of this process ended; nil where there was none.
    public var outcome: Outcome? { state.withLock { $0.outcome } }

    /// Begins a count in a thread of its own; false where one runs already, which then does for both.
    ///
    /// - Parameter jobs: what is counted.
    public func begin(_ jobs: [(Indicator, Period)], by principal: Principal) -> Bool {
        guard claim(principal) else { return false }
        let thread = Thread { [self] in count(.onDemand, by: principal) { jobs } }
        // SQL of the catalogue nests deeply.
        thread.stackSize = 8 << 20
        thread.start()
        return true
    }

    /// Counts now, in the caller's thread, what is due at night: once a day, from an hour of the day on.
    ///
    /// - Returns: whether it was counted by this call.
    @discardableResult
    public func countNightly(from hour: Int, by principal: Principal) throws -> Bool {
        // Where there is nobody yet, there is nothing to count.
        guard try store.isNightDue(from: hour), try !store.registers.organisations().nodes.isEmpty, claim(principal)
        else { return false }
        count(.nightly, by: principal) { try store.nightlyJobs() }
        if case .done = outcome { return true }
        return false
    }

    /// Stops what runs; nothing of it is kept.
    public func cancel() { state.withLock { $0.run?.isCancelled = true } }

    /// Takes the place of the one count that may run; false where it is taken.
    func claim(_ principal: Principal) -> Bool {
        let now = store.registers.environment.now()
        return state.withLock { state in
            guard state.run == nil else { return false }
            state.run = Run(who: principal.name, began: now)
            return true
        }
    }

    /// Counts in the caller's thread, after `claim`, and makes room for the next.
    func count(
        _ action: CountingAction, by principal: Principal, _ jobs: () throws -> [(Indicator, Period)]
    ) {
        var outcome: Outcome
        do {
            let counted = try store.compute(jobs(), by: principal, action: action) { done, total in
                try state.withLock { state in
                    if state.run?.isCancelled == true { throw Cancelled() }
                    state.run?.done = done
                    state.run?.total = total
                }
            }
            outcome = .done(indicators: counted.count, at: store.registers.environment.now())
            try afterwards()
        } catch is Cancelled {
            outcome = .cancelled
        } catch {
            outcome = .failed(error as? any Error & Explained)
        }
        state.withLock { $0 = State(outcome: outcome) }
    }
}
