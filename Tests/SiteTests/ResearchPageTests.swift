import Foundation
import Ledger
import Monitoring
import Store
import Testing

@testable import Site

@Suite("Pages of research and contact duty")
struct ResearchPageTests {
    /// A site with an open plan, a visitor and a leader of the bureau.
    private func site(_ role: Role = .supervision) throws -> (site: SiteHarness, plan: Plan, office: Office, today: Day)
    {
        let site = try SiteHarness()
        let plan = try site.opened()
        let office = try #require(try site.ledger.offices().first { $0.name == "督导室" })
        try site.ledger.importSchools(
            [SchoolDetails(code: "S1", name: "云岚<一>小", stages: [.primary])], by: .system("test"))
        try site.account("visitor", [role], office: office.id)
        try site.signIn("visitor")
        return (site, plan, office, Day(of: site.clock.now))
    }

    /// A duty of a school.
    private func duty(_ site: SiteHarness, leader: ResearchLeader = ResearchLeader(name: "周局长")) throws -> Int64 {
        let school = try #require(try site.ledger.schools().rows.first?.id)
        let year = SchoolTerm(of: Day(of: site.clock.now)).year
        let details = DutyDetails(leader: leader, object: .school(school), year: year, perTerm: 1)
        return try site.ledger.createDuty(details, by: .system("test")).id
    }

    private func problem(_ site: SiteHarness, duty: Int64, office: OfficeID?) throws -> Int64 {
        var visit = VisitDetails(.duty(duty), day: Day(of: site.clock.now))
        visit.seen = "<b>有序</b>"
        var problem = ProblemDetails()
        problem.text = "<i>拥堵</i>"
        problem.office = office
        let id = try site.ledger.recordVisit(visit, by: .system("test"))
        return try site.ledger.recordProblem(problem, at: .visit(id), by: .system("test"))
    }

    @Test("from a duty over a visit with a file to a problem, its task, the answer and the confirmation")
    func wholeWay() async throws {
        let (site, plan, office, today) = try site()
        #expect(try await site.ask(.get, "/research/duties").body.contains("本年度还没有联系任务"))
        let year = SchoolTerm(of: today).year
        let duty = [
            ("leader", "周局长"), ("kind", "school"), ("school", "1"), ("year", "\(year)"), ("per-term", "1"),
        ]
        #expect(
            try await site.post("/research/duties", duty).header("Location")?.hasPrefix("/research/duties/1") == true)
        let twice = try await site.post("/research/duties", duty)
        #expect(twice.status == 422 && twice.body.contains("已有这个联系对象"))
        let visit = [("subject", "duty-1"), ("day", today.text), ("seen", "放学有序"), ("once", "a")]
        for _ in 0..<2 {
            let reply = try await site.upload("/research/visits", name: "照片.txt", Array("说明".utf8), fields: visit)
            #expect(reply.status == 303 && reply.header("Location")?.hasPrefix("/research/visits/1") == true)
        }
        #expect(try site.ledger.visits().total == 1)
        #expect(try await site.ask(.get, "/research/files/1").body == "说明")
        #expect(ViewsTests.words(try await site.ask(.get, "/research/duties").body).contains("1 / 1"))
        let found = [
            ("text", "校门口拥堵"), ("gravity", "serious"), ("office", "\(office.id)"), ("due", (today + 5).text),
        ]
        #expect(try await site.post("/research/visits/1", found).status == 303)
        let page = try await site.ask(.get, "/research/problems?light=yellow")
        #expect(page.body.contains("校门口拥堵") && page.body.contains("▲"))
        let task = [("move", "task"), ("plan", "\(plan.id)"), ("title", "治理校门口拥堵"), ("owner", "督导室")]
        #expect(try await site.post("/research/problems/1", task).status == 303)
        #expect(try await site.post("/research/problems/1", task).status == 422)
        let row = try #require(
            try site.ledger.tasks(.ledger(of: plan.id)).rows.first { $0.task.title.text == "治理校门口拥堵" })
        #expect(try await site.ask(.get, "/research/problems/1").body.contains("/tasks/\(row.id)"))
        try site.ledger.issue([], undated: [row.id], due: today + 9, by: .system("test"))
        #expect(try await site.post("/research/problems/1", [("move", "undoTask")]).status == 409)
        #expect(try await site.post("/research/problems/1", [("move", "solve"), ("text", "")]).status == 422)
        #expect(try await site.post("/research/problems/1", [("move", "solve"), ("text", "分时放学")]).status == 303)
        #expect(try await site.post("/research/problems/1", [("move", "confirm"), ("visit", "1")]).status == 422)
        var later = VisitDetails(.duty(1), day: today)
        later.seen = "不再拥堵"
        let second = try site.ledger.recordVisit(later, by: .system("test"))
        #expect(try await site.ask(.get, "/research/problems/1").body.contains("value=\"\(second)\""))
        #expect(
            try await site.post("/research/problems/1", [("move", "confirm"), ("visit", "\(second)")]).status == 303)
        #expect(try site.ledger.problem(1).state == .confirmed)
        #expect(ViewsTests.words(try await site.ask(.get, "/research/summary").body).contains("100%"))
    }

    @Test("a topic is set up, worked on, handed in with its report and adopted; staff suggest")
    func topic() async throws {
        let (site, _, office, today) = try site()
        #expect(try await site.post("/research", [("title", ""), ("leader", "周局长")]).status == 422)
        #expect(try await site.post("/research", [("title", "调研"), ("leader", "周局长"), ("due", "x")]).status == 422)
        let fields = [
            ("title", "课后服务<调研>"), ("leader", "周局长"), ("office", "\(office.id)"), ("due", (today + 9).text),
        ]
        #expect(try await site.post("/research", fields).status == 303)
        #expect(try await site.post("/research/topics/1", [("move", "adopt")]).status == 422)
        #expect(try await site.post("/research/topics/1", [("move", "start")]).status == 303)
        #expect(try await site.post("/research/topics/1", [("move", "suggest"), ("text", "外聘教师")]).status == 303)
        let answer = [("move", "answerSuggestion"), ("suggestion", "1"), ("text", "采纳")]
        #expect(try await site.post("/research/topics/1", answer).status == 303)
        let disguised = try await site.upload(
            "/research/topics/1", name: "报告.pdf", Array("MZ".utf8), fields: [("move", "handIn"), ("text", "结论")])
        #expect(disguised.status == 422)
        #expect(try site.ledger.topic(1).state == .underWay)
        let report = try await site.upload(
            "/research/topics/1", name: "报告.txt", Array("全文".utf8), fields: [("move", "handIn"), ("text", "结论")])
        #expect(report.status == 303)
        #expect(try await site.ask(.get, "/research/topics/1/report").body == "全文")
        #expect(try await site.post("/research/topics/1", [("move", "adopt")]).status == 303)
        let page = try await site.ask(.get, "/research/topics/1")
        #expect(page.body.contains("课后服务&lt;调研&gt;") && page.body.contains("采纳") && page.body.contains("外聘教师"))
        let problem = [("topic", "1"), ("text", "师资不足"), ("gravity", "minor")]
        #expect(try await site.post("/research/problems", problem).status == 303)
        #expect(try await site.ask(.get, "/research/problems?topic=1").body.contains("师资不足"))
    }

    @Test("offices answer for their own problems; leaders record; setting up is the bureau's", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let (site, plan, office, today) = try site(role)
        let duty = try duty(site)
        let own = try problem(site, duty: duty, office: office.id)
        let other = try problem(site, duty: duty, office: try site.ledger.offices().first { $0.id != office.id }?.id)
        let manages = role == .administrator || role == .supervision
        let answers = manages || role == .officer || role == .officeHead || role == .leader
        func post(_ path: String, _ fields: [(String, String)]) async throws -> Bool {
            let status = try await site.post(path, fields).status
            #expect([303, 403].contains(status), "\(role) \(path) \(status)")
            return status == 303
        }
        let answer = [("move", "answer"), ("text", "本周整改")]
        #expect(try await post("/research/problems/\(own)", answer) == answers)
        #expect(try await post("/research/problems/\(other)", answer) == (manages || role == .leader))
        let visit = [("subject", "duty-\(duty)"), ("day", today.text), ("seen", "好")]
        #expect(try await post("/research/visits", visit) == (manages || role == .leader))
        let task = [("move", "task"), ("plan", "\(plan.id)"), ("title", "任务")]
        #expect(try await post("/research/problems/\(own)", task) == manages)
        let new = [
            ("leader", "吴副局长"), ("kind", "street"), ("street", "望云街道"), ("year", "2026"), ("per-term", "1"),
        ]
        #expect(try await post("/research/duties", new) == manages)
        #expect(try await post("/research", [("title", "课题"), ("leader", "周局长")]) == manages)
    }

    @Test("who is named as leader records the own visits, whatever the role")
    func namedLeader() async throws {
        let (site, _, office, today) = try site(.officeHead)
        let account = try #require(try site.ledger.store.accounts.all().first { $0.login == "visitor" })
        let own = try duty(site, leader: ResearchLeader(account: account.id, name: ""))
        let visit = [("subject", "duty-\(own)"), ("day", today.text), ("seen", "好")]
        #expect(try await site.post("/research/visits", visit).status == 303)
        let into = try #require(try site.ledger.offices().first { $0.id != office.id })
        let problem = try problem(site, duty: own, office: office.id)
        try site.ledger.mergeOffice(office.id, into: into.id, by: .system("test"))
        #expect(try site.ledger.problem(problem).details.office == into.id)
    }

    @Test("what is typed wrong is refused in words, and nothing is kept")
    func refused() async throws {
        let (site, _, _, today) = try site()
        let id = try duty(site)
        let visits: [[(String, String)]] = [
            [("subject", "duty-\(id)"), ("day", "x"), ("seen", "好")],
            [("subject", "duty-\(id)"), ("day", (today + 1).text), ("seen", "好")],
            [("subject", "duty-\(id)"), ("day", today.text), ("seen", " ")],
            [("subject", ""), ("day", today.text), ("seen", "好")],
            [("subject", "plan-1"), ("day", today.text), ("seen", "好")],
            [("subject", "duty-\(id)"), ("day", today.text), ("seen", String(repeating: "长", count: 20_001))],
        ]
        for visit in visits { #expect(try await site.post("/research/visits", visit).status == 422) }
        #expect(try site.ledger.visits().total == 0)
        let missing = ["/research/duties/99", "/research/visits/99", "/research/problems/99", "/research/topics/99"]
        for path in missing + ["/research/files/99", "/research/topics/99/report"] {
            #expect(try await site.ask(.get, path).status == 404, "\(path)")
        }
        for path in ["/research/export/x.xlsx", "/research/duties/01", "/research/problems/1/x", "/research/"] {
            #expect(SitePath(path: path) == nil, "\(path)")
        }
    }

    @Test("duties come in from a table, all or none, with every cell that is wrong; what goes out comes in again")
    func importTable() async throws {
        let (site, _, _, _) = try site()
        let head = "包联领导,类别,联系对象,年度,每学期走访次数\n"
        func send(_ rows: String) async throws -> SiteHarness.Reply {
            try await site.upload("/research/duties/import", name: "联系.csv", Array((head + rows).utf8))
        }
        let wrong = try await send("周局长,学校,S1,2026,2\n,街道,望云街道,x,0\n周局长,学校,S1,2026,3\n")
        #expect(wrong.status == 422 && wrong.body.contains("第 3 行") && wrong.body.contains("与第 2 行重复"))
        let unknown = try await send("周局长,学校,没有,2026,2\n周局长,学区,没有,2026,2\n")
        #expect(unknown.status == 422 && unknown.body.contains("第 2 行") && unknown.body.contains("第 3 行"))
        #expect(try site.ledger.duties().isEmpty)
        #expect(try await send("周局长,学校,S1,2026,2\n周局长,街道,望云街道,2026年,1\n").status == 200)
        #expect(try site.ledger.duties(year: 2026).map(\.details.perTerm).sorted() == [1, 2])
        let tables = try await site.ask(.get, "/research/export/duties.csv?year=2026")
        let again = try await site.upload("/research/duties/import", name: "a.csv", Array(tables.body.utf8))
        #expect(again.status == 200 && again.body.contains("2"))
        #expect(try site.ledger.duties().count == 2)
        #expect(try await send("").status == 422)
        #expect(try await site.upload("/research/duties/import", name: "a.xlsx", [0, 255, 254]).status == 422)
    }

    @Test("every page is shown in both languages, and what somebody wrote is shown as text")
    func pages() async throws {
        let (site, _, office, _) = try site()
        let duty = try duty(site, leader: ResearchLeader(name: "Zhou"))
        _ = try problem(site, duty: duty, office: office.id)
        let pages = [
            "/research", "/research/topics/new", "/research/duties", "/research/duties/new", "/research/duties/1",
            "/research/duties/import", "/research/visits", "/research/visits/new?duty=1", "/research/visits/1",
            "/research/problems?sort=office", "/research/problems/1", "/research/summary",
        ]
        for page in pages {
            let reply = try await site.ask(.get, page)
            #expect(reply.status == 200, "\(page)")
            #expect(!reply.body.contains("<i>拥堵") && !reply.body.contains("<b>有序") && !reply.body.contains("<一>"))
            #expect(!reply.body.contains("style=") && !reply.body.contains(">research."), "\(page)")
            // No id twice: labels would lead astray.
            let ids = reply.body.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
            #expect(Set(ids).count == ids.count, "\(page)")
        }
        for file in ResearchExport.files { #expect(try await site.ask(.get, "/research/export/\(file)").status == 200) }
        try await site.ask(.get, "/language/en")
        for page in pages {
            let body = try await site.ask(.get, page).body
            #expect(body.contains("lang=\"en\"") && !body.contains(">research."), "\(page)")
        }
    }
}
