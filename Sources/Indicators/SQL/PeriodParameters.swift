import Catalog
import Monitoring
import Registers

/// A statement with its arguments in the order of their `?`.
public struct SQLStatement: Hashable, Sendable {
    /// The words.
    public var sql: String
    /// The arguments.
    public var arguments: [SQLValue] = []
}

/// The named parameters that the SQL of the catalogue may use: `:day`, the day as of which rows count; `:from` and
/// `:to`, the first and the last day of the period.
public struct PeriodParameters: Hashable, Sendable {
    /// The day as of which.
    public let day: Day
    /// The first day of the period.
    public let from: Day
    /// The last day of the period.
    public let to: Day

    /// The parameters of a period, counted as of a day.
    public init(_ period: Period, day: Day) {
        self.day = day
        from = period.start
        to = period.end
    }

    /// The parameters of one day.
    public init(day: Day) { self.init(Period(.day, of: day), day: day) }

    /// The parameters by name.
    private func day(_ name: Substring) -> Day? {
        switch name {
        case "day": day
        case "from": from
        case "to": to
        default: nil
        }
    }

    /// The statement with `?` for the parameters, whose days become its arguments. Texts in quotes stay as they are.
    public func bound(_ sql: String, _ dialect: SQLDialect) -> SQLStatement {
        var arguments: [SQLValue] = []
        let sql = replaced(in: sql) { day in
            arguments.append(.text(day.text))
            return dialect.argument(.date)
        }
        return SQLStatement(sql: sql, arguments: arguments)
    }

    /// The statement with the days themselves for the parameters, so that equal statements are equal texts. A day's text
    /// is made of digits alone.
    func written(_ sql: String, _ dialect: SQLDialect) -> String {
        replaced(in: sql) { dialect == .sqlite ? "'\($0.text)'" : "DATE '\($0.text)'" }
    }

    private func replaced(in sql: String, _ word: (Day) -> String) -> String {
        var result = ""
        var rest = Substring(sql)
        var quote: Character?
        var last: Character = " "
        while let character = rest.first {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == ":", last != ":" {
                let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                if let day = day(name) {
                    result += word(day)
                    rest = rest[name.endIndex...]
                    last = "?"
                    continue
                }
            }
            result.append(character)
            last = character
            rest.removeFirst()
        }
        return result
    }
}
