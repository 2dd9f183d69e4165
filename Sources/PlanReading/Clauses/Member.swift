/// A count with the stretch of its clause that speaks of it: 6间食堂 in 改造4个操场、6间食堂、9间教室.
struct Member: Sendable {
    var count: Count
    /// The whole stretch.
    var range: Range<Int>
    /// From the start of the stretch, or from the end of a count that shares it, to the number.
    var before: Range<Int>
    /// From the end of the count to the end of the stretch, or to the number of a count that shares it.
    var after: Range<Int>
    /// Whether it starts a stretch of its own after another one in the same clause.
    var followsSeparator = false
    /// Whether the next count shares its stretch.
    var sharesNext = false
}

/// Parts a clause of several counts into members at 、和与及.
struct MemberSplitter: Sendable {
    let glyphs: Glyphs

    /// The members of a clause, one a count, in order. Linear in the clause.
    func members(of clause: Clause, counts: [Count]) -> [Member] {
        var members: [Member] = []
        var start = clause.range.lowerBound
        // The first member of those that share a stretch.
        var sharing = 0
        for (index, count) in counts.enumerated() {
            let bounds = count.quote.map { clause.isWorthQuoting($0) ? $0.content : clause.range } ?? clause.range
            if index == sharing { start = max(start, min(bounds.lowerBound, count.range.lowerBound)) }
            let nextStart = index + 1 < counts.count ? counts[index + 1].range.lowerBound : bounds.upperBound
            let separator =
                index + 1 < counts.count
                ? separator(in: count.range.upperBound..<nextStart, clause: clause) : nil
            let end = separator?.lowerBound ?? nextStart
            var member = Member(
                count: count, range: start..<end,
                before: max(
                    start, members.last.map { $0.sharesNext ? $0.count.range.upperBound : start } ?? start)..<count
                    .range.lowerBound,
                after: count.range.upperBound..<max(end, count.range.upperBound))
            member.followsSeparator = index > 0 && sharing == index
            if index + 1 < counts.count, separator == nil {
                member.sharesNext = true
                members.append(member)
                continue
            }
            members.append(member)
            // Those that share the stretch have it in common, within the reach of a statement.
            for shared in sharing...index where end - start <= 600 { members[shared].range = start..<end }
            sharing = index + 1
            start = separator?.upperBound ?? end
        }
        return members
    }

    /// The mark or word between two counts that parts them: the one right behind the first, else the last one.
    private func separator(in gap: Range<Int>, clause: Clause) -> Range<Int>? {
        var found: Range<Int>?
        if let start = paired(in: gap), separatorLength(at: gap.lowerBound, in: gap) == nil, start > gap.lowerBound {
            return nil
        }
        var place = gap.lowerBound
        // Between far-off numbers only the nearer words can matter.
        if gap.count > 600 { place = alignedStart(gap.upperBound - 600) }
        while place < gap.upperBound {
            if let enclosure = clause.enclosures.first(holding: place) {
                place = max(enclosure.range.upperBound, place + 1)
                continue
            }
            if let length = separatorLength(at: place, in: gap) {
                let separator = place..<place + length
                if place == gap.lowerBound { return separator }
                found = separator
                place += length
            } else {
                place = glyphs.next(place)
            }
        }
        return found
    }

    /// 分别 near the end of a gap: the words before it are the subjects of the number behind it.
    private func paired(in gap: Range<Int>) -> Int? {
        var near = max(gap.lowerBound, gap.upperBound - 36)
        while near < gap.upperBound, glyphs.bytes[near] & 0xC0 == 0x80 { near += 1 }
        return glyphs.find("分别", in: near..<gap.upperBound)
    }

    private func alignedStart(_ place: Int) -> Int {
        var place = place
        while glyphs.bytes[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }

    /// The length of 、和与及以及 at a place, 0 characters of longer words (和谐, 参与, 普及).
    func separatorLength(at place: Int, in range: Range<Int>) -> Int? {
        guard let scalar = glyphs.at(place, end: range.upperBound) else { return nil }
        let after = glyphs.next(place)
        let next = glyphs.at(after, end: range.upperBound)
        let previous = glyphs.before(place, start: range.lowerBound)
        switch scalar {
        case "、": return 3
        case "以": return next == "及" ? 6 : nil
        case "和":
            if let next, ["谐", "平", "睦", "国", "美", "气"].contains(next) { return nil }
            if let previous, ["共", "缓", "饱", "总", "温", "祥", "融"].contains(previous) { return nil }
            return 3
        case "与":
            if let next, ["会", "否"].contains(next) { return nil }
            if let previous, ["参", "赋", "给", "授"].contains(previous) { return nil }
            return 3
        case "及":
            if let next, ["时", "格", "早", "其"].contains(next) { return nil }
            if let previous, ["普", "涉", "惠", "触", "危", "波", "以"].contains(previous) { return nil }
            return 3
        case "；", "，", ",", ";": return after - place
        default: return nil
        }
    }
}

extension Clause {
    /// Whether a quote holds a statement of its own, so that its content is the clause.
    func isWorthQuoting(_ quote: Enclosure) -> Bool {
        quote.kind == .quote && quote.content.count > 24
    }
}

extension [Clause.Enclosure] {
    /// The enclosure that holds a place, marks included; found by halving.
    func first(holding place: Int) -> Element? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].range.upperBound <= place { low = middle + 1 } else { high = middle }
        }
        guard low < count, self[low].range.contains(place) else { return nil }
        return self[low]
    }
}
