import Foundation
import Hummingbird
import Store
import Testing

@testable import Site

@Suite("The forecast of seats for programmes")
struct SeatAPITests {
    /// Two areas with a school each, pupils of seven autumns, seats, an option and a scenario.
    static func filled() throws -> APIHarness {
        let api = try APIHarness(try DataSite.catalog.get(), isFilled: false)
        func add(_ register: String, _ rows: [[String: String]]) throws {
            let report = try api.store.add(
                rows, to: api.store.register(register), access: .commandLine, by: .system("test"))
            precondition(report.isKept, "\(report.faults)")
        }
        func node(_ code: String, _ level: String, _ kind: String, _ parent: String?) throws {
            var cells = ["code": code, "name": "云岚\(code)", "level": level, "kind": kind, "opened_on": "1990-09-01"]
            cells["parent"] = parent
            try add("organisation", [cells])
        }
        try node("D", "district", "10", nil)
        for area in ["A1", "A2"] { try node(area, "area", "12", "D") }
        try node("S1", "school", "20", "A1")
        try node("S3", "school", "20", "A2")
        var pupils: [[String: String]] = []
        for year in 2019...2025 {
            for grade in 1...6 {
                for (school, count) in [("S1", 100), ("S3", 40 + (year * 7 + grade * 3) % 5)] {
                    pupils.append(
                        ["school": school, "school_year": "\(year)", "grade": "P\(grade)", "pupils": "\(count)"])
                }
            }
        }
        try add("enrolment_count", pupils)
        try add(
            "seat_capacity",
            ["S1", "S3"].map {
                ["school": $0, "school_year": "2025", "stage": "P", "seats": "450", "classes": "10"]
            })
        try add(
            "seat_project",
            [["area": "A1", "name": "新校", "stage": "P", "plan": "新建", "rooms": "8", "opens": "2027"]])
        try add(
            "demand_change",
            [
                [
                    "district": "D", "scenario": "新区入住", "name": "千户", "kind": "1", "area": "A2", "starts": "2026",
                    "first_grade": "P1", "last_grade": "P6", "amount": "1000", "per_hundred": "8",
                ]
            ])
        return api
    }

    @Test("is asked by area and school, stage and grade, scenario and years, and says how good it was")
    func reading() async throws {
        let api = try Self.filled()
        let areas = try await api.ask(.get, "/api/v1/seats/forecast?years=3&stage=primary").body
        #expect(areas["total"]?.integer == 6 && areas["rows"]?.elements.count == 6 && areas["next"] == .null)
        let first = try #require(areas["rows"]?.elements.first)
        #expect(first["code"]?.text == "A1" && first["autumn"]?.integer == 2026)
        let schools = try await api.ask(.get, "/api/v1/seats/forecast?by=school&grades=true&limit=5").body
        #expect(schools["total"]?.integer == 60 && schools["rows"]?.elements.count == 5)
        let next = try #require(schools["next"]?.text)
        let second = try await api.ask(.get, next).body
        #expect(second["rows"]?.elements.count == 5 && second["rows"] != schools["rows"])
        let scenario = SiteLink.encode("新区入住")
        let housing = try await api.ask(.get, "/api/v1/seats/forecast?years=1&scenario=\(scenario)").body
        #expect(housing["rows"] != areas["rows"])
        let gaps = try await api.ask(.get, "/api/v1/seats/gaps?years=2").body
        #expect(gaps["rows"]?.elements.count == 8)
        #expect(gaps["rows"]?.elements.contains { $0["option"]?.text == "新建" } == true)
        let one = try await api.ask(.get, "/api/v1/seats/gaps?years=2&option=").body
        #expect(one["rows"]?.elements.allSatisfy { $0["option"] == .null } == true)
        for by in ["area", "school"] {
            let test = try await api.ask(.get, "/api/v1/seats/backtest?by=\(by)").body
            #expect(test["leads"]?.elements.count == 5)
            #expect(test["leads"]?.elements.first?["methods"]?.elements.count == 8)
        }
    }

    @Test("gives each account its own areas only, and nothing to who may not read seats")
    func rights() async throws {
        let api = try Self.filled()
        let area = try api.token("east", role: "area_officer", at: "A1")
        let rows = try await api.ask(.get, "/api/v1/seats/forecast", token: area).body["rows"]?.elements ?? []
        #expect(!rows.isEmpty && rows.allSatisfy { $0["code"]?.text == "A1" })
        let teacher = try api.token("teacher", role: "class_teacher", at: "S1")
        #expect(try await api.ask(.get, "/api/v1/seats/gaps", token: teacher).status == 403)
    }

    @Test("forecasts rows that are sent, the same each time, and keeps nothing")
    func posting() async throws {
        let api = try Self.filled()
        var rows: [String] = []
        for year in 2019...2024 {
            for (grade, pupils) in [("K", 30), ("1", 31), ("小班", 29)] {
                rows.append(
                    #"{"school": "甲", "autumn": \#(year), "grade": "\#(grade)", "pupils": \#(pupils + year % 3)}"#)
            }
        }
        let body =
            #"{"enrolment": [\#(rows.joined(separator: ","))], "years": 2, "births": [{"year": 2021, "births": 40}]}"#
        let first = try await api.ask(.post, "/api/v1/seats/forecast", body)
        #expect(first.status == 200 && first.body["rows"]?.elements.count == 6)
        #expect(first.body["backtest"]?.elements.isEmpty == false)
        #expect(try await api.ask(.post, "/api/v1/seats/forecast", body).text == first.text)
        let viewer = try api.token("east", role: "area_officer", at: "A1")
        #expect(try await api.ask(.post, "/api/v1/seats/forecast", body, token: viewer).status == 200)
    }

    @Test(
        "refuses what it does not know, with the reason",
        arguments: [
            ("forecast?years=0", 400), ("forecast?years=16", 400), ("forecast?stage=x", 400), ("forecast?by=city", 400),
            ("forecast?unit=1%20OR%201=1", 400), ("forecast?scenario=no", 400), ("forecast?limit=100000", 400),
            ("forecast?cursor=-1", 400), ("forecast?yaers=3", 400), ("gaps?option=no", 400), ("gaps?by=school", 400),
            ("backtest?years=3", 400), ("forecast?grades=maybe", 400), ("plans", 404), ("", 404), ("forecast/1", 404),
        ])
    func refused(path: String, status: Int) async throws {
        let api = try Self.filled()
        #expect(try await api.ask(.get, "/api/v1/seats/\(path)").status == status)
    }

    @Test(
        "refuses bodies that are none, too large or wrong, row and field named",
        arguments: [
            ("[]", 400), ("{}", 400), (#"{"enrolment": []}"#, 400), (#"{"enrolment": 3}"#, 400),
            (#"{"enrolment": [3]}"#, 422),
            (#"{"enrolment": [{"school": "a", "autumn": 2020, "grade": "1", "pupils": -1}]}"#, 422),
            (#"{"enrolment": [{"school": "a", "autumn": 2020, "grade": "17", "pupils": 1}]}"#, 422),
            (#"{"enrolment": [{"school": "", "autumn": 2020, "grade": 1, "pupils": 1}]}"#, 422),
            (#"{"enrolment": [{"school": "a", "autumn": 99999, "grade": 1, "pupils": 1}]}"#, 422),
            (#"{"enrolment": [{"school": "a", "autumn": 2020, "grade": 1, "pupils": 1, "x": 1}]}"#, 422),
            (#"{"enrolment": [{"school": "a", "autumn": 2020, "pupils": 1}], "years": 99}"#, 422),
            (
                #"{"enrolment": [{"school": "a", "autumn": 1900, "pupils": 1}, {"school": "a", "autumn": 2200, "pupils": 1}]}"#,
                422
            ),
        ])
    func refusedBodies(body: String, status: Int) async throws {
        let api = try Self.filled()
        let reply = try await api.ask(.post, "/api/v1/seats/forecast", body)
        #expect(reply.status == status && reply.headers[.contentType] == "application/problem+json")
    }

    @Test("refuses more rows than it takes, and other methods")
    func limits() async throws {
        let api = try Self.filled()
        let row = #"{"school":"a","autumn":2020,"grade":1,"pupils":1}"#
        let many = Array(repeating: row, count: PostedForecast.rowLimit + 1).joined(separator: ",")
        #expect(try await api.ask(.post, "/api/v1/seats/forecast", #"{"enrolment":[\#(many)]}"#).status == 413)
        let wide = (0..<4_000).map { #"{"school":"s\#($0)","autumn":2020,"grade":\#($0 % 12 + 1),"pupils":9}"# }
        let large = #"{"enrolment":[\#(wide.joined(separator: ","))]}"#
        #expect(try await api.ask(.post, "/api/v1/seats/forecast", large).status == 422)
        #expect(try await api.ask(.post, "/api/v1/seats/gaps", "{}").status == 405)
        #expect(try await api.ask(.delete, "/api/v1/seats/forecast").status == 405)
    }
}
