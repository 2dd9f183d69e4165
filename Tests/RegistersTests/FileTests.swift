import Catalog
import RegisterFixtures
import Store
import Testing

@testable import Registers

@Suite("Files of rows")
struct FileTests {
    private static func sample(_ database: TestDatabase) throws -> (SampleStore, Register, [Int64]) {
        let sample = try SampleStore(
            database,
            [
                "core/student.yaml": SampleCatalog.student.replacing(
                    "rules:",
                    with: """
                          photo: {title: {zh: 照片, en: Photograph}, type: file, personal: true}
                          papers: {title: {zh: 材料, en: Papers}, type: file, many: true}
                        rules:
                        """)
            ])
        try sample.put(
            "student",
            [
                RegisterStoreTests.pupil("N1", id: ""), RegisterStoreTests.pupil("N2", id: ""),
            ], fields: RegisterStoreTests.fields)
        let student = try sample.store.register("student")
        return (sample, student, try sample.store.rows(of: student, access: .commandLine).rows.map(\.id))
    }

    @discardableResult private static func attach(
        _ name: String, to field: String, of row: Int64, _ sample: SampleStore, access: RegisterAccess = .commandLine
    ) throws -> RegisterFile {
        let student = try sample.store.register("student")
        return try sample.store.attach(
            name: name, type: "image/png", size: 8, digest: String(repeating: "a", count: 64),
            to: try #require(student.field(field)), of: row, in: student, access: access, by: .commandLine)
    }

    private static func missing(_ field: String, _ sample: SampleStore) throws -> Int {
        var query = RowQuery()
        query.conditions[field] = .missing
        return try sample.store.count(of: try sample.store.register("student"), query, access: .commandLine)
    }

    @Test("come and go as versions of the row, which later changes leave alone", arguments: TestDatabase.available)
    func walk(database: TestDatabase) throws {
        let (sample, student, rows) = try Self.sample(database)
        #expect(try Self.missing("photo", sample) == 2 && Self.missing("papers", sample) == 2)
        let photo = try Self.attach("照片.png", to: "photo", of: rows[0], sample)
        try Self.attach("一.pdf", to: "papers", of: rows[0], sample)
        let second = try Self.attach("二.pdf", to: "papers", of: rows[0], sample)
        #expect(throws: RegisterFileError.onlyOne) { try Self.attach("又.png", to: "photo", of: rows[0], sample) }
        #expect(throws: RegisterFileError.noFile) { try Self.attach("名.png", to: "name", of: rows[0], sample) }
        #expect(try Self.missing("photo", sample) == 1 && Self.missing("papers", sample) == 1)
        let files = try sample.store.files(of: rows[0], in: student, access: .commandLine)
        #expect(files["photo"]?.map(\.name) == ["照片.png"] && files["papers"]?.map(\.name) == ["一.pdf", "二.pdf"])
        #expect(try sample.store.history(of: rows[0], in: student, access: .commandLine).count == 4)

        let row = try sample.store.row(rows[0], of: student, access: .commandLine)
        let saved = try sample.store.update(
            rows[0], since: row.since, ["name": "张大明", "papers": "99"], of: student, access: .commandLine,
            by: .commandLine)
        #expect(saved.isKept, "\(saved.faults)")
        var again = RegisterStoreTests.pupil("N1", id: "")
        again[8] = "130"
        #expect(try sample.put("student", [again], fields: RegisterStoreTests.fields).changed == 1)
        #expect(try Self.missing("photo", sample) == 1 && Self.missing("papers", sample) == 1)
        #expect(try sample.store.row(rows[0], of: student, access: .commandLine)["papers"] == .text("2,3"))

        try sample.store.detach(second.id, of: rows[0], in: student, access: .commandLine, by: .commandLine)
        try sample.store.detach(photo.id, of: rows[0], in: student, access: .commandLine, by: .commandLine)
        #expect(throws: RegisterFileError.noFile) {
            try sample.store.detach(photo.id, of: rows[0], in: student, access: .commandLine, by: .commandLine)
        }
        #expect(try Self.missing("photo", sample) == 2 && Self.missing("papers", sample) == 1)
        for _ in 0..<(RegisterStore.fileLimit - 1) { try Self.attach("多.pdf", to: "papers", of: rows[0], sample) }
        #expect(throws: RegisterFileError.tooMany(limit: RegisterStore.fileLimit)) {
            try Self.attach("多.pdf", to: "papers", of: rows[0], sample)
        }
        _ = try sample.store.verifyAudit()
    }

    @Test("go with a row that is merged, where there is room, and come back", arguments: TestDatabase.available)
    func merged(database: TestDatabase) throws {
        let (sample, student, rows) = try Self.sample(database)
        try Self.attach("一.png", to: "photo", of: rows[1], sample)
        try Self.attach("一.pdf", to: "papers", of: rows[0], sample)
        try Self.attach("二.pdf", to: "papers", of: rows[1], sample)
        func version(_ id: Int64) throws -> (id: Int64, since: Int64) {
            (id, try sample.store.row(id, of: student, access: .commandLine).since)
        }
        func names(_ id: Int64) throws -> [String] {
            try sample.store.files(of: id, in: student, access: .commandLine).values.flatMap { $0 }.map(\.name).sorted()
        }
        let change = try sample.store.merge(
            try version(rows[1]), into: try version(rows[0]), of: student, taking: ["number", "height"],
            access: .commandLine, by: .commandLine)
        #expect(try names(rows[0]) == ["一.pdf", "一.png", "二.pdf"])
        #expect(try Self.missing("photo", sample) == 0)
        #expect(try sample.store.row(rows[0], of: student, access: .commandLine)["number"] == .text("N2"))
        try sample.store.takeBackMerge(change, access: .commandLine, by: .commandLine)
        #expect(try names(rows[0]) == ["一.pdf"] && names(rows[1]) == ["一.png", "二.pdf"])
        #expect(try Self.missing("photo", sample) == 1)
        #expect(try sample.store.merges(of: student, access: .commandLine).isEmpty)
    }

    @Test("are only there for whom the row and its personal values are", arguments: TestDatabase.available)
    func access(database: TestDatabase) throws {
        let (sample, student, rows) = try Self.sample(database)
        try Self.attach("照片.png", to: "photo", of: rows[0], sample)
        try Self.attach("一.pdf", to: "papers", of: rows[0], sample)
        func access(_ role: String, at code: String, account: Int64) throws -> RegisterAccess {
            let account = Account(
                id: account, login: role, displayName: role, office: nil, roles: [.viewer], isDisabled: false,
                mustChangePassword: false, createdAt: SampleCatalog.environment.now())
            try sample.store.assign(
                RoleAssignment(account: account.id, role: role, organisation: sample.id(code)), by: .commandLine)
            return try sample.store.access(of: account)
        }
        let reader = try access("reader", at: "S1", account: 1), foreign = try access("clerk", at: "S2", account: 2)
        #expect(try Set(sample.store.files(of: rows[0], in: student, access: reader).keys) == ["papers"], "masked")
        #expect(throws: RegisterError.notAllowed) {
            try Self.attach("又.pdf", to: "papers", of: rows[0], sample, access: reader)
        }
        #expect(throws: RegisterError.noRow(rows[0])) {
            try sample.store.files(of: rows[0], in: student, access: foreign)
        }
        #expect(throws: RegisterError.noRow(rows[0])) {
            try Self.attach("又.pdf", to: "papers", of: rows[0], sample, access: foreign)
        }
    }
}
