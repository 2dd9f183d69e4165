import Foundation
import Ledger
import Monitoring
import Store
import Testing

@testable import Site

@Suite("Pages of livelihood projects")
struct ProjectPageTests {
    /// A site with an open plan, a list with a project of the visitor's office and one of another, and a visitor.
    private func site(
        _ role: Role = .supervision
    ) throws -> (site: SiteHarness, plan: Plan, list: Int64, own: Int64, other: Int64, office: OfficeID, today: Day) {
        let site = try SiteHarness()
        let plan = try site.opened()
        let offices = try site.ledger.offices()
        let office = try #require(offices.first { $0.name == "督导室" }?.id)
        let today = Day(of: site.clock.now)
        let list = try site.ledger.createProjectList("民心工程<清单>", year: today.year, by: .system("test"))
        let details = [office, offices.first { $0.id != office }?.id].enumerated().map { index, office in
            ProjectDetails(
                number: index + 1, name: "项目<i>\(index)", content: "<b>内容", template: .service, office: office,
                completion: today + 300, budget: 10)
        }
        try site.ledger.addProjects(details, to: list, by: .system("test"))
        let projects = try site.ledger.projectList(list).projects.map(\.id)
        try site.account("visitor", [role], office: office)
        try site.signIn("visitor")
        return (site, plan, list, projects[0], projects[1], office, today)
    }

    @Test("empty states say what to do")
    func empty() async throws {
        let site = try SiteHarness()
        try site.account("visitor", [.supervision])
        try site.signIn("visitor")
        #expect(try await site.ask(.get, "/projects").body.contains("还没有清单"))
        let made = try await site.post("/projects", [("name", "清单"), ("year", "2026")])
        #expect(made.status == 303 && made.header("Location")?.hasPrefix("/project-lists/1") == true)
        #expect(try await site.post("/projects", [("name", "清单"), ("year", "2026")]).status == 422)
        #expect(try await site.ask(.get, "/project-lists/1").body.contains("还没有项目"))
        #expect(try await site.ask(.get, "/project-lists/1/meetings").body.contains("还没有开过调度会"))
        #expect(try await site.ask(.get, "/project-lists/1/statements").body.contains("还没有冻结过进展"))
        #expect(try await site.ask(.get, "/public/projects").body.contains("还没有公布的进展"))
    }

    @Test("a task is found, tied, shown on both pages with its light, and untied")
    func tasks() async throws {
        let (site, plan, _, own, _, _, _) = try site()
        let task = try #require(try site.ledger.tasks(.ledger(of: plan.id)).rows.first)
        let words = String(task.task.title.text.prefix(4))
        for find in ["\(task.id)", task.task.key, words] {
            let page = try await site.ask(.get, "/projects/\(own)?find=\(SiteLink.encode(find))")
            #expect(page.status == 200 && page.body.contains(#"name="task" value="\#(task.id)""#), "\(find)")
        }
        #expect(try await site.ask(.get, "/projects/\(own)?find=%3Cscript%3E%25").body.contains("&lt;script&gt;"))
        let link = [("move", "link"), ("task", "\(task.id)")]
        for _ in 0..<2 { #expect(try await site.post("/projects/\(own)", link).status == 303) }
        #expect(try site.ledger.tasks(ofProject: own, on: Day(of: site.clock.now)).count == 1)
        #expect(try await site.ask(.get, "/projects/\(own)").body.contains("/tasks/\(task.id)"))
        #expect(try await site.ask(.get, "/tasks/\(task.id)").body.contains("/projects/\(own)\""))
        let untie = [("move", "unlink"), ("task", task.task.key)]
        #expect(try await site.post("/projects/\(own)", untie).status == 303)
        #expect(try await site.post("/projects/\(own)", untie).status >= 400)
        #expect(try await site.post("/projects/\(own)", [("move", "link"), ("task", "999")]).status >= 400)
        #expect(try await !site.ask(.get, "/tasks/\(task.id)").body.contains("/projects/\(own)\""))
        let kinds = try site.ledger.events(ofProject: own).map(\.kind)
        #expect(kinds == ["unlink", "link"], "a refused move leaves nothing")
    }

    @Test("a meeting decides; what is overdue shows; the month's statement has it, the public one has not")
    func meetings() async throws {
        let (site, _, list, own, _, office, today) = try site()
        let path = "/project-lists/\(list)/meetings"
        let hold = [("move", "hold"), ("day", today.text), ("chair", "<周局长>"), ("present", ""), ("once", "a")]
        for _ in 0..<2 { #expect(try await site.post(path, hold).status == 303) }
        let decide = [
            ("move", "decide"), ("meeting", "1"), ("project", "\(own)"), ("text", "<完成招标>"), ("office", "\(office)"),
            ("due", today.text), ("once", "b"),
        ]
        for _ in 0..<2 { #expect(try await site.post(path, decide).status == 303) }
        #expect(try site.ledger.decisions(of: list).count == 1)
        for wrong in [("due", "x"), ("due", (today + -1).text), ("text", " "), ("meeting", "9"), ("project", "9")] {
            let fields = decide.map { $0.0 == wrong.0 ? wrong : $0 }.filter { $0.0 != "once" }
            #expect(try await site.post(path, fields).status == 422, "\(wrong)")
        }
        #expect(try await site.post(path, [("move", "hold"), ("day", "x"), ("chair", "周")]).status == 422)
        site.clock.advance(86_400 * 2)
        try site.signIn("visitor")
        let page = try await site.ask(.get, "\(path)?state=overdue")
        #expect(page.body.contains("&lt;完成招标&gt;") && page.body.contains("逾期") && !page.body.contains("<周局长>"))
        #expect(try await site.ask(.get, "/projects/\(own)").body.contains("&lt;完成招标&gt;"))
        #expect(
            try await site.post("/project-lists/\(list)/statements", [("move", "freeze"), ("month", today.monthText)])
                .status == 303)
        let frozen = try #require(try site.ledger.statements(of: list).first)
        #expect(frozen.annex.map(\.text) == ["<完成招标>"])
        #expect(try await site.ask(.get, "/project-statements/\(frozen.id)/statement.docx").status == 200)
        #expect(try await site.ask(.get, "/public/projects/\(frozen.id)/statement.docx").status == 404)
        try site.ledger.publishStatement(frozen.id, by: .system("test"))
        site.cookies = [:]
        let open = try await site.ask(.get, "/public/projects/\(frozen.id)")
        #expect(open.status == 200 && !open.body.contains("完成招标") && open.body.contains("statement.docx"))
        for file in ProjectFiles.statements {
            #expect(try await site.ask(.get, "/public/projects/\(frozen.id)/\(file)").status == 200)
            #expect(try await site.ask(.get, "/project-statements/\(frozen.id)/\(file)").status == 303)
        }
        try site.ledger.withdrawStatement(frozen.id, reason: "误", by: .system("test"))
        #expect(try await site.ask(.get, "/public/projects/\(frozen.id)/statement.xlsx").status == 404)
    }

    @Test(
        "the bureau manages; an office reports on its own projects and closes its own decisions",
        arguments: Role.allCases)
    func rights(role: Role) async throws {
        let (site, plan, list, own, other, office, today) = try site(role)
        let manages = role == .administrator || role == .supervision
        let reports = manages || role == .officer || role == .officeHead
        func post(_ path: String, _ fields: [(String, String)]) async throws -> Bool {
            let status = try await site.post(path, fields).status
            #expect([303, 403].contains(status), "\(role) \(path) \(status)")
            return status == 303
        }
        let report = [("move", "report"), ("text", "推进"), ("percent", "20"), ("paid", "3")]
        #expect(try await post("/projects/\(own)", report) == reports)
        #expect(try await post("/projects/\(other)", report) == manages)
        #expect(try await post("/projects/\(own)", [("move", "issue"), ("issue-text", "资金")]) == reports)
        let task = try #require(try site.ledger.tasks(.ledger(of: plan.id)).rows.first)
        #expect(try await post("/projects/\(own)", [("move", "link"), ("task", "\(task.id)")]) == manages)
        let meetings = "/project-lists/\(list)/meetings"
        #expect(try await post(meetings, [("move", "hold"), ("day", today.text), ("chair", "周")]) == manages)
        let meeting = try site.ledger.holdMeeting(of: list, on: today, chair: "周", present: "", by: .system("test"))
        let decisions = try [office, nil].map { office in
            try site.ledger.decide(
                DecisionDetails(project: own, text: "办", office: office, due: today), at: meeting, by: .system("test"))
        }
        func close(_ id: Int64) async throws -> Bool {
            try await post(meetings, [("move", "close"), ("decision", "\(id)"), ("outcome", "好")])
        }
        #expect(try await close(decisions[0]) == reports)
        #expect(try await close(decisions[1]) == manages)
        if reports {
            #expect(try await post(meetings, [("move", "reopen"), ("decision", "\(decisions[0])")]) == manages)
        }
        let statement = [("move", "freeze"), ("month", today.monthText)]
        #expect(try await post("/project-lists/\(list)/statements", statement) == manages)
        #expect(try await post("/projects", [("name", "新清单"), ("year", "2026")]) == manages)
        let exports = role != .viewer && role != .school
        for path in ["list.xlsx", "list.csv"] {
            #expect(try await site.ask(.get, "/project-lists/\(list)/\(path)").status == (exports ? 200 : 403))
        }
    }

    @Test("the schedule is set anew by a form; a row without a name goes, and stages may overlap")
    func reschedule() async throws {
        let (site, _, _, own, _, _, today) = try site()
        func fields(_ rows: [(String, String, String)], done: String = "0") -> [(String, String)] {
            [("move", "reschedule"), ("done", done), ("reason", "调整")]
                + rows.flatMap { [("name", $0.0), ("start", $0.1), ("end", $0.2)] }
        }
        let rows = [
            ("制定方案", today.text, (today + 9).text), ("<i>自定", today.text, (today + 5).text), ("", "", ""),
        ]
        #expect(try await site.post("/projects/\(own)", fields(rows)).status == 303)
        let stages = try site.ledger.project(own).stages
        #expect(stages.map(\.name) == [.own("<i>自定"), .usual(.plan)] && stages[0].start == stages[1].start)
        for (rows, done) in [(rows, "1"), ([("x", "?", today.text)], "0"), ([("x", today.text, "")], "0"), ([], "0")] {
            #expect(try await site.post("/projects/\(own)", fields(rows, done: done)).status == 422)
        }
        try await site.ask(.get, "/language/en")
        let page = try await site.ask(.get, "/projects/\(own)").body
        #expect(page.contains("Plan</td>") || page.contains(">Plan<") && !page.contains("<i>自定"))
    }

    @Test("what goes out comes in again; a taken number is named by row and column")
    func importTable() async throws {
        let (site, _, list, _, _, _, _) = try site()
        let file = try await site.ask(.get, "/project-lists/\(list)/list.csv").body
        let taken = try await site.upload("/project-lists/\(list)/import", name: "a.csv", Array(file.utf8))
        #expect(taken.status == 422 && taken.body.contains("第 2 行“序号”") && taken.body.contains("第 3 行“序号”"))
        let empty = try site.ledger.createProjectList("另一清单", year: 2026, by: .system("test"))
        #expect(try await site.upload("/project-lists/\(empty)/import", name: "a.csv", Array(file.utf8)).status == 303)
        let names = try site.ledger.projectList(empty).projects.map(\.details)
        #expect(try names == site.ledger.projectList(list).projects.map(\.details))
        #expect(try await site.upload("/project-lists/\(empty)/import", name: "a.xlsx", [0, 255]).status == 422)
    }

    @Test("every page is shown in both languages, and what somebody wrote is shown as text")
    func pages() async throws {
        let (site, _, list, own, _, _, today) = try site()
        try site.ledger.raiseIssue("<i>资金", of: own, by: .system("test"))
        let meeting = try site.ledger.holdMeeting(
            of: list, on: today, chair: "<i>周", present: "<i>", by: .system("test"))
        let details = DecisionDetails(project: own, text: "<i>办", due: today + 3)
        try site.ledger.decide(details, at: meeting, by: .system("test"))
        let frozen = try site.ledger.freezeStatement(of: list, by: .system("test"))
        try site.ledger.publishStatement(frozen.id, by: .system("test"))
        let pages = [
            "/projects", "/project-lists/\(list)", "/project-lists/\(list)/wall", "/project-lists/\(list)/import",
            "/project-lists/\(list)/meetings", "/project-lists/\(list)/statements", "/projects/\(own)",
            "/public/projects", "/public/projects/\(frozen.id)",
        ]
        for language in ["zh", "en"] {
            try await site.ask(.get, "/language/\(language)")
            for page in pages {
                let reply = try await site.ask(.get, page)
                #expect(reply.status == 200, "\(page)")
                #expect(!reply.body.contains("<i>") && !reply.body.contains("<b>内容"), "\(page)")
                #expect(!reply.body.contains("style=") && !reply.body.contains(">projects."), "\(page)")
                let ids = reply.body.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
                #expect(Set(ids).count == ids.count, "\(page)")
            }
        }
        for path in ["/project-lists/99/list.xlsx", "/project-lists/99/meetings", "/projects/99", "/project-files/99"] {
            #expect(try await site.ask(.get, path).status == 404, "\(path)")
        }
        for path in ["/project-lists/1/x.xlsx", "/public/projects/1/x.docx", "/project-lists/01", "/projects/"] {
            #expect(SitePath(path: path) == nil, "\(path)")
        }
    }
}
