import Foundation
import Store
import Testing

@testable import Site

@Suite("Signing in")
struct SignInTests {
    @Test("the first administrator chooses a password before anything else")
    func first() async throws {
        let site = try SiteHarness()
        let new = try #require(try site.ledger.store.accounts.createFirstAdministrator(displayName: "管理员"))
        #expect(try await site.ask(.get, "/ledger").header("Location") == "/sign-in?to=%2Fledger")
        var reply = try await site.post(
            "/sign-in", [("login", "admin"), ("password", new.oneTimePassword), ("to", "/ledger")])
        #expect(reply.status == 303 && reply.header("Location") == "/password?first=1")
        #expect(try await site.ask(.get, "/plans").header("Location") == "/password?first=1")
        #expect(try await site.post("/plans/1", [("move", "open")]).status == 403)
        let own = "云岚区的口令-2026"
        reply = try await site.post("/password", [("current", new.oneTimePassword), ("new", own), ("again", "x")])
        #expect(reply.status == 422)
        reply = try await site.post("/password", [("current", new.oneTimePassword), ("new", own), ("again", own)])
        #expect(reply.status == 303 && reply.header("Location") == "/?done=password")
        #expect(try await site.ask(.get, "/plans").status == 200)
    }

    @Test("cookies are for this host and for no script; the session ends where it is told to")
    func cookies() async throws {
        let site = try SiteHarness()
        try site.account("clerk", [.officer])
        let reply = try await site.post("/sign-in", [("login", "clerk"), ("password", SiteHarness.password("clerk"))])
        let cookie = try #require(reply.header("Set-Cookie"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
        let kept = site.cookies
        try await site.post("/sign-out", [])
        #expect(site.cookies["xuezheng"] == nil)
        site.cookies = kept
        #expect(try await site.ask(.get, "/ledger").status == 303)

        let secure = try SiteHarness(
            configuration: .init(publicURL: URL(string: "https://xuezheng.example.cn"), assetFolders: []))
        try secure.account("clerk", [.officer])
        let answer = try await secure.post(
            "/sign-in", [("login", "clerk"), ("password", SiteHarness.password("clerk"))])
        #expect(answer.header("Set-Cookie")?.hasPrefix("__Host-xuezheng=") == true)
        #expect(answer.header("Set-Cookie")?.contains("Secure") == true)
        #expect(answer.header("Strict-Transport-Security") != nil)
    }

    @Test("a locked account is told how long to wait, an unknown name looks the same")
    func lockOut() async throws {
        let site = try SiteHarness()
        try site.account("clerk", [.officer])
        for login in ["clerk", "nobody"] {
            var statuses: [Int] = []
            for _ in 0..<7 {
                statuses.append(try await site.post("/sign-in", [("login", login), ("password", "wrong")]).status)
            }
            #expect(statuses.first == 401 && statuses.last == 429, "\(login)")
        }
        #expect(
            try await site.post("/sign-in", [("login", "clerk"), ("password", SiteHarness.password("clerk"))]).status
                == 429)
        site.clock.advance(7200)
        #expect(
            try await site.post("/sign-in", [("login", "clerk"), ("password", SiteHarness.password("clerk"))]).status
                == 303)
    }

    @Test(
        "signing in leads back into the site and nowhere else",
        arguments: ["//evil.example", "https://evil.example/", "/sign-out"])
    func redirects(address: String) async throws {
        let site = try SiteHarness()
        try site.account("clerk", [.officer])
        let reply = try await site.post(
            "/sign-in", [("login", "clerk"), ("password", SiteHarness.password("clerk")), ("to", address)])
        #expect(reply.header("Location") == "/")
    }
}

@Suite("Requests")
struct RequestTests {
    @Test("a change without the session's token is refused")
    func forgery() async throws {
        let site = try SiteHarness()
        try site.account("boss", [.administrator])
        try site.signIn("boss")
        let plan = try site.opened()
        for token in ["", "x", String(repeating: "A", count: 43)] {
            let body = Array("move=archive&csrf=\(token)".utf8)
            let reply = try await site.ask(
                .post, "/plans/\(plan.id)", body: body, headers: ["Content-Type": "application/x-www-form-urlencoded"])
            #expect(reply.status == 403)
        }
        #expect(try site.ledger.plan(plan.id).state == .open)
        #expect(try await site.post("/plans/\(plan.id)", [("move", "archive")]).status == 303)
        #expect(try site.ledger.plan(plan.id).state == .archived)
    }

    @Test("a change from another site's page is refused")
    func origin() async throws {
        let site = try SiteHarness()
        try site.account("boss", [.administrator])
        try site.signIn("boss")
        for headers in [
            ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
            ["Sec-Fetch-Site": "same-site"],
        ] {
            #expect(try await site.post("/sign-out", [], headers: headers).status == 403)
        }
        #expect(
            try await site.post(
                "/audit", [], headers: ["Origin": "http://localhost:8080", "Sec-Fetch-Site": "same-origin"]
            ).status == 200)
    }

    @Test(
        "a foreign host name is refused",
        arguments: ["evil.example", "evil.example:8080", "", "localhost.evil.example", "[::1"])
    func host(name: String) async throws {
        let site = try SiteHarness()
        #expect(try await site.ask(.get, "/sign-in", host: name).status == 421)
        for own in ["localhost", "127.0.0.1:8080", "[::1]:8080", "10.1.2.3"] {
            #expect(try await site.ask(.get, "/sign-in", host: own).status == 200)
        }
    }

    @Test("unknown addresses, wrong methods, broken and large bodies are told apart")
    func statuses() async throws {
        let site = try SiteHarness(configuration: .init(assetFolders: [], uploadLimit: 1 << 20))
        try site.account("boss", [.administrator])
        try site.signIn("boss")
        #expect(try await site.ask(.get, "/nothing").status == 404)
        #expect(try await site.ask(.get, "/plans/99").status == 404)
        #expect(try await site.ask(.get, "/tasks/99").status == 404)
        #expect(try await site.ask(.get, "/sign-out").status == 405)
        #expect(try await site.ask(.put, "/ledger").status == 405)
        #expect(try await site.post("/ledger", []).status == 405)
        #expect(
            try await site.ask(.post, "/plans/import", body: Array("x".utf8), headers: ["Content-Type": "text/plain"])
                .status == 400)
        let large = try await site.upload("/plans/import", name: "a.txt", [UInt8](repeating: 65, count: 3 << 20))
        #expect(large.status == 413 && large.body.contains("1 MB"))
        let form = try await site.post("/offices", [("name", String(repeating: "x", count: 3 << 20))])
        #expect(form.status == 413)
        #expect(try await site.ask(.get, "/healthz").body == "ok\n")
    }

    @Test("every answer tells the browser what not to do, and names no internals")
    func headers() async throws {
        let site = try SiteHarness()
        for path in ["/sign-in", "/nothing", "/", "/assets/site.css", "/healthz"] {
            let reply = try await site.ask(.get, path)
            #expect(reply.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(reply.header("Content-Security-Policy")?.contains("unsafe") == false)
            #expect(reply.header("X-Content-Type-Options") == "nosniff")
            #expect(reply.header("X-Request-ID")?.isEmpty == false)
            #expect(reply.header("Server") == nil)
        }
        #expect(try await site.ask(.get, "/sign-in").header("Cache-Control") == "no-store")
    }

    @Test("assets are compressed, cached by their digest, and nothing else is served")
    func assets() async throws {
        let site = try SiteHarness()
        let page = try await site.ask(.get, "/sign-in").body
        let link = try #require(page.firstMatch(of: #/href="(/assets/site.css\?v=[0-9a-f]{16})"/#)?.1)
        let reply = try await site.ask(.get, String(link), headers: ["Accept-Encoding": "gzip"])
        #expect(reply.header("Content-Encoding") == "gzip")
        #expect(reply.header("Cache-Control")?.contains("immutable") == true)
        let tag = try #require(reply.header("ETag"))
        #expect(try await site.ask(.get, String(link), headers: ["If-None-Match": tag]).status == 304)
        for name in ["..%2FPackage.swift", "site.css.gz", "x"] {
            #expect(try await site.ask(.get, "/assets/\(name)").status == 404)
        }
    }
}
