import Documents
import Ledger
import Localisation

/// The bulletin 通报: where the ledger of a plan stands on a day.
///
/// Counts come from the ledger's accepted tasks alone; whether a task is done is not asked before progress is
/// reported, so a passed due day is stated as such and not as a failure.
public enum Bulletin {
    /// Writes it. - Throws: `LedgerError`, `StoreError`.
    public static func write(plan: Plan, in ledger: PlanLedger, on day: String, language: Language) throws
        -> WordDocument
    {
        guard let today = ReportDay(day) else { throw ReportError.badDay(day) }
        var filter = LedgerFilter.ledger(of: plan.id)
        filter.planStates = []
        let rows = try ledger.tasks(filter).rows.filter { $0.task.state == .accepted }
        let words = ReportWords(language)
        var paper = WordDocument(
            title: words("bulletin.title", ["plan": plan.name]),
            subtitle: words("bulletin.subtitle", ["day": language == .chinese ? today.inChinese : today.text]))
        let offices = try ledger.byOffice(filter)
        let passed = rows.filter { ($0.task.due ?? "9999") < today.text }
        let soon = rows.filter { ($0.task.due ?? "") >= today.text && ($0.task.due ?? "") <= today.endOfMonth }
        paper.blocks.append(
            .paragraph(
                words(
                    "bulletin.lead",
                    [
                        "tasks": "\(rows.count)", "offices": "\(offices.count { $0.office != nil })",
                        "targets": "\(rows.count { !$0.task.targets.isEmpty })",
                        "due": "\(rows.count { $0.task.due != nil })", "soon": "\(soon.count)",
                        "passed": "\(passed.count)",
                    ])))
        paper.blocks.append(.heading(level: 1, words("bulletin.offices")))
        paper.blocks.append(
            .table(
                header: ["office", "leads", "co", "targets", "due", "next"].map { words("bulletin.column.\($0)") },
                rows: offices.map { roll in
                    [
                        roll.office?.name ?? words("bulletin.unassigned"), "\(roll.leads)", "\(roll.coOwned)",
                        "\(roll.withTarget)", "\(roll.withDue)", roll.nextDue ?? "",
                    ]
                }, widths: [6, 2, 2, 3, 3, 3]))
        paper.blocks.append(.heading(level: 1, words("bulletin.sections")))
        paper.blocks.append(
            .table(
                header: ["section", "tasks", "targets", "due"].map { words("bulletin.column.\($0)") },
                rows: try ledger.bySection(filter).map { roll in
                    [
                        roll.section.isEmpty ? words("bulletin.no-section") : roll.section, "\(roll.tasks)",
                        "\(roll.withTarget)", "\(roll.withDue)",
                    ]
                }, widths: [10, 2, 3, 3]))
        for (heading, list) in [("bulletin.soon", soon), ("bulletin.passed", passed)] {
            paper.blocks.append(.heading(level: 1, words(heading)))
            if list.isEmpty {
                paper.blocks.append(.paragraph(words("bulletin.none")))
            } else {
                paper.blocks.append(taskTable(list.sorted { ($0.task.due ?? "") < ($1.task.due ?? "") }, words))
            }
        }
        return paper
    }

    private static func taskTable(_ rows: [TaskRow], _ words: ReportWords) -> WordDocument.Block {
        .table(
            header: [LedgerColumn.due, .title, .leads, .targets].map { $0.title(in: words.language) },
            rows: rows.map { row in
                [LedgerColumn.due, .title, .leads, .targets].map { $0.text(of: row, in: words.language) }
            }, widths: [3, 7, 4, 6])
    }
}

/// A report cannot be written.
public enum ReportError: Error, Hashable, Explained {
    /// The day is not written `yyyy-MM-dd`, or does not exist.
    case badDay(String)

    /// The key of its message in the string catalogue.
    public var messageKey: String { "reports.error.day" }
    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .badDay(let day): ["day": day]
        }
    }
}

/// Strings of the reports in one language.
struct ReportWords {
    let language: Language

    init(_ language: Language) { self.language = language }

    func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        StringCatalogue.standard.string("reports." + key, language, arguments)
    }
}
