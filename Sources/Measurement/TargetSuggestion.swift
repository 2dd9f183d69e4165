import Catalog
import Ledger
import PlanModel

/// An indicator that may measure a target, with how sure that is and why.
public struct TargetSuggestion: Hashable, Sendable {
    /// The indicator.
    public let indicator: Indicator
    /// 0…1.
    public let score: Double
    /// Why it is proposed.
    public let reason: Reason
    /// Whether the target's unit is the indicator's.
    public let unitFits: Bool
    /// What somebody chose for the same words before; nil for none.
    public let remembered: TargetMeasure?

    /// Why an indicator is proposed.
    public enum Reason: Hashable, Sendable {
        /// Somebody chose it for the same words.
        case remembered
        /// The target names it.
        case named
        /// The longest words that both share.
        case shared(String)
    }
}

/// Proposes indicators for the words of a target.
///
/// What somebody chose for the same words comes first. Else the score is the share of character pairs that the metric
/// and a title have in common (Dice's coefficient); where one holds the other whole, at least 0.9 times the root of the
/// share that it covers, so that 学校数 is not proposed wherever schools are named. It is halved where the units differ in
/// kind. Words that every title could have (比例, 率, 达到, 数) tell nothing and are left out.
public struct TargetSuggestions: Sendable {
    /// The lowest score that is told.
    public static let threshold = 0.45

    private let indicators: [Indicator]
    /// The words of each title.
    private let titles: [[Character]]

    /// Proposals from a catalogue.
    public init(_ catalog: Catalog) {
        indicators = catalog.indicators
        titles = catalog.indicators.map { Self.words($0.title.chinese) }
    }

    /// The proposals for a target, the best first.
    ///
    /// - Parameter remembered: what persons chose for the same words, `PlanLedger.rememberedMeasures(wording:)`.
    public func suggestions(
        for target: Quantity, remembered: [TargetMeasure] = [], limit: Int = 5
    ) -> [TargetSuggestion] {
        let metric = Self.words(target.metric.isEmpty ? target.text : target.metric)
        var found: [TargetSuggestion] = []
        for measure in remembered {
            guard let indicator = indicators.first(where: { $0.name == measure.indicator }) else { continue }
            found.append(
                TargetSuggestion(
                    indicator: indicator, score: 1, reason: .remembered, unitFits: Self.fits(target, indicator),
                    remembered: measure))
        }
        let known = Set(found.map(\.indicator.name))
        let others = zip(indicators, titles).compactMap { indicator, title -> TargetSuggestion? in
            guard !known.contains(indicator.name), !metric.isEmpty, !title.isEmpty else { return nil }
            let isNamed = metric == title
            let holds = Self.contains(metric, title) || Self.contains(title, metric)
            var score = isNamed ? 0.99 : Self.likeness(metric, title)
            if holds && min(metric.count, title.count) > 1 && !isNamed {
                let share = Double(min(metric.count, title.count)) / Double(max(metric.count, title.count))
                score = max(score, 0.9 * share.squareRoot())
            }
            let unitFits = Self.fits(target, indicator)
            if !unitFits { score /= 2 }
            guard score >= Self.threshold else { return nil }
            let reason = isNamed ? .named : TargetSuggestion.Reason.shared(Self.longestShared(metric, title))
            return TargetSuggestion(
                indicator: indicator, score: score, reason: reason, unitFits: unitFits, remembered: nil)
        }
        // Of equally good ones the shorter title says less beside the point.
        found += others.sorted {
            ($1.score, $0.indicator.title.chinese.count, $0.indicator.name)
                < ($0.score, $1.indicator.title.chinese.count, $1.indicator.name)
        }
        return Array(found.prefix(limit))
    }

    private static let empty = ["比例", "比率", "占比", "达到", "总数", "全区", "全市", "全县", "率", "数", "的"]

    private static func words(_ text: String) -> [Character] {
        var text = text.filter { $0.isLetter }
        for word in empty { text = text.replacing(word, with: "") }
        return Array(text.lowercased())
    }

    /// Units that measure the same kind of thing. One that is not here measures a kind of its own.
    private static let kinds: [Set<String>] = [
        ["%", "％", "‰", "个百分点"], ["人", "名", "位", "个人"], ["所", "家", "校", "园"],
        ["元", "万元", "亿元"], ["平方米", "万平方米", "亩"], ["次", "场", "期", "节", "轮"], ["人次"],
    ]

    /// A share is measured by shares, people by people, schools by schools; 个 and units of no known kind by any count.
    private static func fits(_ target: Quantity, _ indicator: Indicator) -> Bool {
        func kind(_ unit: String) -> Int? { kinds.firstIndex { $0.contains(unit) } }
        let (one, other) = (kind(target.unit), kind(indicator.unit))
        guard !target.unit.isEmpty, one != other else { return true }
        // Shares are never counts.
        return one != 0 && other != 0 && (one == nil || other == nil)
    }

    private static func contains(_ text: [Character], _ part: [Character]) -> Bool {
        guard part.count <= text.count else { return false }
        return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
    }

    private static func likeness(_ one: [Character], _ other: [Character]) -> Double {
        func pairs(_ text: [Character]) -> [String: Int] {
            zip(text, text.dropFirst()).reduce(into: [:]) { $0["\($1.0)\($1.1)", default: 0] += 1 }
        }
        let first = pairs(one), second = pairs(other)
        let all = first.values.reduce(0, +) + second.values.reduce(0, +)
        guard all > 0 else { return 0 }
        let shared = first.reduce(0) { $0 + min($1.value, second[$1.key] ?? 0) }
        return 2 * Double(shared) / Double(all)
    }

    private static func longestShared(_ one: [Character], _ other: [Character]) -> String {
        var best = (end: 0, length: 0)
        var lengths = [Int](repeating: 0, count: other.count + 1)
        for (index, character) in one.enumerated() {
            for position in stride(from: other.count, to: 0, by: -1) {
                lengths[position] = other[position - 1] == character ? lengths[position - 1] + 1 : 0
                if lengths[position] > best.length { best = (index + 1, lengths[position]) }
            }
        }
        return String(one[best.end - best.length..<best.end])
    }
}
