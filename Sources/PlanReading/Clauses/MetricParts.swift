/// Parts a subject of several things that one number holds for: 小学和初中分别达到…, 两个100%, 课内课外各2小时.
struct MetricParts: Sendable {
    let glyphs: Glyphs
    let splitter: MemberSplitter

    /// The phrases of the things, in order; nil where the subject names only one, or not as many as `times`.
    ///
    /// What stands before the last 的 qualifies all of them.
    func parts(of range: Range<Int>, times: Int, clause: Clause) -> [[Range<Int>]]? {
        guard range.count <= 400 else { return nil }
        let shared = qualifier(of: range, clause: clause)
        let list = shared.upperBound..<range.upperBound
        var members = split(list, clause: clause, atListCommasOnly: true)
        if members.count != times || times < 2 {
            let finer = split(list, clause: clause, atListCommasOnly: false)
            if times < 2 || finer.count == times { members = finer }
        }
        if members.count < 2, times < 2, let twins = twins(in: list) { return twins }
        guard members.count >= 2, times < 2 || members.count == times else { return nil }
        return members.map { shared.isEmpty ? [$0] : [shared, $0] }
    }

    /// Whether a phrase names a rate: …率, …度, …比例.
    func isRate(_ pieces: [Range<Int>]) -> Bool {
        guard let piece = pieces.last else { return false }
        return ["率", "度", "比例", "占比"].contains { (word: StaticString) in
            glyphs.has(word, endingAt: piece.upperBound, start: piece.lowerBound)
        }
    }

    /// Gives the last part's tail to the shorter ones before it: 教师 and 学生家用带宽 become 教师家用带宽 and itself.
    func completed(_ parts: [[Range<Int>]]) -> [[Range<Int>]] {
        guard let last = parts.last?.last, let first = parts.first?.last else { return parts }
        let length = glyphs.count(first)
        guard glyphs.count(last) >= length + 2 else { return parts }
        var tail = last.lowerBound
        for _ in 0..<length { tail = glyphs.next(tail) }
        return parts.dropLast().map { part in
            part.last.map { glyphs.count($0) == length } == true ? part + [tail..<last.upperBound] : part
        } + [parts[parts.count - 1]]
    }

    /// From the start to the last 的 outside marks.
    private func qualifier(of range: Range<Int>, clause: Clause) -> Range<Int> {
        var end = range.lowerBound
        var place = range.lowerBound
        while place < range.upperBound {
            if let enclosure = clause.enclosures.first(holding: place) {
                place = max(enclosure.range.upperBound, place + 1)
                continue
            }
            if glyphs.has("的", at: place, end: range.upperBound) { end = place + 3 }
            place = glyphs.next(place)
        }
        return range.lowerBound..<end
    }

    private func split(_ range: Range<Int>, clause: Clause, atListCommasOnly: Bool) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var place = start
        while place < range.upperBound {
            if let enclosure = clause.enclosures.first(holding: place) {
                place = max(enclosure.range.upperBound, place + 1)
                continue
            }
            if let length = splitter.separatorLength(at: place, in: range),
                !atListCommasOnly || glyphs.has("、", at: place, end: range.upperBound)
            {
                if place > start { parts.append(start..<place) }
                place += length
                start = place
            } else {
                place = glyphs.next(place)
            }
        }
        if start < range.upperBound { parts.append(start..<range.upperBound) }
        return parts
    }

    /// 校内校外: two words of one kind at the end, each of which takes what stands before them.
    private func twins(in range: Range<Int>) -> [[Range<Int>]]? {
        let start = glyphs.back(4, from: range.upperBound, start: range.lowerBound)
        guard glyphs.count(start..<range.upperBound) == 4 else { return nil }
        let middle = glyphs.back(2, from: range.upperBound, start: range.lowerBound)
        guard let first = glyphs.at(start, end: range.upperBound), first == glyphs.at(middle, end: range.upperBound),
            glyphs.bytes[start..<middle] != glyphs.bytes[middle..<range.upperBound]
        else { return nil }
        let shared = range.lowerBound..<start
        return [start..<middle, middle..<range.upperBound].map { shared.isEmpty ? [$0] : [shared, $0] }
    }
}
