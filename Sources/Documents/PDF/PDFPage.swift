/// A page of a PDF as poppler sees it: its words with their boxes, in points from the upper left corner.
struct PDFPage {
    /// A box in points, y downwards.
    struct Box {
        var left: Double, top: Double, right: Double, bottom: Double
        var middle: (x: Double, y: Double) { ((left + right) / 2, (top + bottom) / 2) }
    }

    /// A word and where it stands.
    struct Word {
        var text: String
        var box: Box
    }

    var words: [Word] = []

    /// The pages of the output of `pdftotext -bbox-layout`. - Throws: `DocumentError`.
    static func pages(_ cursor: consuming XMLCursor) throws -> [PDFPage] {
        var pages: [PDFPage] = [], word: Word?
        while let step = try cursor.next() {
            switch step {
            case .start("page", _): pages.append(PDFPage())
            case .start("word", _):
                func number(_ name: String) -> Double { cursor.attribute(name).flatMap { Double($0) } ?? 0 }
                word = Word(
                    text: "",
                    box: Box(left: number("xMin"), top: number("yMin"), right: number("xMax"), bottom: number("yMax")))
            case .text(let text): word?.text += text
            case .end("word"):
                if let word, !pages.isEmpty { pages[pages.count - 1].words.append(word) }
                word = nil
            default: break
            }
        }
        return pages
    }

    /// Words as lines: those whose middles are on one height, from left to right; a wide gap becomes spaces.
    static func lines(_ words: [Word]) -> [(text: String, top: Double)] {
        var lines: [[Word]] = []
        for word in words.sorted(by: { ($0.box.middle.y, $0.box.left) < ($1.box.middle.y, $1.box.left) }) {
            if let last = lines.last?.last, word.box.middle.y < last.box.bottom, word.box.middle.y > last.box.top {
                lines[lines.count - 1].append(word)
            } else {
                lines.append([word])
            }
        }
        return lines.map { line in
            let ordered = line.sorted { $0.box.left < $1.box.left }
            var text = ""
            for (index, word) in ordered.enumerated() {
                if index > 0 {
                    let gap = word.box.left - ordered[index - 1].box.right
                    text += gap > word.box.bottom - word.box.top ? "  " : gap > 0.5 ? " " : ""
                }
                text += word.text
            }
            return (text, ordered.map(\.box.top).min() ?? 0)
        }
    }
}
