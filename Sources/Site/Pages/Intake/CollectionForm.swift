import Catalog
import Documents
import Intake
import Localisation
import Registers

/// The form of a collection task on the page: what is there already is shown, what is asked for is filled in.
struct CollectionForm {
    let visit: Visit
    let task: CollectionTask
    let register: Register
    let fields: [Field]

    func html(to path: SitePath, _ rows: [RegisterRow], owner: String, empty: Int) -> HTML {
        let shown = fields.filter { $0.name != register.ownerColumn }
        var table = ListTable(
            task.title,
            columns: shown.map { field in
                let unit = field.unit.map { "（\($0.text(visit.language))）" } ?? ""
                return .init(title: field.title.text(visit.language) + unit + (field.isRequired ? " *" : ""))
            })
        let sheets = RegisterSheet(catalog: visit.registers.catalog, language: visit.language)
        table.rows = rows.map { row in
            .init(
                cells: shown.enumerated().map { index, field in
                    let hidden = index == 0 ? ownerField(owner) : .empty
                    if task.fields.contains(field.name) { return hidden + input(field, row[field.name]?.written ?? "") }
                    return """
                        \(hidden)\(sheets.word(row[field.name], field))\
                        \(Form.hiddenField("f-\(field.name)", row[field.name]?.written ?? ""))
                        """
                })
        }
        table.rows += (0..<empty).map { _ in
            .init(
                cells: shown.enumerated().map { index, field in
                    (index == 0 ? ownerField(owner) : .empty) + input(field, "")
                })
        }
        return Form.post(
            visit, to: path, draft: "collection-\(task.id)",
            """
            \(Form.hiddenField("move", "fill"))<p class="muted">\(visit["collect.part.byPageRule"])</p>\
            <div class="wide" tabindex="0" role="region" aria-label="\(task.title)">\(table.html)</div>\
            \(Form.buttons(visit["collect.part.handIn"]))
            """)
    }

    private func ownerField(_ owner: String) -> HTML { Form.hiddenField("f-\(register.ownerColumn)", owner) }

    private func input(_ field: Field, _ value: String) -> HTML {
        let name = "f-\(field.name)", label = field.title.text(visit.language)
        func select(_ options: [(value: String, title: String)]) -> HTML {
            """
            <select name="\(name)" aria-label="\(label)">\
            \(Form.options([("", "")] + options, chosen: value))</select>
            """
        }
        switch field.type {
        case .code where !field.isMany:
            let codes = visit.registers.catalog.codes(of: field)?.codes ?? []
            return select(codes.map { ($0.code, $0.title.text(visit.language)) })
        case .bool: return select([("是", visit["registers.yes"]), ("否", visit["registers.no"])])
        case .date: return #"<input type="date" name="\#(name)" aria-label="\#(label)" value="\#(value)">"#
        default:
            let mode = field.type.isNumber ? "decimal" : "text"
            return """
                <input type="text" inputmode="\(mode)" name="\(name)" aria-label="\(label)" value="\(value)" \
                autocomplete="off">
                """
        }
    }

    /// What was filled in, as a table like one that is uploaded. Rows in which only the owner stands are left out.
    static func table(_ form: FormValues, _ fields: [Field]) -> [UInt8] {
        let columns = fields.map { form.column("f-\($0.name)") }
        let count = columns.map(\.count).min() ?? 0
        var text = fields.map(\.name).joined(separator: ",") + "\n"
        for row in 0..<count {
            let cells = columns.map { $0[row] }
            guard cells.dropFirst().contains(where: { !$0.isEmpty }) else { continue }
            text += cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}
