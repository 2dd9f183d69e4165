import Catalog
import Indicators
import Registers
import Store

extension QualityStore {
    /// Looks again at what was found in rows that were changed or taken out since: what is no longer so is closed at
    /// once, so that nobody waits for the next run to see what they mended.
    ///
    /// Outliers and jumps depend on other rows and wait for the next run, as do faults that are new.
    ///
    /// - Throws: `RegisterError`.
    public func recheck(_ rows: Set<Int64>, in register: Register, by principal: Principal) throws {
        guard !rows.isEmpty else { return }
        let parameters = PeriodParameters(day: registers.today)
        let (open, still, latest) = try registers.database.read { connection in
            var condition = FindingCondition()
            condition.add("f.row_id", in: rows)
            condition.add("f.register = ? AND f.reason IS NULL", [.text(register.name)])
            var open: [QualityFinding] = []
            try eachOpen(condition, connection) { open.append($0) }
            var still: [String: [Int64: Int64]] = [:]
            for name in Set(open.map(\.check)).sorted() {
                guard let check = catalog.checks.first(where: { $0.name == name }), check.register == register.name,
                    check.isOfRows,
                    let statement = try CheckSQL(check, in: catalog).found(parameters, connection.dialect)
                else { continue }
                var here = FindingCondition()
                here.add("found.id", in: rows)
                var found: [Int64: Int64] = [:]
                try connection.each(
                    "SELECT found.id, found.since FROM (\(statement.sql)) AS found WHERE 1 = 1\(here.sql)",
                    statement.arguments + here.arguments
                ) { row in
                    if let id = row[0].integer { found[id] = row[1].integer ?? 0 }
                }
                still[name] = found
            }
            return (open, still, try connection.value("SELECT max(id) FROM quality_run").integer ?? 0)
        }
        let looked = open.filter { still[$0.check] != nil }
        let gone = looked.filter { still[$0.check]?[$0.row] == nil }
        let kept = looked.filter { finding in
            still[finding.check]?[finding.row].map { $0 != finding.rowSince } ?? false
        }
        guard !gone.isEmpty || !kept.isEmpty else { return }
        try registers.change(by: principal, "quality.row", register.name) { change in
            let connection = change.connection
            for finding in gone {
                // A run that came in between may have closed it already.
                let closed = try connection.run(
                    "UPDATE quality_finding SET closed = ? WHERE id = ? AND closed IS NULL AND reason IS NULL",
                    [.integer(latest), .integer(finding.id)])
                guard closed > 0 else { continue }
                try connection.run(
                    """
                    UPDATE quality_count SET rows_found = rows_found - 1
                    WHERE run = ? AND check_name = ? AND organisation = ? AND rows_found > 0
                    """, [.integer(latest), .text(finding.check), .integer(finding.organisation)])
            }
            for finding in kept {
                try connection.run(
                    "UPDATE quality_finding SET row_since = ? WHERE id = ?",
                    [.integer(still[finding.check]?[finding.row] ?? 0), .integer(finding.id)])
            }
            let row = rows.count == 1 ? rows.first : nil
            return ((), row, ["closed": "\(gone.count)", "open": "\(kept.count)"])
        }
    }
}

extension IntegrityCheck {
    /// Whether what it finds in a row depends on nothing but what a condition says of that row.
    fileprivate var isOfRows: Bool {
        switch finder {
        case .condition, .select: true
        case .outlier, .jump: false
        }
    }
}
