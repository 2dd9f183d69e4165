import Foundation

/// Reads the rows of one sheet in one pass over its XML (ECMA-376 part 1, 18.3).
struct SheetScanner: ~Copyable {
    private var xml: XMLScanner
    private let words: WordTable
    private let formats: NumberFormats
    private let place: (file: String, sheet: String, member: String)
    private let limits: TableLimits

    private var cells: CellBuffer
    /// What the cells of the row hold, but for shared words.
    private let arena: UnsafeMutablePointer<UInt8>
    private var used = 0
    private var summary = TableSummary()
    /// The row being read, from 1, its last cell with content and whether it is hidden.
    private var row = 0
    private var count = 0
    private var isHidden = false
    /// The cell being read.
    private var column = -1
    private var type = Kind.number
    private var style = 0
    private var valueStart = 0
    private var hasFormula = false

    /// What a cell says of its value.
    private enum Kind { case number, shared, words, boolean, error, day }

    init(
        _ xml: consuming XMLScanner, words: WordTable, formats: NumberFormats,
        place: (file: String, sheet: String, member: String), limits: TableLimits
    ) {
        (self.words, self.formats, self.place, self.limits) = (words, formats, place, limits)
        self.xml = xml
        cells = CellBuffer(columns: limits.columns)
        // Pages that no row needs are never touched. A day is written behind its number.
        arena = .allocate(capacity: limits.rowBytes + 64)
    }

    deinit { arena.deallocate() }

    mutating func read(_ body: (borrowing TableRow) throws -> Bool) throws -> TableSummary {
        var isInData = false, isInCell = false, isInValue = false, reading = 0
        while true {
            switch try xml.next() {
            case .finish: return summary
            case .text: if isInValue { try append() }
            case .start:
                switch xml.letter {
                case 0x63 where isInData:  // c
                    try beginCell()
                    (isInCell, reading) = (true, 0)
                case 0x76, 0x74: isInValue = isInCell && reading == 0  // v, t
                case 0x66: hasFormula = hasFormula || isInCell  // f
                case 0:
                    if isInData {
                        if xml.isNamed("row") {
                            try beginRow()
                        } else if xml.isNamed("rPh") {
                            reading += 1
                        }
                    } else if xml.isNamed("sheetData") {
                        isInData = true
                    } else if xml.isNamed("col") {
                        addHidden()
                    } else if xml.isNamed("mergeCell") {
                        addMerge()
                    }
                default: break
                }
            case .end:
                switch xml.letter {
                case 0x63 where isInCell:
                    try endCell()
                    isInCell = false
                case 0x76, 0x74: isInValue = false
                case 0 where isInData:
                    if xml.isNamed("row") {
                        guard try endRow(body) else { return summary }
                    } else if xml.isNamed("rPh") {
                        reading -= 1
                    } else if xml.isNamed("sheetData") {
                        isInData = false
                    }
                default: break
                }
            }
        }
    }

    private mutating func beginRow() throws {
        (used, count, column) = (0, 0, -1)
        cells.beginRow()
        row = xml.attribute("r").flatMap(Self.number) ?? row + 1
        guard row >= 1, row <= 1_048_576 else {
            throw DocumentError.damaged(file: place.file, format: .xlsx, what: place.member)
        }
        isHidden = xml.isSet("hidden")
    }

    private mutating func endRow(_ body: (borrowing TableRow) throws -> Bool) throws -> Bool {
        guard count > 0 else { return true }
        summary.rows += 1
        return try body(
            TableRow(
                number: row, isHidden: isHidden, isRagged: false, count: count, records: UnsafePointer(cells.records),
                stamp: cells.stamp))
    }

    private mutating func beginCell() throws {
        (valueStart, hasFormula, type, style) = (used, false, .number, 0)
        column += 1
        if let reference = xml.attribute("r") { column = Self.column(reference) ?? column }
        guard column < cells.capacity else {
            throw TableError.tooManyColumns(file: place.file, row: row, limit: limits.columns)
        }
        if let value = xml.attribute("s") { style = Self.number(value) ?? 0 }
        if let value = xml.attribute("t") {
            switch (value.count, value.first) {
            case (1, UInt8(ascii: "s")): type = .shared
            case (1, UInt8(ascii: "b")): type = .boolean
            case (1, UInt8(ascii: "e")): type = .error
            case (1, UInt8(ascii: "d")): type = .day
            case (1, _): type = .number
            default: type = .words
            }
        }
    }

    private mutating func append() throws {
        let text = xml.text
        guard used + text.count <= limits.rowBytes else {
            throw TableError.rowTooLong(file: place.file, row: row, limit: limits.rowBytes)
        }
        guard xml.isCoded else {
            memcpy(arena + used, xml.base + text.start, text.count)
            used += text.count
            return
        }
        guard let count = XMLWords.decode(xml.base + text.start, text.count, to: arena + used) else {
            throw DocumentError.forbiddenXML(file: place.file, member: place.member)
        }
        used += count
    }

    private mutating func endCell() throws {
        let value = UnsafeBufferPointer(start: arena + valueStart, count: used - valueStart)
        guard value.count <= limits.cellBytes else {
            throw TableError.cellTooLong(file: place.file, cell: cellName, limit: limits.cellBytes)
        }
        guard !value.isEmpty else {
            if hasFormula, type != .words { put(value, .formula) }
            return
        }
        switch type {
        case .shared:
            used = valueStart
            guard let words = Self.number(value).flatMap({ words[$0] }) else {
                throw TableError.missingWords(file: place.file, cell: cellName)
            }
            guard words.count <= limits.cellBytes else {
                throw TableError.cellTooLong(file: place.file, cell: cellName, limit: limits.cellBytes)
            }
            if !words.isEmpty { put(words, .text) }
        case .words:
            used = valueStart + XMLWords.unescape(arena + valueStart, value.count)
            put(UnsafeBufferPointer(start: arena + valueStart, count: used - valueStart), .text)
        case .number: putNumber(value)
        case .day: putDay(value)
        case .error: put(value, .error)
        case .boolean:
            let word: StaticString = value.elementsEqual([0x30]) ? "FALSE" : "TRUE"
            put(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount), .boolean)
        }
    }

    private mutating func putNumber(_ value: UnsafeBufferPointer<UInt8>) {
        guard let day = formats.write(value, style: style, to: arena + used) else { return put(value, .number) }
        put(UnsafeBufferPointer(start: arena + used, count: day.count), day.kind)
        used += day.count
    }

    /// A day that the cell itself writes in the way of ISO 8601: `2026-09-01` or `2026-09-01T08:30:00`.
    private mutating func putDay(_ value: UnsafeBufferPointer<UInt8>) {
        if value.count > 10, arena[valueStart + 10] == UInt8(ascii: "T") { arena[valueStart + 10] = 0x20 }
        let isMidnight = value.dropFirst(10).starts(with: Array(" 00:00:00".utf8))
        let count = isMidnight ? 10 : min(19, value.count)
        put(.init(rebasing: value[..<count]), count == 10 ? .day : count > 10 ? .dayAndTime : .time)
    }

    private mutating func put(_ value: UnsafeBufferPointer<UInt8>, _ kind: TableCell.Kind) {
        cells.put(column, value.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(arena), value.count, kind)
        count = max(count, column + 1)
    }

    private var cellName: String {
        place.sheet + "!" + CellAddress.name(column: column, row: row - 1)
    }

    private mutating func addHidden() {
        guard xml.isSet("hidden"), let from = xml.attribute("min").flatMap(Self.number),
            let to = xml.attribute("max").flatMap(Self.number), 1 <= from, from <= to,
            summary.hiddenColumns.count < 16_384
        else { return }
        summary.hiddenColumns.append((from - 1)...(to - 1))
    }

    private mutating func addMerge() {
        guard summary.merges.count < limits.merges, let reference = xml.attribute("ref") else { return }
        let corners = String(decoding: reference, as: UTF8.self).split(separator: ":").compactMap(CellAddress.init)
        guard corners.count == 2, corners[0].row <= corners[1].row, corners[0].column <= corners[1].column else {
            return
        }
        summary.merges.append(
            CellRange(rows: corners[0].row...corners[1].row, columns: corners[0].column...corners[1].column))
    }

    /// The column of an address, from 0; one past Excel's last is too many, whatever it is.
    @inline(__always)
    private static func column(_ address: UnsafeBufferPointer<UInt8>) -> Int? {
        var column = 0
        for byte in address {
            guard byte >= 0x41, byte <= 0x5A else { break }
            column = min(column * 26 + Int(byte - 0x40), 1 << 20)
        }
        return column == 0 ? nil : column - 1
    }

    /// A number without sign, of at most nine digits.
    @inline(__always)
    private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var number = 0
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }
}
