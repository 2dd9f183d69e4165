import Catalog
import Indicators
import Monitoring
import RegisterFixtures
import Registers
import Store
import Testing

@testable import Quality

@Suite("The quality of rows")
struct QualityStoreTests {
    /// School 1 has eight boys, one without height and one of 20 cm; school 2 has two boys in order.
    static func filled(_ database: TestDatabase? = nil) throws -> (SampleRegisters, QualityStore) {
        let sample = try SampleRegisters(database)
        for (index, height) in ["118", "119", "120", "121", "122", "123", "", "20"].enumerated() {
            try sample.student("A\(index)", height: height)
        }
        for index in 0..<2 { try sample.student("B\(index)", school: "S2", height: "12\(index)") }
        return (sample, try QualityStore(sample.store))
    }

    @Test("is what the checks find, as a worklist with the graver first, and a score")
    func run() throws {
        let (sample, store) = try Self.filled()
        let run = try store.run(by: .commandLine)
        #expect(run.id == 1 && run.day.text == "2026-09-10")
        let school = try sample.organisation("S1"), district = try sample.organisation("D")
        let list = try store.worklist(of: school, access: .commandLine)
        #expect(list.map { "\($0.check.name) \($0.count)" } == ["height_missing 1", "height_far 1"])
        #expect(try store.worklist(of: district, access: .commandLine).count == 2)
        #expect(try store.worklist(of: sample.organisation("S2"), access: .commandLine).isEmpty)
        let scores = try store.scores(access: .commandLine)
        // Rows looked at: 8 and 2 for the error, 8 and 2 for the warning at half its weight.
        #expect(scores[school]?["student"]?.value == 100 * (1 - 1.5 / 12))
        #expect(scores[district]?[nil]?.value == 100 * (1 - 1.5 / 15))
        #expect(scores[school]?["absence"]?.value == nil)
    }

    @Test("closes what has gone, keeps what was set aside until its row changes")
    func lives() throws {
        let (sample, store) = try Self.filled()
        try store.run(by: .commandLine)
        let school = try sample.organisation("S1")
        let first = try store.worklist(of: school, access: .commandLine)
        let missing = try #require(first.first?.findings.first), odd = try #require(first.last?.findings.first)
        #expect(throws: QualityError.reasonMissing) {
            try store.setAside(odd.id, reason: "  ", access: .commandLine, by: .commandLine)
        }
        #expect(throws: QualityError.tooLong(limit: 500)) {
            let long = String(repeating: "长", count: 501)
            try store.setAside(odd.id, reason: long, access: .commandLine, by: .commandLine)
        }
        try store.setAside(odd.id, reason: "确实矮小", access: .commandLine, by: .commandLine)
        #expect(try store.worklist(of: school, access: .commandLine).map(\.check.name) == ["height_missing"])
        #expect(try store.scores(access: .commandLine)[school]?[nil]?.findings == 1)
        try sample.change(missing.row, "height", "120")
        try store.run(by: .commandLine)
        #expect(try store.worklist(of: school, access: .commandLine).isEmpty)
        #expect(try store.scores(access: .commandLine)[school]?[nil]?.value == 100)
        let aside = try store.worklist(of: school, access: .commandLine, aside: true)
        #expect(aside.first?.findings.first?.aside?.reason == "确实矮小")
        try sample.change(odd.row, "height", "21")
        try store.run(by: .commandLine)
        #expect(try store.worklist(of: school, access: .commandLine).map(\.check.name) == ["height_far"])
        let trend = try store.trend(of: school, access: .commandLine)
        #expect(trend.map(\.score.findings) == [2, 0, 1])
        #expect(throws: QualityError.noFinding) {
            try store.setAside(missing.id, reason: "晚了", access: .commandLine, by: .commandLine)
        }
    }

    @Test("is told, and set aside, only by whom the rows are for")
    func access() throws {
        let (sample, store) = try Self.filled()
        try store.run(by: .commandLine)
        let school = try sample.organisation("S1"), district = try sample.organisation("D")
        let finding = try #require(try store.worklist(of: school, access: .commandLine).first?.findings.first)
        let other = try sample.access("clerk", at: "S2")
        #expect(try store.worklist(of: district, access: other).isEmpty)
        #expect(try store.scores(access: other)[school] == nil)
        #expect(try store.scores(access: other)[district] == nil)
        #expect(throws: QualityError.noFinding) {
            try store.setAside(finding.id, reason: "无", access: other, by: .commandLine)
        }
        let reader = try sample.access("reader", at: "D")
        #expect(try store.worklist(of: school, access: reader).count == 2)
        #expect(throws: QualityError.notAllowed) {
            try store.setAside(finding.id, reason: "无", access: reader, by: .commandLine)
        }
    }

    @Test("is listed by check, by organisation and by row, a page at a time", arguments: TestDatabase.available)
    func listed(database: TestDatabase) throws {
        let (sample, store) = try Self.filled(database)
        try store.run(by: .commandLine)
        let check = try #require(store.catalog.checks.first { $0.name == "height_missing" })
        let school = try sample.organisation("S1"), other = try sample.organisation("S2")
        let page = try store.findings(of: check, access: .commandLine)
        let finding = try #require(page.rows.first)
        #expect(page.total == 1 && finding.organisation == school)
        #expect(try store.findings(of: check, under: other, access: .commandLine).total == 0)
        #expect(try store.findings(of: check, access: .commandLine, limit: 1, offset: 1).rows.isEmpty)
        #expect(try store.organisations(of: check, access: .commandLine) == [school: CheckCount(seen: 8, found: 1)])
        #expect(try store.checkCounts(access: .commandLine)["height_missing"] == CheckCount(seen: 10, found: 1))
        #expect(
            try store.checkCounts(under: other, access: .commandLine)["height_missing"] == CheckCount(seen: 2, found: 0)
        )
        let student = try sample.store.register("student")
        let found = try store.findings(of: finding.row, in: student, access: .commandLine)
        #expect(found.map(\.check.name) == ["height_missing"])
        let clerk = try sample.access("clerk", at: "S2")
        #expect(try store.findings(of: check, access: clerk).total == 0)
        #expect(try store.findings(of: finding.row, in: student, access: clerk).isEmpty)
        #expect(try store.checkCounts(access: clerk)["height_missing"]?.found == 0)
        #expect(try store.maker(of: try #require(store.runs().last)) == Principal.commandLine.name)
    }

    @Test("comes back exactly where a finding set aside is taken back", arguments: TestDatabase.available)
    func takenBack(database: TestDatabase) throws {
        let (sample, store) = try Self.filled(database)
        try store.run(by: .commandLine)
        let school = try sample.organisation("S1")
        let ids = try store.worklist(of: school, access: .commandLine).flatMap(\.findings).map(\.id)
        func count() throws -> Int? { try store.scores(access: .commandLine)[school]?[nil]?.findings }
        #expect(throws: QualityError.noFinding) {
            try store.setAside(ids + [999], reason: "无", access: .commandLine, by: .commandLine)
        }
        #expect(try count() == 2, "all or none")
        try store.setAside(ids, reason: "属实", access: .commandLine, by: .commandLine)
        #expect(try count() == 0)
        try store.run(by: .commandLine)
        #expect(try store.trend(of: school, access: .commandLine).map(\.score.findings) == [2, 0])
        try store.takeBack(ids, access: .commandLine, by: .commandLine)
        #expect(try count() == 2)
        try store.setAside(ids, reason: "属实", access: .commandLine, by: .commandLine)
        #expect(throws: QualityError.notAllowed) {
            try store.takeBack(ids, access: try sample.access("reader", at: "D"), by: .commandLine)
        }
    }

    @Test("is looked at again when a row is mended, without a run", arguments: TestDatabase.available)
    func again(database: TestDatabase) throws {
        let (sample, store) = try Self.filled(database)
        try store.run(by: .commandLine)
        let student = try sample.store.register("student"), school = try sample.organisation("S1")
        func open() throws -> [String] {
            try store.worklist(of: school, access: .commandLine).map { "\($0.check.name) \($0.count)" }
        }
        let row = try #require(store.worklist(of: school, access: .commandLine).first?.findings.first?.row)
        try sample.change(row, "name", "另名")
        try store.recheck([row], in: student, by: .commandLine)
        #expect(try open() == ["height_missing 1", "height_far 1"], "still so")
        let found = try store.findings(of: row, in: student, access: .commandLine).map(\.finding)
        #expect(try found.map(\.rowSince) == [sample.store.row(row, of: student, access: .commandLine).since])
        try sample.change(row, "height", "121")
        let entries = try sample.store.verifyAudit().entries
        try store.recheck([row, 999], in: student, by: .commandLine)
        #expect(try open() == ["height_far 1"])
        #expect(try store.scores(access: .commandLine)[school]?[nil]?.findings == 1)
        try store.recheck([row], in: student, by: .commandLine)
        #expect(try sample.store.verifyAudit().entries == entries + 1, "nothing more to tell")
        try store.run(by: .commandLine)
        #expect(try open() == ["height_far 1"])
    }

    @Test("is not kept of a run that somebody ends")
    func cancelled() throws {
        let (_, store) = try Self.filled()
        #expect(throws: QualityError.cancelled) { try store.run(by: .commandLine) { $0 < 2 } }
        #expect(try store.runs().isEmpty)
        var steps: [Int] = []
        try store.run(by: .commandLine) { done in
            steps.append(done)
            return true
        }
        #expect(steps == Array(store.catalog.checks.indices))
        #expect(try store.runs(limit: 1).count == 1)
    }

    @Test("of what is sensitive is told to those alone who may know it")
    func sensitive() throws {
        let sample = try SampleRegisters()
        let store = try QualityStore(sample.store)
        let student = try sample.store.register("student")
        let row = try sample.student("A")
        try sample.change(row, "health", "过敏")
        try store.run(by: .commandLine)
        let school = try sample.organisation("S1")
        let check = try #require(store.catalog.checks.first { $0.name == "health_said" })
        func told(_ access: RegisterAccess) throws -> [Bool] {
            try [
                store.findings(of: check, access: access).total == 1,
                store.worklist(of: school, access: access).contains { $0.check.name == "health_said" },
                store.findings(of: row, in: student, access: access).contains { $0.check.name == "health_said" },
                (store.checkCounts(access: access)["health_said"]?.found ?? 0) == 1,
                store.organisations(of: check, access: access)[school] != nil,
                (store.scores(access: access)[school]?[nil]?.findings ?? 0) == 1,
                (store.trend(of: school, access: access).last?.score.findings ?? 0) == 1,
            ]
        }
        let clerk = try sample.access("clerk", at: "S1")
        #expect(try told(clerk) == Array(repeating: false, count: 7))
        let id = try #require(store.findings(of: check, access: .commandLine).rows.first?.id)
        #expect(throws: QualityError.noFinding) {
            try store.setAside(id, reason: "无", access: clerk, by: .commandLine)
        }
        #expect(try told(sample.access("nurse", at: "S1")) == Array(repeating: true, count: 7))
    }

    @Test("counts exactly where more rows are found than are kept, and finds rows by a whole SELECT")
    func many() throws {
        let sample = try SampleRegisters()
        let store = try QualityStore(sample.store)
        let student = try sample.student("A", height: "")
        #expect(student > 0)
        try sample.put("absence", ["school": "S2", "student": "A", "missed_on": "2026-09-10"])
        try sample.put("absence", ["school": "S1", "student": "A", "missed_on": "2026-09-09"])
        try store.run(by: .commandLine)
        let list = try store.worklist(of: try sample.organisation("S2"), access: .commandLine)
        #expect(list.map(\.check.name) == ["absent_elsewhere"])
    }

    @Test("notices an indicator that jumps from a year to the next")
    func jump() throws {
        let sample = try SampleRegisters()
        let store = try QualityStore(sample.store), indicators = try IndicatorStore(sample.store)
        try sample.student("A")
        for day in ["2025-03-01", "2025-03-02", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"] {
            try sample.put("absence", ["school": "S1", "student": "A", "missed_on": day])
        }
        let absences = try indicators.indicator("absences")
        let year = Period(.year, of: sample.store.today)
        try indicators.compute([(absences, year.previous), (absences, year)], by: .commandLine)
        try store.run(by: .commandLine)
        let list = try store.worklist(of: try sample.organisation("S1"), access: .commandLine)
        #expect(list.map(\.check.name) == ["absences_jump"])
    }

    @Test("tells far values by the median, not by the far values themselves")
    func outliers() {
        #expect(RobustOutliers.positions(in: [10, 11, 12, 11, 10, 1000, 900], limit: 3.5) == [5, 6])
        #expect(RobustOutliers.positions(in: [10, 11, 1000], limit: 3.5).isEmpty, "too few")
        #expect(RobustOutliers.positions(in: [5, 5, 5, 5, 5, 5], limit: 3.5).isEmpty, "all the same")
        #expect(RobustOutliers.positions(in: [5, 5, 5, 5, 5, 5, 5, 5, 90], limit: 3.5) == [8], "mostly the same")
        #expect(RobustOutliers.positions(in: [.infinity, 1, 2, 3, 4, 5], limit: 3.5) != [1])
    }
}
