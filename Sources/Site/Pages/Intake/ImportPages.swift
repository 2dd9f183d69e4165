import Catalog
import Foundation
import Intake
import Localisation
import Registers

/// Where a file is handed in for a register, and what was handed in before.
enum ImportPages {
    private static let pageSize = 30

    /// The registers that one may write.
    static func list(_ visit: Visit) throws -> Answer {
        let rights = try IntakeRights(visit)
        let registers = rights.writable(visit)
        let title = visit["collect.import.registers"]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["collect.column.register"], isName: true),
                .init(title: visit["collect.column.what"]),
                .init(title: visit["collect.column.actions"]),
            ])
        table.rows = registers.map { register in
            .init(cells: [
                #"<a href="\#(SitePath.intake(.register(register.name)))">\#(register.title.text(visit.language))</a>"#,
                "\(register.intro?.text(visit.language) ?? "")",
                #"<a download href="\#(SitePath.intake(.template(register.name)))">\#(visit["collect.import.template"])</a>"#,
            ])
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["collect.import.lead"])"))\(DataTabs.html(visit, at: .intake(.registers)))
            \(registers.isEmpty ? EmptyState.html(visit["collect.import.none"]) : table.html)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    static func show(_ visit: Visit, _ name: String) throws -> Answer {
        let rights = try IntakeRights(visit)
        return .page(try page(visit, try rights.writable(visit, name), rights, .empty))
    }

    /// Keeps the file and begins.
    static func begin(_ visit: Visit, _ name: String) throws -> Answer {
        let rights = try IntakeRights(visit)
        let register = try rights.writable(visit, name)
        do {
            guard let upload = visit.uploads.first(where: { !$0.name.isEmpty || !$0.data.isEmpty }) else {
                throw SiteError.noFile
            }
            let job = try visit.site.imports.begin(
                upload.data, named: String(upload.name.prefix(120)), into: register, with: rights.intake,
                account: rights.account.id)
            return .redirect(.intake(.job(name, job.id)))
        } catch let error as any Explained & Error {
            return .page(
                try page(visit, register, rights, ImportFaults.html(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    private static func page(
        _ visit: Visit, _ register: Register, _ rights: IntakeRights, _ content: HTML
    ) throws -> HTML {
        let words = register.title.text(visit.language)
        let title = visit["collect.import.title", ["register": words]]
        let limit = visit.site.configuration.uploadLimit >> 20
        let fields: HTML = """
            <div class="drop" data-drop><p class="field"><label for="f-files">\(visit["collect.import.file"])</label>
            <input id="f-files" type="file" name="files" required accept=".xlsx,.csv"></p>
            <p class="muted">\(visit["collect.import.formats", ["limit": "\(limit)"]])</p>
            <ul class="chosen" data-chosen></ul></div>
            \(Form.buttons(visit["collect.import.check"]))
            """
        let main: HTML = """
            \(PageHead.html(
                title, lead: "\(register.intro?.text(visit.language) ?? "")", actions: templates(visit, register, rights)))
            \(content)
            \(underWay(visit, register, rights))
            \(Form.post(visit, to: .intake(.register(register.name)), hasFiles: true, name: "panel", fields))
            \(columns(visit, register))
            \(try past(visit, register, rights))
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }

    private static func templates(_ visit: Visit, _ register: Register, _ rights: IntakeRights) -> HTML {
        let empty = SitePath.intake(.template(register.name))
        let filled = HTML.when(
            rights.access.may(.export, register),
            #"<a class="button" download href="\#(empty.with("rows", "1"))">\#(visit["collect.import.filled"])</a>"#)
        return #"<a class="button main" download href="\#(empty)">\#(visit["collect.import.template"])</a>\#(filled)"#
    }

    private static func underWay(_ visit: Visit, _ register: Register, _ rights: IntakeRights) -> HTML {
        let jobs = visit.site.imports.jobs(of: rights.account.id, register: register.name).prefix(5)
        guard !jobs.isEmpty else { return .empty }
        let items = jobs.html { job in
            """
            <li><a href="\(SitePath.intake(.job(register.name, job.id)))">\(job.file)</a> \
            <span class="muted">\(visit.time(job.began)) · \(visit["collect.phase.\(job.phase.name)"])</span></li>
            """
        }
        return #"<section><h2>\#(visit["collect.import.underWay"])</h2><ul class="lines">\#(items)</ul></section>"#
    }

    /// What the columns may be called, and what must stand in them.
    private static func columns(_ visit: Visit, _ register: Register) -> HTML {
        let items = register.entryFields.filter { $0.type != .file }.html { field in
            let mark = HTML.when(field.isRequired, " <strong>\(visit["registers.required"])</strong>")
            return "<li>\(field.title.text(visit.language)) <code>\(field.name)</code>\(mark)</li>"
        }
        return """
            <details><summary>\(visit["collect.import.columns"])</summary>\
            <p>\(visit["collect.import.columnsRule"])</p><ul>\(items)</ul></details>
            """
    }

    private static func past(_ visit: Visit, _ register: Register, _ rights: IntakeRights) throws -> HTML {
        let page = Pager.page(visit)
        let imports = try visit.registers.imports(of: register, limit: pageSize + 1, offset: (page - 1) * pageSize)
        let heading = visit["collect.import.past"]
        guard !imports.isEmpty else {
            return #"<section><h2>\#(heading)</h2>\#(EmptyState.html(visit["collect.import.noPast"]))</section>"#
        }
        var table = ListTable(
            heading,
            columns: [
                .init(title: visit["collect.column.at"]), .init(title: visit["collect.column.who"]),
                .init(title: visit["collect.column.file"], isName: true),
                .init(title: visit["collect.column.added"], isNumeric: true),
                .init(title: visit["collect.column.changed"], isNumeric: true),
            ])
        let names = try Principals(visit)
        table.rows = try imports.prefix(pageSize).map { past in
            let link = SitePath.intake(.file(register.name, past.id))
            return .init(cells: [
                "\(visit.time(past.at))", "\(names[past.who])",
                try rights.maySee(past, visit)
                    ? #"<a download href="\#(link)">\#(past.file)</a>"# : "\(past.file)",
                "\(past.added)", "\(past.changed)",
            ])
        }
        let total = (page - 1) * pageSize + imports.count
        let pager = Pager.html(
            visit, link: SiteLink(path: .intake(.register(register.name))), page: page, size: pageSize, total: total)
        return "<section><h2>\(heading)</h2>\(table.html)\(pager)</section>"
    }
}

extension ImportJob.Phase {
    /// The end of the keys of its words.
    var name: String {
        switch self {
        case .mapping: "mapping"
        case .checking: "checking"
        case .ready: "ready"
        case .taking: "taking"
        case .done: "done"
        case .cancelled: "cancelled"
        case .failed: "failed"
        }
    }
}
