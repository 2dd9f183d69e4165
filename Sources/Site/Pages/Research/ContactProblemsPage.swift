import Documents
import Foundation
import Ledger
import Monitoring

/// All problems found at visits, the most urgent first, narrowed by state, office and leader.
enum ContactProblemsPage {
    static func show(_ visit: Visit) throws -> Answer {
        let all = try visit.ledger.contactProblems()
        let shown = narrowed(visit, all)
        let title = visit["research.problems"]
        var content = EmptyState.html(visit[all.isEmpty ? "research.problems.none" : "research.problems.noneFound"])
        if !shown.isEmpty { content = table(visit, shown) }
        let export = HTML.when(
            visit.can(.exportLedger) && !shown.isEmpty,
            #"<a class="button" download href="\#(link(visit, .problemsFile))">.xlsx</a>"#)
        let lead = visit["research.problems.rule", ["days": "\(ProblemState.warningDays)"]]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)", actions: export))\(ContactDutiesPage.tabs(visit))
            \(HTML.when(!all.isEmpty, filter(visit, all)))\(content)
            """
        return .page(Layout.page(visit, title: title, at: .research, main: main))
    }

    static func file(_ visit: Visit) throws -> Answer {
        let columns =
            heads(visit).map { Sheet.Column($0, width: 20) } + [Sheet.Column(visit["research.answer"], width: 40)]
        let rows = narrowed(visit, try visit.ledger.contactProblems()).map { problem -> [Sheet.Cell] in
            [
                state(visit, problem.state), problem.text, problem.object, problem.leader, problem.found.text,
                problem.officeName, problem.due.text, problem.answer,
            ].map { $0.isEmpty ? .empty : .text($0) }
        }
        let title = visit["research.problems"]
        let sheet = Sheet(name: title, columns: columns, rows: rows)
        return .file(
            Data(try SheetWriter().xlsx([sheet])), name: "\(title) \(visit.today.text).xlsx", type: LedgerFile.workbook)
    }

    /// The problems as a list, each a link.
    static func table(_ visit: Visit, _ problems: [ContactProblem]) -> HTML {
        var table = ListTable(
            visit["research.problems"],
            columns: heads(visit).enumerated().map { .init(title: $0.element, isName: $0.offset == 1) })
        table.rows = problems.map { problem in
            let light = problem.state.light(due: problem.due, today: visit.today)
            return .init(cells: [
                "\(LightMark.html(visit, light)) \(state(visit, problem.state))",
                #"<a href="\#(SitePath.research(.problem(problem.id)))">\#(problem.text)</a>"#,
                #"<a href="\#(SitePath.research(.duty(problem.duty)))">\#(problem.object)</a>"#, "\(problem.leader)",
                #"<span class="day">\#(problem.found.text)</span>"#, "\(problem.officeName)",
                #"<span class="day">\#(problem.due.text)</span>"#,
            ])
        }
        return table.html
    }

    /// A state in a word.
    static func state(_ visit: Visit, _ state: ProblemState) -> String { visit["research.state.\(state.rawValue)"] }

    private static func heads(_ visit: Visit) -> [String] {
        [
            visit["site.column.state"], visit["research.problem"], visit["research.object"], visit["research.leader"],
            visit["research.found"], visit["research.office"], visit["research.due"],
        ]
    }

    private static func link(_ visit: Visit, _ path: ResearchPath) -> SiteLink {
        SiteLink(
            path: .research(path), query: visit.query.items.filter { ["state", "office", "leader"].contains($0.name) })
    }

    private static func narrowed(_ visit: Visit, _ problems: [ContactProblem]) -> [ContactProblem] {
        let state = ProblemState(rawValue: visit.query["state"])
        let office = visit.query.row("office")
        let leader = visit.query["leader"]
        return problems.filter { problem in
            (state == nil || problem.state == state) && (office == nil || problem.office == office)
                && (leader.isEmpty || problem.leader == leader)
        }
    }

    private static func filter(_ visit: Visit, _ all: [ContactProblem]) -> HTML {
        let none = [("", visit["site.filter.all"])]
        let states = ProblemState.allCases.map { ($0.rawValue, state(visit, $0)) }
        let offices = Dictionary(all.map { ("\($0.office)", $0.officeName) }) { first, _ in first }
            .sorted { $0.value < $1.value }.map { ($0.key, $0.value) }
        let leaders = Set(all.map(\.leader)).sorted().map { ($0, $0) }
        return """
            <form class="filter" action="\(SitePath.research(.problems))">
            \(Form.select("state", visit["site.column.state"], none + states, chosen: visit.query["state"]))\
            \(Form.select("office", visit["research.office"], none + offices, chosen: visit.query["office"]))\
            \(Form.select("leader", visit["research.leader"], none + leaders, chosen: visit.query["leader"]))\
            <p class="buttons"><button>\(visit["site.filter.apply"])</button></p></form>
            """
    }
}
