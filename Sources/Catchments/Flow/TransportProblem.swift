/// Amounts at sources that go to sinks over arcs, each for its cost: what a plan of catchments is underneath.
///
/// A source is a residential point with its children, a sink a school. A sink takes its amount through *outlets*: places
/// within the capacity cost nothing, places beyond it a price, places below a least load may earn one. What finds no way is
/// *unplaced* at a cost of its own, so that there is always an answer.
///
/// Arcs lie source by source in flat arrays: those of source `i` are `arcStart[i]..<arcStart[i + 1]`.
public struct TransportProblem: Sendable {
    /// A way out of a sink.
    public struct Outlet: Hashable, Sendable {
        /// The most it takes, 0 or more.
        public var capacity: Int
        /// The cost of each unit it takes; below 0 where filling it is wanted.
        public var cost: Int

        /// An outlet.
        public init(capacity: Int, cost: Int = 0) { (self.capacity, self.cost) = (capacity, cost) }
    }

    /// What each source has, 0 or more.
    public var supplies: [Int]
    /// Where each source's arcs begin, and behind the last one their number.
    public var arcStart: [Int]
    /// The sink of each arc.
    public var arcSink: [Int32]
    /// The cost of each arc for one unit.
    public var arcCost: [Int32]
    /// The ways out of each sink.
    public var outlets: [[Outlet]]
    /// The cost of leaving one unit unplaced, above all that may be worth paying.
    public var unplacedCost: Int

    /// A problem; `TransportSimplex.solve` says what is wrong with it.
    public init(
        supplies: [Int], arcStart: [Int], arcSink: [Int32], arcCost: [Int32], outlets: [[Outlet]], unplacedCost: Int
    ) {
        self.supplies = supplies
        self.arcStart = arcStart
        self.arcSink = arcSink
        self.arcCost = arcCost
        self.outlets = outlets
        self.unplacedCost = unplacedCost
    }

    /// The largest amount of a cost, so that sums along a path stay far inside 64 bits.
    public static let mostCost = 1 << 31 - 1

    /// Why it cannot be solved, or nil.
    var fault: CatchmentError? {
        guard arcStart.count == supplies.count + 1, arcStart.first == 0, arcStart.last == arcSink.count,
            arcSink.count == arcCost.count, zip(arcStart, arcStart.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return .malformedProblem(.arcs) }
        guard arcSink.allSatisfy({ $0 >= 0 && Int($0) < outlets.count }) else { return .malformedProblem(.sinks) }
        guard supplies.allSatisfy({ $0 >= 0 }), outlets.joined().allSatisfy({ $0.capacity >= 0 }) else {
            return .malformedProblem(.amounts)
        }
        let dearest = max(arcCost.reduce(0) { max($0, Int($1.magnitude)) }, unplacedCost.magnitudeAsInt)
        let most = outlets.joined().reduce(dearest) { max($0, $1.cost.magnitudeAsInt) }
        guard most <= Self.mostCost else { return .tooLarge(.cost) }
        var amount = 0
        for supply in supplies {
            let (sum, isTooMuch) = amount.addingReportingOverflow(supply)
            if isTooMuch { return .tooLarge(.amount) }
            amount = sum
        }
        guard !(2 * most + 1).multipliedReportingOverflow(by: amount).overflow, outlets.count < 1 << 20,
            supplies.count < 1 << 30, arcSink.count < 1 << 31 - 1
        else { return .tooLarge(.amount) }
        return nil
    }
}

extension Int {
    fileprivate var magnitudeAsInt: Int { self == .min ? .max : abs(self) }
}
