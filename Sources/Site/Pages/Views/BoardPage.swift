import Ledger
import Monitoring
import PlanModel
import Store

/// 看板: the tasks of a plan in columns, from not handed over to verified. A card leads to its task, where it is moved.
enum BoardPage {
    /// Cards of a column; the others are counted, with a link to the ledger.
    private static let cards = 20

    static func show(_ visit: Visit) throws -> Answer {
        let choice = try ViewChoice(visit)
        let title = visit["views.board.title"]
        var main: HTML = "\(PageHead.html(title))\(ViewChoice.empty(visit))"
        if let plan = choice.plan {
            let lines = try visit.ledger.workLines(choice.filter(of: plan), on: visit.today, milestonesOnly: true)
            let lead = visit["views.board.lead", ["count": "\(lines.count)"]]
            main = """
                \(PageHead.html(plan.name, lead: "\(lead)"))
                \(choice.tabs(visit, at: .board))
                \(choice.form(visit, at: .board, sections: try choice.sections(visit)))
                \(lines.isEmpty ? EmptyState.html(visit["site.ledger.noneFound"]) : board(visit, choice, lines))
                """
        }
        return .page(Layout.page(visit, title: title, at: .cockpit, main: main))
    }

    private static func board(_ visit: Visit, _ choice: ViewChoice, _ lines: [WorkLine]) -> HTML {
        let states = Dictionary(grouping: lines, by: \.record.state)
        // The states of the regular way are always there; the others only where a task is in them.
        let columns: [WorkState] = [.draft, .issued, .accepted, .underWay, .submitted, .verified]
        let others = [WorkState.suspended, .ended].filter { states[$0] != nil }
        return """
            <div class="board" tabindex="0" role="group" aria-label="\(visit["views.board.title"])">\
            \((columns + others).html { column(visit, choice, $0, states[$0] ?? []) })</div>
            """
    }

    private static func column(_ visit: Visit, _ choice: ViewChoice, _ state: WorkState, _ lines: [WorkLine]) -> HTML {
        let link = choice.ledger.with("work", state.rawValue)
        let cards = sorted(lines).prefix(cards).html { card(visit, choice, $0) }
        let more: HTML =
            lines.count > self.cards
            ? #"<p><a href="\#(link)">\#(visit["views.all", ["count": "\(lines.count)"]])</a></p>"# : .empty
        let list: HTML = cards.isEmpty ? #"<p class="muted">\#(visit["views.board.none"])</p>"# : "<ul>\(cards)</ul>"
        let word = visit["work.state.\(state.rawValue)"]
        return """
            <section aria-label="\(word)"><h2>\(word) <span class="muted">\(Sentence.figure(lines.count, link))</span></h2>\
            \(list)\(more)</section>
            """
    }

    private static func card(_ visit: Visit, _ choice: ViewChoice, _ line: WorkLine) -> HTML {
        let percent: HTML =
            line.record.state == .draft
            ? .empty
            : """
            <span class="progress"><progress max="100" value="\(line.record.percent)" \
            aria-label="\(visit["views.column.percent"])"></progress> \(line.record.percent)%</span>
            """
        // Days run against an office only while it has the task in hand.
        let isInHand = ![.submitted, .verified, .suspended, .ended].contains(line.record.state)
        let due: HTML = !isInHand ? #"<span class="day">\#(line.due?.text)</span>"# : Mark.due(visit, line.due?.text)
        return """
            <li class="card \(line.finding.light.rawValue)"><a href="\(SitePath.task(line.id))">\(line.title)</a>\
            <span class="muted">\(choice.names(line.leads))</span>\
            <span class="foot">\(LightMark.html(visit, line.finding))\(due)\(percent)</span></li>
            """
    }

    /// The worst lights first, then the nearest due days, then as in the plan.
    private static func sorted(_ lines: [WorkLine]) -> [WorkLine] {
        lines.enumerated().sorted { one, other in
            func weight(_ pair: (offset: Int, element: WorkLine)) -> (Int, Int, Int) {
                (-(pair.element.finding.light.severity ?? 0), pair.element.due?.number ?? .max, pair.offset)
            }
            return weight(one) < weight(other)
        }.map(\.element)
    }
}
