import Ledger
import PlanModel

/// The tables of fields in the form that corrects a task. Each has two empty rows to add something; a row that is
/// emptied goes away.
enum EditFields {
    private static let spare = 2

    /// Offices by name, with those known to choose from.
    static func owners(_ visit: Visit, _ row: TaskRow, _ role: TaskOwner.Role, _ offices: [Office]) -> HTML {
        let name = role == .lead ? "lead" : "co"
        let label = visit[role == .lead ? "site.field.leads" : "site.field.coOwners"]
        let names = row.task.owners.filter { $0.role == role }.map(row.name)
        let inputs = (names + Array(repeating: "", count: spare)).enumerated().html { index, value in
            input(name, value, label: "\(label) \(index + 1)", list: "offices")
        }
        // One list serves both roles.
        let list = HTML.when(
            !offices.isEmpty,
            #"<datalist id="offices">\#(offices.map { #"<option value="\#($0.name)">"# as HTML })</datalist>"#)
        return #"<fieldset class="several"><legend>\#(label)</legend>\#(inputs)\#(list)</fieldset>"#
    }

    static func milestones(_ visit: Visit, _ task: LedgerTask) -> HTML {
        let rows = task.milestones.enumerated().map { ("\($0)", $1.due, $1.text) }
        let fields = (rows + Array(repeating: ("", "", ""), count: spare)).html { index, due, text in
            """
            <div class="row">\(Form.hiddenField("m-index", index))\
            \(input("m-due", due, label: visit["site.field.due"], kind: "date"))\
            \(input("m-text", text, label: visit["site.edit.clause"], kind: "text wide"))</div>
            """
        }
        return table(visit["site.field.milestones"], fields)
    }

    static func targets(_ visit: Visit, _ task: LedgerTask) -> HTML {
        let comparators = Quantity.Comparator.allCases.map { (value: $0.rawValue, title: Words.sign($0)) }
        let kinds = Quantity.Kind.allCases.map { (value: $0.rawValue, title: visit["site.kind.\($0.rawValue)"]) }
        let rows: [(Int, Quantity)?] = task.targets.enumerated().map { ($0, $1) } + Array(repeating: nil, count: spare)
        let fields = rows.html { row in
            let quantity = row?.1
            return """
                <div class="row">\(Form.hiddenField("q-index", row.map { "\($0.0)" } ?? ""))\
                \(input("q-metric", quantity?.metric ?? "", label: visit["site.edit.metric"], kind: "text wide"))\
                \(select("q-comparator", visit["site.edit.comparator"], comparators,
                quantity?.comparator.rawValue ?? ">="))\
                \(input("q-value", quantity.map { Words.number($0.value) } ?? "", label: visit["site.edit.value"],
                kind: "text short"))\
                \(input("q-high", quantity?.high.map(Words.number) ?? "", label: visit["site.edit.high"],
                kind: "text short"))\
                \(input("q-unit", quantity?.unit ?? "", label: visit["site.column.unit"], kind: "text short"))\
                \(input("q-year", quantity?.year.map { "\($0)" } ?? "", label: visit["site.column.year"],
                kind: "text short"))\
                \(select("q-kind", visit["site.column.kind"], kinds, quantity?.kind.rawValue ?? "target"))</div>
                """
        }
        return table(visit["site.field.targets"], fields)
    }

    static func deliverables(_ visit: Visit, _ task: LedgerTask) -> HTML {
        let rows = task.deliverables.enumerated().map { ("\($0)", $1.verb, $1.name) }
        let fields = (rows + Array(repeating: ("", "", ""), count: spare)).html { index, verb, name in
            """
            <div class="row">\(Form.hiddenField("d-index", index))\
            \(input("d-verb", verb, label: visit["site.edit.verb"], kind: "text short"))\
            \(input("d-name", name, label: visit["site.edit.paper"], kind: "text wide"))</div>
            """
        }
        return table(visit["site.field.deliverables"], fields)
    }

    private static func table(_ title: String, _ rows: HTML) -> HTML {
        #"<fieldset class="several"><legend>\#(title)</legend>\#(rows)</fieldset>"#
    }

    /// A field whose label is read out and shown as its hint: rows would be all labels otherwise.
    private static func input(
        _ name: String, _ value: String, label: String, kind: String = "text", list: String? = nil
    ) -> HTML {
        let pieces = kind.split(separator: " ").map(String.init)
        return """
            <input name="\(name)" type="\(pieces[0])"\(attribute: "class", pieces.dropFirst().first) value="\(value)" \
            aria-label="\(label)" placeholder="\(label)"\(attribute: "list", list) autocomplete="off">
            """
    }

    private static func select(
        _ name: String, _ label: String, _ options: [(value: String, title: String)], _ chosen: String
    ) -> HTML {
        #"<select name="\#(name)" aria-label="\#(label)">\#(Form.options(options, chosen: chosen))</select>"#
    }
}
