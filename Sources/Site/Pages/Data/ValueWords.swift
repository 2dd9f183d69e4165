import Catalog
import Localisation
import Monitoring
import Registers

/// Values of registers as people read them.
enum ValueWords {
    /// A value as text: codes by name, amounts with unit.
    static func text(_ desk: RegisterDesk, _ field: Field, _ value: FieldValue) -> String {
        switch value {
        case .code(let code): codes(desk, field, code)
        case .flag(let flag): desk.visit[flag ? "data.yes" : "data.no"]
        case .row(_, let key, let label): label.isEmpty ? key : label
        case .masked(let rest): rest
        case .text(let files) where field.type == .file:
            desk.visit["data.file.count", ["count": "\(files.split(separator: ",").count)"]]
        case .money: "\(value.written) \(desk.visit["data.yuan"])"
        case .integer, .real:
            if field.type == .percent {
                "\(value.written) %"
            } else if let unit = field.unit {
                "\(value.written) \(unit.text(desk.language))"
            } else {
                value.written
            }
        default: value.written
        }
    }

    /// The names of a code, or of several.
    private static func codes(_ desk: RegisterDesk, _ field: Field, _ code: String) -> String {
        let list = desk.catalog.codes(of: field)
        return code.split(separator: ",").map { list?[String($0)]?.title.text(desk.language) ?? String($0) }
            .joined(separator: "、")
    }
}

/// Values of some rows as pieces of a page: references to rows that the visitor may see are links.
struct ValueLinks {
    private let desk: RegisterDesk
    /// The rows that may be seen, by register.
    private var visible: [String: Set<Int64>] = [:]

    init(_ desk: RegisterDesk, _ rows: [RegisterRow], fields: [Field]) throws {
        self.desk = desk
        var asked: [String: Set<Int64>] = [:]
        for field in fields {
            guard let target = Self.target(of: field) else { continue }
            for row in rows {
                if case .row(let id, _, _) = row[field.name] { asked[target, default: []].insert(id) }
            }
        }
        for (name, ids) in asked {
            guard let target = desk.catalog.register(name) else { continue }
            visible[name] = try desk.store.visible(ids, of: target, access: desk.access)
        }
    }

    /// The visitor's language.
    var language: Language { desk.language }

    /// The register that a field refers to.
    static func target(of field: Field) -> String? {
        switch field.type {
        case .reference(let name): name
        case .organisation: Register.organisations
        default: nil
        }
    }

    /// A value; nothing where there is none.
    func html(_ field: Field, _ row: RegisterRow) -> HTML {
        guard let value = row[field.name] else { return .empty }
        let text = ValueWords.text(desk, field, value)
        switch value {
        case .row(let id, _, _):
            guard let target = Self.target(of: field), visible[target]?.contains(id) == true else { return "\(text)" }
            return #"<a href="\#(SitePath.data(.row(target, id)))">\#(text)</a>"#
        case .masked:
            let words = desk.visit["data.masked"]
            return #"<span class="masked" title="\#(words)">\#(text)<span class="unseen"> \#(words)</span></span>"#
        case .day: return #"<span class="day">\#(text)</span>"#
        case .text where field.type == .note: return #"<span class="said">\#(text)</span>"#
        default: return "\(text)"
        }
    }
}
