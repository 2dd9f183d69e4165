import Foundation

extension ImportTable {
    /// Where the columns of an import stand in the header.
    ///
    /// - Parameters:
    ///   - columns: names and the titles each may have, best first; white space in titles counts for nothing.
    ///   - needed: names of the columns that have to be there.
    /// - Throws: `IntakeError.missingColumns`, `.noRows`.
    func places(
        of columns: [(name: String, titles: [String])], needed: Set<String>
    ) throws -> [String: Int] {
        var places: [String: Int] = [:]
        for (name, titles) in columns {
            places[name] = titles.lazy.compactMap { header.firstIndex(of: Self.bare($0)) }.first
        }
        let missing = columns.filter { needed.contains($0.name) && places[$0.name] == nil }
        guard missing.isEmpty else {
            throw IntakeError.missingColumns(file: file, columns: missing.compactMap(\.titles.first))
        }
        guard !rows.isEmpty else { throw IntakeError.noRows(file: file) }
        return places
    }

    /// A title as the header has it: without white space.
    static func bare(_ title: String) -> String { title.filter { !$0.isWhitespace } }

    /// Turns every row into a value, collecting all faults before refusing.
    ///
    /// - Parameters:
    ///   - field: the column that names a row that stands there twice.
    ///   - key: what may stand there once; nil where a row has none.
    /// - Throws: `IntakeError.faults`.
    func values<Value, Key: Hashable>(
        at places: [String: Int], unique field: String, by key: (RowReader, Value) -> Key?,
        _ value: (inout RowReader) -> Value
    ) throws -> [Value] {
        var faults: [ImportFault] = [], values: [Value] = [], seen: [Key: Int] = [:]
        for row in rows {
            var reader = RowReader(table: self, row: row, places: places)
            let found = value(&reader)
            if let key = key(reader, found) {
                if let other = seen[key] {
                    reader.refuse(field, expected: .unique(otherRow: other))
                } else {
                    seen[key] = row.number
                }
            }
            values.append(found)
            faults += reader.faults
        }
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
        return values
    }
}

/// One row being read; remembers what it could not take.
struct RowReader {
    let table: ImportTable
    let row: ImportTable.Row
    let places: [String: Int]
    private(set) var faults: [ImportFault] = []

    init(table: ImportTable, row: ImportTable.Row, places: [String: Int]) {
        self.table = table
        self.row = row
        self.places = places
    }

    mutating func refuse(_ name: String, expected: ImportFault.Expectation) {
        guard let place = places[name] else { return }
        faults.append(
            table.fault(
                row: row.number, column: table.header[place], found: row.cells[place], expected: expected))
    }

    /// Something is wanted in a column, which the table may not even have.
    mutating func needs(_ name: String, title: String) {
        guard places[name] == nil else { return refuse(name, expected: .something) }
        faults.append(table.fault(row: row.number, column: title, found: "", expected: .something))
    }

    func optional(_ name: String) -> String? {
        guard let place = places[name], !row.cells[place].isEmpty else { return nil }
        return row.cells[place]
    }

    mutating func needed(_ name: String) -> String {
        if let word = optional(name) { return word }
        refuse(name, expected: .something)
        return ""
    }

    /// Words of at most so many characters; empty where there are none.
    mutating func words(_ name: String, limit: Int) -> String {
        let words = optional(name) ?? ""
        if words.count > limit { refuse(name, expected: .keepable) }
        return words
    }

    mutating func word<Value>(_ name: String, _ words: [String: Value]) -> Value? {
        guard let found = optional(name) else { return nil }
        if let value = words[found.lowercased()] { return value }
        refuse(name, expected: .oneOf(words.keys.filter { !$0.allSatisfy(\.isASCII) }.sorted()))
        return nil
    }

    /// A whole number in a range, where one is needed unless there is a fallback; 2026年, 3次 are numbers too.
    mutating func number(_ name: String, in range: ClosedRange<Int>, units: Set<String> = [], fallback: Int? = nil)
        -> Int?
    {
        guard let found = optional(name) else {
            if fallback == nil { refuse(name, expected: .something) }
            return fallback
        }
        let digits = found.prefix { $0.isASCII && $0.isNumber }
        let rest = String(found.dropFirst(digits.count))
        guard let number = Int(digits), range.contains(number), rest.isEmpty || units.contains(rest) else {
            refuse(name, expected: .number)
            return nil
        }
        return number
    }
}
