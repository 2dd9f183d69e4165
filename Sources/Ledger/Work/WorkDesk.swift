import Foundation
import Monitoring

/// The rules of the flow: which event a move makes of a record. Pure: no database, no clock.
struct WorkDesk {
    /// Where the task stands.
    let record: WorkRecord
    /// The plan's due day.
    let planDue: Day?
    /// The day in China.
    let today: Day
    /// How many files come with the move.
    let fileCount: Int
    /// Rows of the task's files that were not taken away.
    let files: Set<Int64>

    /// Values are smaller than this, so that no difference of two overflows.
    static let valueLimit = 1e15
    /// Characters (Unicode scalars, since one to the eye may have any number) of a text, of a name; things in a list.
    static let textLimit = 5000, nameLimit = 100, listLimit = 20, fileLimit = 20

    /// What the event says beside move, words and time; `followUp` and `item` get their rows when they are kept.
    ///
    /// - Throws: `WorkError`.
    func detail(of move: TaskMove) throws -> WorkDetail {
        let kind = move.kind
        guard kind.from.contains(record.state) else { throw WorkError.wrongState(move: kind, state: record.state) }
        let text = move.text
        guard !kind.needsText || !text.isEmpty else { throw WorkError.textMissing(move: kind) }
        guard text.unicodeScalars.count <= Self.textLimit else { throw WorkError.tooLong(limit: Self.textLimit) }
        guard fileCount <= Self.fileLimit else { throw WorkError.tooManyFiles(limit: Self.fileLimit) }
        var detail = WorkDetail()
        switch move {
        case .issue(let due, _):
            // Every task at work has a day: the plan's, the bureau's, or the end of the year.
            detail.due = due ?? (record.due == nil && planDue == nil ? today.endOfYear : nil)
            detail.earlierDue = record.due ?? planDue
            if let due, due < today { throw WorkError.dayTooEarly }
        case .report(let report), .submit(let report): try add(report, kind, to: &detail)
        case .askExtension(let until, _):
            guard record.askedDue == nil else { throw WorkError.extensionAsked }
            guard until > max(today, record.due ?? planDue ?? today) else { throw WorkError.dayTooEarly }
            detail.askedDue = until
        case .grantExtension:
            guard let asked = record.askedDue else { throw WorkError.noExtensionAsked }
            detail.due = asked
            detail.earlierDue = record.due ?? planDue
        case .refuseExtension:
            guard let asked = record.askedDue else { throw WorkError.noExtensionAsked }
            detail.askedDue = asked
        case .orderFollowUp(_, let replyBy):
            guard replyBy >= today else { throw WorkError.dayTooEarly }
            detail.replyBy = replyBy
        case .reply(let id, _):
            guard record.followUps.contains(where: { $0.id == id && $0.isOpen }) else { throw WorkError.noFollowUp }
            detail.followUp = id
        case .closeFollowUp(let id):
            guard record.followUps.contains(where: { $0.id == id && $0.closed == nil }) else {
                throw WorkError.noFollowUp
            }
            detail.followUp = id
        case .tick(let id, let isDone):
            try checkItems([id])
            if isDone { detail.done = [id] } else { detail.undone = [id] }
        case .addStep(_, let due):
            guard !text.isEmpty else { throw WorkError.textMissing(move: kind) }
            guard text.unicodeScalars.count <= 500 else { throw WorkError.tooLong(limit: 500) }
            if let due, due < today { throw WorkError.dayTooEarly }
        case .arrange(let person, let priority, let tags):
            (detail.person, detail.priority) = (person?.keepable, priority)
            detail.tags = tags?.map(\.keepable).filter { !$0.isEmpty }
            let names = (detail.tags ?? []) + [detail.person ?? ""]
            guard names.allSatisfy({ $0.unicodeScalars.count <= Self.nameLimit }), names.count <= Self.listLimit else {
                throw WorkError.tooLong(limit: Self.nameLimit)
            }
        case .setTarget(let id, let direction, let points):
            try checkTargets([id])
            guard points.isEmpty || Trajectory(points) != nil, points.count <= 60,
                points.allSatisfy({ abs($0.value) < Self.valueLimit })
            else { throw WorkError.badPath }
            (detail.target, detail.direction, detail.path) = (id, direction, points)
        case .attach(let item, _):
            guard fileCount > 0 else { throw WorkError.fileMissing }
            if let item { try checkItems([item]) }
            detail.item = item
        case .detach(let id):
            guard files.contains(id) else { throw WorkError.noFile }
            detail.removedFile = id
        case .recall, .verify, .sendBack, .suspend, .resume, .end, .reopen, .accept, .decline, .withdraw, .comment:
            break
        }
        return detail
    }

    /// The state after the move.
    func state(after move: WorkMove) -> WorkState {
        // What was dropped before it was handed over has no office that works on it: it has to be issued first.
        if move == .reopen, record.issued == nil { return .draft }
        return move.leads(from: record.state, before: record.beforeSuspension) ?? record.state
    }

    private func add(_ report: ProgressReport, _ move: WorkMove, to detail: inout WorkDetail) throws {
        if let percent = report.percent, !(0...100).contains(percent) { throw WorkError.badPercent(percent) }
        try checkTargets(report.values.map(\.target))
        guard report.values.allSatisfy({ $0.actual.value.isFinite && abs($0.actual.value) < Self.valueLimit }) else {
            throw WorkError.badValue
        }
        guard report.values.allSatisfy({ $0.actual.day <= today }) else { throw WorkError.dayToCome }
        try checkItems(report.done)
        if move == .submit, record.followUps.contains(where: \.isOpen) { throw WorkError.replyMissing }
        detail.percent = report.percent
        detail.values = report.values.isEmpty ? nil : report.values
        detail.done = report.done.isEmpty ? nil : report.done
    }

    private func checkItems(_ ids: [Int64]) throws {
        let known = Set(record.items.map(\.id))
        guard ids.allSatisfy(known.contains) else { throw WorkError.noItem }
    }

    private func checkTargets(_ ids: [Int64]) throws {
        let known = Set(record.targets.map(\.id))
        guard ids.allSatisfy(known.contains) else { throw WorkError.noTarget }
    }
}
