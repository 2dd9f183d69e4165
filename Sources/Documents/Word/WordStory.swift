import PlanModel

/// The body of a Word document being read: one pass over its elements, paragraphs and tables as stacks.
struct WordStory {
    let styles: WordStyles
    var numbering: WordNumbering
    var builder: TextBuilder

    /// A paragraph that is open; text boxes nest paragraphs inside paragraphs.
    private struct Paragraph {
        var text = ""
        var style: String?
        var outlineLevel: Int?
        var reference: WordNumbering.Reference?
    }

    private struct Cell {
        var paragraphs: [String] = []
        var columnSpan = 1
        var merge: Merge?
        enum Merge { case starts, continues }
    }

    private struct Table {
        var number: Int
        var row = -1
        var column = 0
        var cells: [TextBuilder.Cell] = []
        var merges: [Cell.Merge?] = []
        var isDeleted = false
        /// The first cell of the merge that is open in each column.
        var origins: [Int: Span] = [:]
        var cell: Cell?
    }

    private var paragraphs: [Paragraph] = []
    private var tables: [Table] = []
    private var tableCount = 0
    private var isInText = false
    private var isInRunProperties = false
    private var isInParagraphProperties = false
    private var isHidden = false

    init(styles: WordStyles, numbering: WordNumbering, builder: TextBuilder) {
        self.styles = styles
        self.numbering = numbering
        self.builder = builder
    }

    mutating func read(_ cursor: consuming XMLCursor) throws {
        while let step = try cursor.next() {
            switch step {
            case .text(let words):
                if isInText, !isHidden, !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].text += words }
            case .start(let name, let isEmpty): try start(name, isEmpty: isEmpty, cursor)
            case .end(let name): try end(name)
            }
        }
    }

    private mutating func start(_ name: String, isEmpty: Bool, _ cursor: borrowing XMLCursor) throws {
        switch name {
        case "Fallback", "del", "moveFrom", "instrText", "delText", "delInstrText", "sdtPr", "pPrChange",
            "rPrChange", "tblPrChange", "sectPr":
            if name == "del", !tables.isEmpty, tables[tables.count - 1].cell == nil {
                tables[tables.count - 1].isDeleted = true  // w:trPr/w:del: the whole row is deleted
            }
            if !isEmpty { try cursor.skip() }
        case "p":
            paragraphs.append(Paragraph())
            if isEmpty { try end("p") }
        case "pPr": isInParagraphProperties = !isEmpty
        case "rPr": isInRunProperties = !isEmpty
        case "r": isHidden = false
        case "vanish":
            if isInRunProperties, !isInParagraphProperties { isHidden = Self.isOn(cursor.attribute("w:val")) }
        case "t": isInText = !isEmpty
        case "tab": if !isInParagraphProperties { append("\t") }
        case "br", "cr": append("\n")
        case "noBreakHyphen": append("-")
        case "tbl":
            tables.append(Table(number: tableCount))
            tableCount += 1
        case "tr", "tc", "gridSpan", "gridBefore", "vMerge": startTablePart(name, cursor)
        default: startProperty(name, cursor)
        }
        if isEmpty, name == "tc" || name == "tr" || name == "tbl" { try end(name) }
    }

    private mutating func startProperty(_ name: String, _ cursor: borrowing XMLCursor) {
        guard isInParagraphProperties, !paragraphs.isEmpty else { return }
        let value = cursor.attribute("w:val")
        switch name {
        case "pStyle": paragraphs[paragraphs.count - 1].style = value
        case "outlineLvl": paragraphs[paragraphs.count - 1].outlineLevel = value.flatMap { Int($0) }
        case "numId":
            paragraphs[paragraphs.count - 1].reference = .init(
                list: value, level: paragraphs[paragraphs.count - 1].reference?.level)
        case "ilvl":
            paragraphs[paragraphs.count - 1].reference = .init(
                list: paragraphs[paragraphs.count - 1].reference?.list, level: value.flatMap { Int($0) })
        default: break
        }
    }

    private mutating func startTablePart(_ name: String, _ cursor: borrowing XMLCursor) {
        guard !tables.isEmpty else { return }
        let place = tables.count - 1
        let value = cursor.attribute("w:val")
        switch name {
        case "tr":
            tables[place].row += 1
            tables[place].column = 0
            tables[place].cells = []
            tables[place].merges = []
            tables[place].isDeleted = false
        case "tc": tables[place].cell = Cell()
        case "gridSpan":
            tables[place].cell?.columnSpan = min(max(1, value.flatMap { Int($0) } ?? 1), 16_384)
        case "gridBefore": tables[place].column = min(max(0, value.flatMap { Int($0) } ?? 0), 16_384)
        default: tables[place].cell?.merge = value == "restart" ? .starts : .continues
        }
    }

    private mutating func end(_ name: String) throws {
        switch name {
        case "t": isInText = false
        case "rPr": isInRunProperties = false
        case "pPr": isInParagraphProperties = false
        case "p": try endParagraph()
        case "tc": endCell()
        case "tr": try endRow()
        case "tbl": if !tables.isEmpty { tables.removeLast() }
        default: break
        }
    }

    private mutating func append(_ words: String) {
        if !isHidden, !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].text += words }
    }

    private mutating func endParagraph() throws {
        guard let paragraph = paragraphs.popLast() else { return }
        var text = paragraph.text
        let reference = merged(paragraph.reference, styles.numbering(style: paragraph.style))
        if let reference, text.contains(where: { !$0.isWhitespace }) {
            text = numbering.next(reference, style: paragraph.style, styles: styles) + text
        }
        if !tables.isEmpty, tables[tables.count - 1].cell != nil {
            tables[tables.count - 1].cell?.paragraphs.append(text)
        } else {
            let level = styles.headingLevel(style: paragraph.style, own: paragraph.outlineLevel)
            try builder.paragraph(text, headingLevel: level)
        }
    }

    /// What the paragraph says itself comes before what its style says.
    private func merged(
        _ own: WordNumbering.Reference?, _ inherited: WordNumbering.Reference?
    ) -> WordNumbering.Reference? {
        guard let own else { return inherited }
        return WordNumbering.Reference(list: own.list ?? inherited?.list, level: own.level ?? inherited?.level)
    }

    private mutating func endCell() {
        guard !tables.isEmpty, let cell = tables[tables.count - 1].cell else { return }
        let place = tables.count - 1
        let words = cell.paragraphs.filter { $0.contains { !$0.isWhitespace } }.joined(separator: "\n")
        let column = tables[place].column
        let above = cell.merge == .continues ? tables[place].origins[column] : nil
        tables[place].cells.append(
            TextBuilder.Cell(text: words, column: column, columnSpan: cell.columnSpan, continues: above))
        tables[place].merges.append(cell.merge)
        tables[place].column += cell.columnSpan
        tables[place].cell = nil
    }

    private mutating func endRow() throws {
        guard let table = tables.last, !table.isDeleted else { return }
        let place = tables.count - 1
        if place > 0 {
            // A table inside a cell: its words belong to that cell, a row a line.
            let words = table.cells.map(\.text).filter { !$0.isEmpty }.joined(separator: " ")
            if !words.isEmpty { tables[place - 1].cell?.paragraphs.append(words) }
            return
        }
        let spans = try builder.row(table: table.number, row: table.row, cells: table.cells)
        for (index, cell) in table.cells.enumerated() {
            switch table.merges[index] {
            case .starts: tables[place].origins[cell.column] = spans[index]
            case .continues: break
            case nil: tables[place].origins[cell.column] = nil
            }
        }
    }

    /// An on/off property: present without value is on.
    private static func isOn(_ value: String?) -> Bool { value != "0" && value != "false" && value != "off" }
}
