import Catalog
import JSONValues

/// What can be done with the rows of a register, for the OpenAPI document.
struct OpenAPIOperations: OpenAPIPart {
    let register: Register
    let catalog: Catalog

    private var name: String { register.name }
    private var title: String { "\(register.title.chinese) \(register.title.english)" }

    /// The list: reading and adding.
    var rows: JSON {
        [
            "get": operation(
                "list", "查询 List", parameters: filters,
                [answer("200", OpenAPIDocument.schema("_\(name)_page"))], [400, 401, 403, 404, 429]),
            "post": operation(
                "add", "新增，一次全有或全无 Add, all or none",
                body: [
                    "oneOf": [
                        OpenAPIDocument.schema(name),
                        [
                            "type": "array", "minItems": 1, "maxItems": .integer(RegisterRows.addLimit),
                            "items": OpenAPIDocument.schema(name),
                        ],
                    ]
                ],
                [answer("201", OpenAPIDocument.schema("_\(name)_written"))],
                [400, 401, 403, 404, 413, 415, 422, 429]),
        ]
    }

    /// One row: reading, replacing, taking out.
    var row: JSON {
        let schema = OpenAPIDocument.schema(name)
        return [
            "parameters": [Self.id],
            "get": operation(
                "get", "读取 Read", parameters: [Self.asOf], [answer("200", schema, tagged: true)],
                [400, 401, 403, 404, 429]),
            "put": operation(
                "replace", "替换 Replace", parameters: [Self.ifMatch], body: schema,
                [answer("200", OpenAPIDocument.schema("_\(name)_written"), tagged: true)],
                [400, 401, 403, 404, 412, 413, 415, 422, 428, 429]),
            "delete": operation(
                "remove", "删除，历史保留 Remove; its history stays", parameters: [Self.ifMatch],
                [.init(name: "204", value: ["description": "OK"])], [400, 401, 403, 404, 409, 412, 428, 429]),
        ]
    }

    /// The versions of a row.
    var history: JSON {
        [
            "parameters": [Self.id],
            "get": operation(
                "history", "历史 History", [answer("200", OpenAPIDocument.schema("_\(name)_history"))],
                [400, 401, 403, 404, 429]),
        ]
    }

    private func operation(
        _ verb: String, _ summary: String, parameters: [JSON] = [], body: JSON? = nil, _ answers: [JSON.Member],
        _ refusals: [Int]
    ) -> JSON {
        Self.operation(
            "\(verb)_\(name)", tag: name, "\(summary): \(title)", parameters: parameters, body: body, answers, refusals)
    }

    private func answer(_ status: String, _ schema: JSON, tagged: Bool = false) -> JSON.Member {
        guard tagged, case .object(var members) = OpenAPIDocument.json(schema, "OK") else {
            return .init(name: status, value: OpenAPIDocument.json(schema, "OK"))
        }
        members.append(
            .init(
                name: "headers",
                value: ["ETag": ["description": "版本 Version", "schema": ["type": "string"]]]))
        return .init(name: status, value: .object(members))
    }

    // MARK: - Parameters

    private var filters: [JSON] {
        var parameters: [JSON] = [
            Self.parameter("q", "任一文字含有 Any text holds", ["type": "string"]),
            Self.parameter(
                "sort", "排序字段，前加 - 为倒序 Field to sort by; - before it for the last first",
                [
                    "type": "string",
                    "enum": .array(
                        register.entryFields.filter { !$0.isPersonal }.flatMap { [$0.name, "-\($0.name)"] }
                            .map { .string($0) }),
                ]),
            Self.limit(RowFilters.limit, usual: RowFilters.usual), Self.cursor,
            Self.asOf,
            Self.parameter("under", "该机构及其下级 This organisation and those under it, by its code", ["type": "string"]),
        ]
        for field in register.entryFields where !RowFilters.names.contains(field.name) {
            parameters += Self.parameters(of: field, catalog)
        }
        return parameters
    }

    private static func parameters(of field: Field, _ catalog: Catalog) -> [JSON] {
        let title = "\(field.title.chinese) \(field.title.english)"
        let kind = RowFilters.kind(of: field)
        var parameters = [
            parameter("\(field.name).missing", "\(title): 是否为空 whether it is empty", ["type": "boolean"])
        ]
        guard kind != .presence else { return parameters }
        let schema = filterSchema(of: field, catalog)
        parameters.append(
            parameter(
                field.name, "\(title): 可多个 may be several",
                ["type": "array", "maxItems": .integer(RowFilters.valueLimit), "items": schema]))
        if kind == .range {
            parameters.append(parameter("\(field.name).from", "\(title) ≥", schema))
            parameters.append(parameter("\(field.name).to", "\(title) ≤", schema))
        }
        return parameters
    }

    private static func filterSchema(of field: Field, _ catalog: Catalog) -> JSON {
        switch field.type {
        case .reference, .organisation: ["type": "integer", "description": "行号 Number of the row"]
        case .integer, .year: ["type": "integer"]
        case .decimal, .percent: ["type": "number"]
        case .bool: ["type": "boolean"]
        case .date: ["type": "string", "format": "date"]
        case .code, .money, .time: .object(OpenAPIField(field: field, catalog: catalog).members)
        default: ["type": "string"]
        }
    }

    private static let asOf = parameter(
        "as_of", "当时的数据 Data as they were then", ["type": "string", "format": "date-time"])
    private static let ifMatch: JSON = [
        "name": "If-Match", "in": "header", "required": true, "schema": ["type": "string"],
        "description": "所见版本的 ETag ETag of the version that was seen",
    ]
}
