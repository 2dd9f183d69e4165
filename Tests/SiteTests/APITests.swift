import Catalog
import Foundation
import Hummingbird
import JSONValues
import Localisation
import Registers
import ShippedCatalog
import Store
import Testing

@testable import Site

@Suite("The programming interface")
struct APITests {
    @Test("gives rows by field, with references, money and codes in plain forms")
    func reads() async throws {
        let api = try APIHarness()
        let nurse = try api.token("nurse", role: "nurse", at: "S1")
        let reply = try await api.ask(.get, "/api/v1/registers/student/1", token: nurse)
        #expect(reply.status == 200 && reply.headers[.eTag] == "\"6\"", "\(reply.text)")
        let row = reply.body
        #expect(row["_id"] == 1 && row["_version"] == 6 && row["name"] == "张小明" && row["sex"] == "1")
        #expect(row["fee"] == "1200.50" && row["boards"] == true && row["hobbies"] == ["1", "2"])
        #expect(row["height"] == .number("120.5") && row["birth_date"] == "2015-05-01" && row["illness"] == "哮喘")
        #expect(row["home"]?["longitude"] == .number("117.5"))
        #expect(row["school"] == ["id": 2, "key": "S1", "label": "一小"])
        #expect(row["school_class"] == ["id": 1, "key": "C1", "label": "C1"] && row["_masked"] == nil)
        // Reading what is sensitive is noted, with the rows that were read.
        let noted = try api.store.database.read {
            try $0.rows("SELECT who, entity_id FROM audit WHERE action = 'read'")
        }
        #expect(noted.count == 1 && noted.first?[1] == .integer(1))
        _ = try api.store.verifyAudit()

        let registers = try await api.ask(.get, "/api/v1/registers", token: nurse).body["registers"]?.elements
        #expect(registers?.map { $0["name"] } == ["student"] && registers?.first?["actions"] == ["read"])
        let codes = try await api.ask(.get, "/api/v1/codes/sex", token: nurse).body
        #expect(codes["codes"]?.elements.map { $0["code"] } == ["1", "2"])
        let tree = try await api.ask(.get, "/api/v1/organisations", token: nurse).body["organisations"]?.elements
        #expect(tree?.map { $0["code"] } == ["D", "S1", "S2"] && tree?.last?["parent"] == 1)
    }

    @Test("masks what an account is not shown, and keeps it where the row is replaced")
    func masks() async throws {
        let api = try APIHarness()
        let typist = try api.token("typist", role: "blind_clerk", at: "S1")
        let row = try await api.ask(.get, "/api/v1/registers/student/1", token: typist).body
        #expect(row["name"] == .null && row["illness"] == .null)
        #expect(row["_masked"] == ["name", "illness"], "\(row)")
        guard case .object(var members) = row else { return }
        members = members.map { $0.name == "height" ? .init(name: "height", value: 125) : $0 }
        // The class is named by its number, which this account cannot look up: its key is enough.
        members = members.map { $0.name == "school_class" ? .init(name: $0.name, value: ["key": "C1"]) : $0 }
        let body = String(decoding: JSON.object(members).bytes, as: UTF8.self)
        let reply = try await api.ask(
            .put, "/api/v1/registers/student/1", body, token: typist, headers: ["If-Match": "\"6\""])
        #expect(reply.status == 200, "\(reply.text)")
        let stored = try api.store.row(1, of: api.store.register("student"), access: .commandLine)
        #expect(stored["name"] == .text("张小明") && stored["illness"] == .text("哮喘") && stored["height"] == .real(125))
        // Nothing is found by what is not shown.
        let found = try await api.ask(.get, "/api/v1/registers/student?illness=%E5%93%AE%E5%96%98", token: typist)
        #expect(found.status == 403)
        let sorted = try await api.ask(.get, "/api/v1/registers/student?sort=illness", token: typist)
        #expect(sorted.status == 403)
        let searched = try await api.ask(.get, "/api/v1/registers/student?q=%E5%93%AE%E5%96%98", token: typist)
        #expect(searched.body["total"] == 0)
    }

    @Test("shows nobody other people's rows")
    func scope() async throws {
        let api = try APIHarness()
        let clerk = try api.token("clerk", role: "clerk", at: "S1")
        let list = try await api.ask(.get, "/api/v1/registers/student", token: clerk).body
        #expect(list["total"] == 1 && list["rows"]?.elements.first?["number"] == "N1")
        for path in ["/api/v1/registers/student/2", "/api/v1/registers/student/2/history"] {
            #expect(try await api.ask(.get, path, token: clerk).status == 404)
        }
        let body = #"{"school": {"key": "S2"}, "number": "N2", "name": "李", "sex": "2", "birth_date": "2016-06-02"}"#
        let put = try await api.ask(
            .put, "/api/v1/registers/student/2", body, token: clerk, headers: ["If-Match": "\"7\""])
        #expect(put.status == 404)
        #expect(
            try await api.ask(.delete, "/api/v1/registers/student/2", token: clerk, headers: ["If-Match": "\"7\""])
                .status == 404)
        let added = try await api.ask(
            .post, "/api/v1/registers/student", body.replacing("N2", with: "N3"), token: clerk)
        #expect(added.status == 422 && added.body["errors"]?.elements.first?["field"] == "school", "\(added.text)")
        #expect(try await api.ask(.get, "/api/v1/registers/organisation", token: clerk).status == 403)
        #expect(try await api.ask(.post, "/api/v1/registers/organisation", "{}", token: clerk).status == 403)
    }

    @Test("adds all rows or none, and names each fault by row and field")
    func adds() async throws {
        let api = try APIHarness()
        func pupil(_ number: String, _ more: String = "") -> String {
            #"{"school": {"id": 2}, "number": "\#(number)", "name": "王小虎", "sex": "1", "birth_date": "2015-01-02""#
                + "\(more)}"
        }
        let one = try await api.ask(
            .post, "/api/v1/registers/student", pupil("A1", #", "school_class": {"id": 1}, "height": 210"#))
        #expect(one.status == 201 && one.headers[.location] == "/api/v1/registers/student/3", "\(one.text)")
        #expect(one.body["rows"]?.elements.first?["school_class"]?["key"] == "C1")
        #expect(one.body["warnings"]?.elements.first?["detail"] == "Rather tall")
        let many = try await api.ask(
            .post, "/api/v1/registers/student", "[\((0..<1_000).map { pupil("M\($0)") }.joined(separator: ","))]")
        #expect(many.status == 201 && many.body["rows"]?.elements.count == 1_000)
        #expect(many.body["rows"]?.elements[999]["number"] == "M999")

        let bad = try await api.ask(
            .post, "/api/v1/registers/student",
            "[\(pupil("B1")), \(pupil("B1")), \(pupil("N1")), \(pupil("B2", #", "height": 245"#))]")
        #expect(bad.status == 422, "\(bad.text)")
        let faults = bad.body["errors"]?.elements.map { "\($0["index"]?.integer ?? -1) \($0["field"]?.text ?? "")" }
        #expect(faults == ["1 number", "2 number", "3 "], "\(bad.text)")
        let types = try await api.ask(
            .post, "/api/v1/registers/student",
            """
            [7, {"school": "S1", "number": 5, "name": ["x"], "sex": "男", "birth_date": "2015年1月2日", "height": "12",
            "fee": 12.5, "boards": "yes", "hobbies": "1", "home": [1, 2], "colour": "red", "school_class": {"id": 2}}]
            """)
        #expect(types.status == 422 && types.body["errors"]?.elements.count == 13, "\(types.text)")
        // A class of another school is none of this school's.
        let foreign = try await api.ask(
            .post, "/api/v1/registers/student", pupil("F1", #", "school_class": {"id": 2}"#))
        #expect(foreign.status == 422 && foreign.body["errors"]?.elements.first?["field"] == "school_class")
        let student = try api.store.register("student")
        #expect(try api.store.count(of: student, access: .commandLine) == 1_003)
    }

    @Test("replaces and removes only the version that was seen")
    func versions() async throws {
        let api = try APIHarness()
        let path = "/api/v1/registers/school_class/1"
        let body = #"{"school": {"key": "S1"}, "code": "C1", "seats": 41}"#
        #expect(try await api.ask(.put, path, body).status == 428)
        #expect(try await api.ask(.put, path, body, headers: ["If-Match": "\"1\""]).status == 412)
        #expect(try await api.ask(.put, path, body, headers: ["If-Match": "W/\"4\""]).status == 412)
        let put = try await api.ask(.put, path, body, headers: ["If-Match": "\"3\", \"4\""])
        #expect(put.status == 200 && put.headers[.eTag] == "\"8\"", "\(put.text)")
        #expect(try await api.ask(.put, path, body, headers: ["If-Match": "\"8\""]).headers[.eTag] == "\"8\"")
        #expect(try await api.ask(.put, path, body, headers: ["If-Match": "\"4\""]).status == 412)
        let history = try await api.ask(.get, path + "/history").body["versions"]?.elements
        #expect(history?.map { $0["seats"] } == [41, 40] && history?.last?["_until"] == 8)
        #expect(history?.first?["_changed_by"]?.text?.hasPrefix("account:") == true)
        #expect(try await api.ask(.delete, path, headers: ["If-Match": "\"8\""]).status == 409, "a pupil is in it")
        let other = "/api/v1/registers/school_class/2"
        #expect(try await api.ask(.delete, other, headers: ["If-Match": "\"5\""]).status == 204)
        #expect(try await api.ask(.get, other).status == 404)
        #expect(try await api.ask(.get, other + "/history").body["versions"]?.elements.count == 1)
    }

    @Test("pages through all rows once, sorted or not, and reads the past")
    func pages() async throws {
        let api = try APIHarness()
        let objects = (0..<25).map { #"{"school": {"id": 2}, "code": "K\#($0)", "seats": \#($0 % 7)}"# }
        #expect(
            try await api.ask(.post, "/api/v1/registers/school_class", "[\(objects.joined(separator: ","))]").status
                == 201)
        for query in ["limit=10", "limit=10&sort=-seats", "limit=7&seats.from=0&sort=code"] {
            var next: String? = "/api/v1/registers/school_class?\(query)"
            var ids: [Int64] = []
            while let path = next {
                let reply = try await api.ask(.get, path)
                #expect(reply.status == 200 && reply.body["total"] == 27, "\(reply.text)")
                ids += reply.body["rows"]?.elements.compactMap { $0["_id"]?.integer } ?? []
                next = reply.body["next"]?.text
            }
            #expect(ids.count == 27 && Set(ids).count == 27, "\(query)")
        }
        func total(_ query: String) async throws -> JSON? {
            try await api.ask(.get, "/api/v1/registers/student?\(query)").body["total"]
        }
        let totals = [
            "number=N1&number=N2": 2, "sex=1": 1, "school=3": 1, "height.missing=true": 1, "height.missing=false": 1,
            "birth_date.from=2015-05-01&birth_date.to=2015-12-31": 1, "fee=1200.5": 1, "fee.from=1200.51": 0,
            "boards=true": 1, "name=%E5%BC%A0%E5%B0%8F%E6%98%8E": 1, "q=N2": 1, "under=S2": 1, "under=D": 2,
            "as_of=2020-01-01T00:00:00Z": 0, "as_of=2999-01-01T00:00:00%2B08:00": 2,
        ]
        for (query, count) in totals {
            #expect(try await total(query) == .integer(count), "\(query)")
        }
    }

    @Test("says what is wrong in the reader's language, as problem details")
    func problems() async throws {
        let api = try APIHarness()
        let english = try await api.ask(.get, "/api/v1/registers/nothing")
        #expect(english.status == 404 && english.headers[.contentType] == "application/problem+json")
        #expect(english.body["title"] == "Not found" && english.body["status"] == 404)
        let chinese = try await api.ask(.get, "/api/v1/registers/nothing", headers: ["Accept-Language": "zh-CN"])
        #expect(chinese.body["title"] == "不存在" && chinese.headers[.contentLanguage] == "zh-Hans")
        let post = try await api.ask(.post, "/api/v1/organisations", "{}")
        #expect(post.status == 405 && post.headers[.allow] == "GET, HEAD")
        #expect(try await api.ask(.options, "/api/v1/registers/student").status == 405)
        for status in [400, 401, 403, 404, 405, 409, 412, 413, 415, 421, 422, 428, 429, 500, 503] {
            #expect(StringCatalogue.standard.has("api.status.\(status)"))
        }
        let late = Problem(APITokenError.lockedOut(seconds: 30), .english).answer(.english, id: "x")
        #expect(late.status.code == 429 && late.headers[.retryAfter] == "30")
        let inside = Problem(CancellationError(), .english)
        #expect(inside.status.code == 500 && inside.isInternal)
    }
}
