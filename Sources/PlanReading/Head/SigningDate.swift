/// Finds the date of signing.
struct SigningDate {
    let text: CleanText
    let words: TitleWords

    /// A date alone on its line or in brackets, after the name of a body if there is one; else the date of printing
    /// (…2027年3月5日印发). The first one counts: a covering letter is signed before its enclosure.
    func find(after start: Int) -> (date: String, range: Range<Int>)? {
        var alone: (date: String, range: Range<Int>)?
        var printed: (date: String, range: Range<Int>)?
        for index in text.paragraphs.indices {
            let range = text.paragraphs[index].range
            guard text.paragraphs[index].row == nil, range.count <= 150 else { continue }
            if let found = date(alone: range) {
                if index > start, isSigned(index) { return found }
                alone = alone ?? found
            } else if printed == nil {
                printed = date(printed: range)
            }
        }
        return alone ?? printed
    }

    private func date(alone range: Range<Int>) -> (date: String, range: Range<Int>)? {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        cursor.skip("（", "(")
        guard let date = PaperMarks.date(text.bytes, at: cursor.place, end: range.upperBound) else { return nil }
        cursor = Cursor(text.bytes, date.range.upperBound, range.upperBound)
        cursor.skip("）", ")")
        return cursor.place == range.upperBound ? date : nil
    }

    /// Whether the line before is the name of a body.
    private func isSigned(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let range = text.paragraphs[index - 1].range
        return range.count <= 150 && words.isOffice(text.bytes, range)
    }

    private func date(printed range: Range<Int>) -> (date: String, range: Range<Int>)? {
        guard range.count > 20, text.bytes[range].suffix(6).elementsEqual("印发".utf8) else { return nil }
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        while let character = cursor.peek() {
            if ("0"..."9").contains(character),
                let date = PaperMarks.date(text.bytes, at: cursor.place, end: range.upperBound)
            {
                return date
            }
            cursor.advance()
        }
        return nil
    }
}
