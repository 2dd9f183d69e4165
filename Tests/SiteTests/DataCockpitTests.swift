import Foundation
import Indicators
import Ledger
import Monitoring
import PlanModel
import Registers
import Store
import Testing

@testable import Site

@Suite("The data cockpit")
struct DataCockpitTests {
    private static func words(_ html: String) -> String { ViewsTests.words(html) }

    @Test("says what to do before anything is counted, with a button for those who may")
    func empty() async throws {
        let data = try IndicatorPageTests.filled()
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let reader = try await data.site.ask(.get, "/data/cockpit")
        #expect(reader.status == 200 && reader.body.contains("class=\"empty\"") && !reader.body.contains(">现在计算<"))
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        #expect(try await data.site.ask(.get, "/data/cockpit").body.contains("现在计算"))
        try data.signIn("nobody", [.viewer], [])
        #expect(try await data.site.ask(.get, "/data/cockpit").body.contains("class=\"empty\""))
    }

    @Test("says in one sentence how the region stands; every figure leads to its indicator, organisation and period")
    func page() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let page = try await data.site.ask(.get, "/data/cockpit")
        let words = Self.words(page.body), district = try data.organisation("D")
        #expect(page.status == 200 && words.contains("在校生数 22 人") && words.contains("项有标准值的指标中：● 达标"))
        #expect(page.body.contains("/data/indicators/pupils?organisation=\(district)&amp;period=2025-2026"))
        for id in ["targets", "standards", "moves", "map", "trend", "compare"] {
            #expect(page.body.contains("<section class=\"panel\" id=\"\(id)\">"), "\(id)")
        }
        #expect(page.body.contains("data-chart") && !page.body.contains("style="))
        #expect(words.contains("标准对照") && words.contains("首次计算，尚无上期"))
        #expect(!page.body.contains("/data/cockpit/headline"), "choosing figures is the administrator's")
    }

    @Test("leads down from region to area to school with the same indicator and period, and up again")
    func drill() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let choice = "indicator=girls_share&period=2025-2026"
        let region = try await data.site.ask(.get, "/data/cockpit?\(choice)")
        let area = try data.organisation("A1"), school = try data.organisation("S1")
        let down = "/data/cockpit?organisation=\(area)&amp;indicator=girls_share&amp;period=2025-2026"
        #expect(region.body.contains("href=\"\(down)\""))
        let inArea = try await data.site.ask(.get, down.replacing("&amp;", with: "&"))
        #expect(inArea.status == 200 && Self.words(inArea.body).contains("东片学区 · 数据驾驶舱"))
        #expect(inArea.body.contains("organisation=\(school)&amp;indicator=girls_share&amp;period=2025-2026"))
        #expect(inArea.body.contains("class=\"crumbs\""))
        let inSchool = try await data.site.ask(.get, "/data/cockpit?organisation=\(school)&\(choice)")
        #expect(Self.words(inSchool.body).contains("在校生数 12 人") && !inSchool.body.contains("id=\"compare\""))
        #expect(inSchool.body.contains("organisation=\(area)&amp;indicator=girls_share"))
    }

    @Test("a school sees its own figures and no others, nor that there are any")
    func scope() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("registrar", [.school], [("school_registrar", "S1")])
        let own = try await data.site.ask(.get, "/data/cockpit")
        #expect(own.status == 200 && Self.words(own.body).contains("在校生数 12 人"))
        #expect(own.body.contains("云岚第一小学") && !own.body.contains("id=\"targets\""), "targets are the ledger's")
        for name in ["西山小学", "云岚第二小学", "东片学区", "云岚区教育局"] { #expect(!own.body.contains(name), "\(name)") }
        for code in ["D", "A1", "S3"] {
            let id = try data.organisation(code)
            for query in ["", "&wall=1", "&level=school"] {
                #expect(try await data.site.ask(.get, "/data/cockpit?organisation=\(id)\(query)").status == 404)
            }
        }
        #expect(try await data.site.ask(.get, "/data/cockpit?organisation=999999").status == 404)
        #expect(try await data.site.ask(.get, "/data/cockpit/headline").status == 403)
    }

    @Test("compares organisations by place, without those of few persons, in any order")
    func comparison() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let path = "/data/cockpit?indicator=pupils&level=school"
        let body = try await data.site.ask(.get, path).body
        let table = body[try #require(body.range(of: #"id="compare""#)).lowerBound...]
        let first = try #require(table.range(of: "云岚第一小学</a>")).lowerBound
        let second = try #require(table.range(of: "云岚第二小学</a>")).lowerBound
        #expect(first < second && table.contains("＊ 1 个的数值不列"))
        #expect(table.contains("西山小学</a>") && table.contains(">＊<") && !table.contains(">3 人<"), "three pupils")
        let down = try await data.site.ask(.get, path + "&sort=-value").body
        let turned = down[try #require(down.range(of: #"id="compare""#)).lowerBound...]
        let one = try #require(turned.range(of: "云岚第一小学</a>")).lowerBound
        let two = try #require(turned.range(of: "云岚第二小学</a>")).lowerBound
        #expect(two < one && turned.contains(#"aria-sort="ascending""#))
        for odd in [
            "sort=%3Cscript%3E", "period=2026-13", "indicator=%3Cscript%3E", "level=city", "page=999999", "wall=1",
            "organisation=x", "page=-3", "period=1999-2000",
        ] {
            let page = try await data.site.ask(.get, "/data/cockpit?\(odd)")
            #expect(page.status == 200 && !page.body.contains("<script>"), "\(odd)")
        }
    }

    @Test("tells what moved since the counting before")
    func moves() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        #expect(Self.words(try await data.site.ask(.get, "/data/cockpit").body).contains("没有变动"))
        for index in 30..<36 { try data.enrolled("S1", index) }
        data.site.clock.advance(3600)
        let store = data.site.responder.parts.indicators.store
        try store.compute(of: data.registers.today, by: .commandLine)
        let body = try await data.site.ask(.get, "/data/cockpit").body
        let moves = Self.words(String(body[try #require(body.range(of: #"id="moves""#)).lowerBound...]))
        #expect(moves.contains("在校生数22 人28 人") && moves.contains("↑ 6 人"))
    }

    @Test("shows the targets that indicators measure as bullets beside their figures")
    func targets() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        #expect(Self.words(try await data.site.ask(.get, "/data/cockpit").body).contains("目标与实际：0 项"))
        let plan = try data.site.opened()
        let rows = try data.site.ledger.tasks(.ledger(of: plan.id)).rows
        let row = try #require(rows.first { $0.task.title.text.contains("补充中小学教师") })
        let today = Day(of: data.site.clock.now)
        try data.site.ledger.move(.issue(due: today + 100), task: row.id, by: .system("test"))
        try data.site.ledger.move(.accept, task: row.id, by: .system("test"))
        let target = try #require(try data.site.ledger.work(of: row.id, on: today).record.targets.first)
        let path: [Trajectory.Point] = [.init(day: today + -50, value: 0), .init(day: today + 50, value: target.goal)]
        try data.site.ledger.move(.setTarget(target.id, direction: .up, path: path), task: row.id, by: .system("test"))
        try data.site.ledger.move(
            .report(ProgressReport("已招聘一半", values: [.init(target: target.id, actual: .init(value: 60, day: today))])),
            task: row.id, by: .system("test"))
        try data.site.ledger.bind(
            target.id, to: TargetMeasure(indicator: "pupils", organisation: "D"), by: .system("test"))
        let body = try await data.site.ask(.get, "/data/cockpit").body
        let words = Self.words(body)
        #expect(words.contains("目标与实际：1 项") && body.contains("/tasks/\(row.id)"))
        let bullets = try #require(body.firstMatch(of: /data-chart="([^"]*bullets[^"]*)"/)).1.replacing(
            "&quot;", with: "\"")
        // Half of the way is gone, as expected today.
        #expect(bullets.contains("\"values\":[50]") && bullets.contains("\"values\":[100]"))
        #expect(words.contains("基数") && words.contains("0 名") && words.contains("60 名"))
        let west = try data.organisation("A2")
        #expect(
            Self.words(try await data.site.ask(.get, "/data/cockpit?organisation=\(west)").body)
                .contains("目标与实际：0 项"), "bound to the district")
    }

    @Test("the map has the schools that stand somewhere, with the outlines of areas; names stay words")
    func map() async throws {
        let data = try IndicatorPageTests.filled()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        try data.add(
            "organisation",
            [
                "code": "S4", "name": "</div><script>x", "level": "school", "kind": "20", "parent": "A2",
                "opened_on": "1990-09-01", "location": "116.31,39.97",
            ])
        try data.add(
            "organisation",
            [
                "code": "S5", "name": "已撤小学", "level": "school", "kind": "20", "parent": "A2",
                "opened_on": "1990-09-01", "closed_on": "2020-09-01", "location": "116.32,39.98",
            ])
        for index in 40..<48 { try data.enrolled("S4", index) }
        for index in 50..<58 { try data.enrolled("S3", index) }
        let store = data.site.responder.parts.indicators.store
        try store.compute(of: data.registers.today, by: .commandLine)
        let body = try await data.site.ask(.get, "/data/cockpit?indicator=pupils").body
        let match = try #require(body.firstMatch(of: /data-map="([^"]*)"/))
        let json = String(match.1).replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        struct Map: Decodable {
            struct School: Decodable {
                let name: String, value: String, latitude: Double, longitude: Double, profile: String?
            }
            struct Area: Decodable { let name: String, outline: [[Double]] }
            let schools: [School], areas: [Area]
        }
        let map = try JSONDecoder().decode(Map.self, from: Data(json.utf8))
        #expect(map.schools.map(\.name) == ["</div><script>x"] && map.schools[0].value == "8 人")
        #expect(map.schools[0].profile?.hasPrefix("/data/schools/") == true && map.schools[0].latitude == 39.97)
        #expect(map.areas.map(\.name) == ["西片学区"] && map.areas[0].outline.count == 8)
        #expect(!body.contains("<script>x"))
        #expect(Self.words(body).contains("所学校没有登记位置") && body.contains("role=\"region\""))
        let east = try data.organisation("A1")
        let without = try await data.site.ask(.get, "/data/cockpit?organisation=\(east)").body
        #expect(!without.contains("data-map") && without.contains("画不出地图"))
    }

    @Test("the administrator chooses the figures on top, for everybody")
    func headline() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("boss", [.administrator], [])
        let path = "/data/cockpit/headline"
        let form = try await data.site.ask(.get, path)
        #expect(form.status == 200 && form.body.contains("value=\"pupils\" checked"))
        func choose(_ names: [String]) async throws -> Int {
            try await data.site.post(path, names.map { ("indicator", $0) }).status
        }
        #expect(try await choose([]) == 422)
        #expect(try await choose(["nothing", "<script>"]) == 422)
        #expect(try await choose(data.registers.catalog.indicators.prefix(13).map(\.name)) == 422)
        #expect(try data.site.ledger.cockpitHeadline() == nil)
        #expect(try await choose(["girls_share", "girls_share", "nothing"]) == 303)
        #expect(try data.site.ledger.cockpitHeadline() == ["girls_share"])
        let body = try await data.site.ask(.get, "/data/cockpit").body
        #expect(body.matches(of: /<li><h3>/).count == 1 && body.contains(path))
        #expect(try data.site.ledger.store.audit.entries(limit: 1).first?.action == "setting.cockpitHeadline")
        #expect(try await data.site.post(path, [("move", "reset")]).status == 303)
        #expect(try data.site.ledger.cockpitHeadline() == nil)
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        #expect(try await choose(["pupils"]) == 403)
    }

    @Test("the big screen says the same in the dark, without navigation and forms, and goes round by itself")
    func wall() async throws {
        let data = try IndicatorPageTests.counted()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let page = try await data.site.ask(.get, "/data/cockpit"),
            wall = try await data.site.ask(.get, "/data/cockpit?wall=1")
        let sentence = try #require(Self.words(page.body).firstMatch(of: #/在校生数 22 人.*?。/#).map { String($0.0) })
        #expect(Self.words(wall.body).contains(sentence) && wall.body.contains("class=\"dark\""))
        #expect(!wall.body.contains("<nav") && !wall.body.contains("<form") && !wall.body.contains("csrf"))
        #expect(wall.body.matches(of: /data-screen-panel/).count == 7 && wall.body.contains("/assets/screen.js"))
        #expect(!wall.body.contains("style="))
    }
}

@Suite("Outlines of areas")
struct OutlineTests {
    /// Points from a seed, some of them on one another and in a row.
    private func points(_ seed: UInt64, _ count: Int) -> [OrganisationPlace] {
        var state = seed
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 60)
        }
        return (0..<count).map { _ in OrganisationPlace(longitude: next(), latitude: next()) }
    }

    @Test("are convex and hold every point", arguments: 1...40)
    func convex(seed: Int) {
        let points = points(UInt64(seed), seed)
        let outline = Outline.around(points, margin: 0.1)
        #expect(outline.count >= 8 && Set(outline).count == outline.count)
        for index in outline.indices {
            let (one, two) = (outline[index], outline[(index + 1) % outline.count])
            #expect(Outline.turn(one, two, outline[(index + 2) % outline.count]) > 0)
            for point in points { #expect(Outline.turn(one, two, point) > 0) }
        }
    }

    @Test("of nothing are nothing, and of points in a row a line")
    func odd() {
        #expect(Outline.around([], margin: 1).isEmpty)
        let row = (0..<5).map { OrganisationPlace(longitude: Double($0), latitude: Double($0)) }
        #expect(Outline.hull(row) == [row[0], row[4]])
        #expect(Outline.hull([row[0], row[0]]) == [row[0]])
    }
}
