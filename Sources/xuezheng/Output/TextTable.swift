/// A table for a terminal: columns aligned by display width, where a Chinese character takes two cells.
struct TextTable {
    /// One column.
    struct Column {
        let title: String
        /// Longest display width; longer words are cut with …. Nil for no limit.
        let limit: Int?
        /// Whether figures stand at the right.
        let isNumeric: Bool

        init(_ title: String, limit: Int? = nil, isNumeric: Bool = false) {
            self.title = title
            self.limit = limit
            self.isNumeric = isNumeric
        }
    }

    let columns: [Column]
    let rows: [[String]]

    /// The lines of the table, header first.
    var text: String {
        let cells = ([columns.map(\.title)] + rows).map { row in
            zip(columns, row).map { column, word in
                Self.cut(word.replacing("\n", with: " "), to: column.limit)
            }
        }
        let widths = columns.indices.map { index in cells.map { Self.width($0[index]) }.max() ?? 0 }
        return cells.map { row in
            let padded = row.indices.map { index in
                let gap = String(repeating: " ", count: widths[index] - Self.width(row[index]))
                return columns[index].isNumeric ? gap + row[index] : row[index] + gap
            }
            return padded.joined(separator: "  ").trimmingSuffix(" ")
        }.joined(separator: "\n")
    }

    /// Cells that a word takes on a terminal.
    static func width(_ word: String) -> Int {
        word.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : $1.properties.isDefaultIgnorableCodePoint ? 0 : 1) }
    }

    private static func cut(_ word: String, to limit: Int?) -> String {
        guard let limit, width(word) > limit else { return word }
        var taken = "", used = 0
        for character in word {
            let more = width(String(character))
            if used + more > limit - 1 { break }
            taken.append(character)
            used += more
        }
        return taken + "…"
    }

    /// East Asian wide and full-width blocks (Unicode Standard Annex 11), as far as plans use them.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var end = endIndex
        while end > startIndex, self[index(before: end)] == character { end = index(before: end) }
        return String(self[..<end])
    }
}
