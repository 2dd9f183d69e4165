import Ledger
import Monitoring

/// The research topics.
enum TopicsPage {
    static func show(_ visit: Visit) throws -> Answer {
        let all = try visit.ledger.topics()
        let chosen = TopicState(rawValue: visit.query["state"])
        let words = visit.query["q"].lowercased()
        let shown = all.filter { topic in
            (chosen == nil || topic.state == chosen)
                && (words.isEmpty
                    || [topic.details.title, topic.details.question, topic.details.leader.name, topic.officeName ?? ""]
                        .contains { $0.lowercased().contains(words) })
        }
        let action = HTML.when(
            visit.can(.manageResearch),
            #"<a class="button main" href="\#(SitePath.research(.newTopic))">\#(visit["research.topic.new"])</a>"#)
        let states = TopicState.allCases.map {
            (value: $0.rawValue, title: visit["research.topicState.\($0.rawValue)"])
        }
        let filter: HTML = """
            <form class="filter" action="\(SitePath.research(.topics))">
            \(Form.field("q", visit["site.filter.text"], value: visit.query["q"], kind: .search))
            \(Form.select("state", visit["site.column.state"], [("", visit["site.filter.all"])] + states, chosen: visit.query["state"]))
            <p class="buttons"><button>\(visit["site.filter.apply"])</button></p></form>
            """
        var list = EmptyState.html(visit["research.topics.empty"], action: action)
        if !all.isEmpty {
            list =
                "\(filter)\(shown.isEmpty ? EmptyState.html(visit["research.noneFound"]) : table(visit, shown))"
        }
        let export = HTML.when(visit.can(.exportLedger) && !all.isEmpty, ResearchExport.links(visit, "topics"))
        let main: HTML = """
            \(PageHead.html(visit["research.topics"], lead: "\(visit["research.topics.lead", ["count": "\(all.count)"]])",
            actions: "\(action)\(export)"))
            \(ResearchTabs.html(visit, at: .topics))
            \(list)
            """
        return .page(ResearchTabs.page(visit, title: visit["research.topics"], main))
    }

    private static func table(_ visit: Visit, _ topics: [ResearchTopic]) -> HTML {
        var table = ListTable(
            visit["research.topics"],
            columns: [
                .init(title: visit["research.column.topic"], isName: true),
                .init(title: visit["research.column.leader"]), .init(title: visit["site.column.office"]),
                .init(title: visit["site.column.state"]), .init(title: visit["research.column.due"]),
                .init(title: visit["research.visits"], isNumeric: true),
                .init(title: visit["research.problems"], isNumeric: true),
                .init(title: visit["research.suggestions"], isNumeric: true),
            ])
        table.rows = topics.map { topic in
            let id = topic.id
            let isDone = topic.state == .adopted || topic.state == .dropped || topic.state == .handedIn
            let due = topic.details.due?.text
            return .init(cells: [
                #"<a data-nav href="\#(SitePath.research(.topic(id)))">\#(topic.details.title)</a>"#,
                "\(topic.details.leader.name)", "\(topic.officeName)", mark(visit, topic.state),
                isDone ? #"<span class="day">\#(due)</span>"# : Mark.due(visit, due),
                #"<a href="\#(SitePath.research(.visits).with("topic", "\(id)"))">\#(topic.visitCount)</a>"#,
                #"<a href="\#(SitePath.research(.problems).with("topic", "\(id)"))">\#(topic.problemCount)</a>"#,
                #"<a href="\#(SiteLink(path: .research(.topic(id)), fragment: "suggestions"))">\#(topic.suggestionCount)</a>"#,
            ])
        }
        return table.html
    }

    /// How far a topic is: shape and word.
    static func mark(_ visit: Visit, _ state: TopicState) -> HTML {
        let word = visit["research.topicState.\(state.rawValue)"]
        return switch state {
        case .planned: Mark.html("pending", "○", word)
        case .underWay: Mark.html("pending", "◔", word)
        case .handedIn: Mark.html("unsure", "▲", word)
        case .adopted: Mark.html("accepted", "✓", word)
        case .dropped: Mark.html("rejected", "×", word)
        }
    }
}
