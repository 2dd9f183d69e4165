import Foundation
import Testing

@testable import Store

struct LockOutTests {
    private func seconds(_ body: () throws -> Void) -> Int? {
        do {
            try body()
            return 0
        } catch StoreError.lockedOut(let seconds) {
            return seconds
        } catch {
            return nil
        }
    }

    @Test(arguments: ["chen", "nobody"])
    func waitsGrowAlikeForKnownAndUnknownNames(_ login: String) throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        func fail() -> Int? {
            seconds { _ = try store.accounts.signIn(login: login, password: "wrong", address: "") }
        }
        for _ in 0..<5 { #expect(fail() == nil) }
        #expect(fail() == 30)
        fixture.clock.advance(29)
        #expect(fail() == 1)
        fixture.clock.advance(1)
        #expect(fail() == nil)
        #expect(fail() == 60)
        fixture.clock.advance(60)
        #expect(fail() == nil)
        #expect(fail() == 120)
    }

    @Test func theRightPasswordWaitsToo() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        func signIn(_ password: String) -> Int? {
            seconds { _ = try store.accounts.signIn(login: "chen", password: password, address: "") }
        }
        for _ in 0..<5 { #expect(signIn("wrong") == nil) }
        #expect(signIn("correct horse") == 30)
        fixture.clock.advance(30)
        #expect(signIn("correct horse") == 0)
        // A success starts afresh.
        for _ in 0..<4 { #expect(signIn("wrong") == nil) }
        #expect(signIn("correct horse") == 0)
    }

    @Test func anAddressIsSlowedDownOverAllNames() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        func attempt(_ login: String, _ password: String, _ address: String) -> Int? {
            seconds { _ = try store.accounts.signIn(login: login, password: password, address: address) }
        }
        for number in 0..<20 {
            #expect(attempt("name\(number)", "wrong", "10.0.0.9") == nil)
            // Own successes do not free the other guesses.
            if number == 10 { #expect(attempt("chen", "correct horse", "10.0.0.9") == 0) }
        }
        #expect(attempt("other", "wrong", "10.0.0.9") == 30)
        #expect(attempt("chen", "correct horse", "10.0.0.9") == 30)
        #expect(attempt("chen", "correct horse", "10.0.0.1") == 0)
    }

    @Test func manyAtOnceGainNothing() async throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        let looked = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    do {
                        _ = try store.accounts.signIn(login: "chen", password: "wrong", address: "")
                        return true
                    } catch StoreError.signInRefused {
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(looked == 5)
    }

    @Test func waitIsBounded() {
        #expect(SignInGuard.wait(afterFailures: 4, allowed: 5) == 0)
        #expect(SignInGuard.wait(afterFailures: 5, allowed: 5) == 30)
        #expect(SignInGuard.wait(afterFailures: 1000, allowed: 5) == 3600)
    }
}
