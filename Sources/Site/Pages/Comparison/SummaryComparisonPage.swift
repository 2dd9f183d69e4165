import Ledger
import PlanModel
import Reports

/// A summary against its plan: each target with its verdict, both clauses and the arithmetic.
enum SummaryComparisonPage {
    private static let verdicts: [TargetOutcome.Verdict] = [.missed, .partly, .met, .unstated]

    static func show(_ visit: Visit) throws -> Answer {
        let choice = try ComparisonChoice(visit, .summary, filters: verdicts.map(\.rawValue) + ["doubts"])
        let title = visit["research.compare.summary.title"]
        var content = EmptyState.html(
            visit[choice.plans.isEmpty ? "research.compare.noPlans" : "research.compare.summary.choose"])
        if let plan = choice.old, let summary = choice.new {
            content = result(visit, choice, plan, summary, try compare(visit, plan, summary))
        }
        let share = Words.number(TargetArithmetic.aboutShare * 100)
        let lead = visit["research.compare.summary.rule", ["share": share]]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)", actions: choice.exports(visit) { .summaryFile($0) }))
            \(choice.tabs(visit))
            \(choice.form(visit, oldLabel: visit["research.compare.plan"], newLabel: visit["research.compare.summary"]))
            \(content)
            """
        return .page(Layout.page(visit, title: title, at: .plans, main: main))
    }

    static func file(_ visit: Visit, _ format: String) throws -> Answer {
        let choice = try ComparisonChoice(visit, .summary, filters: [])
        guard let plan = choice.old, let summary = choice.new else { throw SiteError.notFound }
        let paper = ComparisonPaper(
            try compare(visit, plan, summary), plan: plan.name, summary: summary.name, language: visit.language)
        let name = "\(visit["research.compare.summary.title"]) \(plan.name)"
        return try ComparisonChoice.answer(visit, paper, format, name: name)
    }

    private static func compare(_ visit: Visit, _ plan: Plan, _ summary: Plan) throws -> SummaryComparison {
        SummaryComparison.compare(
            plan: try visit.ledger.reading(of: plan.id), summary: try visit.ledger.reading(of: summary.id))
    }

    private static func result(
        _ visit: Visit, _ choice: ComparisonChoice, _ plan: Plan, _ summary: Plan, _ comparison: SummaryComparison
    ) -> HTML {
        guard !comparison.outcomes.isEmpty else {
            return EmptyState.html(visit["research.compare.noTargets"])
        }
        let unsure = comparison.outcomes.filter { !$0.doubts.isEmpty }
        let figures = choice.figures(
            visit,
            verdicts.map { ($0.rawValue, visit["research.compare.verdict.\($0.rawValue)"], comparison.count($0)) })
        let narrow: HTML = """
            <p><a href="\(choice.link(.summary).with("show", "doubts"))">\
            \(visit["research.compare.unsure", ["count": "\(unsure.count)"]])</a></p>
            """
        let noStatements = HTML.when(
            comparison.count(.unstated) == comparison.outcomes.count,
            Notice.html(.note, "\(visit["research.compare.noStatements"])"))
        let shown = comparison.outcomes.filter { outcome in
            switch choice.filter {
            case "": true
            case "doubts": !outcome.doubts.isEmpty
            default: outcome.verdict.rawValue == choice.filter
            }
        }
        var table = ListTable(
            visit["research.compare.outcomes"],
            columns: [
                .init(title: visit["research.compare.verdict"]),
                .init(title: visit["research.compare.target"], isName: true),
                .init(title: visit["research.compare.statement"], isName: true),
                .init(title: visit["research.compare.computed"]), .init(title: visit["research.compare.doubts"]),
            ])
        table.rows = shown.map { outcome in
            .init(cells: [
                mark(visit, outcome), ComparisonPage.quote(visit, plan, outcome.target),
                ComparisonPage.quote(visit, summary, outcome.statement),
                "\(outcome.arithmetic(in: visit.language))", "\(outcome.doubts(in: visit.language))",
            ])
        }
        let list = shown.isEmpty ? EmptyState.html(visit["research.compare.noneShown"]) : table.html
        return "\(figures)\(HTML.when(!unsure.isEmpty, narrow))\(noStatements)\(list)"
    }

    private static func mark(_ visit: Visit, _ outcome: TargetOutcome) -> HTML {
        let word = outcome.verdict(in: visit.language)
        return switch outcome.verdict {
        case .met: Mark.html("accepted", "✓", word)
        case .partly: Mark.html("soon", "▲", word)
        case .missed: Mark.html("late", "■", word)
        case .unstated: Mark.html("pending", "○", word)
        }
    }
}
