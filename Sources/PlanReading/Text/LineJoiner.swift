/// Joins the lines of a text whose sentences were broken at the edge of a page.
///
/// A line was broken where the next word would not have fitted into the width that the lines of the text have. Such a
/// line goes on in the next one, unless that starts with a numbering or a field label after what may be a heading. In a
/// text without a common width a line goes on where it breaks off within a phrase or is longer than any heading.
struct LineJoiner {
    let bytes: [UInt8]
    let labels: FieldLabels

    /// Columns that no heading has (forty-five Chinese characters).
    private static let longestHeading = 90

    /// The paragraph that is being put together.
    private struct Open {
        /// Its last line so far.
        var last: Int
        var lines = 1
        /// Whether a sentence has ended inside it.
        var hasStop: Bool
        var style: Numbering.Style?
    }

    /// Marks in `lines` the ones that continue. Linear in the lines.
    func mark(_ lines: inout [SourceLine]) {
        let shape = TextShape(lines, bytes: bytes)
        var open: Open?
        var values: [Numbering.Style: Int] = [:]
        for index in lines.indices where lines[index].fate != .dropped {
            let numbering = Numbering(
                bytes, at: lines[index].range.lowerBound, end: lines[index].range.upperBound)
            if var paragraph = open, lines[index].row == nil, lines[paragraph.last].row == nil,
                lines[index].headingLevel == nil, lines[paragraph.last].headingLevel == nil,
                continues(
                    lines[index], numbering, isNext: numbering.map { isNext($0, after: values) } ?? false,
                    after: lines[paragraph.last], in: paragraph, shape)
            {
                lines[index].fate = .continues
                paragraph.last = index
                paragraph.lines += 1
                paragraph.hasStop = paragraph.hasStop || lines[index].hasStop(bytes)
                open = paragraph
            } else {
                if let numbering { values[numbering.style] = numbering.value }
                open = Open(last: index, hasStop: lines[index].hasStop(bytes), style: numbering?.style)
            }
        }
    }

    /// Whether a numbering counts on, or starts a list.
    private func isNext(_ numbering: Numbering, after values: [Numbering.Style: Int]) -> Bool {
        if let last = values[numbering.style], numbering.value == last + 1 { return true }
        return numbering.value == 1 && (numbering.style > .chinese || values[numbering.style] == nil)
    }

    private func continues(
        _ line: SourceLine, _ numbering: Numbering?, isNext: Bool, after before: SourceLine, in open: Open,
        _ shape: TextShape
    ) -> Bool {
        if endsWithPageNumber(before) { return false }
        let last = before.last(bytes)
        let isFull = shape.isFull(before, isFirst: open.lines == 1, next: nextWord(line))
        if before.endsSentence(bytes) {
            return isFull && goesOnAfterStop(line, numbering, shape)
        }
        if labels.startsField(bytes, at: line.range.lowerBound, end: line.range.upperBound) {
            let start = line.range.lowerBound
            return isFull
                && labels.isBroken(bytes, before: before.range.upperBound, at: start, end: line.range.upperBound)
        }
        if let numbering {
            guard isFull else { return false }
            switch numbering.style {
            case .point: return last != "；" || !shape.pointsFollowSemicolons
            case .dash, .bullet: return last != "；"
            // In running text, what looks like a numbering but does not count on is the end of a broken word.
            default: return !isNext && (open.hasStop || open.lines > 2) && last != "；" && last != "："
            }
        }
        switch last {
        case "：", ":": return isFull && line.indent < 2
        case "，", "、", "（", "(", "《", "“", ",": return true
        case "；", ";": return isFull
        default: break
        }
        if isFull { return !isBody(line, after: open, shape) }
        return shape.width == nil && before.width >= Self.longestHeading
    }

    /// Whether a line is the text below a heading that happens to fill its line, and not the rest of the heading: that
    /// would be short and without a stop.
    private func isBody(_ line: SourceLine, after open: Open, _ shape: TextShape) -> Bool {
        guard let style = open.style, !open.hasStop, shape.headingStyles.contains(style), let width = shape.width else {
            return false
        }
        return line.hasStop(bytes) || line.width >= width - shape.lostIndent - 4 || line.indent >= 2
    }

    /// Whether a paragraph goes on in a line after a sentence that ends right at the edge.
    private func goesOnAfterStop(_ line: SourceLine, _ numbering: Numbering?, _ shape: TextShape) -> Bool {
        if shape.usesIndent, line.indent >= 2 { return false }
        if let numbering {
            return numbering.style == .point && (shape.usesIndent || !shape.pointsStartParagraphs)
        }
        if labels.startsField(bytes, at: line.range.lowerBound, end: line.range.upperBound) { return false }
        guard let width = shape.width else { return false }
        // A line that is full as the first of a paragraph is one; a short one without a stop is a heading.
        if shape.lostIndent > 0, line.width >= width - shape.lostIndent - 2, line.width < width - 2,
            !line.endsSentence(bytes)
        {
            return false
        }
        return line.width >= width - 2 || line.endsSentence(bytes)
    }

    /// Columns of what could not be parted from the start of a line: a Latin word or number, or a character and the
    /// punctuation after it.
    private func nextWord(_ line: SourceLine) -> Int {
        var place = line.range.lowerBound
        let end = min(line.range.upperBound, place + 40)
        while place < end, bytes[place].isASCIILetterOrDigit { place += 1 }
        if place > line.range.lowerBound { return place - line.range.lowerBound }
        var cursor = Cursor(bytes, place, line.range.upperBound)
        var width = 2
        // Opening marks stay with the word after them.
        while cursor.skip("“", "《", "（", "‘", "(") { width += 2 }
        cursor.advance()
        while cursor.skip("，", "。", "；", "：", "、", "！", "？", "”", "》", "）", ")", ",") { width += 2 }
        return width
    }

    /// A line of a table of contents: ……12.
    private func endsWithPageNumber(_ line: SourceLine) -> Bool {
        var end = line.range.upperBound
        while end > line.range.lowerBound, bytes[end - 1].isASCIIDigit { end -= 1 }
        guard end < line.range.upperBound, end - line.range.lowerBound > 6 else { return false }
        let leaders = bytes[end - 6..<end]
        return leaders.elementsEqual("……".utf8) || leaders.elementsEqual("......".utf8)
    }
}
