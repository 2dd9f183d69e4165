import PlanModel
import Testing

@testable import PlanReading

/// Reads a few sentences as clauses, for tests.
struct ClauseReading {
    static let reader = ClauseReader(lexicon: .standard)
    static let labels = FieldLabels(.standard)

    let text: CleanText
    let findings: ClauseFindings

    init(
        _ words: String, role: PlanPart.Role = .plan, year: Int? = 2022, periodStart: Int? = nil,
        kind: ClauseContext.Kind = .body, looksBack: Bool = false
    ) {
        let text = CleanText(DocumentText(plain: words), labels: ClauseReading.labels)
        let context = ClauseContext(
            role: role, year: year, periodStart: periodStart, kind: kind, looksBack: looksBack)
        self.text = text
        findings = Self.reader.read(0..<text.bytes.count, in: text, context: context)
    }

    var quantities: [Quantity] { findings.quantities }

    /// The quantities in short: comparator, value, upper end, unit, such as `>=95%` or `=2..3个`.
    var counts: [String] { quantities.map(Self.short) }

    static func short(_ quantity: Quantity) -> String {
        let high = quantity.high.map { "..\(number($0))" } ?? ""
        return "\(quantity.comparator.rawValue)\(number(quantity.value))\(high)\(quantity.unit)"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}

/// A sentence and what should be read from it.
struct Sentence: Sendable, CustomTestStringConvertible {
    var words: String
    var expected: [String]

    init(_ words: String, _ expected: String...) {
        self.words = words
        self.expected = expected
    }

    var testDescription: String { words }
}
