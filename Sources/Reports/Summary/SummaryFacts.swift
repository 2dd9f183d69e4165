import Ledger
import Monitoring
import PlanModel

/// What a summary is written from: a plan's tasks at the end of a day with all that happened to them.
public struct SummaryFacts: Sendable {
    /// The plan.
    public let plan: Plan
    /// The day.
    public let day: Day
    /// The tasks as the plan has them, in its order; those of parts that tell of the past year left out.
    public let rows: [TaskRow]
    /// Where they stood.
    public let lines: [Int64: WorkLine]
    /// What happened to each by the end of the day, in order.
    public let events: [Int64: [WorkEvent]]
    /// Files by event.
    public let files: [Int64: [Evidence]]

    /// Reads them. - Throws: `StoreError`.
    public init(of plan: Plan, in ledger: PlanLedger, on day: Day) throws {
        self.plan = plan
        self.day = day
        let filter = LedgerFilter.ledger(of: plan.id)
        let history = try ledger.history(filter, at: [day])
        let past = Set(plan.parts.filter { $0.role == .summary }.map(\.id))
        rows = try ledger.tasks(filter).rows.filter { !past.contains($0.task.part) }
        lines = Dictionary((history.lines.first ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        events = Dictionary(grouping: history.events, by: \.task)
        files = Dictionary(grouping: history.evidence, by: \.event)
    }

    /// The figures of the summary. Pure; linear in tasks and events.
    public var figures: SummaryFigures {
        let tasks = rows.map(result)
        return SummaryFigures(plan: plan.key, day: day, counts: SummaryFigures.counts(tasks), tasks: tasks)
    }

    private func result(of row: TaskRow) -> SummaryFigures.TaskResult {
        let events = events[row.id] ?? [], record = lines[row.id]?.record
        let items = (record?.items ?? []).filter { $0.kind == .deliverable && !$0.isDropped }
        // Before a task is at work its papers and targets are only in the plan.
        let isAtWork = record.map { !$0.items.isEmpty || !$0.targets.isEmpty || !events.isEmpty } ?? false
        let planned = row.task.deliverables.map(\.name)
        let targets =
            isAtWork
            ? (record?.targets ?? []).filter { !$0.isDropped }.map { result(of: $0, events) }
            : row.task.targets.filter { $0.kind == .target }.map { quantity in
                SummaryFigures.TargetResult(
                    target: nil, quantity: quantity,
                    direction: quantity.comparator == .atMost ? .down : .up, result: .noValue, actual: nil,
                    events: [], files: [])
            }
        return SummaryFigures.TaskResult(
            key: row.task.key, state: record?.state ?? .draft, percent: record?.percent ?? 0,
            quotes: ReportedWords.choose(events).map(quote),
            ending: record?.state == .ended ? events.last { $0.move == .end }.map(quote) : nil,
            targets: targets, papers: isAtWork ? items.map(\.text) : planned,
            papersMissing: isAtWork ? items.filter { $0.done == nil }.map(\.text) : planned,
            reports: events.filter { [.report, .submit].contains($0.move) }.map(\.id))
    }

    private func quote(_ event: WorkEvent) -> SummaryFigures.Quote {
        .init(event: event.id, day: event.day, text: event.text, files: digests(event.id))
    }

    private func digests(_ event: Int64) -> [String] { (files[event] ?? []).map(\.digest) }

    private func result(of target: WorkTarget, _ events: [WorkEvent]) -> SummaryFigures.TargetResult {
        var told = events.filter { event in event.detail.values?.contains { $0.target == target.id } == true }
        let source = told.lastIndex { event in
            event.detail.values?.contains { $0.target == target.id && $0.actual == target.actual } == true
        }
        if let source { told.append(told.remove(at: source)) }
        let result: SummaryFigures.TargetResult.Result =
            switch target.isReached {
            case nil: .noValue
            case true?: .reached
            case false?: .notReached
            }
        return SummaryFigures.TargetResult(
            target: target.id, quantity: target.quantity, direction: target.direction, result: result,
            actual: target.actual, events: told.map(\.id), files: told.last.map { digests($0.id) } ?? [])
    }
}
