import Catalog
import Registers

/// Turns a check of quality 质量核验 into the statements that find its rows and count those that it looks at.
public struct CheckSQL: Sendable {
    /// The check.
    public let check: IntegrityCheck
    /// The rows that it looks at.
    public let rows: CountedRows

    /// The statements of a check. - Throws: `RegisterError.noRegister`.
    public init(_ check: IntegrityCheck, in catalog: Catalog) throws {
        guard let register = catalog.register(check.register) else { throw RegisterError.noRegister(check.register) }
        self.check = check
        var rows = CountedRows(register)
        rows.joins = check.joins
        if let whole = check.whole {
            rows.isTimed = false
            rows.conditions = [whole]
        }
        self.rows = rows
    }

    /// How many rows it looks at, by organisation: columns `owner`, `rows_seen`.
    public func seen(_ parameters: PeriodParameters, _ dialect: SQLDialect) -> SQLStatement {
        let sql = "SELECT \(rows.owner) AS owner, count(*) AS rows_seen \(rows.sql(in: period(parameters))) GROUP BY 1"
        return parameters.bound(sql, dialect)
    }

    /// The rows that it finds: columns `id`, `owner`, `since`; for an outlier the value and the columns of its groups,
    /// of every row that has a value. Nil for a jump, which looks at an indicator.
    public func found(_ parameters: PeriodParameters, _ dialect: SQLDialect) -> SQLStatement? {
        let id = rows.column("id"), since = rows.column("since")
        let columns = "\(id) AS id, \(rows.owner) AS owner, \(since) AS since"
        let period = period(parameters)
        switch check.finder {
        case .condition(let condition):
            var rows = rows
            rows.conditions.append(condition)
            return parameters.bound("SELECT \(columns) \(rows.sql(in: period)) ORDER BY 1", dialect)
        case .select(let select):
            var rows = rows
            // A whole SELECT says all about time itself, unless the check says which rows it looks at.
            rows.isTimed = false
            rows.conditions.append("\(id) IN (\(select))")
            return parameters.bound("SELECT \(columns) \(rows.sql(in: period)) ORDER BY 1", dialect)
        case .outlier(let value, let by, _):
            var rows = rows
            rows.conditions.append("(\(value)) IS NOT NULL")
            let groups = by.map { ", \(rows.column($0))" }.joined()
            let sql =
                "SELECT \(columns), CAST(\(value) AS double precision) AS measured\(groups) \(rows.sql(in: period)) "
                + "ORDER BY 1"
            return parameters.bound(sql, dialect)
        case .jump: return nil
        }
    }

    private func period(_ parameters: PeriodParameters) -> Period { Period(.day, of: parameters.day) }
}
