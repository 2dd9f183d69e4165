import AdmissionService
import Documents
import Foundation
import Localisation

/// Address uses and kindergarten collections of the years before: sent as files, looked over, taken.
enum AdmissionEarlierPage {
    static func show(_ visit: Visit, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw SiteError.forbidden }
        if visit.query["file"] == "children" { return try children(here) }
        if let kind = EarlierKind(rawValue: visit.query["file"]) { return template(visit, kind) }
        let title = visit["admission.earlier.title"]
        let imports = try here.desk.earlierImports()
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["admission.earlier.lead"])"))\(try Notice.error(visit, error))\
            \(imports.filter { !$0.isTaken }.html { staged(here, $0) })\
            \(taken(here, imports.filter(\.isTaken)))\(try figures(here))\(form(visit))
            """
        return .page(here.page(title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func move(_ visit: Visit) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw SiteError.forbidden }
        return try here.visit.move {
            switch visit.form["move"] {
            case "send":
                guard let upload = visit.uploads.first(where: { !$0.data.isEmpty }) else { throw SiteError.noFile }
                guard let kind = EarlierKind(rawValue: visit.form["kind"]) else { throw SiteError.badChoice }
                _ = try here.desk.stage(Array(upload.data), named: String(upload.name.prefix(120)), as: kind)
            case "take", "remove":
                guard let id = visit.form.row("import") else { throw SiteError.badChoice }
                if visit.form["move"] == "take" {
                    try here.desk.take(earlier: id)
                } else {
                    try here.desk.remove(earlier: id)
                }
            default: throw SiteError.badChoice
            }
            return SiteLink(path: .admissions(.earlier))
        } orShow: {
            try show(visit, error: $0)
        }
    }

    private static func form(_ visit: Visit) -> HTML {
        let kinds = EarlierKind.allCases.map { ($0.rawValue, visit["admission.earlier.kind.\($0.rawValue)"]) }
        return Form.post(
            visit, to: .admissions(.earlier), hasFiles: true, name: "panel",
            """
            <h2>\(visit["admission.earlier.send"])</h2><ul><li>\(visit["admission.earlier.addressColumns"]) \(templateLink(visit, .address))</li>\
            <li>\(visit["admission.earlier.kindergartenColumns"]) \(templateLink(visit, .kindergarten))</li></ul><p class="muted">\(visit["admission.earlier.marks"])</p>
            \(Form.hiddenField("move", "send"))\
            \(Form.select("kind", visit["admission.earlier.kind"], kinds, chosen: visit.form["kind"]))\
            <p class="field"><label for="f-files">\(visit["admission.list.file"])</label>\
            <input id="f-files" type="file" name="files" required accept=".csv,.xlsx"></p>\
            \(Form.buttons(visit["admission.earlier.look"]))
            """)
    }

    private static func templateLink(_ visit: Visit, _ kind: EarlierKind) -> HTML {
        let file = SitePath.admissions(.earlier).with("file", kind.rawValue)
        return #"<a download href="\#(file)">\#(visit["admission.earlier.template"])</a>"#
    }

    /// An empty table with the columns of a kind.
    private static func template(_ visit: Visit, _ kind: EarlierKind) -> Answer {
        let columns = visit["admission.earlier.template.\(kind.rawValue)"].split(separator: ",").map(String.init)
        let sheet = Sheet(name: kind.rawValue, columns: columns.map { Sheet.Column($0) }, rows: [])
        let name = visit["admission.earlier.kind.\(kind.rawValue)"]
        return .file(Data(CSVWriter().write(sheet)), name: "\(name).csv", type: "text/csv; charset=utf-8")
    }

    /// What a file would bring, with every fault by its row.
    private static func staged(_ here: AdmissionVisit, _ one: EarlierImport) -> HTML {
        let visit = here.visit
        var table = ListTable(
            visit["admission.earlier.faults"],
            columns: [
                .init(title: visit["admission.earlier.row"], isNumeric: true),
                .init(title: visit["admission.earlier.column"]),
                .init(title: visit["admission.earlier.problem"], isName: true),
            ])
        table.rows = one.faults.map {
            .init(cells: ["\($0.row)", "\($0.column)", "\(visit["admission.earlier.problem.\($0.problem)"])"])
        }
        let faults = HTML.when(
            one.faulty > 0,
            """
            <details open><summary>\(visit["admission.earlier.faultCount", ["count": "\(one.faulty)",
                "shown": "\(one.faults.count)"]])</summary>\(table.html)</details>
            """)
        let words = visit[
            "admission.earlier.preview",
            [
                "rows": "\(one.rows)", "fresh": "\(one.fresh)", "known": "\(one.rows - one.fresh)",
                "faulty": "\(one.faulty)", "concerned": "\(one.concerned)",
            ]]
        let path = SitePath.admissions(.earlier)
        let take = HTML.when(
            one.fresh > 0,
            Form.button(
                visit, to: path, [("move", "take"), ("import", "\(one.id)")],
                title: visit["admission.earlier.take", ["count": "\(one.fresh)"]], kind: "main"))
        return """
            <section class="panel attention"><h2>\(one.file)</h2>
            <p>\(visit["admission.earlier.kind.\(one.kind.rawValue)"]) · \(visit.time(one.madeAt))</p><p>\(words)</p>\(faults)
            \(take) \(Form.button(visit, to: path, [("move", "remove"), ("import", "\(one.id)")], title: visit["admission.earlier.discard"]))</section>
            """
    }

    private static func taken(_ here: AdmissionVisit, _ imports: [EarlierImport]) -> HTML {
        let visit = here.visit
        guard !imports.isEmpty else { return EmptyState.html(visit["admission.earlier.empty"]) }
        var table = ListTable(
            visit["admission.earlier.taken"],
            columns: [
                .init(title: visit["admission.earlier.file"], isName: true),
                .init(title: visit["admission.earlier.kind"]),
                .init(title: visit["admission.earlier.rows"], isNumeric: true),
                .init(title: visit["admission.earlier.fresh"], isNumeric: true),
                .init(title: visit["admission.earlier.concerned"], isNumeric: true),
                .init(title: visit["admission.earlier.sent"]), .init(title: ""),
            ])
        table.rows = imports.map { one in
            let remove: HTML = """
                <details class="menu"><summary>\(visit["admission.earlier.takeBack"])</summary>\
                <p>\(visit["admission.earlier.takeBackRule", ["count": "\(one.fresh)"]])</p>\
                \(Form.button(visit, to: .admissions(.earlier), [("move", "remove"), ("import", "\(one.id)")],
                    title: visit["admission.earlier.takeBackNow"]))</details>
                """
            return .init(cells: [
                "\(one.file)", "\(visit["admission.earlier.kind.\(one.kind.rawValue)"])", "\(one.rows)", "\(one.fresh)",
                "\(one.concerned)", "\(visit.time(one.madeAt))", remove,
            ])
        }
        return "<section><h2>\(visit["admission.earlier.taken"])</h2>\(table.html)</section>"
    }

    /// Children who were collected, by year of birth: what the forecast of seats may take.
    private static func figures(_ here: AdmissionVisit) throws -> HTML {
        let visit = here.visit, all = try here.desk.collectedChildren()
        guard !all.isEmpty else { return .empty }
        var table = ListTable(
            visit["admission.earlier.children"],
            columns: [
                .init(title: visit["admission.earlier.born"], isName: true),
                .init(title: visit["admission.chances.children"], isNumeric: true),
                .init(title: visit["admission.earlier.places"], isNumeric: true),
            ])
        table.rows = Dictionary(grouping: all, by: \.born).sorted { $0.key < $1.key }.map { year, rows in
            .init(cells: ["\(year)", "\(rows.reduce(0) { $0 + $1.children })", "\(rows.count)"])
        }
        let file = SitePath.admissions(.earlier).with("file", "children")
        return """
            <section><h2>\(visit["admission.earlier.children"])</h2><p>\(visit["admission.earlier.childrenRule"]) \
            <a download href="\(file)">births.csv</a></p>\(table.html)</section>
            """
    }

    /// `year,births`, as `seats forecast --births` takes it.
    private static func children(_ here: AdmissionVisit) throws -> Answer {
        let all = Dictionary(grouping: try here.desk.collectedChildren(), by: \.born)
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key),\($0.value.reduce(0) { $0 + $1.children })" }
        let text = (["year,births"] + lines).joined(separator: "\n") + "\n"
        return .file(Data(text.utf8), name: "births.csv", type: "text/csv; charset=utf-8")
    }
}
