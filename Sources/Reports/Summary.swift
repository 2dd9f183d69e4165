import Documents
import Ledger
import Localisation
import PlanModel

/// A draft of the year's summary 总结: the plan's own structure, every target with its words, every gap named.
public enum Summary {
    /// Writes it. - Throws: `LedgerError`, `StoreError`, `ReportError.badDay`.
    public static func write(plan: Plan, in ledger: PlanLedger, on day: String, language: Language) throws
        -> WordDocument
    {
        guard let today = ReportDay(day) else { throw ReportError.badDay(day) }
        let words = ReportWords(language)
        var filter = LedgerFilter.ledger(of: plan.id)
        filter.planStates = []
        let rows = try ledger.tasks(filter).rows.filter { $0.task.state == .accepted }
        let toDo = rows.filter { row in
            plan.parts.first { $0.id == row.task.part }?.role != .summary
        }
        var paper = WordDocument(
            title: words("summary.title", ["year": plan.year.map(String.init) ?? "", "plan": plan.name]),
            subtitle: words("summary.subtitle", ["day": language == .chinese ? today.inChinese : today.text]))
        paper.blocks.append(
            .paragraph(
                words(
                    "summary.lead",
                    [
                        "tasks": "\(toDo.count)", "targets": "\(toDo.reduce(0) { $0 + $1.task.targets.count })",
                        "papers": "\(toDo.reduce(0) { $0 + $1.task.deliverables.count })",
                    ])))
        var path: [String] = []
        for row in toDo {
            let task = row.task
            for (depth, heading) in task.path.enumerated() where depth >= path.count || path[depth] != heading {
                paper.blocks.append(.heading(level: min(depth + 1, 3), heading))
                path = Array(task.path.prefix(depth + 1))
            }
            path = task.path
            paper.blocks.append(.paragraph("\(task.label)\(task.title.text)"))
            if let goal = task.goal { paper.blocks.append(.paragraph(words("summary.goal", ["goal": goal.text]))) }
            let owners = LedgerColumn.leads.text(of: row, in: language)
            if !owners.isEmpty { paper.blocks.append(.paragraph(words("summary.owners", ["owners": owners]))) }
            guard !task.targets.isEmpty else { continue }
            paper.blocks.append(
                .table(
                    header: ["target", "words", "result"].map { words("summary.column.\($0)") },
                    rows: task.targets.map { target in
                        [
                            target.statement(in: language), target.text,
                            target.kind == .actual ? target.text : words("summary.gap"),
                        ]
                    }, widths: [6, 7, 4]))
        }
        return paper
    }
}
