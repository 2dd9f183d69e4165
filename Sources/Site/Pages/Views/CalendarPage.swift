import Ledger
import Localisation
import Monitoring
import PlanModel
import Reports
import Store

/// 日历: due days, milestones and reply days of a month, and the address under which a calendar programme reads them.
enum CalendarPage {
    /// Entries of a day that stand open; the others unfold.
    private static let open = 4

    static func show(_ visit: Visit) throws -> Answer { .page(try page(visit)) }

    /// Makes, renews or deletes the address of the account's own feed.
    static func change(_ visit: Visit) throws -> Answer {
        let account = try visit.account
        switch visit.form["move"] {
        case "make": return .page(try page(visit, secret: visit.ledger.makeCalendarFeed(of: account.id)))
        case "delete": try visit.ledger.deleteCalendarFeed(of: account.id)
        default: throw SiteError.badChoice
        }
        return .redirect(SitePath.views(.calendar).with("done", "calendarFeed"))
    }

    private static func page(_ visit: Visit, secret: String? = nil) throws -> HTML {
        let choice = try ViewChoice(visit)
        let title = visit["views.calendar.title"]
        let month = month(visit)
        var content = ViewChoice.empty(visit)
        if let plan = choice.plan {
            let lines = try visit.ledger.workLines(choice.filter(of: plan), on: visit.today, milestonesOnly: true)
            content = """
                \(choice.form(visit, at: .calendar, sections: try choice.sections(visit),
                hidden: [("month", month.monthText)]))
                \(steps(visit, choice, month))
                \(grid(visit, choice, month, WorkDate.all(of: lines)))
                """
        }
        let main: HTML = """
            \(PageHead.html(choice.plan?.name ?? title, lead: "\(visit["views.calendar.lead"])"))
            \(choice.plan == nil ? .empty : choice.tabs(visit, at: .calendar))
            \(content)
            \(try feed(visit, secret))
            """
        return Layout.page(visit, title: "\(title) \(month.monthText)", at: .cockpit, main: main)
    }

    /// The first day of the month asked for, `2026-09`; of this month where there is none such.
    private static func month(_ visit: Visit) -> Day {
        Day(visit.query["month"] + "-01").flatMap { (2000...2100).contains($0.year) ? $0 : nil }
            ?? visit.today.startOfMonth
    }

    private static func steps(_ visit: Visit, _ choice: ViewChoice, _ month: Day) -> HTML {
        let link = choice.link(.views(.calendar))
        func step(_ day: Day, _ key: String, rel: String?) -> HTML {
            #"<a class="button"\#(attribute: "rel", rel) href="\#(link.with("month", day.monthText))">\#(visit[key])</a>"#
        }
        let name = visit[
            "views.calendar.month", ["year": "\(month.year)", "month": TimelinePage.monthName(visit, month)]]
        return """
            <div class="head"><h2>\(name)</h2><div class="actions">\
            \(step(month + -1, "views.calendar.back", rel: "prev"))\
            \(step(visit.today, "views.calendar.now", rel: nil))\
            \(step(month.nextMonth, "views.calendar.on", rel: "next"))</div></div>
            """
    }

    /// Weeks as rows, from Monday. On a narrow screen only the days with entries stand below each other.
    private static func grid(_ visit: Visit, _ choice: ViewChoice, _ month: Day, _ dates: [WorkDate]) -> HTML {
        let first = month + -((month.weekday + 6) % 7)
        let last = month.endOfMonth
        let byDay = Dictionary(grouping: dates.filter { $0.day >= month && $0.day <= last }, by: \.day)
        let heads = (1...7).html { #"<th scope="col">\#(visit["views.weekday.\($0)"])</th>"# }
        var weeks = HTML.empty
        for start in stride(from: first.number, through: last.number, by: 7) {
            let days = (0..<7).html { day(visit, choice, Day(number: start + $0), of: month, byDay) }
            weeks += "<tr>\(days)</tr>\n"
        }
        let note: HTML = byDay.isEmpty ? #"<p class="muted">\#(visit["views.calendar.none"])</p>"# : .empty
        return """
            \(note)<table class="month"><caption class="unseen">\(visit["views.calendar.title"]) \(month.monthText)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>
            \(weeks)</tbody></table>
            <p class="muted">\(visit["views.calendar.legend"])</p>
            """
    }

    private static func day(
        _ visit: Visit, _ choice: ViewChoice, _ day: Day, of month: Day, _ dates: [Day: [WorkDate]]
    ) -> HTML {
        guard day.monthText == month.monthText else { return #"<td class="out"></td>"# }
        let here = dates[day] ?? []
        let first = here.prefix(open).html { entry(visit, choice, $0) }
        let rest: HTML =
            here.count > open
            ? """
            <details><summary>\(visit["views.calendar.more", ["count": "\(here.count - open)"]])</summary>\
            <ul>\(here.dropFirst(open).html { entry(visit, choice, $0) })</ul></details>
            """ : .empty
        return """
            <td\(attribute: "class", here.isEmpty ? "free" : nil)\(flag: "aria-current=\"date\"", if: day == visit.today)>\
            <span class="date"><span class="number" aria-hidden="true">\(day.civil.day)</span>\
            <span class="unseen long">\(day.prose(visit.language))</span></span>\
            \(here.isEmpty ? .empty : "<ul>\(first)</ul>")\(rest)</td>
            """
    }

    private static func entry(_ visit: Visit, _ choice: ViewChoice, _ date: WorkDate) -> HTML {
        let isLate = !date.isDone && date.day < visit.today
        let shape =
            switch date.kind {
            case _ where date.isDone: "✓"
            case _ where isLate: "■"
            case .due: "▼"
            case .milestone: "◇"
            case .reply: "✉"
            }
        let kind = date.isDone ? "done" : isLate ? "late" : date.kind.rawValue
        let word = visit["views.date.\(date.kind.rawValue)"]
        let text = date.kind == .milestone ? "\(date.title)：\(date.text)" : date.title
        let title = "\(word) · \(text) · \(choice.names(date.leads))"
        return """
            <li class="\(kind)"><a href="\(SitePath.task(date.task))" title="\(title)">\
            <span aria-hidden="true">\(shape)</span> <span class="unseen">\(word)\
            \(isLate ? visit["views.late"] : "")</span>\(text)</a></li>
            """
    }

    // MARK: The feed

    private static func feed(_ visit: Visit, _ secret: String?) throws -> HTML {
        let made = try visit.ledger.calendarFeed(of: visit.account.id)
        let make = Form.button(
            visit, to: .views(.calendar), [("move", "make")],
            title: visit[made == nil ? "views.feed.make" : "views.feed.renew"], kind: made == nil ? "main" : "")
        let delete: HTML =
            made == nil
            ? .empty
            : Form.button(visit, to: .views(.calendar), [("move", "delete")], title: visit["views.feed.delete"])
        let scope = visit[CalendarFile.office(try visit.account) == nil ? "views.feed.all" : "views.feed.own"]
        let state: HTML =
            made.map { #"<p>\#(visit["views.feed.made", ["time": visit.time($0)]])</p>"# } ?? .empty
        let shown: HTML =
            secret.map { token in
                Notice.html(
                    .done,
                    """
                    <p>\(visit["views.feed.once"])</p>\
                    <p><code class="secret">\(CalendarFile.address(visit, .views(.feed(token: token))))</code></p>
                    """)
            } ?? .empty
        return """
            <section class="panel" id="feed"><h2>\(visit["views.feed.title"])</h2>\(shown)\
            <p>\(visit["views.feed.lead"]) \(scope)</p>\(state)<div class="buttons">\(make)\(delete)</div></section>
            """
    }
}
