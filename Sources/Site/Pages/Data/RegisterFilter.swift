import Catalog
import Foundation
import Monitoring
import Registers

/// What the query of a register's list asks for: `q`, `at` (an organisation), `f.<field>` with `.from` and `.to`,
/// `missing` (a field), `on` (a day on which rows count), `asof` (a day as of which they stood), `sort`, `down`.
///
/// What cannot be understood is left out.
struct RegisterFilter {
    let desk: RegisterDesk
    private(set) var query = RowQuery()
    /// The day as of which the rows are shown.
    let asOf: Day?
    private let values: FormValues

    init(_ desk: RegisterDesk) throws { try self.init(desk, desk.visit.query) }

    init(_ desk: RegisterDesk, _ values: FormValues) throws {
        self.desk = desk
        self.values = values
        asOf = Day(values["asof"])
        query.search = String(values["q"].prefix(100))
        query.organisation = values.row("at")
        query.day = Day(values["on"])
        let fields = desk.shownFields
        for field in fields { query.conditions[field.name] = Self.condition(field, values) }
        if let missing = fields.first(where: { $0.name == values["missing"] }) {
            query.conditions[missing.name] = .missing
        }
        if let sort = fields.first(where: { $0.name == values["sort"] }), Self.canSort(sort) {
            query.sort = sort.name
            query.isDescending = values.isOn("down")
        }
        if let asOf {
            // The last instant of the day in China.
            let end = Date(timeIntervalSince1970: Double(asOf.number + 1) * 86_400 - 8 * 3600 - 0.001)
            query.version = try desk.store.version(at: end)
        }
    }

    /// What was put in under a name.
    subscript(name: String) -> String { values[name] }

    /// Whether rows are left out.
    var isNarrowed: Bool {
        !query.conditions.isEmpty || !query.search.isEmpty || query.organisation != nil || query.day != nil
            || query.version != nil
    }

    /// Whether a list can be ordered by a field: what is sealed has no order, and what is
    /// sensitive would tell by its place.
    static func canSort(_ field: Field) -> Bool {
        !field.isPersonal && !field.isSensitive && field.type != .point && field.type != .file
    }

    /// The list, or another page of the register, as it is filtered and ordered now.
    func link(_ path: RegisterPath) -> SiteLink {
        let fields = desk.shownFields.flatMap { ["f.\($0.name)", "f.\($0.name).from", "f.\($0.name).to"] }
        let names = Set(["q", "at", "missing", "on", "asof", "sort", "down"] + fields)
        let kept = values.items.filter { !$0.value.trimmed.isEmpty && names.contains($0.name) }
        return SiteLink(path: .data(path), query: kept)
    }

    private static func condition(_ field: Field, _ values: FormValues) -> RowQuery.Condition? {
        let name = "f.\(field.name)", text = values[name]
        if field.isPersonal { return field.hasMark && !text.isEmpty ? .oneOf([.text(text)]) : nil }
        switch field.type {
        case .code:
            let codes = values.all(name)
            return codes.isEmpty ? nil : .oneOf(codes.map { .text($0) })
        case .bool: return text == "1" || text == "0" ? .oneOf([text == "1" ? 1 : 0]) : nil
        case .reference, .organisation: return values.row(name).map { .oneOf([.integer($0)]) }
        case .date, .integer, .year, .money, .decimal, .percent:
            let low = value(field, values["\(name).from"]), high = value(field, values["\(name).to"])
            return low == nil && high == nil ? nil : .between(low, high)
        default: return text.isEmpty || !field.type.isText ? nil : .contains(text)
        }
    }

    /// A bound as it is kept; nil where it is none.
    private static func value(_ field: Field, _ text: String) -> SQLValue? {
        switch field.type {
        case .date: return Day(text).map { .text($0.text) }
        case .integer, .year: return Int64(text).map { .integer($0) }
        case .money:
            guard let yuan = Double(text), abs(yuan) < 1e13 else { return nil }
            return .integer(Int64((yuan * 100).rounded()))
        default: return Double(text).flatMap { $0.isFinite ? .real($0) : nil }
        }
    }
}

/// The form over a register's list.
enum RegisterFilterForm {
    static func html(_ filter: RegisterFilter) throws -> HTML {
        let desk = filter.desk, visit = desk.visit
        let fields = desk.shownFields.filter { $0.name != desk.register.belongsTo?.rawValue }
        let main = fields.filter { desk.register.list.contains($0.name) }
        let rest = fields.filter { !desk.register.list.contains($0.name) }
        let missing = fields.filter { !$0.isRequired }.map {
            (value: $0.name, title: desk.title(of: $0))
        }
        let more: HTML = """
            \(rest.map { input(filter, $0) })\
            \(Form.select("missing", visit["data.filter.missing"], [("", "–")] + missing, chosen: filter["missing"]))\
            \(Form.field("on", visit["data.filter.on"], value: filter["on"], kind: .date))\
            \(Form.field("asof", visit["data.filter.asOf"], value: filter["asof"], kind: .date))
            """
        let isOpen =
            rest.contains { filter.query.conditions[$0.name] != nil } || filter.asOf != nil
            || filter.query.day != nil || !filter["missing"].isEmpty
        let hidden = ["sort", "down"].filter { !filter[$0].isEmpty }.html { Form.hiddenField($0, filter[$0]) }
        return """
            <form class="filter" action="\(SitePath.data(.rows(desk.register.name)))" role="search">
            \(Form.field("q", visit["data.filter.search"], value: filter["q"], kind: .search))\
            \(try organisation(filter))\(main.map { input(filter, $0) })\(hidden)
            <details class="more"\(flag: "open", if: isOpen)><summary>\(visit["data.filter.more"])</summary><div>\(more)</div></details>
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button>\
            <a class="button" href="\(SitePath.data(.rows(desk.register.name)))">\(visit["data.filter.clear"])</a></p></form>
            """
    }

    /// A choice of the organisations whose rows the visitor may see.
    private static func organisation(_ filter: RegisterFilter) throws -> HTML {
        let desk = filter.desk
        let tree = try desk.store.organisations()
        let scope = desk.access.scope(.read, desk.register)
        let nodes = tree.nodes.values.filter { scope.contains($0.id) }.sorted { $0.code < $1.code }
        guard nodes.count > 1 else { return .empty }
        let options = nodes.map { (value: "\($0.id)", title: "\($0.code) \($0.name)") }
        return Form.select(
            "at", desk.visit["data.filter.organisation"], [("", desk.visit["data.filter.all"])] + options,
            chosen: filter["at"])
    }

    private static func input(_ filter: RegisterFilter, _ field: Field) -> HTML {
        let desk = filter.desk, visit = desk.visit
        let name = "f.\(field.name)", label = desk.title(of: field)
        let any = (value: "", title: visit["data.filter.all"])
        if field.isPersonal {
            return HTML.when(
                field.hasMark,
                Form.field(name, visit["data.filter.exact", ["field": label]], value: filter[name]))
        }
        switch field.type {
        case .code:
            let codes = desk.catalog.codes(of: field)?.codes ?? []
            let options = codes.map { (value: $0.code, title: $0.title.text(desk.language)) }
            return Form.select(name, label, [any] + options, chosen: filter[name])
        case .bool:
            return Form.select(
                name, label, [any, ("1", visit["data.yes"]), ("0", visit["data.no"])], chosen: filter[name])
        case .date: return range(filter, name, label, .date)
        case .integer, .year, .money, .decimal, .percent: return range(filter, name, label, .number)
        case .reference, .organisation:
            // Chosen by a link from the other row.
            return HTML.when(!filter[name].isEmpty, Form.field(name, label, value: filter[name], kind: .number))
        default:
            return HTML.when(
                field.type.isText,
                Form.field(name, visit["data.filter.contains", ["field": label]], value: filter[name]))
        }
    }

    private static func range(_ filter: RegisterFilter, _ name: String, _ label: String, _ kind: Form.Kind) -> HTML {
        let visit = filter.desk.visit
        return """
            \(Form.field("\(name).from", visit["data.filter.from", ["field": label]], value: filter["\(name).from"], kind: kind))\
            \(Form.field("\(name).to", visit["data.filter.to", ["field": label]], value: filter["\(name).to"], kind: kind))
            """
    }
}
