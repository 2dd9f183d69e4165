import PlanModel

/// Reads the rows of one sheet.
struct SheetReader {
    let table: Int
    let merges: SheetMerges
    let words: [String]
    let formats: NumberFormats
    let file: String
    let limits: DocumentLimits

    private struct Cell {
        var column: Int
        var text: String
    }

    /// Merges by their top left cell, and those that are open at the row being read.
    private var starts: [Int: [SheetMerges.Range]] = [:]
    private var open: [(range: SheetMerges.Range, span: Span)] = []

    init(
        table: Int, merges: SheetMerges, words: [String], formats: NumberFormats, file: String, limits: DocumentLimits
    ) {
        (self.table, self.merges, self.words, self.formats) = (table, merges, words, formats)
        (self.file, self.limits) = (file, limits)
        starts = Dictionary(grouping: merges.ranges, by: \.top)
    }

    mutating func read(_ cursor: consuming XMLCursor, into builder: inout TextBuilder) throws {
        var row = -1, column = -1, cells: [Cell] = []
        var type = "", style = 0, value = "", isInValue = false, isHiddenRow = false
        var hiddenColumns: [ClosedRange<Int>] = []
        while let step = try cursor.next() {
            switch step {
            case .start("col", _):
                if ["1", "true"].contains(cursor.attribute("hidden") ?? ""),
                    let from = cursor.attribute("min").flatMap({ Int($0) }),
                    let to = cursor.attribute("max").flatMap({ Int($0) }), from <= to
                {
                    hiddenColumns.append((from - 1)...(to - 1))
                }
            case .start("row", let isEmpty):
                let stated = cursor.attribute("r").flatMap { Int($0) }.map { $0 - 1 }
                row = stated.map { (0..<1_048_576).contains($0) ? $0 : row + 1 } ?? row + 1
                (column, cells) = (-1, [])
                isHiddenRow = ["1", "true"].contains(cursor.attribute("hidden") ?? "")
                if isEmpty { continue }
            case .start("c", let isEmpty):
                column = cursor.attribute("r").flatMap { CellAddress($0)?.column } ?? column + 1
                type = cursor.attribute("t") ?? "n"
                style = cursor.attribute("s").flatMap { Int($0) } ?? 0
                value = ""
                if isEmpty { continue }
            case .start("v", let isEmpty), .start("t", let isEmpty): isInValue = !isEmpty
            case .start("rPh", let isEmpty), .start("f", let isEmpty): if !isEmpty { try cursor.skip() }
            case .text(let text): if isInValue { value += text }
            case .end("v"), .end("t"): isInValue = false
            case .end("c"):
                guard cells.count < limits.columns else { throw DocumentError.excessive(file: file, what: "columns") }
                let shown = display(value, type: type, style: style)
                if !shown.isEmpty, !hiddenColumns.contains(where: { $0.contains(column) }) {
                    cells.append(Cell(column: column, text: shown))
                }
            case .end("row"):
                if !isHiddenRow { try add(row, cells, to: &builder) }
            default: break
            }
        }
    }

    /// A cell as the sheet shows it.
    private func display(_ value: String, type: String, style: Int) -> String {
        switch type {
        case "s":
            guard let index = Int(value), words.indices.contains(index) else { return "" }
            return words[index]
        case "str", "inlineStr": return value
        case "b": return value == "1" ? "TRUE" : "FALSE"
        case "e": return ""
        default: return formats.display(value, style: style)
        }
    }

    /// Adds a row with its merged cells: those that start here, and those that come down from above.
    private mutating func add(_ row: Int, _ cells: [Cell], to builder: inout TextBuilder) throws {
        open.removeAll { $0.range.bottom < row }
        let starting = starts[row] ?? []
        var placed = cells.filter { cell in
            !open.contains { ($0.range.left...$0.range.right).contains(cell.column) }
        }.map { cell in
            let span = starting.first { $0.left == cell.column }.map { $0.right - $0.left + 1 } ?? 1
            return TextBuilder.Cell(text: cell.text, column: cell.column, columnSpan: span)
        }
        guard !placed.isEmpty || !open.isEmpty else { return }
        for merge in open {
            placed.append(
                TextBuilder.Cell(
                    text: "", column: merge.range.left, columnSpan: merge.range.right - merge.range.left + 1,
                    continues: merge.span))
        }
        placed.sort { $0.column < $1.column }
        // A row that only continues merged cells says nothing of its own.
        guard placed.contains(where: { $0.continues == nil }) else { return }
        let spans = try builder.row(table: table, row: row, cells: placed)
        for range in starting where range.bottom > row {
            if let index = placed.firstIndex(where: { $0.column == range.left && $0.continues == nil }) {
                open.append((range, spans[index]))
            }
        }
    }
}
