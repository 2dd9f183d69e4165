import Foundation
import PlanModel
import Store

extension ReviewDesk {
    /// A task that the reading missed, or that an edited ledger brings.
    func add(
        _ new: NewTask, origin: LedgerTask.Origin = .added, alreadyAdded: [LedgerTask] = []
    ) throws -> Outcome {
        if let span = new.span {
            guard span.start < span.end, isBorder(span.start), isBorder(span.end) else { throw LedgerError.badSpan }
        }
        let part = try part(of: new)
        let before = try predecessor(of: new, part: part)
        let positions = try positions(after: before?.id, count: 1, taken: alreadyAdded.map(\.position))
        var title = Excerpt(new.title.trimmingCharacters(in: .whitespacesAndNewlines), new.span ?? Span(0, 0))
        var measures: Excerpt?
        if let span = new.span {
            let lead = self.title(of: span)
            if title.text.isEmpty { title = lead } else { title.span = lead.span }
            let rest = Span(min(max(lead.span.end, span.start), span.end), span.end)
            let words = words(in: rest).trimmingCharacters(in: CharacterSet(charactersIn: "。；;！？：:，,"))
            if !words.isEmpty { measures = Excerpt(words, rest) }
        }
        let blank = LedgerTask(
            id: 0, key: newKey(), plan: 0, part: part, path: before?.path ?? [], label: "", title: title, goal: nil,
            measures: measures, owners: [], leaders: [], milestones: [], actions: [], targets: [], deliverables: [],
            doubts: [], due: nil, dueIsSet: false, span: new.span ?? Span(0, 0), origin: origin, readFrom: [],
            corrected: [], state: new.isAccepted ? .accepted : .pending, position: positions.new[0], version: 0,
            updatedAt: Date(timeIntervalSince1970: 0), updatedBy: nil)
        var fields = new.fields
        if fields.title == nil { fields.title = title.text }
        var task = try blank.applying(fields, offices: offices)
        task.corrected = []
        return Outcome(changed: moved(positions.renumbered, except: []), added: [task])
    }

    private func part(of new: NewTask) throws -> String {
        if let part = new.part {
            guard parts.contains(where: { $0.id == part }) else { throw LedgerError.noPart }
            return part
        }
        if let after = new.after { return try task(after).part }
        let around = new.span.flatMap { span in parts.last { $0.span.contains(span) } }
        guard let part = around ?? parts.first(where: { $0.role == .plan }) ?? parts.first else {
            throw LedgerError.noPart
        }
        return part.id
    }

    /// The task it comes after: the one named; or the last of its part that starts before its words; or the last one
    /// of its part, for one without words.
    private func predecessor(of new: NewTask, part: String) throws -> LedgerTask? {
        if let after = new.after { return try task(after) }
        let before = tasks.last { task in
            guard task.part == part else { return false }
            guard let span = new.span else { return true }
            return !task.span.isEmpty && task.span.start <= span.start
        }
        if before != nil { return before }
        // The first of its part: after all tasks of the parts before.
        let earlier = parts.prefix { $0.id != part }.map(\.id)
        return tasks.last { earlier.contains($0.part) }
    }
}
