import AdmissionService
import Catalog
import Documents
import Foundation
import Hummingbird
import Localisation

/// The rules of a round as they are written, with every fault named by line and key.
enum AdmissionRulesPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, .empty, status: .ok) }

    static func save(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        do {
            try here.desk.change(
                id, title: visit.form["title"], rules: visit.form["rules"].replacing("\r\n", with: "\n"))
            return .redirect(.admissions(.rules(id)))
        } catch let error as CatalogError {
            let lines = error.faults.prefix(50).html { "<li>\(visit.words(of: $0))</li>" }
            let words = visit["admission.rules.faults", ["count": "\(error.faults.count)"]]
            return try page(
                visit, id, Notice.html(.error, "<p>\(words)</p><ul>\(lines)</ul>"), status: .unprocessableContent)
        } catch let error as any Explained & Error {
            return try page(visit, id, try Notice.error(visit, error), status: ErrorAnswer(error).status)
        }
    }

    private static func page(_ visit: Visit, _ id: Int64, _ notice: HTML, status: HTTPResponse.Status) throws -> Answer
    {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw AdmissionError.noRound }
        let round = try here.desk.round(id)
        let text = visit.isPost ? visit.form["rules"] : round.text
        let body: HTML =
            round.state == .draft
            ? Form.post(
                visit, to: .admissions(.rules(id)), draft: "rules-\(id)", name: "panel",
                """
                \(Form.field("title", visit["admission.new.name"], value: visit.isPost ? visit.form["title"] : round.title, isRequired: true, limit: AdmissionDesk.titleLimit))
                \(Form.area("rules", visit["admission.tab.rules"], value: text, rows: 36, hint: visit["admission.rules.hint"]))
                \(Form.buttons(visit["admission.rules.save"]))
                """)
            : """
            \(Notice.html(.note, "\(visit["admission.rules.fixed"])"))\
            <section class="panel"><pre class="said" tabindex="0"><code>\(round.text)</code></pre></section>
            """
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(visit["admission.rules.lead"])"))\(here.tabs(round, at: .rules(id)))\
            \(notice)\(body)
            """
        return .page(here.page(round.title, main), status: status)
    }
}

/// Schools with their places, and catchments: lists that come in as tables.
enum AdmissionListPages {
    enum Kind {
        case schools, places

        var key: String { self == .schools ? "schools" : "places" }
        func path(_ id: Int64) -> SitePath { .admissions(self == .schools ? .schools(id) : .places(id)) }
    }

    static func schools(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw AdmissionError.noRound }
        let round = try here.desk.round(id)
        var table = ListTable(
            visit["admission.column.schools"],
            columns: [
                .init(title: visit["admission.column.code"]),
                .init(title: visit["admission.column.school"], isName: true),
                .init(title: visit["admission.column.places"], isNumeric: true),
            ])
        let schools = try here.admissions.schools(of: id)
        table.rows = schools.map { .init(cells: ["\($0.code)", "\($0.name)", "\($0.places)"]) }
        let list = schools.isEmpty ? EmptyState.html(visit["admission.schools.empty"]) : table.html
        return try page(here, round, .schools, list, schools.count, error)
    }

    static func places(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw AdmissionError.noRound }
        let round = try here.desk.round(id)
        let names = Dictionary(try here.admissions.schools(of: id).map { ($0.code, $0.name) }) { one, _ in one }
        let all = try here.admissions.places(of: id, matching: String(visit.query["q"].prefix(60)))
        let page = Pager.page(visit), size = 100
        var table = ListTable(
            visit["admission.tab.places"],
            columns: [
                .init(title: visit["admission.column.code"]),
                .init(title: visit["admission.column.place"], isName: true),
                .init(title: visit["admission.column.schools"]),
            ])
        table.rows = all.dropFirst((page - 1) * size).prefix(size).map { place in
            .init(cells: [
                "\(place.code)", "\(place.name)", "\(place.schools.map { names[$0] ?? $0 }.joined(separator: "、"))",
            ])
        }
        let list: HTML = """
            \(all.isEmpty ? EmptyState.html(visit["admission.places.empty"]) : table.html)\
            \(Pager.html(visit, link: SiteLink(path: visit.path, query: visit.query.items), page: page, size: size, total: all.count))
            """
        return try self.page(here, round, .places, list, all.count, error)
    }

    private static func page(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ kind: Kind, _ list: HTML, _ count: Int, _ error: (any Error)?
    ) throws -> Answer {
        let visit = here.visit
        let export = SitePath.admissions(.export(round.id, "\(kind.key == "schools" ? "places" : "catchments").csv"))
        let form = HTML.when(
            round.state == .draft,
            Form.post(
                visit, to: kind.path(round.id), hasFiles: true, name: "panel",
                """
                <h2>\(visit[kind == .schools ? "admission.schools.upload" : "admission.places.upload"])</h2><p>\(visit[kind == .schools ? "admission.schools.rule" : "admission.places.rule"]) \
                <a download href="\(export)">\(visit["admission.list.template"])</a></p>
                <p class="field"><label for="f-files">\(visit["admission.list.file"])</label>
                <input id="f-files" type="file" name="files" required accept=".csv,.xlsx"></p>
                \(Form.buttons(visit["admission.list.take", ["count": "\(count)"]]))
                """))
        let offer = kind == .places ? try CatchmentRound.offer(visit, round) : .empty
        let main: HTML = """
            \(PageHead.html(round.title))\(here.tabs(round, at: kind == .schools ? .schools(round.id) : .places(round.id)))\
            \(try Notice.error(visit, error))\(list)\(offer)\(form)
            """
        return .page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func take(_ visit: Visit, _ id: Int64, _ kind: Kind) throws -> Answer {
        let here = try AdmissionVisit(visit)
        return try here.visit.move {
            guard let upload = visit.uploads.first(where: { !$0.data.isEmpty }) else { throw SiteError.noFile }
            let bytes = Array(upload.data), name = String(upload.name.prefix(120))
            switch kind {
            case .schools: try here.desk.setSchools(try PlacementFiles.schools(bytes, named: name), of: id)
            case .places: try here.desk.setPlaces(try PlacementFiles.places(bytes, named: name), of: id)
            }
            return SiteLink(path: kind.path(id))
        } orShow: { error in
            try kind == .schools ? schools(visit, id, error: error) : places(visit, id, error: error)
        }
    }
}
