import Foundation
import Ledger
import Monitoring
import Store
import Testing

@testable import Site

@Suite("Views of the ledger at work")
struct ViewsTests {
    /// A site with a plan of three tasks: one under way and late, one submitted, one not handed over.
    static func site(_ role: Role = .supervision) throws -> (SiteHarness, Plan, [TaskRow]) {
        let site = try SiteHarness()
        let plan = try site.opened()
        let rows = try site.ledger.tasks(.ledger(of: plan.id)).rows
        let today = Day(of: site.clock.now)
        func move(_ move: TaskMove, _ index: Int) throws {
            try site.ledger.move(move, task: rows[index].id, by: .system("test"))
        }
        try move(.issue(due: today + 5), 0)
        try move(.accept, 0)
        try move(.orderFollowUp("请说明<进度>", replyBy: today + 3), 0)
        let target = try #require(try site.ledger.work(of: rows[0].id, on: today).record.targets.first)
        try move(
            .setTarget(
                target.id, direction: .up,
                path: [.init(day: today + -100, value: 0), .init(day: today + 100, value: target.goal)]), 0)
        try move(
            .report(
                ProgressReport(
                    "已开工", percent: 40, values: [.init(target: target.id, actual: .init(value: 1, day: today))])),
            0)
        try move(.issue(due: today + 40), 1)
        try move(.accept, 1)
        try move(.submit(ProgressReport("已完成评估")), 1)
        site.clock.advance(40 * 86_400)
        try site.account("visitor", [role])
        try site.signIn("visitor")
        return (site, plan, rows)
    }

    /// The words of a page without mark-up.
    static func words(_ html: String) -> String { html.replacing(#/<[^>]+>/#, with: "").replacing("\n", with: "") }

    @Test("the cockpit says in one sentence how the year stands, and every figure leads to its tasks")
    func sentence() async throws {
        let (site, plan, _) = try Self.site()
        let reply = try await site.ask(.get, "/cockpit")
        #expect(reply.status == 200)
        let words = Self.words(reply.body)
        #expect(words.contains("共 3 项任务：办结 0 项，正常 1 项，预警 0 项，滞后 1 项，不评 1 项"))
        #expect(words.contains("完成率 0%"))
        #expect(reply.body.contains(#"href="/ledger?plan=\#(plan.id)&amp;light=red""#))
        #expect(reply.body.contains("这些数是怎么算出来的") && words.contains("超过 10% 为 ■ 滞后"))
    }

    @Test("the cockpit names what is late with its reasons, orders without reply, and what waits for the bureau")
    func panels() async throws {
        let (site, _, rows) = try Self.site()
        let reply = try await site.ask(.get, "/cockpit")
        let words = Self.words(reply.body)
        #expect(words.contains("滞后任务 1 项") && words.contains("超过完成时限 35 天"))
        #expect(words.contains("督办单逾期 37 天未回复"))
        #expect(words.contains("未回复的督办单 1 张") && words.contains("待核定的办结申请 1 项"))
        #expect(reply.body.contains("/tasks/\(rows[0].id)") && reply.body.contains("work=submitted"))
        #expect(words.contains("2026-02") && words.contains("累计交办"))
        #expect(reply.body.components(separatedBy: "data-chart=").count - 1 >= 4, "offices, sections, targets, trend")
        #expect(!reply.body.contains("style="))
    }

    @Test("the big screen has the same figures, no navigation and no form")
    func screen() async throws {
        let (site, _, _) = try Self.site()
        let page = try await site.ask(.get, "/cockpit")
        let screen = try await site.ask(.get, "/cockpit?screen=1")
        let sentence = try #require(
            Self.words(page.body).firstMatch(of: #/共 3 项任务.*?。/#).map { String($0.0) })
        #expect(Self.words(screen.body).contains(sentence))
        #expect(!screen.body.contains("<nav") && !screen.body.contains("<form") && !screen.body.contains("csrf"))
        #expect(screen.body.contains("data-screen-panel") && screen.body.contains("/assets/screen.js"))
    }

    @Test("the board has a column for each state, its cards narrowed by office and section")
    func board() async throws {
        let (site, _, rows) = try Self.site()
        let body = try await site.ask(.get, "/board").body
        for row in rows { #expect(body.contains(row.task.title.text)) }
        #expect(body.contains("work=draft") && body.contains("work=submitted"))
        let office = try #require(rows[2].task.leads.first?.office)
        let narrow = try await site.ask(.get, "/board?office=\(office)").body
        #expect(narrow.contains(rows[2].task.title.text) && !narrow.contains(rows[0].task.title.text))
        let section = try await site.ask(.get, "/board?section=\(SiteLink.encode(rows[0].task.section))").body
        #expect(section.contains(rows[0].task.title.text) && !section.contains(rows[2].task.title.text))
        #expect(try await site.ask(.get, "/board?office=999").body.contains("没有"))
    }

    @Test("a long column is cut, with a link to the whole and its count")
    func longColumn() async throws {
        let site = try SiteHarness()
        let text = (1...25).map { "\($0). 开展第\($0)项专项工作\n责任科室：督导室\n" }.joined()
        let plan = try site.opened("云岚区教育局2026年工作要点\n\n一、专项工作\n\n" + text)
        try site.account("visitor", [.viewer])
        try site.signIn("visitor")
        let count = try site.ledger.tasks(.ledger(of: plan.id)).total
        try #require(count > 20)
        let body = try await site.ask(.get, "/board").body
        #expect(body.matches(of: #/class="card /#).count == 20)
        #expect(body.contains("查看全部 \(count) 项"))
    }

    @Test("the timeline is a table of months with the marks of each task in words")
    func timeline() async throws {
        let (site, _, rows) = try Self.site()
        let body = try await site.ask(.get, "/timeline").body
        #expect(body.matches(of: #/<th scope="col"/#).count == 13)
        #expect(body.matches(of: #/<th scope="row">/#).count == rows.count)
        #expect(body.contains("交办") && body.contains("class=\"today d") && body.contains("完成时限 2026-0"))
        #expect(try await site.ask(.get, "/timeline?page=99").status == 200)
        #expect(!body.contains("style="))
    }

    @Test("the calendar shows a month, steps to the next, and falls back to this one")
    func calendar() async throws {
        let (site, _, rows) = try Self.site()
        let body = try await site.ask(.get, "/calendar?month=2026-02").body
        #expect(body.contains("2026年2月") && body.contains("month=2026-01") && body.contains("month=2026-03"))
        #expect(body.contains(rows[0].task.title.text))
        #expect(body.matches(of: #/<td/#).count % 7 == 0)
        for wrong in ["", "2026-13", "9999-01", "x", "2026-02-01", "../..", "2026-2"] {
            let reply = try await site.ask(.get, "/calendar?month=\(SiteLink.encode(wrong))")
            #expect(reply.status == 200 && reply.body.contains("2026年3月"), "\(wrong)")
        }
    }

    @Test("views without a ledger say what to do; of a plan that is not there they say so")
    func empty() async throws {
        let site = try SiteHarness()
        try site.account("visitor", [.viewer])
        try site.signIn("visitor")
        for path in ["/cockpit", "/cockpit?screen=1", "/board", "/timeline", "/calendar"] {
            let reply = try await site.ask(.get, path)
            #expect(reply.status == 200 && reply.body.contains("class=\"empty\""), "\(path)")
            #expect(try await site.ask(.get, "\(path.prefix { $0 != "?" })?plan=77").status == 404)
        }
        let draft = try site.draft()
        #expect(try await site.ask(.get, "/cockpit?plan=\(draft.id)").status == 404)
    }

    @Test("a hostile title stays text on every view")
    func hostile() async throws {
        let site = try SiteHarness()
        let text = """
            云岚区教育局2026年工作要点

            一、<script>alert(1)</script>工作

            1. 推进"><img src=x onerror=alert(1)>建设
            责任科室：督导室<b>

            """
        let plan = try site.opened(text)
        for row in try site.ledger.tasks(.ledger(of: plan.id)).rows {
            try site.ledger.move(.issue(due: Day(of: site.clock.now)), task: row.id, by: .system("test"))
        }
        site.clock.advance(3 * 86_400)
        try site.account("visitor", [.viewer])
        try site.signIn("visitor")
        for path in ["/cockpit", "/cockpit?screen=1", "/board", "/timeline", "/calendar?month=2026-02"] {
            let body = try await site.ask(.get, path).body
            #expect(
                !body.contains("<script>alert") && !body.contains("<img src=x") && !body.contains("督导室<b>"), "\(path)")
        }
    }
}

@Suite("The calendar feed")
struct CalendarFeedPageTests {
    /// Makes the address on the page and answers with its path.
    private func make(_ site: SiteHarness) async throws -> String {
        let page = try await site.post("/calendar", [("move", "make")])
        #expect(page.status == 200)
        let address = try #require(page.body.firstMatch(of: #/class="secret">http:\/\/localhost:8080([^<]+)</#))
        return String(address.1)
    }

    @Test("is read without signing in by who has the address, and only as long as it stands")
    func life() async throws {
        let (site, _, rows) = try ViewsTests.site()
        let path = try await make(site)
        let cookies = site.cookies
        site.cookies = [:]
        let feed = try await site.ask(.get, path)
        #expect(feed.status == 200 && feed.header("Content-Type") == "text/calendar; charset=utf-8")
        #expect(feed.body.hasPrefix("BEGIN:VCALENDAR\r\n") && feed.body.contains(rows[0].task.key))
        #expect(!feed.body.contains(rows[2].task.key), "what was not handed over is no day of anybody")
        let tag = try #require(feed.header("ETag"))
        let again = try await site.ask(.get, path, headers: ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(again.status == 304 && again.body.isEmpty)
        try site.ledger.move(.verify(), task: rows[1].id, by: .system("test"))
        #expect(try await site.ask(.get, path, headers: ["If-None-Match": tag]).status == 200)
        site.cookies = cookies
        let renewed = try await make(site)
        #expect(renewed != path)
        #expect(try await site.ask(.get, path).status == 404)
        #expect(try await site.ask(.get, renewed).status == 200)
        #expect(try await site.post("/calendar", [("move", "delete")]).status == 303)
        #expect(try await site.ask(.get, renewed).status == 404)
        #expect(try await site.post("/calendar", [("move", "other")]).status == 400)
        #expect(SitePath(path: renewed)?.logged == "/calendar/feed/…")
    }

    @Test("of a disabled account is gone")
    func disabled() async throws {
        let (site, _, _) = try ViewsTests.site()
        let path = try await make(site)
        let account = try #require(try site.ledger.store.accounts.all().first { $0.login == "visitor" })
        try site.ledger.store.accounts.setDisabled(true, account.id, by: .system("test"))
        #expect(try await site.ask(.get, path).status == 404)
    }

    @Test("has the tasks of the own office, or all for the bureau")
    func scope() async throws {
        let (site, _, rows) = try ViewsTests.site()
        let office = try #require(rows[1].task.leads.first?.office)
        try site.account("officer", [.officer], office: office)
        try site.signIn("officer")
        let own = try await site.ask(.get, make(site)).body
        #expect(own.contains(rows[1].task.key) && !own.contains(rows[0].task.key))
        try site.account("leader", [.leader], office: office)
        try site.signIn("leader")
        let all = try await site.ask(.get, make(site)).body
        #expect(all.contains(rows[1].task.key) && all.contains(rows[0].task.key))
    }

    @Test("of one task is a file; of a draft nobody gets one who may not see it")
    func task() async throws {
        let (site, _, rows) = try ViewsTests.site(.viewer)
        let reply = try await site.ask(.get, "/calendar/tasks/\(rows[0].id).ics")
        #expect(reply.status == 200 && reply.header("Content-Disposition")?.contains("attachment") == true)
        #expect(reply.body.contains(rows[0].task.key) && !reply.body.contains(rows[1].task.key))
        let draft = try site.draft(SiteHarness.plan + "\n附件：略\n")
        let hidden = try #require(try site.ledger.tasks(.review(of: draft.id)).rows.first)
        #expect(try await site.ask(.get, "/calendar/tasks/\(hidden.id).ics").status == 404)
        #expect(try await site.ask(.get, "/calendar/tasks/99999.ics").status == 404)
        #expect(try await site.ask(.get, "/calendar/tasks/x.ics").status == 404)
    }
}
