import Foundation
import Ledger
import Monitoring
import Store
import Testing

@testable import Site

@Suite("Contact duty pages")
struct ResearchPageTests {
    private static func site(_ role: Role = .supervision) async throws -> (SiteHarness, Plan, Office, Day) {
        let site = try SiteHarness()
        let plan = try site.opened()
        let office = try #require(try site.ledger.offices().first { $0.name == "督导室" })
        try site.account("visitor", [role], office: office.id)
        try site.signIn("visitor")
        return (site, plan, office, Day(of: site.clock.now))
    }

    @Test("from a duty over a visit to a problem, its task, the answer and the confirmation")
    func wholeWay() async throws {
        let (site, plan, office, today) = try await Self.site()
        #expect(try await site.ask(.get, "/contacts").body.contains("还没有联系点"))
        let duty = [
            ("leader", "王敏"), ("object", "云岚<一>小"), ("year", "\(today.year)"), ("required", "1"),
        ]
        #expect(try await site.post("/contacts", duty).status == 303)
        let twice = try await site.post("/contacts", duty)
        #expect(twice.status == 422 && twice.body.contains("已有这个联系对象"))
        #expect(try await site.ask(.get, "/contacts").body.contains("云岚&lt;一&gt;小"))

        let made = [("day", today.text), ("participants", "王敏、李强"), ("seen", "课后服务有序")]
        let problem = [("problem", "校门口拥堵"), ("office", "\(office.id)"), ("due", (today + 5).text)]
        #expect(try await site.post("/contacts/1", made + problem).status == 303)
        let page = try await site.ask(.get, "/contacts/1")
        #expect(page.body.contains("课后服务有序") && page.body.contains("/contacts/problems/1"))
        #expect(ViewsTests.words(try await site.ask(.get, "/contacts").body).contains("1 / 1"))

        #expect(try await site.post("/contacts/problems/1", [("move", "task"), ("plan", "\(plan.id)")]).status == 303)
        let key = try #require(try site.ledger.contactProblem(1).taskKey)
        let row = try site.ledger.task(key: key)
        #expect(row.task.title.text == "校门口拥堵" && row.task.due == (today + 5).text && row.task.state == .accepted)
        #expect(row.task.leads.map(\.office) == [office.id])
        #expect(try await site.ask(.get, "/contacts/problems/1").body.contains("/tasks/\(row.id)"))
        #expect(try await site.post("/contacts/problems/1", [("move", "task"), ("plan", "\(plan.id)")]).status == 422)

        #expect(try await site.post("/contacts/problems/1", [("move", "solved"), ("answer", "")]).status == 422)
        #expect(try await site.post("/contacts/problems/1", [("move", "confirmed")]).status == 422)
        #expect(try await site.post("/contacts/problems/1", [("move", "solved"), ("answer", "已分时放学")]).status == 303)
        #expect(try await site.post("/contacts/problems/1", [("move", "confirmed")]).status == 303)
        #expect(try site.ledger.contactProblem(1).state == .confirmed)
        #expect(try await site.ask(.get, "/contacts/problems").body.contains("复查属实"))
        #expect(try await site.ask(.get, "/contacts/problems?state=open").body.contains("没有符合筛选的问题"))
        for file in ["/contacts/export", "/contacts/problems/export"] {
            #expect(try await site.ask(.get, file).status == 200)
        }
    }

    @Test("what is typed wrong is refused in words, and nothing is kept")
    func refused() async throws {
        let (site, _, office, today) = try await Self.site()
        let long = String(repeating: "长", count: 101)
        for (object, year, required) in [("", "2026", "1"), (long, "2026", "1"), ("一小", "1", "1"), ("一小", "2026", "0")]
        {
            let reply = try await site.post(
                "/contacts", [("leader", "王敏"), ("object", object), ("year", year), ("required", required)])
            #expect(reply.status == 422)
        }
        #expect(try site.ledger.contactDuties().isEmpty)
        let duty = try site.ledger.addDuty(
            leader: "王敏", object: "一小", year: today.year, required: 2, by: .system("test"))
        let forms: [[(String, String)]] = [
            [("day", "x"), ("seen", "好")], [("day", (today + 1).text), ("seen", "好")],
            [("day", today.text), ("seen", " ")],
            [("day", (today + -400).text), ("seen", "好")], [("day", today.text), ("seen", "好"), ("problem", "乱")],
            [("day", today.text), ("seen", "好"), ("problem", "乱"), ("office", "99"), ("due", today.text)],
            [
                ("day", today.text), ("seen", "好"), ("problem", "乱"), ("office", "\(office.id)"),
                ("due", (today + -1).text),
            ],
        ]
        for form in forms { #expect(try await site.post("/contacts/\(duty)", form).status == 422, "\(form)") }
        #expect(try site.ledger.contactVisits(of: duty).isEmpty)
        #expect(try await site.ask(.get, "/contacts/99").status == 404)
        #expect(try await site.ask(.get, "/contacts/problems/99").status == 404)
    }

    @Test("offices answer for their own problems; setting up and confirming is the bureau's")
    func rights() async throws {
        let (site, plan, office, today) = try await Self.site(.officer)
        let other = try #require(try site.ledger.offices().first { $0.id != office.id })
        let duty = try site.ledger.addDuty(
            leader: "王敏", object: "一小", year: today.year, required: 2, by: .system("test"))
        for responsible in [office.id, other.id] {
            try site.ledger.recordVisit(
                duty: duty, day: today, participants: "", seen: "好", problem: ("乱", responsible, today), on: today,
                by: .system("test"))
        }
        #expect(try await site.post("/contacts", [("leader", "a")]).status == 403)
        #expect(try await site.post("/contacts/\(duty)", [("day", today.text), ("seen", "好")]).status == 403)
        let answer = [("move", "answered"), ("answer", "本周整改")]
        #expect(try await site.post("/contacts/problems/1", answer).status == 303)
        #expect(try await site.post("/contacts/problems/2", answer).status == 403)
        #expect(try await site.post("/contacts/problems/1", [("move", "task"), ("plan", "\(plan.id)")]).status == 403)
        #expect(try await site.post("/contacts/problems/1", [("move", "confirmed")]).status == 403)
        #expect(!(try await site.ask(.get, "/contacts")).body.contains("登记联系点"))
        try site.ledger.mergeOffice(office.id, into: other.id, by: .system("test"))
        #expect(try site.ledger.contactProblem(1).office == other.id)
    }

    @Test("duties come in from a table, all or none, with the cells that are wrong")
    func importTable() async throws {
        let (site, _, _, _) = try await Self.site()
        #expect(try await site.ask(.get, "/contacts/import").status == 200)
        let head = "包联领导,联系对象,年度,每学期走访次数\n"
        func send(_ rows: String) async throws -> SiteHarness.Reply {
            try await site.upload("/contacts/import", name: "联系点.csv", Array((head + rows).utf8))
        }
        let wrong = try await send("王敏,一小,2026,2\n,二小,x,0\n王敏,一小,2026,3\n")
        #expect(wrong.status >= 400 && wrong.body.contains("每学期走访次数") && wrong.body.contains("第 3 行"))
        #expect(try site.ledger.contactDuties().isEmpty)
        #expect(try await send("王敏,一小,2026,2\n李强,二小,2026,1\n").status == 200)
        #expect(try await send("王敏,一小,2026,3\n").body.contains("新增联系点 0 个"))
        #expect(try site.ledger.contactDuties().map(\.required).sorted() == [1, 3])
        #expect(try await send("").status >= 400)
        #expect(try await site.upload("/contacts/import", name: "a.csv", [0, 255, 254]).status >= 400)
    }

    @Test("English pages have no Chinese of their own")
    func english() async throws {
        let (site, _, _, today) = try await Self.site()
        try site.ledger.addDuty(leader: "Wang", object: "One", year: today.year, required: 1, by: .system("test"))
        try await site.ask(.get, "/language/en")
        for page in ["/contacts", "/contacts/problems"] {
            let body = try await site.ask(.get, page).body
            #expect(body.contains("Contact duties") && !body.contains("style="))
        }
    }
}
