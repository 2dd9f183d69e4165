/// Finds the lines of a table of contents 目录 and of a list of enclosures 附件：1.…
struct ContentsLines {
    let text: CleanText

    /// For each paragraph whether it is a line of a table of contents: headings with leaders and page numbers, and after
    /// 目录 also headings without, as long as they come again later.
    func lines() -> [Bool] {
        var lines = enclosureLists()
        var inContents = false
        var later: [ArraySlice<UInt8>: Int]?
        for index in text.paragraphs.indices {
            let range = text.paragraphs[index].range
            if hasLeaders(range) {
                lines[index] = true
                continue
            }
            if isContentsHeading(range) {
                lines[index] = true
                inContents = true
                continue
            }
            guard inContents else { continue }
            let heading = withoutPageNumber(range)
            if later == nil { later = lastPlaces(from: index) }
            if heading.count < range.count || (later?[text.bytes[heading]] ?? -1) > index, range.count <= 200 {
                lines[index] = true
            } else {
                inContents = false
            }
        }
        return lines
    }

    /// 附件：1.… and the numbered lines after it that count on.
    private func enclosureLists() -> [Bool] {
        var lines = [Bool](repeating: false, count: text.paragraphs.count)
        var last: Int?
        for index in text.paragraphs.indices {
            let range = text.paragraphs[index].range
            var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
            if range.count <= 300, cursor.skip(word: "附件") || cursor.skip(word: "附表"), cursor.skip("：", ":"),
                cursor.place < range.upperBound
            {
                lines[index] = true
                last = Numbering(text.bytes, at: cursor.place, end: range.upperBound)?.value
            } else if let before = last, range.count <= 150,
                let numbering = Numbering(text.bytes, at: range.lowerBound, end: range.upperBound),
                numbering.style == .arabic, numbering.value == before + 1,
                text.bytes[range].suffix(3) != [0xE3, 0x80, 0x82]
            {
                lines[index] = true
                last = numbering.value
            } else {
                last = nil
            }
        }
        return lines
    }

    private func isContentsHeading(_ range: Range<Int>) -> Bool {
        range.count == 6 && text.bytes[range].elementsEqual("目录".utf8)
    }

    /// ……12, ......12, ·····3: at least four leaders and a number at the end.
    private func hasLeaders(_ range: Range<Int>) -> Bool {
        guard range.count <= 400, let last = text.bytes[range].last, last.isASCIIDigit else { return false }
        var end = range.upperBound
        while end > range.lowerBound, text.bytes[end - 1].isASCIIDigit || text.bytes[end - 1] == 0x20 { end -= 1 }
        var leaders = 0
        while let (character, length) = Cursor.last(text.bytes, start: range.lowerBound, end: end), leaders < 4 {
            switch character {
            case "…": leaders += 2
            case ".", "·", "．", "-", "—", "_", "。": leaders += 1
            default: return false
            }
            end -= length
        }
        return leaders >= 4
    }

    private func withoutPageNumber(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, text.bytes[end - 1].isASCIIDigit || text.bytes[end - 1] == 0x20 { end -= 1 }
        // 2025 at the end of a heading is a year.
        return range.upperBound - end > 3 ? range : range.lowerBound..<end
    }

    /// The last paragraph of each short line.
    private func lastPlaces(from start: Int) -> [ArraySlice<UInt8>: Int] {
        var places: [ArraySlice<UInt8>: Int] = [:]
        for index in start..<text.paragraphs.count where text.paragraphs[index].range.count <= 200 {
            places[text.bytes[text.paragraphs[index].range]] = index
        }
        return places
    }
}
