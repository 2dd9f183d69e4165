import Catalog
import JSONValues
import Registers

/// Rows as JSON objects: values by field, and what is known of the row itself under names with `_`.
struct RowJSON {
    let register: Register
    let access: RegisterAccess

    /// A row. Values that are not shown are null, and `_masked` names their fields.
    func object(_ row: RegisterRow) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "_id", value: .integer(row.id)), .init(name: "_version", value: .integer(row.since)),
        ]
        if register.flow != nil {
            members.append(.init(name: "_state", value: row.state.map { .string($0) } ?? .null))
        }
        for field in register.entryFields {
            members.append(.init(name: field.name, value: row[field.name].map { Self.value($0, field) } ?? .null))
        }
        let masked = masked(row).map { JSON.string($0) }
        if !masked.isEmpty { members.append(.init(name: "_masked", value: .array(masked))) }
        return .object(members)
    }

    /// The fields of a row whose values this account is not shown.
    func masked(_ row: RegisterRow) -> [String] {
        let showsSensitive = access.sensitiveScope(register).contains(row.owner)
        return register.entryFields.filter { field in
            if case .masked = row[field.name] { return true }
            return field.isSensitive && !showsSensitive
        }.map(\.name)
    }

    private static func value(_ value: FieldValue, _ field: Field) -> JSON {
        switch value {
        case .text(let text), .day(let text): .string(text)
        case .code(let code):
            field.isMany ? .array(code.split(separator: ",").map { .string(String($0)) }) : .string(code)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .flag(let flag): .bool(flag)
        case .money: .string(value.written)
        case .row(let id, let key, let label):
            ["id": .integer(id), "key": .string(key), "label": .string(label)]
        case .point(let longitude, let latitude): ["longitude": .real(longitude), "latitude": .real(latitude)]
        case .masked: .null
        }
    }
}
