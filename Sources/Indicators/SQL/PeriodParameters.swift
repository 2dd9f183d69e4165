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

    private func value(_ name: Substring) -> SQLValue? {
        switch name {
        case "day": .text(day.text)
        case "from": .text(from.text)
        case "to": .text(to.text)
        default: nil
        }
    }

    /// The statement with `?` for the parameters, whose days become its arguments. Texts in quotes stay as they are.
    public func bound(_ sql: String, _ dialect: SQLDialect) -> SQLStatement {
        var statement = SQLStatement(sql: "")
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
                if let value = value(name) {
                    statement.sql += dialect.argument(.date)
                    statement.arguments.append(value)
                    rest = rest[name.endIndex...]
                    last = "?"
                    continue
                }
            }
            statement.sql.append(character)
            last = character
            rest.removeFirst()
        }
        return statement
    }
}
