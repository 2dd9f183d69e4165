import Catalog
import Localisation
import Monitoring
import Registers
import ShippedCatalog
import Testing

@testable import Indicators

@Suite("A measure as SQL")
struct MeasureSQLTests {
    @Test("takes named parameters in their order, and none inside quotes")
    func parameters() throws {
        let period = try #require(Period("2026-2027"))
        let parameters = PeriodParameters(period, day: try #require(Day("2026-11-21")))
        let words =
            "a <= :day and b = ':day' and \":to\" > :from and c between :from and :to and :dayly = d and e::date"
        let bound = parameters.bound(words, .sqlite)
        #expect(bound.sql == "a <= ? and b = ':day' and \":to\" > ? and c between ? and ? and :dayly = d and e::date")
        #expect(bound.arguments == ["2026-11-21", "2026-09-01", "2026-09-01", "2027-08-31"])
        #expect(parameters.bound(":day", .postgres).sql == "CAST(? AS date)")
    }

    @Test("counts rows by their register's own time")
    func time() throws {
        let sample = try SampleStore()
        try sample.pupils("S1", boys: 2, girls: 1)
        try sample.pupils("S1", boys: 1, girls: 0, from: "2025-10-01", until: "2026-09-02")
        try sample.pupils("S3", boys: 0, girls: 1, from: "2026-09-05")
        for (day, score) in [("2026-05-01", "90"), ("2026-09-01", "85"), ("2026-09-09", "60")] {
            try sample.put("fitness", ["school": "S3", "student": "S3-2026-09-05-0", "tested_on": day, "score": score])
        }
        try sample.put("budget", ["school": "S1", "year": "2026", "amount": "700"])
        func parts(_ name: String, _ period: String, day: String, by: [String] = []) throws -> [String] {
            let indicator = try #require(sample.store.catalog.indicator(name))
            let period = try #require(Period(period)), day = try #require(Day(day))
            let sql = try MeasureSQL(indicator.part, by: by, in: sample.store.catalog)
            let statement = sql.statement(in: period, PeriodParameters(period, day: day), .sqlite)
            let tree = try sample.store.organisations()
            return try sample.store.database.read { try $0.rows(statement.sql, statement.arguments) }.map { row in
                let category = by.indices.map { row[$0 + 1].text ?? "" }.joined()
                return "\(tree.nodes[row["owner"].integer ?? 0]?.code ?? "")\(category) \(row["part"].number ?? -1)"
            }.sorted()
        }
        #expect(try parts("pupils", "2026-2027", day: "2026-09-01") == ["S1 4.0"])
        #expect(try parts("pupils", "2026-2027", day: "2026-09-05", by: ["sex"]) == ["S11 2.0", "S12 1.0", "S32 1.0"])
        #expect(try parts("fitness_good", "2026-2027", day: "2026-09-10") == ["S3 1.0"])
        #expect(try parts("fitness_good", "2025-2026", day: "2026-08-31") == ["S3 1.0"])
        #expect(try parts("budget_a_head", "2026", day: "2026-09-10") == ["S1 700.0"])
        #expect(try parts("budget_a_head", "2025", day: "2025-12-31") == [])
    }

    @Test("of the shipped catalogue is taken by the database throughout")
    func shipped() throws {
        let faults = try CatalogSQLCheck(ShippedCatalog.catalog()).faults()
        #expect(faults.isEmpty, "\(faults.map { $0.message(in: .english) }.joined(separator: "\n"))")
    }

    @Test("that the database does not take is told with its place")
    func faults() throws {
        #expect(try CatalogSQLCheck(SampleCatalog.catalog()).faults().isEmpty)
        let catalog = try SampleCatalog.catalog([
            "indicators/wrong.yaml": """
            - indicator: wrong
              title: {zh: 错, en: Wrong}
              system: none
              unit: 人
              part: {from: student, where: "no_such_column = 1"}
            - indicator: wrong_whole
              title: {zh: 错, en: Wrong}
              system: none
              unit: 人
              part: {from: student}
              whole: {from: student, value: "sum(amount"}
            """,
            "checks/wrong.yaml": """
            - check: wrong_check
              title: {zh: 错, en: Wrong}
              dimension: validity
              severity: error
              register: student
              where: "sex ="
              intro: {zh: 一, en: a}
              advice: {zh: 二, en: b}
            """,
        ])
        let faults = try CatalogSQLCheck(catalog).faults()
        let told = faults.map { "\($0.place.file):\($0.place.line) \($0.key)" }
        #expect(
            told == [
                "indicators/wrong.yaml:1 wrong.part", "indicators/wrong.yaml:6 wrong_whole.whole",
                "checks/wrong.yaml:1 wrong_check.where",
            ])
        guard case .sql(let reason) = faults[0].kind else { throw RegisterError.noRow(0) }
        #expect(reason.contains("no_such_column"))
    }
}
