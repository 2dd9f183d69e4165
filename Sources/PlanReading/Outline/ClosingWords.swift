/// Finds where the text of the last task of a part ends and closing words, a signature or a list of enclosures begin.
struct ClosingWords: Sendable {
    let text: CleanText
    let labels: FieldLabels
    private let openers: WordTrie<Bool>

    init(text: CleanText, labels: FieldLabels, lexicon: Lexicon) {
        self.text = text
        self.labels = labels
        openers = WordTrie(lexicon.words("sections", kind: "closing").map { ($0, true) })
    }

    /// The end of the task's own paragraphs among `body`. `usual` is how many paragraphs tasks before it have, where that
    /// is known: a task that is one paragraph has no more at the end of a part.
    func end(of body: Range<Int>, isLast: Bool, usual: Int?) -> Int {
        for index in body {
            let range = text.paragraphs[index].range
            if isEnclosureList(range) { return index }
            if isLast, isSignature(index, in: body) { return index }
            if openers.match(text.bytes, at: range.lowerBound, end: range.upperBound) != nil { return index }
        }
        if isLast, usual == 0, let first = body.first, !startsField(first) { return first }
        return body.upperBound
    }

    private func startsField(_ index: Int) -> Bool {
        let range = text.paragraphs[index].range
        return labels.startsField(text.bytes, at: range.lowerBound, end: range.upperBound)
    }

    /// 附件：1.…
    private func isEnclosureList(_ range: Range<Int>) -> Bool {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        guard cursor.skip(word: "附件") || cursor.skip(word: "抄送") || cursor.skip(word: "（此件") else { return false }
        return cursor.skip("：", ":", "1", "公", "主", "不") || cursor.place == range.upperBound
    }

    /// A date alone on a line, or the short line of a name before one.
    private func isSignature(_ index: Int, in body: Range<Int>) -> Bool {
        if isDate(index) { return true }
        let range = text.paragraphs[index].range
        guard range.count <= 90, let last = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound),
            !"。；：，、！".unicodeScalars.contains(last.scalar)
        else { return false }
        return (index + 1..<min(index + 4, body.upperBound)).contains { isDate($0) }
    }

    private func isDate(_ index: Int) -> Bool {
        let range = text.paragraphs[index].range
        guard range.count <= 60, let date = PaperMarks.date(text.bytes, at: range.lowerBound, end: range.upperBound)
        else { return false }
        var cursor = Cursor(text.bytes, date.range.upperBound, range.upperBound)
        return cursor.place == range.upperBound || cursor.skip(word: "印发")
    }
}
