import Catalog
import Hummingbird
import Indicators
import Store

/// What is being counted, and the form that has it counted.
enum CountingPanel {
    /// How long the end of a count is told, in seconds.
    private static let recent = 600.0

    /// How far a count is, how the last one ended, or that nothing was counted yet.
    static func html(_ desk: IndicatorDesk) -> HTML {
        let visit = desk.visit, counting = visit.site.indicators.counting
        if let run = counting.run {
            return RunPanel(
                visit: visit, page: .indicators(.library), title: visit["indicators.counting.running"],
                mayEnd: desk.mayCount
            ).bar(run.share, since: run.began)
        }
        let outcome: HTML =
            switch counting.outcome {
            case .failed(let error):
                Notice.html(.error, "\(error.map(visit.words(of:)) ?? visit["indicators.counting.failed"])")
            case .cancelled: Notice.html(.note, "\(visit["indicators.counting.cancelled"])")
            case .done(let count, let time) where visit.now.timeIntervalSince(time) < recent:
                Notice.html(
                    .done,
                    "\(visit["indicators.counting.done", ["count": "\(count)", "time": visit.time(time)]])")
            case .done, nil: .empty
            }
        guard isEmpty(desk) else { return desk.mayCount ? outcome : .empty }
        let words = visit[desk.mayCount ? "indicators.counting.empty" : "indicators.counting.emptyReader"]
        return outcome + EmptyState.html(words, action: HTML.when(desk.mayCount, form(visit)))
    }

    /// Whether nothing was counted yet.
    private static func isEmpty(_ desk: IndicatorDesk) -> Bool {
        desk.catalog.indicators.allSatisfy { desk.cube.periods(of: $0).isEmpty }
    }

    /// The form behind a button of the page's head, for those who may.
    static func menu(_ desk: IndicatorDesk) -> HTML {
        guard desk.mayCount, !isEmpty(desk), desk.visit.site.indicators.counting.run == nil else { return .empty }
        return """
            <details class="menu"><summary class="button">\(desk.visit["indicators.counting.now"])</summary>\
            \(form(desk.visit))</details>
            """
    }

    private static func form(_ visit: Visit) -> HTML {
        let years = [0, 1, 2, 4].map { (value: "\($0)", title: visit["indicators.counting.years.\($0)"]) }
        return Form.post(
            visit, to: .indicators(.library), name: "counting",
            """
            \(Form.hiddenField("move", "count"))\
            \(Form.select("years", visit["indicators.counting.years"], years, chosen: "0",
                hint: visit["indicators.counting.hint", ["count": "\(visit.registers.catalog.indicators.count)"]]))\
            \(Form.buttons(visit["indicators.counting.now"]))
            """)
    }
}

/// Posts that count.
enum CountingMoves {
    /// Counts all indicators, or stops that.
    static func move(_ visit: Visit) throws -> Answer {
        guard try IndicatorDesk(visit).mayCount else { throw SiteError.forbidden }
        let indicators = visit.site.indicators
        switch visit.form["move"] {
        case "count":
            guard let years = Int(visit.form["years"].isEmpty ? "0" : visit.form["years"]), (0...4).contains(years)
            else { throw SiteError.badChoice }
            // Where one runs already, it does for both.
            _ = indicators.counting.begin(
                indicators.store.jobs(of: visit.today, yearsBack: years), by: try visit.principal)
        case "cancel": indicators.counting.cancel()
        default: throw SiteError.badChoice
        }
        return .redirect(.indicators(.library))
    }

    /// Counts one indicator for a period.
    static func count(_ visit: Visit, _ name: String) throws -> Answer {
        let desk = try IndicatorDesk(visit)
        guard desk.mayCount else { throw SiteError.forbidden }
        let indicator = try desk.indicator(name)
        let text = visit.form["period"]
        guard let period = text.isEmpty ? Period(indicator.period, of: visit.today) : Period(text) else {
            throw IndicatorError.noPeriod(text)
        }
        guard visit.site.indicators.counting.run == nil else { throw SiteError.busy }
        try desk.store.compute([(indicator, period)], by: try visit.principal)
        try visit.site.indicators.targets.report(on: visit.today)
        return .redirect(
            SitePath.indicator(name).with("organisation", visit.form["organisation"])
                .with("period", period.description).with("done", "counted"))
    }
}
