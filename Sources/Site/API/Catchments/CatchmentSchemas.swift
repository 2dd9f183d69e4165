import CatchmentPlanning
import JSONValues

extension CatchmentOperations {
    private static let whole: JSON = ["type": "integer", "minimum": 0]
    private static let metres: JSON = ["type": ["number", "null"], "description": "米 Metres"]
    private static let textOrNull: JSON = ["type": ["string", "null"]]

    private static func closed(_ properties: [(String, JSON)], optional: Set<String> = []) -> JSON {
        object(properties, optional: optional, closed: true)
    }

    private static var summary: [(String, JSON)] {
        [
            ("id", ["type": "integer"]), ("title", text), ("stage", text), ("year", ["type": "integer"]),
            (
                "purpose",
                words(CatchmentScheme.Purpose.allCases.map(\.rawValue))
            ),
            ("state", words(CatchmentScheme.State.allCases.map(\.rawValue))),
            ("version", ["type": "integer"]),
            ("published", ["type": ["string", "null"], "format": "date-time"]),
            ("withdrawn", ["type": ["string", "null"], "format": "date-time"]),
        ]
    }

    private static let figures = OpenAPIDocument.schema("_catchment_figures")
    private static let figuresOrNull: JSON = [
        "anyOf": [OpenAPIDocument.schema("_catchment_figures"), ["type": "null"]]
    ]

    /// The schemas by name.
    static var schemas: [JSON.Member] {
        let load = closed([("school", text), ("places", whole), ("children", whole)])
        let school = closed([
            ("school", text), ("name", text), ("places", whole), ("children", whole), ("open", ["type": "boolean"]),
            ("group", textOrNull),
        ])
        let share = closed([("school", text), ("children", whole), ("metres", metres)])
        let point = closed([
            ("point", text), ("name", text), ("children", whole), ("schools", list(text)), ("shares", list(share)),
            ("today", textOrNull), ("locked", ["type": "boolean"]),
        ])
        let all: [(String, JSON)] = [
            ("_catchments", closed([("plans", list(closed(summary)))])),
            (
                "_catchment_figures",
                closed([
                    ("children", whole), ("mean", ["type": "number"]), ("worst", ["type": "number"]), ("beyond", whole),
                    ("unreachable", whole), ("overfull", whole), ("too_many", whole), ("moved", whole),
                ])
            ),
            (
                "_catchment_plan",
                closed(
                    summary + [
                        ("figures", figuresOrNull), ("proposal", figuresOrNull), ("today", figuresOrNull),
                        ("findings", list(text)), ("schools", list(school)),
                    ])
            ),
            ("_catchment_points", closed([("points", list(point)), ("next", textOrNull)])),
            ("_catchment_areas", areas), ("_catchment_problem", problem),
            (
                "_catchment_solution",
                closed([
                    (
                        "assignment",
                        list(closed([("point", text), ("school", text), ("children", whole), ("metres", metres)]))
                    ),
                    ("loads", list(load)), ("figures", figures), ("today", figuresOrNull), ("findings", list(text)),
                    ("cost", ["type": "number"]), ("bound", ["type": "number"]), ("proved", ["type": "boolean"]),
                ])
            ),
        ]
        return all.map { .init(name: $0.0, value: $0.1) }
    }

    private static var areas: JSON {
        let properties = closed([
            ("point", text), ("name", text), ("school", textOrNull), ("schools", list(text)), ("children", whole),
            ("metres", metres), ("today", textOrNull),
        ])
        return closed([
            ("type", ["const": "FeatureCollection"]),
            (
                "features",
                list(
                    closed([
                        ("type", ["const": "Feature"]), ("properties", properties),
                        ("geometry", ["type": ["object", "null"]]),
                    ]))
            ),
        ])
    }

    /// What is sent to be solved.
    private static var problem: JSON {
        let number: JSON = ["type": "number"],
            price: JSON = ["type": ["number", "null"], "minimum": 0, "maximum": 1_000_000]
        let place: [(String, JSON)] = [("x", number), ("y", number), ("lon", number), ("lat", number)]
        let count: JSON = ["type": "integer", "minimum": 0, "maximum": 1_000_000]
        let limits = PostedCatchments.limits
        return closed(
            [
                (
                    "points",
                    list(
                        closed(
                            [("point", text), ("children", count)] + place + [("school", textOrNull)],
                            optional: ["x", "y", "lon", "lat", "school"]),
                        most: limits.points)
                ),
                (
                    "schools",
                    list(
                        closed(
                            [("school", text), ("capacity", count)] + place + [
                                ("point", text), ("least", count), ("kept", ["type": "boolean"]),
                            ], optional: ["x", "y", "lon", "lat", "point", "least", "kept"]), most: limits.schools)
                ),
                (
                    "ways",
                    list(
                        closed([("point", text), ("school", text), ("metres", ["type": "number", "minimum": 0])]),
                        most: limits.ways)
                ),
                (
                    "neighbours",
                    list(["type": "array", "items": text, "minItems": 2, "maxItems": 2], most: limits.neighbours)
                ),
                (
                    "manner",
                    [
                        "type": "string", "default": "split",
                        "enum": .array(CatchmentSettings.Manner.allCases.map { .string($0.rawValue) }),
                    ]
                ),
                ("limit", price),
                ("detour", ["type": ["number", "null"], "minimum": 0, "maximum": 100, "default": 1]),
                ("move_price", price), ("beyond_price", price), ("slack_price", price),
                ("seed", ["type": ["integer", "null"], "minimum": 0]),
            ],
            optional: [
                "ways", "neighbours", "manner", "limit", "detour", "move_price", "beyond_price", "slack_price", "seed",
            ])
    }
}
