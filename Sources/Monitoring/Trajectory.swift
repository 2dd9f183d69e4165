/// The path that a value should take: through points, in straight lines between them.
public struct Trajectory: Hashable, Codable, Sendable {
    /// A value on a day.
    public struct Point: Hashable, Codable, Sendable {
        /// The day.
        public var day: Day
        /// The value to have by the end of the day, in the target's unit.
        public var value: Double

        /// A value on a day.
        public init(day: Day, value: Double) {
            self.day = day
            self.value = value
        }
    }

    /// At least one, each later than the one before.
    public let points: [Point]

    /// A path through points; nil for none, for two on one day, or for a value that is no finite number.
    public init?(_ points: [Point]) {
        let sorted = points.sorted { $0.day < $1.day }
        guard !sorted.isEmpty, sorted.allSatisfy(\.value.isFinite),
            zip(sorted, sorted.dropFirst()).allSatisfy({ $0.day < $1.day })
        else { return nil }
        self.points = sorted
    }

    /// The straight path from a baseline 基数 to a target 目标值; nil where the target's day is not after the baseline's.
    public init?(from baseline: Point, to target: Point) { self.init([baseline, target]) }

    /// The value to have on a day: the first before it begins, the last after it ends.
    public func expected(on day: Day) -> Double {
        guard let next = points.firstIndex(where: { $0.day >= day }) else { return points[points.count - 1].value }
        guard next > 0, points[next].day != day else { return points[next].value }
        let (before, after) = (points[next - 1], points[next])
        let share = Double(day - before.day) / Double(after.day - before.day)
        return before.value + (after.value - before.value) * share
    }

    /// Reads points and checks them.
    public init(from decoder: any Decoder) throws {
        let points = try decoder.singleValueContainer().decode([Point].self)
        guard let path = Trajectory(points) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no path"))
        }
        self = path
    }

    /// Writes the points.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(points)
    }
}

/// Which way a value gets better.
public enum Direction: String, Codable, CaseIterable, Hashable, Sendable {
    /// More is better, as in enrolment.
    case up
    /// Less is better, as in large classes.
    case down

    /// How far an actual value falls short of the expected one, as a share of it: 0 where it is reached.
    ///
    /// 91.4 against 92 is 0.0065. Where 0 is expected any miss is infinitely short.
    public func shortfall(actual: Double, expected: Double) -> Double {
        let miss = self == .up ? expected - actual : actual - expected
        guard miss > 0 else { return 0 }
        return expected == 0 ? .infinity : miss / abs(expected)
    }
}
