import Catalog
import Localisation
import Registers

/// The fields of a form made from a register's definition.
enum RegisterFields {
    /// The name of a field in a form.
    static func name(_ field: Field) -> String { "v.\(field.name)" }

    /// The fields that the visitor may fill in: of a row, those whose value can be seen; files have forms of their own.
    static func editable(_ desk: RegisterDesk, _ row: RegisterRow?) -> [Field] {
        desk.shownFields.filter { field in
            guard field.type != .file else { return false }
            guard let row else { return true }
            if field.isPersonal, row.isMasked { return false }
            // A reference whose key is not for the visitor to know stays as it is.
            if case .row(_, let key, _) = row[field.name], key.isEmpty { return false }
            return true
        }
    }

    /// What was typed, by field.
    static func typed(_ desk: RegisterDesk, _ fields: [Field]) -> [String: String] {
        var cells: [String: String] = [:]
        for field in fields {
            let name = name(field)
            cells[field.name] =
                field.isMany
                ? desk.visit.form.all(name).joined(separator: ",")
                : desk.visit.form[name].replacing("\r\n", with: "\n")
        }
        return cells
    }

    /// The values of a row, or the presets of a new one, as they would be typed.
    static func values(_ desk: RegisterDesk, _ row: RegisterRow?) throws -> [String: String] {
        if let row { return row.values.mapValues(\.written) }
        var values: [String: String] = [:]
        for field in desk.register.fields {
            guard let preset = field.preset else { continue }
            values[field.name] = field.type == .bool ? (preset == "true" ? "是" : "否") : preset
        }
        if let owner = desk.register.owner {
            let own = try RegisterChoices.organisations(desk, owner)
            if own.count == 1, let only = own.first { values[owner.name] = only.code }
        }
        return values
    }

    /// A field with its label, help and what is wrong with it.
    static func html(
        _ desk: RegisterDesk, _ field: Field, value: String, fault: CellFault? = nil, row: RegisterRow? = nil
    ) throws -> HTML {
        let visit = desk.visit
        let label = self.label(desk, field), name = name(field)
        let hint = field.help?.text(desk.language), error = fault.map { words(desk, $0) }
        switch field.type {
        case .code where field.isMany: return several(desk, field, value, hint, error)
        case .code:
            let codes = desk.catalog.codes(of: field)?.codes ?? []
            let options = codes.map { (value: $0.code, title: "\($0.code) \($0.title.text(desk.language))") }
            return Form.select(name, label, [("", "")] + options, chosen: value, hint: hint, error: error)
        case .bool:
            let options = [("", ""), ("是", visit["data.yes"]), ("否", visit["data.no"])]
            return Form.select(name, label, options, chosen: value, hint: hint, error: error)
        case .note: return Form.area(name, label, value: value, hint: hint, error: error)
        case .reference, .organisation:
            let list = "list-\(field.name)"
            let options = try RegisterChoices.options(desk, field, search: "", owner: row?.owner)
            let source = SitePath.data(.choices(desk.register.name, field.name))
            let script: HTML =
                ##" hx-get="\##(source)" hx-trigger="input changed delay:300ms" hx-target="#\##(list)""##
            let input = Form.field(
                name, label, value: value, hint: hint ?? visit["data.referenceHint"], isRequired: field.isRequired,
                list: list, complete: "off", error: error, more: script)
            return #"\#(input)<datalist id="\#(list)">\#(options)</datalist>"#
        default:
            let kind: Form.Kind =
                switch field.type {
                case .date: .date
                case .integer, .decimal, .money, .percent, .year: .number
                default: .text
                }
            let limit = field.type.isText ? Int(field.maximum ?? 200) : nil
            return Form.field(
                name, label, value: value, kind: kind, hint: hint ?? standardHint(desk, field),
                isRequired: field.isRequired, complete: "off", limit: limit, error: error)
        }
    }

    /// The label: the field's title with its unit, a star where it is required.
    private static func label(_ desk: RegisterDesk, _ field: Field) -> String {
        var label = desk.title(of: field)
        let unit: String? =
            switch field.type {
            case .money: desk.visit["data.yuan"]
            case .percent: "%"
            default: field.unit?.text(desk.language)
            }
        if let unit { label += "（\(unit)）" }
        return field.isRequired ? label + " *" : label
    }

    private static func standardHint(_ desk: RegisterDesk, _ field: Field) -> String? {
        switch field.type {
        case .time: desk.visit["data.hint.time"]
        case .point: desk.visit["data.hint.point"]
        default: nil
        }
    }

    /// Boxes to tick for a field that may hold several codes.
    private static func several(
        _ desk: RegisterDesk, _ field: Field, _ value: String, _ hint: String?, _ error: String?
    ) -> HTML {
        let chosen = Set(value.split(separator: ",").map(String.init))
        let boxes = (desk.catalog.codes(of: field)?.codes ?? []).html {
            Form.check(name(field), $0.title.text(desk.language), value: $0.code, isOn: chosen.contains($0.code))
        }
        let notes = [error, hint].compactMap { $0 }.html { "<small>\($0)</small>" }
        return #"<fieldset class="checks"><legend>\#(label(desk, field))</legend>\#(boxes)\#(notes)</fieldset>"#
    }

    /// What should stand in a cell, in words; code lists and registers by their titles.
    static func words(_ desk: RegisterDesk, _ fault: CellFault) -> String {
        var arguments = fault.expected.messageArguments
        switch fault.expected {
        case .rule: return fault.expected.words(desk.language)
        case .code(let list): arguments["list"] = desk.catalog.codeLists[list]?.title.text(desk.language) ?? list
        case .row(let name): arguments["register"] = desk.catalog.register(name)?.title.text(desk.language) ?? name
        default: break
        }
        return StringCatalogue.standard.string(fault.expected.messageKey, desk.language, arguments)
    }
}

/// Rows to choose from for a field that refers to them.
enum RegisterChoices {
    private static let limit = 60

    /// The options that fit what was typed: a piece of the form, for the script.
    static func show(_ desk: RegisterDesk, _ name: String) throws -> Answer {
        guard let field = desk.register.field(name), ValueLinks.target(of: field) != nil else {
            throw SiteError.notFound
        }
        return .page(try options(desk, field, search: desk.visit.query[RegisterFields.name(field)], owner: nil))
    }

    /// The organisations that a field may name: for the owner's, those that the visitor may write for.
    static func organisations(_ desk: RegisterDesk, _ field: Field) throws -> [OrganisationTree.Node] {
        guard case .organisation(let level) = field.type else { return [] }
        let scope: RowScope = field.name == desk.register.owner?.name ? desk.access.scope(.write, desk.register) : .all
        return try desk.store.organisations().nodes.values
            .filter { (level == nil || $0.level == level) && scope.contains($0.id) }.sorted { $0.code < $1.code }
    }

    static func options(_ desk: RegisterDesk, _ field: Field, search: String, owner: Int64?) throws -> HTML {
        if case .organisation = field.type {
            let found = try organisations(desk, field).filter {
                search.isEmpty || $0.code.hasPrefix(search) || $0.name.contains(search)
            }
            return found.prefix(limit).html { #"<option value="\#($0.code)">\#($0.name)</option>"# }
        }
        guard let name = ValueLinks.target(of: field), let target = desk.catalog.register(name),
            desk.access.may(.read, target)
        else { return .empty }
        var query = RowQuery()
        query.search = String(search.prefix(100))
        if let owner, target.belongsTo == desk.register.belongsTo { query.organisation = owner }
        let rows = try desk.store.rows(of: target, query, access: desk.access, limit: limit).rows
        return rows.html { row in
            guard let key = key(of: row, target, from: desk.register) else { return .empty }
            let label = target.label.compactMap { row[$0]?.written }.joined(separator: " ")
            return #"<option value="\#(key)">\#(label)</option>"#
        }
    }

    /// The key by which a row is named in another's cell; nil where the visitor may not know it.
    private static func key(of row: RegisterRow, _ target: Register, from register: Register) -> String? {
        let sharesOwner = target.belongsTo == register.belongsTo && target.belongsTo != nil && target.key.count > 1
        let parts = target.key.filter { !sharesOwner || $0 != target.ownerColumn }.map { name -> String in
            if case .row(let id, _, _) = row[name], target.key.count > 1 { return "\(id)" }
            return row[name]?.written ?? ""
        }
        return parts.contains("") ? nil : parts.joined(separator: "/")
    }
}
