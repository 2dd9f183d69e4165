import Catchments
import Foundation
import Localisation
import Synchronization

/// The plans that a running server works out: each in a thread of its own, two at a time.
///
/// Runs live in memory; what they find is kept by `CatchmentDesk.keep`. Where the process ends, a run is begun again.
public final class CatchmentRuns: Sendable {
    /// A run.
    public struct Run: Sendable {
        /// When it began.
        public let began: Date
        /// How much of 1 is done; nil where that is not known.
        public internal(set) var share: Double?
        /// Whether it is under way.
        public internal(set) var isRunning = true
        /// Whether it is to end.
        var isCancelled = false
        /// Why it failed; nil where it did not.
        public internal(set) var failure: (any Error)?
    }

    private let runs = Mutex<[Int64: Run]>([:])

    /// Most runs at a time.
    public static let limit = 2

    /// No runs yet.
    public init() {}

    /// The run of a plan that was begun last; nil for none.
    public func run(of plan: Int64) -> Run? { runs.withLock { $0[plan] } }

    /// Begins to work a plan out.
    ///
    /// - Throws: `CatchmentPlanError.running`, `.busy`, `.wrongState`, `.changedMeanwhile`, `.notAllowed`.
    public func begin(_ id: Int64, version: Int, at desk: CatchmentDesk) throws {
        try desk.requirePlan()
        let scheme = try desk.scheme(id)
        guard scheme.state == .draft || scheme.state == .solved else { throw CatchmentPlanError.wrongState }
        guard scheme.version == version else { throw CatchmentPlanError.changedMeanwhile }
        let now = desk.store.environment.now()
        try runs.withLock { runs in
            guard runs[id]?.isRunning != true else { throw CatchmentPlanError.running }
            guard runs.values.count(where: \.isRunning) < Self.limit else { throw CatchmentPlanError.busy }
            // What ended long ago is nobody's business.
            runs = runs.filter { $0.value.isRunning || now.timeIntervalSince($0.value.began) < 86_400 }
            runs[id] = Run(began: now)
        }
        let thread = Thread { [self] in
            let result = Result {
                let input = try desk.plans.input(of: id, isWhole: true)
                let solved = try CatchmentSolving(
                    input, purpose: scheme.purpose, settings: scheme.settings,
                    workers: ProcessInfo.processInfo.activeProcessorCount
                ) { share in
                    runs.withLock { runs in
                        runs[id]?.share = share
                        return runs[id]?.isCancelled == false
                    }
                }
                guard runs.withLock({ $0[id]?.isCancelled == false }) else { throw CatchmentError.cancelled }
                try desk.keep(solved, of: id, version: version)
            }
            runs.withLock { runs in
                runs[id]?.isRunning = false
                if case .failure(let error) = result { runs[id]?.failure = error }
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Ends a run: nothing is kept of it.
    public func cancel(_ plan: Int64) { runs.withLock { $0[plan]?.isCancelled = true } }
}
