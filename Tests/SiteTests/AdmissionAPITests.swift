import AdmissionService
import Admissions
import Foundation
import Monitoring
import Registers
import Store
import Testing

@testable import Site

@Suite("The programming interface of admissions")
struct AdmissionAPITests {
    private let api: APIHarness
    private let admissions: AdmissionStore
    private let bureau: AdmissionDesk

    init() throws {
        let api = try APIHarness(DataSite.catalog.get(), isFilled: false)
        for (code, name, level, kind, parent) in [
            ("D", "云岚区教育局", "district", "10", ""), ("S1", "云岚第一小学", "school", "20", "D"),
            ("S2", "云岚第二小学", "school", "20", "D"),
        ] {
            var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
            if !parent.isEmpty { cells["parent"] = parent }
            _ = try api.store.add(
                cells, to: api.store.register("organisation"), access: .commandLine, by: .commandLine)
        }
        try self.init(in: api)
    }

    /// Rounds in a site that has schools already.
    init(in api: APIHarness) throws {
        self.api = api
        admissions = AdmissionStore(store: api.site.ledger.store, registers: api.store)
        bureau = try AdmissionDesk(admissions, access: .commandLine, principal: .commandLine)
    }

    private var today: Day { Day(of: api.site.clock.now) }

    /// A round of two schools with so many families accepted.
    func round(families: Int, schools: [String] = ["S1", "S2"]) throws -> Int64 {
        let id = try bureau.create(kind: "primary_multi", year: today.year, title: "小学入学")
        try bureau.setSchools(Dictionary(uniqueKeysWithValues: schools.map { ($0, 1) }), of: id)
        try bureau.setPlaces([RoundPlace(code: "P1", name: "毛纺路15号院", schools: schools)], of: id)
        var days: [RoundDay: Day] = [:]
        for (index, day) in RoundDay.allCases.enumerated() { days[day] = today + index }
        try bureau.change(id, calendar: days)
        guard families > 0 else { return id }
        try bureau.publish(id)
        for family in 1...families {
            let made = try admissions.start(in: id, passphrase: "云岚区小学家长的口令", address: "")
            let application = try admissions.session(token: made.token)?.application ?? 0
            var form = Self.form(family, born: today.year - 6)
            form.choices = schools
            try admissions.save(form, of: application, version: 1)
            for document in ["household", "birth", "title_deed"] {
                try admissions.add(
                    Data("%PDF-1.4".utf8), named: "a.pdf", type: "application/pdf", as: document, to: application)
            }
            try admissions.submit(application, version: admissions.application(application).version)
            try bureau.accept(application, acceptsDocuments: true)
        }
        return id
    }

    private static func number(_ birth: String, _ sequence: Int) -> String {
        let digits = "110108" + birth + String(String(1000 + sequence).suffix(3))
        return digits + String(UnicodeScalar(IDNumber.check(Array(digits.utf8)) ?? 48))
    }

    private static func form(_ index: Int, born year: Int) -> ApplicationForm {
        var form = ApplicationForm()
        form.name = "周小\(index)"
        form.idNumber = number("\(year)0305", index)
        form.guardians = [
            .init(name: "周大", relation: "51", idNumber: number("19880101", index), mobile: "13800000000")
        ]
        (form.place, form.address, form.unit) = ("P1", "毛纺路15号院\(index)号楼", "\(index)-1-101")
        form.answers = ["hukou": "here", "home": "own", "service": "none"]
        form.choices = ["S1", "S2"]
        return form
    }

    func drawn(_ id: Int64) throws {
        api.site.clock.advance(4 * 86_400)
        try bureau.freeze(id, source: PublicSource(kind: .dice, what: "骰子", alphabet: "123456", length: 6))
        try bureau.draw(id, value: "314265")
        try bureau.announce(id)
    }

    @Test("rounds, record, results and statistics are for those who may know them, and fit their schemas")
    func rounds() async throws {
        let draft = try round(families: 0), id = try round(families: 3)
        let viewer = try api.token("viewer", role: "school_admission", at: "S1")
        let mine = try await api.ask(.get, "/api/v1/admissions/rounds")
        #expect(mine.body["rounds"]?.elements.count == 2, "\(mine.text)")
        let theirs = try await api.ask(.get, "/api/v1/admissions/rounds", token: viewer)
        #expect(theirs.body["rounds"]?.elements.map { $0["id"]?.integer } == [id], "\(theirs.text)")
        #expect(try await api.ask(.get, "/api/v1/admissions/rounds/\(draft)", token: viewer).status == 404)
        #expect(try await api.ask(.get, "/api/v1/admissions/rounds?state=draft").status == 400)
        for name in ["record", "results"] {
            #expect(try await api.ask(.get, "/api/v1/admissions/rounds/\(id)/\(name)").status == 404, "not yet")
        }
        try drawn(id)
        let whole = try await api.ask(.get, "/api/v1/admissions/rounds/\(id)", token: viewer)
        #expect(whole.body["digest"]?.text == (try admissions.round(id).digest))
        #expect(whole.body["files"]?.elements.count == 3)
        let record = try await api.ask(.get, "/api/v1/admissions/rounds/\(id)/record", token: viewer)
        #expect(record.status == 200 && !record.text.contains("周"))
        let verdict = try await api.ask(
            .post, "/api/v1/admissions/verify?published=\(whole.body["digest"]?.text ?? "")", record.text, token: viewer
        )
        #expect(verdict.body["right"] == true && verdict.body["compared"] == true, "\(verdict.text)")
        let other = try await api.ask(
            .post, "/api/v1/admissions/verify", record.text.replacing("314265", with: "314266"))
        #expect(other.status == 200 && other.body["right"] == false)
        #expect(other.body["findings"]?.elements.contains { $0["right"] == false } == true)

        var numbers: [String] = [], next: String? = "/api/v1/admissions/rounds/\(id)/results?limit=2"
        var pages = 0
        while let address = next {
            let page = try await api.ask(.get, address, token: viewer)
            numbers += page.body["results"]?.elements.compactMap { $0["number"]?.text } ?? []
            #expect(page.body["total"] == 3)
            next = page.body["next"]?.text
            pages += 1
        }
        #expect(numbers.count == 3 && numbers == numbers.sorted() && pages == 2)
        let one = try await api.ask(.get, "/api/v1/admissions/rounds/\(id)/results?number=\(numbers[1])")
        #expect(one.body["results"]?.elements.count == 1)
        for bad in ["limit=0", "limit=9999", "after=x", "number=123", "page=2"] {
            #expect(try await api.ask(.get, "/api/v1/admissions/rounds/\(id)/results?\(bad)").status == 400, "\(bad)")
        }
        #expect(try await api.ask(.get, "/api/v1/admissions/rounds/\(id)/statistics", token: viewer).status == 403)
        let figures = try await api.ask(.get, "/api/v1/admissions/rounds/\(id)/statistics")
        #expect(figures.body["placed"] == 2 && figures.body["waiting"] == 1, "\(figures.text)")
        let placed = try await api.ask(.post, "/api/v1/admissions/place", Self.request)
        try await APIDocumentTests.fits(
            [("_draw_verdict", verdict), ("_placements", placed)].map {
                (OpenAPIDocument.schema($0), $1)
            }, api)
    }

    private static let request = """
        {"students": [{"student": "001", "choices": ["S1", "S2"]}, {"student": "002", "choices": [{"school": "S1", "class": 2}]},
                      {"student": "003", "choices": ["S1"], "kinds": ["policy"], "class": null}],
         "schools": [{"school": "S1", "capacity": 1, "groups": "first:policy=1"}, {"school": "S2", "capacity": 1}],
         "seed": "\(String(repeating: "ab", count: 32))", "rules": {"mechanism": "deferred", "waitingList": "all"}}
        """

    @Test("placing gives what the engine gives, with reasons in the reader's language")
    func placing() async throws {
        let reply = try await api.ask(.post, "/api/v1/admissions/place", Self.request)
        let lines = try #require(reply.body["placements"]?.elements)
        #expect(lines.map { $0["school"]?.text } == ["S2", nil, "S1"], "\(reply.text)")
        #expect(lines[1]["reason"]?.text?.contains("S1") == true && reply.body["check"]?["right"] == true)
        let chinese = try await api.ask(
            .post, "/api/v1/admissions/place", Self.request, headers: ["Accept-Language": "zh"])
        #expect(chinese.body["placements"]?.elements[1]["reason"] != lines[1]["reason"], "\(chinese.text)")
        let none = try await api.ask(.post, "/api/v1/admissions/place", #"{"students": [], "schools": []}"#)
        #expect(none.status == 200 && none.body["placements"] == [])
    }

    @Test(
        "bodies that are no round are refused with where and what",
        arguments: [
            ("[]", 422), ("{}", 422), (#"{"students": {}, "schools": []}"#, 422),
            (#"{"students": [], "schools": [], "sead": "x"}"#, 422),
            (#"{"students": [], "schools": [], "seed": "12"}"#, 422),
            (#"{"students": [], "schools": [], "rules": {"mechanism": "parallel-0"}}"#, 422),
            (#"{"students": [], "schools": [], "rules": {"bundles": "somehow"}}"#, 422),
            (#"{"students": [], "schools": [{"school": "S1", "capacity": -1}]}"#, 422),
            (#"{"students": [], "schools": [{"school": "S1", "capacity": 1.5}]}"#, 422),
            (#"{"students": [], "schools": [{"school": "S1", "capacity": 99999999999999999999}]}"#, 422),
            (#"{"students": [], "schools": [{"school": "S1", "capacity": 1, "groups": "most=3"}]}"#, 422),
            (#"{"students": [], "schools": [{"school": "S1", "capacity": 1}, {"school": "S1", "capacity": 1}]}"#, 422),
            (#"{"students": [{"student": "1", "choices": ["S9"]}], "schools": []}"#, 422),
            (#"{"students": [{"student": "1", "choices": [7]}], "schools": []}"#, 422),
            (#"{"students": [{"student": "1", "choices": [], "seats": 99}], "schools": []}"#, 422),
            (#"{"students": [{"student": "1", "choices": [], "class": -1}], "schools": []}"#, 422),
            (#"{"students": [{"student": "1", "choices": []}, {"student": "1", "choices": []}], "schools": []}"#, 422),
            (#"{"students": [{"student": "", "choices": []}], "schools": []}"#, 422),
            (#"{"students": [}"#, 400),
        ])
    func hostile(body: String, status: Int) async throws {
        let reply = try await api.ask(.post, "/api/v1/admissions/place", body)
        #expect(reply.status == status, "\(body) \(reply.text)")
        #expect(reply.body["detail"]?.text?.isEmpty == false)
    }

    @Test("addresses, methods, sizes and records that are not taken")
    func refused() async throws {
        for path in ["admissions", "admissions/", "admissions/rounds/", "admissions/rounds/x", "admissions/rounds/1/x"]
        {
            #expect(try await api.ask(.get, "/api/v1/\(path)").status == 404, "\(path)")
        }
        #expect(try await api.ask(.get, "/api/v1/admissions/rounds/99").status == 404)
        #expect(try await api.ask(.get, "/api/v1/admissions/place").status == 405)
        #expect(try await api.ask(.post, "/api/v1/admissions/rounds", "{}").status == 405)
        let many = String(repeating: "0,", count: PlacementRequest.studentLimit) + "0"
        let reply = try await api.ask(
            .post, "/api/v1/admissions/place", #"{"students": [\#(many)], "schools": []}"#)
        #expect(reply.status == 413)
        for record in ["{}", #"{"format": "x"}"#, "[1]", #"{"round": 1}"#] {
            #expect(try await api.ask(.post, "/api/v1/admissions/verify", record).status == 422, "\(record)")
        }
        #expect(try await api.ask(.post, "/api/v1/admissions/verify?published=xyz", "{}").status == 400)
    }
}
