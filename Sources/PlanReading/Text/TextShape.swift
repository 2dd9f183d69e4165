/// How the lines of a text lie on the page: the width at which they were broken, and how paragraphs start.
struct TextShape {
    /// The width at which lines were broken, in columns; nil where the text was not wrapped.
    private(set) var width: Int?
    /// Columns of the indent that first lines had and lost on the way into the text.
    private(set) var lostIndent = 0
    /// Whether first lines are indented in the text.
    private(set) var usesIndent = false
    /// Whether points 二是 start paragraphs of their own, and do not only stand inside sentences.
    private(set) var pointsStartParagraphs = false
    /// Whether they do so after a semicolon.
    private(set) var pointsFollowSemicolons = false
    /// Kinds of numbering whose lines are headings only, without a sentence after them.
    private(set) var headingStyles: Set<Numbering.Style> = []

    /// Looks at all lines. Linear in the lines.
    init(_ lines: [SourceLine], bytes: [UInt8]) {
        let texts = lines.filter { $0.fate != .dropped && $0.row == nil }
        usesIndent = texts.lazy.filter { $0.indent >= 2 && $0.indent <= 8 }.count * 20 >= texts.count
        width = TextShape.wrapWidth(texts, bytes: bytes)
        if let width { lostIndent = TextShape.lostIndent(texts, bytes: bytes, width: width) }
        readNumberings(texts, bytes: bytes)
    }

    private mutating func readNumberings(_ lines: [SourceLine], bytes: [UInt8]) {
        var headings: [Numbering.Style: Int] = [:]
        for (index, line) in lines.enumerated() {
            guard let numbering = Numbering(bytes, at: line.range.lowerBound, end: line.range.upperBound) else {
                continue
            }
            let before = index > 0 ? lines[index - 1] : nil
            if numbering.style == .point, numbering.value > 1, let before, !isFull(before, isFirst: false, next: 4) {
                pointsStartParagraphs = true
                if before.last(bytes) == "；" { pointsFollowSemicolons = true }
            }
            // A line with a stop is a sentence; one that was surely not broken and has none is a heading.
            if line.hasStop(bytes) {
                headings[numbering.style, default: 0] -= 1
            } else if !isFull(line, isFirst: true, next: 4), line.last(bytes) != "；" {
                headings[numbering.style, default: 0] += 1
            }
        }
        headingStyles = Set(headings.filter { $0.value > 0 }.keys)
    }

    /// Whether a line was broken because the next word, of `next` columns, did not fit. `isFirst` says that it is the
    /// first line of a paragraph. A column is allowed for what is narrower on paper than it counts.
    func isFull(_ line: SourceLine, isFirst: Bool, next: Int) -> Bool {
        guard let width else { return false }
        let taken = line.width + TextShape.indent(line)
        let limit = isFirst && line.indent < 2 ? width - lostIndent : width
        return taken + next > limit - 2 && taken <= width + 8
    }

    private static func indent(_ line: SourceLine) -> Int { line.indent >= 2 && line.indent <= 8 ? line.indent : 0 }

    /// The most frequent width, if most lines have about that width and are broken inside sentences.
    private static func wrapWidth(_ lines: [SourceLine], bytes: [UInt8]) -> Int? {
        var counts = [Int](repeating: 0, count: 180)
        var total = 0
        for line in lines where line.width >= 24 {
            total += 1
            let taken = line.width + indent(line)
            if taken < 170 { counts[taken] += 1 }
        }
        guard total >= 4 else { return nil }
        var mode = 32
        for width in 32...160 where counts[width] > counts[mode] { mode = width }
        let about = counts[mode - 6...mode + 4].reduce(0, +)
        guard counts[mode] > 1, about * 5 >= total * 2 else { return nil }
        var broken = 0
        for line in lines {
            let taken = line.width + indent(line)
            if taken >= mode - 6, taken <= mode + 4, !line.endsSentence(bytes), line.last(bytes) != "；" { broken += 1 }
        }
        // Lists of short items share a width too, but their lines end with their sentences.
        return broken * 2 >= about ? mode : nil
    }

    /// Numbered lines start paragraphs: where most of them that are broken are four columns short, the indent was lost.
    private static func lostIndent(_ lines: [SourceLine], bytes: [UInt8], width: Int) -> Int {
        var short = 0
        var whole = 0
        for line in lines where line.indent < 2 && line.width >= width - 8 && !line.endsSentence(bytes) {
            guard let numbering = Numbering(bytes, at: line.range.lowerBound, end: line.range.upperBound),
                numbering.style < .dash
            else { continue }
            if line.width < width - 2 { short += 1 } else { whole += 1 }
        }
        return short > whole ? 4 : 0
    }
}
