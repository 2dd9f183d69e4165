import PlanModel

/// Builds documents of paragraphs and tables as file readers make them.
struct OutlineDocument {
    private var bytes: [UInt8] = []
    private var blocks: [DocumentText.Block] = []
    private var tables = 0
    /// First cells of merges by column, in the table that is being built.
    private var merged: [Int: Span] = [:]

    /// A cell: its text, how many columns it covers, or a continuation of the one above.
    enum Cell: ExpressibleByStringLiteral {
        case text(String, columns: Int)
        case above

        init(stringLiteral value: String) { self = .text(value, columns: 1) }
    }

    /// The document.
    var text: DocumentText { DocumentText(bytes: bytes, blocks: blocks) }

    /// Adds a paragraph.
    mutating func paragraph(_ text: String, level: Int? = nil) {
        let start = bytes.count
        bytes += Array(text.utf8)
        blocks.append(DocumentText.Block(span: Span(start, bytes.count), kind: .paragraph(headingLevel: level)))
        bytes.append(0x0A)
    }

    /// Adds a table.
    mutating func table(_ rows: [[Cell]]) {
        merged = [:]
        for (number, row) in rows.enumerated() { add(row, number: number) }
        tables += 1
    }

    private mutating func add(_ row: [Cell], number: Int) {
        let start = bytes.count
        var cells: [DocumentText.Cell] = []
        var column = 0
        for cell in row {
            if column > 0 { bytes.append(0x09) }
            switch cell {
            case .text(let text, let columns):
                let span = Span(bytes.count, bytes.count + text.utf8.count)
                bytes += Array(text.utf8)
                merged[column] = span
                cells.append(DocumentText.Cell(span: span, column: column, columnSpan: columns))
                column += columns
            case .above:
                let span = merged[column] ?? Span(start, start)
                cells.append(DocumentText.Cell(span: span, column: column, continuesAbove: true))
                column += 1
            }
        }
        let kind = DocumentText.Kind.tableRow(table: tables, row: number, cells: cells)
        blocks.append(DocumentText.Block(span: Span(start, bytes.count), kind: kind))
        bytes.append(0x0A)
    }
}

extension PlanReading {
    /// Each task as `LABEL|TITLE|PATH > PATH|OWNERS|CO-OWNERS`, empty ends left out.
    var rows: [String] {
        tasks.map { task in
            var columns = [
                task.label, task.title.text, task.path.joined(separator: " > "),
                task.owners.map(\.text).joined(separator: "、"), task.coOwners.map(\.text).joined(separator: "、"),
            ]
            while columns.last == "" { columns.removeLast() }
            return columns.joined(separator: "|")
        }
    }
}
