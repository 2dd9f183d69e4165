import Ledger
import Localisation
import Monitoring
import Reports
import Store

/// One programme: its indicators at the end of a year, each with path, value, light and why.
enum ProgrammePage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, id, error: nil) }

    /// Adds an indicator.
    static func add(_ visit: Visit, _ id: Int64) throws -> Answer {
        do {
            try visit.ledger.addIndicators([try IndicatorForm.details(visit)], to: id, by: visit.principal)
        } catch let error as any Explained & Error {
            return try page(visit, id, error: error)
        }
        return .redirect(SitePath.programmes(.one(id)))
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> Answer {
        let whole = try visit.ledger.programme(id)
        let choice = EvaluationChoice(visit)
        let programme = whole.having(domain: choice.domain, office: choice.office)
        let rule = try visit.ledger.lightRule()
        let years = programme.details.startYear...programme.details.endYear
        let asked = Int(visit.query["year"]) ?? programme.latestYear(until: visit.today.year)
        let year = min(max(asked, years.lowerBound), years.upperBound)
        let light = Light(rawValue: visit.query["light"])
        let shown = programme.indicators.filter { indicator in
            light.map { indicator.verdict(year, tolerance: rule.tolerance).light == $0 } ?? true
        }
        let tabs = Tabs.html(
            visit["programmes.year"],
            years.prefix(12).map { each in
                (
                    visit["programmes.yearTab", ["year": "\(each)"]],
                    choice.on(SitePath.programmes(.one(id)).with("year", "\(each)").with("light", light?.rawValue)),
                    each == year
                )
            })
        let content =
            shown.isEmpty
            ? EmptyState.html(visit["programmes.noneShown"]) : try table(visit, shown, year, rule)
        let main: HTML = """
            \(PageHead.html(programme.details.name, lead: lead(visit, programme, year, rule), actions: actions(visit, programme, year, choice)))
            \(try Notice.error(visit, error))\(tabs)\(try choice.form(visit, whole, year))\(chart(visit, shown, year))\(content)
            <p class="muted">\(visit["programmes.rule", ["tolerance": Figure.text(rule.tolerance * 100)]])</p>
            \(try HTML.when(visit.can(.manageProgrammes), addForm(visit, programme, isOpen: error != nil)))
            \(Chart.scripts(visit))
            """
        return .page(
            Layout.page(visit, title: programme.details.name, at: .programmes, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func lead(_ visit: Visit, _ programme: Programme, _ year: Int, _ rule: LightRule) -> HTML {
        let counts = programme.lights(year, tolerance: rule.tolerance)
        func count(_ light: Light) -> String { "\(counts[light] ?? 0)" }
        return """
            \(visit["programmes.sentence", [
                "year": "\(year)", "count": "\(programme.indicators.count)", "reached": count(.blue),
                "onPath": count(.green), "behind": count(.yellow), "far": count(.red), "unmeasured": count(.off),
            ]])
            """
    }

    private static func actions(
        _ visit: Visit, _ programme: Programme, _ year: Int, _ choice: EvaluationChoice
    ) -> HTML {
        var actions = HTML.empty
        if let plan = programme.details.plan {
            actions += #"<a class="button" href="\#(SitePath.plan(plan))">\#(visit["programmes.plan"])</a>"#
        }
        if visit.can(.manageProgrammes) {
            let link = SitePath.programmes(.importing(programme.id))
            actions += #"<a class="button" href="\#(link)">\#(visit["programmes.import.title"])</a>"#
        }
        guard visit.can(.exportLedger) else { return actions }
        actions += Evaluation.Kind.allCases.html { kind in
            let link = choice.on(
                SitePath.programmes(.evaluation(programme.id)).with("kind", kind.rawValue).with("year", "\(year)"))
            return
                #"<a class="button" download href="\#(link)">\#(visit["programmes.evaluation.\(kind.rawValue)"])</a>"#
        }
        return actions
            + #"<a class="button" download href="\#(SitePath.programmes(.export(programme.id)))">.xlsx</a>"#
    }

    /// How much of the way from baseline to target each indicator has made.
    private static func chart(_ visit: Visit, _ indicators: [ProgrammeIndicator], _ year: Int) -> HTML {
        let rows = indicators.prefix(30).filter { $0.path?.completion(year, actuals: $0.actuals) != nil }
        guard !rows.isEmpty else { return .empty }
        let links = rows.map { Optional(SiteLink(path: .programmes(.indicator($0.id)))) }
        func planned(_ indicator: ProgrammeIndicator) -> Double? {
            guard let path = indicator.path, let expected = path.expected(year), let end = path.fixed[path.targetYear],
                let start = path.fixed[path.baselineYear], start != end
            else { return nil }
            return ((expected - start) / (end - start) * 1000).rounded() / 10
        }
        return Chart.bars(
            visit["programmes.chart", ["year": "\(year)"]], categories: rows.map(\.details.name),
            series: [
                .init(
                    name: visit["programmes.made"],
                    values: rows.map { row in
                        row.path?.completion(year, actuals: row.actuals).map { ($0 * 10).rounded() / 10 }
                    }, tone: .first, links: links),
                .init(name: visit["programmes.planned"], values: rows.map(planned), tone: .off, links: links),
            ], isHorizontal: true, unit: "%"
        ).html(visit, showsTable: false)
    }

    private static func table(
        _ visit: Visit, _ indicators: [ProgrammeIndicator], _ year: Int, _ rule: LightRule
    ) throws -> HTML {
        let offices = Dictionary(try visit.ledger.offices().map { ($0.id, $0.name) }) { first, _ in first }
        var table = ListTable(
            visit["programmes.indicators"],
            columns: [
                .init(title: visit["programmes.indicator"], isName: true),
                .init(title: visit["programmes.nature"]), .init(title: visit["programmes.baseline"], isNumeric: true),
                .init(title: visit["programmes.expectedYear"], isNumeric: true),
                .init(title: visit["programmes.actual"], isNumeric: true),
                .init(title: visit["programmes.target"], isNumeric: true), .init(title: visit["work.column.light"]),
                .init(title: visit["site.column.office"]),
            ])
        table.rows = indicators.map { indicator in
            let details = indicator.details
            let verdict = indicator.verdict(year, tolerance: rule.tolerance)
            func value(_ number: Double?) -> HTML { number.map { "\(Figure.text($0)) \(details.unit)" } ?? "–" }
            return .init(cells: [
                #"<a data-nav href="\#(SitePath.programmes(.indicator(indicator.id)))">\#(details.name)</a>"#,
                "\(visit[details.isBinding ? "programmes.binding" : "programmes.expected"])",
                "\(value(details.baseline)) <span class=\"muted\">\(details.baselineYear)</span>",
                value(indicator.path?.expected(year)), value(indicator.path?.reached(year, actuals: indicator.actuals)),
                "\(value(details.target)) <span class=\"muted\">\(details.targetYear)</span>",
                VerdictMark.html(visit, verdict, unit: details.unit), "\(details.office.flatMap { offices[$0] })",
            ])
        }
        return table.html
    }

    private static func addForm(_ visit: Visit, _ programme: Programme, isOpen: Bool) throws -> HTML {
        let fresh = IndicatorDetails(
            name: "", unit: "", baselineYear: programme.details.startYear - 1, baseline: 0,
            targetYear: programme.details.endYear, target: 0)
        return """
            <details class="panel"\(flag: "open", if: isOpen)><summary>\(visit["programmes.add"])</summary>\
            \(Form.post(
                visit, to: .programmes(.one(programme.id)),
                "\(try IndicatorForm.fields(visit, isOpen ? (try? IndicatorForm.details(visit)) ?? fresh : fresh))\(Form.buttons(visit["programmes.add"]))"
            ))</details>
            """
    }
}

/// The light of a year with its reason.
enum VerdictMark {
    static func html(_ visit: Visit, _ verdict: YearlyVerdict, unit: String) -> HTML {
        """
        <span class="light \(verdict.light.rawValue)"><span aria-hidden="true">\(LightMark.shape(verdict.light))</span> \
        \(visit["programmes.light.\(verdict.light.rawValue)"])</span> <span class="muted">\(visit.words(of: YearlyReason(verdict, unit: unit)))</span>
        """
    }
}
