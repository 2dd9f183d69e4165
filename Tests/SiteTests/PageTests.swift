import Foundation
import Ledger
import Localisation
import PlanModel
import Store
import Testing

@testable import Site

@Suite("Pages")
struct PageTests {
    private func site() throws -> SiteHarness {
        let site = try SiteHarness()
        try site.account("boss", [.administrator])
        try site.signIn("boss")
        return site
    }

    /// Every page that shows something of a plan.
    private func pages(of plan: Plan, task: Int64) -> [String] {
        [
            "/", "/plans", "/plans/\(plan.id)", "/plans/\(plan.id)/source", "/plans/\(plan.id)/review?task=\(task)",
            "/plans/\(plan.id)/review/form?form=edit&task=\(task)",
            "/plans/\(plan.id)/review/form?form=split&task=\(task)",
            "/plans/\(plan.id)/review/form?form=add",
            "/ledger?col=section&col=coOwners&col=state&col=updated&state=all",
            "/ledger?plan=\(plan.id)", "/ledger/offices", "/ledger/sections", "/tasks/\(task)", "/offices",
            "/offices/1",
            "/schools", "/areas", "/accounts", "/accounts/1", "/audit", "/help", "/search?q=x", "/search",
            "/plans/import",
            "/plans/\(plan.id)/import", "/import/schools", "/password",
        ]
    }

    @Test("what somebody wrote is shown as text wherever it comes up")
    func scripts() async throws {
        let site = try site()
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
        let plan = try site.opened(
            SiteHarness.plan.replacing("扩大普惠性学前教育资源", with: "扩大\(evil)资源").replacing(
                "云岚区教育局2026", with: "云岚区\(evil)2026"))
        let task = try #require(try site.ledger.tasks(.ledger(of: plan.id)).rows.first?.task)
        var change = TaskChange()
        change.title = "改\(evil)"
        change.goal = evil
        change.leads = ["科\(evil)"]
        try site.ledger.apply(.edit(task.id, change), to: plan.id, by: .system("test"))
        try site.ledger.createOffice(OfficeDetails(name: "办\(evil)"), by: .system("test"))
        for page in pages(of: plan, task: task.id) {
            let reply = try await site.ask(.get, page)
            #expect(reply.status == 200, "\(page)")
            #expect(!reply.body.contains("<script>alert") && !reply.body.contains("<img src=x"), "\(page)")
        }
        #expect(try await site.ask(.get, "/search?q=%3Cscript%3Ealert(1)").body.contains("<script>alert") == false)
    }

    @Test("the language follows the browser, then the visitor; English pages have no Chinese of their own")
    func language() async throws {
        let site = try SiteHarness()
        let boss = try site.ledger.store.accounts.create(
            AccountDetails(login: "boss", displayName: "Boss", roles: [.administrator]), by: .system("test"))
        try site.ledger.store.accounts.changePassword(
            boss.account.id, current: boss.oneTimePassword, new: SiteHarness.password("boss"))
        #expect(try await site.ask(.get, "/sign-in").body.contains("lang=\"zh-Hans\""))
        #expect(
            try await site.ask(.get, "/sign-in", headers: ["Accept-Language": "en-GB,zh;q=0.5"]).body.contains(
                "lang=\"en\""))
        let reply = try await site.ask(.get, "/language/en?to=%2Fplans")
        #expect(reply.status == 303 && reply.header("Location") == "/plans")
        #expect(try await site.ask(.get, "/language/fr").status == 404)
        #expect(try await site.ask(.get, "/language/en?to=//evil.example").header("Location") == "/")
        try site.signIn("boss")
        for page in [
            "/", "/plans", "/ledger", "/ledger/offices", "/ledger/sections", "/offices", "/schools", "/areas",
            "/accounts",
            "/accounts/1", "/audit", "/help", "/search", "/plans/import", "/password", "/nothing", "/sign-in",
        ] {
            let body = try await site.ask(.get, page).body.replacing("中文", with: "")
            let chinese = body.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) }
            #expect(chinese.isEmpty, "\(page): \(String(String.UnicodeScalarView(chinese)))")
        }
    }

    @Test("a review goes from reading to ledger: correct, split, merge, undo, accept, open")
    func review() async throws {
        let site = try site()
        let reply = try await site.upload("/plans/import", name: "要点.txt", Array(SiteHarness.plan.utf8))
        #expect(reply.status == 303 && reply.header("Location") == "/plans/1/review?done=imported")
        #expect(
            try await site.upload("/plans/import", name: "又.txt", Array(SiteHarness.plan.utf8)).body.contains("没有重复导入"))
        func rows() throws -> [TaskRow] { try site.ledger.tasks(.review(of: 1)).rows }
        #expect(try rows().count == 3)
        let first = try #require(try rows().first?.task)

        let page = try await site.ask(.get, "/plans/1/review/form?form=edit&task=\(first.id)").body
        #expect(page.contains("学前教育科"))
        var reviewed = try await site.post(
            "/plans/1/review",
            [
                ("move", "edit"), ("task", "\(first.id)"), ("version", "\(first.version)"), ("title", "扩大普惠资源"),
                ("goal", first.goal?.text ?? ""), ("measures", first.measures?.text ?? ""), ("label", first.label),
                ("path", first.path.joined(separator: " › ")), ("lead", "学前教育科"), ("lead", "基建科"),
                ("due", "2026-10-31"),
                ("m-index", "0"), ("m-due", "2026-08-31"), ("m-text", "8月底前"),
            ])
        #expect(reviewed.status == 303)
        let edited = try site.ledger.task(first.id)
        #expect(edited.task.title.text == "扩大普惠资源" && edited.task.due == "2026-10-31")
        #expect(edited.task.leads.map(edited.name) == ["学前教育科", "基建科"])
        reviewed = try await site.post(
            "/plans/1/review",
            [("move", "edit"), ("task", "\(first.id)"), ("version", "\(first.version)"), ("title", "旧页面")])
        #expect(reviewed.status == 409)

        let places = SplitPoints.of(edited.task, in: try site.ledger.text(of: 1))
        let cut = try #require(places.last?.offset)
        try await site.post("/plans/1/review", [("move", "split"), ("task", "\(first.id)"), ("at", "\(cut)")])
        #expect(try rows().count == 4)
        try await site.post("/plans/1/review", [("move", "undo")])
        #expect(try rows().count == 3)
        try await site.post("/plans/1/review", [("move", "redo")])
        #expect(try rows().count == 4)
        try await site.post("/plans/1/review", [("move", "merge")] + rows().prefix(2).map { ("ticked", "\($0.id)") })
        #expect(try rows().count == 3)
        try await site.post(
            "/plans/1/review", [("move", "add"), ("words", "开展保教质量评估40所。"), ("title", ""), ("leads", "督导室")])
        let added = try #require(try rows().first { $0.task.origin == .added })
        #expect(try site.ledger.text(of: 1).string(added.task.span) == "开展保教质量评估40所。")
        #expect(
            try await site.post("/plans/1/review", [("move", "add"), ("words", "文件里没有的话"), ("title", "x")]).status
                == 422)
        try await site.post("/plans/1/review", [("move", "reject"), ("task", "\(added.id)")])
        #expect(try site.ledger.task(added.id).task.state == .rejected)
        try await site.post("/plans/1/review", [("move", "acceptAllSure")])
        for row in try rows() where row.task.state == .pending {
            try await site.post("/plans/1/review", [("move", "accept"), ("task", "\(row.id)")])
        }
        #expect(try await site.post("/plans/1", [("move", "open")]).status == 303)
        #expect(try await site.ask(.get, "/ledger?plan=1").body.contains("扩大普惠资源"))
    }

    @Test("the script gets pieces of the review, with what changes beside them")
    func pieces() async throws {
        let site = try site()
        let plan = try site.draft()
        let tasks = try site.ledger.tasks(.review(of: plan.id)).rows
        let script = ["HX-Request": "true"]
        let piece = try await site.ask(
            .get, "/plans/\(plan.id)/review?task=\(tasks[1].id)&from=\(tasks[0].id)", headers: script
        ).body
        #expect(piece.contains("id=\"task\"") && !piece.contains("<html"))
        #expect(piece.contains("id=\"r\(tasks[0].id)\"") && piece.contains("id=\"r\(tasks[1].id)\""))
        #expect(!piece.contains("id=\"r\(tasks[2].id)\""))
        #expect(piece.contains("hx-swap-oob=\"true\""))
        let whole = try await site.post(
            "/plans/\(plan.id)/review", [("move", "reject"), ("task", "\(tasks[0].id)")], headers: script)
        #expect(whole.header("HX-Retarget") == "#review" && whole.body.contains("id=\"review\""))
        let refused = try await site.post("/plans/\(plan.id)/review", [("move", "merge")], headers: script)
        #expect(refused.status == 422 && refused.header("HX-Retarget") == "#notices")
        site.cookies = [:]
        #expect(try await site.ask(.get, "/plans/1/review", headers: script).header("HX-Redirect") == "/sign-in")
    }

    @Test("the text on the source page is the document's, word for word")
    func source() async throws {
        let site = try site()
        let plan = try site.draft()
        let task = try #require(try site.ledger.tasks(.review(of: plan.id)).rows.first?.task)
        let body = try await site.ask(.get, "/plans/\(plan.id)/source?task=\(task.id)").body
        let article = try #require(body.firstMatch(of: #/(?s)<article.*?>(.*)</article>/#)?.1)
        let words = article.replacing(#/<[^>]*>/#, with: "").filter { !$0.isWhitespace }
        #expect(words == SiteHarness.plan.filter { !$0.isWhitespace })
        #expect(body.contains("id=\"t\(task.id)\"") && body.contains("data-f=\"owner-0\""))
        let span = task.title.span
        let here = try await site.ask(.get, "/plans/\(plan.id)/source?span=\(span.start)-\(span.end)").body
        #expect(here.contains("id=\"here\""))
        for span in ["x", "9-1", "-1-5", "99999999-999999999", "1-2-3"] {
            #expect(try await site.ask(.get, "/plans/\(plan.id)/source?span=\(span)").status == 200)
        }
    }

    @Test("the ledger is filtered, ordered and exported as it is shown")
    func ledger() async throws {
        let site = try site()
        let plan = try site.opened()
        let all = try await site.ask(.get, "/ledger").body
        #expect(all.contains("3 项任务"))
        #expect(try await site.ask(.get, "/ledger?q=%E6%95%99%E5%B8%88").body.contains("1 项任务"))
        #expect(try await site.ask(.get, "/ledger?due=no").body.contains("1 项任务"))
        #expect(try await site.ask(.get, "/ledger?sort=due&order=down").body.contains("aria-sort=\"descending\""))
        #expect(try await site.ask(.get, "/ledger?plan=999").status == 404)
        #expect(try await site.ask(.get, "/ledger?office=x&from=y&sort=z&page=-4&col=q&state=w&kind=v").status == 200)
        let json = try await site.ask(.get, "/ledger/export/json?plan=\(plan.id)&q=%E6%95%99%E5%B8%88")
        #expect(json.header("Content-Disposition")?.hasPrefix("attachment; filename=") == true)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.body.utf8)) as? [[String: Any]])
        #expect(rows.count == 1)
        #expect(try await site.ask(.get, "/ledger/export/exe").status == 404)
    }

    @Test("an edited export shows its differences before it changes anything")
    func importBack() async throws {
        let site = try site()
        let plan = try site.opened()
        let csv = try await site.ask(.get, "/ledger/export/csv?plan=\(plan.id)").body
        let edited = csv.replacing("补充中小学教师", with: "补充中小学和幼儿园教师")
        let preview = try await site.upload("/plans/\(plan.id)/import", name: "台账.csv", Array(edited.utf8))
        #expect(preview.status == 200 && preview.body.contains("补充中小学和幼儿园教师"))
        #expect(try site.ledger.tasks(.ledger(of: plan.id)).rows.contains { $0.task.title.text == "补充中小学教师" })
        let digest = try #require(preview.body.firstMatch(of: #/name="digest" value="([0-9a-f]{64})"/#)?.1)
        #expect(
            try await site.post("/plans/\(plan.id)/import", [("digest", String(digest)), ("name", "台账.csv")]).status
                == 303)
        #expect(try site.ledger.tasks(.ledger(of: plan.id)).rows.contains { $0.task.title.text == "补充中小学和幼儿园教师" })
        let wrong = try await site.upload("/plans/\(plan.id)/import", name: "台账.csv", Array("a,b\n1,2\n".utf8))
        #expect(wrong.status == 422 && wrong.body.contains("notice error"))
    }

    @Test("a list with a wrong cell is refused, and the cell is named")
    func lists() async throws {
        let site = try site()
        #expect(
            try await site.upload("/import/areas", name: "学区.csv", Array("学区代码,学区名称\nA1,城中学区\n".utf8)).status == 200)
        let wrong = try await site.upload(
            "/import/schools", name: "学校.csv", Array("学校代码,学校名称,学段,学区\nS1,云岚一小,小学,城中学区\nS2,云岚二小,大学,城中学区\n".utf8))
        #expect(wrong.status == 422 && wrong.body.contains("大学"))
        #expect(try site.ledger.schools().total == 0)
        let right = try await site.upload(
            "/import/schools", name: "学校.csv", Array("学校代码,学校名称,学段,学区\nS1,云岚一小,小学,城中学区\n".utf8))
        #expect(right.status == 200)
        #expect(try await site.ask(.get, "/schools").body.contains("云岚一小"))
        #expect(try await site.ask(.get, "/import/schools/template").header("Content-Type") == LedgerFile.workbook)
    }

    @Test("a one-time password is shown on the answer, and never again")
    func accounts() async throws {
        let site = try site()
        let reply = try await site.post("/accounts", [("login", "li.si"), ("name", "李四"), ("role", "officer")])
        let password = try #require(reply.body.firstMatch(of: #/class="secret">([^<]+)</#)?.1)
        #expect(!(try await site.ask(.get, "/accounts").body.contains(password)))
        #expect(
            try await site.post("/accounts", [("login", "li.si"), ("name", "李四"), ("role", "officer")]).status == 409)
        #expect(try await site.post("/accounts", [("login", "x"), ("name", ""), ("role", "emperor")]).status == 422)
        let boss = try #require(try site.ledger.store.accounts.all().first { $0.login == "boss" })
        #expect(try await site.post("/accounts/\(boss.id)", [("move", "disable")]).status == 409)
    }
}
