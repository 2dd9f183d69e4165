import Catalog
import Monitoring
import Registers

/// Tries the SQL of a catalogue on an empty database: every rule, indicator and check.
public struct CatalogSQLCheck {
    private let catalog: Catalog
    /// Any day will do: there are no rows.
    private let day = Day(number: 20_000)

    /// A check of a catalogue whose parts fit together.
    public init(_ catalog: Catalog) { self.catalog = catalog }

    /// Every statement that the database does not take, with the place of its definition, in the order of the catalogue.
    ///
    /// - Throws: `RegisterError.database` where the catalogue's tables cannot be made.
    public func faults() throws -> [CatalogFault] {
        let database = try MemoryDatabase(functions: SQLFunctions(catalog))
        _ = try RegisterStore(catalog: catalog, database: database, key: [UInt8](repeating: 0, count: 32))
        return catalog.registers.flatMap { register in
            register.rules.compactMap { rule in
                let sql = "SELECT id FROM \"\(register.name)\" WHERE NOT (\(rule.check))"
                return fault(rule.place, "\(register.name).rules.\(rule.name)", SQLStatement(sql: sql), database)
            }
        } + catalog.indicators.flatMap { faults($0, database) } + catalog.checks.flatMap { faults($0, database) }
    }

    private func faults(_ indicator: Indicator, _ database: MemoryDatabase) -> [CatalogFault] {
        let period = Period(indicator.period, of: day)
        return [("part", indicator.part), ("whole", indicator.whole)].compactMap { key, measure in
            guard let measure, let sql = try? MeasureSQL(measure, by: indicator.categories, in: catalog) else {
                return nil
            }
            let statement = sql.statement(in: period, PeriodParameters(period, day: day), database.dialect)
            return fault(indicator.place, "\(indicator.name).\(key)", statement, database)
        }
    }

    private func faults(_ check: IntegrityCheck, _ database: MemoryDatabase) -> [CatalogFault] {
        guard let sql = try? CheckSQL(check, in: catalog) else { return [] }
        let parameters = PeriodParameters(day: day)
        let statements = [
            ("whole", sql.seen(parameters, database.dialect)), ("where", sql.found(parameters, database.dialect)),
        ]
        for (key, statement) in statements {
            guard let statement,
                let fault = fault(check.place, "\(check.name).\(key)", statement, database)
            else { continue }
            return [fault]
        }
        return []
    }

    private func fault(
        _ place: CatalogPlace, _ key: String, _ statement: SQLStatement, _ database: MemoryDatabase
    ) -> CatalogFault? {
        do {
            _ = try database.read { try $0.rows(statement.sql, statement.arguments) }
            return nil
        } catch RegisterError.database(let reason) {
            return CatalogFault(place, key: key, .sql(reason))
        } catch {
            return CatalogFault(place, key: key, .sql("\(error)"))
        }
    }
}
