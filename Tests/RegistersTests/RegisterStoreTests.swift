import Catalog
import Foundation
import RegisterFixtures
import Store
import Testing

@testable import Registers

@Suite("Rows of registers")
struct RegisterStoreTests {
    static let fields = [
        "school", "number", "name", "sex", "birth_date", "id_kind", "id_number", "school_class", "height", "fee",
        "boards", "entered_on", "left_on",
    ]
    static func pupil(_ number: String, school: String = "S1", id: String = "11010519491231002X") -> [String] {
        [
            school, number, "张小明", "2", "1949-12-31", "1", id, "", "120.5", "1,200.50", "是", "2026年9月1日", "",
        ]
    }

    @Test(
        "are added, left alone, changed with the version before kept, and read back", arguments: TestDatabase.available)
    func walk(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        try sample.put("school_class", [["S1", "2026-1", "45"]], fields: ["school", "code", "seats"])
        var row = Self.pupil("N1")
        row[7] = "2026-1"
        let first = try sample.put("student", [row], fields: Self.fields)
        #expect(first.added == 1 && first.isKept && first.faultCount == 1, "\(first.faults)")
        #expect(first.faults.map(\.isWarning) == [true], "too old to enter")
        let again = try sample.put("student", [row], fields: Self.fields)
        #expect(again.unchanged == 1 && !again.isKept)
        row[2] = "张小红"
        row[8] = "121"
        let second = try sample.put("student", [row], fields: Self.fields)
        #expect(second.changed == 1 && second.isKept)

        let student = try sample.store.register("student")
        let page = try sample.store.rows(of: student, access: .commandLine)
        let read = try #require(page.rows.first)
        #expect(page.total == 1 && read["name"] == .text("张小红") && read["height"] == .real(121))
        #expect(read["fee"] == .money(120_050) && read["fee"]?.written == "1200.50" && read["boards"] == .flag(true))
        #expect(read["entered_on"] == .day("2026-09-01") && read["sex"] == .code("2"))
        let school = try sample.id("S1")
        #expect(read["school"] == .row(school, key: "S1", label: "一小"))
        guard case .row(_, let key, _) = read["school_class"] else { throw RegisterError.noRow(0) }
        #expect(key == "2026-1")
        let history = try sample.store.history(of: read.id, in: student, access: .commandLine)
        #expect(history.map { $0["name"] } == [.text("张小红"), .text("张小明")])
        #expect(history.last?.until == history.first?.since)
        var query = RowQuery()
        query.version = history.last?.since
        let then = try sample.store.rows(of: student, query, access: .commandLine)
        #expect(then.rows.map { $0["name"] } == [.text("张小明")])
        query = RowQuery()
        query.search = "张小红"
        #expect(try sample.store.count(of: student, query, access: .commandLine) == 1)
        query.search = "张小明"
        #expect(try sample.store.count(of: student, query, access: .commandLine) == 0)
        #expect(try sample.store.verifyAudit().entries == 9)
    }

    @Test("are sealed at rest", arguments: TestDatabase.available)
    func sealed(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        try sample.put("student", [Self.pupil("N1")], fields: Self.fields)
        let stored = try sample.store.database.read { try $0.rows("SELECT * FROM student") }
        for value in stored.flatMap(\.values) {
            #expect(value.text?.contains("小明") != true && value.text?.contains("1949123100") != true)
            let bytes = Data(value.bytes ?? [])
            #expect(bytes.range(of: Data("张小明".utf8)) == nil && bytes.range(of: Data("11010519491231002".utf8)) == nil)
        }
        let other = try RegisterStore(
            catalog: sample.store.catalog, database: sample.store.database, key: [UInt8](repeating: 8, count: 32),
            environment: SampleCatalog.environment)
        #expect(throws: RegisterError.self) {
            try other.rows(of: sample.store.register("student"), access: .commandLine)
        }
    }

    @Test(
        "with faults are all refused, or the good ones kept, as chosen; each fault tells row and field",
        arguments: TestDatabase.available)
    func faults(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        var wrong = (1...9).map { Self.pupil("N\($0)", id: "") }
        wrong[1][0] = "S9"
        wrong[2][3] = "x"
        wrong[3][4] = "2026-02-30"
        wrong[4][8] = "300"
        wrong[5][12] = "2026-08-31"
        wrong[6][1] = "N1"
        wrong[7][6] = "110105194912310021"
        let preview = try sample.put("student", wrong, fields: Self.fields, mode: .preview)
        #expect(preview.refused == 7 && !preview.isKept && preview.added == 2)
        let refused = try sample.put("student", wrong, fields: Self.fields)
        let told = refused.faults.filter { !$0.isWarning }.map { "\($0.row) \($0.field)" }
        #expect(told == ["2 school", "3 sex", "4 birth_date", "5 height", "6 ", "7 number", "8 id_number"])
        #expect(try sample.store.count(of: sample.store.register("student"), access: .commandLine) == 0)
        let good = try sample.put("student", wrong, fields: Self.fields, mode: .goodRows)
        #expect(good.added == 2 && good.isKept)
        #expect(try sample.store.count(of: sample.store.register("student"), access: .commandLine) == 2)
        #expect(throws: ImportRefusal.stale) {
            try sample.put("student", [Self.pupil("N1")], fields: Self.fields, expecting: preview.version)
        }
    }

    @Test(
        "cannot share an ID number, and are told when it does not fit birth date or sex",
        arguments: TestDatabase.available)
    func idNumbers(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        try sample.put("student", [Self.pupil("N1")], fields: Self.fields)
        let second = try sample.put("student", [Self.pupil("N2")], fields: Self.fields)
        #expect(second.faults.contains { $0.expected == .unique && $0.field == "id_number" } && !second.isKept)
        var third = Self.pupil("N3", id: "440524188001010014")
        third[3] = "1"
        let report = try sample.put("student", [third], fields: Self.fields)
        #expect(report.isKept && report.faults.contains { $0.expected == .idNumber(.birthDiffers) && $0.isWarning })
        let states = try sample.store.database.read { try $0.rows("SELECT id_number_state FROM student ORDER BY id") }
        #expect(states.map { $0[0].text } == ["ok", "birth_differs"])
    }

    @Test("exist only for those whose organisations they belong to", arguments: TestDatabase.available)
    func scope(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        try sample.put(
            "student", [Self.pupil("N1", id: ""), Self.pupil("N2", school: "S3", id: "")], fields: Self.fields)
        let student = try sample.store.register("student")
        let account = Account.sample(id: 5)
        let area = try sample.id("A1")
        #expect(try sample.store.count(of: student, access: sample.store.access(of: account)) == 0)
        try sample.store.assign(.init(account: 5, role: "clerk", organisation: area), by: .commandLine)
        let access = try sample.store.access(of: account)
        let seen = try sample.store.rows(of: student, access: access)
        #expect(seen.rows.map { $0["number"] } == [.text("N1")] && seen.rows.first?["name"] == .text("张小明"))
        let other = try #require(sample.store.rows(of: student, access: .commandLine).rows.last)
        #expect(throws: RegisterError.noRow(other.id)) {
            try sample.store.row(other.id, of: student, access: access)
        }
        #expect(try sample.store.history(of: other.id, in: student, access: access).isEmpty)
        let foreign = try sample.put(
            "student", [Self.pupil("N7", school: "S3", id: "")], fields: Self.fields,
            writable: access.scope(.write, student).listed)
        #expect(foreign.faults.contains { $0.expected == .ownOrganisation } && !foreign.isKept)
        let stolen = try sample.put(
            "student", [Self.pupil("N2", school: "S1", id: "")], fields: Self.fields,
            writable: access.scope(.write, student).listed)
        #expect(stolen.faults.contains { $0.expected == .ownOrganisation } && !stolen.isKept)

        try sample.store.withdraw(.init(account: 5, role: "clerk", organisation: area), by: .commandLine)
        try sample.store.assign(.init(account: 5, role: "reader", organisation: area), by: .commandLine)
        let reader = try sample.store.access(of: account)
        #expect(try sample.store.rows(of: student, access: reader).rows.first?["name"] == .masked("张＊＊"))
        #expect(throws: RegisterError.notAllowed) {
            try sample.store.add([:], to: student, access: reader, by: .commandLine)
        }
        #expect(throws: RegisterError.notAllowed) {
            try sample.store.assign(.init(account: 5, role: "clerk", organisation: sample.id("D")), by: .commandLine)
        }
    }

    @Test(
        "typed into a form are saved, changed by who saw the latest version, and removed unless used",
        arguments: TestDatabase.available)
    func byHand(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        let classes = try sample.store.register("school_class"), student = try sample.store.register("student")
        let added = try sample.store.add(
            ["school": "S1", "code": "1", "seats": "４５"], to: classes, access: .commandLine, by: .commandLine)
        let id = try #require(added.row)
        var row = try sample.store.row(id, of: classes, access: .commandLine)
        #expect(row["seats"] == .integer(45))
        let cells = ["school": "S1", "code": "2", "seats": "46"]
        let changed = try sample.store.update(
            id, since: row.since, cells, of: classes, access: .commandLine, by: .commandLine)
        #expect(changed.isKept && changed.row == id)
        #expect(throws: RegisterError.changedMeanwhile) {
            try sample.store.update(id, since: row.since, cells, of: classes, access: .commandLine, by: .commandLine)
        }
        let refused = try sample.store.add(
            ["school": "S1", "code": "3", "seats": "450"], to: classes, access: .commandLine, by: .commandLine)
        #expect(refused.row == nil && refused.faults.map(\.expected) == [.atMost(100)])
        var pupil = Self.pupil("N1", id: "")
        pupil[7] = "2"
        try sample.put("student", [pupil], fields: Self.fields)
        row = try sample.store.row(id, of: classes, access: .commandLine)
        #expect(throws: RegisterError.stillUsed(register: "student", rows: 1)) {
            try sample.store.remove(id, since: row.since, from: classes, access: .commandLine, by: .commandLine)
        }
        let one = try #require(sample.store.rows(of: student, access: .commandLine).rows.first)
        try sample.store.remove(one.id, since: one.since, from: student, access: .commandLine, by: .commandLine)
        #expect(try sample.store.history(of: one.id, in: student, access: .commandLine).count == 1)
        try sample.store.remove(id, since: row.since, from: classes, access: .commandLine, by: .commandLine)
        #expect(try sample.store.verifyAudit().entries == 11)
    }

    @Test(
        "keep what they hold when the catalogue changes: more is added, less is refused with figures",
        arguments: TestDatabase.available)
    func migration(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        try sample.put("student", [Self.pupil("N1", id: "")], fields: Self.fields)
        let more = SampleCatalog.student.replacing(
            "  fee:", with: "  hobby: {title: {zh: 爱好, en: Hobby}, type: text, max: 20}\n  fee:")
        let wider = try SampleStore.open(sample.place, ["core/student.yaml": more])
        #expect(try wider.rows(of: wider.register("student"), access: .commandLine).rows.count == 1)
        let less = SampleCatalog.student.replacing(
            "  height: {title: {zh: 身高, en: Height}, type: decimal, min: 50, max: 250}\n", with: "")
        #expect(throws: RegisterError.wouldLose(register: "student", field: "height", rows: 1)) {
            try SampleStore.open(sample.place, ["core/student.yaml": less])
        }
        let narrow = SampleCatalog.student.replacing("max: 250", with: "max: 100")
        #expect(throws: RegisterError.unfitRows(register: "student", field: "height", rows: 1)) {
            try SampleStore.open(sample.place, ["core/student.yaml": narrow])
        }
        let gone = try SampleStore.open(
            sample.place, ["core/student.yaml": less], droppable: ["student.height"])
        let row = try #require(gone.rows(of: gone.register("student"), access: .commandLine).rows.first)
        #expect(row["height"] == nil && row["number"] == .text("N1"))
    }
}

extension Account {
    /// An account with no right of its own.
    static func sample(id: Int64) -> Account {
        Account(
            id: id, login: "school", displayName: "校", office: nil, roles: [.viewer], isDisabled: false,
            mustChangePassword: false, createdAt: Date(timeIntervalSince1970: 0))
    }
}
