import Foundation
import GRDB
import Testing

@testable import Store

struct AccountTests {
    @Test func firstAdministratorIsMadeOnce() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        defer { withExtendedLifetime(fixture) {} }
        let first = try #require(try store.accounts.createFirstAdministrator(displayName: "管理员"))
        #expect(first.oneTimePassword.count == 19)
        #expect(first.account.mustChangePassword)
        #expect(try store.accounts.createFirstAdministrator(displayName: "另一个") == nil)
        #expect(may(first.account, .manageAccounts) == false)
        try store.accounts.changePassword(
            first.account.id, current: first.oneTimePassword, new: "a long enough one")
        #expect(may(try store.accounts.account(first.account.id), .manageAccounts))
    }

    @Test func refusesBadDetails() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        func create(_ login: String, _ name: String = "n", _ roles: Set<Role> = [.viewer]) throws {
            _ = try store.accounts.create(
                AccountDetails(login: login, displayName: name, roles: roles), by: .commandLine)
        }
        #expect(throws: StoreError.badLogin) { try create("a") }
        #expect(throws: StoreError.badLogin) { try create("a b'; DROP TABLE account;--") }
        #expect(throws: StoreError.badLogin) { try create(String(repeating: "a", count: 10_000_000)) }
        #expect(throws: StoreError.badDisplayName) { try create("abc", String(repeating: "名", count: 101)) }
        #expect(throws: StoreError.badDisplayName) { try create("abc", "  ") }
        #expect(throws: StoreError.noRole) { try create("abc", "n", []) }
        try create("王五")
        try create("Wang.Wu")
        #expect(throws: StoreError.loginTaken) { try create("WANG.WU") }
        #expect(throws: StoreError.noAccount) { try store.accounts.account(99) }
    }

    @Test func lastAdministratorStays() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let one = try fixture.account(store, "one", [.administrator])
        #expect(throws: StoreError.lastAdministrator) { try store.accounts.setDisabled(true, one.id, by: .commandLine) }
        #expect(throws: StoreError.lastAdministrator) {
            try store.accounts.change(
                one.id, to: AccountDetails(login: "one", displayName: "一", roles: [.viewer]), by: .commandLine)
        }
        let two = try fixture.account(store, "two", [.administrator])
        #expect(try store.accounts.setDisabled(true, one.id, by: two.principal).isDisabled)
    }

    @Test func signsInAndOut() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "chen")
        let signIn = try store.accounts.signIn(login: " CHEN ", password: "correct horse", address: "10.0.0.1")
        let session = try #require(try store.accounts.session(token: signIn.token))
        #expect(session.account.id == account.id)
        #expect(session.csrfToken == signIn.session.csrfToken)
        #expect(session.csrfToken != signIn.token)
        #expect(try store.accounts.session(token: "") == nil)
        #expect(try store.accounts.session(token: String(signIn.token.reversed())) == nil)
        try store.accounts.signOut(token: signIn.token)
        #expect(try store.accounts.session(token: signIn.token) == nil)
    }

    @Test func tokensAndPasswordsAreNotInTheDatabase() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        let signIn = try store.accounts.signIn(login: "chen", password: "correct horse", address: "10.0.0.1")
        try store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try store.pool.close()
        let bytes = try Data(contentsOf: fixture.directory.appending(path: "xuezheng.sqlite"))
        for secret in [signIn.token, signIn.session.csrfToken, "correct horse", "10.0.0.1"] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test func sessionsEndWhenIdleAndAtTheLatest() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        let idle = try store.accounts.signIn(login: "chen", password: "correct horse", address: "")
        fixture.clock.advance(2 * 3600 + 1)
        #expect(try store.accounts.session(token: idle.token) == nil)
        let busy = try store.accounts.signIn(login: "chen", password: "correct horse", address: "")
        for _ in 0..<11 {
            fixture.clock.advance(3600)
            #expect(try store.accounts.session(token: busy.token) != nil)
        }
        fixture.clock.advance(3601)
        #expect(try store.accounts.session(token: busy.token) == nil)
    }

    @Test func aNewPasswordAndADisabledAccountEndAllSessions() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "chen")
        let one = try store.accounts.signIn(login: "chen", password: "correct horse", address: "")
        #expect(throws: StoreError.signInRefused) {
            try store.accounts.changePassword(account.id, current: "wrong", new: "battery staple")
        }
        #expect(throws: StoreError.weakPassword(minimum: 10)) {
            try store.accounts.changePassword(account.id, current: "correct horse", new: "aaaaaaaaaaaa")
        }
        #expect(throws: StoreError.weakPassword(minimum: 10)) {
            try store.accounts.changePassword(account.id, current: "correct horse", new: "my-chen-2026")
        }
        try store.accounts.changePassword(account.id, current: "correct horse", new: "battery staple")
        #expect(try store.accounts.session(token: one.token) == nil)
        let two = try store.accounts.signIn(login: "chen", password: "battery staple", address: "")
        try store.accounts.setDisabled(true, account.id, by: .commandLine)
        #expect(try store.accounts.session(token: two.token) == nil)
        #expect(throws: StoreError.signInRefused) {
            try store.accounts.signIn(login: "chen", password: "battery staple", address: "")
        }
    }

    @Test func cheaperHashesAreRenewedAtSignIn() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let account = try fixture.account(store, "chen")
        let cheap = PasswordHash.Cost(rounds: 1 << 8)
        try store.change(by: .commandLine) { change in
            try store.accounts.store(
                try PasswordHash(of: "old password", salt: [1, 2, 3], cost: cheap), of: account.id, change.db)
        }
        for _ in 0..<2 { _ = try store.accounts.signIn(login: "chen", password: "old password", address: "") }
        let rounds = try store.read { try Int.fetchOne($0, sql: "SELECT scrypt_n FROM account") }
        #expect(rounds == 1 << 10)
        #expect(StoreEnvironment.live.passwordRounds == 1 << 15)
    }

    @Test func scryptIsTheStandards() throws {
        // RFC 7914, section 12, third vector, first 32 bytes.
        let cost = PasswordHash.Cost(rounds: 16384)
        let hash = try PasswordHash(of: "pleaseletmein", salt: Array("SodiumChloride".utf8), cost: cost)
        #expect(hash.hash.hexadecimal == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    }
}
