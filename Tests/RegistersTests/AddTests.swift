import Catalog
import Foundation
import RegisterFixtures
import Store
import Testing

@testable import Registers

@Suite("Adding and reading on, for programmes")
struct AddTests {
    private func pupil(_ number: String, _ more: [String: String] = [:]) -> [String: String] {
        [
            "school": "S1", "number": number, "name": "张小明", "sex": "2", "birth_date": "2015-01-02",
            "entered_on": "2026-09-01",
        ]
        .merging(more) { $1 }
    }

    @Test("adds all or none, in the order given, and changes nothing that is there", arguments: TestDatabase.available)
    func adds(database: TestDatabase) throws {
        let sample = try SampleStore(database)
        let store = sample.store
        let student = try store.register("student")
        func add(_ rows: [[String: String]], _ access: RegisterAccess = .commandLine) throws -> AddReport {
            try store.add(rows, to: student, access: access, by: .commandLine)
        }
        let first = try add([pupil("N2", ["boards": "是"]), pupil("N1"), pupil("N3")])
        #expect(first.isKept && first.rows.count == 3 && first.faults.isEmpty, "\(first.faults)")
        let numbers = try first.rows.map { try store.row($0, of: student, access: .commandLine)["number"]?.written }
        #expect(numbers == ["N2", "N1", "N3"])
        let entries = try store.verifyAudit().entries

        let second = try add([pupil("N4"), pupil("N1", ["name": "李四"]), pupil("N4"), pupil("N5", ["sex": "9"])])
        #expect(!second.isKept && second.rows.isEmpty)
        #expect(second.faults.map { "\($0.row) \($0.field)" } == ["2 number", "3 number", "4 sex"])
        #expect(try !add([]).isKept)
        #expect(try store.count(of: student, access: .commandLine) == 3)
        #expect(try store.verifyAudit().entries == entries, "what was refused leaves no trace")

        var query = RowQuery()
        query.after = 0
        let page = try store.rows(of: student, query, access: .commandLine, limit: 2)
        #expect(page.rows.map(\.id) == Array(first.rows.prefix(2)) && page.total == 3)
        query.after = page.rows.last?.id
        #expect(try store.rows(of: student, query, access: .commandLine, limit: 2).rows.map(\.id) == [first.rows[2]])
        query.after = 0
        query.conditions["boards"] = .oneOf([SQLValue(true)])
        query.version = try store.version(at: .distantFuture)
        #expect(try store.rows(of: student, query, access: .commandLine).rows.map(\.id) == [first.rows[0]])
    }

    @Test("notes who read what is sensitive, and finds nothing by what is not shown", arguments: TestDatabase.available)
    func sensitive(database: TestDatabase) throws {
        let changed = SampleCatalog.student.replacing(
            "title: {zh: 身高, en: Height}, type: decimal, min: 50, max: 250",
            with: "title: {zh: 健康, en: Health}, type: text, sensitive: true")
        let sample = try SampleStore(database, ["core/student.yaml": changed])
        let store = sample.store
        let student = try store.register("student")
        _ = try store.add(
            [pupil("N1", ["height": "asthma"]), pupil("N2")], to: student, access: .commandLine, by: .commandLine)
        let account = Account(
            id: 7, login: "boss", displayName: "boss", office: nil, roles: [.administrator], createdAt: Date())
        let access = try store.access(of: account)
        let height = try #require(student.field("height"))
        #expect(access.hides(height, of: student) && !RegisterAccess.commandLine.hides(height, of: student))
        for (search, condition) in [("asthma", nil), ("", RowQuery.Condition.oneOf(["asthma"]))] {
            var query = RowQuery()
            query.search = search
            query.conditions["height"] = condition
            #expect(try store.count(of: student, query, access: access) == 0)
            #expect(try store.count(of: student, query, access: .commandLine) == 1)
        }
        let rows = try store.rows(of: student, access: .commandLine).rows
        let entries = try store.verifyAudit().entries
        try store.noteReading(of: rows, in: student, access: access, by: .account(7))
        #expect(try store.verifyAudit().entries == entries, "nothing sensitive was shown")
        try store.noteReading(of: rows, in: student, access: .commandLine, by: .commandLine)
        let noted = try store.database.read {
            try $0.row("SELECT detail FROM audit WHERE action = 'read'")
        }
        #expect(noted?[0].text == #"{"rows":"1-2"}"#)
        #expect(try store.changes([entries, entries + 1])[entries + 1]?.who == "system:command-line")
        #expect(RegisterStore.runs([1, 2, 3, 5, 8, 9]) == "1-3 5 8-9" && RegisterStore.runs([]) == "")
    }
}
