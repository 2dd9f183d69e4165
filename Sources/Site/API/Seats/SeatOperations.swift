import JSONValues
import Seats

/// The resources of seats, for the OpenAPI document.
enum SeatOperations: OpenAPIPart {
    /// The addresses with what can be done there.
    static var paths: [JSON.Member] {
        [
            .init(
                name: APIPath.seats(.forecast).path,
                value: [
                    "get": reading(
                        "seat_forecast", "学位需求预测 Pupils expected", "_seats_forecast_page",
                        [
                            parameter("by", "按学区或学校 By area or school", words(["area", "school"])), unit, stage,
                            parameter("grades", "true 时一行一个年级 true: a row for each grade", ["type": "boolean"]),
                            scenario, years, rows, cursor,
                        ]),
                    "post": posting,
                ]),
            .init(
                name: APIPath.seats(.gaps).path,
                value: [
                    "get": reading(
                        "seat_gaps", "学位缺口与方案 Gaps, as things stand and with options", "_seats_gap_page",
                        [
                            unit, stage, scenario,
                            parameter("option", "方案名称，空为维持现状 Name of an option; empty: as things stand", text), years,
                            rows, cursor,
                        ])
                ]),
            .init(
                name: APIPath.seats(.backtest).path,
                value: [
                    "get": reading(
                        "seat_backtest", "预测回测 How well earlier forecasts would have been", "_seats_backtest",
                        [parameter("by", "按学区或学校 By area or school", words(["area", "school"]))])
                ]),
        ]
    }

    /// The schemas by name.
    static var schemas: [JSON.Member] {
        let place: [(String, JSON)] = [
            ("unit", ["type": "integer", "description": "机构行号 Row of the area or school"]), ("code", text),
            ("name", text),
            ("stage", stages), ("autumn", year),
        ]
        let interval = SeatAnswers.interval.map { ($0, number) }
        let gap: [(String, JSON)] = [
            ("seats", nullable), ("gap", nullable), ("probability", nullable), ("posts", ["type": "integer"]),
        ]
        let cell: [(String, JSON)] = [
            ("school", text), ("autumn", year), ("grade", ["type": "integer"]),
        ]
        let option: (String, JSON) = ("option", ["type": ["string", "null"]])
        let schemas: [(String, JSON)] = [
            (
                "_seats_forecast_page",
                page(object(place + [("grade", ["type": "integer"])] + interval, optional: ["grade"]))
            ),
            ("_seats_gap_page", page(object([option] + place + interval + gap))),
            ("_seats_backtest", object([("leads", list(lead))])),
            ("_seats_enrolment", posted),
            (
                "_seats_posted_forecast",
                object([
                    ("rows", ["type": "array", "items": object(cell + interval)]),
                    ("backtest", list(lead)),
                ])
            ),
        ]
        return schemas.map { .init(name: $0.0, value: $0.1) }
    }

    private static let number: JSON = ["type": "number"]
    private static let nullable: JSON = ["type": ["number", "null"]]
    private static let year: JSON = ["type": "integer", "description": "学年起始秋季 First autumn of the school year"]
    private static let stages = words(SchoolStage.allCases.map(\.rawValue))

    private static func page(_ row: JSON) -> JSON {
        object([
            ("rows", ["type": "array", "items": row]), ("total", ["type": "integer", "minimum": 0]),
            ("next", ["type": ["string", "null"], "description": "下一页的地址 Address of the next page"]),
        ])
    }

    private static var lead: JSON {
        object([
            ("lead", ["type": "integer"]), ("cells", ["type": "integer"]), ("origins", ["type": "integer"]),
            ("coverage80", number), ("coverage95", number),
            (
                "methods",
                ["type": "array", "items": object([("method", text), ("mape", number), ("weighted", number)])]
            ),
        ])
    }

    private static var posted: JSON {
        let row = object(
            [
                ("school", ["type": "string", "minLength": 1, "maxLength": 200]),
                ("autumn", ["type": "integer", "minimum": 1900, "maximum": 2200]),
                (
                    "grade",
                    [
                        "type": ["string", "integer", "null"],
                        "description": "小班、PK、K、1–12 或级数；空为不分年级 PK, K, 1 to 12 or the step; empty: all grades",
                    ]
                ),
                ("pupils", ["type": "number", "minimum": 0, "maximum": 1_000_000]),
            ], optional: ["grade"])
        return object(
            [
                (
                    "enrolment",
                    ["type": "array", "minItems": 1, "maxItems": .integer(PostedForecast.rowLimit), "items": row]
                ),
                ("births", ["type": "array", "items": object([("year", ["type": "integer"]), ("births", number)])]),
                ("births_lag", ["type": "integer", "minimum": 0, "maximum": 20]),
                ("years", ["type": "integer", "minimum": 1, "maximum": 15, "default": 5]),
                ("seed", ["type": "integer", "minimum": 0, "default": 1]),
            ], optional: ["births", "births_lag", "years", "seed"])
    }

    private static let unit = parameter(
        "unit", "机构行号，可多个 Rows of areas or schools", ["type": "array", "items": ["type": "integer"]])
    private static let stage = parameter("stage", "学段 Stage", stages)
    private static let scenario = parameter("scenario", "情景名称 Name of a scenario", text)
    private static let years = parameter(
        "years", "预测年数 Years ahead", ["type": "integer", "minimum": 1, "maximum": 15, "default": 5])
    private static let rows = limit(SeatAnswers.limit, usual: SeatAnswers.usual)

    private static func reading(_ id: String, _ summary: String, _ schema: String, _ parameters: [JSON]) -> JSON {
        operation(
            id, tag: "seats", summary, parameters: parameters, answer(OpenAPIDocument.schema(schema)),
            [400, 401, 403, 404, 429])
    }

    private static let posting = operation(
        "seat_forecast_of_rows", tag: "seats",
        "由传来的在校生预测，不保存 Forecast from rows that are sent; nothing is kept",
        body: OpenAPIDocument.schema("_seats_enrolment"), answer(OpenAPIDocument.schema("_seats_posted_forecast")),
        [400, 401, 403, 404, 413, 415, 422, 429])
}
