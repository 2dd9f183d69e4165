import CatchmentPlanning
import Foundation
import Hummingbird
import Registers
import Store
import Testing

@testable import Site

@Suite("Catchment plans for programmes")
struct CatchmentAPITests {
    /// The programming interface over a district with a plan worked out and a draft.
    private static func filled() throws -> (api: APIHarness, plan: Int64, draft: Int64) {
        let api = try APIHarness(DataSite.catalog.get(), isFilled: false)
        for (code, name, level, kind, parent) in [
            ("D", "云岚区教育局", "district", "10", ""), ("A1", "东片学区", "area", "12", "D"),
            ("S1", "云岚第一小学", "school", "20", "A1"),
        ] {
            var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
            if !parent.isEmpty { cells["parent"] = parent }
            let report = try api.store.add(
                [cells], to: api.store.register("organisation"), access: .commandLine, by: .system("test"))
            precondition(report.isKept, "\(report.faults)")
        }
        let (plan, draft) = try plans(in: api)
        return (api, plan, draft)
    }

    /// A plan worked out and a draft, in a site that has a school S1.
    static func plans(in api: APIHarness) throws -> (plan: Int64, draft: Int64) {
        let desk = try CatchmentDesk(
            CatchmentStore(store: api.site.ledger.store, registers: api.store), access: .commandLine,
            principal: .commandLine)
        var files = TakenInput.Files()
        files.points = .init(
            name: "p.csv",
            bytes: Array("point,name,children,x,y,school\nP1,一院,10,0,0,S1\nP2,二院,20,900,0,S1\nP3,三院,5,1000,0,S1\n".utf8)
        )
        files.schools = .init(
            name: "s.csv", bytes: Array("school,capacity,x,y\nS1,15,0,0\n西校,30,1000,0\n".utf8))
        var settings = CatchmentSettings()
        settings.effort = .quick
        let taken = try desk.take(stage: "P", year: 2026, files: files)
        let plan = try desk.create(title: "划片", stage: "P", year: 2026, settings: settings, taken: taken)
        try desk.solve(plan)
        return (plan, try desk.create(title: "草稿", stage: "P", year: 2026, settings: settings, taken: taken))
    }

    @Test("plans, points and areas are read page by page")
    func reading() async throws {
        let (api, plan, _) = try Self.filled()
        let list = try await api.ask(.get, "/api/v1/catchments?stage=P&year=2026&state=solved")
        #expect(list.status == 200 && list.body["plans"]?.elements.count == 1)
        let one = try await api.ask(.get, "/api/v1/catchments/\(plan)")
        #expect(one.body["figures"]?["overfull"]?.integer == 0 && one.body["today"]?["too_many"]?.integer == 20)
        #expect(one.body["schools"]?.elements.count == 2 && one.body["state"] == "solved")
        let first = try await api.ask(.get, "/api/v1/catchments/\(plan)/points?limit=2")
        #expect(first.body["points"]?.elements.count == 2 && first.body["next"] == "P2")
        let rest = try await api.ask(.get, "/api/v1/catchments/\(plan)/points?limit=2&cursor=P2")
        #expect(rest.body["points"]?.elements.count == 1 && rest.body["next"] == .null)
        let west = try await api.ask(.get, "/api/v1/catchments/\(plan)/points?school=%E8%A5%BF%E6%A0%A1")
        #expect(west.body["points"]?.elements.compactMap { $0["point"]?.text } == ["P2", "P3"])
        let areas = try await api.ask(.get, "/api/v1/catchments/\(plan)/areas")
        #expect(areas.headers[.contentType] == "application/geo+json" && areas.body["features"]?.elements.count == 3)
    }

    @Test("what is sent is worked out, and nothing is kept")
    func solve() async throws {
        let (api, _, _) = try Self.filled()
        let before = try api.site.ledger.store.audit.entries(limit: 1).first?.id
        let body = """
            {"points": [{"point": "A", "children": 10, "x": 0, "y": 0}, {"point": "B", "children": 10, "x": 100, "y": 0, "school": "S"}],
             "schools": [{"school": "S", "capacity": 5, "x": 0, "y": 0}, {"school": "T", "capacity": 20, "x": 100, "y": 0}]}
            """
        let reply = try await api.ask(.post, "/api/v1/catchments/solve", body)
        #expect(reply.status == 200 && reply.body["proved"] == .bool(true), "\(reply.text)")
        #expect(reply.body["assignment"]?.elements.count == 3 && reply.body["figures"]?["overfull"]?.integer == 0)
        for manner in ["whole", "connected"] {
            let more = body.dropLast() + ", \"manner\": \"\(manner)\", \"neighbours\": [[\"A\", \"B\"]], \"seed\": 3}"
            let whole = try await api.ask(.post, "/api/v1/catchments/solve", String(more))
            #expect(whole.status == 200 && whole.body["assignment"]?.elements.count == 2, "\(whole.text)")
        }
        #expect(try api.site.ledger.store.audit.entries(limit: 1).first?.id == before)
    }

    @Test(
        "hostile problems are refused in words",
        arguments: [
            ("{}", 422), ("[]", 400), ("{\"points\": [], \"schools\": []}", 422),
            ("{\"points\": 1, \"schools\": 2}", 422),
            (
                #"{"points": [{"point": "A", "children": -1, "x": 0, "y": 0}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}]}"#,
                422
            ),
            (#"{"points": [{"point": "A", "children": 1}], "schools": [{"school": "S", "capacity": 1}]}"#, 422),
            (
                #"{"points": [{"point": "A", "children": 1, "x": 0, "y": 0}, {"point": "A", "children": 1, "x": 0, "y": 0}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}]}"#,
                422
            ),
            (
                #"{"points": [{"point": "A", "children": 1, "lon": 500, "lat": 0}], "schools": [{"school": "S", "capacity": 1, "lon": 0, "lat": 0}]}"#,
                422
            ),
            (
                #"{"points": [{"point": "A", "children": 1, "x": 0, "y": 0, "evil": 1}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}]}"#,
                422
            ),
            (
                #"{"points": [{"point": "A", "children": 1, "x": 0, "y": 0}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}], "manner": "fly"}"#,
                422
            ),
            (
                #"{"points": [{"point": "A", "children": 1, "x": 0, "y": 0}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}], "manner": "connected"}"#,
                422
            ),
            (
                #"{"points": [{"point": "A", "children": 1, "x": 0, "y": 0}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}], "detour": 1e999}"#,
                422
            ),
            (
                #"{"points": [{"point": "A", "children": 1, "x": 0, "y": 0}], "schools": [{"school": "S", "capacity": 1, "x": 0, "y": 0}], "ways": [{"point": "Z", "school": "S", "metres": 1}]}"#,
                422
            ),
            ("{\"points\": [\(String(repeating: "0,", count: 2_000))0], \"schools\": []}", 413),
        ])
    func hostile(body: String, status: Int) async throws {
        let (api, _, _) = try Self.filled()
        let reply = try await api.ask(.post, "/api/v1/catchments/solve", body)
        #expect(reply.status == status, "\(body.prefix(80)) \(reply.text)")
        #expect(reply.headers[.contentType] == "application/problem+json")
    }

    @Test("rights and addresses: readers get what the pages show, others nothing; misspelt parameters are told")
    func rights() async throws {
        let (api, plan, draft) = try Self.filled()
        let reader = try api.token("reader", role: "office_reader", at: "D")
        #expect(try await api.ask(.get, "/api/v1/catchments/\(plan)", token: reader).status == 200)
        #expect(try await api.ask(.get, "/api/v1/catchments/\(draft)", token: reader).status == 404)
        #expect(try await api.ask(.get, "/api/v1/catchments", token: reader).body["plans"]?.elements.count == 1)
        let area = try api.token("area", role: "area_officer", at: "A1")
        #expect(try await api.ask(.get, "/api/v1/catchments/\(plan)", token: area).status == 404)
        let teacher = try api.token("teacher", role: "class_teacher", at: "S1")
        for path in ["", "/\(plan)", "/\(plan)/points", "/\(plan)/areas"] {
            #expect(try await api.ask(.get, "/api/v1/catchments\(path)", token: teacher).status == 403, "\(path)")
        }
        #expect(try await api.ask(.post, "/api/v1/catchments/solve", "{}", token: teacher).status == 403)
        for (path, status) in [
            ("?q=1", 400), ("?state=x", 400), ("?year=x", 400), ("/999", 404), ("/x", 404), ("/1/x", 404),
            ("/1/points/2", 404),
            ("/\(plan)/points?limit=0", 400), ("/\(plan)/points?limit=1001", 400), ("/\(plan)/areas?x=1", 400),
        ] {
            #expect(try await api.ask(.get, "/api/v1/catchments\(path)").status == status, "\(path)")
        }
        #expect(try await api.ask(.get, "/api/v1/catchments/solve").status == 405)
        #expect(try await api.ask(.post, "/api/v1/catchments", "{}").status == 405)
    }
}
