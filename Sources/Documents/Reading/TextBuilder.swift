import PlanModel

/// Puts a document's text together: paragraphs a line each, cells of a row with tabs between.
struct TextBuilder {
    private(set) var bytes: [UInt8] = []
    private(set) var blocks: [DocumentText.Block] = []
    private let file: String
    private let limits: DocumentLimits

    /// A cell of a row to add.
    struct Cell {
        /// Its words; its paragraphs are separated by `\n`.
        var text: String
        /// First grid column, from 0.
        var column: Int
        /// Columns that it covers.
        var columnSpan = 1
        /// The cell above that this one continues: its span, as `row` answered it.
        var continues: Span?
    }

    init(file: String, limits: DocumentLimits) {
        self.file = file
        self.limits = limits
    }

    /// Adds a paragraph; one without words is left out.
    mutating func paragraph(_ text: String, headingLevel: Int? = nil) throws {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        try add(DocumentText.Block(span: Span(start, bytes.count), kind: .paragraph(headingLevel: headingLevel)))
    }

    /// Adds a row of a table and answers with the span of each cell; a row without words is left out but answered.
    @discardableResult
    mutating func row(table: Int, row: Int, cells: [Cell]) throws -> [Span] {
        guard cells.count <= limits.columns else { throw DocumentError.excessive(file: file, what: "columns") }
        let start = bytes.count
        var placed: [DocumentText.Cell] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(0x09) }
            let from = bytes.count
            if let above = cell.continues {
                placed.append(
                    .init(span: above, column: cell.column, columnSpan: cell.columnSpan, continuesAbove: true))
            } else {
                // A tab inside a cell would read as the next cell.
                bytes.append(contentsOf: cell.text.utf8.map { $0 == 0x09 ? 0x20 : $0 })
                placed.append(.init(span: Span(from, bytes.count), column: cell.column, columnSpan: cell.columnSpan))
            }
        }
        let words = bytes[start...].contains { $0 > 0x20 }
        if words || placed.contains(where: { $0.continuesAbove && !$0.span.isEmpty }) {
            try add(
                DocumentText.Block(
                    span: Span(start, bytes.count), kind: .tableRow(table: table, row: row, cells: placed)))
        } else {
            bytes.removeSubrange(start...)
        }
        return placed.map(\.span)
    }

    private mutating func add(_ block: DocumentText.Block) throws {
        blocks.append(block)
        bytes.append(0x0A)
        guard bytes.count <= limits.textBytes else { throw DocumentError.excessive(file: file, what: "text") }
        guard blocks.count <= limits.blocks else { throw DocumentError.excessive(file: file, what: "blocks") }
    }

    /// The document. - Throws: `DocumentError.noText`.
    func finish(mayBeHardWrapped: Bool = false, isRecognised: Bool = false) throws -> DocumentText {
        guard !blocks.isEmpty else { throw DocumentError.noText(file: file) }
        return DocumentText(
            bytes: bytes, blocks: blocks, mayBeHardWrapped: mayBeHardWrapped, isRecognised: isRecognised)
    }
}
