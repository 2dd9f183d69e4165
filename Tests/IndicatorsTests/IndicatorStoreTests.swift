import Catalog
import Chance
import Foundation
import Localisation
import Monitoring
import Registers
import Store
import Testing

@testable import Indicators

@Suite("Values of indicators")
struct IndicatorStoreTests {
    /// Three schools with boys and girls, one of them across the areas in a group; some fitness tests and budgets.
    static func filled(_ changes: [String: String] = [:]) throws -> (
        sample: SampleStore, values: IndicatorStore
    ) {
        let sample = try SampleStore(changes)
        try sample.pupils("S1", boys: 1, girls: 1)
        try sample.pupils("S2", boys: 6, girls: 2)
        try sample.pupils("S3", boys: 0, girls: 10)
        for (index, score) in ["90", "70", "60", "85"].enumerated() {
            try sample.put(
                "fitness",
                [
                    "school": "S3", "student": "S3-2025-09-01-\(index)", "tested_on": "2026-09-0\(index + 1)",
                    "score": score,
                ])
        }
        try sample.put("budget", ["school": "S1", "year": "2026", "amount": "700"])
        return (sample, try IndicatorStore(sample.store))
    }

    static let period = Period(.schoolYear, of: Day(number: 20_700))

    @Test("are sums over the tree and over groups, with the ratio taken last")
    func rollup() throws {
        let (sample, store) = try Self.filled()
        try store.compute(of: sample.store.today, by: .commandLine)
        func told(_ name: String, _ period: String) throws -> [String: Double] {
            let tree = try sample.store.organisations()
            let values = try store.values(
                of: try store.indicator(name), in: try #require(Period(period)), access: .commandLine)
            return Dictionary(
                values.compactMap { value in
                    value.value.map { (tree.nodes[value.organisation]?.code ?? "", ($0 * 10).rounded() / 10) }
                },
                uniquingKeysWith: { $1 })
        }
        #expect(
            try told("pupils", "2026-2027") == ["D": 20, "A1": 10, "A2": 10, "G": 12, "S1": 2, "S2": 8, "S3": 10])
        #expect(
            try told("girls_share", "2026-2027")
                == ["D": 65, "A1": 30, "A2": 100, "G": 91.7, "S1": 50, "S2": 25, "S3": 100])
        #expect(try told("fitness_good", "2026-2027") == ["D": 50, "A2": 50, "G": 50, "S3": 50])
        let budget = try told("budget_a_head", "2026")
        #expect(budget["D"] == 35 && budget["S2"] == 0)
        #expect(try told("pupils", "2025-2026") == [:])
    }

    @Test("of the region are the same however its rows are split among schools", arguments: 0..<6)
    func split(seed: UInt64) throws {
        let sample = try SampleStore()
        var random = SplitMix64(seed: seed)
        var boys = [0, 0, 0], girls = [0, 0, 0]
        for pupil in 0..<36 {
            let school = random.below(3)
            if pupil < 21 { boys[school] += 1 } else { girls[school] += 1 }
        }
        for school in 0..<3 { try sample.pupils("S\(school + 1)", boys: boys[school], girls: girls[school]) }
        let store = try IndicatorStore(sample.store)
        try store.compute(of: sample.store.today, by: .commandLine)
        let tree = try sample.store.organisations()
        for (name, whole) in [("pupils", 36.0), ("girls_share", 100.0 * 15 / 36)] {
            let values = try store.values(of: try store.indicator(name), in: Self.period, access: .commandLine)
            let byCode = Dictionary(values.map { (tree.nodes[$0.organisation]?.code ?? "", $0.value) }) { $1 }
            #expect(try abs(#require(byCode["D"] ?? nil) - whole) < 1e-9, "\(name) \(boys) \(girls)")
        }
    }

    @Test("are replaced by counting again, have a trend over periods, and are split by category")
    func again() throws {
        let (sample, store) = try Self.filled()
        let pupils = try store.indicator("pupils"), district = try sample.id("D")
        let earlier = try #require(Period("2025-2026"))
        try store.compute([(pupils, earlier), (pupils, Self.period)], by: .commandLine)
        try sample.pupils("S2", boys: 1, girls: 0, from: "2026-09-01")
        try store.compute([pupils], of: sample.store.today, by: .commandLine)
        let trend = try store.trend(of: pupils, organisation: district, access: .commandLine)
        #expect(trend.map { "\($0.period) \($0.value ?? -1)" } == ["2025-2026 20.0", "2026-2027 21.0"])
        let split = try store.split(
            of: pupils, in: Self.period, organisation: district, by: "sex", access: .commandLine)
        #expect(split.map { "\($0.category?.value ?? "") \($0.value ?? -1)" } == ["1 8.0", "2 13.0"])
        #expect(try sample.store.verifyAudit().entries > 0)
        let wrong = try #require(Period("2026")), later = try #require(Period("2027-2028"))
        #expect(throws: IndicatorError.wrongPeriod("pupils", "2026")) {
            try store.compute([(pupils, wrong)], by: .commandLine)
        }
        #expect(throws: IndicatorError.periodToCome("2027-2028")) {
            try store.compute([(pupils, later)], by: .commandLine)
        }
    }

    @Test("lead to the rows behind them, as many as were counted, and tell where they come from")
    func rows() throws {
        let (sample, store) = try Self.filled()
        try store.compute(of: sample.store.today, by: .commandLine)
        for (name, side) in [
            ("pupils", IndicatorSide.part), ("girls_share", .part), ("fitness_good", .part), ("fitness_good", .whole),
        ] {
            let indicator = try store.indicator(name)
            for value in try store.values(of: indicator, in: Self.period, access: .commandLine) {
                let (register, query) = try #require(
                    try store.rows(behind: indicator, side, in: Self.period, organisation: value.organisation))
                let count = try sample.store.rows(of: register, query, access: .commandLine).total
                #expect(Double(count) == (side == .part ? value.parts.part : value.parts.whole) ?? 0, "\(name)")
            }
        }
        let pupils = try store.indicator("pupils"), district = try sample.id("D")
        let (register, query) = try #require(
            try store.rows(
                behind: pupils, in: Self.period, organisation: district, category: .init(field: "sex", value: "2")))
        #expect(try sample.store.count(of: register, query, access: .commandLine) == 13)
        let provenance = try #require(try store.provenance(of: pupils, in: Self.period))
        #expect(provenance.isCurrentDefinition && provenance.registers.map(\.register) == ["student"])
        #expect(provenance.registers.first?.isChangedSince == false)
        try sample.pupils("S2", boys: 1, girls: 0, from: "2026-09-01")
        #expect(try store.provenance(of: pupils, in: Self.period)?.registers.first?.isChangedSince == true)
    }

    @Test("are the same whether measures are counted together or each alone")
    func fused() throws {
        let changes = [
            "indicators/more.yaml": """
            - indicator: boys
              title: {zh: 男生数, en: Boys}
              system: none
              unit: 人
              part: {from: student, where: "sex = '1' and entered_on < :day"}
            - indicator: tested
              title: {zh: 参测人数, en: Tested}
              system: none
              unit: 人
              part: {from: student, where: "(select count(*) from fitness f where f.student = student.id) > 0"}
              whole: {from: student, where: "(select count(*) from fitness f where f.student = student.id) >= 0"}
              by: [sex]
            - indicator: tests
              title: {zh: 人均测试次数, en: Tests a head}
              system: none
              unit: 次
              part: {from: student, value: "sum((select count(*) from fitness f where f.student = student.id))"}
              whole: {from: student, where: "student.id in (select f.student from fitness f)"}
            - indicator: scores
              title: {zh: 总分, en: Scores}
              system: none
              unit: 分
              part: {from: fitness, value: sum(score), where: "score >= 70"}
              whole: {from: fitness, where: "score > 1000"}
            - indicator: entrants_of_kept_schools
              title: {zh: 在校学校新生数, en: Entrants of schools with pupils}
              system: none
              unit: 人
              part: {from: student, on: entered_on, where: "(select count(*) from student s where s.school = student.school and s.sex = '1' and s.entered_on <= :day and (s.left_on is null or s.left_on > :day)) > 0"}
            - indicator: members
              title: {zh: 机构数, en: Organisations}
              system: none
              unit: 个
              part: {from: organisation, where: "level = 'school'"}
              whole: {from: organisation}
            """
        ]
        let (sample, store) = try Self.filled(changes)
        let day = sample.store.today
        let jobs = store.catalog.indicators.map {
            IndicatorEvaluation.Job(indicator: $0, period: Period($0.period, of: day), day: day)
        }
        let evaluation = IndicatorEvaluation(catalog: store.catalog, database: sample.store.database)
        let together = try evaluation.parts(of: jobs).parts
        try sample.store.database.read { connection in
            for (job, parts) in zip(jobs, together) {
                // Alone, the part and the whole of one register would still be counted together.
                var alone: IndicatorEvaluation.Parts = [:]
                for (side, measure) in [(true, job.indicator.part), (false, job.indicator.whole)] {
                    guard let measure else { continue }
                    let sql = try MeasureSQL(measure, by: job.indicator.categories, in: store.catalog)
                    let statement = sql.statement(in: job.period, PeriodParameters(job.period, day: day), .sqlite)
                    for row in try connection.rows(statement.sql, statement.arguments) {
                        let count = job.indicator.categories.count
                        guard let sum = row[count + 1].number else { continue }
                        // A count of no rows is no row where it stands alone.
                        let values = (0..<count).map { IndicatorEvaluation.text(row[$0 + 1]) }
                        let key = IndicatorEvaluation.Key(
                            organisation: row[0].integer ?? 0, category: IndicatorCategory(values))
                        alone[key, default: IndicatorParts()].add(side ? .init(part: sum) : .init(whole: sum))
                    }
                }
                #expect(parts == alone, "\(job.indicator.name)")
            }
        }
    }

    @Test("are shown only to whom may read the rows there")
    func access() throws {
        let (sample, store) = try Self.filled()
        try store.compute(of: sample.store.today, by: .commandLine)
        let account = Self.account()
        let area = try sample.id("A1")
        try sample.store.assign(.init(account: account.id, role: "budget_reader", organisation: area), by: .commandLine)
        let pupils = try store.indicator("pupils"), budget = try store.indicator("budget_a_head")
        var access = try sample.store.access(of: account)
        #expect(try store.values(of: pupils, in: Self.period, access: access).isEmpty)
        #expect(!store.maySee(budget, organisation: area, access), "its whole counts students")
        try sample.store.assign(.init(account: account.id, role: "reader", organisation: area), by: .commandLine)
        access = try sample.store.access(of: account)
        let tree = try sample.store.organisations()
        let seen = try store.values(of: pupils, in: Self.period, access: access)
        #expect(seen.map { tree.nodes[$0.organisation]?.code } == ["A1", "S1", "S2"])
        let district = try sample.id("D")
        #expect(throws: IndicatorError.notAllowed) {
            try store.trend(of: pupils, organisation: district, access: access)
        }
    }

    @Test("are told in words, with their inputs")
    func words() throws {
        let catalog = try SampleCatalog.catalog()
        let indicator = try #require(catalog.indicator("fitness_good"))
        #expect(
            IndicatorWords(catalog, .chinese).lines(indicator) == [
                "分子：“体质测试”的行数，条件：分数 ≥ 80 且 性别 属于 (男, 女)", "分母：“体质测试”的行数", "只计 测试日期 在统计期内的行",
                "两者相除，再乘以 100",
            ])
        let inputs = IndicatorInputs(indicator, in: catalog).inputs
        #expect(
            inputs.map { "\($0.register) \($0.fields.joined(separator: " "))" } == [
                "fitness student tested_on score", "student sex",
            ])
        let pupils = try #require(catalog.indicator("pupils"))
        #expect(IndicatorWords(catalog, .english).lines(pupils).last == "Can be split by Sex")
        #expect(IndicatorDefinition.digest(pupils) != IndicatorDefinition.digest(indicator))
    }

    @Test("of few persons are not published, nor what would give them away")
    func smallCells() throws {
        let (sample, store) = try Self.filled()
        try store.compute(of: sample.store.today, by: .commandLine)
        let pupils = try store.indicator("pupils"), cells = SmallCells(store.catalog)
        let tree = try sample.store.organisations()
        let schools = try store.values(of: pupils, in: Self.period, access: .commandLine)
            .filter { tree.nodes[$0.organisation]?.level == .school }
        #expect(
            cells.published(schools, of: pupils).map { $0?.value } == [nil, nil, 10], "2 pupils, and 8 beside them")
        let fitness = try store.indicator("fitness_good")
        #expect(cells.countsPersons(pupils) && cells.countsPersons(fitness))
        #expect(cells.published(Array(schools.dropFirst()), of: pupils).allSatisfy { $0 != nil })
    }

    /// Somebody without a role in the ledger.
    static func account() -> Account {
        Account(
            id: 7, login: "reader", displayName: "查看", office: nil, roles: [.viewer], isDisabled: false,
            mustChangePassword: false, createdAt: Date(timeIntervalSince1970: 0))
    }
}
