import PlanModel

/// Reads a text file: a paragraph a line, which the plan reader may join; in Markdown also headings and tables.
struct PlainTextReader {
    let file: String
    let format: DocumentFormat
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let (text, lost) = try TextDecoder(file: file, format: format).decode(bytes)
        guard text.contains(where: { $0 > 0x20 }) else { throw DocumentError.noText(file: file) }
        guard text.count <= limits.textBytes else { throw DocumentError.excessive(file: file, what: "text") }
        let document = format == .markdown ? try markdown(text) : DocumentText(plain: text)
        guard document.blocks.count <= limits.blocks else {
            throw DocumentError.excessive(file: file, what: "blocks")
        }
        return ReadDocument(format: format, text: document, warnings: lost > 0 ? [.damagedText(count: lost)] : [])
    }

    /// Headings `#` and pipe tables; everything else a paragraph a line.
    private func markdown(_ bytes: [UInt8]) throws -> DocumentText {
        var builder = TextBuilder(file: file, limits: limits)
        var table = -1, row = 0, isInTable = false
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let words = String(decoding: line, as: UTF8.self).trimmingSpaces
            if words.hasPrefix("|"), words.dropFirst().contains("|") {
                if !isInTable { (table, row, isInTable) = (table + 1, 0, true) }
                let cells = Self.cells(words)
                if cells.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }) { continue }
                try builder.row(
                    table: table, row: row, cells: cells.enumerated().map { .init(text: $0.element, column: $0.offset) }
                )
                row += 1
                continue
            }
            isInTable = false
            let level = words.prefix { $0 == "#" }.count
            if (1...6).contains(level), words.dropFirst(level).first == " " {
                try builder.paragraph(words.dropFirst(level).trimmingSpaces, headingLevel: level)
            } else {
                try builder.paragraph(words.replacing("**", with: ""))
            }
        }
        return try builder.finish(mayBeHardWrapped: true)
    }

    private static func cells(_ line: String) -> [String] {
        var inner = line.dropFirst()
        if inner.hasSuffix("|") { inner = inner.dropLast() }
        return inner.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingSpaces.replacing("<br>", with: "\n") }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmingSpaces: String {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
