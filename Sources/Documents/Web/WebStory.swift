import CXML
import PlanModel

/// The tree of a web page being walked: one pass, blocks and tables as they open and close.
struct WebStory {
    private var builder: TextBuilder
    private let file: String
    private let limits: DocumentLimits

    private var text = ""
    private var headingLevel: Int?
    /// Numbers of the lists that are open; nil for one with bullets.
    private var lists: [Int?] = []
    private var tables: [WebTable] = []
    private var tableCount = 0

    init(builder: TextBuilder, file: String, limits: DocumentLimits) {
        (self.builder, self.file, self.limits) = (builder, file, limits)
    }

    private static let leftOut: Set<String> = [
        "script", "style", "head", "nav", "noscript", "template", "select", "button", "iframe", "object", "svg",
    ]
    private static let blocks: Set<String> = [
        "p", "div", "section", "article", "header", "footer", "main", "li", "ul", "ol", "blockquote", "pre", "br", "hr",
        "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "dt", "dd", "caption", "form", "fieldset",
    ]

    /// Walks a node and all under it.
    mutating func walk(_ root: UnsafeMutablePointer<xmlNode>) throws {
        var node = root, depth = 0
        while true {
            let entered = try enter(node)
            if entered, let child = node.pointee.children {
                node = child
                depth += 1
                guard depth <= limits.depth * 8 else { throw DocumentError.excessive(file: file, what: "html") }
                continue
            }
            if entered { try leave(node) }
            while true {
                if depth == 0 { return }
                if let next = node.pointee.next {
                    node = next
                    break
                }
                guard let parent = node.pointee.parent else { return }
                node = parent
                depth -= 1
                try leave(node)
            }
        }
    }

    /// The document. - Throws: `DocumentError.noText`.
    mutating func finish() throws -> DocumentText {
        try endBlock()
        return try builder.finish()
    }

    private func name(_ node: UnsafeMutablePointer<xmlNode>) -> String {
        node.pointee.name.map { String(cString: $0).lowercased() } ?? ""
    }

    private func attribute(_ node: UnsafeMutablePointer<xmlNode>, _ name: String) -> String? {
        guard let value = xmlGetProp(node, name) else { return nil }
        defer { xml_free(value) }
        return String(cString: value)
    }

    /// Whether what is under the node is to be walked; words are taken at once.
    private mutating func enter(_ node: UnsafeMutablePointer<xmlNode>) throws -> Bool {
        switch node.pointee.type {
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
            if let content = node.pointee.content { append(String(cString: content)) }
            return false
        case XML_ELEMENT_NODE: break
        default: return false
        }
        let tag = name(node)
        if Self.leftOut.contains(tag) || attribute(node, "hidden") != nil { return false }
        if let style = attribute(node, "style"), style.filter({ !$0.isWhitespace }).contains("display:none") {
            return false
        }
        if Self.blocks.contains(tag) { try endBlock() }
        switch tag {
        case "h1", "h2", "h3", "h4", "h5", "h6": headingLevel = tag.last?.wholeNumberValue
        case "ol": lists.append(attribute(node, "start").flatMap { Int($0) } ?? 1)
        case "ul": lists.append(nil)
        case "li":
            if let last = lists.indices.last, let number = lists[last] {
                text = "\(number)."
                lists[last] = number &+ 1
            }
        case "table":
            tables.append(WebTable(number: tableCount))
            tableCount += 1
        case "tr": if !tables.isEmpty { tables[tables.count - 1].startRow() }
        case "td", "th":
            if !tables.isEmpty {
                tables[tables.count - 1].startCell(
                    columns: attribute(node, "colspan").flatMap { Int($0) } ?? 1,
                    rows: attribute(node, "rowspan").flatMap { Int($0) } ?? 1)
            }
        default: break
        }
        return true
    }

    private mutating func leave(_ node: UnsafeMutablePointer<xmlNode>) throws {
        guard node.pointee.type == XML_ELEMENT_NODE else { return }
        let tag = name(node)
        if Self.blocks.contains(tag) { try endBlock() }
        switch tag {
        case "h1", "h2", "h3", "h4", "h5", "h6": headingLevel = nil
        case "ol", "ul": _ = lists.popLast()
        case "td", "th": if !tables.isEmpty { tables[tables.count - 1].endCell() }
        case "tr": try endRow()
        case "table": _ = tables.popLast()
        default: break
        }
    }

    /// White space of the source is one space; a no-break space is a space too.
    private mutating func append(_ words: String) {
        for character in words {
            if character.isWhitespace || character == "\u{A0}" || character == "\u{3000}" {
                if let last = text.last, last != " " { text.append(" ") }
            } else {
                text.append(character)
            }
        }
    }

    private mutating func endBlock() throws {
        let words = text.trimmingSpaces
        text = ""
        guard !words.isEmpty else { return }
        if !tables.isEmpty, tables[tables.count - 1].isInCell {
            tables[tables.count - 1].append(words)
        } else {
            try builder.paragraph(words, headingLevel: headingLevel)
        }
    }

    private mutating func endRow() throws {
        guard !tables.isEmpty else { return }
        let place = tables.count - 1
        let cells = tables[place].endRow()
        guard cells.contains(where: { !$0.text.isEmpty }) else {
            tables[place].place([], of: [])
            return
        }
        if place > 0, tables[place - 1].isInCell {
            tables[place - 1].append(cells.map(\.text).filter { !$0.isEmpty }.joined(separator: " "))
            return
        }
        if cells.count == 1, cells[0].columnSpan == 1 {
            // Pages are laid out with tables of one cell: their words are paragraphs.
            for line in cells[0].text.split(separator: "\n") { try builder.paragraph(String(line)) }
            return
        }
        let spans = try builder.row(table: tables[place].number, row: tables[place].row, cells: cells)
        tables[place].place(spans, of: cells)
    }
}

/// A table of a web page that is open: its row, cell, and the cells that reach down into later rows.
struct WebTable {
    let number: Int
    private(set) var row = -1
    private(set) var isInCell = false
    private var cells: [TextBuilder.Cell] = []
    private var rowSpans: [Int] = []
    private var column = 0
    private var current: [String] = []
    private var span = (columns: 1, rows: 1)
    /// Cells that reach down: their column, width, how many rows are left, their words.
    private var reaching: [(column: Int, columns: Int, left: Int, span: Span)] = []

    init(number: Int) { self.number = number }

    mutating func startRow() {
        row += 1
        (cells, rowSpans, column) = ([], [], 0)
    }

    mutating func startCell(columns: Int, rows: Int) {
        current = []
        isInCell = true
        span = (min(max(columns, 1), 1000), min(max(rows, 1), 10_000))
    }

    mutating func append(_ words: String) { current.append(words) }

    mutating func endCell() {
        guard isInCell else { return }
        isInCell = false
        passReaching()
        cells.append(
            TextBuilder.Cell(text: current.joined(separator: "\n"), column: column, columnSpan: span.columns))
        rowSpans.append(span.rows)
        column += span.columns
    }

    mutating func endRow() -> [TextBuilder.Cell] {
        passReaching()
        return cells
    }

    /// Puts the cells that reach down from above where the row has come to.
    private mutating func passReaching() {
        while let cell = reaching.first(where: { $0.column == column && $0.left > 0 }) {
            cells.append(TextBuilder.Cell(text: "", column: column, columnSpan: cell.columns, continues: cell.span))
            rowSpans.append(1)
            column += cell.columns
        }
    }

    /// Remembers where the cells of the finished row stand, for those that reach down.
    mutating func place(_ spans: [Span], of row: [TextBuilder.Cell]) {
        for index in reaching.indices { reaching[index].left -= 1 }
        reaching.removeAll { $0.left <= 0 }
        for (index, cell) in row.enumerated() where cell.continues == nil && rowSpans[index] > 1 {
            reaching.append((cell.column, cell.columnSpan, rowSpans[index] - 1, spans[index]))
        }
    }
}
