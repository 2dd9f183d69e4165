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

    @Test("a value comes with files, which are checked, shown, and given out as files only")
    func evidence() async throws {
        let (site, programme) = try site()
        let path = "/indicators/\(programme.indicators[0].id)"
        let value = [("move", "report"), ("value", "81.5"), ("year", "2025"), ("source", "<i>报表")]
        #expect(try await site.upload(path, name: "说明.exe", Array("MZ".utf8), fields: value).status == 422)
        #expect(try await site.upload(path, name: "假.pdf", Array("MZ".utf8), fields: value).status == 422)
        #expect(try site.ledger.indicator(programme.indicators[0].id).values.isEmpty)
        #expect(try await site.upload(path, name: "说明.txt", Array("说明".utf8), fields: value).status == 303)
        let file = try #require(try site.ledger.indicator(programme.indicators[0].id).values.first?.files.first)
        let page = try await site.ask(.get, path).body
        #expect(page.contains("/indicators/files/\(file.id)") && page.contains("说明.txt") && !page.contains("<i>报表"))
        let reply = try await site.ask(.get, "/indicators/files/\(file.id)")
        #expect(reply.status == 200 && reply.body == "说明")
        #expect(reply.header("Content-Disposition")?.hasPrefix("attachment") == true)
        #expect(try await site.ask(.get, "/indicators/files/99").status == 404)
        #expect(try await site.post(path, value).status == 303, "files are not needed")
    }

    @Test(
        "offices report their own indicators; setting up, importing and confirming is the bureau's",
        arguments: Role.allCases)
    func rights(role: Role) async throws {
        let (site, programme) = try site(role)
        let (own, other) = (programme.indicators[0].id, programme.indicators[1].id)
        let manages = role == .administrator || role == .supervision
        let reports = manages || role == .officer || role == .officeHead
        func post(_ path: String, _ fields: [(String, String)]) async throws -> Bool {
            let status = try await site.post(path, fields).status
            #expect([200, 303, 403, 422].contains(status), "\(role) \(path) \(status)")
            return status != 403
        }
        let value = [("move", "report"), ("value", "81"), ("year", "2025"), ("source", "报表")]
        #expect(try await post("/indicators/\(own)", value) == reports)
        #expect(try await post("/indicators/\(other)", value) == manages)
        #expect(try await post("/indicators/\(own)", [("move", "confirm"), ("value", "1")]) == manages)
        #expect(try await post("/indicators/\(other)", [("move", "remove")]) == manages)
        #expect(try await post("/programmes/\(programme.id)/import", []) == manages)
        #expect(try await post("/programmes", [("kind", "action"), ("name", "")]) == manages)
        let drafts = try await site.ask(.get, "/programmes/drafts").status
        #expect(drafts == (manages ? 200 : 403))
        let page = try await site.ask(.get, "/programmes/\(programme.id)")
        #expect(page.body.contains("/programmes/\(programme.id)/import") == (manages && page.status == 200))
    }

    @Test("what is typed wrong is refused in words, and nothing is kept")
    func refused() async throws {
        let (site, programme) = try site()
        let path = "/indicators/\(programme.indicators[0].id)"
        let wrong: [(String, String, String)] = [
            ("x", "2025", "报表"), ("nan", "2025", "报表"), ("1e16", "2025", "报表"), ("81", "2023", "报表"),
            ("81", "2030", "报表"), ("81", "x", "报表"), ("81", "2025", " "),
            ("81", "2025", String(repeating: "长", count: 501)),
        ]
        for (value, year, source) in wrong {
            let fields = [("move", "report"), ("value", value), ("year", year), ("source", source)]
            #expect(try await site.post(path, fields).status == 422, "\(value) \(year)")
        }
        #expect(try await site.post(path, [("move", "x")]).status >= 400)
        for (name, start, end) in [("", "2025", "2029"), ("甲", "2029", "2025"), ("甲", "x", "2029")] {
            let fields = [("kind", "action"), ("name", name), ("start", start), ("end", end)]
            #expect(try await site.post("/programmes", fields).status == 422)
        }
        for path in ["/programmes/99", "/indicators/99", "/programmes/99/import", "/programmes/99/template"] {
            #expect(try await site.ask(.get, path).status == 404, "\(path)")
        }
        #expect(try await site.ask(.get, "/programmes/\(programme.id)/evaluation?kind=x").status == 404)
        #expect(try site.ledger.programmes() == [programme])
    }

    @Test("empty pages say what to do; every page is there in both languages and shows what was written as text")
    func pages() async throws {
        let bare = try SiteHarness()
        try bare.account("visitor", [.supervision])
        try bare.signIn("visitor")
        #expect(try await bare.ask(.get, "/programmes").body.contains("还没有规划"))
        #expect(try await bare.ask(.get, "/programmes/compare").body.contains("还没有规划"))
        #expect(try await bare.ask(.get, "/programmes/drafts").body.contains("没有带指标表的规划文件"))
        let (site, programme) = try site()
        let id = programme.id
        var domain = programme.indicators[1].details
        domain.domain = "<u>学位"
        try site.ledger.changeIndicator(programme.indicators[1].id, to: domain, by: .system("test"))
        try site.ledger.reportValue(81, year: 2025, source: "报表", of: programme.indicators[0].id, by: .system("test"))
        let pages = [
            "/programmes", "/programmes/\(id)", "/programmes/\(id)?year=2025&light=yellow&about=x&lead=1&group=domain",
            "/programmes/compare", "/programmes/drafts", "/programmes/\(id)/import",
            "/indicators/\(programme.indicators[0].id)", "/programmes/\(id)?year=99999999999&lead=-1&group=x",
        ]
        for language in ["zh", "en"] {
            try await site.ask(.get, "/language/\(language)")
            for page in pages {
                let reply = try await site.ask(.get, page)
                #expect(reply.status == 200 && !reply.body.contains(">programmes."), "\(page)")
                #expect(!reply.body.contains("<b>毛") && !reply.body.contains("<规划>") && !reply.body.contains("<u>学"))
                #expect(!reply.body.contains("style="), "\(page)")
                let ids = reply.body.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
                #expect(Set(ids).count == ids.count, "\(page)")
            }
        }
        try await site.ask(.get, "/language/zh")
        let whole = try await site.ask(.get, "/programmes/\(id)?year=2025").body
        #expect(whole.contains("差 1 个百分点") && whole.contains("毛入园率") && whole.contains("新增学位"))
        let office = try #require(programme.indicators[0].details.office)
        let chosen = try await site.ask(.get, "/programmes/\(id)?year=2025&lead=\(office)&group=office").body
        #expect(chosen.contains("毛入园率") && !chosen.contains(">新增学位"))
        #expect(chosen.contains("lead=\(office)&amp;group=office"), "the papers are of what is shown")
        for kind in ["annual", "midterm", "final"] {
            let paper = "/programmes/\(id)/evaluation?kind=\(kind)&year=2025&group=domain"
            #expect(try await site.ask(.get, paper).status == 200)
        }
    }
}
