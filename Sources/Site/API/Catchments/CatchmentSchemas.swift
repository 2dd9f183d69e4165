import CatchmentPlanning
import JSONValues

extension CatchmentOperations {
    private static let text: JSON = ["type": "string"], whole: JSON = ["type": "integer", "minimum": 0]
    private static let metres: JSON = ["type": ["number", "null"], "description": "米 Metres"]
    private static let textOrNull: JSON = ["type": ["string", "null"]]

    /// An object; all of `needed` must be there, or everything where it is nil.
    private static func object(_ properties: [(String, JSON)], needed: [String]? = nil) -> JSON {
        [
            "type": "object", "properties": .object(properties.map { .init(name: $0.0, value: $0.1) }),
            "required": .array((needed ?? properties.map(\.0)).map { .string($0) }),
            "additionalProperties": false,
        ]
    }

    private static func list(_ items: JSON, most: Int? = nil) -> JSON {
        var members: [JSON.Member] = [.init(name: "type", value: "array"), .init(name: "items", value: items)]
        if let most { members.append(.init(name: "maxItems", value: .integer(most))) }
        return .object(members)
    }

    private static var summary: [(String, JSON)] {
        [
            ("id", ["type": "integer"]), ("title", text), ("stage", text), ("year", ["type": "integer"]),
            (
                "purpose",
                ["type": "string", "enum": .array(CatchmentScheme.Purpose.allCases.map { .string($0.rawValue) })]
            ),
            ("state", ["type": "string", "enum": .array(CatchmentScheme.State.allCases.map { .string($0.rawValue) })]),
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
        let load = object([("school", text), ("places", whole), ("children", whole)])
        let school = object([
            ("school", text), ("name", text), ("places", whole), ("children", whole), ("open", ["type": "boolean"]),
            ("group", textOrNull),
        ])
        let share = object([("school", text), ("children", whole), ("metres", metres)])
        let point = object([
            ("point", text), ("name", text), ("children", whole), ("schools", list(text)), ("shares", list(share)),
            ("today", textOrNull), ("locked", ["type": "boolean"]),
        ])
        let all: [(String, JSON)] = [
            ("_catchments", object([("plans", list(object(summary)))])),
            (
                "_catchment_figures",
                object([
                    ("children", whole), ("mean", ["type": "number"]), ("worst", ["type": "number"]), ("beyond", whole),
                    ("unreachable", whole), ("overfull", whole), ("too_many", whole), ("moved", whole),
                ])
            ),
            (
                "_catchment_plan",
                object(
                    summary + [
                        ("figures", figuresOrNull), ("proposal", figuresOrNull), ("today", figuresOrNull),
                        ("findings", list(text)), ("schools", list(school)),
                    ])
            ),
            ("_catchment_points", object([("points", list(point)), ("next", textOrNull)])),
            ("_catchment_areas", areas), ("_catchment_problem", problem),
            (
                "_catchment_solution",
                object([
                    (
                        "assignment",
                        list(object([("point", text), ("school", text), ("children", whole), ("metres", metres)]))
                    ),
                    ("loads", list(load)), ("figures", figures), ("today", figuresOrNull), ("findings", list(text)),
                    ("cost", ["type": "number"]), ("bound", ["type": "number"]), ("proved", ["type": "boolean"]),
                ])
            ),
        ]
        return all.map { .init(name: $0.0, value: $0.1) }
    }

    private static var areas: JSON {
        let properties = object([
            ("point", text), ("name", text), ("school", textOrNull), ("schools", list(text)), ("children", whole),
            ("metres", metres), ("today", textOrNull),
        ])
        return object([
            ("type", ["const": "FeatureCollection"]),
            (
                "features",
                list(
                    object([
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
        return object(
            [
                (
                    "points",
                    list(
                        object(
                            [("point", text), ("children", count)] + place + [("school", textOrNull)],
                            needed: ["point", "children"]),
                        most: limits.points)
                ),
                (
                    "schools",
                    list(
                        object(
                            [("school", text), ("capacity", count)] + place + [
                                ("point", text), ("least", count), ("kept", ["type": "boolean"]),
                            ], needed: ["school", "capacity"]), most: limits.schools)
                ),
                (
                    "ways",
                    list(
                        object([("point", text), ("school", text), ("metres", ["type": "number", "minimum": 0])]),
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
            ], needed: ["points", "schools"])
    }
}
