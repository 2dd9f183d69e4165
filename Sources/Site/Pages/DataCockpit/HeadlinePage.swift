import Catalog
import Ledger
import Localisation

/// Chooses the figures that the data cockpit shows first.
enum HeadlinePage {
    /// What can be wrong with a choice.
    enum ChoiceError: Error, Equatable, Explained {
        /// None was chosen, or more than there is room for.
        case number(Int)

        var messageKey: String { "brain.error.number" }

        var messageArguments: [String: String] {
            switch self {
            case .number(let count): ["count": "\(count)", "most": "\(BrainBoard.mostHeadline)"]
            }
        }
    }

    static func show(_ visit: Visit) throws -> Answer {
        page(visit, chosen: try visit.ledger.cockpitHeadline() ?? BrainBoard.standardHeadline, error: .empty)
    }

    static func choose(_ visit: Visit) throws -> Answer {
        if visit.form["move"] == "reset" {
            try visit.ledger.setCockpitHeadline(nil, by: visit.principal)
            return .redirect(SitePath.brain(.cockpit).with("done", "headline"))
        }
        // In the catalogue's order, each once; what the catalogue does not have is no choice.
        let asked = Set(visit.form.all("indicator"))
        let chosen = visit.registers.catalog.indicators.map(\.name).filter(asked.contains)
        guard (1...BrainBoard.mostHeadline).contains(chosen.count) else {
            let error = try Notice.error(visit, ChoiceError.number(chosen.count))
            return page(visit, chosen: chosen, error: error)
        }
        try visit.ledger.setCockpitHeadline(chosen, by: visit.principal)
        return .redirect(SitePath.brain(.cockpit).with("done", "headline"))
    }

    private static func page(_ visit: Visit, chosen: [String], error: HTML) -> Answer {
        let title = visit["brain.headline.choose"]
        let catalog = visit.registers.catalog
        let fields = IndicatorTopic.all(catalog.indicators).html { topic in
            let boxes = catalog.indicators.filter { IndicatorTopic.name(of: $0) == topic }.html { indicator in
                Form.check(
                    "indicator", indicator.title.text(visit.language), value: indicator.name,
                    isOn: chosen.contains(indicator.name))
            }
            return """
                <fieldset class="checks"><legend>\(IndicatorTopic.title(visit, topic))</legend>\(boxes)</fieldset>
                """
        }
        let back = (title: visit["brain.headline.back"], link: SiteLink(path: .brain(.cockpit)))
        let lead: HTML = "\(visit["brain.headline.lead", ["most": "\(BrainBoard.mostHeadline)"]])"
        let main: HTML = """
            \(PageHead.html(title, lead: lead))\(error)
            \(Form.post(visit, to: .brain(.headline), "\(fields)\(Form.buttons(visit["brain.headline.save"], cancel: back))"))
            <p>\(Form.button(visit, to: .brain(.headline), [("move", "reset")], title: visit["brain.headline.reset"]))</p>
            """
        return .page(
            Layout.page(visit, title: title, at: .data, main: main), status: error.isEmpty ? .ok : .unprocessableContent
        )
    }
}
