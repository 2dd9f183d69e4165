import Catalog
import Foundation
import Indicators
import Ledger
import Registers
import Store
import Testing

@testable import Site

@Suite("Pages of indicators")
struct IndicatorPageTests {
    /// Twelve girls and boys at the first school, three at the third, all enrolled in primary school.
    static func filled() throws -> DataSite {
        let data = try DataSite()
        for index in 0..<12 { try data.enrolled("S1", index) }
        for index in 12..<19 { try data.enrolled("S2", index) }
        for index in 20..<23 { try data.enrolled("S3", index) }
        return data
    }

    static func counted() throws -> DataSite {
        let data = try filled()
        let store = data.site.responder.parts.indicators.store
        try store.compute(of: data.registers.today, by: .commandLine)
        return data
    }

    @Test("the library says what to do while nothing is counted, and a button counts once")
    func empty() async throws {
        let data = try Self.filled()
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let none = try await data.site.ask(.get, "/data/indicators")
        #expect(none.status == 200 && none.body.contains("class=\"empty\"") && !none.body.contains(">现在计算<"))
        #expect(try await data.site.post("/data/indicators", [("move", "count")]).status == 403)
        #expect(try await data.site.post("/data/indicators/pupils", []).status == 403)

        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        #expect(try await data.site.ask(.get, "/data/indicators").body.contains("现在计算"))
        #expect(try await data.site.post("/data/indicators", [("move", "count"), ("years", "9")]).status == 400)
        #expect(try await data.site.post("/data/indicators", [("move", "count"), ("years", "1")]).status == 303)
        #expect(try await data.site.post("/data/indicators", [("move", "count")]).status == 303, "one does for both")
        let counting = data.site.responder.parts.indicators.counting
        while counting.run != nil { await Task.yield() }
        let page = try await data.site.ask(.get, "/data/indicators")
        #expect(page.body.contains("已计算"))
        #expect(page.header("Refresh") == nil && page.body.contains("22 人") && !page.body.contains("class=\"empty\""))
        let store = data.site.responder.parts.indicators.store
        #expect(try store.snapshots(of: store.indicator("pupils")).count == 2)
    }

    @Test("a school sees its own figures, and nobody sees those of others")
    func scope() async throws {
        let data = try Self.counted()
        let one = try data.organisation("S1"), other = try data.organisation("S3")
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let own = try await data.site.ask(.get, "/data/indicators/pupils")
        #expect(own.body.contains("<strong>12 人</strong>") && own.body.contains("云岚第一小学"))
        for query in ["organisation=\(other)", "organisation=\(try data.organisation("D"))"] {
            let page = try await data.site.ask(.get, "/data/indicators/pupils?\(query)")
            #expect(page.status == 200 && page.body.contains("<strong>12 人</strong>"), "the own one instead")
            #expect(!page.body.contains("西山小学"))
            let rows = try await data.site.ask(.get, "/data/indicators/pupils/part?\(query)")
            #expect(rows.status == 200 && rows.body.contains("共 12 行") && !rows.body.contains("西山小学"))
        }
        let file = try await data.site.ask(.get, "/data/indicators/pupils/export/json?organisation=\(other)")
        #expect(file.status == 200 && !file.body.contains("西山小学") && file.body.contains("\"value\" : 12"))
        try data.signIn("nobody", [.viewer], [])
        let nothing = try await data.site.ask(.get, "/data/indicators/pupils?organisation=\(one)")
        #expect(nothing.status == 200 && !nothing.body.contains("<strong>"))
        #expect(try await data.site.ask(.get, "/data/indicators/pupils/part?organisation=\(one)").status == 403)
        #expect(try await data.site.ask(.get, "/data/indicators/pupils/export/csv").status == 403)
        #expect(try await data.site.ask(.get, "/data/indicators/export/csv").status == 403)
    }

    @Test("an indicator tells its rule, its standard, its parts, and where it comes from")
    func page() async throws {
        let data = try Self.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let page = try await data.site.ask(.get, "/data/indicators/girls_share")
        for words in ["计算规则", "分子", "分母", "数据来源", "按 2026-02-02 的台账统计", "/data/registers/enrolment"] {
            #expect(page.body.contains(words), "\(words)")
        }
        #expect(page.body.contains("/data/indicators/girls_share/part?organisation="))
        #expect(try await data.site.ask(.get, "/data/indicators/nothing").status == 404)
        #expect(try await data.site.ask(.get, "/data/indicators/pupils?period=2026-13").status == 404)
        #expect(try await data.site.ask(.get, "/data/indicators/pupils?period=2026").status == 422)
        let past = try await data.site.ask(.get, "/data/indicators/pupils?period=1999-2000")
        #expect(past.status == 200 && past.body.contains("这个统计期还没有计算"))
        let recount = try await data.site.post(
            "/data/indicators/pupils", [("period", "2024-2025"), ("organisation", "1")])
        #expect(recount.status == 303)
        let trend = try await data.site.ask(.get, "/data/indicators/pupils")
        #expect(trend.body.contains("data-chart") && trend.body.contains("2024-2025"))
        #expect(try await data.site.post("/data/indicators/pupils", [("period", "x")]).status == 404)
        #expect(try await data.site.post("/data/indicators/pupils", [("period", "2199-2200")]).status == 422)
    }

    @Test("organisations are ranked, and cells of few persons are left out with what would tell them")
    func comparison() async throws {
        let data = try Self.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let page = try await data.site.ask(.get, "/data/indicators/pupils")
        let schools = try #require(page.body.range(of: #"id="level-school""#)).lowerBound
        let areas = page.body[try #require(page.body.range(of: #"id="level-area""#)).lowerBound..<schools]
        #expect(areas.contains("东片学区") && areas.contains("＊"), "three pupils of the western area")
        #expect(!areas.contains("3 人") && !areas.contains("19 人"), "nor the eastern, which would tell them")
        let list = page.body[schools...]
        let first = try #require(list.range(of: "云岚第一小学</a>")).lowerBound
        let second = try #require(list.range(of: "云岚第二小学</a>")).lowerBound
        #expect(first < second && list.contains("12 人") && list.contains("7 人") && !list.contains("3 人"))
        let file = try await data.site.ask(.get, "/data/indicators/pupils/export/csv")
        #expect(file.status == 200 && file.body.contains("＊") && file.body.contains("云岚第一小学"))
        let sorted = try await data.site.ask(.get, "/data/indicators/girls_share?sort=part&down=1")
        #expect(sorted.body.contains(#"aria-sort="descending""#))
        let odd = try await data.site.ask(.get, "/data/indicators/girls_share?sort=%3Cscript%3E&page=999&category=a:b")
        #expect(odd.status == 200 && !odd.body.contains("<script>"))
    }

    @Test("a figure leads to its rows, masked, and to what they came from")
    func rows() async throws {
        let data = try Self.counted()
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let rows = try await data.site.ask(.get, "/data/indicators/pupils/part")
        #expect(rows.status == 200 && rows.body.contains("共 12 行") && rows.body.contains("/history"))
        #expect(!rows.body.contains("export/csv"), "export is a right of its own")
        #expect(try await data.site.ask(.get, "/data/indicators/pupils/part/export/csv").status == 403)
        #expect(try await data.site.ask(.get, "/data/indicators/pupils/whole").status == 404)
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let split = try await data.site.ask(.get, "/data/indicators/pupils/part?category=stage:P")
        #expect(split.status == 200 && split.body.contains("共 22 行"))
        let file = try await data.site.ask(.get, "/data/indicators/pupils/part/export/csv")
        #expect(file.status == 200 && file.body.split(separator: "\r\n").count == 23)
    }

    @Test("the library is searched by words, clause and element, and narrowed by what its values are")
    func search() async throws {
        let data = try Self.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        func found(_ query: String) async throws -> String {
            let encoded = query.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""
            return try await data.site.ask(.get, "/data/indicators?\(encoded)").body
        }
        #expect(try await found("q=在校生数").contains("/data/indicators/pupils?"))
        #expect(try await found("q=教督〔2017〕6号 骨干").contains("balance_p_backbone"))
        #expect(try await found("q=girls share").contains("/data/indicators/girls_share?"))
        #expect(try await found("q=没有这样的词").contains("没有符合条件的指标"))
        #expect(try await !found("state=counted").contains("/data/indicators/balance_j_rooms?"))
        #expect(try await found("state=missing&topic=balance").contains("/data/indicators/balance_j_rooms?"))
        #expect(try await found("q=%\"><script>").contains("&lt;script&gt;"))
        let file = try await data.site.ask(.get, "/data/indicators/export/json?state=counted")
        struct Value: Decodable { let indicator: String, value: Double? }
        let values = try JSONDecoder().decode([Value].self, from: Data(file.body.utf8))
        #expect(values.contains { $0.indicator == "pupils" && $0.value == 22 })
        #expect(values.allSatisfy { $0.value != nil })
    }
}

extension DataSite {
    /// A pupil with an enrolment in the first grade.
    func enrolled(_ school: String, _ index: Int) throws {
        let number = "G1101052016030500\(index + 10)"
        try pupil(school, number, "张小\(index)", sex: index % 2 == 0 ? "1" : "2")
        try add(
            "enrolment",
            [
                "school": school, "student": number, "stage": "P", "grade": "P1", "placement": "1",
                "started_on": "2025-09-01", "began_by": "11", "household_place": "1",
                "place_payer": "1",
            ])
    }
}
