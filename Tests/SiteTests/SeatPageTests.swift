import Foundation
import Registers
import Store
import Testing

@testable import Site

@Suite("The page of seats")
struct SeatPageTests {
    private static func words(_ html: String) -> String { ViewsTests.words(html) }

    /// Two areas with pupils of seven autumns, seats, two options and a scenario.
    private static func filled() throws -> DataSite {
        let data = try DataSite()
        for year in 2019...2025 {
            for grade in 1...6 {
                for (school, pupils) in [("S1", 100), ("S3", 40 + (year * 7 + grade * 3) % 5)] {
                    try data.add(
                        "enrolment_count",
                        [
                            "school": school, "school_year": "\(year)", "grade": "P\(grade)", "pupils": "\(pupils)",
                        ])
                }
            }
        }
        for school in ["S1", "S3"] {
            try data.add(
                "seat_capacity",
                ["school": school, "school_year": "2025", "stage": "P", "seats": "450", "classes": "10"])
        }
        try data.add(
            "seat_project",
            [
                "area": "A1", "name": "东片新校", "stage": "P", "plan": "新建", "rooms": "8", "opens": "2027",
                "cost": "80000000",
            ])
        try data.add(
            "seat_project",
            [
                "area": "A1", "name": "片区调整", "stage": "P", "plan": "划片", "moves_to": "A2", "share": "20",
                "opens": "2026",
            ])
        try data.add(
            "demand_change",
            [
                "district": "D", "scenario": "新区入住", "name": "西山千户", "kind": "1", "area": "A2", "starts": "2026",
                "first_grade": "P1", "last_grade": "P6", "amount": "1000", "per_hundred": "8",
            ])
        return data
    }

    @Test("shows gaps, options, accuracy and rule, and every area leads on")
    func page() async throws {
        let data = try Self.filled()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let page = try await data.site.ask(.get, "/data/seats")
        let words = Self.words(page.body)
        #expect(page.status == 200)
        for id in ["trend", "gaps", "options", "grades", "posts", "accuracy", "rule"] {
            #expect(page.body.contains("<section class=\"panel\" id=\"\(id)\">"), "\(id)")
        }
        #expect(words.contains("东片学区") && words.contains("西片学区") && words.contains("1 个学区缺学位"))
        #expect(words.contains("维持现状") && words.contains("新建") && words.contains("8000 万元"))
        #expect(page.body.contains("data-chart") && !page.body.contains("style="))
        let area = try data.organisation("A2")
        #expect(page.body.contains("area=\(area)"))
        let one = try await data.site.ask(.get, "/data/seats?area=\(area)&stage=primary&years=15")
        #expect(one.status == 200 && Self.words(one.body).contains("2040"))
        let scenario = "scenario=\(SiteLink.encode("新区入住"))"
        #expect(Self.words(try await data.site.ask(.get, "/data/seats?\(scenario)").body).contains("西山千户"))
    }

    @Test("an account sees its own area only, and takes out only what it may")
    func rights() async throws {
        let data = try Self.filled()
        try data.signIn("leader", [.viewer], [("leader", "D")])
        #expect(try await data.site.ask(.get, "/data/seats").status == 200)
        #expect(try await data.site.ask(.get, "/data/seats/export/csv").status == 403, "leaders read only")
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let page = try await data.site.ask(.get, "/data/seats")
        #expect(page.status == 200 && page.body.contains("class=\"empty\"") && !page.body.contains("西片学区"))
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let file = try await data.site.ask(.get, "/data/seats/export/csv?years=10")
        #expect(file.status == 200 && file.body.contains("划片") && file.body.contains("2035"))
        #expect(!file.body.contains("2036"))
        #expect(try await data.site.ask(.get, "/data/seats/export/xlsx").status == 200)
    }

    @Test("a forecast is recorded once a year for the indicators, with its rows behind them")
    func record() async throws {
        let data = try Self.filled()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        for _ in 0..<2 {
            #expect(try await data.site.post("/data/seats", []).status == 303)
            let register = try data.registers.register("seat_forecast")
            #expect(try data.registers.count(of: register, access: .commandLine) == 30, "again replaces")
        }
        let store = data.site.responder.parts.indicators.store
        for (name, least) in [("seats_demand_next", 700.0), ("seats_supply_next", 900), ("seats_gap_five", 100)] {
            let indicator = try store.indicator(name)
            #expect(indicator.part.register == "seat_forecast")
            let rows = try data.registers.rows(
                of: try data.registers.register("seat_forecast"), RowQuery(), access: .commandLine, limit: 100
            ).rows
            let field = indicator.part.value.dropFirst(4).dropLast()
            let ahead = name == "seats_gap_five" ? "5" : "1"
            let sum = rows.filter { $0["ahead"]?.written == ahead }.reduce(0.0) {
                $0 + (Double($1[String(field)]?.written ?? "") ?? 0)
            }
            #expect(sum >= least, "\(name) \(sum)")
        }
        try data.signIn("area", [.viewer], [("area_officer", "A1")])
        #expect(try await data.site.post("/data/seats", []).status == 403)
    }

    @Test("schools are searched, sorted, taken out and shown one by one")
    func schools() async throws {
        let data = try Self.filled()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let list = try await data.site.ask(.get, "/data/seats/schools")
        #expect(list.status == 200 && list.body.contains("云岚第一小学") && list.body.contains("西山小学"))
        let found = try await data.site.ask(.get, "/data/seats/schools?q=\(SiteLink.encode("西山"))&sort=name&years=15")
        #expect(!found.body.contains("云岚第一小学") && found.body.contains("西山小学") && found.body.contains("2040"))
        #expect(try await data.site.ask(.get, "/data/seats/schools?q=zz").body.contains("class=\"empty\""))
        let school = try data.organisation("S1")
        let page = try await data.site.ask(.get, "/data/seats/schools/\(school)")
        #expect(page.status == 200 && Self.words(page.body).contains("95% 区间") && page.body.contains("data-chart"))
        #expect(page.body.contains("/data/schools/\(school)"))
        #expect(try await data.site.ask(.get, "/data/seats/schools/999999").status == 404)
        let file = try await data.site.ask(.get, "/data/seats/schools/export/csv?q=\(SiteLink.encode("西山"))")
        #expect(file.status == 200 && file.body.contains("西山小学") && !file.body.contains("云岚第一小学"))
        // Housing in an area is shared among its schools.
        let scenario = "scenario=\(SiteLink.encode("新区入住"))"
        let more = try await data.site.ask(.get, "/data/seats/schools/export/csv?\(scenario)")
        #expect(more.body.contains("新区入住") && more.body != file.body)
        #expect(try await data.site.ask(.get, "/data/seats/schools/export/xlsx").status == 200)
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        #expect(try await data.site.ask(.get, "/data/seats/schools/\(school)").status == 404)
        #expect(try await data.site.ask(.get, "/data/seats/schools").body.contains("class=\"empty\""))
    }

    @Test("scenarios stand side by side with their changes")
    func scenarios() async throws {
        let data = try Self.filled()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let page = try await data.site.ask(.get, "/data/seats/scenarios")
        let words = Self.words(page.body)
        #expect(page.status == 200 && words.contains("西山千户") && words.contains("1000 户") && words.contains("按现有趋势"))
        #expect(page.body.contains("/data/registers/demand_change/new") || page.body.contains("demand_change"))
        let some = "/data/seats/scenarios?scenario=+&scenario=\(SiteLink.encode("新区入住"))&scenario=none&years=10"
        #expect(try await data.site.ask(.get, some).status == 200)
    }

    @Test("a trial writes nothing until it is kept as an option")
    func trial() async throws {
        let data = try Self.filled()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let (east, west) = (try data.organisation("A1"), try data.organisation("A2"))
        let query = "in=\(east)&rooms=4&from=2026&until=2028&out=\(east)&to=\(west)&share=10&start=2027"
        let tried = try await data.site.ask(.get, "/data/seats/trial?\(query)")
        #expect(tried.status == 200 && tried.body.contains("id=\"result\""))
        #expect(!(try await data.site.ask(.get, "/data/seats").body.contains("四班")))
        let fields = query.split(separator: "&").map { pair in
            let pieces = pair.split(separator: "=").map(String.init)
            return (pieces[0], pieces[1])
        }
        let kept = try await data.site.post("/data/seats/trial", fields + [("name", "四班"), ("stage", "primary")])
        #expect(kept.status == 303)
        let plan = try await data.site.ask(.get, "/data/seats")
        #expect(plan.body.contains("四班"))
        #expect(try await data.site.post("/data/seats/trial", fields + [("name", "四班")]).status == 422)
        #expect(try await data.site.post("/data/seats/trial", fields).status == 422)
        #expect(try await data.site.post("/data/seats/trial", [("name", "空")]).status == 422)
        for wrong in [
            "rooms=99999&in=\(east)", "rooms=3", "share=10&out=\(east)", "shift=2", "rooms=x&in=1", "from=9&rooms=1",
        ] {
            let page = try await data.site.ask(.get, "/data/seats/trial?\(wrong)")
            #expect(page.status == 200 && page.body.contains("notice error"), "\(wrong)")
        }
        try data.signIn("leader", [.viewer], [("leader", "D")])
        #expect(try await data.site.post("/data/seats/trial", fields + [("name", "领导")]).status == 403)
    }

    @Test(
        "takes any choice for one that there is",
        arguments: [
            "?area=999999", "?area=x", "?stage=senior", "?stage=<script>", "?years=1000000", "?years=-1",
            "?scenario=%00", "?scenario='%20OR%201=1--",
        ])
    func hostile(query: String) async throws {
        let data = try Self.filled()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let page = try await data.site.ask(.get, "/data/seats\(query)")
        #expect(page.status == 200 && !page.body.contains("<script>\""))
        #expect(try await data.site.ask(.get, "/data/seats/export/pdf").status == 404)
    }

    @Test("without pupils it says what to do")
    func empty() async throws {
        let data = try DataSite()
        try data.signIn("officer", [.viewer], [("planning_officer", "D")])
        let page = try await data.site.ask(.get, "/data/seats")
        #expect(page.status == 200 && page.body.contains("class=\"empty\"") && page.body.contains("历年在校生数"))
    }
}
