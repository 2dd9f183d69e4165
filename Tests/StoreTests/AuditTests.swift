import Foundation
import GRDB
import Testing

@testable import Store

struct AuditTests {
    private func filled() throws -> (Fixture, Store) {
        let fixture = try Fixture()
        let store = try fixture.open()
        for number in 1...20 {
            try store.change(by: .account(3)) { try $0.audit("plan.keep", "plan", Int64(number), ["n": "\(number)"]) }
        }
        return (fixture, store)
    }

    private func tamper(_ store: Store, _ sql: String) throws {
        try store.pool.write { db in
            try db.execute(sql: "DROP TRIGGER audit_stays; DROP TRIGGER audit_unchanged; \(sql)")
        }
    }

    @Test func aWholeChainHolds() throws {
        let (fixture, store) = try filled()
        defer { withExtendedLifetime(fixture) {} }
        let report = try store.audit.verify()
        #expect(report.entries == 20)
        let latest = try store.audit.entries(limit: 3)
        #expect(latest.map(\.id) == [20, 19, 18])
        #expect(latest[0].hash == report.head)
        #expect(try store.audit.entries(limit: 3, before: 3).map(\.id) == [2, 1])
    }

    @Test(arguments: [
        ("UPDATE audit SET who = 'account:4' WHERE id = 7", 7), ("UPDATE audit SET at = at + 1 WHERE id = 1", 1),
        ("UPDATE audit SET detail = '{}' WHERE id = 20", 20), ("DELETE FROM audit WHERE id = 9", 9),
        ("DELETE FROM audit WHERE id = 9; UPDATE audit SET id = id - 1 WHERE id > 9", 9),
        ("UPDATE audit SET entity_id = NULL WHERE id = 5", 5),
    ])
    func theFirstBrokenLinkIsNamed(_ sql: String, _ entry: Int64) throws {
        let (fixture, store) = try filled()
        defer { withExtendedLifetime(fixture) {} }
        try tamper(store, sql)
        #expect(throws: StoreError.brokenAudit(entry: entry)) { try store.audit.verify() }
    }

    @Test func entriesCannotBeChangedByAccident() throws {
        let (fixture, store) = try filled()
        defer { withExtendedLifetime(fixture) {} }
        #expect(throws: StoreError.self) {
            try store.change(by: .commandLine) { try $0.db.execute(sql: "DELETE FROM audit WHERE id = 20") }
        }
        #expect(throws: StoreError.self) {
            try store.change(by: .commandLine) { try $0.db.execute(sql: "UPDATE audit SET who = 'x'") }
        }
    }

    @Test func aFailedChangeLeavesNoEntry() throws {
        let (fixture, store) = try filled()
        defer { withExtendedLifetime(fixture) {} }
        #expect(throws: StoreError.noAccount) {
            try store.change(by: .commandLine) { change in
                try change.audit("x", "y")
                throw StoreError.noAccount
            }
        }
        #expect(try store.audit.verify().entries == 20)
    }

    @Test func writersAtOnceKeepOneChain() async throws {
        let fixture = try Fixture()
        let stores = [try fixture.open(), try fixture.open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                group.addTask {
                    for number in 0..<50 { try store.change(by: .account(1)) { try $0.audit("a", "b", Int64(number)) } }
                }
            }
            try await group.waitForAll()
        }
        #expect(try stores[0].audit.verify().entries == 100)
    }
}
