import Foundation
import Localisation
import Synchronization

/// Long work that somebody began from a page: each run in a thread of its own, one a page, a few at a time.
///
/// Runs live in memory: what they find is for the work itself to keep. Where the process ends, a run is begun again.
final class BackgroundRuns: Sendable {
    /// A run.
    struct Run: Sendable {
        /// How a run stands.
        enum Phase: Sendable {
            /// It goes on; so much of 1 is done, nil where that is not known yet.
            case running(share: Double?)
            case done
            /// Somebody ended it.
            case stopped
            case failed(any Error)
        }

        /// When it began.
        let began: Date
        fileprivate(set) var phase = Phase.running(share: nil)
        fileprivate var isToEnd = false

        var isRunning: Bool { if case .running = phase { true } else { false } }
    }

    /// What a run calls now and then with how much of 1 is done; false says that it is to end, by an error.
    typealias Progress = (_ share: Double) -> Bool

    /// Most runs at a time: they share the processors with those who only read.
    static let limit = 3
    /// How long is told how a run ended, in seconds after it began.
    static let lifetime = 86_400.0

    private let runs = Mutex<[SitePath: Run]>([:])
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// No runs yet.
    ///
    /// - Parameter start: has a run done; in a thread of its own where nothing else is said.
    init(
        start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = { work in
            let thread = Thread(block: work)
            // SQL of the catalogue nests deeply.
            thread.stackSize = 8 << 20
            thread.start()
        }
    ) {
        self.start = start
    }

    /// The run that was begun last from a page; nil for none.
    subscript(page: SitePath) -> Run? { runs.withLock { $0[page] } }

    /// Begins a run. - Throws: `RunRefusal`.
    func begin(_ page: SitePath, at now: Date, _ work: @escaping @Sendable (Progress) throws -> Void) throws {
        try runs.withLock { runs in
            guard runs[page]?.isRunning != true else { throw RunRefusal.underWay }
            let running = runs.values.count(where: \.isRunning)
            guard running < Self.limit else { throw RunRefusal.others(count: running) }
            runs = runs.filter { $0.value.isRunning || now.timeIntervalSince($0.value.began) < Self.lifetime }
            runs[page] = Run(began: now)
        }
        start { [self] in
            let result = Result {
                try work { share in
                    runs.withLock { runs in
                        runs[page]?.phase = .running(share: share)
                        return runs[page]?.isToEnd == false
                    }
                }
            }
            runs.withLock { runs in
                switch result {
                case .success: runs[page]?.phase = .done
                case .failure where runs[page]?.isToEnd == true: runs[page]?.phase = .stopped
                case .failure(let error): runs[page]?.phase = .failed(error)
                }
            }
        }
    }

    /// Has the run of a page end, where there is one.
    func end(_ page: SitePath) { runs.withLock { $0[page]?.isToEnd = true } }
}

/// Why a run cannot begin now.
enum RunRefusal: Error, Hashable, Explained {
    /// This one is under way.
    case underWay
    /// So many others are.
    case others(count: Int)

    var messageKey: String { self == .underWay ? "site.run.underWay" : "site.run.others" }
    var messageArguments: [String: String] {
        if case .others(let count) = self { ["count": "\(count)"] } else { [:] }
    }
}
