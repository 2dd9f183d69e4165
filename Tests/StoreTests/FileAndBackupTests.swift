import Foundation
import GRDB
import Testing

@testable import Store

struct FileAndBackupTests {
    @Test func filesAreKeptOnceAndChecked() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let data = Data("云岚区教育局工作要点".utf8)
        let digest = try store.files.keep(data)
        #expect(try store.files.keep(data) == digest)
        #expect(try store.files.data(digest) == data)
        #expect(try store.files.digests() == [digest])
        #expect(throws: StoreError.missingFile(digest: "../../xuezheng.sqlite")) {
            try store.files.data("../../xuezheng.sqlite")
        }
        let place = fixture.directory.appending(path: "files/\(digest.prefix(2))/\(digest)")
        try Data("changed".utf8).write(to: place)
        #expect(throws: StoreError.damagedFile(digest: digest)) { try store.files.data(digest) }
        try store.files.keep(data)
        #expect(try store.files.data(digest) == data)
        #expect(try store.files.digests().count == 1)
    }

    private func content(_ store: Store) throws -> [String: String] {
        try store.read { db in
            var digests: [String: String] = [:]
            for table in try ContentDigest.tables(db) where !["session", "sign_in_failure"].contains(table) {
                digests[table] = try ContentDigest(ofTable: table, db).digest
            }
            return digests
        }
    }

    private func backedUp() throws -> (Fixture, Store, URL, Data) {
        let fixture = try Fixture()
        let store = try fixture.open()
        _ = try fixture.account(store, "chen")
        _ = try store.accounts.signIn(login: "chen", password: "correct horse", address: "")
        let data = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try store.files.keep(data)
        let file = fixture.directory.appending(path: "backup.xzb")
        let report = try store.backUp(to: file, by: .commandLine)
        #expect(report.files == 1)
        return (fixture, store, file, data)
    }

    @Test func restoreGivesWhatWasBackedUp() throws {
        let (fixture, store, file, data) = try backedUp()
        let target = try Fixture()
        let report = try Store.restore(from: file, to: target.directory)
        #expect(report.files == 1)
        #expect(report.previous == nil)
        let restored = try Store.open(directory: target.directory, environment: fixture.environment)
        #expect(try content(restored) == content(store))
        #expect(try restored.files.data(FileStore.digest(of: data)) == data)
        try restored.checkIntegrity()
        #expect(try restored.audit.verify() == store.audit.verify())
        #expect(try restored.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") } == 0)
        #expect(try restored.read { try !$0.tableExists("backup_file") })
    }

    @Test func whatStandsBesideComesAlong() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let own = fixture.directory.appending(path: "catalog/own")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        try Data("register: x".utf8).write(to: own.appending(path: "x.yaml"))
        try Data("a key".utf8).write(to: fixture.directory.appending(path: "registers.key"))
        let registers = try DatabasePool(path: fixture.directory.appending(path: "registers.sqlite").path)
        try registers.write { db in
            try db.execute(sql: "CREATE TABLE student (id INTEGER PRIMARY KEY, sealed BLOB)")
            for _ in 0..<40 { try db.execute(sql: "INSERT INTO student (sealed) VALUES (randomblob(1000000))") }
        }
        let file = fixture.directory.appending(path: "all.xzb")
        _ = try store.backUp(to: file, by: .commandLine)
        let target = try Fixture()
        _ = try Store.restore(from: file, to: target.directory)
        let sum = "SELECT group_concat(hex(substr(sealed, 1, 8))) FROM student"
        let restored = try DatabaseQueue(path: target.directory.appending(path: "registers.sqlite").path)
        #expect(
            try restored.read { try String.fetchOne($0, sql: sum) }
                == registers.read { try String.fetchOne($0, sql: sum) })
        #expect(
            try String(contentsOf: target.directory.appending(path: "catalog/own/x.yaml"), encoding: .utf8)
                == "register: x")
        #expect(try String(contentsOf: target.directory.appending(path: "registers.key"), encoding: .utf8) == "a key")

        let doctored = try DatabaseQueue(path: file.path)
        try doctored.write {
            try $0.execute(sql: "UPDATE backup_piece SET name = 'catalog/../../x' WHERE name = 'registers.key'")
        }
        try doctored.close()
        #expect(throws: StoreError.damagedBackup(part: "catalog/../../x")) {
            try Store.restore(from: file, to: Fixture().directory)
        }
    }

    @Test func nothingIsOverwritten() throws {
        let (fixture, store, file, _) = try backedUp()
        #expect(throws: StoreError.exists(path: file.path)) { try store.backUp(to: file, by: .commandLine) }
        #expect(throws: StoreError.notEmpty(path: fixture.directory.path)) {
            try Store.restore(from: file, to: fixture.directory)
        }
        #expect(throws: StoreError.inUse(path: fixture.directory.path)) {
            try Store.restore(from: file, to: fixture.directory, replacing: true)
        }
    }

    @Test func replacingMovesTheOldAside() throws {
        let (fixture, _, file, _) = try backedUp()
        let target = try Fixture()
        do {
            let store = try target.open()
            _ = try target.account(store, "old")
        }
        let report = try Store.restore(
            from: file, to: target.directory, replacing: true, environment: fixture.environment)
        let previous = try #require(report.previous)
        defer { try? FileManager.default.removeItem(atPath: previous) }
        let names = try target.open().accounts.all().map(\.login)
        #expect(names == ["chen"])
        let old = try Store.open(directory: URL(filePath: previous))
        #expect(try old.accounts.all().map(\.login) == ["old"])
    }

    @Test func damageIsFoundAndLeavesNothingBehind() throws {
        let (fixture, _, file, data) = try backedUp()
        defer { withExtendedLifetime(fixture) {} }
        let good = try Data(contentsOf: file)
        let name = try #require(good.range(of: Data("云岚 chen".utf8)))
        let blob = try #require(good.range(of: data.prefix(64)))
        let parent = FileManager.default.temporaryDirectory.appending(path: "restore-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: parent) }
        let target = parent.appending(path: "data")
        var cases = [good.prefix(good.count / 2), Data(), Data("no backup".utf8)].map { Data($0) }
        for place in [name.lowerBound, blob.lowerBound + 10] {
            var damaged = good
            damaged[place] ^= 1
            cases.append(damaged)
        }
        for bytes in cases {
            let copy = file.appendingPathExtension(UUID().uuidString)
            try bytes.write(to: copy)
            #expect(throws: StoreError.self) { try Store.restore(from: copy, to: target) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path).isEmpty)
        }
        #expect(throws: StoreError.self) { try Store.restore(from: parent.appending(path: "none"), to: target) }
    }

    @Test func backupWhileOthersWrite() async throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        async let writing: Void = Task.detached {
            for number in 0..<200 { try store.change(by: .account(1)) { try $0.audit("a", "b", Int64(number)) } }
        }.value
        let file = fixture.directory.appending(path: "b.xzb")
        _ = try store.backUp(to: file, by: .commandLine)
        try await writing
        let target = try Fixture()
        _ = try Store.restore(from: file, to: target.directory)
        let report = try target.open().audit.verify()
        #expect(report.entries >= 1)
        #expect(try store.audit.verify().entries == 201)
    }
}
