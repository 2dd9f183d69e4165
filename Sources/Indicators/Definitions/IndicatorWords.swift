import Catalog
import Localisation

/// Puts the definition of an indicator into words: titles of registers and fields, names of codes, for those who do not
/// read SQL.
public struct IndicatorWords {
    private let catalog: Catalog
    private let language: Language

    /// Words in a language.
    public init(_ catalog: Catalog, _ language: Language) {
        self.catalog = catalog
        self.language = language
    }

    /// One sentence a line: the part, the whole, when rows count, the ratio, the categories.
    public func lines(_ indicator: Indicator) -> [String] {
        var lines: [String] = []
        lines.append(say(indicator.whole == nil ? "sum" : "part", ["measure": words(indicator.part)]))
        if let whole = indicator.whole { lines.append(say("whole", ["measure": words(whole)])) }
        for measure in [indicator.part, indicator.whole].compactMap({ $0 }) {
            if let line = time(measure), !lines.contains(line) { lines.append(line) }
        }
        if indicator.whole != nil { lines.append(say("factor", ["factor": Self.plain(indicator.factor)])) }
        if !indicator.categories.isEmpty, let register = catalog.register(indicator.part.register) {
            let fields = indicator.categories.map { title($0, register) }
            lines.append(say("categories", ["fields": fields.joined(separator: language == .chinese ? "、" : ", ")]))
        }
        return lines
    }

    private func words(_ measure: Measure) -> String {
        guard let register = catalog.register(measure.register) else { return measure.register }
        let title = register.title.text(language)
        let value = measure.value.lowercased().hasPrefix("sum(") ? String(measure.value.dropFirst(4).dropLast()) : nil
        let sum =
            value.map { say("total", ["register": title, "value": words($0, register, joins: measure.joins)]) }
            ?? say("count", ["register": title])
        guard let condition = measure.condition else { return sum }
        return say("where", ["measure": sum, "condition": words(condition, register, joins: measure.joins)])
    }

    private func time(_ measure: Measure) -> String? {
        guard let register = catalog.register(measure.register) else { return nil }
        if let on = measure.on { return say("on", ["field": title(on, register)]) }
        switch register.time {
        case .always: return nil
        case .during(let start, let end):
            return say("during", ["start": title(start, register), "end": title(end, register)])
        case .on(let field): return say("on", ["field": title(field, register)])
        case .period(let field): return say("period", ["field": title(field, register)])
        }
    }

    private func title(_ field: String, _ register: Register) -> String {
        register.field(field)?.title.text(language) ?? field
    }

    private func say(_ key: String, _ arguments: [String: String]) -> String {
        StringCatalogue.standard.string("indicators.words.\(key)", language, arguments)
    }

    /// A condition or an expression with the names that people know.
    func words(_ sql: String, _ register: Register, joins: [String] = []) -> String {
        var words: [String] = []
        var field: Field?
        var tables = [(name: register.name, register: register)]
        for join in joins {
            if case .reference(let name) = register.field(join)?.type, let other = catalog.register(name) {
                tables.append((join, other))
            }
        }
        for token in SQLToken.tokens(of: sql) {
            switch token.kind {
            case .text:
                let codes = field.flatMap { catalog.codes(of: $0) }
                words.append(codes?[token.text]?.title.text(language) ?? "‘\(token.text)’")
            case .word:
                let parts = token.text.split(separator: ".").map(String.init)
                let name = parts.last ?? token.text
                // A name with its table first, then one of the register itself, then one of any other table.
                let named = tables.filter { parts.count > 1 && $0.name == parts[0] }
                if let found = (named + tables).lazy.compactMap({ self.field(name, of: $0.register) }).first {
                    field = found.field
                    words.append(found.words)
                } else if let other = catalog.register(token.text) {
                    tables.append((other.name, other))
                    words.append(other.title.text(language))
                } else {
                    words.append(language == .chinese ? Self.chinese[name.lowercased()] ?? name : name)
                }
            case .other: words.append(parameter(token.text))
            }
        }
        return Self.joined(words)
    }

    /// The field that a column is of; for what is known of a sealed one, its title with that.
    private func field(_ column: String, of register: Register) -> (field: Field, words: String)? {
        guard
            let field = register.entryFields.first(where: { field in
                field.name == column || field.columns.contains { $0.name == column }
            })
        else { return nil }
        let title = field.title.text(language)
        return (field, field.name == column ? title : "\(title)(\(column.dropFirst(field.name.count + 1)))")
    }

    private func parameter(_ text: String) -> String {
        switch (text, language) {
        case (":day", .chinese): "统计日"
        case (":day", .english): "the day as of which"
        case (":from", .chinese): "统计期首日"
        case (":from", .english): "the first day of the period"
        case (":to", .chinese): "统计期末日"
        case (":to", .english): "the last day of the period"
        case ("<>", _), ("!=", _): "≠"
        case ("<=", _): "≤"
        case (">=", _): "≥"
        default: text
        }
    }

    private static func joined(_ words: [String]) -> String {
        var text = ""
        for word in words {
            let isTight = text.isEmpty || text.hasSuffix("(") || [")", ",", "("].contains(word)
            text += isTight && !(word == "(" && !text.isEmpty && !text.hasSuffix("(")) ? word : " " + word
        }
        return text
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    private static let chinese = [
        "and": "且", "or": "或", "not": "不", "in": "属于", "is": "为", "null": "空", "between": "介于", "exists": "存在",
        "true": "是", "false": "否", "count": "计数", "sum": "求和", "min": "最小", "max": "最大", "avg": "平均",
        "age_on": "周岁", "year_of": "年份", "month_of": "月份", "school_year": "学年", "days_between": "相隔天数",
        "workdays_between": "相隔工作日", "add_days": "加天数", "coalesce": "取非空", "substr": "截取", "length": "长度",
        "select": "查", "from": "自", "where": "条件",
    ]
}
