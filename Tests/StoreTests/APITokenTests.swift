import Foundation
import Testing

@testable import Store

@Suite("Tokens of the programming interface")
struct APITokenTests {
    @Test("act as their account until they expire or are taken back")
    func life() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "li", [.officer])
        let new = try store.apiTokens.create(name: " 区平台 ", account: account.id, days: 2, by: .commandLine)
        #expect(new.secret.hasPrefix("xz_") && new.secret.count == 46 && new.token.name == "区平台")
        #expect(try store.apiTokens.account(secret: new.secret, address: "10.0.0.1").login == "li")
        let used = try #require(try store.apiTokens.all().first?.lastUsedAt)
        fixture.clock.advance(30)
        _ = try store.apiTokens.account(secret: new.secret, address: "")
        #expect(try store.apiTokens.all().first?.lastUsedAt == used, "noted to the minute")
        fixture.clock.advance(2 * 86_400)
        #expect(throws: APITokenError.refused) { try store.apiTokens.account(secret: new.secret, address: "") }

        let other = try store.apiTokens.create(name: "b", account: account.id, days: 366, by: .commandLine)
        #expect(other.secret != new.secret)
        try store.apiTokens.revoke(other.token.id, by: .commandLine)
        #expect(throws: APITokenError.refused) { try store.apiTokens.account(secret: other.secret, address: "") }
        #expect(throws: APITokenError.noToken(other.token.id)) {
            try store.apiTokens.revoke(other.token.id, by: .commandLine)
        }
        let actions = try store.audit.entries().map(\.action)
        #expect(actions.filter { $0.hasPrefix("token.") }.count == 5, "\(actions)")
        _ = try store.audit.verify()
    }

    @Test("are kept as digests, and no secret is in the audit trail")
    func secrets() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "li")
        let secret = try store.apiTokens.create(name: "a", account: account.id, days: 1, by: .commandLine).secret
        _ = try store.apiTokens.account(secret: secret, address: "10.0.0.1")
        for name in ["xuezheng.sqlite", "xuezheng.sqlite-wal"] {
            let bytes = try Data(contentsOf: fixture.directory.appending(path: name))
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test("of disabled accounts do not work, nor can they be made")
    func disabled() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "boss", [.administrator])
        let account = try fixture.account(store, "li")
        let secret = try store.apiTokens.create(name: "a", account: account.id, days: 1, by: .commandLine).secret
        try store.accounts.setDisabled(true, account.id, by: .commandLine)
        #expect(throws: APITokenError.refused) { try store.apiTokens.account(secret: secret, address: "") }
        #expect(throws: APITokenError.disabledAccount) {
            try store.apiTokens.create(name: "a", account: account.id, days: 1, by: .commandLine)
        }
    }

    @Test("need a name and a lifetime", arguments: [("", 1), ("  ", 1), ("a", 0), ("a", 367), ("a", .max)])
    func bounds(name: String, days: Int) throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "li")
        #expect(throws: APITokenError.self) {
            try store.apiTokens.create(name: name, account: account.id, days: days, by: .commandLine)
        }
        #expect(throws: StoreError.noAccount) {
            try store.apiTokens.create(name: "a", account: 99, days: 1, by: .commandLine)
        }
    }

    @Test("that are wrong are slowed down; right ones and signing in are not")
    func guessing() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "li")
        let secret = try store.apiTokens.create(name: "a", account: account.id, days: 1, by: .commandLine).secret
        for _ in 0..<20 {
            #expect(throws: APITokenError.refused) { try store.apiTokens.account(secret: "xz_x", address: "10.0.0.1") }
        }
        #expect(throws: APITokenError.lockedOut(seconds: 30)) {
            try store.apiTokens.account(secret: "xz_x", address: "10.0.0.1")
        }
        #expect(throws: APITokenError.refused) { try store.apiTokens.account(secret: "xz_x", address: "10.0.0.2") }
        #expect(try store.apiTokens.account(secret: secret, address: "10.0.0.1").id == account.id)
        _ = try store.accounts.signIn(login: "li", password: "correct horse", address: "10.0.0.1")
    }
}
