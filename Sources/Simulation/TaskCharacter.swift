import Monitoring

/// How an office goes about a task in the simulated year.
struct TaskCharacter {
    /// Days until it is accepted.
    let acceptance: Int
    /// Days between reports.
    let reporting: Int
    /// How the work goes beside the plan: 1 as planned, below behind, above ahead.
    let pace: Double
    /// What share of its targets it reaches in the end.
    let yield: Double
    /// Days from the due day on which it is submitted, negative before it.
    let finish: Int
    /// Whether more time is asked for when the day comes near.
    let asksExtension: Bool
    /// Whether the first submission is sent back.
    let isSentBack: Bool
    /// Set aside over the summer, or ended in August.
    let fate: Fate

    enum Fate { case normal, suspended, ended }

    /// Most tasks go well; some are late, some ask for time, few are set aside or ended.
    init(_ dice: inout Dice) {
        let kind = dice.number(0...99)
        let isLate = (70..<86).contains(kind)
        acceptance = dice.chance(12) ? dice.number(5...12) : dice.number(0...3)
        reporting = dice.chance(20) ? dice.number(45...70) : dice.number(14...30)
        pace = isLate ? Double(dice.number(55...85)) / 100 : Double(dice.number(92...115)) / 100
        yield = dice.chance(15) ? Double(dice.number(80...97)) / 100 : Double(dice.number(100...112)) / 100
        asksExtension = (86..<95).contains(kind)
        finish = isLate ? dice.number(4...45) : asksExtension ? dice.number(8...25) : -dice.number(0...18)
        isSentBack = dice.chance(14)
        fate = kind >= 98 ? .ended : kind >= 95 ? .suspended : .normal
    }
}
