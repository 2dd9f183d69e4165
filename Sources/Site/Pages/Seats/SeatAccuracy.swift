import Seats

/// 回测: the error of earlier forecasts by lead, beside the simple methods, and how often the intervals held.
enum SeatAccuracy {
    static func html(_ visit: Visit, _ test: BackTest?, note: String) -> HTML {
        guard let test, !test.leads.isEmpty else {
            return #"<p class="muted">\#(visit["seats.cli.no-accuracy"])</p>"#
        }
        func share(_ value: Double) -> HTML { "\(Words.number((value * 1000).rounded() / 10))%" }
        var table = ListTable(
            visit["seats.panel.accuracy"],
            columns: [
                .init(title: visit["seats.cli.lead"], isName: true),
                .init(title: visit["seats.method.model"], isNumeric: true),
            ] + NaiveMethod.allCases.map { .init(title: visit[$0.titleKey], isNumeric: true) } + [
                .init(title: visit["seats.cli.coverage80"], isNumeric: true),
                .init(title: visit["seats.cli.coverage95"], isNumeric: true),
                .init(title: visit["seats.cli.cells"], isNumeric: true),
            ])
        table.rows = test.leads.map { lead in
            .init(
                cells: ["\(lead.lead)", "<strong>\(share(lead.model.mape))</strong>"]
                    + lead.naive.map { share($0.mape) }
                    + [share(lead.coverage80), share(lead.coverage95), "\(lead.cells)"])
        }
        return """
            <p class="muted">\(note)</p>
            <div class="wide" tabindex="0" role="region" aria-label="\(table.caption)">\(table.html)</div>
            """
    }
}
