/// When people are reminded of a day 催办: before it, on it, and after it.
public struct ReminderRule: Hashable, Sendable {
    /// Days before the due day, largest first.
    public let before: [Int]
    /// Days after the due day, smallest first.
    public let after: [Int]
    /// After the last of `after`: every so many days.
    public let every: Int

    /// 30, 7 and 1 days before, 1 and 7 days after, then every week.
    public static let standard = ReminderRule(before: [30, 7, 1], after: [1, 7], every: 7)

    /// Days before the due day (largest first), days after it (smallest first), and then every so many days.
    public init(before: [Int], after: [Int], every: Int) {
        self.before = before.filter { $0 >= 0 }.sorted(by: >)
        self.after = after.filter { $0 > 0 }.sorted()
        self.every = max(0, every)
    }

    /// The stage that a day has come to; nil while the first is still to come.
    ///
    /// A stage is named by the days from the due day (−30, −7, −1, 1, 7, 14, …) and holds until the next, so that a
    /// reminder that was missed is still given, once.
    public func stage(due: Day, on today: Day) -> Int? {
        let days = today - due
        if days > 0 {
            if let last = after.last, days > last, every > 0 { return last + (days - last) / every * every }
            return after.last { $0 <= days } ?? before.last.map { -$0 }
        }
        return before.last { $0 >= -days }.map { -$0 }
    }
}
