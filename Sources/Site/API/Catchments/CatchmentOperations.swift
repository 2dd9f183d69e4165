import CatchmentPlanning
import JSONValues

/// What can be asked of catchment plans, for the OpenAPI document.
enum CatchmentOperations: OpenAPIPart {
    /// The paths with their operations.
    static var paths: [JSON.Member] {
        let root = "\(APIPath.root)/catchments"
        let page: [JSON] = [
            parameter("school", "对口这所学校的 Leading to this school", ["type": "string"]),
            limit(CatchmentAnswers.limit, usual: CatchmentAnswers.usual), cursor,
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
                        "solve_catchments", tag: tag, "按所给数据划片，不保存 Works catchments out; nothing is kept",
                        body: OpenAPIDocument.schema("_catchment_problem"),
                        answer(OpenAPIDocument.schema("_catchment_solution")),
                        [400, 401, 403, 404, 413, 415, 422, 429])
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
                        "areas_catchments", tag: tag, "居民点边界与对口学校（GeoJSON） Points and their ground as GeoJSON",
                        [
                            .init(
                                name: "200",
                                value: [
                                    "description": "OK",
                                    "content": [
                                        "application/geo+json": ["schema": OpenAPIDocument.schema("_catchment_areas")]
                                    ],
                                ])
                        ], [400, 401, 403, 404, 429]),
                ]),
        ]
    }

    private static func get(_ verb: String, _ summary: String, _ schema: String, _ parameters: [JSON]) -> JSON {
        operation(
            "\(verb)_catchments", tag: tag, summary, parameters: parameters, answer(OpenAPIDocument.schema(schema)),
            [400, 401, 403, 404, 429])
    }

    /// The tag of the operations.
    static let tag = "catchments"

    private static let states = words(CatchmentScheme.State.allCases.map(\.rawValue))
}
