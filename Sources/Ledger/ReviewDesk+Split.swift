import Foundation
import PlanModel
import Store

extension ReviewDesk {
    /// Cuts a task into pieces that together cover its span.
    ///
    /// What carries a place (steps, quantities, papers, dates, doubts) goes to the piece it stands in; owners and
    /// leaders, mostly named once at the end, go to every piece; what a person typed stays with the first.
    func split(_ task: LedgerTask, _ places: SplitPlaces) throws -> Outcome {
        let cuts = try cuts(of: task, places)
        let bounds = [task.span.start] + cuts + [task.span.end]
        let spans = zip(bounds, bounds.dropFirst()).map { Span($0, $1) }
        guard spans.allSatisfy({ !words(in: $0).isEmpty }) else { throw LedgerError.badCut }
        let positions = try positions(after: task.id, count: cuts.count)
        var pieces = try spans.enumerated().map { index, span in
            try piece(of: task, span, index: index, among: spans, positions: positions)
        }
        var outcome = Outcome(changed: [pieces.removeFirst()], added: pieces)
        outcome.changed += moved(positions.renumbered, except: outcome.changed)
        if let position = positions.renumbered[task.id] { outcome.changed[0].position = position }
        return outcome
    }

    private func cuts(of task: LedgerTask, _ places: SplitPlaces) throws -> [Int] {
        let offsets: [Int]
        switch places {
        case .offsets(let given): offsets = given
        case .actions(let indices):
            offsets = try indices.map { index in
                guard task.actions.indices.contains(index), index > 0 else { throw LedgerError.badCut }
                return task.actions[index].span.start
            }
        }
        let cuts = Set(offsets).sorted()
        guard !cuts.isEmpty, cuts.count <= 100,
            cuts.allSatisfy({ task.span.start < $0 && $0 < task.span.end && isBorder($0) })
        else { throw LedgerError.badCut }
        return cuts
    }

    private func piece(
        of task: LedgerTask, _ span: Span, index: Int, among spans: [Span], positions: Positions
    ) throws -> LedgerTask {
        let isFirst = index == 0
        // The piece that an item belongs to: the one it starts in; the first for what has no place in the task.
        func belongs(_ item: Span) -> Bool {
            let home = spans.firstIndex { $0.start <= item.start && item.start < $0.end && !item.isEmpty } ?? 0
            return home == index
        }
        func clip(_ field: Excerpt?, _ name: LedgerTask.Field) -> Excerpt? {
            guard let field else { return nil }
            if task.corrected.contains(name) || field.span.isEmpty { return isFirst ? field : nil }
            if span.contains(field.span) { return field }
            let part = Span(max(field.span.start, span.start), min(field.span.end, span.end))
            guard part.start < part.end, field.span.start < part.end else { return nil }
            let words = words(in: part)
            return words.isEmpty ? nil : Excerpt(words, part)
        }
        var piece = task
        piece.span = span
        piece.origin = .split
        piece.goal = clip(task.goal, .goal)
        piece.measures = clip(task.measures, .measures)
        piece.milestones = task.milestones.filter { belongs($0.span) }
        piece.actions = task.actions.filter { belongs($0.span) }
        piece.targets = task.targets.filter { belongs($0.span) }
        piece.deliverables = task.deliverables.filter { belongs($0.span) }
        piece.doubts = task.doubts.filter { belongs($0.span) }
        piece.computeDue()
        if !isFirst {
            piece.id = 0
            piece.key = newKey()
            piece.label = ""
            piece.title = title(of: span)
            piece.corrected.subtract([.title, .label, .goal, .measures])
            piece.position = positions.new[index - 1]
        }
        return piece
    }

    /// Whether an offset does not cut a character in two.
    func isBorder(_ offset: Int) -> Bool {
        guard offset >= 0, offset <= text.bytes.count else { return false }
        return offset == text.bytes.count || text.bytes[offset] & 0xC0 != 0x80
    }

    /// The words of a stretch, without white space, as excerpts have them.
    func words(in span: Span) -> String {
        String(text.string(span).filter { !$0.isWhitespace })
    }

    /// A title for a stretch: its first sentence, without the marks around it.
    func title(of span: Span) -> Excerpt {
        let marks: Set<Character> = ["。", "；", ";", "，", ",", "、", "：", ":", "！", "？"]
        let all = text.string(span)
        let start = all.firstIndex { !$0.isWhitespace && !marks.contains($0) } ?? all.startIndex
        let rest = all[start...]
        // A line end may stand inside a sentence, so it does not end the title.
        let end = rest.firstIndex { "。；;！？".contains($0) } ?? rest.endIndex
        let before = all[..<start].utf8.count
        var sentence = rest[..<end]
        while let last = sentence.last, last.isWhitespace || marks.contains(last) { sentence.removeLast() }
        let offset = span.start + before
        let words = String(sentence.filter { !$0.isWhitespace }.prefix(TaskLimits.title))
        return Excerpt(words.isEmpty ? self.words(in: span) : words, Span(offset, offset + sentence.utf8.count))
    }
}
