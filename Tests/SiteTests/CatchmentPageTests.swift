import AdmissionService
import CatchmentPlanning
import Foundation
import Registers
import Store
import Testing

@testable import Site

@Suite("Pages of catchment plans")
struct CatchmentPageTests {
    private static func words(_ html: String) -> String { ViewsTests.words(html) }

    /// A district with six points, all of which lead to the first school so far, and places at two schools.
    private static func filled() throws -> DataSite {
        let data = try DataSite()
        for (school, places) in [("S1", 30), ("S2", 60)] {
            try data.add(
                "seat_capacity",
                [
                    "school": school, "school_year": "2026", "stage": "P", "seats": "\(places * 6)", "classes": "12",
                    "planned_intake": "\(places)",
                ])
        }
        for index in 0..<6 {
            try data.add(
                "residential_point",
                [
                    "area": "A1", "code": "P\(index + 1)", "name": "澄<岚>街\(index * 2 + 1)号院",
                    "addresses": "澄岚街\(index * 2 + 2)号",
                    "location": "\(116.2 + Double(index) * 0.01),40.361", "primary_children": "12",
                    "primary_school": "S1",
                ])
        }
        return data
    }

    private static let schools = "school,capacity,lon,lat\nS1,30,116.2,40.36\nS2,60,116.25,40.36\n"

    private static func desk(_ data: DataSite) throws -> CatchmentDesk {
        try CatchmentDesk(
            CatchmentStore(store: data.site.ledger.store, registers: data.registers), access: .commandLine,
            principal: .commandLine)
    }

    /// A plan worked out.
    private static func solved(_ data: DataSite, year: Int = 2026) throws -> Int64 {
        let desk = try desk(data)
        var settings = CatchmentSettings()
        settings.effort = .quick
        var files = TakenInput.Files()
        files.schools = .init(name: "schools.csv", bytes: Array(schools.utf8))
        let id = try desk.create(
            title: "小学<划片>", stage: "P", year: year, settings: settings,
            taken: try desk.take(stage: "P", year: year, files: files))
        try desk.solve(id)
        return id
    }

    private static let settings = [
        ("manner", "whole"), ("effort", "quick"), ("limit", "3000"), ("detour", "1.3"), ("movePrice", "200"),
        ("beyondPrice", "100000"), ("slackPrice", "1000000"), ("seed", "1"), ("most", ""),
    ]

    @Test("a plan is made from registers and a file, worked out, looked at, changed and published; families find it")
    func walk() async throws {
        let data = try Self.filled(), site = data.site
        try data.signIn("planner", [.viewer], [("admission_officer", "D")])
        let list = try await site.ask(.get, "/data/catchments")
        #expect(
            list.status == 200 && list.body.contains("class=\"empty\"") && list.body.contains("/data/catchments/new"))
        #expect(try await site.ask(.get, "/data/catchments/new").body.contains("6 个居民点"))
        let made = try await site.upload(
            "/data/catchments/new", name: "schools.csv", Array(Self.schools.utf8), field: "schools",
            fields: [("title", "小学<划片>"), ("purpose", "areas"), ("stage", "P"), ("year", "2026")] + Self.settings)
        #expect(
            made.status == 303 && made.header("Location") == "/data/catchments/1?done=catchmentMade",
            "\(made.body.suffix(900))")
        let draft = try await site.ask(.get, "/data/catchments/1")
        #expect(draft.body.contains("开始测算") && draft.body.contains("小学&lt;划片&gt;"))
        #expect(try await site.post("/data/catchments/1", [("move", "solve"), ("version", "1")]).status == 303)
        var page = ""
        for _ in 0..<600 {
            page = try await site.ask(.get, "/data/catchments/1").body
            if page.contains("id=\"figures\"") { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let words = Self.words(page)
        #expect(words.contains("超员学校从 1 所变为 0 所") && page.contains("data-map=") && !page.contains("style="))
        #expect(page.contains("id=\"findings\"") && page.contains("id=\"schools\"") && !page.contains("澄<岚>"))
        #expect(try await site.ask(.get, "/data/catchments/1?view=today").status == 200)
        for path in [
            "points", "schools", "settings", "print", "publish", "export/csv", "export/xlsx", "export/geojson",
        ] {
            #expect(try await site.ask(.get, "/data/catchments/1/\(path)").status == 200, "\(path)")
        }
        #expect(try await site.ask(.get, "/data/catchments/1/export/changes.csv").status == 404)
        let moved = try await site.post(
            "/data/catchments/1/points",
            [("move", "give"), ("to", "S1"), ("point", "P3"), ("version", "2"), ("back", "show=moved&sort=-metres")])
        #expect(moved.header("Location") == "/data/catchments/1/points?show=moved&sort=-metres&done=catchmentSaved")
        #expect(Self.words(try await site.ask(.get, "/data/catchments/1").body).contains("超员 6 人"))
        let late = try await site.post(
            "/data/catchments/1/points", [("move", "give"), ("to", "S1"), ("point", "P4"), ("version", "2")])
        #expect(late.status == 409 && late.body.contains("别人改过"))
        #expect(try await site.post("/data/catchments/1", [("move", "undo"), ("version", "3")]).status == 303)
        #expect(
            try await site.post("/data/catchments/1/publish", [("version", "4")]).header("Location")
                == "/data/catchments/1?done=catchmentPublished")
        #expect(try await site.ask(.get, "/data/catchments/1").body.contains("/apply/catchments/1"))

        site.cookies = [:]
        #expect(try await site.ask(.get, "/apply").body.contains("/apply/catchments"))
        let found = try await site.ask(.get, "/apply/catchments/1?q=\(SiteLink.encode("澄岚街12号"))")
        #expect(found.status == 200 && Self.words(found.body).contains("对口学校： 云岚第二小学"))
        #expect(found.body.contains("澄&lt;岚&gt;街11号院") && !found.body.contains("/data"))
        #expect(!found.body.contains("12 名"), "how many children live where is not for everybody")
        let nothing = try await site.ask(.get, "/apply/catchments/1?q=%3Cscript%3E")
        #expect(nothing.status == 200 && nothing.body.contains("没有找到") && !nothing.body.contains("<script>\""))
        let paper = try await site.ask(.get, "/apply/catchments/1/list")
        #expect(paper.status == 200 && paper.body.contains("云岚第二小学") && paper.body.contains("P6"))
        #expect(try await site.ask(.get, "/apply/catchments/2").status == 404)
    }

    @Test("a plan in force is taken into a round by one button, with schools, places and the schools of each point")
    func round() async throws {
        let data = try Self.filled(), plan = try Self.solved(data), desk = try Self.desk(data)
        try desk.publish(plan, version: 2)
        let bureau = try AdmissionDesk(
            AdmissionStore(store: data.site.ledger.store, registers: data.registers), access: .commandLine,
            principal: .commandLine)
        let round = try bureau.create(kind: "primary_single", year: 2026, title: "小学入学")
        let other = try bureau.create(kind: "primary_single", year: 2027, title: "次年")
        try data.signIn("planner", [.viewer], [("admission_officer", "D")])
        #expect(try await data.site.ask(.get, "/admissions/\(round)/places").body.contains("从方案带入"))
        #expect(try await !data.site.ask(.get, "/admissions/\(other)/places").body.contains("从方案带入"))
        let reply = try await data.site.post("/data/catchments/\(plan)", [("move", "round"), ("round", "\(round)")])
        #expect(
            reply.header("Location") == "/admissions/\(round)/places?done=catchmentTaken", "\(reply.body.suffix(600))")
        let admissions = AdmissionStore(store: data.site.ledger.store, registers: data.registers)
        #expect(try admissions.schools(of: round).map(\.places) == [30, 60])
        let places = try admissions.places(of: round)
        #expect(places.count == 6 && places[0].schools == ["S1"] && places[5].schools == ["S2"])
        let wrong = try await data.site.post("/data/catchments/\(plan)", [("move", "round"), ("round", "\(other)")])
        #expect(wrong.status == 404)
        try bureau.publish(round)
        #expect(
            try await data.site.post("/data/catchments/\(plan)", [("move", "round"), ("round", "\(round)")]).status
                == 404)
    }

    @Test("publishing another plan says which one gives way; the year's changes are listed for everybody")
    func replacing() async throws {
        let data = try Self.filled(), desk = try Self.desk(data), site = data.site
        let last = try Self.solved(data, year: 2025), one = try Self.solved(data), other = try Self.solved(data)
        try desk.give(["P1", "P2"], to: "S2", in: last, version: 2)
        try desk.publish(last, version: 3)
        try desk.publish(one, version: 2)
        try data.signIn("planner", [.viewer], [("admission_officer", "D")])
        let page = try await site.ask(.get, "/data/catchments/\(other)/publish")
        #expect(page.body.contains("替换并发布") && page.body.contains("2 个居民点的对口学校有变化"))
        #expect(try await site.post("/data/catchments/\(other)/publish", [("version", "2")]).status == 409)
        #expect(
            try await site.post("/data/catchments/\(other)/publish", [("version", "2"), ("replacing", "\(one)")]).status
                == 303)
        let comparison = try await site.ask(.get, "/data/catchments/compare?one=\(one)&other=\(last)")
        #expect(comparison.status == 200 && Self.words(comparison.body).contains("2 个居民点对口学校不同"))
        #expect(try await site.ask(.get, "/data/catchments/compare?one=x&other=999").status == 200)
        #expect(try await site.ask(.get, "/data/catchments/\(other)/export/changes.csv").body.contains("P1"))
        let changes = try await site.ask(.get, "/apply/catchments/\(other)/list?show=changed")
        #expect(changes.body.contains("澄&lt;岚&gt;街1号院") && !changes.body.contains("澄&lt;岚&gt;街7号院"))
        #expect(
            try await site.post(
                "/data/catchments/\(other)", [("move", "withdraw"), ("version", "3"), ("words", "数据有误")]
            ).status == 303)
        #expect(try await site.ask(.get, "/apply/catchments/\(other)").status == 404)
        #expect(
            try await site.post("/data/catchments/\(last)", [("move", "copy"), ("title", "再来"), ("year", "2027")])
                .status == 303)
    }

    @Test("a school is added and another left out on trial: worked out anew, beside what was there before, and undone")
    func trial() async throws {
        let data = try Self.filled(), site = data.site, id = try Self.solved(data)
        try data.signIn("planner", [.viewer], [("admission_officer", "D")])
        let path = "/data/catchments/\(id)"
        let form = try await site.ask(.get, "\(path)/schools").body
        #expect(form.contains("name=\"close\" value=\"S1\"") && form.contains("&quot;east&quot;:&quot;f-east&quot;"))
        let fields = [
            ("move", "try"), ("version", "2"), ("close", "S1"), ("name", "新<校>"), ("places", "36"),
            ("east", "116.205"), ("north", "40.361"),
        ]
        for (name, value) in [("places", "many"), ("east", "x"), ("north", "116.2"), ("name", ""), ("version", "1")] {
            let wrong = fields.map { $0.0 == name ? (name, value) : $0 }
            let reply = try await site.post("\(path)/schools", wrong)
            #expect(reply.status >= 409 && reply.body.contains("notice error"), "\(name) \(reply.status)")
            #expect(reply.body.contains("value=\"S1\" checked"), "what was chosen stays")
        }
        let made = try await site.post("\(path)/schools", fields)
        #expect(made.header("Location") == "\(path)?done=catchmentTried", "\(made.body.suffix(900))")
        var page = ""
        for _ in 0..<600 {
            page = try await site.ask(.get, path).body
            if page.contains("id=\"figures\"") { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let words = Self.words(page)
        #expect(words.contains("新增：新&lt;校&gt;") && words.contains("停办：云岚第一小学") && words.contains("变动之前"))
        #expect(page.contains("show=tried") && !page.contains("新<校>"))
        #expect(try await site.ask(.get, "\(path)/points?show=tried").body.contains("P1"))
        #expect(Self.words(try await site.ask(.get, "\(path)/publish").body).contains("还不在学校名册里"))
        #expect(try await site.ask(.get, "\(path)/schools").body.contains("name=\"reopen\" value=\"S1\""))
        let version = try Self.desk(data).scheme(id).version
        let back = try await site.post(path, [("move", "trialBack"), ("version", "\(version)")])
        #expect(back.header("Location") == "\(path)?done=catchmentTriedBack")
        #expect(Self.words(try await site.ask(.get, path).body).contains("超员学校从 1 所变为 0 所"))
        #expect(
            try await site.post(path, [("move", "trialBack"), ("version", "\(version + 1)")]).status == 422,
            "nothing is left to take back")
        try data.signIn("reader", [.viewer], [("office_reader", "D")])
        #expect(try await site.post("\(path)/schools", fields).status == 403)
        #expect(try await !site.ask(.get, "\(path)/schools").body.contains("id=\"trial\""))
    }

    @Test("rights: readers see no drafts and change nothing; schools see nothing")
    func rights() async throws {
        let data = try Self.filled(), desk = try Self.desk(data), site = data.site
        let solved = try Self.solved(data)
        let draft = try desk.copy(solved, title: "草稿", year: 2026)
        try data.signIn("area", [.viewer], [("area_officer", "A1")])
        #expect(
            try await site.ask(.get, "/data/catchments/\(solved)").status == 404, "a proposal is for the district's own"
        )
        try data.signIn("reader", [.viewer], [("office_reader", "D")])
        #expect(try await site.ask(.get, "/data/catchments/\(solved)").status == 200)
        #expect(try await site.ask(.get, "/data/catchments/\(draft)").status == 404)
        #expect(try await !site.ask(.get, "/data/catchments").body.contains("草稿"))
        #expect(try await site.ask(.get, "/data/catchments/new").status == 403)
        #expect(try await site.ask(.get, "/data/catchments/\(solved)/publish").status == 403)
        #expect(try await site.ask(.get, "/data/catchments/\(solved)/export/csv").status == 403)
        for (path, fields) in [
            ("", [("move", "solve"), ("version", "2")]), ("", [("move", "remove"), ("version", "2")]),
            ("", [("move", "cancel")]), ("", [("move", "copy"), ("title", "x"), ("year", "2026")]),
            ("/points", [("move", "give"), ("to", "S1"), ("point", "P1"), ("version", "2")]),
            ("/publish", [("version", "2")]), ("/settings", Self.settings + [("title", "x"), ("version", "2")]),
        ] as [(String, [(String, String)])] {
            #expect(try await site.post("/data/catchments/\(solved)\(path)", fields).status == 403, "\(path) \(fields)")
        }
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        #expect(try await site.ask(.get, "/data/catchments/\(solved)").status == 404)
        #expect(try await site.ask(.get, "/data/catchments").body.contains("class=\"empty\""))
    }

    @Test(
        "takes any question and refuses any post in words",
        arguments: [
            "/points?sort=--%00&show=x&page=-1", "/points?q=%25%27%3B--&school=zzz&page=99999999999",
            "/points?show=apart&sort=metres",
            "?view=<script>",
        ])
    func hostile(query: String) async throws {
        let data = try Self.filled(), id = try Self.solved(data)
        try data.signIn("planner", [.viewer], [("admission_officer", "D")])
        let page = try await data.site.ask(.get, "/data/catchments/\(id)\(query)")
        #expect(page.status == 200 && !page.body.contains("<script>\""))
        for (path, fields, status) in [
            ("/points", [("move", "give"), ("to", "nowhere"), ("point", "P1"), ("version", "2")], 422),
            ("/points", [("move", "give"), ("to", "S1"), ("version", "2")], 422),
            ("/points", [("move", "fly"), ("point", "P1"), ("version", "2")], 400),
            ("/schools", [("version", "2"), ("code-0", "S1"), ("places-0", "-4"), ("least-0", "0")], 422),
            ("/schools", [("version", "2"), ("code-0", "S2"), ("places-0", "4"), ("least-0", "0")], 409),
            ("/settings", [("version", "2"), ("title", "x"), ("manner", "fly"), ("effort", "quick")], 400),
            (
                "/settings",
                [("version", "2"), ("title", "x"), ("manner", "whole"), ("effort", "quick"), ("detour", "inf")], 422
            ),
            ("", [("move", "fly")], 400), ("", [("move", "copy"), ("title", ""), ("year", "x")], 422),
        ] as [(String, [(String, String)], Int)] {
            let reply = try await data.site.post("/data/catchments/\(id)\(path)", fields)
            #expect(reply.status == status && reply.body.contains("notice error"), "\(path) \(fields) \(reply.status)")
        }
    }
}
