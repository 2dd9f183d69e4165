import Documents
import Foundation
import Ledger
import Monitoring
import Store

/// A year of a fictional district: a plan handed over, accepted, reported, late here and there, followed up, verified.
///
/// The same ledger, year and seed give the same events on any machine. Everything goes through the moves that people
/// make, by accounts with their rights; nothing is written around them.
public struct YearSimulation {
    let ledger: PlanLedger
    let clock: SimulatedClock
    let plan: Plan
    let year: Int
    var dice: Dice
    var staff = SimulatedStaff()
    var characters: [Int64: TaskCharacter] = [:]
    var nextReport: [Int64: Day] = [:]
    var submittedOnce: Set<Int64> = []
    var sentBack: Set<Int64> = []
    /// What was made: moves by kind.
    public private(set) var counts: [WorkMove: Int] = [:]

    /// A year of an opened plan.
    ///
    /// - Parameter clock: the clock of the ledger's store.
    public init(ledger: PlanLedger, clock: SimulatedClock, plan: Plan, year: Int, seed: UInt64) {
        self.ledger = ledger
        self.clock = clock
        self.plan = plan
        self.year = year
        dice = Dice(seed: seed)
    }

    /// Lives through the year, day by day.
    ///
    /// - Parameter monthEnd: called at the end of each month, with its last day; the clock stands in the evening.
    public mutating func run(monthEnd: (Day) throws -> Void) throws {
        guard let first = Day(year: year, month: 1, day: 5), let handOver = Day(year: year, month: 1, day: 12) else {
            return
        }
        clock.set(first, minute: 9 * 60)
        staff = try SimulatedStaff.make(in: ledger)
        var day = first
        while day.year == year {
            if day == handOver { try issueAll(day) }
            if (1...5).contains(day.weekday) { try work(on: day) }
            clock.set(day, minute: 7 * 60)
            try ledger.remind(by: .system("simulation"))
            if day == day.endOfMonth {
                clock.set(day, minute: 18 * 60)
                try monthEnd(day)
            }
            day = day + 1
        }
    }

    private func filter() -> LedgerFilter {
        var filter = LedgerFilter.ledger(of: plan.id)
        if plan.parts.contains(where: { $0.role == .plan }) { filter.partRole = .plan }
        return filter
    }

    private mutating func issueAll(_ day: Day) throws {
        clock.set(day, minute: 10 * 60)
        let lines = try ledger.workLines(filter(), on: day)
        let end = Day(year: year, month: 12, day: 20)
        let (dated, undated) = (lines.filter { $0.due != nil }, lines.filter { $0.due == nil })
        try ledger.issue(
            dated.map(\.id), undated: undated.map(\.id), due: end, text: "请按分工落实，每月报告进展。", setsPaths: true,
            by: staff.bureau)
        counts[.issue, default: 0] += lines.count
        for line in lines {
            characters[line.id] = TaskCharacter(&dice)
            nextReport[line.id] = day + dice.number(10...30)
        }
    }

    /// One working day: each task gets at most one move of its office and one of the bureau.
    private mutating func work(on day: Day) throws {
        var minute = 9 * 60 + 5
        for line in try ledger.workLines(filter(), on: day) {
            guard let character = characters[line.id] else { continue }
            minute = min(minute + 1, 17 * 60 + 30)
            clock.set(day, minute: minute)
            let hasMoved = try officeMove(line, character, day)
            if hasMoved { minute += 1 }
            clock.set(day, minute: minute)
            try bureauMove(hasMoved ? try current(line.id, day) : line, character, day)
        }
    }

    private func current(_ task: Int64, _ day: Day) throws -> WorkLine {
        var filter = filter()
        filter.ids = [task]
        guard let line = try ledger.workLines(filter, on: day).first else { throw LedgerError.noTask }
        return line
    }

    mutating func make(
        _ move: TaskMove, _ line: WorkLine, by principal: Principal, files: [NewEvidence] = []
    ) throws {
        try ledger.move(move, task: line.id, files: files, by: principal)
        counts[move.kind, default: 0] += 1
        clock.advance(seconds: 20)
    }
}
