import Foundation
import Ledger
import Localisation
import Monitoring

/// A figure of a summary that its evidence does not bear out.
public struct SummaryFault: Hashable, Sendable, Explained {
    /// What is wrong.
    public let kind: Kind
    /// Where: a task's key, with the target or count.
    public let place: String

    /// What can be wrong.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// There is no such plan.
        case noPlan
        /// The plan has no such task, or the summary leaves one out.
        case noTask, taskLeftOut
        /// The event is not there, is another task's, or came later.
        case noEvent
        /// The event does not say so.
        case otherWords, otherValue
        /// The file did not come with the event, or is not among the store's files.
        case noFile
        /// The state or the result does not follow from the events.
        case otherState, otherResult
        /// The count is not that of the tasks.
        case otherCount
    }

    /// The key of its message in the string catalogue.
    public var messageKey: String { "reports.fault.\(kind.rawValue)" }
    /// What is filled into the message.
    public var messageArguments: [String: String] { ["place": place] }
}

extension SummaryFigures {
    /// Resolves every figure of a `summary.json` to its evidence and tells what does not resolve; nothing where all do.
    ///
    /// - Throws: `ReportError.badFigures` for what is no such file; `StoreError`.
    public static func verify(_ json: [UInt8], in ledger: PlanLedger) throws -> [SummaryFault] {
        guard let figures = try? JSONDecoder().decode(SummaryFigures.self, from: Data(json)) else {
            throw ReportError.badFigures
        }
        let plans = try ledger.plans(states: Set(Plan.State.allCases))
        guard let plan = plans.first(where: { $0.key == figures.plan }) else {
            return [SummaryFault(kind: .noPlan, place: figures.plan)]
        }
        let facts = try SummaryFacts(of: plan, in: ledger, on: figures.day)
        return figures.faults(against: facts) { ledger.store.files.has($0) }
    }

    /// What does not follow from the facts. Pure.
    ///
    /// - Parameter hasFile: whether the store has the file of a digest.
    func faults(against facts: SummaryFacts, hasFile: @escaping (String) -> Bool) -> [SummaryFault] {
        let rows = Dictionary(facts.rows.map { ($0.task.key, $0.id) }, uniquingKeysWith: { first, _ in first })
        var faults: [SummaryFault] = []
        for task in tasks {
            guard let id = rows[task.key], let line = facts.lines[id] else {
                faults.append(SummaryFault(kind: .noTask, place: task.key))
                continue
            }
            var check = TaskCheck(
                task: task, line: line,
                events: Dictionary((facts.events[id] ?? []).map { ($0.id, $0) }, uniquingKeysWith: { $1 }),
                files: facts.files, hasFile: hasFile)
            check.run()
            faults += check.faults
        }
        let told = Set(tasks.map(\.key))
        for key in rows.keys.sorted() where !told.contains(key) {
            faults.append(SummaryFault(kind: .taskLeftOut, place: key))
        }
        if counts != Self.counts(tasks) {
            let right = Self.counts(tasks)
            for kind in Count.Kind.allCases
            where counts.filter({ $0.kind == kind }) != right.filter({ $0.kind == kind }) {
                faults.append(SummaryFault(kind: .otherCount, place: kind.rawValue))
            }
        }
        return faults
    }
}

/// The figures of one task against its events.
private struct TaskCheck {
    let task: SummaryFigures.TaskResult
    let line: WorkLine
    let events: [Int64: WorkEvent]
    let files: [Int64: [Evidence]]
    let hasFile: (String) -> Bool
    var faults: [SummaryFault] = []

    private mutating func fault(_ kind: SummaryFault.Kind, _ place: String = "") {
        faults.append(SummaryFault(kind: kind, place: place.isEmpty ? task.key : "\(task.key) · \(place)"))
    }

    mutating func run() {
        if task.state != line.record.state || task.percent != line.record.percent { fault(.otherState) }
        let reports = events.values.filter { [.report, .submit].contains($0.move) }.map(\.id).sorted()
        if task.reports != reports { fault(.noEvent, "reports") }
        for quote in task.quotes + [task.ending].compactMap({ $0 }) {
            guard let event = events[quote.event], event.day == quote.day else {
                fault(.noEvent, "\(quote.event)")
                continue
            }
            if event.text != quote.text { fault(.otherWords, "\(quote.event)") }
            check(quote.files, of: quote.event)
        }
        let papers = line.record.items.filter { $0.kind == .deliverable && !$0.isDropped && $0.done == nil }
        if line.record.state != .draft, task.papersMissing != papers.map(\.text) { fault(.otherResult, "papers") }
        let kept = line.record.targets.filter { !$0.isDropped }
        if line.record.state != .draft, task.targets.map(\.target) != kept.map({ $0.id }) {
            fault(.otherResult, "targets")
        }
        for target in task.targets { check(target) }
    }

    private mutating func check(_ target: SummaryFigures.TargetResult) {
        let place = target.quantity.metric
        let kept = line.record.targets.first { $0.id == target.target }
        if target.target != nil, kept?.quantity != target.quantity || kept?.direction != target.direction {
            fault(.otherResult, place)
        }
        guard let actual = target.actual else {
            if target.result != .noValue || kept?.actual != nil { fault(.otherResult, place) }
            return
        }
        if kept?.actual != actual { fault(.otherValue, place) }
        let goal = target.direction == .down ? target.quantity.high ?? target.quantity.value : target.quantity.value
        let isReached = target.direction.shortfall(actual: actual.value, expected: goal) == 0
        if target.result != (isReached ? .reached : .notReached) { fault(.otherResult, place) }
        if target.events.isEmpty { fault(.noEvent, place) }
        for id in target.events {
            guard let event = events[id] else {
                fault(.noEvent, "\(place) \(id)")
                continue
            }
            let says = (event.detail.values ?? []).filter { $0.target == target.target }
            if says.isEmpty || (id == target.events.last && !says.contains { $0.actual == actual }) {
                fault(.otherValue, "\(place) \(id)")
            }
        }
        if let source = target.events.last { check(target.files, of: source) }
    }

    private mutating func check(_ digests: [String], of event: Int64) {
        let came = Set((files[event] ?? []).map(\.digest))
        if Set(digests) != came { fault(.noFile, "\(event)") }
        for digest in digests where came.contains(digest) && !hasFile(digest) { fault(.noFile, digest) }
    }
}
