import Monitoring

/// Which days are workdays 工作日: Monday to Friday, but for the days off and made-up workdays of the calendar.
public struct Workdays: Hashable, Sendable {
    /// Differences to the plain week: true for a workday, by day number.
    private let exceptions: [Int: Bool]

    /// The workdays of a calendar: days `yyyy-MM-dd`, true for a made-up workday, false for a day off.
    public init(_ calendar: [String: Bool]) {
        let days = calendar.compactMap { text, works in Day(text).map { ($0.number, works) } }
        exceptions = Dictionary(days) { first, _ in first }
    }

    /// Whether a day is a workday.
    public func contains(_ day: Day) -> Bool { exceptions[day.number] ?? (1...5).contains(day.weekday) }

    /// Workdays after the first day up to and including the second; negative where the second is earlier.
    public func between(_ first: Day, _ second: Day) -> Int {
        if second < first { return -between(second, first) }
        // Whole weeks have five; the rest and the exceptions are counted one by one.
        let span = second - first
        var count = span / 7 * 5
        var day = first + span / 7 * 7
        while day < second {
            day = day + 1
            if (1...5).contains(day.weekday) { count += 1 }
        }
        for (number, works) in exceptions where number > first.number && number <= second.number {
            let usual = (1...5).contains(Day(number: number).weekday)
            if works != usual { count += works ? 1 : -1 }
        }
        return count
    }

    /// The days that differ from the plain week, in their order, each with how many workdays more or fewer there are
    /// up to it and including it.
    var changes: [(day: Day, total: Int)] {
        var total = 0
        return exceptions.sorted { $0.key < $1.key }.compactMap { number, works in
            let day = Day(number: number)
            guard works != (1...5).contains(day.weekday) else { return nil }
            total += works ? 1 : -1
            return (day, total)
        }
    }

    /// The workday that is so many workdays after a day.
    public func day(_ count: Int, after day: Day) -> Day {
        var day = day
        var left = count
        while left > 0 {
            day = day + 1
            if contains(day) { left -= 1 }
        }
        return day
    }
}
