import Documents
import Foundation
import Ledger
import Localisation
import Monitoring

/// A programme's indicators and values as a spreadsheet. What is written is what `ProgrammeImport` reads: an export that
/// comes back untouched changes nothing.
public struct ProgrammeSheet: Sendable {
    private let language: Language
    /// Names by office.
    private let offices: [Int64: String]

    /// Sheets in a language.
    public init(language: Language, offices: [Int64: String]) {
        self.language = language
        self.offices = offices
    }

    /// The titles of the columns and of the three columns of each year, in order; a template shows just these.
    public func titles(_ years: ClosedRange<Int>) -> [String] {
        let fixed = ProgrammeField.allCases.map { $0.titles[language == .chinese ? 0 : 1] }
        return fixed
            + years.flatMap { year in
                YearField.allCases.map { field in
                    language == .chinese ? "\(year)年\(field.titles[0])" : "\(year) \(field.titles[1])"
                }
            }
    }

    /// An empty table to be filled in.
    public func template(_ years: ClosedRange<Int>, name: String) -> Sheet {
        Sheet(name: name, columns: titles(years).map { Sheet.Column($0, width: 14) })
    }

    /// The indicators with the targets of years that were set by hand and the values that hold.
    ///
    /// The years are those of the programme, and any other that an indicator has a target or a value of.
    public func sheet(_ programme: Programme, name: String) -> Sheet {
        let used = programme.indicators.flatMap { Array($0.details.yearly.keys) + $0.values.map(\.year) }
        let years =
            min(programme.details.startYear, used.min() ?? .max)...max(programme.details.endYear, used.max() ?? .min)
        var sheet = template(years, name: name)
        sheet.rows = programme.indicators.map { indicator in
            let latest = Dictionary(indicator.values.map { ($0.year, $0) }) { $1 }
            return ProgrammeField.allCases.map { cell($0, indicator.details) }
                + years.flatMap { year -> [Sheet.Cell] in
                    [
                        indicator.details.yearly[year].map(Sheet.Cell.number) ?? .empty,
                        latest[year].map { .number($0.value) } ?? .empty,
                        latest[year].map { .text($0.source) } ?? .empty,
                    ]
                }
        }
        return sheet
    }

    private func cell(_ field: ProgrammeField, _ details: IndicatorDetails) -> Sheet.Cell {
        func words(_ pair: [String]) -> Sheet.Cell { .text(pair[language == .chinese ? 0 : 1]) }
        func text(_ words: String) -> Sheet.Cell { words.isEmpty ? .empty : .text(words) }
        switch field {
        case .name: return .text(details.name)
        case .unit: return text(details.unit)
        case .domain: return text(details.domain)
        case .measure: return words(ProgrammeField.words(details.measure))
        case .direction: return words(ProgrammeField.words(details.direction))
        case .nature: return words(ProgrammeField.words(isBinding: details.isBinding))
        case .office: return text(details.office.flatMap { offices[$0] } ?? "")
        case .clause: return text(details.source)
        case .baselineYear: return .number(Double(details.baselineYear))
        case .baseline: return .number(details.baseline)
        case .targetYear: return .number(Double(details.targetYear))
        case .target: return .number(details.target)
        }
    }
}

/// A column of the table that is there once. Its titles: Chinese, English, then others that people use.
enum ProgrammeField: String, CaseIterable {
    case name, unit, domain, measure, direction, nature, office, clause, baselineYear, baseline, targetYear, target

    var titles: [String] {
        switch self {
        case .name: ["指标名称", "Indicator", "指标"]
        case .unit: ["单位", "Unit", "计量单位"]
        case .domain: ["领域", "Domain", "类别"]
        case .measure: ["类型", "Measure"]
        case .direction: ["方向", "Direction"]
        case .nature: ["性质", "Nature", "指标性质", "属性"]
        case .office: ["责任科室", "Office", "牵头科室", "科室"]
        case .clause: ["依据", "Clause"]
        case .baselineYear: ["基数年", "Baseline year", "基期年"]
        case .baseline: ["基数", "Baseline", "基期值"]
        case .targetYear: ["目标年", "Target year"]
        case .target: ["规划目标", "Target", "目标值"]
        }
    }

    static func words(_ measure: YearlyPath.Measure) -> [String] {
        measure == .level ? ["时点值", "Level"] : ["逐年累计", "Sum of years"]
    }
    static func words(_ direction: Direction) -> [String] {
        direction == .up ? ["越高越好", "More is better"] : ["越低越好", "Less is better"]
    }
    static func words(isBinding: Bool) -> [String] { isBinding ? ["约束性", "Binding"] : ["预期性", "Expected"] }

    static let measures = table(YearlyPath.Measure.allCases, words)
    static let directions = table(Direction.allCases, words)
    static let natures = table([true, false], words(isBinding:))

    private static func table<Value>(_ values: [Value], _ words: (Value) -> [String]) -> [String: Value] {
        Dictionary(values.flatMap { value in words(value).map { ($0.lowercased(), value) } }) { first, _ in first }
    }
}

/// A column that is there for each year: 2027年目标, 2027年实际, 2027年来源.
enum YearField: String, CaseIterable {
    case target, actual, source

    var titles: [String] {
        switch self {
        case .target: ["目标", "target", "年度目标"]
        case .actual: ["实际", "actual", "实际值", "完成值"]
        case .source: ["来源", "source", "数据来源"]
        }
    }

    /// The field and the year of a title without white space; nil for another title.
    static func find(_ title: String) -> (field: YearField, year: Int)? {
        let digits = title.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 4, let year = Int(digits), IndicatorDetails.years.contains(year) else { return nil }
        var rest = title.dropFirst(4)
        if rest.hasPrefix("年") { rest = rest.dropFirst() }
        return allCases.first { $0.titles.contains { $0 == rest.lowercased() } }.map { ($0, year) }
    }
}
