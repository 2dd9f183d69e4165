import CatchmentPlanning
import Foundation
import JSONValues
import Hummingbird
import Testing

@testable import Site

@Suite("Seats, catchments and admissions as the document promises them")
struct PlacesAPIWalkTests {
    private static let families: Set<String> = ["seats", "catchments", "admissions"]

    @Test(
        "every address, with every parameter, gives what its schema says",
        .enabled(if: APIDocumentTests.validator != nil))
    func walk() async throws {
        let api = try SeatAPITests.filled()
        let desk = try CatchmentDesk(
            CatchmentStore(store: api.site.ledger.store, registers: api.store), access: .commandLine,
            principal: .commandLine)
        let (solved, draft) = try CatchmentAPITests.plans(in: api),
            (published, tried) = try CatchmentAPITests.plans(in: api)
        try desk.publish(published, version: desk.scheme(published).version)
        var trial = SchoolTrial()
        trial.closed = ["S1"]
        trial.added = [.init(name: "新校", places: 20, point: "P2")]
        try desk.tryOut(trial, in: tried, version: desk.scheme(tried).version)
        try desk.solve(tried)
        let admissions = try AdmissionAPITests(in: api), schools = ["S1", "S3"]
        let rounds = [
            try admissions.round(families: 0, schools: schools), try admissions.round(families: 1, schools: schools),
            try admissions.round(families: 3, schools: schools),
        ]
        try admissions.drawn(rounds[2])

        let document = try await api.ask(.get, "/api/v1/openapi.json").body
        var cases: [(schema: JSON, reply: APIHarness.Reply)] = [], statuses: [Int: Int] = [:]
        for path in try #require(document["paths"]).members {
            guard let operation = path.value["get"],
                Set(operation["tags"]?.elements.compactMap(\.text) ?? []).isSubset(of: Self.families)
            else { continue }
            let ids = path.name.contains("/rounds/") ? rounds : [solved, draft, published, tried]
            for id in path.name.contains("{id}") ? ids + [9_999] : [0] {
                for query in Self.queries(operation) {
                    let address = path.name.replacing("{id}", with: "\(id)") + query
                    let reply = try await api.ask(.get, address)
                    statuses[reply.status, default: 0] += 1
                    let answer = try #require(
                        Self.answer(operation, reply.status, document), "\(address) \(reply.status) \(reply.text)")
                    #expect(reply.headers[.contentType]?.hasPrefix(answer.type) == true, "\(address)")
                    cases.append((answer.schema, reply))
                }
            }
        }
        #expect(statuses[200, default: 0] > 60 && Set(statuses.keys) == [200, 400, 404], "\(statuses)")
        try await APIDocumentTests.fits(cases, api)
    }

    /// No parameter, each parameter with its bounds and words, and each with what it is not.
    private static func queries(_ operation: JSON) -> [String] {
        var queries = [""]
        for parameter in operation["parameters"]?.elements ?? [] {
            guard parameter["in"] == "query", let name = parameter["name"]?.text, let schema = parameter["schema"]
            else {
                continue
            }
            var values = schema["enum"]?.elements.compactMap(\.text) ?? []
            values += ["minimum", "maximum"].compactMap { schema[$0]?.integer }.map(String.init)
            if schema["type"] == "boolean" { values += ["true", "false"] }
            queries += (values + ["%3Cx%3E"]).map { "?\(name)=\($0)" }
        }
        return queries + ["?nothing=1"]
    }

    /// The media type and the schema that the document has for a status.
    private static func answer(_ operation: JSON, _ status: Int, _ document: JSON) -> (type: String, schema: JSON)? {
        guard var response = operation["responses"]?["\(status)"] else { return nil }
        if let name = response["$ref"]?.text?.split(separator: "/").last,
            let shared = document["components"]?["responses"]?[String(name)]
        {
            response = shared
        }
        guard let content = response["content"]?.members.first, let schema = content.value["schema"] else { return nil }
        return (content.name, schema)
    }
}
