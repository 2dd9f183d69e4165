import Catalog
import JSONValues
import Localisation

/// The OpenAPI 3.1 document of the programming interface, made from the catalogue.
///
/// Descriptions stand in both languages, Chinese first: a document is read by more people than asked for it.
struct OpenAPIDocument {
    let catalog: Catalog
    /// Where the site is reached.
    let server: String

    /// The document.
    var json: JSON {
        [
            "openapi": "3.1.1",
            "info": [
                "title": "学政 Xuezheng", "version": "1",
                "summary": "区县教育局的数据台账 The registers of a district education bureau",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(server)]],
            "security": [["token": []]],
            "tags": .array(
                [["name": "catalogue"]]
                    + catalog.registers.map { register in
                        ["name": .string(register.name), "description": Self.text(register.title)]
                    } + AdmissionOperations.tags),
            "paths": paths,
            "components": [
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description":
                            "管理员用 xuezheng token create 签发。 Made by an administrator with xuezheng token create.",
                    ]
                ],
                "schemas": OpenAPISchemas(catalog: catalog).json,
                "responses": Self.problems,
            ],
        ]
    }

    private var paths: JSON {
        var paths: [JSON.Member] = [
            .init(name: APIPath.document.path, value: Self.reading("document", "接口说明 This document", Self.any)),
            .init(
                name: APIPath.registers.path,
                value: Self.reading("registers", "可用的台账 The registers that can be used", Self.schema("_registers"))),
            .init(
                name: APIPath.organisations.path,
                value: Self.reading("organisations", "组织机构树 The tree of organisations", Self.schema("_organisations"))),
            .init(name: "\(APIPath.root)/codes/{list}", value: codes),
        ]
        for register in catalog.registers {
            let operations = OpenAPIOperations(register: register, catalog: catalog)
            let root = APIPath.register(register.name).path
            paths.append(.init(name: root, value: operations.rows))
            paths.append(.init(name: "\(root)/{id}", value: operations.row))
            paths.append(.init(name: "\(root)/{id}/history", value: operations.history))
        }
        paths += AdmissionOperations.paths()
        if catalog.register("seat_capacity") != nil { paths += SeatOperations.paths }
        if catalog.register("residential_point") != nil { paths += CatchmentOperations.paths }
        return .object(paths)
    }

    private var codes: JSON {
        let names = catalog.codeLists.keys.sorted().map { JSON.string($0) }
        guard case .object(var members) = Self.reading("codes", "代码表 A code list", Self.schema("_codes")) else {
            return .null
        }
        let list: JSON = [
            "name": "list", "in": "path", "required": true,
            "schema": names.isEmpty ? ["type": "string"] : ["type": "string", "enum": .array(names)],
        ]
        members.insert(.init(name: "parameters", value: [list]), at: 0)
        return .object(members)
    }

    /// An address that can only be read.
    private static func reading(_ name: String, _ summary: JSON, _ schema: JSON) -> JSON {
        [
            "get": [
                "operationId": .string(name), "tags": ["catalogue"], "summary": summary,
                "responses": .object(
                    [.init(name: "200", value: json(schema, "OK"))] + refusals([401, 403, 404, 429])),
            ]
        ]
    }

    private static let any: JSON = ["type": "object"]

    /// A reference to a schema.
    static func schema(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    /// A response of JSON.
    static func json(_ schema: JSON, _ description: String) -> JSON {
        ["description": .string(description), "content": ["application/json": ["schema": schema]]]
    }

    /// The responses that refuse, by status.
    static func refusals(_ statuses: [Int]) -> [JSON.Member] {
        statuses.map {
            .init(name: String($0), value: ["$ref": .string("#/components/responses/problem\($0)")])
        }
    }

    /// What can go wrong, by status, in both languages.
    private static let problems: JSON = .object(
        [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429].map { status in
            .init(
                name: "problem\(status)",
                value: [
                    "description": bilingual("api.status.\(status)"),
                    "content": ["application/problem+json": ["schema": schema("_problem")]],
                ])
        })

    private static func bilingual(_ key: String) -> JSON {
        let words = StringCatalogue.standard
        return .string("\(words.string(key, .chinese)) \(words.string(key, .english))")
    }

    /// Words in both languages.
    static func text(_ words: CatalogWords) -> JSON { .string("\(words.chinese) \(words.english)") }
}
