import Catalog
import JSONValues

/// The schemas of the OpenAPI document: one a register, one a code list that a field uses, and those of answers.
///
/// Names that begin with `_` are of the interface itself, so that no register or code list clashes with them.
struct OpenAPISchemas: OpenAPIPart {
    let catalog: Catalog

    /// Code lists up to this length are given as enumerations; the others by their address only.
    static let enumerationLimit = 200

    /// The schemas by name.
    var json: JSON {
        var schemas = Self.own
        let used = Set(
            catalog.registers.flatMap(\.entryFields).compactMap { field -> String? in
                if case .code(let list) = field.type { list } else { nil }
            })
        for name in used.sorted() {
            guard let list = catalog.codeLists[name] else { continue }
            schemas.append(.init(name: "_code_\(name)", value: Self.schema(of: list)))
        }
        for register in catalog.registers {
            schemas.append(.init(name: register.name, value: row(register)))
            schemas.append(.init(name: "_\(register.name)_page", value: Self.page(register)))
            schemas.append(.init(name: "_\(register.name)_written", value: Self.written(register)))
            schemas.append(.init(name: "_\(register.name)_history", value: Self.history(register)))
        }
        schemas += AdmissionOperations.schemas()
        if catalog.register("seat_capacity") != nil { schemas += SeatOperations.schemas }
        if catalog.register("residential_point") != nil { schemas += CatchmentOperations.schemas }
        return .object(schemas)
    }

    private static func schema(of list: CodeList) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "type", value: "string"), .init(name: "title", value: OpenAPIDocument.text(list.title)),
        ]
        var description = list.source
        if (1...enumerationLimit).contains(list.codes.count) {
            description += list.codes.map { "\n- `\($0.code)` \($0.title.chinese) \($0.title.english)" }.joined()
            members.append(.init(name: "enum", value: .array(list.codes.map { .string($0.code) })))
        } else {
            description += "\n\(list.codes.count): \(APIPath.codes(list.name).path)"
        }
        members.append(.init(name: "description", value: .string(description)))
        return .object(members)
    }

    // MARK: - Registers

    private func row(_ register: Register) -> JSON {
        let fields = register.entryFields
        var properties: [JSON.Member] = [
            .init(name: "_id", value: ["type": "integer", "readOnly": true, "description": "行号 Number of the row"]),
            .init(
                name: "_version",
                value: ["type": "integer", "readOnly": true, "description": "版本，即 ETag Version, as in ETag"]),
        ]
        if let flow = register.flow {
            let states = flow.states.keys.sorted().map { JSON.string($0) }
            properties.append(
                .init(name: "_state", value: ["type": "string", "readOnly": true, "enum": .array(states)]))
        }
        properties += fields.map { .init(name: $0.name, value: property($0)) }
        properties.append(
            .init(
                name: "_masked",
                value: [
                    "type": "array", "readOnly": true, "items": ["type": "string"],
                    "description": "未显示的字段 Fields that are not shown",
                ]))
        var description = [register.intro ?? register.title].map { "\($0.chinese)\n\n\($0.english)" }
        if !register.sources.isEmpty { description.append(register.sources.joined(separator: "; ")) }
        for rule in register.rules { description.append("- \(rule.says.chinese) \(rule.says.english)") }
        return [
            "type": "object", "title": OpenAPIDocument.text(register.title),
            "description": .string(description.joined(separator: "\n\n")),
            "properties": .object(properties),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            "additionalProperties": false,
        ]
    }

    private func property(_ field: Field) -> JSON {
        // What is not shown is null, whether the field is required or not.
        let mayBeNull = !field.isRequired || field.isPersonal || field.isSensitive
        var members = OpenAPIField(field: field, catalog: catalog).members
        if mayBeNull {
            if case .string(let type)? = members.first(where: { $0.name == "type" })?.value {
                members = members.map { $0.name == "type" ? .init(name: "type", value: [.string(type), "null"]) : $0 }
            } else {
                members = [.init(name: "anyOf", value: [.object(members), ["type": "null"]])]
            }
        }
        members.insert(.init(name: "title", value: OpenAPIDocument.text(field.title)), at: 0)
        var notes = field.help.map { ["\($0.chinese) \($0.english)"] } ?? []
        if let unit = field.unit { notes.append("单位 unit: \(unit.chinese) \(unit.english)") }
        if let element = field.element { notes.append("数据元 data element: \(element)") }
        if field.isPersonal { notes.append("个人信息 personal") }
        if field.isSensitive { notes.append("敏感信息 sensitive") }
        if !notes.isEmpty { members.append(.init(name: "description", value: .string(notes.joined(separator: "\n")))) }
        return .object(members)
    }

    private static func page(_ register: Register) -> JSON {
        object([
            ("rows", list(register.name)), ("total", ["type": "integer", "minimum": 0]),
            ("next", ["type": ["string", "null"], "description": "下一页的地址 Address of the next page"]),
        ])
    }

    private static func written(_ register: Register) -> JSON {
        object([
            ("rows", list(register.name)), ("warnings", ["type": "array", "items": OpenAPIDocument.schema("_fault")]),
        ])
    }

    private static func history(_ register: Register) -> JSON {
        // Versions are rows with more members, so that the row's schema, which allows no others, does not fit.
        object([("versions", ["type": "array", "items": OpenAPIDocument.schema("_version")])])
    }

    private static func list(_ name: String) -> JSON { ["type": "array", "items": OpenAPIDocument.schema(name)] }

    // MARK: - The interface's own

    private static let number: JSON = ["type": "integer"]
    private static let words = object([("zh", text), ("en", text)])

    private static func listed(_ name: String, _ item: [(String, JSON)]) -> JSON {
        object([(name, ["type": "array", "items": object(item)])])
    }

    private static let own: [JSON.Member] = [
        ("_problem", problem), ("_fault", fault),
        (
            "_reference",
            object(
                [
                    ("id", ["type": "integer", "description": "行号 Number of the row"]),
                    ("key", ["type": "string", "description": "自然主键 Natural key"]),
                    ("label", ["type": "string", "readOnly": true]),
                ], optional: ["id", "key", "label"])
        ),
        (
            "_version",
            object([
                ("_id", number), ("_version", number), ("_until", ["type": ["integer", "null"]]),
                ("_changed_at", ["type": ["string", "null"], "format": "date-time"]),
                ("_changed_by", ["type": ["string", "null"]]),
            ])
        ),
        (
            "_registers",
            listed(
                "registers",
                [
                    ("name", text), ("title", words), ("domain", text), ("kind", text),
                    ("sensitive", ["type": "boolean"]), ("actions", ["type": "array", "items": text]),
                    ("rows", text), ("schema", text),
                ])
        ),
        (
            "_codes",
            object([
                ("name", text), ("title", words), ("source", text),
                (
                    "codes",
                    [
                        "type": "array",
                        "items": object([
                            ("code", text), ("title", words), ("parent", ["type": ["string", "null"]]),
                            ("attributes", ["type": "object", "additionalProperties": text]),
                        ]),
                    ]
                ),
            ])
        ),
        (
            "_organisations",
            listed(
                "organisations",
                [
                    ("id", number), ("code", text), ("name", text), ("level", text),
                    ("parent", ["type": ["integer", "null"]]),
                ])
        ),
    ].map { .init(name: $0.0, value: $0.1) }

    private static let problem: JSON = object(
        [
            ("type", ["type": "string", "format": "uri"]), ("title", text), ("status", number), ("detail", text),
            ("instance", ["type": "string", "format": "uri"]),
            ("errors", ["type": "array", "items": OpenAPIDocument.schema("_fault")]),
        ], optional: ["errors"])

    private static let fault: JSON = object([
        ("index", ["type": "integer", "minimum": 0]), ("field", text), ("pointer", text), ("detail", text),
    ])
}
