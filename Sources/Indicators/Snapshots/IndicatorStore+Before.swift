import Catalog
import Foundation
import Registers

extension IndicatorStore {
    /// Keeps what organisations had before a period is counted anew, of those whose parts have changed: what moved since
    /// the counting before can be told from it.
    ///
    /// Where nothing has changed, the last change stays. Where the definition has changed, the old parts are of something
    /// else, and nothing is kept.
    ///
    /// - Parameter parts: what was counted now.
    func keepBefore(
        _ indicator: Indicator, _ period: Period, now parts: IndicatorEvaluation.Parts, _ change: RegisterChange
    ) throws {
        let connection = change.connection
        let names: [SQLValue] = [.text(indicator.name), .text(period.description)]
        let row = try connection.row(
            "SELECT id, definition, made FROM indicator_snapshot WHERE indicator = ? AND period = ?", names)
        guard let row, let id = row[0].integer, let made = row[2].integer else { return }
        var old: [Int64: IndicatorParts] = [:], new: [Int64: IndicatorParts] = [:]
        try connection.each(
            "SELECT organisation, sum(part), sum(whole) FROM indicator_part WHERE snapshot = ? GROUP BY organisation",
            [.integer(id)]
        ) { row in
            if let organisation = row[0].integer {
                old[organisation] = IndicatorParts(part: row[1].number, whole: row[2].number)
            }
        }
        for (key, parts) in parts { new[key.organisation, default: IndicatorParts()].add(parts) }
        let isSameDefinition = row[1].text == IndicatorDefinition.digest(indicator)
        let changed = Set(old.keys).union(new.keys).sorted().filter { !Self.isSame(old[$0], new[$0]) }
        guard !changed.isEmpty || !isSameDefinition else { return }
        try connection.run("DELETE FROM indicator_before WHERE indicator = ? AND period = ?", names)
        var rest = (isSameDefinition ? changed : [])[...]
        try connection.insert(
            into: "indicator_before",
            columns: [
                ("indicator", .text), ("period", .text), ("organisation", .integer), ("part", .real), ("whole", .real),
                ("made", .integer), ("changed", .integer),
            ]
        ) { filler in
            guard let organisation = rest.popFirst() else { return false }
            filler.put(names[0])
            filler.put(names[1])
            filler.integer(organisation)
            filler.put(SQLValue(old[organisation]?.part))
            filler.put(SQLValue(old[organisation]?.whole))
            filler.integer(made)
            filler.integer(change.now.milliseconds)
            return true
        }
    }

    /// Whether parts are the same but for what the order of adding makes of them.
    private static func isSame(_ one: IndicatorParts?, _ other: IndicatorParts?) -> Bool {
        func isSame(_ one: Double?, _ other: Double?) -> Bool {
            guard let one, let other else { return one == nil && other == nil }
            return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1)
        }
        return isSame(one?.part, other?.part) && isSame(one?.whole, other?.whole)
    }
}
