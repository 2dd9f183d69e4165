import RegisterFixtures
import Registers
import Store
import Testing

@testable import Quality

@Suite("Persons who are there twice")
struct DuplicatePersonsTests {
    @Test("are found by ID number, and by name, birth date, sex and school")
    func found() throws {
        let sample = try SampleRegisters()
        let store = try QualityStore(sample.store)
        let student = try sample.store.register("student")
        let one = try sample.student("A1", name: "李一", born: "1949-12-31", sex: "2", id: "11010519491231002X")
        let two = try sample.student(
            "B1", school: "S2", name: "李以", born: "1949-12-31", sex: "2", id: "11010519491231002x")
        let three = try sample.student("A2", name: "王二"), four = try sample.student("A3", name: "王二")
        try sample.student("A4", name: "王二", born: "2015-01-02")
        try sample.student("B2", school: "S2", name: "王二")
        let groups = try store.duplicates(in: student, access: .commandLine)
        #expect(
            groups == [
                DuplicatePersons(evidence: .idNumber, rows: [one, two]),
                DuplicatePersons(evidence: .likeness, rows: [three, four]),
            ])
        let clerk = try sample.access("clerk", at: "S1")
        #expect(try store.duplicates(in: student, access: clerk).map(\.evidence) == [.likeness])
        #expect(try store.duplicates(in: sample.store.register("absence"), access: .commandLine).isEmpty)
    }

    @Test("are merged with their history, and parted again")
    func merged() throws {
        let sample = try SampleRegisters()
        let student = try sample.store.register("student"), absence = try sample.store.register("absence")
        let kept = try sample.student("A1", name: "王二"), gone = try sample.student("A2", name: "王二")
        let missed = try sample.put("absence", ["school": "S1", "student": "A2", "missed_on": "2026-09-09"])
        func version(_ id: Int64) throws -> (id: Int64, since: Int64) {
            (id, try sample.store.row(id, of: student, access: .commandLine).since)
        }
        func pupil(of absenceRow: Int64) throws -> FieldValue? {
            try sample.store.row(absenceRow, of: absence, access: .commandLine)["student"]
        }
        #expect(throws: RegisterError.changedMeanwhile) {
            try sample.store.merge(
                (gone, 1), into: try version(kept), of: student, access: .commandLine, by: .commandLine)
        }
        let change = try sample.store.merge(
            try version(gone), into: try version(kept), of: student, access: .commandLine, by: .commandLine)
        #expect(throws: RegisterError.noRow(gone)) {
            try sample.store.row(gone, of: student, access: .commandLine)
        }
        guard case .row(let now, _, _) = try pupil(of: missed) else { throw RegisterError.noRow(missed) }
        #expect(now == kept)
        #expect(try sample.store.history(of: gone, in: student, access: .commandLine).count == 1)
        #expect(try sample.store.history(of: missed, in: absence, access: .commandLine).count == 2)
        try sample.store.takeBackMerge(change, access: .commandLine, by: .commandLine)
        guard case .row(let then, _, _) = try pupil(of: missed) else { throw RegisterError.noRow(missed) }
        #expect(then == gone)
        #expect(try sample.store.row(gone, of: student, access: .commandLine)["name"] == .text("王二"))
        #expect(throws: RegisterError.changedMeanwhile) {
            try sample.store.takeBackMerge(change, access: .commandLine, by: .commandLine)
        }
        #expect(try sample.store.verifyAudit().entries > 0)
    }

    @Test("are not merged where a row would be there twice, or without the right to write")
    func refused() throws {
        let sample = try SampleRegisters()
        let student = try sample.store.register("student")
        let kept = try sample.student("A1"), gone = try sample.student("B1", school: "S2")
        for number in ["A1", "B1"] {
            try sample.put("absence", ["school": "S1", "student": number, "missed_on": "2026-09-09"])
        }
        func version(_ id: Int64) throws -> (id: Int64, since: Int64) {
            (id, try sample.store.row(id, of: student, access: .commandLine).since)
        }
        #expect(throws: RegisterError.stillUsed(register: "absence", rows: 1)) {
            try sample.store.merge(
                try version(gone), into: try version(kept), of: student, access: .commandLine, by: .commandLine)
        }
        #expect(try sample.store.count(of: student, access: .commandLine) == 2)
        let reader = try sample.access("reader", at: "D")
        #expect(throws: RegisterError.notAllowed) {
            try sample.store.merge(
                try version(gone), into: try version(kept), of: student, access: reader, by: .commandLine)
        }
    }

    @Test("are merged with a choice of value for each field, and parted with the values of before")
    func chosen() throws {
        let sample = try SampleRegisters()
        let student = try sample.store.register("student")
        let kept = try sample.student("A1", name: "王二", height: ""),
            gone = try sample.student("A2", name: "王贰", height: "121")
        func row(_ id: Int64) throws -> RegisterRow { try sample.store.row(id, of: student, access: .commandLine) }
        // The number is the key: the kept row takes it over while the other goes.
        let change = try sample.store.merge(
            (gone, try row(gone).since), into: (kept, try row(kept).since), of: student,
            taking: ["name", "height", "number"], access: .commandLine, by: .commandLine)
        let merged = try row(kept)
        #expect(merged["name"] == .text("王贰") && merged["height"] == .real(121) && merged["number"] == .text("A2"))
        let other = try sample.access("clerk", at: "S2")
        #expect(try sample.store.merges(of: student, access: other).isEmpty)
        let clerk = try sample.access("clerk", at: "S1")
        #expect(try sample.store.merges(of: student, access: clerk).map(\.id) == [change])
        try sample.store.takeBackMerge(change, access: .commandLine, by: .commandLine)
        #expect(try row(kept)["name"] == .text("王二") && row(kept)["number"] == .text("A1"))
        #expect(try row(gone)["height"] == .real(121))
        #expect(try sample.store.merges(of: student, access: .commandLine).isEmpty)
        _ = try sample.store.verifyAudit()
    }

    @Test("are merged with what both have folded into one, and parted again", arguments: TestDatabase.available)
    func folded(database: TestDatabase) throws {
        let sample = try SampleRegisters(database)
        let student = try sample.store.register("student"), absence = try sample.store.register("absence")
        let kept = try sample.student("A1"), gone = try sample.student("B1", school: "S2")
        for (number, day) in [("A1", "2026-09-09"), ("B1", "2026-09-09"), ("B1", "2026-09-08")] {
            try sample.put("absence", ["school": "S1", "student": number, "missed_on": day])
        }
        func version(_ id: Int64) throws -> (id: Int64, since: Int64) {
            (id, try sample.store.row(id, of: student, access: .commandLine).since)
        }
        func days(of id: Int64) throws -> [FieldValue?] {
            var query = RowQuery()
            query.conditions["student"] = .oneOf([.integer(id)])
            return try sample.store.rows(of: absence, query, access: .commandLine).rows.map { $0["missed_on"] }
        }
        #expect(try sample.store.doubles(gone, into: kept, by: "student", of: absence) == 1)
        let change = try sample.store.merge(
            try version(gone), into: try version(kept), of: student, folds: true, access: .commandLine,
            by: .commandLine)
        #expect(try days(of: kept) == [.day("2026-09-08"), .day("2026-09-09")])
        #expect(try sample.store.count(of: absence, access: .commandLine) == 2)
        #expect(try sample.store.merges(of: student, access: .commandLine).map(\.references) == [2])
        try sample.store.takeBackMerge(change, access: .commandLine, by: .commandLine)
        #expect(try days(of: kept) == [.day("2026-09-09")])
        #expect(try days(of: gone) == [.day("2026-09-08"), .day("2026-09-09")])
        _ = try sample.store.verifyAudit()
    }

    @Test("are told apart, which is remembered and can be taken back", arguments: TestDatabase.available)
    func apart(database: TestDatabase) throws {
        let sample = try SampleRegisters(database)
        let store = try QualityStore(sample.store)
        let student = try sample.store.register("student")
        let twins = try (1...3).map { try sample.student("A\($0)", name: "双胞胎") }
        func groups() throws -> [[Int64]] { try store.duplicates(in: student, access: .commandLine).map(\.rows) }
        #expect(try groups() == [twins])
        let pairs = try #require(store.duplicates(in: student, access: .commandLine).first).pairs
        #expect(pairs.count == 3)
        #expect(throws: QualityError.reasonMissing) {
            try store.tellApart(pairs[0], in: student, reason: " ", access: .commandLine, by: .commandLine)
        }
        for pair in pairs {
            #expect(try !groups().isEmpty)
            try store.tellApart(pair, in: student, reason: "三胞胎", access: .commandLine, by: .commandLine)
        }
        #expect(try groups().isEmpty)
        #expect(try store.distinct(in: student, access: .commandLine).map(\.reason) == ["三胞胎", "三胞胎", "三胞胎"])
        #expect(throws: QualityError.notAllowed) {
            let reader = try sample.access("reader", at: "D")
            try store.forgetDistinct(pairs[0], in: student, access: reader, by: .commandLine)
        }
        try store.forgetDistinct(pairs[0], in: student, access: .commandLine, by: .commandLine)
        #expect(try groups() == [twins])
        #expect(throws: QualityError.noFinding) {
            try store.forgetDistinct(pairs[0], in: student, access: .commandLine, by: .commandLine)
        }
    }
}
