import PlanModel

/// Divides a document into its parts.
///
/// A part starts at 第一部分, at a line such as 2027年工作要点, or at an enclosure 附件 with its title; also at the
/// top-level sections of a paper that first looks back and then ahead. A long-term plan is divided where its sections
/// turn from background and goals to work. What stands before the first part of a covering letter is no part.
struct PartSplitter {
    let text: CleanText
    let words: TitleWords
    let names: SectionNames
    let head: DocumentHead
    /// Paragraphs that are no text: tables of contents.
    let skipped: [Bool]

    private struct Start {
        var paragraph: Int
        var bodyStart: Int
        var title: Range<Int>
        var role: TitleWords.Role?
        var isSupplement = false
    }

    /// The parts, at least one, in order; their paragraphs do not overlap.
    func parts() -> [DocumentPart] {
        let count = text.paragraphs.count
        let starts = self.starts()
        guard let first = starts.first else { return sections(of: whole(head.end..<count)) }
        var parts: [DocumentPart] = []
        let before = head.end..<max(first.paragraph, head.end)
        if hasItems(before) { parts += sections(of: whole(before)) }
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1].paragraph : count
            let bodyStart = start.bodyStart
            let part = DocumentPart(
                title: start.title, role: start.role == .summary ? .summary : .plan,
                paragraphs: bodyStart..<max(end, bodyStart), isSupplement: start.isSupplement)
            parts += start.isSupplement ? [part] : sections(of: dated(part, start.title))
        }
        return parts.contains { !$0.isSupplement } ? parts : [whole(head.end..<count)]
    }

    // MARK: Starts

    private func starts() -> [Start] {
        var starts: [Start] = []
        var index = head.end
        while index < text.paragraphs.count {
            if !skipped[index], text.paragraphs[index].row == nil, let start = start(at: index) {
                starts.append(start)
                index = max(start.bodyStart, index + 1)
            } else {
                index += 1
            }
        }
        return starts
    }

    private func start(at index: Int) -> Start? {
        let range = text.paragraphs[index].range
        guard range.count <= 180 else { return nil }
        if let numbering = Numbering(text.bytes, at: range.lowerBound, end: range.upperBound) {
            guard numbering.style == .part, let role = strongRole(range) else { return nil }
            return Start(paragraph: index, bodyStart: index + 1, title: range, role: role)
        }
        if let length = enclosureLabel(range) {
            if length == range.count { return enclosure(index, titleFrom: index + 1) }
            // 附件2 云岚区教育局2027年任务分解表, not the list 附件：1.…
            let rest = range.lowerBound + length..<range.upperBound
            guard Numbering(text.bytes, at: rest.lowerBound, end: rest.upperBound) == nil, !endsSentence(rest),
                text.bytes[range.lowerBound + "附件".utf8.count].isASCIIDigit, role(of: rest) != nil
            else { return nil }
            return Start(paragraph: index, bodyStart: index + 1, title: rest, role: role(of: rest))
        }
        return titled(index, demandsYear: true) ?? named(index)
    }

    /// 工作总结, 下一步工作计划 alone on a line, in a paper whose title names both.
    private func named(_ index: Int) -> Start? {
        guard let title = head.title, text.paragraphs[index].range.count <= 36, isTitleLine(index),
            let role = role(of: text.paragraphs[index].range), role != .cover
        else { return nil }
        let roles = words.roles(text.bytes, title)
        guard roles.contains(.summary), roles.contains(.plan) else { return nil }
        return Start(paragraph: index, bodyStart: index + 1, title: text.paragraphs[index].range, role: role)
    }

    /// A title of up to three lines that starts at `index`. A line that is a title by itself is not joined to others.
    private func titled(_ index: Int, demandsYear: Bool) -> Start? {
        var title: Range<Int>?
        for line in index..<min(index + 3, text.paragraphs.count) {
            guard isTitleLine(line) else { return nil }
            let range = text.paragraphs[line].range
            let joined = (title?.lowerBound ?? range.lowerBound)..<range.upperBound
            title = joined
            if let role = role(of: joined), role != .cover, !demandsYear || PaperMarks.year(text.bytes, joined) != nil {
                if line > index, demandsYear, titled(line, demandsYear: true) != nil { return nil }
                return Start(paragraph: index, bodyStart: line + 1, title: joined, role: role)
            }
        }
        return nil
    }

    /// Whether a line may be one of a title: no sentence, no numbering, no date.
    private func isTitleLine(_ index: Int) -> Bool {
        let paragraph = text.paragraphs[index]
        guard paragraph.row == nil, paragraph.range.count <= 150, !skipped[index], !endsSentence(paragraph.range),
            Numbering(text.bytes, at: paragraph.range.lowerBound, end: paragraph.range.upperBound) == nil
        else { return false }
        return PaperMarks.date(text.bytes, at: paragraph.range.lowerBound, end: paragraph.range.upperBound) == nil
    }

    private func enclosure(_ index: Int, titleFrom next: Int) -> Start? {
        guard next < text.paragraphs.count else { return nil }
        if var start = titled(next, demandsYear: false) ?? titled(next, demandsYear: true) {
            start.paragraph = index
            return start
        }
        let range = text.paragraphs[next].range
        guard text.paragraphs[next].row == nil, range.count <= 120, !endsSentence(range) else { return nil }
        return Start(paragraph: index, bodyStart: next + 1, title: range, role: nil, isSupplement: true)
    }

    /// Bytes of 附件, 附件1, 附件1：, 附表2.
    private func enclosureLabel(_ range: Range<Int>) -> Int? {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        guard cursor.skip(word: "附件") || cursor.skip(word: "附表") else { return nil }
        if cursor.arabicNumber() == nil { _ = cursor.chineseNumber() }
        cursor.skip("：", ":", "、", ".")
        return cursor.place - range.lowerBound
    }

    private func role(of title: Range<Int>) -> TitleWords.Role? { words.role(text.bytes, title) }

    /// The role of 第一部分 2026年工作总结; nil for the sections of a long-term plan.
    private func strongRole(_ title: Range<Int>) -> TitleWords.Role? {
        if let role = role(of: title), role != .cover { return role }
        return words.roles(text.bytes, title).first { $0 == .summary }
    }

    private func endsSentence(_ range: Range<Int>) -> Bool {
        guard let last = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound) else { return true }
        return "。；：:，、！？".unicodeScalars.contains(last.scalar)
    }

    private func hasItems(_ paragraphs: Range<Int>) -> Bool {
        paragraphs.contains { index in
            let range = text.paragraphs[index].range
            guard !skipped[index], let numbering = Numbering(text.bytes, at: range.lowerBound, end: range.upperBound)
            else { return false }
            return numbering.style == .chinese
        }
    }

    // MARK: Parts without a heading

    /// The document as one part, its role by the title.
    private func whole(_ paragraphs: Range<Int>) -> DocumentPart {
        let roles = head.title.map { words.roles(text.bytes, $0) } ?? []
        let role: PlanPart.Role = roles.contains(.summary) && !roles.contains(.plan) ? .summary : .plan
        return dated(DocumentPart(title: nil, role: role, paragraphs: paragraphs), head.title)
    }

    /// The part with its years: of its title, the document's title, its first words, the date of signing.
    private func dated(_ part: DocumentPart, _ title: Range<Int>?) -> DocumentPart {
        var part = part
        let documentYears = head.title.flatMap { PaperMarks.year(text.bytes, $0) }
        var years = title.flatMap { PaperMarks.year(text.bytes, $0) } ?? documentYears
        if years == nil, let first = part.paragraphs.first {
            let range = text.paragraphs[first].range
            years = PaperMarks.year(text.bytes, range.lowerBound..<Swift.min(range.upperBound, range.lowerBound + 300))
        }
        if years == nil, let date = head.date, let year = Int(date.date.prefix(4)) { years = (year, year) }
        part.year = years?.last
        if let years, years.first < years.last { part.periodStart = years.first }
        part.isLongTerm =
            (title ?? head.title).map { words.isLongTerm(text.bytes, $0) } ?? false
            || (part.title == nil && part.periodStart != nil
                && head.title.map { words.isLongTerm(text.bytes, $0) } ?? false)
        return part
    }

    // MARK: Parts by sections

    /// Divides a part by its top-level sections where these look back and ahead, or where it is a long-term plan.
    private func sections(of part: DocumentPart) -> [DocumentPart] {
        let tops = topSections(part.paragraphs)
        if part.isLongTerm { return divided(part, at: tops.filter { $0.level == tops.first?.level }) }
        var starts: [(paragraph: Int, title: Range<Int>, role: PlanPart.Role)] = []
        for top in tops {
            if looksBack(top.title) { starts.append((top.paragraph, top.heading, .summary)) }
            if looksAhead(top.title) || (!starts.isEmpty && part.role == .plan && opensPlan(top.title)) {
                starts.append((top.paragraph, top.heading, .plan))
            }
        }
        var parts: [DocumentPart] = []
        if starts.first?.role == .plan, part.role == .summary {
            // A summary whose last section alone looks ahead.
            parts.append(part)
        } else if starts.first?.role != .summary || !starts.contains(where: { $0.role == .plan }) {
            return [part]
        }
        for start in starts {
            if let last = parts.last, last.role == start.role { continue }
            if !parts.isEmpty {
                parts[parts.count - 1].paragraphs = parts[parts.count - 1].paragraphs.lowerBound..<start.paragraph
            }
            let next = DocumentPart(
                title: start.title, role: start.role, paragraphs: start.paragraph + 1..<part.paragraphs.upperBound)
            parts.append(dated(next, start.title))
        }
        return parts
    }

    private struct Top {
        var paragraph: Int
        var heading: Range<Int>
        var title: Range<Int>
        var level: Int
    }

    /// The top-level headings of a part: its outermost kind of numbering, or its outermost heading style.
    private func topSections(_ paragraphs: Range<Int>) -> [Top] {
        var tops: [Top] = []
        for index in paragraphs where !skipped[index] && text.paragraphs[index].row == nil {
            let paragraph = text.paragraphs[index]
            let numbering = Numbering(text.bytes, at: paragraph.range.lowerBound, end: paragraph.range.upperBound)
            guard paragraph.range.count <= 240 else { continue }
            if let numbering, numbering.style <= .chinese {
                let title = paragraph.range.lowerBound + numbering.length..<paragraph.range.upperBound
                tops.append(
                    Top(paragraph: index, heading: paragraph.range, title: title, level: numbering.style.rawValue))
            } else if numbering == nil, let level = paragraph.headingLevel {
                tops.append(Top(paragraph: index, heading: paragraph.range, title: paragraph.range, level: level - 10))
            }
        }
        guard let outermost = tops.map(\.level).min() else { return [] }
        return tops.filter { $0.level == outermost }
    }

    private func looksBack(_ title: Range<Int>) -> Bool {
        if names.kind(text.bytes, title, isFirst: true) == .achievements { return true }
        return role(of: title) == .summary
    }

    /// Whether a section after one that looks back opens the plan: 总体要求, 重点任务.
    private func opensPlan(_ title: Range<Int>) -> Bool {
        switch names.kind(text.bytes, title, isFirst: false) {
        case .opening, .goals, .support: true
        case .work, .achievements, .problems, .supplement: role(of: title) == .plan
        }
    }

    private func looksAhead(_ title: Range<Int>) -> Bool {
        guard role(of: title) == .plan else { return false }
        if PaperMarks.year(text.bytes, title) != nil { return true }
        var cursor = Cursor(text.bytes, title.lowerBound, title.upperBound)
        while cursor.peek() != nil {
            if ["下一步", "下步", "今年", "明年", "今后", "打算", "思路", "下一年", "下阶段", "下一阶段"].contains(where: cursor.startsWith) {
                return true
            }
            cursor.advance()
        }
        return false
    }

    /// A long-term plan as runs of sections of one role: background and goals, or work.
    private func divided(_ part: DocumentPart, at tops: [Top]) -> [DocumentPart] {
        var parts: [DocumentPart] = []
        for top in tops {
            let kind = names.kind(text.bytes, top.title, isFirst: true)
            let role: PlanPart.Role =
                switch kind {
                case .work, .support, .supplement: .plan
                case .opening, .goals, .achievements, .problems: .outlook
                }
            if parts.last?.role == role { continue }
            var next = part
            next.role = role
            if let last = parts.indices.last {
                parts[last].paragraphs = parts[last].paragraphs.lowerBound..<top.paragraph
                next.paragraphs = top.paragraph..<part.paragraphs.upperBound
            }
            parts.append(next)
        }
        return parts.isEmpty ? [part] : parts
    }
}
