/// Finds the lines that belong to the page and not to the text: page numbers, and running heads beside them.
struct PageFurniture {
    let bytes: [UInt8]

    /// Marks them in `lines` as dropped. Linear in the lines.
    func mark(_ lines: inout [SourceLine]) {
        markDecoratedNumbers(&lines)
        if !hasBareNumberColumn(lines) { markBareNumbers(&lines) }
        markRunningHeads(&lines)
    }

    /// — 3 —, - 24 -, 第3页, 第 3 页 共 20 页, 3/20.
    private func markDecoratedNumbers(_ lines: inout [SourceLine]) {
        for index in lines.indices where lines[index].range.count <= 40 && lines[index].row == nil {
            if isDecoratedNumber(lines[index].range) { lines[index].fate = .dropped }
        }
    }

    private func isDecoratedNumber(_ range: Range<Int>) -> Bool {
        var cursor = Cursor(bytes, range.lowerBound, range.upperBound)
        if cursor.skip("第"), cursor.arabicNumber() != nil, cursor.skip("页") {
            guard cursor.place < range.upperBound else { return true }
            cursor.skip("，", ",", "/")
            return cursor.skip("共") && cursor.arabicNumber() != nil && cursor.skip("页")
                && cursor.place == range.upperBound
        }
        cursor = Cursor(bytes, range.lowerBound, range.upperBound)
        var dashes = 0
        while cursor.skip("—", "-", "－", "–", "―", "~", "·") { dashes += 1 }
        guard cursor.arabicNumber() != nil else { return false }
        if dashes == 0 {
            return cursor.skip("/") && cursor.arabicNumber() != nil && cursor.place == range.upperBound
        }
        var closing = 0
        while cursor.skip("—", "-", "－", "–", "―", "~", "·") { closing += 1 }
        return closing > 0 && cursor.place == range.upperBound
    }

    /// Whether the head of a table stands in the text cell by cell (序号 alone on a line): then numbers alone on a line
    /// are row numbers.
    private func hasBareNumberColumn(_ lines: [SourceLine]) -> Bool {
        lines.contains { line in
            line.row == nil && line.range.count == 6
                && (bytes[line.range].elementsEqual("序号".utf8) || bytes[line.range].elementsEqual("编号".utf8))
        }
    }

    /// Numbers alone on a line that count up along the document are page numbers, and so is one within a sentence.
    private func markBareNumbers(_ lines: inout [SourceLine]) {
        var candidates: [(line: Int, value: Int)] = []
        for index in lines.indices where lines[index].range.count <= 4 && lines[index].row == nil {
            var cursor = Cursor(bytes, lines[index].range.lowerBound, lines[index].range.upperBound)
            guard let value = cursor.arabicNumber(), cursor.place == cursor.end, lines[index].headingLevel == nil
            else { continue }
            candidates.append((line: index, value: value))
        }
        for (place, candidate) in candidates.enumerated() {
            let follows = place > 0 && candidates[place - 1].value + 1 == candidate.value
            let precedes = place + 1 < candidates.count && candidate.value + 1 == candidates[place + 1].value
            let isInside = candidate.line > 0 && !lines[candidate.line - 1].endsSentence(bytes)
            if follows || precedes || isInside || (candidate.line > 0 && candidate.line + 1 == lines.count) {
                lines[candidate.line].fate = .dropped
            }
        }
    }

    /// Short lines that stand right beside page numbers at least twice with the same words.
    private func markRunningHeads(_ lines: inout [SourceLine]) {
        var seen: [ArraySlice<UInt8>: [Int]] = [:]
        for index in lines.indices where lines[index].fate != .dropped && lines[index].range.count <= 120 {
            guard lines[index].row == nil else { continue }
            let isBeside =
                (index > 0 && lines[index - 1].fate == .dropped)
                || (index + 1 < lines.count && lines[index + 1].fate == .dropped)
            if isBeside { seen[bytes[lines[index].range], default: []].append(index) }
        }
        for places in seen.values where places.count > 1 {
            for index in places { lines[index].fate = .dropped }
        }
    }
}
