import JSONValues

/// What can be asked of admissions, for the OpenAPI document.
enum AdmissionOperations: OpenAPIPart {
    private static let tag = "admissions"
    /// How many operations there are.
    static let count = 7

    static let tags: [JSON] = [["name": .string(tag), "description": "招生入学与电脑派位 Admissions and draws"]]

    /// The addresses with their operations.
    static func paths() -> [JSON.Member] {
        let root = "\(APIPath.root)/admissions"
        return [
            .init(
                name: "\(root)/rounds",
                value: [
                    "get": reading(
                        "admission_rounds", "招生批次 Rounds", schema("_admission_rounds"), [400, 401, 403, 429])
                ]),
            .init(name: "\(root)/rounds/{id}", value: one("admission_round", "一个批次 A round", "_admission_round")),
            .init(
                name: "\(root)/rounds/{id}/record",
                value: one("admission_record", "派位公开记录 The public record of the draw", "_draw_record")),
            .init(
                name: "\(root)/rounds/{id}/results",
                value: one("admission_results", "按报名号公布的结果 Results by number", "_admission_results", pages)),
            .init(
                name: "\(root)/rounds/{id}/statistics",
                value: one("admission_statistics", "学位与志愿统计 Places and wishes", "_admission_statistics")),
            .init(
                name: "\(root)/verify",
                value: [
                    "post": posting(
                        "admission_verify", "验证派位记录 Verify the record of a draw", "_draw_record", "_draw_verdict",
                        [
                            parameter(
                                "published", "派位前公布的摘要 The digest that was published before the draw",
                                ["type": "string", "pattern": "^[0-9a-fA-F]{64}$"])
                        ])
                ]),
            .init(
                name: "\(root)/place",
                value: [
                    "post": posting(
                        "admission_place", "派位试算，不留存 Place; nothing is kept", "_placement_request", "_placements", [])
                ]),
        ]
    }

    private static func schema(_ name: String) -> JSON { OpenAPIDocument.schema(name) }

    private static let pages: [JSON] = [
        limit(AdmissionAnswers.limit, usual: AdmissionAnswers.usual),
        parameter("after", "此报名号之后 After this number; see next", number),
        parameter("number", "只查此报名号 This number only", number),
    ]

    private static func reading(
        _ name: String, _ summary: String, _ schema: JSON, _ refusals: [Int], _ parameters: [JSON] = []
    ) -> JSON {
        operation(name, tag: tag, summary, parameters: parameters, answer(schema), refusals)
    }

    /// An address of one round.
    private static func one(_ name: String, _ summary: String, _ answer: String, _ parameters: [JSON] = []) -> JSON {
        [
            "parameters": [id],
            "get": reading(name, summary, schema(answer), [400, 401, 403, 404, 429], parameters),
        ]
    }

    private static func posting(
        _ name: String, _ summary: String, _ body: String, _ answer: String, _ parameters: [JSON]
    ) -> JSON {
        operation(
            name, tag: tag, summary, parameters: parameters, body: schema(body), self.answer(schema(answer)),
            [400, 401, 403, 413, 415, 422, 429])
    }

    // MARK: - Schemas

    private static let whole: JSON = ["type": "integer", "minimum": 0]
    private static let mayText: JSON = ["type": ["string", "null"]]
    private static let mayWhole: JSON = ["type": ["integer", "null"], "minimum": 1]
    private static let flag: JSON = ["type": "boolean"]
    private static let number: JSON = ["type": "string", "pattern": "^[0-9]{10}$"]

    private static let summary: [(String, JSON)] = [
        ("id", whole), ("title", text), ("kind", text), ("year", whole),
        ("state", words(["draft", "published", "frozen", "decided", "announced"])),
        (
            "calendar",
            object(
                ["opens", "closes", "checked", "draw", "published"].map {
                    ($0, ["type": ["string", "null"], "format": "date"])
                })
        ),
        ("second_of", mayWhole), ("address", text),
    ]

    /// The schemas of bodies and answers, by name.
    static func schemas() -> [JSON.Member] {
        [
            ("_admission_rounds", object([("rounds", list(object(summary)))])),
            (
                "_admission_round",
                object(
                    summary + [
                        ("stage", text), ("grade", text), ("route", words(["catchment", "school", "open"])),
                        ("choices", whole), ("mechanism", words(["deferred", "immediate", "serial"])),
                        ("ties", words(["single", "multiple"])),
                        (
                            "classes",
                            list(object([("class", text), ("title", object([("zh", text), ("en", text)]))]))
                        ),
                        ("schools", list(object([("school", text), ("name", text), ("places", whole)]))),
                        ("digest", mayText), ("files", list(text)),
                    ])
            ),
            (
                "_admission_results",
                object([
                    (
                        "results",
                        list(
                            object([
                                ("number", number), ("result", words(["placed", "waiting", "unplaced"])),
                                ("school", mayText), ("name", mayText), ("waiting", mayWhole),
                            ]))
                    ), ("total", whole), ("next", mayText),
                ])
            ),
            ("_admission_statistics", statistics), ("_draw_record", record),
            (
                "_draw_verdict",
                object([
                    ("right", flag), ("round", text), ("compared", flag),
                    ("findings", list(object([("right", flag), ("detail", text)]))),
                ])
            ),
            ("_placement_request", placing),
            (
                "_placements",
                object([
                    (
                        "placements",
                        list(
                            object([
                                ("student", text), ("school", mayText), ("choice", mayWhole), ("number", mayWhole),
                                ("reason", text),
                            ]))
                    ), ("placed", whole), ("unplaced", whole), ("by_choice", list(whole)),
                    ("check", object([("right", flag), ("pairs", whole)])),
                ])
            ),
        ].map { .init(name: $0.0, value: $0.1) }
    }

    private static let statistics = object([
        ("applicants", whole), ("placed", whole), ("waiting", whole), ("unplaced", whole),
        (
            "schools",
            list(
                object([
                    ("school", text), ("name", text), ("places", whole), ("first_wishes", whole), ("wishes", whole),
                    ("placed", whole), ("left", whole),
                ]))
        ),
        ("choices", list(object([("choice", mayWhole), ("placed", whole)]))),
        ("classes", list(object([("class", text), ("placed", whole), ("applicants", whole)]))),
    ])

    private static let record = object(
        [
            ("format", words(["xuezheng-draw-record-1"])), ("round", text), ("list", text), ("schools", text),
            ("reveals", list(object([("by", text), ("secret", mayText)], optional: ["secret"]))),
            ("publicValue", text), ("beacon", mayText), ("seed", text), ("order", text), ("result", text),
        ], optional: ["beacon"])

    private static let placing = object(
        [
            (
                "students",
                [
                    "type": "array", "maxItems": .integer(PlacementRequest.studentLimit),
                    "items": object(
                        [
                            ("student", ["type": "string", "description": "报名号，不得是证件号 No identity numbers"]),
                            (
                                "choices",
                                list([
                                    "oneOf": [
                                        text,
                                        object(
                                            [("school", text), ("class", mayWhole)], optional: ["class"], closed: true),
                                    ]
                                ])
                            ),
                            ("class", mayWhole),
                            ("seats", ["type": ["integer", "null"], "minimum": 1, "maximum": 12]),
                            ("kinds", ["type": ["array", "null"], "items": text]),
                        ], optional: ["class", "seats", "kinds"], closed: true),
                ]
            ),
            (
                "schools",
                [
                    "type": "array", "maxItems": .integer(PlacementRequest.schoolLimit),
                    "items": object(
                        [
                            ("school", text), ("capacity", whole),
                            ("groups", ["type": ["string", "null"], "examples": ["first:policy=3"]]),
                        ], optional: ["groups"], closed: true),
                ]
            ),
            ("seed", ["type": ["string", "null"], "pattern": "^[0-9a-fA-F]{64}$"]),
            (
                "rules",
                object(
                    [
                        ("mechanism", ["type": ["string", "null"], "examples": ["deferred", "parallel-3"]]),
                        ("tieBreaking", words(["single", "multiple"])), ("bundles", words(["within", "beyond"])),
                        ("waitingList", words(["none", "unplaced", "all"])),
                    ], optional: ["mechanism", "tieBreaking", "bundles", "waitingList"], closed: true)
            ),
        ], optional: ["seed", "rules"], closed: true)
}
