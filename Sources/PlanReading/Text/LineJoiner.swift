/// Joins the lines of a text whose sentences were broken at the edge of a page.
///
/// A line goes on with the one before it where that one fills the width that most lines of the text have, or — in a
/// text without such a width — where it is longer than any heading, and its sentence is not over. A line that starts
/// with a numbering or a field label never goes on, unless the line before it breaks off within a phrase.
struct LineJoiner {
    let bytes: [UInt8]
    let labels: FieldLabels

    /// Columns that a full line may lack: punctuation that may not stand at a line's start, Latin words.
    private static let slack = 8
    /// Columns that no heading has (forty-five Chinese characters).
    private static let longestHeading = 90

    /// Marks in `lines` the ones that continue. Linear in the lines.
    func mark(_ lines: inout [SourceLine]) {
        let width = wrapWidth(lines)
        let usesIndent = lines.lazy.filter { $0.indent >= 2 && $0.indent <= 8 }.count * 20 >= lines.count
        var previous: Int?
        for index in lines.indices where lines[index].fate != .dropped {
            if let before = previous, lines[index].row == nil, lines[before].row == nil,
                lines[index].headingLevel == nil, lines[before].headingLevel == nil,
                continues(lines[index], after: lines[before], width: width, usesIndent: usesIndent)
            {
                lines[index].fate = .continues
            }
            previous = index
        }
    }

    private func continues(_ line: SourceLine, after before: SourceLine, width: Int?, usesIndent: Bool) -> Bool {
        let last = before.last(bytes)
        if endsWithPageNumber(before) { return false }
        let isFull = width.map { before.width >= $0 - Self.slack && before.width <= $0 + Self.slack } ?? false
        let numbering = Numbering(bytes, at: line.range.lowerBound, end: line.range.upperBound)
        if before.endsSentence(bytes) {
            // The sentence ends at the edge. The paragraph goes on unless the next line is indented or a heading.
            guard isFull, numbering == nil, line.indent < 2 || !usesIndent, let width else { return false }
            if labels.startsField(bytes, at: line.range.lowerBound, end: line.range.upperBound) { return false }
            return line.width >= width - Self.slack || line.endsSentence(bytes)
        }
        if let last, last == "：" || last == ":" { return isFull && numbering == nil && line.indent < 2 }
        let breaksOff = last.map { "，、（(《“,".unicodeScalars.contains($0) } ?? false
        if let numbering {
            // 一是 and —— stand inside sentences too.
            return numbering.style >= .dash && isFull && last != "；" && numbering.style != .bullet
        }
        if labels.startsField(bytes, at: line.range.lowerBound, end: line.range.upperBound) { return false }
        if isFull { return true }
        if last == "；" || last == ";" { return false }
        return breaksOff || (before.width >= Self.longestHeading && (width ?? 0) < Self.longestHeading)
    }

    /// A line of a table of contents: ……12.
    private func endsWithPageNumber(_ line: SourceLine) -> Bool {
        var end = line.range.upperBound
        while end > line.range.lowerBound, bytes[end - 1].isASCIIDigit { end -= 1 }
        guard end < line.range.upperBound, end - line.range.lowerBound > 6 else { return false }
        let leaders = bytes[end - 6..<end]
        return leaders.elementsEqual("……".utf8) || leaders.elementsEqual("......".utf8)
    }

    /// The width at which lines were broken: the one that most lines share. Nil where the text was not wrapped.
    private func wrapWidth(_ lines: [SourceLine]) -> Int? {
        var counts = [Int](repeating: 0, count: 161)
        var total = 0
        for line in lines where line.fate != .dropped && line.row == nil && line.width >= 24 {
            total += 1
            if line.width <= 160 { counts[line.width] += 1 }
        }
        guard total >= 4 else { return nil }
        var best = (width: 0, count: 0)
        for width in 32...160 {
            let count = counts[width - 5...width].reduce(0, +)
            if count > best.count || (count == best.count && count > 0) { best = (width, count) }
        }
        guard best.count * 2 >= total else { return nil }
        // Lists of short items share a width too; broken lines mostly stop in the middle of a sentence.
        var broken = 0
        for line in lines where line.width > best.width - 6 && line.width <= best.width && line.fate != .dropped {
            if !line.endsSentence(bytes), line.last(bytes) != "；" { broken += 1 }
        }
        return broken * 2 >= best.count ? best.width : nil
    }
}
