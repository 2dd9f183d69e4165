import Catalog
import Monitoring
import Testing

@testable import Indicators

/// What other registers' measures ask of rows that were collected is answered from there, and only that.
@Suite("Collected rows") struct CollectedRowsTests {
    private static func rows() throws -> CollectedRows {
        let catalog = try SampleCatalog.catalog([
            "indicators/more.yaml": """
            - indicator: boys
              title: {zh: 男生数, en: Boys}
              system: none
              unit: 人
              part: {from: student, where: "sex = '1' and number is not null"}
            """
        ])
        let day = try #require(Day("2026-11-21"))
        let measure = try #require(catalog.indicator("boys")).part
        let time = try CountedRows(measure, in: catalog).time(in: Period(.day, of: day))
            .map { PeriodParameters(day: day).written($0, .sqlite) }
        let group = try #require(FusedMeasures.Group(measure, time: time))
        var measures = try FusedMeasures(group, measure, .sqlite, in: catalog)
        _ = measures.add(FusedMeasures.Term(measure, PeriodParameters(day: day), .sqlite), by: [])
        return try #require(CollectedRows(measures, day: day))
    }

    private static let today = "s.entered_on <= '2026-11-21' and (s.left_on is null or s.left_on > '2026-11-21')"

    @Test(
        "answer a count of the rows of the day",
        arguments: [
            "(select count(*) from student s where s.school = x.school and s.sex = '1' and \(today)) > 3",
            "school in (select s.school from student s where \(today) group by s.school having count(*) > 20)",
            "1 = 1 and (SELECT count(*)  FROM student s\n WHERE \(today)) = 0",
        ])
    func answered(_ sql: String) throws {
        let rewritten = try Self.rows().rewriting(sql)
        #expect(rewritten.contains("counted_student") && rewritten.contains("counted_rows"))
        #expect(!rewritten.contains("count(*)") && !rewritten.contains("entered_on"))
    }

    @Test(
        "leave alone what they cannot answer",
        arguments: [
            "(select count(*) from student s where s.school = x.school) > 3",
            "(select count(*) from student s where s.entered_on <= '2026-11-20' and s.left_on is null) > 3",
            "(select count(*) from student s where s.number = '1' and \(today)) > 3",
            "(select count(s.sex) from student s where \(today)) > 3",
            "(select max(s.sex) from student s where \(today)) > '1'",
            "(select count(distinct s.sex) from student s where \(today)) > 1",
            "(select count(*) from student s join fitness f on f.student = s.id where \(today)) > 3",
            "(select count(*) from fitness s where \(today)) > 3",
            "x.id in (select s.id from student s where \(today))",
        ])
    func left(_ sql: String) throws {
        #expect(try Self.rows().rewriting(sql) == sql)
    }
}
