import Documents

/// A column that is known by any of several headings.
protocol ColumnHeading: CaseIterable, RawRepresentable<String> {
    var headings: [String] { get }
}

/// Where the columns of a table are.
struct Columns {
    private var places: [String: Int] = [:]
    private var titles: [String: String] = [:]

    /// Finds them in the first row; columns of other names are passed over.
    init<Heading: ColumnHeading>(
        _ row: borrowing TableRow, of file: String, _: Heading.Type, required: [Heading]
    ) throws(MarketFileError) {
        for column in 0..<row.count {
            let title = Cells.trimmed(row[column].text)
            guard let heading = Heading.allCases.first(where: { $0.headings.contains(title.lowercased()) }) else {
                continue
            }
            guard places[heading.rawValue] == nil else { throw .columnTwice(file: file, column: title) }
            places[heading.rawValue] = column
            titles[heading.rawValue] = title
        }
        for heading in required where places[heading.rawValue] == nil {
            throw .noColumn(file: file, column: heading.headings[0])
        }
    }

    func place(_ name: String) -> Int? { places[name] }

    /// The heading as the file writes it.
    func title(_ name: String) -> String { titles[name] ?? name }
}

/// The cells of a row, by column.
struct Cells {
    let columns: Columns
    let file: String
    let row: Int

    func text(_ name: String, _ cells: borrowing TableRow) -> String {
        columns.place(name).map { Self.trimmed(cells[$0].text) } ?? ""
    }

    func required(_ name: String, _ cells: borrowing TableRow) throws(MarketFileError) -> String {
        let text = text(name, cells)
        guard !text.isEmpty else { throw .emptyCell(file: file, row: row, column: columns.title(name)) }
        return text
    }

    func number(_ name: String, _ cells: borrowing TableRow) throws(MarketFileError) -> Int? {
        let text = text(name, cells)
        guard !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            throw .noNumber(file: file, row: row, column: columns.title(name), found: text)
        }
        return number
    }

    /// Words between blanks.
    func words(_ name: String, _ cells: borrowing TableRow) -> [String] {
        guard let place = columns.place(name) else { return [] }
        let bytes = cells[place].bytes
        var words: [String] = [], start = 0
        for (index, byte) in bytes.enumerated() where byte <= 0x20 {
            if index > start { words.append(String(decoding: bytes[start..<index], as: UTF8.self)) }
            start = index + 1
        }
        if bytes.count > start { words.append(String(decoding: bytes[start...], as: UTF8.self)) }
        return words
    }

    /// The class of each student in a list of priorities, from 1; nil for an empty list.
    func priorities(_ cells: borrowing TableRow) throws(MarketFileError) -> [String: Int]? {
        let name = SchoolColumn.priorities.rawValue, groups = words(name, cells)
        guard !groups.isEmpty else { return nil }
        var classes: [String: Int] = [:]
        for (index, group) in groups.enumerated() {
            for student in group.split(separator: "|") {
                guard classes.updateValue(index + 1, forKey: String(student)) == nil else {
                    throw .priorityTwice(file: file, row: row, column: columns.title(name), student: String(student))
                }
            }
        }
        return classes
    }

    static func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, first <= 0x20 || last <= 0x20 else { return text }
        let kept = bytes.drop { $0 <= 0x20 }
        return String(decoding: kept.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
    }
}
