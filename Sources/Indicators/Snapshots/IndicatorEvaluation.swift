import Catalog
import Monitoring
import Registers

/// Counts indicators: the additive parts of each by the organisation that a row belongs to, and by category.
struct IndicatorEvaluation {
    let catalog: Catalog
    let connection: any SQLConnection

    /// A part of one organisation and category.
    struct Key: Hashable {
        let organisation: Int64
        let category: IndicatorCategory
    }

    /// The parts of an indicator.
    func parts(of indicator: Indicator, in period: Period, day: Day) throws -> [Key: IndicatorParts] {
        var parts: [Key: IndicatorParts] = [:]
        try each(indicator.part, indicator, period, day) { key, sum in
            parts[key, default: IndicatorParts()].add(IndicatorParts(part: sum))
        }
        if let whole = indicator.whole {
            try each(whole, indicator, period, day) { key, sum in
                parts[key, default: IndicatorParts()].add(IndicatorParts(whole: sum))
            }
        }
        return parts
    }

    private func each(
        _ measure: Measure, _ indicator: Indicator, _ period: Period, _ day: Day, _ body: (Key, Double) -> Void
    ) throws {
        let sql = try MeasureSQL(measure, by: indicator.categories, in: catalog)
        let statement = sql.statement(in: period, PeriodParameters(period, day: day), connection.dialect)
        let count = indicator.categories.count
        try connection.each(statement.sql, statement.arguments) { row in
            guard let owner = row[0].integer, let sum = row[count + 1].number else { return }
            let category = IndicatorCategory((0..<count).map { Self.text(row[$0 + 1]) })
            body(Key(organisation: owner, category: category), sum)
        }
    }

    static func text(_ value: SQLValue) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .real(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .null, .blob: ""
        }
    }
}
