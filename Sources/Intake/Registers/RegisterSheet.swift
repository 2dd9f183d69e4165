import Catalog
import Documents
import Localisation
import Registers

/// Puts rows of a register into a sheet: the export, which is a valid import, and the template 填报模板.
public struct RegisterSheet: Sendable {
    private let catalog: Catalog
    private let language: Language

    /// Sheets in a language.
    public init(catalog: Catalog, language: Language) {
        self.catalog = catalog
        self.language = language
    }

    /// The rows under the titles of all fields. Files are named by their digest, and not taken in again.
    public func sheet(_ register: Register, _ rows: [RegisterRow]) -> Sheet {
        Sheet(
            name: register.title.text(language), columns: register.entryFields.map { column($0, isForm: false) },
            rows: rows.map { cells($0, register) })
    }

    /// A form to be filled in, with what is known already: lists to choose from, bounds and help beside each cell.
    ///
    /// - Parameters:
    ///   - organisations: the codes offered for the owner; empty for none.
    ///   - only: the fields that the form has; nil for all.
    public func template(
        _ register: Register, _ rows: [RegisterRow] = [], organisations: [String] = [], only: [Field]? = nil
    ) -> [Sheet] {
        let fields = only ?? register.entryFields.filter { $0.type != .file }
        var form = Sheet(
            name: register.title.text(language),
            columns: fields.map { field in
                var column = column(field, isForm: true)
                if field.name == register.belongsTo?.rawValue, !organisations.isEmpty {
                    column.entry?.rule = .choice(organisations)
                }
                return column
            })
        form.rows = rows.map { row in fields.map { cell(row[$0.name], $0) } }
        return [form, explanation(register, fields)]
    }

    /// The cells of a row, one a field.
    public func cells(_ row: RegisterRow, _ register: Register) -> [Sheet.Cell] {
        register.entryFields.map { cell(row[$0.name], $0) }
    }

    /// A value as people read it: the name of a code, the label of a row, what is left of a masked value.
    public func word(_ value: FieldValue?, _ field: Field) -> String {
        switch value {
        case nil: ""
        case .flag(let flag): flagWord(flag)
        case .code(let code): catalog.codes(of: field).map { $0.written(code, language) } ?? code
        case .row(_, _, let label): label
        case .masked(let text): text
        case .some(let value): value.written
        }
    }

    private func cell(_ value: FieldValue?, _ field: Field) -> Sheet.Cell {
        switch value {
        case nil, .masked: .empty
        case .integer(let number) where field.type == .integer: .number(Double(number))
        case .real(let number): .number(number)
        case .day(let day): .day(day)
        case .flag(let flag): .text(flagWord(flag))
        case .code(let code): .text(catalog.codes(of: field).map { $0.written(code, language) } ?? code)
        case .some(let value): .text(value.written)
        }
    }

    private func flagWord(_ flag: Bool) -> String {
        StringCatalogue.standard.string(flag ? "registers.yes" : "registers.no", language)
    }

    private func column(_ field: Field, isForm: Bool) -> Sheet.Column {
        let title = field.title.text(language)
        let width = min(40, max(10, Double(title.count) * 2.2))
        guard isForm else { return Sheet.Column(title, width: width) }
        let unit = field.unit.map { "（\($0.text(language))）" } ?? ""
        return Sheet.Column(
            title + unit, width: width,
            entry: Sheet.Entry(rule(field), help: help(field), isRequired: field.isRequired))
    }

    private func rule(_ field: Field) -> Sheet.Entry.Rule {
        let low = field.minimum, high = field.maximum
        return switch field.type {
        case .code where field.isMany: .any
        case .code:
            .choice(catalog.codes(of: field).map { list in list.codes.map { list.written($0.code, language) } } ?? [])
        case .bool: .choice([flagWord(true), flagWord(false)])
        case .integer: .integer(Int32(clamping: Int64(low ?? -2e9)), Int32(clamping: Int64(high ?? 2e9)))
        case .year: .integer(1900, 2200)
        case .decimal, .money: .number(low ?? -1e12, high ?? 1e12)
        case .percent: .number(low ?? 0, high ?? 100)
        case .date: .day
        default: .any
        }
    }

    private func help(_ field: Field) -> String {
        var lines: [String] = []
        if field.isRequired { lines.append(StringCatalogue.standard.string("registers.required", language)) }
        if let help = field.help { lines.append(help.text(language)) }
        if case .reference(let name) = field.type, let target = catalog.register(name) {
            let keys = target.key.compactMap { target.field($0)?.title.text(language) }.joined(separator: "/")
            let arguments = ["register": target.title.text(language), "key": keys]
            lines.append(StringCatalogue.standard.string("registers.help.reference", language, arguments))
        }
        if field.type.isText, let maximum = field.maximum {
            let arguments = ["count": String(Int(maximum))]
            lines.append(StringCatalogue.standard.string("registers.expected.shorter", language, arguments))
        }
        return lines.joined(separator: " ")
    }

    /// A second sheet that explains every field.
    private func explanation(_ register: Register, _ fields: [Field]) -> Sheet {
        func word(_ key: String) -> String { StringCatalogue.standard.string("registers.template.\(key)", language) }
        return Sheet(
            name: word("name"),
            columns: [
                .init(word("field"), width: 22), .init(word("required"), width: 8), .init(word("help"), width: 60),
                .init(word("codes"), width: 60), .init(word("element"), width: 12),
            ],
            rows: fields.map { field in
                let codes = catalog.codes(of: field)?.codes.prefix(60).map {
                    "\($0.code) \($0.title.text(language))"
                }
                return [
                    .text(field.title.text(language)), .text(field.isRequired ? flagWord(true) : ""),
                    .text(help(field)), .text(codes?.joined(separator: "；") ?? ""), .text(field.element ?? ""),
                ]
            })
    }
}

extension CodeList {
    /// A code as people write it: its name, or code and name where two codes share a name.
    public func written(_ code: String, _ language: Language) -> String {
        guard let entry = self[code] else { return code }
        let name = entry.title.text(language)
        return self.entry(written: name)?.code == code ? name : "\(code) \(name)"
    }
}
