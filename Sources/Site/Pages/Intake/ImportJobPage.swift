import Catalog
import Documents
import Foundation
import Hummingbird
import Intake
import Localisation
import Registers

/// An import under way: the choice of columns, the preview, the progress, the result.
enum ImportJobPage {
    static func show(_ visit: Visit, _ name: String, _ id: String) throws -> Answer {
        let rights = try IntakeRights(visit)
        let register = try rights.writable(visit, name)
        let job = try visit.site.imports.job(id, of: rights.account.id)
        guard job.register == name else { throw ImportJobError.noJob }
        return try answer(visit, register, job, rights, .empty)
    }

    static func move(_ visit: Visit, _ name: String, _ id: String) throws -> Answer {
        let rights = try IntakeRights(visit)
        let register = try rights.writable(visit, name)
        var job = try visit.site.imports.job(id, of: rights.account.id)
        guard job.register == name else { throw ImportJobError.noJob }
        let jobs = visit.site.imports
        do {
            switch visit.form["move"] {
            case "columns":
                job.mapping.fields = visit.form.column("field").map { $0.isEmpty ? nil : $0 }
                try jobs.check(job, with: rights.intake)
            case "again": try jobs.check(job, with: rights.intake)
            case "all": try jobs.take(job, .all, with: rights.intake)
            case "good": try jobs.take(job, .goodRows, with: rights.intake)
            case "cancel": try jobs.cancel(job)
            default: throw SiteError.badChoice
            }
            return .redirect(.intake(.job(name, id)))
        } catch let error as any Explained & Error {
            return try answer(
                visit, register, job, rights, Notice.html(.error, "\(visit.words(of: error))"),
                status: ErrorAnswer(error).status)
        }
    }

    private static func answer(
        _ visit: Visit, _ register: Register, _ job: ImportJob, _ rights: IntakeRights, _ notice: HTML,
        status: HTTPStatus = .ok
    ) throws -> Answer {
        let title = visit["collect.import.title", ["register": register.title.text(visit.language)]]
        let back = SitePath.intake(.register(register.name))
        let place = job.sheet.isEmpty ? job.file : "\(job.file) · \(job.sheet)"
        let main: HTML = """
            \(PageHead.html(
                title, lead: "\(place)", actions: #"<a class="button" href="\#(back)">\#(visit["collect.import.back"])</a>"#))
            \(notice)
            \(HTML.when(job.isAgain && !job.isRunning, Notice.html(.note, "\(visit["collect.import.again"])")))
            \(try body(visit, register, job, rights))
            """
        return Answer.page(Layout.page(visit, title: title, at: .data, main: main), status: status)
            .refreshed(while: job.isRunning)
    }

    private static func body(
        _ visit: Visit, _ register: Register, _ job: ImportJob, _ rights: IntakeRights
    ) throws -> HTML {
        let again: HTML =
            #"<a class="button main" href="\#(SitePath.intake(.register(register.name)))">\#(visit["collect.import.another"])</a>"#
        switch job.phase {
        case .mapping: return ImportColumns.form(visit, register, job, isOpen: true)
        case .checking, .taking: return progress(visit, register, job)
        case .ready: return try ImportFindings.html(visit, register, job, rights)
        case .cancelled:
            return "\(Notice.html(.note, "\(visit["registers.refusal.cancelled"])"))<p>\(again)</p>"
        case .failed(let error):
            let words = error.map(visit.words(of:)) ?? visit["collect.import.failed"]
            return "\(Notice.html(.error, "\(words)"))<p>\(again)</p>"
        case .done: return try done(visit, register, job, again)
        }
    }

    private static func progress(_ visit: Visit, _ register: Register, _ job: ImportJob) -> HTML {
        let words = visit["collect.phase.\(job.phase.name)"]
        let bar: HTML =
            job.share.map { share in
                #"<progress max="100" value="\#(Int(share * 100))" aria-label="\#(words)"></progress> \#(Int(share * 100)) %"#
            } ?? #"<progress aria-label="\#(words)"></progress>"#
        var figures = visit["collect.import.rows", ["rows": "\(job.rows)"]]
        if let seconds = job.secondsLeft(visit.now) {
            figures += " · " + visit["collect.import.left", ["seconds": "\(Int(seconds.rounded(.up)))"]]
        }
        let path = SitePath.intake(.job(register.name, job.id))
        return """
            <section class="panel" aria-live="polite"><h2>\(words)</h2><p>\(bar)</p><p>\(figures)</p>
            <p class="muted">\(visit["collect.import.reloads"]) <a href="\(path)">\(visit["collect.import.reload"])</a></p>
            \(Form.button(visit, to: path, [("move", "cancel")], title: visit["collect.import.cancel"]))</section>
            """
    }

    private static func done(_ visit: Visit, _ register: Register, _ job: ImportJob, _ again: HTML) throws -> HTML {
        guard let report = job.report else { return .empty }
        let rest: HTML =
            report.refused > 0
            ? """
            \(Notice.html(.note, "\(visit["collect.import.rest", ["count": "\(report.refused)"]])"))
            <p><a class="button" download href="\(SitePath.intake(.faults(register.name, job.id)))">\
            \(visit["collect.faults.download"])</a></p>
            """ : .empty
        return """
            \(Notice.html(.done, "\(visit["collect.import.done", ImportFindings.counts(report)])"))\(rest)
            <p>\(again)</p>
            """
    }
}

/// Which column holds which field: guessed, shown, and to be chosen otherwise.
enum ImportColumns {
    static func form(_ visit: Visit, _ register: Register, _ job: ImportJob, isOpen: Bool) -> HTML {
        let options =
            [("", visit["collect.columns.none"])]
            + register.entryFields.filter { $0.type != .file }.map {
                ($0.name, $0.title.text(visit.language) + ($0.isRequired ? " *" : ""))
            }
        var table = ListTable(
            visit["collect.columns.title"],
            columns: [
                .init(title: visit["collect.columns.file"], isName: true), .init(title: visit["collect.columns.field"]),
            ])
        table.rows = zip(job.mapping.titles, job.mapping.fields).enumerated().map { index, pair in
            let name = pair.0.isEmpty ? "#\(index + 1)" : pair.0
            return .init(cells: [
                "\(name)",
                #"<select name="field" aria-label="\#(name)">\#(Form.options(options, chosen: pair.1 ?? ""))</select>"#,
            ])
        }
        let missing = job.mapping.missing(in: register).map { $0.title.text(visit.language) }
        let notice: HTML =
            missing.isEmpty
            ? .empty
            : Notice.html(
                .error, "\(visit["collect.columns.missing", ["fields": missing.joined(separator: "、")]])")
        let fields: HTML = """
            \(Form.hiddenField("move", "columns"))\(table.html)
            \(Form.buttons(visit["collect.columns.check"]))
            """
        return """
            \(notice)<details\(flag: "open", if: isOpen)><summary>\(visit["collect.columns.title"])</summary>
            <p>\(visit["collect.columns.rule"])</p>
            \(Form.post(visit, to: .intake(.job(register.name, job.id)), fields))</details>
            """
    }
}
