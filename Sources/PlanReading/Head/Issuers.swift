extension HeadReader {
    /// The issuing bodies: the words of the title before 关于, else the names of the 红头, else the body that the title
    /// starts with.
    func readIssuers(_ head: inout DocumentHead, letterhead: [Range<Int>]) {
        guard let title = head.title else {
            head.issuers = letterhead
            return
        }
        if let about = place(of: "关于", in: title), about > title.lowerBound {
            head.issuers = bodies(in: title.lowerBound..<about)
        }
        if head.issuers.isEmpty { head.issuers = letterhead }
        if head.issuers.isEmpty, let body = leadingBody(title) { head.issuers = [body] }
    }

    /// The bodies named in words that are parted by lines, gaps or 、.
    private func bodies(in range: Range<Int>) -> [Range<Int>] {
        var bodies: [Range<Int>] = []
        var start = range.lowerBound
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        func close(_ end: Int) {
            if isBody(start..<end) {
                bodies.append(start..<end)
                start = end
            }
        }
        while let character = cursor.peek() {
            let place = cursor.place
            cursor.advance()
            if character == "、" || character == "\n" || character == " " {
                close(place)
                // A name broken over two lines goes on.
                if start == place || character == "、" { start = cursor.place }
            } else if place > start, text.hasGap(before: place) {
                close(place)
            }
        }
        close(range.upperBound)
        return bodies
    }

    /// The body that a title such as 云岚区教育局2027年工作要点 starts with: the words before its first digit or 关于.
    private func leadingBody(_ title: Range<Int>) -> Range<Int>? {
        var end = title.lowerBound
        while end < title.upperBound, !text.bytes[end].isASCIIDigit { end += 1 }
        guard end < title.upperBound else { return nil }
        while end > title.lowerBound, text.bytes[end - 1] == 0x0A { end -= 1 }
        guard isBody(title.lowerBound..<end) else { return nil }
        return title.lowerBound..<end
    }

    /// Whether words are the name of a body that issues papers; a district or a section of an office is none.
    private func isBody(_ range: Range<Int>) -> Bool {
        guard range.count >= 9, words.isOffice(text.bytes, range),
            let last = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound)
        else { return false }
        return "局委会室校园学府厅心院组".unicodeScalars.contains(last.scalar)
    }

    private func place(of word: String, in range: Range<Int>) -> Int? {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        while cursor.peek() != nil {
            if cursor.startsWith(word) { return cursor.place }
            cursor.advance()
        }
        return nil
    }
}
