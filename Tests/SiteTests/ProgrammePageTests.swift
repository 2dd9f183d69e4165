import Foundation
import Ledger
import Monitoring
import Store
import Testing

@testable import Site

@Suite("Pages of programmes")
struct ProgrammePageTests {
    /// A site with a programme of two indicators, the first of one office, and somebody signed in.
    private func site(_ role: Role = .supervision) throws -> (site: SiteHarness, programme: Programme) {
        let site = try SiteHarness()
        _ = try site.opened()
        let office = try #require(try site.ledger.offices().first { $0.name == "学前教育科" })
        try site.account("visitor", [role], office: office.id)
        try site.signIn("visitor")
        let rate = IndicatorDetails(
            name: "<b>毛入园率", unit: "%", isBinding: true, baselineYear: 2024, baseline: 80, targetYear: 2029, target: 90,
            office: office.id)
        let places = IndicatorDetails(
            name: "新增学位", unit: "个", measure: .cumulative, baselineYear: 2024, baseline: 0, targetYear: 2029,
            target: 1000)
        let details = ProgrammeDetails(name: "云岚区<规划>", kind: .fiveYear, startYear: 2025, endYear: 2029)
        return (site, try site.ledger.createProgramme(details, indicators: [rate, places], by: .system("test")))
    }

    private static let table = "指标名称,单位,基数年,基数,目标年,规划目标,2025年实际,2025年来源\n"

    @Test("a table is shown before it is imported, and what was exported changes nothing")
    func importTable() async throws {
        let (site, programme) = try site()
        let path = "/programmes/\(programme.id)/import"
        #expect(try await site.ask(.get, path).body.contains("2025年来源"))
        #expect(try await site.ask(.get, "/programmes/\(programme.id)/template").status == 200)
        let rows = Self.table + "<i>近视率,%,2024,55,2029,48,54,监测报告\n新增学位,,,,,,120,基建台账\n"
        let shown = try await site.upload(path, name: "指标.csv", Array(rows.utf8))
        #expect(shown.status == 200 && shown.body.contains("新增指标 1 项") && shown.body.contains("新填报实际值 2 个"))
        #expect(!shown.body.contains("<i>近视"))
        #expect(try site.ledger.programme(programme.id).indicators.count == 2, "only shown")
        let digest = try #require(shown.body.firstMatch(of: #/name="digest" value="([0-9a-f]+)"/#)?.1)
        let confirm = [("digest", String(digest)), ("name", "指标.csv")]
        #expect(try await site.post(path, confirm).status == 303)
        let now = try site.ledger.programme(programme.id)
        #expect(now.indicators.count == 3 && now.indicators[1].actuals == [2025: 120])
        #expect(try await site.upload(path, name: "指标.csv", Array(rows.utf8)).body.contains("没有需要导入的"))
        #expect(try await site.post(path, confirm).status == 303)
        #expect(try site.ledger.programme(programme.id) == now, "sent twice, taken once")
        #expect(try await site.ask(.get, "/programmes/\(programme.id)/export").status == 200)
    }

    @Test("a table with a wrong cell is refused as a whole, in words with row and column")
    func refusedTable() async throws {
        let (site, programme) = try site()
        let path = "/programmes/\(programme.id)/import"
        let wrong = Self.table + "好,%,2024,55,2029,48,54,报告\n坏,%,2024,x,2029,48,,\n新增学位,,,,,,120,\n"
        let reply = try await site.upload(path, name: "指标.csv", Array(wrong.utf8))
        #expect(reply.status == 422 && reply.body.contains("第 3 行“基数”是“x”") && reply.body.contains("第 4 行“2025年来源”"))
        for (name, text) in [("a.csv", ""), ("a.csv", Self.table), ("a.xlsx", "PK"), ("a.csv", "a,b\n1,2")] {
            #expect(try await site.upload(path, name: name, Array(text.utf8)).status == 422)
        }
        #expect(try await site.post(path, [("digest", "../../etc"), ("name", "a.csv")]).status >= 400)
        #expect(try await site.post(path, []).status == 422)
        #expect(try site.ledger.programme(programme.id) == programme)
    }
}
