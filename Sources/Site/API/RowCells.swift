import Catalog
import JSONValues
import Monitoring
import Registers

/// Turns JSON objects into cells, in the form in which the registers take what is typed.
///
/// Here only the JSON types are checked; what a value must satisfy is checked where every row is, whatever it comes from.
struct RowCells {
    let register: Register
    let catalog: Catalog
    var references: ReferenceKeys
    private(set) var faults: [RowFault] = []

    init(_ register: Register, store: RegisterStore, access: RegisterAccess) throws {
        self.register = register
        catalog = store.catalog
        references = try ReferenceKeys(register, store: store, access: access)
    }

    /// The cells of rows, by field. What is wrong goes into `faults`.
    mutating func cells(of rows: [JSON]) throws -> [[String: String]] {
        try references.load(rows)
        return rows.enumerated().map { cells(of: $1, at: $0) }
    }

    private mutating func cells(of row: JSON, at index: Int) -> [String: String] {
        guard case .object(let members) = row else {
            faults.append(RowFault(index: index, field: "", .type("object")))
            return [:]
        }
        let owner = register.owner.flatMap { row[$0.name] }.flatMap { references.organisation($0) }
        var cells: [String: String] = [:]
        for member in members where !Self.isOwn(member.name) {
            guard let field = register.entryFields.first(where: { $0.name == member.name }) else {
                faults.append(RowFault(index: index, field: String(member.name.prefix(60)), .unknownField))
                continue
            }
            guard member.value != .null else { continue }
            switch cell(member.value, field, owner) {
            case .success(let text): cells[field.name] = text
            case .failure(let wrong): faults.append(RowFault(index: index, field: field.name, wrong.problem))
            }
        }
        return cells
    }

    /// What an answer tells of a row may be sent back as it came, and changes nothing.
    private static func isOwn(_ name: String) -> Bool { ["_id", "_version", "_state", "_masked"].contains(name) }

    private struct Wrong: Error {
        let problem: RowFault.Problem
        init(_ problem: RowFault.Problem) { self.problem = problem }
    }

    private func cell(_ value: JSON, _ field: Field, _ owner: Int64?) -> Result<String, Wrong> {
        switch (field.type, value) {
        case (.code(let list), _): return code(value, list, isMany: field.isMany)
        case (.reference, _), (.organisation, _):
            guard case .object = value else { return .failure(Wrong(.type("object"))) }
            guard let key = references.key(value, field, owner: owner) else {
                return .failure(Wrong(.cell(.row(of: references.target(of: field)?.name ?? ""))))
            }
            return .success(key)
        case (.bool, .bool(let flag)): return .success(flag ? "是" : "否")
        case (.bool, _): return .failure(Wrong(.type("boolean")))
        case (.integer, .number(let digits)), (.year, .number(let digits)):
            return Int64(digits) == nil ? .failure(Wrong(.cell(.integer))) : .success(digits)
        case (.decimal, .number(let digits)), (.percent, .number(let digits)):
            let isPlain = digits.utf8.count <= 40 && !digits.contains { $0 == "e" || $0 == "E" }
            return isPlain ? .success(digits) : .failure(Wrong(.cell(.number(decimals: field.decimals))))
        case (.integer, _), (.year, _), (.decimal, _), (.percent, _): return .failure(Wrong(.type("number")))
        case (.money, .string(let text)):
            let isYuan = text.wholeMatch(of: #/-?[0-9]{1,13}(\.[0-9]{1,2})?/#) != nil
            return isYuan ? .success(text) : .failure(Wrong(.cell(.number(decimals: 2))))
        case (.date, .string(let text)):
            return Day(text) == nil ? .failure(Wrong(.cell(.day))) : .success(text)
        case (.point, _):
            guard case .number(let longitude)? = value["longitude"], case .number(let latitude)? = value["latitude"],
                value.members.count == 2
            else { return .failure(Wrong(.type("object"))) }
            return .success("\(longitude),\(latitude)")
        case (_, .string(let text)): return .success(text)
        default: return .failure(Wrong(.type("string")))
        }
    }

    private func code(_ value: JSON, _ list: String, isMany: Bool) -> Result<String, Wrong> {
        let texts = isMany ? value.elements.map(\.text) : [value.text]
        if case .array = value {} else if isMany { return .failure(Wrong(.type("array"))) }
        let codes = texts.compactMap { $0 }
        guard codes.count == texts.count else { return .failure(Wrong(.type("string"))) }
        guard let known = catalog.codeLists[list], codes.allSatisfy({ known[$0] != nil }) else {
            return .failure(Wrong(.cell(.code(list: list))))
        }
        return .success(codes.joined(separator: ","))
    }
}
