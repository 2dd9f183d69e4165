import Catalog
import Registers

/// Turns a measure into one statement that gives its additive parts by the organisation that a row belongs to, and by
/// category.
public struct MeasureSQL: Sendable {
    /// The rows that are counted.
    public let rows: CountedRows
    /// `count(*)` or `sum(…)`.
    public let value: String
    /// The fields by which the sum is split.
    public let categories: [String]

    /// A measure split by fields. - Throws: `RegisterError.noRegister`.
    public init(_ measure: Measure, by categories: [String] = [], in catalog: Catalog) throws {
        rows = try CountedRows(measure, in: catalog)
        value = measure.value
        self.categories = categories
    }

    /// The statement: columns `owner`, one a category, `part`. Rows without organisation are left out by who reads them.
    public func statement(in period: Period, _ parameters: PeriodParameters, _ dialect: SQLDialect) -> SQLStatement {
        parameters.bound(sql(in: period), dialect)
    }

    /// The statement with named parameters, as people may read it.
    public func sql(in period: Period) -> String {
        let keys = [rows.owner] + categories.map(rows.column)
        let names = ["owner"] + categories.indices.map { "category_\($0 + 1)" }
        let columns = zip(keys, names).map { "\($0) AS \($1)" }.joined(separator: ", ")
        let positions = (1...keys.count).map(String.init).joined(separator: ", ")
        return "SELECT \(columns), CAST(\(value) AS double precision) AS part \(rows.sql(in: period)) "
            + "GROUP BY \(positions)"
    }
}
