/// A ruled table of a page: its grid, and cells that cover several places of it.
struct PDFTable {
    /// Left borders of the columns and the right border of the last; upper borders of the rows and the lower of the last.
    let columns: [Double]
    let rows: [Double]
    private let rules: PDFRules

    /// A cell: the rows and columns of the grid that it covers.
    struct Cell {
        var rows: ClosedRange<Int>
        var columns: ClosedRange<Int>
        var text = ""
    }

    var top: Double { rows.first ?? 0 }
    var bottom: Double { rows.last ?? 0 }

    /// The tables of a page, from top to bottom: groups of lines that cross, of two columns and two rows at least.
    static func tables(_ rules: PDFRules) -> [PDFTable] {
        // Lines that meet belong together; a page has at most a few thousand.
        guard rules.horizontal.count * rules.vertical.count < 4_000_000 else { return [] }
        var group = Array(0..<(rules.horizontal.count + rules.vertical.count))
        func leader(_ index: Int) -> Int {
            var index = index
            while group[index] != index {
                group[index] = group[group[index]]
                index = group[index]
            }
            return index
        }
        for (first, across) in rules.horizontal.enumerated() {
            for (second, down) in rules.vertical.enumerated()
            where across.covers(down.place) && down.covers(across.place) {
                group[leader(first)] = leader(rules.horizontal.count + second)
            }
        }
        var members: [Int: (horizontal: [Double], vertical: [Double])] = [:]
        for (index, rule) in rules.horizontal.enumerated() {
            members[leader(index), default: ([], [])].horizontal.append(rule.place)
        }
        for (index, rule) in rules.vertical.enumerated() {
            members[leader(rules.horizontal.count + index), default: ([], [])].vertical.append(rule.place)
        }
        return members.values.compactMap { lines in
            let table = PDFTable(columns: distinct(lines.vertical), rows: distinct(lines.horizontal), rules: rules)
            return table.columns.count >= 3 && table.rows.count >= 3 ? table : nil
        }.sorted { $0.top < $1.top }
    }

    private static func distinct(_ places: [Double]) -> [Double] {
        places.sorted().reduce(into: []) { kept, place in
            if place - (kept.last ?? -1000) > PDFRules.tolerance { kept.append(place) }
        }
    }

    /// Whether a word stands inside.
    func holds(_ word: PDFPage.Word) -> Bool {
        let middle = word.box.middle
        return top < middle.y && middle.y < bottom && (columns.first ?? 0) < middle.x && middle.x < (columns.last ?? 0)
    }

    /// The cells with their words; places without a line between them are one cell.
    func cells(_ words: [PDFPage.Word]) -> [Cell] {
        let (height, width) = (rows.count - 1, columns.count - 1)
        var owner = Array(repeating: -1, count: height * width)
        var cells: [Cell] = []
        for row in 0..<height {
            for column in 0..<width where owner[row * width + column] < 0 {
                var right = column
                while right + 1 < width, owner[row * width + right + 1] < 0, !hasWall(rightOf: right, row: row) {
                    right += 1
                }
                var low = row
                while low + 1 < height, !(column...right).contains(where: { hasWall(below: low, column: $0) }) {
                    low += 1
                }
                for line in row...low { for place in column...right { owner[line * width + place] = cells.count } }
                cells.append(Cell(rows: row...low, columns: column...right))
            }
        }
        var held: [[PDFPage.Word]] = Array(repeating: [], count: cells.count)
        for word in words {
            let middle = word.box.middle
            guard let row = rows.lastIndex(where: { $0 < middle.y }),
                let column = columns.lastIndex(where: { $0 < middle.x }),
                row < height, column < width
            else { continue }
            held[owner[row * width + column]].append(word)
        }
        for index in cells.indices { cells[index].text = Self.joined(PDFPage.lines(held[index]).map(\.text)) }
        return cells
    }

    /// Lines of a cell are wrapped words: they go on without a break, Latin ones with a space.
    private static func joined(_ lines: [String]) -> String {
        lines.reduce(into: "") { text, line in
            let meets =
                (text.unicodeScalars.last?.properties.isAlphabetic ?? false) && text.last?.isASCII == true
                && line.first?.isASCII == true && line.first?.isLetter == true
            text += (meets ? " " : "") + line
        }
    }

    private func hasWall(rightOf column: Int, row: Int) -> Bool {
        let middle = (rows[row] + rows[row + 1]) / 2
        return rules.vertical.contains {
            abs($0.place - columns[column + 1]) <= PDFRules.tolerance && $0.covers(middle)
        }
    }

    private func hasWall(below row: Int, column: Int) -> Bool {
        let middle = (columns[column] + columns[column + 1]) / 2
        return rules.horizontal.contains { abs($0.place - rows[row + 1]) <= PDFRules.tolerance && $0.covers(middle) }
    }
}
