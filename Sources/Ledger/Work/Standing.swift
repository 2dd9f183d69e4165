import Monitoring

/// Lights counted: parts that add up, so that an office, a section and the whole bureau are counted alike.
public struct Standing: Hashable, Sendable {
    /// Tasks by light.
    public private(set) var lights: [Light: Int] = [:]
    /// Tasks by state.
    public private(set) var states: [WorkState: Int] = [:]
    /// Tasks past their due day, not closed.
    public private(set) var overdue = 0
    /// Targets; those with an actual value; those that reach their goal.
    public private(set) var targets = 0, measured = 0, reached = 0
    /// Sum of the percentages reported, of tasks at work or verified.
    private var percentSum = 0, percentCount = 0

    /// Nothing.
    public init() {}

    /// Counts one task.
    mutating func add(_ line: WorkLine, on day: Day) {
        lights[line.finding.light, default: 0] += 1
        states[line.record.state, default: 0] += 1
        if let due = line.due, due < day, !line.record.state.isClosed, line.record.state != .submitted { overdue += 1 }
        for target in line.record.targets where !target.isDropped {
            targets += 1
            if let isReached = target.isReached {
                measured += 1
                if isReached { reached += 1 }
            }
        }
        if line.record.state.isLive || line.record.state == .verified {
            percentSum += line.record.percent
            percentCount += 1
        }
    }

    /// Both together.
    public static func + (one: Standing, other: Standing) -> Standing {
        var sum = one
        sum.lights.merge(other.lights, uniquingKeysWith: +)
        sum.states.merge(other.states, uniquingKeysWith: +)
        sum.overdue += other.overdue
        sum.targets += other.targets
        sum.measured += other.measured
        sum.reached += other.reached
        sum.percentSum += other.percentSum
        sum.percentCount += other.percentCount
        return sum
    }

    /// Tasks of a light.
    public subscript(light: Light) -> Int { lights[light] ?? 0 }
    /// Tasks in a state.
    public subscript(state: WorkState) -> Int { states[state] ?? 0 }
    /// All tasks.
    public var tasks: Int { lights.values.reduce(0, +) }
    /// Tasks that were handed over and not ended: what completion is counted of.
    public var counted: Int { tasks - self[.draft] - self[.ended] }
    /// Verified tasks.
    public var done: Int { self[.verified] }
    /// Verified tasks of those counted, in percent, 完成率; nil of nothing.
    public var completion: Double? { counted > 0 ? Double(done) / Double(counted) * 100 : nil }
    /// Mean of the percentages reported 平均进度; nil of nothing.
    public var progress: Double? { percentCount > 0 ? Double(percentSum) / Double(percentCount) : nil }
}
