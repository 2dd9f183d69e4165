import Ledger
import Monitoring
import PlanModel
import Store

/// 时间轴: the tasks of a plan over the months of its year. A table, so that it can be read aloud and printed.
enum TimelinePage {
    private static let size = 50

    static func show(_ visit: Visit) throws -> Answer {
        let choice = try ViewChoice(visit)
        let title = visit["views.timeline.title"]
        guard let plan = choice.plan else {
            return .page(
                Layout.page(
                    visit, title: title, at: .cockpit, main: "\(PageHead.html(title))\(ViewChoice.empty(visit))"))
        }
        let lines = try visit.ledger.workLines(choice.filter(of: plan), on: visit.today, milestonesOnly: true)
        let year = plan.year ?? visit.today.year
        let page = Pager.page(visit)
        let shown = lines.dropFirst((page - 1) * size).prefix(size)
        let lead = visit["views.timeline.lead", ["year": "\(year)", "count": "\(lines.count)"]]
        let content: HTML =
            shown.isEmpty
            ? EmptyState.html(visit["site.ledger.noneFound"])
            : """
            <p class="legend-line muted">\(visit["views.timeline.legend"])</p>
            \(table(visit, choice, Array(shown), year: year))
            \(Pager.html(visit, link: choice.link(.views(.timeline)), page: page, size: size, total: lines.count))
            """
        let main: HTML = """
            \(PageHead.html(plan.name, lead: "\(lead)"))
            \(choice.tabs(visit, at: .timeline))
            \(choice.form(visit, at: .timeline, sections: try choice.sections(visit)))
            \(content)
            """
        return .page(Layout.page(visit, title: title, at: .cockpit, main: main))
    }

    private static func table(_ visit: Visit, _ choice: ViewChoice, _ lines: [WorkLine], year: Int) -> HTML {
        let months = (1...12).compactMap { Day(year: year, month: $0, day: 1) }
        let heads = months.html { month in
            let isNow = month == visit.today.startOfMonth
            return #"<th scope="col"\#(flag: "aria-current=\"date\"", if: isNow)>\#(monthName(visit, month))</th>"#
        }
        return """
            <div class="wide" tabindex="0" role="region" aria-label="\(visit["views.timeline.title"])">
            <table class="timeline"><caption class="unseen">\(visit["views.timeline.title"])</caption>
            <thead><tr><th scope="col">\(visit["site.column.title"])</th>\(heads)</tr></thead>
            <tbody>
            \(lines.map { row(visit, choice, $0, months) })</tbody></table></div>
            """
    }

    /// 9月, Sep: the name of a month in a head.
    static func monthName(_ visit: Visit, _ month: Day) -> String {
        visit["views.month.\(month.month)"]
    }

    private static func row(_ visit: Visit, _ choice: ViewChoice, _ line: WorkLine, _ months: [Day]) -> HTML {
        let marks = self.marks(visit, line)
        let cells = months.html { month in
            let end = month.endOfMonth
            let here = marks.filter { $0.day >= month && $0.day <= end }.html { mark in
                """
                <span class="at d\(mark.day.civil.day) \(mark.kind)" title="\(mark.words)">\
                <span aria-hidden="true">\(mark.shape)</span><span class="unseen">\(mark.words)</span></span>
                """
            }
            let today: HTML =
                visit.today >= month && visit.today <= end
                ? #"<span class="today d\#(visit.today.civil.day)" title="\#(visit["views.today"])"></span>"# : .empty
            let isRunning = (line.record.issued.map { $0 <= end } ?? false) && (line.due.map { $0 >= month } ?? true)
            return
                #"<td\#(attribute: "class", isRunning ? "run \(line.finding.light.rawValue)" : nil)>\#(today)\#(here)</td>"#
        }
        return """
            <tr><th scope="row"><a href="\(SitePath.task(line.id))">\(line.title)</a> \
            <span class="muted">\(choice.names(line.leads)) · \(line.due?.text ?? visit["views.noDue"])</span> \
            \(LightMark.html(visit, line.finding))</th>\(cells)</tr>

            """
    }

    private struct DayMark {
        let day: Day
        let kind: String
        let shape: String
        let words: String
    }

    /// What stands in a row: the hand-over, milestones, the due day; in the order of their days.
    private static func marks(_ visit: Visit, _ line: WorkLine) -> [DayMark] {
        var marks: [DayMark] = []
        if let issued = line.record.issued {
            marks.append(
                DayMark(
                    day: issued, kind: "issued", shape: "▷",
                    words: visit["views.mark.issued", ["day": issued.text]]))
        }
        for item in line.record.items where item.kind == .milestone && !item.isDropped {
            guard let due = item.due, due != line.due else { continue }
            let isDone = item.done != nil || line.record.state == .verified
            let isLate = due < visit.today && !line.record.state.isClosed
            let state = isDone ? "done" : isLate ? "late" : "open"
            let shape = ["done": "◆", "late": "■", "open": "◇"][state] ?? "◇"
            marks.append(
                DayMark(
                    day: due, kind: state, shape: shape,
                    words: visit["views.mark.milestone.\(state)", ["name": item.text, "day": due.text]]))
        }
        if let due = line.due {
            let isDone = line.record.state == .verified
            let isLate = !isDone && line.record.state != .ended && due < visit.today
            marks.append(
                DayMark(
                    day: due, kind: isDone ? "done" : isLate ? "late" : "due", shape: isDone ? "✓" : "▼",
                    words: visit["views.mark.due", ["day": due.text]]))
        }
        return marks.sorted { $0.day < $1.day }
    }
}
