import Foundation
import Hummingbird
import Store
import Testing

@testable import Site

@Suite("Hostile requests of programmes")
struct APIHostileTests {
    @Test("without a token that works get nowhere")
    func tokens() async throws {
        let api = try APIHarness()
        for header in [
            "", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer " + String(repeating: "x", count: 999),
        ] {
            let reply = try await api.ask(.get, "/api/v1/registers", headers: ["Authorization": header])
            #expect(reply.status == 401 && reply.headers[.wwwAuthenticate] == "Bearer", "\(header)")
        }
        let expiring = try APIHarness.token("boss", api.site, days: 1)
        #expect(try await api.ask(.get, "/api/v1/registers", token: expiring).status == 200)
        api.site.clock.advance(86_400)
        #expect(try await api.ask(.get, "/api/v1/registers", token: expiring).status == 401)
        let revoked = try APIHarness.token("boss", api.site)
        let tokens = api.site.ledger.store.apiTokens
        try tokens.revoke(try #require(try tokens.all().first).id, by: .commandLine)
        #expect(try await api.ask(.get, "/api/v1/registers", token: revoked).status == 401)
        // A browser's session opens nothing here, nor does a token open a page.
        try api.site.signIn("boss")
        #expect(try await api.site.ask(.get, "/api/v1/registers").status == 401)
        api.site.cookies = [:]
        #expect(try await api.ask(.get, "/accounts").status == 303)
        // Who still has a one-time password may nothing.
        let new = try api.site.ledger.store.accounts.create(
            AccountDetails(login: "neu", displayName: "neu", roles: [.administrator]), by: .commandLine)
        let fresh = try tokens.create(name: "x", account: new.account.id, days: 1, by: .commandLine).secret
        let first = try await api.ask(.get, "/api/v1/registers", token: fresh)
        #expect(first.status == 403 && first.body["detail"]?.text?.contains("password") == true)
    }

    @Test(
        "with bodies that are no rows are refused",
        arguments: [
            ("", 400), ("{", 400), ("[]", 400), ("null", 400), ("\"x\"", 400), ("{} {}", 400), ("{\"a\":1,}", 400),
            ("[01]", 400), ("[1.]", 400), ("[\"\\ud800\"]", 400), ("[\"\u{1}\"]", 400), ("[NaN]", 400),
            ("{\"code\": \"a\", \"code\": \"b\"}", 400), (String(repeating: "[", count: 100_000), 400),
            (String(repeating: "{\"a\":", count: 5_000), 400), ("{}", 422), ("[[]]", 422), ("{\"_x\": 1}", 422),
            ("{\"school\": {\"id\": \"1 OR 1=1\"}, \"code\": \"x\"}", 422),
            ("{\"school\": {\"id\": 1e999}, \"code\": \"x\"}", 422),
            ("{\"school\": {\"key\": \"S1\"}, \"code\": \"a\\u0000b\"}", 422),
            ("{\"school\": {\"key\": \"S1\"}, \"code\": \"x\", \"seats\": 99999999999999999999}", 422),
            ("{\"school\": {\"key\": \"S1\"}, \"code\": \"x\", \"seats\": 1.5}", 422),
            ("{\"school\": {\"key\": \"'; DROP TABLE school_class; --\"}, \"code\": \"x\"}", 422),
        ])
    func bodies(body: String, status: Int) async throws {
        let api = try APIHarness()
        let reply = try await api.ask(.post, "/api/v1/registers/school_class", body)
        #expect(reply.status == status, "\(body.prefix(60)) \(reply.text)")
        #expect(reply.headers[.contentType] == "application/problem+json")
        let put = try await api.ask(
            .put, "/api/v1/registers/school_class/1", body, headers: ["If-Match": "\"4\""])
        #expect(put.status == 400 || put.status == 422, "\(body.prefix(60)) \(put.text)")
        let register = try api.store.register("school_class")
        #expect(try api.store.count(of: register, access: .commandLine) == 2)
    }

    @Test("that are too large, too many or not JSON are refused")
    func sizes() async throws {
        let api = try APIHarness()
        let path = "/api/v1/registers/school_class"
        let huge = "[\"" + String(repeating: "x", count: APIResponder.bodyLimit) + "\"]"
        #expect(try await api.ask(.post, path, huge).status == 413)
        let row = #"{"school": {"key": "S1"}, "code": "x"}"#
        let rows = "[" + Array(repeating: row, count: 1_001).joined(separator: ",") + "]"
        #expect(try await api.ask(.post, path, rows).status == 413)
        #expect(try await api.ask(.post, path, row, headers: ["Content-Type": "text/plain"]).status == 415)
        let broken = try await api.site.ask(
            .post, path, body: [0x22, 0xFF, 0x22],
            headers: ["Authorization": "Bearer \(api.token)", "Content-Type": "application/json"])
        #expect(broken.status == 400)
    }

    @Test("cannot put SQL or nonsense into a parameter")
    func parameters() async throws {
        let api = try APIHarness()
        let bad = [
            "'", "1 OR 1=1", "1; DROP TABLE student", "\" OR \"\"=\"", "%", "\u{0}", "-1", "٣",
            String(repeating: "9", count: 400),
        ]
        let names = [
            "school", "sex", "birth_date", "birth_date.from", "height.to", "fee", "boards", "limit", "cursor", "sort",
            "as_of", "under", "height.missing", "school_class",
        ]
        for name in names {
            for value in bad {
                let reply = try await api.ask(.get, "/api/v1/registers/student?\(name)=\(SiteLink.encode(value))")
                if reply.status == 200 {
                    // A number that no row has.
                    #expect(reply.body["total"] == 0, "\(name)=\(value)")
                } else {
                    #expect(reply.status == 400, "\(name)=\(value) \(reply.text)")
                }
            }
        }
        for value in bad {
            let encoded = SiteLink.encode(value)
            for query in ["q=\(encoded)", "number=\(encoded)", "name=\(encoded)"] {
                let reply = try await api.ask(.get, "/api/v1/registers/student?\(query)")
                #expect(reply.status == 400 || reply.body["total"] == 0, "\(query) \(reply.text)")
            }
            #expect(try await api.ask(.get, "/api/v1/registers/student?x\(encoded)=1").status == 400)
            #expect(try await api.ask(.get, "/api/v1/registers/\(encoded)").status == 404)
            #expect(try await api.ask(.get, "/api/v1/registers/student/\(encoded)").status == 404)
            #expect(try await api.ask(.get, "/api/v1/codes/\(encoded)").status == 404)
        }
        let queries = [
            "limit=0", "limit=1001", "limit=1&limit=2", "sort=name", "sort=nothing", "home=1", "hobbies=1",
            "height=1&height.from=2", "height.missing=true&height.missing=false", "name.from=a", "number.sql=1",
            "cursor=v1.2.3", "cursor=a-1.2", "cursor=a1.99999999999999999999", "sort=number&cursor=a1.2",
            "as_of=yesterday", "under=nothing", "number=", String(repeating: "number=a&", count: 101),
        ]
        for query in queries {
            let reply = try await api.ask(.get, "/api/v1/registers/student?\(query)")
            #expect(reply.status == 400, "\(query.prefix(40)) \(reply.text)")
        }
        #expect(try await api.ask(.get, "/api/v1/registers?x=1").status == 400)
        #expect(try await api.ask(.get, "/api/v2/registers").status == 404)
        #expect(try await api.ask(.get, "/api").status == 404)
        #expect(try await api.site.ask(.get, "/api/v1/registers", host: "evil.example").status == 421)
    }
}
