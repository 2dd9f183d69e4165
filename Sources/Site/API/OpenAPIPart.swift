import JSONValues

/// A part of the OpenAPI document, with the shapes that operations and schemas of all resources share.
protocol OpenAPIPart {}

extension OpenAPIPart {
    // MARK: - Operations

    /// What can be done at an address.
    static func operation(
        _ id: String, tag: String, _ summary: String, parameters: [JSON] = [], body: JSON? = nil,
        _ answers: [JSON.Member], _ refusals: [Int]
    ) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "operationId", value: .string(id)), .init(name: "tags", value: [.string(tag)]),
            .init(name: "summary", value: .string(summary)),
        ]
        if !parameters.isEmpty { members.append(.init(name: "parameters", value: .array(parameters))) }
        if let body {
            members.append(
                .init(
                    name: "requestBody", value: ["required": true, "content": ["application/json": ["schema": body]]]))
        }
        members.append(.init(name: "responses", value: .object(answers + OpenAPIDocument.refusals(refusals))))
        return .object(members)
    }

    /// The answer where all is well.
    static func answer(_ schema: JSON) -> [JSON.Member] {
        [.init(name: "200", value: OpenAPIDocument.json(schema, "OK"))]
    }

    /// A parameter of the query.
    static func parameter(_ name: String, _ description: String, _ schema: JSON) -> JSON {
        ["name": .string(name), "in": "query", "description": .string(description), "schema": schema]
    }

    /// How many rows a page has.
    static func limit(_ most: Int, usual: Int) -> JSON {
        parameter(
            "limit", "每页行数 Rows of a page",
            ["type": "integer", "minimum": 1, "maximum": .integer(most), "default": .integer(usual)])
    }

    /// Where a page goes on.
    static var cursor: JSON { parameter("cursor", "见上一页的 next As in next of the page before", text) }

    /// The number in an address.
    static var id: JSON {
        ["name": "id", "in": "path", "required": true, "schema": ["type": "integer", "minimum": 1]]
    }

    // MARK: - Schemas

    static var text: JSON { ["type": "string"] }

    /// One of some words.
    static func words(_ words: [String]) -> JSON {
        ["type": "string", "enum": .array(words.map { .string($0) })]
    }

    /// An object; one that is closed has no other members.
    static func object(_ properties: [(String, JSON)], optional: Set<String> = [], closed: Bool = false) -> JSON {
        let needed = properties.map(\.0).filter { !optional.contains($0) }
        let closing: [(String, JSON)] = closed ? [("additionalProperties", false)] : []
        return JSON(
            [
                ("type", "object"), ("properties", JSON(properties)),
                ("required", .array(needed.map { .string($0) })),
            ] + closing)
    }

    static func list(_ items: JSON, most: Int? = nil) -> JSON {
        JSON([("type", "array"), ("items", items)] + (most.map { [("maxItems", .integer($0))] } ?? []))
    }
}
