import Catalog
import Documents
import Foundation
import Hummingbird
import Intake
import Localisation
import Registers

/// The answer of one organisation: its school hands it in, the bureau approves it or sends it back.
enum CollectionPartPage {
    /// Most rows that are filled in on the page; longer ones go by file.
    private static let pageRows = 100
    /// Empty rows for what is new.
    private static let newRows = 3

    static func show(_ visit: Visit, _ id: Int64, _ organisation: Int64) throws -> Answer {
        .page(try page(CollectionVisit(visit), id, organisation, .empty))
    }

    static func move(_ visit: Visit, _ id: Int64, _ organisation: Int64) throws -> Answer {
        let here = try CollectionVisit(visit)
        let task = try here.desk.task(id)
        do {
            switch visit.form["move"] {
            case "file":
                guard let upload = visit.uploads.first(where: { !$0.name.isEmpty || !$0.data.isEmpty }) else {
                    throw SiteError.noFile
                }
                if let answer = try handIn(here, task, organisation, upload.data, String(upload.name.prefix(120))) {
                    return answer
                }
            case "fill":
                let bytes = CollectionForm.table(visit.form, try fields(here, task))
                let name = visit["collect.part.filledName"] + ".csv"
                if let answer = try handIn(here, task, organisation, Data(bytes), name) { return answer }
            case "approve": _ = try here.desk.approve(task, organisation)
            case "return": try here.desk.sendBack(task, organisation, words: visit.form["words"])
            case "remind": try here.desk.remind(task, organisation)
            default: throw SiteError.badChoice
            }
            return .redirect(.collections(.part(id, organisation)))
        } catch let error as any Explained & Error {
            if (error as? CollectionError) == .noTask { throw error }
            return .page(
                try page(here, id, organisation, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    /// Hands in; the page with the faults where there are some.
    private static func handIn(
        _ here: CollectionVisit, _ task: CollectionTask, _ organisation: Int64, _ data: Data, _ name: String
    ) throws -> Answer? {
        guard let (file, report) = try here.desk.handIn(data, named: name, for: task, organisation) else { return nil }
        let register = try here.visit.registers.register(task.register)
        let list = FaultSheet(register: register, file: file, language: here.visit.language)
            .list(Array(report.faults.prefix(200)))
        let words = here.visit.words(of: CollectionError.faulty(count: report.refused))
        return .page(
            try page(
                here, task.id, organisation,
                "\(Notice.html(.error, "\(words)"))<section id=\"faults\">\(ImportFindings.table(list))</section>"),
            status: .unprocessableContent)
    }

    private static func fields(_ here: CollectionVisit, _ task: CollectionTask) throws -> [Field] {
        here.desk.formFields(task, try here.visit.registers.register(task.register))
    }

    private static func page(
        _ here: CollectionVisit, _ id: Int64, _ organisation: Int64, _ notice: HTML
    ) throws -> HTML {
        let visit = here.visit
        let task = try here.desk.task(id)
        guard let part = here.desk.parts(task).first(where: { $0.organisation == organisation }) else {
            throw CollectionError.noTask
        }
        let register = try visit.registers.register(task.register)
        var details = try CollectionPages.details(here, task, register)
        details.add(visit["collect.column.state"], here.mark(task, part))
        if !part.file.isEmpty {
            let link = SitePath.collections(.answer(id, organisation))
            details.add(
                visit["collect.column.file"],
                #"<a download href="\#(link)">\#(part.file)</a> · \#(visit["collect.part.rows", ["rows": String(part.rows)]])"#
            )
        }
        let title = "\(task.title) · \(here.name(organisation))"
        let main: HTML = """
            \(PageHead.html(title, lead: "\(task.purpose)", actions: back(here, task)))
            \(notice)\(try returned(here, task, part))\(details.html)
            \(decision(here, task, part))
            \(try answer(here, task, part, register))
            \(try history(here, task, organisation))
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }

    private static func back(_ here: CollectionVisit, _ task: CollectionTask) -> HTML {
        let path: CollectionPath = here.desk.parts(task).count > 1 ? .one(task.id) : .list
        return #"<a class="button" href="\#(SitePath.collections(path))">\#(here.visit["collect.part.back"])</a>"#
    }

    /// Why an answer came back.
    private static func returned(
        _ here: CollectionVisit, _ task: CollectionTask, _ part: CollectionTask.Part
    ) throws -> HTML {
        guard part.state == .returned else { return .empty }
        let last = try here.visit.registers.collectionEvents(of: task.id, organisation: part.organisation)
            .last { $0.action == "return" }
        return Notice.html(.error, "\(here.visit["collect.part.returned"]) \(last?.words ?? "")")
    }

    private static func decision(
        _ here: CollectionVisit, _ task: CollectionTask, _ part: CollectionTask.Part
    ) -> HTML {
        let visit = here.visit
        guard task.closedAt == nil, here.desk.mayDecide(task, part.organisation) else { return .empty }
        let path = SitePath.collections(.part(task.id, part.organisation))
        switch part.state {
        case .handedIn:
            let fields: HTML = """
                \(Form.hiddenField("move", "return"))\
                \(Form.area("words", visit["collect.part.why"], value: visit.form["words"]))\
                \(Form.buttons(visit["collect.part.return"]))
                """
            return """
                <section class="panel"><h2>\(visit["collect.part.decide"])</h2>
                <p>\(visit["collect.part.approveRule", ["rows": "\(part.rows)"]])</p>
                \(Form.button(visit, to: path, [("move", "approve")], title: visit["collect.part.approve"], kind: "main"))
                \(Form.post(visit, to: path, fields))</section>
                """
        case .open, .returned:
            return "<p>\(Form.button(visit, to: path, [("move", "remind")], title: visit["collect.part.remind"]))</p>"
        case .approved: return .empty
        }
    }

    private static func answer(
        _ here: CollectionVisit, _ task: CollectionTask, _ part: CollectionTask.Part, _ register: Register
    ) throws -> HTML {
        let visit = here.visit
        guard task.closedAt == nil, part.state != .approved, here.desk.mayAnswer(task, part.organisation),
            !here.desk.mayDecide(task, part.organisation)
        else { return .empty }
        let path = SitePath.collections(.part(task.id, part.organisation))
        let upload: HTML = """
            \(Form.hiddenField("move", "file"))<p class="field"><label for="f-files">\(visit["collect.part.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            \(Form.buttons(visit["collect.part.handIn"]))
            """
        let rows = try here.desk.rows(task, part.organisation, limit: pageRows + 1)
        let fill: HTML =
            rows.count > pageRows
            ? #"<p class="muted">\#(visit["collect.part.tooLong", ["limit": String(pageRows)]])</p>"#
            : CollectionForm(visit: visit, task: task, register: register, fields: try fields(here, task)).html(
                to: path, rows, owner: here.tree.nodes[part.organisation]?.code ?? "", empty: newRows)
        return """
            <section class="panel"><h2>\(visit["collect.part.byFile"])</h2>
            <p>\(visit["collect.part.byFileRule"]) \
            <a download href="\(SitePath.collections(.template(task.id, part.organisation)))">\(visit["collect.part.template"])</a></p>
            \(Form.post(visit, to: path, hasFiles: true, upload))</section>
            <section><h2>\(visit["collect.part.byPage"])</h2>\(fill)</section>
            """
    }

    private static func history(_ here: CollectionVisit, _ task: CollectionTask, _ organisation: Int64) throws -> HTML {
        let visit = here.visit
        let names = try Principals(visit)
        let items = try visit.registers.collectionEvents(of: task.id, organisation: organisation).html { event in
            """
            <li>\(visit.time(event.at)) \(names[event.who]) \(visit["collect.event.\(event.action)"])\
            \(event.words.isEmpty ? .empty : "：\(event.words)" as HTML)</li>
            """
        }
        return #"<section><h2>\#(visit["collect.part.history"])</h2><ul class="lines">\#(items)</ul></section>"#
    }
}
