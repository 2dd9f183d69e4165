import PlanModel

/// Reads the blocks of a document into cleaned lines.
struct DocumentLines {
    /// Columns of the widest sheet that any spreadsheet has.
    private static let widest = 16_384

    let document: DocumentText
    let original: UnsafeBufferPointer<UInt8>
    var cleaner: LineCleaner
    var lines: [SourceLine] = []
    private var followsBlank = false
    /// The last byte of the block before, to see empty lines between blocks.
    private var lastEnd = 0
    /// Number of the table that the rows of a plain text belong to; those of the document come first.
    private var plainTable: Int
    private var lastPlainRow = -2
    /// Where a cell of the original came to stand in the cleaner, by its first byte.
    private var cellPlaces: [Int: Range<Int>] = [:]

    init(document: DocumentText, original: UnsafeBufferPointer<UInt8>) {
        self.document = document
        self.original = original
        cleaner = LineCleaner(capacity: original.count)
        var tables = 0
        for block in document.blocks {
            if case .tableRow(let table, _, _) = block.kind { tables = max(tables, table + 1) }
        }
        plainTable = tables
    }

    /// Reads all blocks in order. Blocks outside the text are left out.
    mutating func read() {
        for block in document.blocks {
            guard block.span.start >= lastEnd, block.span.end <= original.count else { continue }
            if block.span.start > lastEnd + 1, lastEnd > 0 { followsBlank = true }
            switch block.kind {
            case .paragraph(let level): readParagraph(block.span.range, level: level)
            case .tableRow(let table, _, let cells): readRow(block.span.range, table: table, cells: cells)
            }
            lastEnd = block.span.end
        }
    }

    /// A paragraph; a line break inside it parts two lines.
    private mutating func readParagraph(_ range: Range<Int>, level: Int?) {
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, original[end] != 0x0A { end += 1 }
            readLine(start..<end, level: level)
            start = end + 1
        }
    }

    private mutating func readLine(_ range: Range<Int>, level: Int?) {
        if level == nil, document.mayBeHardWrapped, PlainRow.isRule(original, range) { return }
        if level == nil, document.mayBeHardWrapped, let cells = PlainRow.cells(original, range) {
            readPlainRow(range, cells: cells)
            return
        }
        let line = cleaner.append(range, of: original)
        guard !line.range.isEmpty else {
            followsBlank = true
            return
        }
        lines.append(
            SourceLine(
                range: line.range, firstSegment: line.firstSegment, originEnd: range.upperBound, width: line.width,
                indent: line.indent, headingLevel: level, followsBlank: followsBlank))
        followsBlank = false
    }

    /// A row of a table in a plain text: rows in a run belong together.
    private mutating func readPlainRow(_ range: Range<Int>, cells: [Range<Int>]) {
        if lastPlainRow != lines.count - 1 { plainTable += 1 }
        let cells = cells.enumerated().map { column, range in
            DocumentText.Cell(span: Span(range), column: column)
        }
        readRow(range, table: plainTable, cells: cells)
        lastPlainRow = lines.count - 1
    }

    /// A row of a table: its own cells one after the other, those carried down by reference.
    private mutating func readRow(_ range: Range<Int>, table: Int, cells: [DocumentText.Cell]) {
        let start = cleaner.bytes.count
        let firstSegment = cleaner.segments.count
        var clean: [CleanText.Cell] = []
        for cell in cells {
            var place = start..<start
            if cell.span.start >= range.lowerBound, cell.span.end <= range.upperBound {
                if cleaner.bytes.count > start { cleaner.appendSeparator(0x09, at: cell.span.start) }
                place = readCell(cell.span.range)
                if !cell.span.isEmpty { cellPlaces[cell.span.start] = place }
            } else if let earlier = cellPlaces[cell.span.start] {
                place = earlier
            }
            clean.append(
                CleanText.Cell(
                    range: place, column: min(max(0, cell.column), Self.widest),
                    columnSpan: min(max(1, cell.columnSpan), Self.widest),
                    continuesAbove: cell.continuesAbove))
        }
        let end = cleaner.bytes.count
        guard end > start else { return }
        lines.append(
            SourceLine(
                range: start..<end, firstSegment: firstSegment, originEnd: range.upperBound, width: 0, indent: 0,
                followsBlank: followsBlank, row: CleanText.Row(table: table, cells: clean)))
        followsBlank = false
    }

    /// The lines of a cell. A line goes on with the one before it unless that ends a sentence or this is numbered.
    private mutating func readCell(_ range: Range<Int>) -> Range<Int> {
        let start = cleaner.bytes.count
        var lineStart = range.lowerBound
        while lineStart < range.upperBound {
            var end = lineStart
            while end < range.upperBound, original[end] != 0x0A { end += 1 }
            if cleaner.bytes.count > start { cleaner.appendSeparator(0x0A, at: lineStart) }
            let line = cleaner.append(lineStart..<end, of: original)
            if line.range.isEmpty, cleaner.bytes.count > start, line.range.lowerBound > start {
                cleaner.removeSeparator()
            }
            lineStart = end + 1
        }
        return start..<cleaner.bytes.count
    }
}
