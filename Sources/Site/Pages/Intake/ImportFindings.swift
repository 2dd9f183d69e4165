import Catalog
import Documents
import Intake
import Localisation
import Registers

/// What an import would do: in figures, by examples, and what is wrong, before anything is written.
enum ImportFindings {
    /// Faults that the page lists; the workbook has all.
    private static let faultLimit = 100

    static func html(_ visit: Visit, _ register: Register, _ job: ImportJob, _ rights: IntakeRights) throws -> HTML {
        guard let report = job.report else { return .empty }
        return """
            <section><h2>\(visit["collect.preview.title"])</h2>\(figures(visit, report))
            \(decision(visit, register, job, report))</section>
            \(try faults(visit, register, job, report, rights))
            \(examples(visit, register, report))
            \(ImportColumns.form(visit, register, job, isOpen: false))
            """
    }

    static func counts(_ report: ImportReport) -> [String: String] {
        [
            "rows": "\(report.rows)", "added": "\(report.added)", "changed": "\(report.changed)",
            "unchanged": "\(report.unchanged)", "refused": "\(report.refused)",
        ]
    }

    private static func figures(_ visit: Visit, _ report: ImportReport) -> HTML {
        var details = Details()
        for (key, value) in [
            ("rows", report.rows), ("added", report.added), ("changed", report.changed),
            ("unchanged", report.unchanged), ("refused", report.refused),
        ] {
            details.add(visit["collect.preview.\(key)"], "\(value)")
        }
        return details.html
    }

    /// What can be done with it, each with its consequence in figures.
    private static func decision(
        _ visit: Visit, _ register: Register, _ job: ImportJob, _ report: ImportReport
    ) -> HTML {
        let path = SitePath.intake(.job(register.name, job.id))
        let cancel = Form.button(visit, to: path, [("move", "cancel")], title: visit["collect.import.cancel"])
        guard report.rows > 0 else { return Notice.html(.note, "\(visit["collect.preview.noRows"])") }
        if report.refused == 0 {
            guard report.added + report.changed > 0 else {
                return Notice.html(.done, "\(visit["collect.preview.nothing"])")
            }
            let title = visit["collect.preview.take", counts(report)]
            return """
                <div class="actions">\(Form.button(visit, to: path, [("move", "all")], title: title, kind: "main"))\
                \(cancel)</div>
                """
        }
        let good = report.added + report.changed
        let takeGood = HTML.when(
            good > 0,
            Form.button(
                visit, to: path, [("move", "good")], title: visit["collect.preview.takeGood", counts(report)]))
        return """
            \(Notice.html(.error, "\(visit["collect.preview.refusedRule", counts(report)])"))
            <div class="actions"><a class="button main" download href="\(SitePath.intake(.faults(register.name, job.id)))">\
            \(visit["collect.faults.download"])</a>\(takeGood)\(cancel)</div>
            """
    }

    private static func faults(
        _ visit: Visit, _ register: Register, _ job: ImportJob, _ report: ImportReport, _ rights: IntakeRights
    ) throws -> HTML {
        guard !report.faults.isEmpty else { return .empty }
        let file = try visit.site.imports.open(job, with: rights.intake)
        let shown = Array(report.faults.prefix(faultLimit))
        let rest = HTML.when(
            report.faultCount > shown.count,
            """
            <p class="muted">\(visit["collect.faults.more", ["shown": "\(shown.count)", "count": "\(report.faultCount)"]])</p>
            """)
        return """
            <section id="faults"><h2>\(visit["collect.faults.title"])</h2>\
            \(table(FaultSheet(register: register, file: file, language: visit.language).list(shown)))\(rest)</section>
            """
    }

    /// A sheet as a list on a page.
    static func table(_ sheet: Sheet) -> HTML {
        var table = ListTable(sheet.name, columns: sheet.columns.map { .init(title: $0.title) })
        table.rows = sheet.rows.map { row in .init(cells: row.map { words($0) }) }
        return #"<div class="wide" tabindex="0" role="region" aria-label="\#(sheet.name)">\#(table.html)</div>"#
    }

    private static func words(_ cell: Sheet.Cell) -> HTML {
        switch cell {
        case .empty: .empty
        case .text(let text), .day(let text): "\(text)"
        case .number(let number): "\(Words.number(number))"
        }
    }

    private static func examples(_ visit: Visit, _ register: Register, _ report: ImportReport) -> HTML {
        guard !report.examples.isEmpty else { return .empty }
        let sheets = RegisterSheet(catalog: visit.registers.catalog, language: visit.language)
        let items = report.examples.html { example in
            let key = register.key.compactMap { register.field($0) }
                .map { sheets.word(example.after[$0.name], $0) }.filter { !$0.isEmpty }.joined(separator: " / ")
            guard let before = example.before else {
                return "<li>\(Mark.html("difference", "+", visit["collect.preview.new"])) \(key)</li>"
            }
            let changes = example.differences(in: register).html { field in
                """
                <li>\(field.title.text(visit.language)): <del>\(sheets.word(before[field.name], field))</del> → \
                <ins>\(sheets.word(example.after[field.name], field))</ins></li>
                """
            }
            return
                "<li>\(Mark.html("difference", "±", visit["collect.preview.different"])) \(key)<ul>\(changes)</ul></li>"
        }
        return """
            <section><h2>\(visit["collect.preview.examples"])</h2><ul class="lines">\(items)</ul></section>
            """
    }
}
