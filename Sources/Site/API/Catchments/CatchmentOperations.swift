import CatchmentPlanning
import JSONValues

/// What can be asked of catchment plans, for the OpenAPI document.
enum CatchmentOperations {
    /// The paths with their operations.
    static var paths: [JSON.Member] {
        let root = "\(APIPath.root)/catchments"
        let page: [JSON] = [
            parameter("school", "对口这所学校的 Leading to this school", ["type": "string"]),
            parameter(
                "limit", "每页行数 Rows of a page",
                [
                    "type": "integer", "minimum": 1, "maximum": .integer(CatchmentAnswers.limit),
                    "default": .integer(CatchmentAnswers.usual),
                ]),
            parameter("cursor", "见上一页的 next As in next of the page before", ["type": "string"]),
        ]
        let filters: [JSON] = [
            parameter("stage", "学段代码 Code of the stage", ["type": "string"]),
            parameter("year", "学年 School year", ["type": "integer"]),
            parameter("state", "状态 State", states),
        ]
        return [
            .init(name: root, value: ["get": get("list", "划片方案 Catchment plans", "_catchments", filters)]),
            .init(
                name: "\(root)/solve",
                value: [
                    "post": operation(
                        "solve", "按所给数据划片，不保存 Works catchments out; nothing is kept", [],
                        OpenAPIDocument.json(OpenAPIDocument.schema("_catchment_solution"), "OK"),
                        [400, 401, 403, 404, 413, 415, 422, 429], body: OpenAPIDocument.schema("_catchment_problem"))
                ]),
            .init(
                name: "\(root)/{id}",
                value: ["parameters": [id], "get": get("get", "一份方案 A plan", "_catchment_plan", [])]),
            .init(
                name: "\(root)/{id}/points",
                value: [
                    "parameters": [id],
                    "get": get("points", "居民点与对口学校 Points with their schools", "_catchment_points", page),
                ]),
            .init(
                name: "\(root)/{id}/areas",
                value: [
                    "parameters": [id],
                    "get": operation(
                        "areas", "居民点边界与对口学校（GeoJSON） Points and their ground as GeoJSON", [],
                        [
                            "description": "OK",
                            "content": ["application/geo+json": ["schema": OpenAPIDocument.schema("_catchment_areas")]],
                        ], [400, 401, 403, 404, 429]),
                ]),
        ]
    }

    private static func get(_ verb: String, _ summary: String, _ schema: String, _ parameters: [JSON]) -> JSON {
        operation(
            verb, summary, parameters, OpenAPIDocument.json(OpenAPIDocument.schema(schema), "OK"),
            [400, 401, 403, 404, 429])
    }

    private static func operation(
        _ verb: String, _ summary: String, _ parameters: [JSON], _ answer: JSON, _ refusals: [Int], body: JSON? = nil
    ) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "operationId", value: .string("\(verb)_catchments")),
            .init(name: "tags", value: [.string(tag)]), .init(name: "summary", value: .string(summary)),
        ]
        if !parameters.isEmpty { members.append(.init(name: "parameters", value: .array(parameters))) }
        if let body {
            members.append(
                .init(
                    name: "requestBody", value: ["required": true, "content": ["application/json": ["schema": body]]]))
        }
        members.append(
            .init(
                name: "responses",
                value: .object([.init(name: "200", value: answer)] + OpenAPIDocument.refusals(refusals))))
        return .object(members)
    }

    /// The tag of the operations.
    static let tag = "catchments"

    private static func parameter(_ name: String, _ description: String, _ schema: JSON) -> JSON {
        ["name": .string(name), "in": "query", "description": .string(description), "schema": schema]
    }

    private static let id: JSON = [
        "name": "id", "in": "path", "required": true, "schema": ["type": "integer", "minimum": 1],
    ]
    private static let states: JSON = [
        "type": "string", "enum": .array(CatchmentScheme.State.allCases.map { .string($0.rawValue) }),
    ]
}
