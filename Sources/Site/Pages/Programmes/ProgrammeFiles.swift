import Documents
import Foundation
import Intake
import Ledger
import Monitoring
import Reports

/// A programme as files: its evaluation, its indicators with all values.
enum ProgrammeFiles {
    static func evaluation(_ visit: Visit, _ id: Int64) throws -> Answer {
        let programme = try visit.ledger.programme(id)
        guard let kind = Evaluation.Kind(rawValue: visit.query["kind"]) else { throw SiteError.notFound }
        let year = Int(visit.query["year"]) ?? programme.latestYear(until: visit.today.year)
        let choice = EvaluationChoice(visit)
        let paper = try Evaluation.write(
            programme, kind: kind, year: year,
            grouping: choice.grouping, domain: choice.domain, office: choice.office, offices: try offices(visit),
            tolerance: try visit.ledger.lightRule().tolerance, language: visit.language)
        return try LedgerFile.paper(paper, day: visit.today, asPDF: false)
    }

    /// A file of a value, to be saved and not shown.
    static func evidence(_ visit: Visit, _ id: Int64) throws -> Answer {
        let file = try visit.ledger.programmeFile(id)
        return .file(try visit.ledger.store.files.data(file.digest), name: file.name, type: file.type)
    }

    static func export(_ visit: Visit, _ id: Int64) throws -> Answer {
        let programme = try visit.ledger.programme(id)
        let sheet = ProgrammeSheet(language: visit.language, offices: try offices(visit)).sheet(
            programme, name: visit["programmes.indicators"])
        return .file(
            Data(try SheetWriter().xlsx([sheet])), name: "\(programme.details.name) \(visit.today.text).xlsx",
            type: LedgerFile.workbook)
    }

    private static func offices(_ visit: Visit) throws -> [Int64: String] {
        Dictionary(try visit.ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
    }
}

/// Several programmes side by side: their indicators in rows, the years in columns.
enum SideBySidePage {
    static func show(_ visit: Visit) throws -> Answer {
        let all = try visit.ledger.programmes()
        let chosen = visit.query.rows("programme")
        let shown = chosen.isEmpty ? Array(all.prefix(3)) : all.filter { chosen.contains($0.id) }
        let title = visit["programmes.sideBySide"]
        let boxes = all.html {
            Form.check(
                "programme", $0.details.name, value: "\($0.id)", isOn: shown.map(\.id).contains($0.id))
        }
        let form: HTML = """
            <form class="filter" action="\(SitePath.programmes(.sideBySide))"><fieldset class="checks">\
            <legend>\(visit["programmes.choose"])</legend>\(boxes)</fieldset>\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
        let content = shown.isEmpty ? EmptyState.html(visit["programmes.empty"]) : try table(visit, shown)
        return .page(
            Layout.page(
                visit, title: title, at: .programmes,
                main:
                    "\(PageHead.html(title))\(form)<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(title)\">\(content)</div>"
            ))
    }

    private static func table(_ visit: Visit, _ programmes: [Programme]) throws -> HTML {
        let rule = try visit.ledger.lightRule()
        let first = programmes.map(\.details.startYear).min() ?? visit.today.year
        let last = min(programmes.map(\.details.endYear).max() ?? first, first + 14)
        let years = Array(first...last)
        var table = ListTable(
            visit["programmes.sideBySide"],
            columns: [
                .init(title: visit["programmes.name"]), .init(title: visit["programmes.indicator"], isName: true),
            ]
                + years.map { .init(title: "\($0)", isNumeric: true) })
        table.rows = programmes.flatMap { programme in
            programme.indicators.map { indicator in
                .init(
                    cells: [
                        #"<a href="\#(SitePath.programmes(.one(programme.id)))">\#(programme.details.name)</a>"#,
                        #"<a data-nav href="\#(SitePath.programmes(.indicator(indicator.id)))">\#(indicator.details.name)</a>"#,
                    ] + years.map { cell(visit, indicator, $0, rule) })
            }
        }
        return table.html
    }

    /// The value reached with its light, or the path's value where the year is still to come.
    private static func cell(_ visit: Visit, _ indicator: ProgrammeIndicator, _ year: Int, _ rule: LightRule) -> HTML {
        let verdict = indicator.verdict(year, tolerance: rule.tolerance)
        if case .outside = verdict { return "" }
        let words = visit.words(of: YearlyReason(verdict, unit: indicator.details.unit))
        guard let reached = indicator.path?.reached(year, actuals: indicator.actuals) else {
            let path = indicator.path?.expected(year).map { "（\(Figure.text($0))）" } ?? "–"
            return #"<span class="muted" title="\#(words)">\#(path)</span>"#
        }
        return """
            <span class="light \(verdict.light.rawValue)" title="\(words)"><span aria-hidden="true">\(LightMark.shape(verdict.light))</span>\
            <span class="unseen">\(visit["programmes.light.\(verdict.light.rawValue)"])</span></span> \(Figure.text(reached))
            """
    }
}
