import Documents
import Foundation
import Ledger
import Localisation
import Monitoring

/// Indicators of a programme and their values by year from a spreadsheet or CSV file.
///
/// Columns are found by their titles, in any order. An indicator is known by its name. A column that is not there and an
/// empty cell leave what the programme has, so a table of names and one year's values is enough to report that year.
public enum ProgrammeImport {
    /// Reads a table beside what the programme has. Nothing is changed: `PlanLedger.apply` does.
    ///
    /// - Parameters:
    ///   - indicators: those that the programme has.
    ///   - offices: the bureau's.
    ///   - thisYear: the running year; there are no values after it.
    /// - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken.
    public static func read(
        _ bytes: [UInt8], named file: String, beside indicators: [ProgrammeIndicator], offices: [Office],
        thisYear: Int
    ) throws -> ProgrammeUpdate {
        let table = try ImportTable.read(bytes, named: file, expecting: ProgrammeField.allCases.map { $0.titles[0] }) {
            YearField.find($0) != nil || field($0) != nil
        }
        var places: [String: Int] = [:], years: Set<Int> = [], faults: [ImportFault] = []
        for (place, title) in table.header.enumerated() {
            let key: String
            if let found = YearField.find(title) {
                key = YearColumn(found.year, found.field).key
                years.insert(found.year)
            } else if let field = field(title) {
                key = field.rawValue
            } else {
                continue
            }
            // Which of two columns would hold? Neither is taken.
            if let other = places.updateValue(place, forKey: key) {
                throw IntakeError.sameColumns(file: file, columns: [table.header[other], title])
            }
        }
        guard places[ProgrammeField.name.rawValue] != nil else {
            throw IntakeError.missingColumns(file: file, columns: [ProgrammeField.name.titles[0]])
        }
        guard !table.rows.isEmpty else { throw IntakeError.noRows(file: file) }
        let known = Dictionary(indicators.map { ($0.details.name, $0) }) { first, _ in first }
        var rows: [ProgrammeUpdate.Row] = [], seen: [String: Int] = [:]
        for row in table.rows {
            var reader = IndicatorReader(
                reader: RowReader(table: table, row: row, places: places), years: years.sorted(), offices: offices,
                thisYear: thisYear)
            let name = reader.name()
            if let other = seen.updateValue(row.number, forKey: name), !name.isEmpty {
                reader.refuse(.name, .unique(otherRow: other))
            }
            rows.append(reader.read(name, beside: known[name]))
            faults += reader.faults
        }
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
        return ProgrammeUpdate(rows: rows)
    }

    private static func field(_ title: String) -> ProgrammeField? {
        ProgrammeField.allCases.first { field in
            field.titles.contains { $0.filter { !$0.isWhitespace }.lowercased() == title.lowercased() }
        }
    }
}

/// The place of a year's column.
private struct YearColumn {
    let key: String

    init(_ year: Int, _ field: YearField) { key = "\(year).\(field.rawValue)" }
}

/// One line of the table being read.
private struct IndicatorReader {
    var reader: RowReader
    let years: [Int]
    let offices: [Office]
    let thisYear: Int
    var faults: [ImportFault] { reader.faults }

    mutating func refuse(_ field: ProgrammeField, _ expected: ImportFault.Expectation) {
        reader.refuse(field.rawValue, expected: expected)
    }

    mutating func name() -> String {
        let name = CSVWriter.unguarded(reader.needed(ProgrammeField.name.rawValue))
        if name.count > 200 { refuse(.name, .keepable) }
        return name
    }

    mutating func read(_ name: String, beside known: ProgrammeIndicator?) -> ProgrammeUpdate.Row {
        var details =
            known?.details
            ?? IndicatorDetails(name: name, unit: "", baselineYear: 0, baseline: 0, targetYear: 1, target: 0)
        let before = faults.count
        text(.unit, limit: 20) { details.unit = $0 }
        text(.domain, limit: 50) { details.domain = $0 }
        text(.clause, limit: 500) { details.source = $0 }
        if let measure = reader.word(ProgrammeField.measure.rawValue, ProgrammeField.measures) {
            details.measure = measure
        }
        if let direction = reader.word(ProgrammeField.direction.rawValue, ProgrammeField.directions) {
            details.direction = direction
        }
        if let isBinding = reader.word(ProgrammeField.nature.rawValue, ProgrammeField.natures) {
            details.isBinding = isBinding
        }
        office(&details)
        let isNew = known == nil
        if let value = year(.baselineYear, isNeeded: isNew) { details.baselineYear = value }
        if let value = number(ProgrammeField.baseline.rawValue, details.unit, isNeeded: isNew) {
            details.baseline = Self.kept(details.baseline, value)
        }
        if let value = year(.targetYear, isNeeded: isNew) { details.targetYear = value }
        if let value = number(ProgrammeField.target.rawValue, details.unit, isNeeded: isNew) {
            details.target = Self.kept(details.target, value)
        }
        for year in years {
            if let value = number(YearColumn(year, .target).key, details.unit) {
                details.yearly[year] = Self.kept(details.yearly[year], value)
            }
        }
        if faults.count == before, details.path == nil { refusePath(details) }
        // With wrong years no value can be judged.
        let values = faults.count == before ? values(details, known) : []
        return ProgrammeUpdate.Row(known: known, details: details, values: values)
    }

    private mutating func refusePath(_ details: IndicatorDetails) {
        let (first, last) = (details.baselineYear + 1, details.targetYear - 1)
        guard details.baselineYear < details.targetYear else {
            return refuse(.targetYear, .years(first: first, last: IndicatorDetails.years.upperBound))
        }
        for year in details.yearly.keys.sorted() where year < first || year > last {
            reader.refuse(YearColumn(year, .target).key, expected: .years(first: first, last: last))
        }
        // The year outside may be one that the programme has and the table has not.
        if faults.isEmpty { refuse(.name, .keepable) }
    }

    /// The values that differ from those that the programme has.
    private mutating func values(_ details: IndicatorDetails, _ known: ProgrammeIndicator?) -> [NewYearValue] {
        var values: [NewYearValue] = []
        for year in years {
            let (key, sourceKey) = (YearColumn(year, .actual).key, YearColumn(year, .source).key)
            guard let value = number(key, details.unit) else { continue }
            let source = reader.optional(sourceKey).map { CSVWriter.unguarded($0) }
            if let old = known?.values.last(where: { $0.year == year }), Self.kept(old.value, value) == old.value,
                source == nil || source == old.source
            {
                continue
            }
            guard details.takes(value, year: year, until: thisYear) else {
                let last = min(details.targetYear, thisYear)
                reader.refuse(key, expected: .years(first: details.baselineYear, last: last))
                continue
            }
            guard let source else {
                // Where a figure comes from must be said.
                reader.needs(sourceKey, title: "\(year)年\(YearField.source.titles[0])")
                continue
            }
            if source.count > 500 { reader.refuse(sourceKey, expected: .keepable) }
            values.append(NewYearValue(year: year, value: value, source: source))
        }
        return values
    }

    private mutating func text(_ field: ProgrammeField, limit: Int, _ set: (String) -> Void) {
        guard let words = reader.optional(field.rawValue).map({ CSVWriter.unguarded($0) }) else { return }
        if words.count > limit { refuse(field, .keepable) }
        set(words)
    }

    private mutating func office(_ details: inout IndicatorDetails) {
        let field = ProgrammeField.office
        guard let name = reader.optional(field.rawValue).map({ CSVWriter.unguarded($0) }) else { return }
        let found = offices.first { $0.name == name } ?? offices.first { $0.aliases.contains(name) }
        if let found { details.office = found.id } else { refuse(field, .known) }
    }

    private mutating func year(_ field: ProgrammeField, isNeeded: Bool) -> Int? {
        guard let words = cell(field.rawValue, isNeeded: isNeeded) else { return nil }
        let digits = words.hasSuffix("年") ? String(words.dropLast()) : words
        guard let year = Int(digits), IndicatorDetails.years.contains(year) else {
            let years = IndicatorDetails.years
            refuse(field, .years(first: years.lowerBound, last: years.upperBound))
            return nil
        }
        return year
    }

    /// A number as people type it: full-width digits, grouping commas, and the unit behind it.
    private mutating func number(_ key: String, _ unit: String, isNeeded: Bool = false) -> Double? {
        guard let words = cell(key, isNeeded: isNeeded) else { return nil }
        var digits = words.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? words
        digits.removeAll { $0.isWhitespace || $0 == "," }
        if !unit.isEmpty, digits.hasSuffix(unit) { digits.removeLast(unit.count) }
        let isPlain = digits.allSatisfy { $0.isASCII && ($0.isNumber || ".+-eE".contains($0)) }
        guard isPlain, let value = Double(digits), value.isFinite, abs(value) < 1e15 else {
            reader.refuse(key, expected: .decimal)
            return nil
        }
        return value
    }

    private mutating func cell(_ key: String, isNeeded: Bool) -> String? {
        if let words = reader.optional(key) { return words }
        if isNeeded {
            if reader.places[key] != nil {
                _ = reader.needed(key)
            } else if let field = ProgrammeField(rawValue: key) {
                reader.needs(key, title: field.titles[0])
            }
        }
        return nil
    }

    /// Workbooks keep 15 digits: a number that is the old one as far as these go is the old one.
    private static func kept(_ old: Double?, _ new: Double) -> Double {
        guard let old, abs(old - new) <= 1e-13 * max(abs(old), abs(new)) else { return new }
        return old
    }
}
