import Catalog
import Foundation
import Hummingbird
import JSONValues
import Testing

@testable import Site

@Suite("The OpenAPI document")
struct APIDocumentTests {
    @Test("names every field of every shipped register, and no parameter hides a field")
    func fields() throws {
        let catalog = try DataSite.catalog.get()
        let document = OpenAPIDocument(catalog: catalog, server: "http://localhost").json
        for register in catalog.registers {
            let schema = document["components"]?["schemas"]?[register.name]
            let properties = try #require(schema?["properties"]?.members.map(\.name))
            #expect(Set(register.entryFields.map(\.name)).isSubset(of: properties))
            #expect(!register.entryFields.contains { RowFilters.names.contains($0.name) }, "\(register.name)")
        }
        let seat = try #require(
            OpenAPIDocument(catalog: APICatalog.catalog(), server: "x").json["components"]?["schemas"])
        #expect(seat["school_class"]?["properties"]?["seats"]?["maximum"] == 100)
        #expect(seat["_code_sex"]?["enum"] == ["1", "2"])
        #expect(seat["student"]?["required"] == ["school", "number", "name", "sex", "birth_date"])
    }

    /// Whether Python has the validator; `./test` brings it.
    static let validator = ProcessInfo.processInfo.environment["XUEZHENG_PYTHON"]

    @Test("is valid OpenAPI 3.1", .enabled(if: validator != nil))
    func valid() throws {
        let document = OpenAPIDocument(catalog: try DataSite.catalog.get(), server: "http://localhost:8080").json
        try Self.python(["-m", "openapi_spec_validator", "--errors", "all"], document)
    }

    @Test("says what the answers are", .enabled(if: validator != nil))
    func answers() async throws {
        let api = try APIHarness()
        let nurse = try api.token("nurse", role: "nurse", at: "S1")
        let schemas = [
            ("student", "/api/v1/registers/student/1", nurse), ("student", "/api/v1/registers/student/2", api.token),
            ("_student_page", "/api/v1/registers/student", api.token), ("_codes", "/api/v1/codes/sex", nurse),
            ("_school_class_history", "/api/v1/registers/school_class/1/history", api.token),
            ("_registers", "/api/v1/registers", nurse), ("_organisations", "/api/v1/organisations", nurse),
            ("_problem", "/api/v1/registers/student/99", nurse),
            ("organisation", "/api/v1/registers/organisation/1", api.token),
        ]
        var cases: [(JSON, APIHarness.Reply)] = []
        for (schema, path, token) in schemas {
            cases.append((OpenAPIDocument.schema(schema), try await api.ask(.get, path, token: token)))
        }
        cases.append(
            (OpenAPIDocument.schema("_problem"), try await api.ask(.post, "/api/v1/registers/student", #"[{"x": 1}]"#)))
        try await Self.fits(cases, api)
    }

    /// Checks answers against schemas of the document, by Python's validator where it is there.
    static func fits(_ cases: [(schema: JSON, reply: APIHarness.Reply)], _ api: APIHarness) async throws {
        guard validator != nil, case .object(var members) = try await api.ask(.get, "/api/v1/openapi.json").body else {
            return
        }
        members.append(.init(name: "cases", value: .array(cases.map { [$0.schema, $0.reply.body] })))
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator as Validator
            document = json.load(open(sys.argv[1]))
            checker = Validator.FORMAT_CHECKER
            for schema, value in document["cases"]:
                whole = {**schema, "components": document["components"]}
                for fault in Validator(whole, format_checker=checker).iter_errors(value):
                    sys.exit(f"{schema} {fault.json_path}: {fault.message}"[:1500])
            """
        try python(["-c", script], .object(members))
    }

    /// Runs Python with a file of JSON as the last argument; what it says where it fails is an issue.
    static func python(_ arguments: [String], _ json: JSON) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "openapi-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(json.bytes).write(to: file)
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: validator ?? "")
        process.arguments = arguments + [file.path]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said.suffix(3_000))")
    }

    @Test("every operation that it describes answers as it says", arguments: [false, true])
    func roundTrip(isShipped: Bool) async throws {
        let api = try isShipped ? APIHarness(DataSite.catalog.get(), isFilled: false) : APIHarness()
        let document = try await api.ask(.get, "/api/v1/openapi.json").body
        var answered: Set<String> = []
        // Rows are taken out last, so that there is something to read.
        for method in ["get", "post", "put", "delete"] {
            for path in try #require(document["paths"]).members {
                guard let operation = path.value[method] else { continue }
                let list = operation["operationId"] == "codes" ? api.store.catalog.codeLists.keys.sorted()[0] : ""
                let address = path.name.replacing("{id}", with: "1").replacing("{list}", with: list)
                let hasBody = operation["requestBody"] != nil
                let reply = try await api.ask(
                    HTTPRequest.Method(method.uppercased()) ?? .get, address, hasBody ? "{}" : nil,
                    headers: method == "put" || method == "delete" ? ["If-Match": "\"1\""] : [:])
                let documented = operation["responses"]?.members.map(\.name) ?? []
                #expect(documented.contains(String(reply.status)), "\(method) \(address) \(reply.status) \(reply.text)")
                // There is no round here: what rounds answer is told by the tests of admissions.
                let isOfRound = operation["tags"] == ["admissions"] && address.hasSuffix("rounds") == false
                if !isShipped, method == "get", !isOfRound { #expect(reply.status == 200, "\(address) \(reply.text)") }
                answered.insert(operation["operationId"]?.text ?? "")
            }
        }
        // Those of seats and catchments are there where the catalogue has their registers.
        let ofPlaces = isShipped ? SeatResource.allCases.count + 1 + 5 : 0
        #expect(answered.count == 4 + 6 * api.store.catalog.registers.count + AdmissionOperations.count + ofPlaces)
    }
}
