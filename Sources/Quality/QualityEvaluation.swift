import Catalog
import Indicators
import Monitoring
import Registers

/// Runs checks on the rows as they are.
struct QualityEvaluation {
    let catalog: Catalog
    let connection: any SQLConnection
    let parameters: PeriodParameters

    /// A row found.
    struct Found: Hashable {
        let row: Int64
        let owner: Int64
        let since: Int64
    }

    /// What a check saw and found.
    struct Result {
        let check: IntegrityCheck
        var seen: [Int64: Int] = [:]
        var found: [Found] = []
    }

    /// What a check that looks at rows finds; nothing for a jump.
    func result(of check: IntegrityCheck) throws -> Result {
        var result = Result(check: check)
        let sql = try CheckSQL(check, in: catalog)
        guard let statement = sql.found(parameters, connection.dialect) else { return result }
        let seen = sql.seen(parameters, connection.dialect)
        try connection.each(seen.sql, seen.arguments) { row in
            if let owner = row[0].integer { result.seen[owner] = Int(row[1].integer ?? 0) }
        }
        var values: [[SQLValue]: [(Double, Found)]] = [:]
        var limit: Double?
        if case .outlier(_, _, let given) = check.finder { limit = given }
        try connection.each(statement.sql, statement.arguments) { row in
            guard let id = row[0].integer, let owner = row[1].integer else { return }
            let found = Found(row: id, owner: owner, since: row[2].integer ?? 0)
            if limit == nil {
                result.found.append(found)
            } else if let value = row[3].number {
                values[Array(row.values.dropFirst(4)), default: []].append((value, found))
            }
        }
        if let limit {
            for group in values.values {
                result.found += RobustOutliers.positions(in: group.map(\.0), limit: limit).map { group[$0].1 }
            }
            result.found.sort { $0.row < $1.row }
        }
        return result
    }

    /// The organisations whose indicator moved by more than a share from the same period a year before.
    static func jumps(
        _ check: IntegrityCheck, _ indicator: Indicator, limit: Double, _ now: [IndicatorValue],
        _ before: [IndicatorValue]
    ) -> Result {
        var result = Result(check: check)
        let earlier = Dictionary(before.map { ($0.organisation, $0.value) }) { first, _ in first }
        for value in now {
            guard let new = value.value, let old = earlier[value.organisation] ?? nil, old != 0 else { continue }
            result.seen[value.organisation] = 1
            if abs(new - old) / abs(old) > limit {
                result.found.append(Found(row: value.organisation, owner: value.organisation, since: 0))
            }
        }
        return result
    }
}
