import Documents
import Ledger
import Localisation
import Monitoring
import PlanModel

/// The chapters of a summary, one method each.
struct SummaryWriter {
    let facts: SummaryFacts
    let figures: SummaryFigures
    let words: ReportWords
    let link: (Int64) -> String?
    var paper: WordDocument
    /// Events that the paper leans on, in the order in which it names them: E1, E2….
    private var cited: [(event: WorkEvent, row: TaskRow)] = []
    /// Where they stand in it, by event.
    private var places: [Int64: Int] = [:]

    init(facts: SummaryFacts, language: Language, link: @escaping (Int64) -> String?) {
        self.facts = facts
        self.link = link
        figures = facts.figures
        words = ReportWords(language)
        paper = WordDocument(
            title: words(
                "summary.title",
                ["year": facts.plan.year.map(String.init) ?? "\(facts.day.year)", "plan": facts.plan.name]),
            subtitle: words("summary.subtitle", ["day": words.day(facts.day)]))
    }

    private mutating func say(_ words: String) { paper.blocks.append(.paragraph(words)) }

    mutating func writeOpening() {
        func count(_ kind: SummaryFigures.Count.Kind) -> String { "\(figures.count(kind))" }
        say(
            words(
                "summary.lead",
                [
                    "tasks": count(.tasks), "verified": count(.verified), "ended": count(.ended),
                    "carried": count(.carriedOver), "silent": count(.silent), "targets": count(.targets),
                    "reached": count(.reached), "missed": count(.notReached), "unknown": count(.noValue),
                    "papers": count(.papers), "missing": count(.papersMissing),
                ]))
        say(words("summary.note"))
    }

    /// Parts and headings in the plan's numbering, its tasks in order.
    mutating func writeTasks() {
        var part = "", path: [String] = []
        let parts = Dictionary(facts.plan.parts.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let hasParts = Set(facts.rows.map(\.task.part)).count > 1
        for (row, result) in zip(facts.rows, figures.tasks) {
            let task = row.task
            if hasParts, task.part != part {
                (part, path) = (task.part, [])
                if let title = parts[part], !title.isEmpty { paper.blocks.append(.heading(level: 1, title)) }
            }
            let common = zip(path, task.path).prefix { $0 == $1 }.count
            for depth in task.path.indices.dropFirst(common) {
                paper.blocks.append(.heading(level: min(depth + (hasParts ? 2 : 1), 3), task.path[depth]))
            }
            path = task.path
            write(row, result)
        }
    }

    private mutating func write(_ row: TaskRow, _ result: SummaryFigures.TaskResult) {
        let task = row.task
        say("\(task.label)\(task.title.text)")
        let owners = LedgerColumn.leads.text(of: row, in: words.language)
        say(
            words(
                "summary.task",
                [
                    "owners": owners.isEmpty ? words("bulletin.unassigned") : owners,
                    "state": words.state(result.state), "percent": "\(result.percent)",
                ]))
        for quote in result.quotes {
            say(
                words(
                    "summary.quote",
                    [
                        "day": words.day(quote.day), "words": words.quoted(quote.text, limit: 2000),
                        "evidence": cite(quote.event, row),
                    ]))
        }
        if result.reports.isEmpty { say(words("summary.gap.silent")) }
        if let ending = result.ending {
            say(
                words(
                    "summary.ended",
                    [
                        "day": words.day(ending.day), "words": words.quoted(ending.text, limit: 2000),
                        "evidence": cite(ending.event, row),
                    ]))
        }
        if !result.targets.isEmpty { write(result.targets, row) }
        for doubt in SummaryDoubt.find(result.targets) {
            say(
                words(
                    "summary.doubt",
                    [
                        "part": doubt.part.quantity.metric, "some": value(doubt.part),
                        "whole": doubt.whole.quantity.metric, "all": value(doubt.whole),
                    ]))
        }
        if !result.papersMissing.isEmpty {
            let names = result.papersMissing.map { $0.hasPrefix("《") ? $0 : "《\($0)》" }
            say(words("summary.gap.papers", ["papers": names.joined(separator: words.comma)]))
        }
    }

    private func value(_ target: SummaryFigures.TargetResult) -> String {
        target.actual.map { Figure.text($0.value) + target.quantity.unit } ?? "–"
    }

    private mutating func write(_ targets: [SummaryFigures.TargetResult], _ row: TaskRow) {
        var rows: [[String]] = []
        for target in targets {
            let said =
                switch target.result {
                case .reached: words("summary.reached")
                case .notReached: words("summary.missed")
                case .noValue: words("summary.gap")
                }
            let evidence = target.events.last.map { cite($0, row) } ?? ""
            let place = target.events.last.flatMap { places[$0] }
            rows.append([
                target.quantity.statement(in: words.language), said,
                place.map { PaperLink.mark(value(target), to: "E\($0)") } ?? value(target),
                target.actual?.day.text ?? "", evidence,
            ])
        }
        paper.blocks.append(
            .table(
                header: [
                    words("summary.column.target"), words("summary.column.result"), words("summary.column.actual"),
                    words("summary.column.day"), words("summary.column.evidence"),
                ], rows: rows, widths: [7, 3, 3, 4, 2]))
    }

    /// The annex number of an event.
    private mutating func cite(_ event: Int64, _ row: TaskRow) -> String {
        if let place = places[event] { return PaperLink.mark("E\(place)", to: "E\(place)") }
        guard let found = facts.events[row.id]?.first(where: { $0.id == event }) else { return "" }
        cited.append((found, row))
        places[event] = cited.count
        return PaperLink.mark("E\(cited.count)", to: "E\(cited.count)")
    }

    /// What goes on next year.
    mutating func writeCarriedOver() {
        paper.blocks.append(.heading(level: 1, words("summary.carried")))
        let open = facts.rows.filter { facts.lines[$0.id].map { !$0.record.state.isClosed } ?? true }
        guard !open.isEmpty else { return say(words("summary.carried.none")) }
        paper.blocks.append(
            .table(
                header: [
                    words("column.title"), words("column.leads"), words("column.due"),
                    words("bulletin.column.state"), words("bulletin.column.percent"),
                ],
                rows: open.map { row in
                    let line = facts.lines[row.id]
                    return [
                        row.task.label + row.task.title.text, LedgerColumn.leads.text(of: row, in: words.language),
                        line?.due?.text ?? "", words.state(line?.record.state ?? .draft),
                        "\(line?.record.percent ?? 0)%",
                    ]
                }, widths: [8, 5, 3, 3, 2]))
    }

    /// The events that the paper leans on, with their files.
    mutating func writeEvidence() {
        paper.blocks.append(.heading(level: 1, words("summary.evidence")))
        guard !cited.isEmpty else { return say(words("bulletin.none")) }
        paper.blocks.append(
            .table(
                header: [
                    words("summary.column.evidence"), words("column.key"), words("column.title"),
                    words("column.leads"), words("summary.column.event"), words("summary.column.files"),
                ],
                rows: cited.enumerated().map { index, entry in
                    let (event, row) = entry
                    let files = (facts.files[event.id] ?? []).map { "\($0.name)\n\($0.digest)" }
                    let move = StringCatalogue.standard.string("work.move.\(event.move.rawValue)", words.language)
                    let title = row.task.label + row.task.title.text
                    return [
                        PaperLink.row("E\(index + 1)", anchor: "E\(index + 1)"), row.task.key,
                        link(row.id).map { PaperLink.mark(title, to: "\($0)#event-\(event.id)") } ?? title,
                        LedgerColumn.leads.text(of: row, in: words.language),
                        "\(event.day.text) \(move) #\(event.id)",
                        files.isEmpty ? words("summary.no-files") : files.joined(separator: "\n"),
                    ]
                }, widths: [2, 3, 6, 4, 4, 6]))
    }
}
