import Catalog
import Registers

/// The rows of a register that count in a period: those whose own time lies in it and that satisfy a condition.
///
/// - a row that holds *during* a time counts where it holds on the day as of which;
/// - a row of *a day* counts where that day lies in the period;
/// - a row of *a year* counts where that is the year in which the period begins: the school year for fields named
///   `school_year`, the calendar year for others;
/// - any other row always counts.
public struct CountedRows: Sendable {
    /// The register.
    public let register: Register
    /// Reference fields whose rows are joined under the field's name.
    public var joins: [String] = []
    /// The date field that puts a row into the period in place of the register's own time.
    public var on: String?
    /// Whether rows count by their time at all; false where the condition says all about time itself.
    public var isTimed = true
    /// Further conditions; all must hold.
    public var conditions: [String] = []

    /// The rows of a register.
    public init(_ register: Register) { self.register = register }

    /// The rows that a measure counts. - Throws: `RegisterError.noRegister`.
    public init(_ measure: Measure, in catalog: Catalog) throws {
        guard let register = catalog.register(measure.register) else {
            throw RegisterError.noRegister(measure.register)
        }
        self.register = register
        joins = measure.joins
        on = measure.on
        conditions = [measure.condition].compactMap { $0 }
    }

    /// `FROM … LEFT JOIN …`.
    var source: String {
        var sql = "FROM \"\(register.name)\""
        for name in joins {
            let table: String
            switch register.field(name)?.type {
            case .reference(let target): table = target
            case .organisation: table = Register.organisations
            default: continue
            }
            sql += " LEFT JOIN \"\(table)\" AS \"\(name)\" ON \"\(name)\".id = \(column(name))"
        }
        return sql
    }

    /// When a row counts, with named parameters; nil where it always does.
    func time(in period: Period) -> String? {
        if let on { return "\(column(on)) BETWEEN :from AND :to" }
        guard isTimed else { return nil }
        switch register.time {
        case .always: return nil
        case .during(let start, let end):
            return "\(column(start)) <= :day AND (\(column(end)) IS NULL OR \(column(end)) > :day)"
        case .on(let field): return "\(column(field)) BETWEEN :from AND :to"
        case .period(let field):
            let isSchoolYear = field == "school_year" && period.kind != .year
            return "\(column(field)) = \(isSchoolYear ? period.start.schoolYear : period.start.year)"
        }
    }

    /// `FROM … WHERE …` with named parameters.
    func sql(in period: Period) -> String {
        let all = ([time(in: period)].compactMap { $0 } + conditions).map { "(\($0))" }
        return all.isEmpty ? source : "\(source) WHERE \(all.joined(separator: " AND "))"
    }

    /// The column of a field, with its table.
    func column(_ name: String) -> String { "\"\(register.name)\".\"\(name)\"" }

    /// The column that says whose a row is.
    var owner: String { column(register.ownerColumn) }
}
