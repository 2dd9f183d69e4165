/// What the head of a paper says: title, issuing bodies, number, date.
struct DocumentHead: Sendable {
    /// Where the title stands; nil where the text has none. It may reach over several lines.
    var title: Range<Int>?
    /// The issuing bodies.
    var issuers: [Range<Int>] = []
    /// The document number 文号.
    var number: Range<Int>?
    /// The date of signing.
    var date: (date: String, range: Range<Int>)?
    /// Index of the first paragraph after the title.
    var end = 0
    /// Whether it only sends another paper (印发…的通知).
    var isCover = false
}

/// Reads the head of a paper from its first paragraphs.
struct HeadReader {
    let text: CleanText
    let words: TitleWords
    /// Paragraphs that are no text: tables of contents.
    let skipped: [Bool]

    /// Paragraphs that a head has at most before the title is complete.
    private static let longest = 30
    /// Bytes that a line of a title has at most.
    private static let longestLine = 180

    /// Reads the head. The date of signing is looked for in all lines.
    func read() -> DocumentHead {
        var head = DocumentHead()
        var letterhead: [Range<Int>] = []
        let start = skipLetterhead(&head, &letterhead)
        readTitle(from: start, &head)
        readIssuers(&head, letterhead: letterhead)
        return head
    }

    /// Moves past 红头 (lines up to one that ends with 文件), numbers, dates, grades of secrecy.
    private func skipLetterhead(_ head: inout DocumentHead, _ letterhead: inout [Range<Int>]) -> Int {
        let count = min(text.paragraphs.count, Self.longest)
        var start = 0
        for index in 0..<min(count, 6) {
            let range = text.paragraphs[index].range
            guard range.count <= Self.longestLine, ends(range, with: "文件"), !ends(range, with: "性文件") else { continue }
            for line in 0...index {
                var range = text.paragraphs[line].range
                if line == index { range = range.lowerBound..<range.upperBound - "文件".utf8.count }
                if words.isOffice(text.bytes, range) { letterhead.append(range) }
            }
            start = index + 1
        }
        if start == 0 { start = skipBareLetterhead(&head, &letterhead) }
        for index in start..<count {
            let range = text.paragraphs[index].range
            if range.count <= 200, let number = PaperMarks.documentNumber(text, range),
                isNumberLine(range, number)
            {
                head.number = head.number ?? number
            } else if !isMark(range), !skipped[index] {
                return index
            }
        }
        return count
    }

    /// Moves past a 红头 without 文件: bodies a line each, then the document number.
    private func skipBareLetterhead(_ head: inout DocumentHead, _ letterhead: inout [Range<Int>]) -> Int {
        for index in 0..<min(text.paragraphs.count, 6) {
            let range = text.paragraphs[index].range
            if range.count <= 200, let number = PaperMarks.documentNumber(text, range), isNumberLine(range, number) {
                letterhead += (0..<index).map { text.paragraphs[$0].range }
                head.number = number
                return index + 1
            }
            guard range.count <= Self.longestLine, words.isOffice(text.bytes, range) else { return 0 }
        }
        return 0
    }

    /// Whether a line is a document number, alone or beside the signer.
    private func isNumberLine(_ line: Range<Int>, _ number: Range<Int>) -> Bool {
        number.count * 2 > line.count || Cursor(text.bytes, line.lowerBound, line.upperBound).startsWith("签发人")
    }

    /// A line that is neither title nor text: a date, a grade of secrecy, 附件, a signer, a lone sign.
    private func isMark(_ range: Range<Int>) -> Bool {
        if let date = PaperMarks.date(text.bytes, at: range.lowerBound, end: range.upperBound) {
            return date.range.upperBound == range.upperBound
        }
        if range.count <= 3 { return true }
        // A title may start with such a word too, but ends like a title.
        return words.isMark(text.bytes, range) && words.role(text.bytes, range) == nil
    }

    private func readTitle(from start: Int, _ head: inout DocumentHead) {
        head.end = start
        var title: Range<Int>?
        var index = start
        let limit = min(text.paragraphs.count, start + 8)
        while index < limit {
            let paragraph = text.paragraphs[index]
            let range = paragraph.range
            guard paragraph.row == nil, !skipped[index], range.count <= Self.longestLine,
                isTitleLine(range, isFirst: title == nil)
            else {
                break
            }
            title = (title?.lowerBound ?? range.lowerBound)..<range.upperBound
            index += 1
            if let title, isComplete(title), index >= limit || !goesOn(text.paragraphs[index].range) {
                head.title = title
                head.end = isSubtitle(index) ? index + 1 : index
                head.isCover = words.role(text.bytes, title) == .cover
                return
            }
        }
        // No word of a genre: the first line is the title if it looks like one and the text is no list from its start.
        if start < text.paragraphs.count, title != nil {
            head.title = text.paragraphs[start].range
            head.end = start + 1
        }
    }

    private func isTitleLine(_ range: Range<Int>, isFirst: Bool) -> Bool {
        if Numbering(text.bytes, at: range.lowerBound, end: range.upperBound) != nil { return false }
        guard let last = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound) else { return false }
        if "。；：:，、".unicodeScalars.contains(last.scalar) { return false }
        return isFirst || !isMark(range)
    }

    /// Whether a title ends here: with a word of a genre, outside 《》.
    private func isComplete(_ title: Range<Int>) -> Bool {
        guard words.role(text.bytes, title) != nil else { return false }
        var depth = 0
        var sends = false
        var cursor = Cursor(text.bytes, title.lowerBound, title.upperBound)
        while let character = cursor.peek() {
            if character == "《" { depth += 1 }
            if character == "》" { depth -= 1 }
            if character == "印" || character == "转" {
                sends = sends || cursor.startsWith("印发") || cursor.startsWith("转发")
            }
            cursor.advance()
        }
        guard depth <= 0 else { return false }
        // 关于印发… is complete with 的通知 only.
        return !sends || words.role(text.bytes, title) == .cover
    }

    /// ——在全区教育工作会议上的报告: a single line with a dash and without a stop below the title.
    private func isSubtitle(_ index: Int) -> Bool {
        func startsWithDash(_ index: Int) -> Bool {
            guard index < text.paragraphs.count else { return false }
            let range = text.paragraphs[index].range
            return Numbering(text.bytes, at: range.lowerBound, end: range.upperBound)?.style == .dash
        }
        guard startsWithDash(index), !startsWithDash(index + 1) else { return false }
        let range = text.paragraphs[index].range
        return range.count <= Self.longestLine && !ends(range, with: "。") && !ends(range, with: "；")
    }

    /// Whether a line goes on with a title that might be complete: 的通知, 和2021年工作计划.
    private func goesOn(_ range: Range<Int>) -> Bool {
        guard range.count <= Self.longestLine else { return false }
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        return cursor.skip("的", "和", "及", "与", "暨", "》", "（") && !ends(range, with: "。")
            && PaperMarks.date(text.bytes, at: cursor.place, end: range.upperBound) == nil
            && (words.role(text.bytes, range) != nil || ends(range, with: "）"))
    }

    private func ends(_ range: Range<Int>, with word: String) -> Bool {
        range.count >= word.utf8.count && text.bytes[range].suffix(word.utf8.count).elementsEqual(word.utf8)
    }
}
