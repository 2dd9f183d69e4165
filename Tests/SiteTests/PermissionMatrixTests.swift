import Foundation
import Store
import Testing

@testable import Site

@Suite("Who may go where")
struct PermissionMatrixTests {
    /// The addresses that a role may see, of things that exist; the others are refused.
    static let seen: [Role: Set<String>] = {
        let everybody: Set<String> = [
            "/", "/help", "/search", "/password", "/plans", "/ledger", "/ledger/offices", "/ledger/sections",
            "/plans/1",
            "/plans/1/source", "/plans/1/file", "/tasks/1", "/offices", "/offices/1", "/schools", "/areas",
            "/cockpit", "/cockpit?screen=1", "/board", "/timeline", "/calendar", "/calendar/tasks/1.ics",
            "/research", "/research/duties", "/research/visits", "/research/problems",
            "/research/summary", "/research/visits/new", "/comparison", "/comparison/summary?old=1&new=1",
            "/data", "/data/dictionary", "/saved-views", "/data/indicators", "/data/targets",
            "/data/cockpit", "/data/cockpit?wall=1", "/admissions",
        ]
        let drafts: Set<String> = [
            "/plans/1/review", "/plans/2", "/plans/2/source", "/plans/2/file", "/plans/2/review",
        ]
        let exports: Set<String> = [
            "/ledger/export/xlsx", "/ledger/export/csv", "/ledger/export/json", "/research/export/problems.xlsx",
            "/research/export/summary.csv",
            "/comparison/plans/docx?old=1&new=1",
        ]
        let running = Set(
            [
                "/plans/import", "/plans/1/import", "/research/duties/import", "/research/duties/template",
                "/research/topics/new", "/research/duties/new", "/data/cockpit/headline",
            ]
                + SitePath.ListKind.allCases.flatMap { ["/import/\($0.rawValue)", "/import/\($0.rawValue)/template"] })
        let administration: Set<String> = ["/accounts", "/accounts/1", "/audit"]
        return [
            .viewer: everybody,
            .school: [
                "/", "/help", "/password", "/data", "/data/dictionary", "/saved-views", "/data/indicators",
                "/data/cockpit", "/data/cockpit?wall=1", "/admissions",
            ],
            .officer: everybody.union(exports),
            .leader: everybody.union(exports).union(drafts), .officeHead: everybody.union(exports).union(drafts),
            .supervision: everybody.union(exports).union(drafts).union(running),
            .administrator: everybody.union(exports).union(drafts).union(running).union(administration),
        ]
    }()

    @Test("pages are shown to those who may see them", arguments: Role.allCases)
    func pages(role: Role) async throws {
        let site = try SiteHarness()
        try site.account("boss", [.administrator])
        _ = try site.opened()
        try site.draft(SiteHarness.plan + "\n附件：略\n")
        try site.account("visitor", [role])
        try site.signIn("visitor")
        let seen = try #require(Self.seen[role])
        for path in Self.seen.values.reduce(into: Set<String>(), { $0.formUnion($1) }) {
            let reply = try await site.ask(.get, path)
            if seen.contains(path) {
                #expect(reply.status == 200, "\(role) \(path) \(reply.status)")
            } else {
                #expect([403, 404].contains(reply.status), "\(role) \(path) \(reply.status)")
                #expect(reply.body.contains("notice error"))
            }
        }
    }

    @Test("links to pages that are not allowed are not shown", arguments: Role.allCases)
    func links(role: Role) async throws {
        let site = try SiteHarness()
        try site.account("boss", [.administrator])
        _ = try site.opened()
        try site.account("visitor", [role])
        try site.signIn("visitor")
        for page in [
            "/", "/plans", "/plans/1", "/ledger?plan=1", "/tasks/1", "/offices", "/offices/1", "/schools", "/areas",
            "/help", "/cockpit", "/board", "/timeline", "/calendar", "/research", "/research/duties",
            "/research/visits", "/research/problems", "/research/summary", "/comparison?old=1&new=1", "/data",
            "/data/dictionary", "/saved-views", "/data/indicators", "/data/targets",
            "/data/cockpit", "/data/cockpit?wall=1",
        ] {
            let reply = try await site.ask(.get, page)
            for link in reply.body.matches(of: #/(?:href|action)="(/[^"]*)"/#).map({ String($0.1) }) {
                let path = try #require(SiteLink(local: link.replacing("&amp;", with: "&"))?.path, "\(link)")
                let target = try await site.ask(.get, link.replacing("&amp;", with: "&"))
                #expect([200, 303, 405].contains(target.status), "\(role) \(page) → \(path.path) \(target.status)")
            }
        }
    }

    @Test(
        "changes are refused to those who may not make them",
        arguments: [Role.viewer, .school, .officer, .leader, .officeHead])
    func changes(role: Role) async throws {
        let site = try SiteHarness()
        let boss = try site.account("boss", [.administrator])
        let plan = try site.draft()
        let task = try #require(try site.ledger.tasks(.review(of: plan.id)).rows.first?.task)
        try site.account("visitor", [role])
        try site.signIn("visitor")
        let head = try site.ledger.store.audit.entries(limit: 1).first?.id
        let moves: [(String, [(String, String)])] = [
            ("/plans/\(plan.id)", [("move", "open")]),
            ("/plans/\(plan.id)/review", [("move", "accept"), ("task", "\(task.id)")]),
            ("/plans/\(plan.id)/review", [("move", "acceptAllSure")]), ("/plans/\(plan.id)/review", [("move", "undo")]),
            ("/plans/\(plan.id)/review", [("move", "merge"), ("ticked", "1"), ("ticked", "2")]),
            ("/offices", [("move", "create"), ("name", "x"), ("kind", "office")]),
            ("/offices/1", [("move", "addAlias"), ("alias", "x")]),
            ("/accounts", [("login", "x1"), ("name", "x"), ("role", "administrator")]),
            ("/accounts/\(boss.id)", [("move", "reset")]), ("/audit", []),
        ]
        for (path, fields) in moves {
            let reply = try await site.post(path, fields)
            #expect(reply.status == 403, "\(role) \(path) \(fields) \(reply.status)")
        }
        #expect(try await site.upload("/plans/import", name: "a.txt", Array(SiteHarness.plan.utf8)).status == 403)
        #expect(try site.ledger.store.audit.entries(limit: 1).first?.id == head)
    }

    @Test("the head of an office decides about the tasks that it leads, and no others")
    func officeHead() async throws {
        let site = try SiteHarness()
        let plan = try site.draft()
        let rows = try site.ledger.tasks(.review(of: plan.id)).rows
        let own = try #require(rows.first { $0.task.leads.contains { $0.printed.text == "人事科" } })
        let other = try #require(rows.first { $0.id != own.id })
        try site.account("head", [.officeHead], office: own.task.leads.first?.office)
        try site.signIn("head")
        #expect(
            try await site.post("/plans/\(plan.id)/review", [("move", "accept"), ("task", "\(own.id)")]).status == 303)
        #expect(
            try await site.post("/plans/\(plan.id)/review", [("move", "accept"), ("task", "\(other.id)")]).status == 403
        )
        #expect(try site.ledger.task(own.id).task.state == .accepted)
        #expect(try site.ledger.task(other.id).task.state == .pending)
    }

    @Test("nobody who is signed out sees anything", arguments: SitePath.samples)
    func signedOut(path: SitePath) async throws {
        let site = try SiteHarness()
        let reply = try await site.ask(.get, path.path)
        switch path {
        case .signIn, .health, .asset: #expect(reply.status == 200)
        // For everybody: what is published, and nothing else.
        case .projects(.publicList): #expect(reply.status == 200)
        case .projects(.publicStatement), .projects(.publicFile): #expect(reply.status == 404)
        case .language: #expect(reply.status == 303)
        // A secret that nobody has.
        case .views(.feed): #expect(reply.status == 404)
        case .signOut, .families(.signOut): #expect(reply.status == 405)
        // For families: rounds that are published, and the own application by its own session.
        case .families(.rounds), .families(.signIn), .families(.catchments): #expect(reply.status == 200)
        case .families(.round), .families(.results), .families(.draw), .families(.catchment), .families(.catchmentList):
            #expect(reply.status == 404)
        case .families: #expect(reply.status == 303 && reply.header("Location") == "/apply/sign-in")
        default: #expect(reply.status == 303 && reply.header("Location")?.hasPrefix("/sign-in") == true)
        }
        guard path.postAccess != nil, !path.isEntrance else { return }
        let posted = try await site.post(path.path, [])
        if case .families = path {
            // A family whose time ran out comes back by its number.
            #expect(posted.status == 303 && posted.header("Location")?.hasPrefix("/apply/sign-in") == true)
        } else {
            #expect(posted.status == 401)
        }
    }
}
