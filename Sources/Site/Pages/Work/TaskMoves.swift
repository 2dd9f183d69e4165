import Foundation
import Ledger
import Localisation
import Monitoring
import Store

/// The moves of a task at work: each has a form, and posting it makes the move.
enum TaskMoves {
    /// The form of a move.
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        guard let move = WorkMove(rawValue: visit.query["form"]) else { throw SiteError.notFound }
        return try page(visit, id, move, visit.query, error: nil)
    }

    /// Makes the move that a form asks for.
    static func make(_ visit: Visit, _ id: Int64) throws -> Answer {
        guard let kind = WorkMove(rawValue: visit.form["move"]) else { throw SiteError.badChoice }
        let row = try TaskWorkPage.row(visit, id)
        guard kind.isAllowed(to: try visit.account, leads: row.leadOffices, helpers: row.helperOffices) else {
            throw SiteError.forbidden
        }
        do {
            let move = try TaskMoveFields(visit: visit).move(kind)
            let files = kind.takesFiles ? try EvidenceFiles.keep(visit) : []
            try visit.ledger.move(
                move, task: id, files: files, once: visit.form.sent("once"), by: visit.principal)
            // From now on the task takes reports: what its indicators say already is in it at once.
            if kind == .accept { try visit.site.indicators.targets.report(task: id, on: visit.today) }
        } catch let error as any Explained & Error {
            guard !kind.isButton else { throw error }
            return try page(visit, id, kind, visit.form, error: error)
        }
        let done = SitePath.task(id).with("done", "work-\(kind.rawValue)")
        return .redirect(SiteLink(path: done.path, query: done.query, fragment: kind.place))
    }

    private static func page(
        _ visit: Visit, _ id: Int64, _ move: WorkMove, _ values: FormValues, error: (any Error)?
    ) throws -> Answer {
        let row = try TaskWorkPage.row(visit, id)
        let work = try visit.ledger.work(of: id, on: visit.today)
        guard move.isAllowed(to: try visit.account, leads: row.leadOffices, helpers: row.helperOffices) else {
            throw SiteError.forbidden
        }
        let form = TaskMoveForm(visit: visit, row: row, work: work, move: move, values: values)
        let isPossible = move.from.contains(work.record.state)
        let problem =
            try isPossible || error != nil
            ? Notice.error(visit, error)
            : Notice.error(visit, WorkError.wrongState(move: move, state: work.record.state))
        let title = visit["work.move.\(move.rawValue)"]
        let main: HTML = """
            \(PageHead.html(
                title, lead: #"<a href="\#(SitePath.task(id))">\#(row.task.title.text)</a>"#))
            \(problem)
            \(HTML.when(isPossible, form.html))
            """
        return .page(
            Layout.page(visit, title: "\(title) · \(row.task.title.text)", at: .ledger, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }
}

/// What a form says.
struct TaskMoveFields {
    let visit: Visit
    private var form: FormValues { visit.form }

    init(visit: Visit) { self.visit = visit }

    /// The move with what belongs to it. - Throws: `SiteError.badChoice`, `FieldError`.
    func move(_ kind: WorkMove) throws -> TaskMove {
        let text = form["text"]
        switch kind {
        case .issue: return .issue(due: try day("due"), text: text)
        case .recall: return .recall
        case .verify: return .verify(text)
        case .sendBack: return .sendBack(text)
        case .grantExtension: return .grantExtension(text: text)
        case .refuseExtension: return .refuseExtension(text)
        case .suspend: return .suspend(text)
        case .resume: return .resume
        case .end: return .end(text)
        case .reopen: return .reopen(text)
        case .orderFollowUp: return .orderFollowUp(text, replyBy: try neededDay("replyBy"))
        case .closeFollowUp: return .closeFollowUp(try row("followUp"))
        case .accept: return .accept
        case .decline: return .decline(text)
        case .report: return .report(try report())
        case .submit: return .submit(try report())
        case .withdraw: return .withdraw
        case .askExtension: return .askExtension(until: try neededDay("until"), text)
        case .reply: return .reply(try row("followUp"), text)
        case .tick: return .tick(try row("item"), isDone: form.isOn("done"))
        case .addStep: return .addStep(text, due: try day("due"))
        case .arrange: return try arrange()
        case .setTarget: return try setTarget()
        case .attach: return .attach(item: form.row("item"), text: text)
        case .detach: return .detach(try row("file"))
        case .comment: return .comment(text)
        }
    }

    private func report() throws -> ProgressReport {
        let percent = try form["percent"].isEmpty ? nil : number("percent")
        if let percent, percent != percent.rounded() || abs(percent) > 1000 { throw FieldError.number("percent") }
        var report = ProgressReport(form["text"], percent: percent.map { Int($0) }, done: form.rows("done"))
        for target in form.rows("target") where !form["value-\(target)"].isEmpty {
            let value = try number("value-\(target)")
            let day = try day("day-\(target)") ?? visit.today
            report.values.append(TargetReport(target: target, actual: TargetActual(value: value, day: day)))
        }
        return report
    }

    private func arrange() throws -> TaskMove {
        let tags = form["tags"].split { "，,、;； ".contains($0) }.map(String.init)
        guard let priority = Int(form["priority"]).flatMap(WorkRecord.Priority.init) else { throw SiteError.badChoice }
        return .arrange(person: form["person"], priority: priority, tags: tags)
    }

    private func setTarget() throws -> TaskMove {
        guard let direction = Direction(rawValue: form["direction"]) else { throw SiteError.badChoice }
        var points: [Trajectory.Point] = []
        for (day, value) in zip(form.column("pointDay"), form.column("pointValue"))
        where !(day.isEmpty && value.isEmpty) {
            guard let day = Day(day) else { throw FieldError.day("pointDay") }
            guard let value = Self.number(value) else { throw FieldError.number("pointValue") }
            points.append(Trajectory.Point(day: day, value: value))
        }
        return .setTarget(try row("target"), direction: direction, path: points)
    }

    private func row(_ name: String) throws -> Int64 {
        guard let row = form.row(name) else { throw SiteError.badChoice }
        return row
    }

    private func day(_ name: String) throws -> Day? {
        guard !form[name].isEmpty else { return nil }
        guard let day = Day(form[name]) else { throw FieldError.day(name) }
        return day
    }

    private func neededDay(_ name: String) throws -> Day {
        guard let day = try day(name) else { throw FieldError.day(name) }
        return day
    }

    private func number(_ name: String) throws -> Double {
        guard let value = Self.number(form[name]) else { throw FieldError.number(name) }
        return value
    }

    /// A number as people type it: full-width digits and grouping commas allowed.
    private static func number(_ text: String) -> Double? {
        let plain = text.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? text
        let digits = plain.filter { !$0.isWhitespace && $0 != "," }
        return Double(digits).flatMap { $0.isFinite ? $0 : nil }
    }
}

/// A field of a form does not hold what it should.
enum FieldError: Error, Hashable, Explained {
    /// A day is wanted.
    case day(String)
    /// A number is wanted.
    case number(String)

    var messageKey: String {
        switch self {
        case .day: "work.error.day"
        case .number: "work.error.number"
        }
    }

    var messageArguments: [String: String] { [:] }
}

extension WorkMove {
    /// Whether files may come with it.
    var takesFiles: Bool { [.report, .submit, .attach, .reply].contains(self) }

    /// Whether it needs nothing but a click.
    var isButton: Bool {
        [.accept, .recall, .resume, .withdraw, .tick, .closeFollowUp, .detach].contains(self)
    }

    /// Where on the task's page its effect shows.
    var place: String? {
        switch self {
        case .tick, .addStep: "checklist"
        case .setTarget: "targets"
        case .comment, .report, .submit: "events"
        case .orderFollowUp, .reply, .closeFollowUp: "follow-ups"
        case .attach, .detach: "evidence"
        default: nil
        }
    }

    /// The moves that the bureau sees as buttons of their own, the most wanted first.
    static let bureauMain: [WorkMove] = [
        .issue, .verify, .sendBack, .grantExtension, .refuseExtension, .resume, .orderFollowUp,
    ]
    /// The moves that an office sees as buttons of their own, the most wanted first.
    static let officeMain: [WorkMove] = [.accept, .reply, .report, .submit, .withdraw, .askExtension, .orderFollowUp]
    /// All moves that are buttons of the page; the others stand beside what they change.
    static let listed: [WorkMove] = [
        .issue, .accept, .report, .submit, .reply, .askExtension, .withdraw, .addStep, .attach, .arrange, .decline,
        .verify, .sendBack, .grantExtension, .refuseExtension, .resume, .orderFollowUp, .recall, .suspend, .reopen,
        .end,
    ]
}

extension TaskRow {
    /// The lead offices that are known.
    var leadOffices: [OfficeID] { task.leads.compactMap(\.office) }
    /// The helping offices that are known.
    var helperOffices: [OfficeID] { task.coOwners.compactMap(\.office) }
}
