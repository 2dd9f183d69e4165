import Catalog
import Foundation
import Indicators
import Ledger
import Localisation
import Monitoring
import PlanModel
import Registers
import Store

/// Brings what indicators count into the ledger: the actual values of the targets that are bound to them.
///
/// A value comes in as a report of the task by the programme, so that the ledger's own rules hold for it: only tasks that
/// are worked on take one, and the light follows. A value that the target has already is not reported again.
public struct TargetMeasurement: Sendable {
    private let ledger: PlanLedger
    private let indicators: IndicatorStore
    private let proposals: TargetSuggestions

    /// Who reports measured values.
    public static let principal = Principal.system("indicators")

    /// Joins a ledger and the values of indicators.
    public init(ledger: PlanLedger, indicators: IndicatorStore) {
        self.ledger = ledger
        self.indicators = indicators
        proposals = TargetSuggestions(indicators.catalog)
    }

    /// What became of a binding.
    public struct Outcome: Hashable, Sendable {
        /// The binding.
        public let binding: TargetBinding
        /// What was done.
        public let result: Result
    }

    /// What was done about a target.
    public enum Result: Hashable, Sendable {
        /// The value was reported.
        case reported(TargetActual)
        /// The ledger has the value already.
        case unchanged
        /// Nothing was counted yet, or there is no such indicator or organisation.
        case noValue
        /// The task takes no report now: not handed over, submitted, done or suspended.
        case notAtWork
    }

    /// Proposals for a target, what was chosen for the same words first, without what was refused for them.
    public func suggestions(for target: Quantity, limit: Int = 5) throws -> [TargetSuggestion] {
        let words = Self.words(of: target)
        let remembered = try ledger.rememberedMeasures(wording: words)
        let refused = try ledger.refusedIndicators(wording: words)
        return Array(
            proposals.suggestions(for: target, remembered: remembered, limit: limit + refused.count)
                .filter { !refused.contains($0.indicator.name) }.prefix(limit))
    }

    /// The indicators that somebody refused for the words of a target.
    public func refused(for target: Quantity) throws -> [Indicator] {
        let names = try ledger.refusedIndicators(wording: Self.words(of: target))
        return indicators.catalog.indicators.filter { names.contains($0.name) }
    }

    private static func words(of target: Quantity) -> String { target.metric.isEmpty ? target.text : target.metric }

    /// Reports the latest value of every bound target that has changed, of one task or of all; each task in a transaction.
    ///
    /// - Parameter day: today; a value is of the day as of which its rows were counted.
    @discardableResult
    public func report(task: Int64? = nil, on day: Day) throws -> [Outcome] {
        let tree = try indicators.registers.organisations()
        let codes = Dictionary(tree.nodes.values.map { ($0.code, $0.id) }) { first, _ in first }
        var outcomes: [Outcome] = []
        for (task, bindings) in Dictionary(grouping: try ledger.bindings(of: task), by: \.task).sorted(by: {
            $0.key < $1.key
        }) {
            let record = try ledger.work(of: task, on: day).record
            var reports: [TargetReport] = [], sentences: [String] = []
            for binding in bindings {
                guard let target = record.targets.first(where: { $0.id == binding.target && !$0.isDropped }),
                    let organisation = codes[binding.measure.organisation],
                    let (value, sentence) = try measured(target, binding.measure, at: organisation, until: day)
                else {
                    outcomes.append(Outcome(binding: binding, result: .noValue))
                    continue
                }
                guard target.actual != value, target.actual.map({ $0.day <= value.day }) ?? true else {
                    outcomes.append(Outcome(binding: binding, result: .unchanged))
                    continue
                }
                guard WorkMove.report.from.contains(record.state) else {
                    outcomes.append(Outcome(binding: binding, result: .notAtWork))
                    continue
                }
                reports.append(TargetReport(target: target.id, actual: value))
                sentences.append(sentence)
                outcomes.append(Outcome(binding: binding, result: .reported(value)))
            }
            guard !reports.isEmpty else { continue }
            do {
                try ledger.move(
                    .report(ProgressReport(sentences.joined(separator: "\n"), values: reports)), task: task,
                    by: Self.principal)
            } catch is WorkError {
                // Such as a task of a plan that was archived: the others take their values all the same.
                outcomes = outcomes.map { outcome in
                    guard outcome.binding.task == task, case .reported = outcome.result else { return outcome }
                    return Outcome(binding: outcome.binding, result: .notAtWork)
                }
            }
        }
        return outcomes
    }

    /// The latest value of what measures a target, in the target's sense, with the day as of which its rows were counted;
    /// nil where nothing was counted, or there is no such indicator or organisation.
    public func reading(_ target: WorkTarget, by measure: TargetMeasure, until day: Day) throws -> TargetActual? {
        let nodes = try indicators.registers.organisations().nodes.values
        guard let organisation = nodes.first(where: { $0.code == measure.organisation }) else { return nil }
        return try measured(target, measure, at: organisation.id, until: day)?.0
    }

    /// The latest value of what measures a target, in the target's sense, and a sentence that tells where it is from.
    private func measured(
        _ target: WorkTarget, _ measure: TargetMeasure, at organisation: Int64, until day: Day
    ) throws -> (TargetActual, String)? {
        guard let indicator = indicators.catalog.indicator(measure.indicator),
            let snapshot = try indicators.snapshots(of: indicator).last(where: { $0.day <= day }),
            let now = try value(indicator, snapshot.period, measure, organisation)
        else { return nil }
        var value = now
        switch target.quantity.comparator {
        case .increase where isOfPeriod(indicator): break
        case .increase, .decrease:
            // The plan names a change: it is counted from the same period a year before.
            guard let before = try self.value(indicator, snapshot.period.yearBefore, measure, organisation) else {
                return nil
            }
            value = target.quantity.comparator == .increase ? now - before : before - now
        case .equal, .atLeast, .atMost, .about: break
        }
        value = (value * 10_000).rounded() / 10_000
        let sentence = StringCatalogue.standard.string(
            "indicators.report", .chinese,
            [
                "title": indicator.title.chinese, "period": snapshot.period.description,
                "value": value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value),
                "unit": indicator.unit, "day": snapshot.day.text, "version": String(snapshot.version),
            ])
        return (TargetActual(value: value, day: snapshot.day), sentence)
    }

    /// Whether the indicator counts what came in the period, such as new seats: that is an increase already.
    private func isOfPeriod(_ indicator: Indicator) -> Bool {
        guard indicator.whole == nil else { return false }
        if case .on = indicators.catalog.register(indicator.part.register)?.time { return true }
        return indicator.part.on != nil
    }

    private func value(
        _ indicator: Indicator, _ period: Period, _ measure: TargetMeasure, _ organisation: Int64
    ) throws -> Double? {
        guard let field = measure.field else {
            return try indicators.value(
                of: indicator, in: period, organisation: organisation, access: .commandLine)?.value
        }
        return try indicators.split(
            of: indicator, in: period, organisation: organisation, by: field, access: .commandLine
        ).first { $0.category?.value == measure.value }?.value
    }
}
