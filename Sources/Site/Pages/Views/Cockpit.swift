import Ledger
import Monitoring
import PlanModel
import Store

/// What the cockpit shows of one plan on one day: counted once, so that page and big screen say the same.
struct Cockpit {
    /// A target with the task it belongs to.
    struct Aim {
        let line: WorkLine
        let target: WorkTarget
        /// The value to have today; nil where the target has no path.
        let expected: Double?
        /// How far the actual value is short of what is expected today, or of the goal; nil without an actual value.
        let shortfall: Double?
    }

    /// A section of the plan with its tasks counted.
    struct Section {
        let part: String
        let name: String
        let standing: Standing
    }

    /// An order that waits for its reply.
    struct OpenOrder {
        let line: WorkLine
        let order: FollowUp
    }

    let plan: Plan
    let today: Day
    let rule: LightRule
    let standing: Standing
    let offices: [(office: OfficeID?, standing: Standing)]
    let sections: [Section]
    /// All targets, those furthest behind first, those without an actual value last.
    let aims: [Aim]
    /// Tasks with a red light, the longest overdue first.
    let late: [(line: WorkLine, days: Int?)]
    let orders: [OpenOrder]
    /// Tasks that wait to be verified, the longest first.
    let submitted: [WorkLine]
    let trend: [TrendMonth]
    let moves: [WorkMove: Int]
    let news: [WorkNews]

    /// Moves that change where the plan stands; others are counted only.
    static let newsMoves: [WorkMove] = [
        .issue, .verify, .sendBack, .grantExtension, .suspend, .resume, .end, .reopen, .orderFollowUp, .reply, .submit,
        .decline,
    ]
    /// Days of "this week": today and the six before.
    static let newsDays = 7
    /// Rows of a panel; what is left over is a link to the ledger.
    static let rows = 10

    init(_ ledger: PlanLedger, plan: Plan, filter: LedgerFilter, today: Day) throws {
        let lines = try ledger.workLines(filter, on: today, milestonesOnly: true)
        self.plan = plan
        self.today = today
        rule = try ledger.lightRule()
        standing = PlanLedger.standing(lines, on: today)
        offices = Self.offices(lines, today)
        sections = Self.sections(lines, today)
        aims = Self.aims(lines, today)
        late = Self.late(lines)
        orders = Self.orders(lines)
        submitted = lines.filter { $0.record.state == .submitted }
            .sorted { ($0.record.submitted ?? today, $0.id) < ($1.record.submitted ?? today, $1.id) }
        trend = try ledger.monthlyTrend(plan: plan.id, until: today)
        let since = today + (1 - Self.newsDays)
        moves = try ledger.moveCounts(plan: plan.id, since: since)
        news = try ledger.news(plan: plan.id, since: since, of: Self.newsMoves, limit: Self.rows)
    }

    /// The completion rate at the end of the month before this one; nil where nothing was handed over by then.
    var completionBefore: (month: Day, rate: Double)? {
        guard trend.count > 1, let rate = trend[trend.count - 2].completion else { return nil }
        return (trend[trend.count - 2].month, rate)
    }

    /// Offices with most tasks behind first, then by warnings, then by tasks; tasks of no known office last.
    private static func offices(_ lines: [WorkLine], _ today: Day) -> [(office: OfficeID?, standing: Standing)] {
        PlanLedger.standingByOffice(lines, on: today).map { (office: $0.key, standing: $0.value) }.sorted {
            one, other in
            if (one.office == nil) != (other.office == nil) { return other.office == nil }
            func weight(_ standing: Standing) -> (Int, Int, Int) {
                (standing[Light.red], standing[Light.yellow], standing.tasks)
            }
            let (left, right) = (weight(one.standing), weight(other.standing))
            return left == right ? (one.office ?? 0) < (other.office ?? 0) : left > right
        }
    }

    /// Sections in the plan's order.
    private static func sections(_ lines: [WorkLine], _ today: Day) -> [Section] {
        struct Key: Hashable {
            let part: String, name: String
        }
        var order: [Key] = []
        var grouped: [Key: [WorkLine]] = [:]
        for line in lines {
            let key = Key(part: line.part, name: line.section)
            if grouped[key] == nil { order.append(key) }
            grouped[key, default: []].append(line)
        }
        return order.map { key in
            Section(
                part: key.part, name: key.name, standing: PlanLedger.standing(grouped[key] ?? [], on: today))
        }
    }

    static func aims(_ lines: [WorkLine], _ today: Day) -> [Aim] {
        var aims: [Aim] = []
        for line in lines where ![.draft, .ended].contains(line.record.state) {
            for target in line.record.targets where !target.isDropped {
                let expected = target.path?.expected(on: today)
                let shortfall = target.actual.map {
                    target.direction.shortfall(actual: $0.value, expected: expected ?? target.goal)
                }
                aims.append(Aim(line: line, target: target, expected: expected, shortfall: shortfall))
            }
        }
        let shortfalls = aims.map { $0.shortfall ?? -1 }
        return aims.indices.sorted { one, other in
            shortfalls[one] == shortfalls[other] ? one < other : shortfalls[one] > shortfalls[other]
        }.map { aims[$0] }
    }

    private static func late(_ lines: [WorkLine]) -> [(line: WorkLine, days: Int?)] {
        var late: [(line: WorkLine, days: Int?)] = []
        for line in lines where line.finding.light == .red { late.append((line, days(line.finding))) }
        return late.sorted { one, other in
            let (left, right) = (one.days ?? 0, other.days ?? 0)
            return left == right ? one.line.id < other.line.id : left > right
        }
    }

    private static func orders(_ lines: [WorkLine]) -> [OpenOrder] {
        var orders: [OpenOrder] = []
        for line in lines {
            for order in line.record.followUps where order.isOpen { orders.append(OpenOrder(line: line, order: order)) }
        }
        return orders.sorted { ($0.order.replyBy, $0.order.id) < ($1.order.replyBy, $1.order.id) }
    }

    /// By how many days the gravest of the days that are over is over.
    private static func days(_ finding: LightFinding) -> Int? {
        finding.reasons.compactMap { reason in
            switch reason {
            case .overdue(let days), .stepOverdue(_, let days), .replyOverdue(let days): days
            default: nil
            }
        }.max()
    }
}
