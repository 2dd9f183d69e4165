import Catalog
import JSONValues

/// The schema of a field's values, without what is said of the field itself.
struct OpenAPIField {
    let field: Field
    let catalog: Catalog

    /// Keywords of JSON Schema 2020-12.
    var members: [JSON.Member] {
        switch field.type {
        case .text, .note, .person, .file: text()
        case .phone: text(format: "phone")
        case .email: text(format: "email")
        case .idNumber: text()
        case .time: [type("string"), .init(name: "pattern", value: "^[0-2][0-9]:[0-5][0-9]$")]
        case .date: [type("string"), .init(name: "format", value: "date")]
        case .integer: [type("integer")] + bounds()
        case .year: [type("integer")] + bounds()
        case .decimal: [type("number")] + bounds()
        case .percent: [type("number")] + bounds(from: 0, to: 100)
        case .money: [type("string"), .init(name: "pattern", value: #"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"#)]
        case .bool: [type("boolean")]
        case .code(let list): code(list)
        case .reference(let register): reference(to: register)
        case .organisation(let level): reference(to: Register.organisations, level: level)
        case .point:
            [
                type("object"),
                .init(name: "properties", value: ["longitude": ["type": "number"], "latitude": ["type": "number"]]),
                .init(name: "required", value: ["longitude", "latitude"]),
                .init(name: "additionalProperties", value: false),
            ]
        }
    }

    private func type(_ name: String) -> JSON.Member { .init(name: "type", value: .string(name)) }

    private func text(format: String? = nil) -> [JSON.Member] {
        var members = [type("string")]
        if let format { members.append(.init(name: "format", value: .string(format))) }
        if let minimum = field.minimum { members.append(.init(name: "minLength", value: .real(minimum))) }
        let limit = field.maximum ?? (field.type == .note ? 10_000 : 200)
        members.append(.init(name: "maxLength", value: .real(limit)))
        if let pattern = field.pattern { members.append(.init(name: "pattern", value: .string("^(?:\(pattern))$"))) }
        return members
    }

    private func bounds(from least: Double? = nil, to most: Double? = nil) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if let minimum = field.minimum ?? least { members.append(.init(name: "minimum", value: .real(minimum))) }
        if let maximum = field.maximum ?? most { members.append(.init(name: "maximum", value: .real(maximum))) }
        return members
    }

    private func code(_ list: String) -> [JSON.Member] {
        let schema = OpenAPIDocument.schema("_code_\(list)")
        guard field.isMany else { return schema.members }
        return [type("array"), .init(name: "items", value: schema)]
    }

    private func reference(to register: String, level: Level? = nil) -> [JSON.Member] {
        let schema = OpenAPIDocument.schema("_reference")
        var members: [JSON.Member] = [
            .init(name: "allOf", value: [schema]), .init(name: "x-register", value: .string(register)),
        ]
        if let level { members.append(.init(name: "x-level", value: .string(level.rawValue))) }
        return members
    }
}
