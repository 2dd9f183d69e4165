import Ledger
import PlanModel
import Reports

/// Two plans side by side: what continued, what is new, what is gone, which targets moved.
enum ComparisonPage {
    private static let kinds: [TaskMatch.Kind] = [.changed, .new, .gone, .unchanged]

    /// Both plans with what was read of them.
    private struct Pair {
        var old: (plan: Plan, reading: PlanReading)
        var new: (plan: Plan, reading: PlanReading)
        var comparison: PlanComparison

        init(_ visit: Visit, _ old: Plan, _ new: Plan) throws {
            self.old = (old, try visit.ledger.reading(of: old.id))
            self.new = (new, try visit.ledger.reading(of: new.id))
            comparison = PlanComparison.compare(
                old: self.old.reading, oldText: try visit.ledger.text(of: old.id), new: self.new.reading,
                newText: try visit.ledger.text(of: new.id))
        }
    }

    static func show(_ visit: Visit) throws -> Answer {
        let choice = try ComparisonChoice(visit, .plans, filters: kinds.map(\.rawValue) + ["targets"])
        let title = visit["research.compare.title"]
        var content = EmptyState.html(
            visit[choice.plans.isEmpty ? "research.compare.noPlans" : "research.compare.choose"])
        if let old = choice.old, let new = choice.new {
            content = result(visit, choice, try Pair(visit, old, new))
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["research.compare.rule"])", actions: choice.exports(visit) { .plansFile($0) }))
            \(choice.tabs(visit))
            \(choice.form(visit, oldLabel: visit["research.compare.old"], newLabel: visit["research.compare.new"]))
            \(content)
            """
        return .page(Layout.page(visit, title: title, at: .plans, main: main))
    }

    static func file(_ visit: Visit, _ format: String) throws -> Answer {
        let choice = try ComparisonChoice(visit, .plans, filters: [])
        guard let old = choice.old, let new = choice.new else { throw SiteError.notFound }
        let pair = try Pair(visit, old, new)
        let paper = ComparisonPaper(
            pair.comparison, old: (old.name, pair.old.reading), new: (new.name, pair.new.reading),
            language: visit.language)
        return try ComparisonChoice.answer(visit, paper, format, name: "\(visit["research.compare.title"]) \(new.name)")
    }

    private static func result(_ visit: Visit, _ choice: ComparisonChoice, _ pair: Pair) -> HTML {
        let targets = pair.comparison.targets
        let figures = choice.figures(
            visit,
            kinds.map { ($0.rawValue, visit["research.compare.kind.\($0.rawValue)"], pair.comparison.count($0)) }
                + [("targets", visit["research.compare.targets"], targets.count)])
        let shown = kinds.filter { choice.filter.isEmpty || choice.filter == $0.rawValue }
        let tasks = shown.html { section(visit, pair, $0) }
        let moved = HTML.when(
            !targets.isEmpty && (choice.filter.isEmpty || choice.filter == "targets"), moves(visit, pair))
        return "\(figures)\(tasks)\(moved)"
    }

    private static func section(_ visit: Visit, _ pair: Pair, _ kind: TaskMatch.Kind) -> HTML {
        let matches = pair.comparison.tasks.filter { $0.kind == kind }
        guard !matches.isEmpty else { return .empty }
        let title = visit["research.compare.kind.\(kind.rawValue)"]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["research.compare.old"], isName: true),
                .init(title: visit["research.compare.new"], isName: true),
                .init(title: visit["research.compare.differences"]),
            ])
        table.rows = matches.map { match in
            let differences = match.differences.html { difference in
                let field = visit["site.field.\(difference.field.rawValue)"]
                return "<li>\(field)：<del>\(difference.old)</del> → <ins>\(difference.new)</ins></li>"
            }
            return .init(cells: [
                match.old.map { link(pair.old.plan, pair.old.reading.tasks[$0]) } ?? .empty,
                match.new.map { link(pair.new.plan, pair.new.reading.tasks[$0]) } ?? .empty,
                HTML.when(!match.differences.isEmpty, #"<ul class="plain">\#(differences)</ul>"#),
            ])
        }
        return "<section><h2>\(title)（\(matches.count)）</h2>\(table.html)</section>"
    }

    private static func link(_ plan: Plan, _ task: PlanTask) -> HTML {
        SourcePage.link(plan.id, task.title.span, "\(task.label)\(task.title.text)")
    }

    private static func moves(_ visit: Visit, _ pair: Pair) -> HTML {
        var table = ListTable(
            visit["research.compare.targets"],
            columns: [
                .init(title: visit["research.compare.metric"], isName: true),
                .init(title: visit["research.compare.oldClause"]), .init(title: visit["research.compare.newClause"]),
            ])
        table.rows = pair.comparison.targets.map { move in
            .init(cells: [
                "\(move.metric)", quote(visit, pair.old.plan, move.old), quote(visit, pair.new.plan, move.new),
            ])
        }
        return """
            <section><h2>\(visit["research.compare.targets"])（\(pair.comparison.targets.count)）</h2>\(table.html)</section>
            """
    }

    /// A clause as it stands in its document, with what was read of it.
    static func quote(_ visit: Visit, _ plan: Plan, _ quantity: Quantity?) -> HTML {
        guard let quantity else { return .empty }
        return """
            <span>\(SourcePage.link(plan.id, quantity.span, "“\(quantity.text)”"))<br>\
            <span class="muted">\(Words.target(visit, quantity))</span></span>
            """
    }
}
