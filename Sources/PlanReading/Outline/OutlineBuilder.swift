/// Builds the tree of numbered paragraphs of a document.
///
/// A right tree has each numbering below the nearest one before it that is outer to it. Which of two kinds is the outer
/// one is decided in this order:
/// 1. A kind that is open already is gone back to: the paragraph is the next sibling there.
/// 2. A kind that is not open goes below what is open, after closing what the usual order of kinds puts deeper — unless
///    it would become the outermost and starts from 1: then the text uses the kinds the other way round.
/// Heading styles of a word processor bound both: a heading closes what stands below its level, and numberings are
/// never gone back to across one. Linear in the paragraphs, but for the few kinds that can be open at a time.
struct OutlineBuilder {
    let text: CleanText
    let labels: FieldLabels
    let names: SectionNames

    private(set) var nodes: [OutlineNode] = []
    private var open: [Int] = []
    private var isOutlook = false

    init(text: CleanText, labels: FieldLabels, names: SectionNames) {
        self.text = text
        self.labels = labels
        self.names = names
    }

    /// Reads the paragraphs of a part. `skipped` says which ones are no text of the outline (tables of contents, rows).
    /// `isOutlook` that it is the background of a long-term plan.
    mutating func read(_ paragraphs: Range<Int>, part: Int, isOutlook: Bool, skipped: [Bool]) {
        open = []
        self.isOutlook = isOutlook
        let first = nodes.count
        let hasNumbers = paragraphs.contains { index in !skipped[index] && numbering(index) != nil }
        for index in paragraphs where !skipped[index] && text.paragraphs[index].row == nil {
            let paragraph = text.paragraphs[index]
            if let numbering = numbering(index) {
                if !isFieldValue(index, numbering) { push(index, numbering, part: part) }
            } else if paragraph.headingLevel != nil || isBareHeading(index, in: paragraphs, hasNumbers: hasNumbers) {
                push(index, nil, part: part)
            }
        }
        closeBodies(from: first, end: paragraphs.upperBound)
    }

    private func numbering(_ index: Int) -> Numbering? {
        let range = text.paragraphs[index].range
        return Numbering(text.bytes, at: range.lowerBound, end: range.upperBound)
    }

    /// Whether a numbered paragraph is a point of the field that is open, such as the steps under 工作措施： on a line of
    /// its own: the numbering then starts from 1 right after the label, and is of a deeper kind than the item's.
    private func isFieldValue(_ index: Int, _ numbering: Numbering) -> Bool {
        guard let top = open.last else { return false }
        let range = text.paragraphs[index].range
        let content = range.lowerBound + numbering.length
        // 2.责任科室：… is a field with a number.
        if labels.startsField(text.bytes, at: content, end: range.upperBound) { return true }
        var place = index - 1
        while place > nodes[top].paragraph {
            let range = text.paragraphs[place].range
            if let field = labels.label(text.bytes, at: range.lowerBound, end: range.upperBound) {
                guard field.kind == .measures || field.kind == .goal else { return false }
                if nodes[top].numbering?.style == numbering.style { return false }
                return !open.contains { nodes[$0].numbering?.style == numbering.style }
            }
            // Points follow each other; a long way back is no longer looked.
            guard index - place < 40, Numbering(text.bytes, at: range.lowerBound, end: range.upperBound) != nil
            else { return false }
            place -= 1
        }
        return false
    }

    /// Whether a line without numbering is a heading: a known name of a section; in a text without any numbering, any
    /// short line before a sentence.
    private func isBareHeading(_ index: Int, in paragraphs: Range<Int>, hasNumbers: Bool) -> Bool {
        let range = text.paragraphs[index].range
        if isMonth(range) { return true }
        guard range.count <= 90, !endsLikeSentence(range) else { return false }
        if range.count <= 36, names.kind(text.bytes, range, isFirst: false) != .work { return true }
        guard !hasNumbers, index + 1 < paragraphs.upperBound else { return false }
        let next = text.paragraphs[index + 1]
        return next.row == nil && next.range.count > 2 * range.count && endsLikeSentence(next.range)
            && !labels.startsField(text.bytes, at: range.lowerBound, end: range.upperBound)
    }

    /// 三月份, 9月： alone on a line, as in calendars of work.
    private func isMonth(_ range: Range<Int>) -> Bool {
        guard range.count <= 18 else { return false }
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        guard let month = cursor.chineseNumber() ?? cursor.arabicNumber(), month <= 12, cursor.skip("月") else {
            return false
        }
        cursor.skip("份")
        cursor.skip("：", ":")
        return cursor.place == range.upperBound
    }

    private func endsLikeSentence(_ range: Range<Int>) -> Bool {
        guard let last = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound) else { return false }
        return "。！？；：，、,;:.".unicodeScalars.contains(last.scalar)
    }

    private mutating func push(_ index: Int, _ numbering: Numbering?, part: Int) {
        let paragraph = text.paragraphs[index]
        if numbering == nil, isMonth(paragraph.range) {
            closeForMonth()
        } else {
            closeFor(numbering, headingLevel: paragraph.headingLevel)
        }
        let start = paragraph.range.lowerBound
        let label = start..<start + (numbering?.length ?? 0)
        let content = label.upperBound..<paragraph.range.upperBound
        let title = LeadSentence(text: text, labels: labels).range(of: content)
        // An opening stands first; a long-term plan has a whole chapter of such sections.
        let isFirst =
            isOutlook ? open.count <= 1 && numbering?.style != .arabic : open.isEmpty && nodes.last?.part != part
        let node = OutlineNode(
            parent: open.last, numbering: numbering, headingLevel: paragraph.headingLevel, paragraph: index,
            label: label, content: content, title: title, body: index + 1..<index + 1,
            kind: names.kind(text.bytes, title, isFirst: isFirst), part: part)
        if let parent = open.last { nodes[parent].children.append(nodes.count) }
        open.append(nodes.count)
        nodes.append(node)
    }

    /// Closes what the next node does not stand below.
    private mutating func closeFor(_ numbering: Numbering?, headingLevel: Int?) {
        guard let numbering else {
            guard let level = headingLevel else { return open = [] }
            return closeHeadings(from: level)
        }
        // Numberings start anew below a heading without number.
        let barrier = open.lastIndex { nodes[$0].numbering == nil }
        let floor = barrier.map { $0 + 1 } ?? 0
        if let same = open[floor...].lastIndex(where: { nodes[$0].numbering?.style == numbering.style }) {
            open.removeSubrange(same...)
        } else if let level = headingLevel {
            closeHeadings(from: level)
        } else if let same = open.lastIndex(where: { nodes[$0].numbering?.style == numbering.style }),
            numbering.style <= .chineseBracketed, nodes[open[same]].numbering.map({ $0.value + 1 }) == numbering.value
        {
            // It counts on above the heading without number.
            open.removeSubrange(same...)
        } else if let barrier, nodes[open[barrier]].headingLevel == nil, numbering.style <= .chinese {
            open.removeSubrange(barrier...)
        } else if let outer = open[floor...].lastIndex(where: { isOuter($0, numbering.style) }) {
            open.removeSubrange((outer + 1)...)
        } else if open.count > floor, numbering.style <= .chinese || numbering.value != 1 {
            open.removeSubrange(floor...)
        }
    }

    /// A month stands below the section that is open, beside the month before it.
    private mutating func closeForMonth() {
        let deeper = open.firstIndex { node in
            nodes[node].numbering.map { $0.style > .chineseBracketed } ?? (nodes[node].headingLevel == nil)
        }
        if let deeper { open.removeSubrange(deeper...) }
    }

    private func isOuter(_ node: Int, _ style: Numbering.Style) -> Bool {
        nodes[node].numbering.map { $0.style < style } ?? true
    }

    /// Closes headings of this level and deeper ones, and whatever stands below them.
    private mutating func closeHeadings(from level: Int) {
        while let top = open.last, nodes[top].headingLevel.map({ $0 >= level }) ?? true { open.removeLast() }
    }

    /// Gives each node the paragraphs up to the next one.
    private mutating func closeBodies(from first: Int, end: Int) {
        for index in first..<nodes.count {
            let next = index + 1 < nodes.count ? nodes[index + 1].paragraph : end
            nodes[index].body = nodes[index].paragraph + 1..<max(next, nodes[index].paragraph + 1)
        }
    }
}
