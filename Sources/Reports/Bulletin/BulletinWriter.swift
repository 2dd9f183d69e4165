import Documents
import Ledger
import Localisation
import Monitoring

/// The chapters of a bulletin, one method each, in the order that `Bulletin.compose` calls them.
struct BulletinWriter {
    let facts: BulletinFacts
    let words: ReportWords
    var paper: WordDocument
    var figures = FigureList()

    init(facts: BulletinFacts, language: Language) {
        self.facts = facts
        words = ReportWords(language)
        paper = WordDocument(
            title: words("bulletin.title", ["plan": facts.planName]),
            subtitle: words("bulletin.subtitle", ["day": words.day(facts.day)]))
    }

    mutating func head(_ words: String) { paper.blocks.append(.heading(level: 1, words)) }
    mutating func say(_ words: String) { paper.blocks.append(.paragraph(words)) }

    /// A table, or that there is nothing.
    mutating func table(_ columns: [(String, Int)], _ rows: [[String]]) {
        if rows.isEmpty { return say(words("bulletin.none")) }
        paper.blocks.append(.table(header: columns.map(\.0), rows: rows, widths: columns.map(\.1)))
    }

    func name(_ line: WorkLine) -> String { line.label + line.title }
    func leads(_ line: WorkLine) -> String {
        let names = facts.leads(line, words.comma)
        return names.isEmpty ? words("bulletin.unassigned") : names
    }

    /// The sentence of the whole.
    mutating func writeWhole() {
        let standing = PlanLedger.standing(facts.now, on: facts.day)
        let counted = facts.now.filter { ![.draft, .ended].contains($0.record.state) }
        func lit(_ light: Light) -> [WorkLine] { facts.now.filter { $0.finding.light == light } }
        let offices = Set(facts.now.flatMap(\.leads)).count
        say(
            words(
                "bulletin.lead",
                [
                    "offices": "\(offices)",
                    "tasks": figures.count(words("bulletin.figure.tasks"), facts.now),
                    "counted": figures.count(words("bulletin.figure.counted"), counted),
                    "done": figures.count(words("bulletin.figure.done"), lit(.blue)),
                    "green": figures.count(words("bulletin.figure.green"), lit(.green)),
                    "yellow": figures.count(words("bulletin.figure.yellow"), lit(.yellow)),
                    "red": figures.count(words("bulletin.figure.red"), lit(.red)),
                    "off": figures.count(words("bulletin.figure.off"), lit(.off)),
                    "completion": figures.note(
                        words("bulletin.figure.completion"), Self.percent(standing.completion), counted),
                    "overdue": figures.count(words("bulletin.figure.overdue"), facts.overdue),
                ]))
        let measured = facts.now.filter { $0.record.targets.contains { !$0.isDropped } }
        say(
            words(
                "bulletin.targets",
                [
                    "targets": figures.note(words("bulletin.figure.targets"), "\(standing.targets)", measured),
                    "measured": figures.note(
                        words("bulletin.figure.measured"), "\(standing.measured)",
                        measured.filter { $0.record.targets.contains { !$0.isDropped && $0.actual != nil } }),
                    "reached": figures.note(
                        words("bulletin.figure.reached"), "\(standing.reached)",
                        measured.filter { $0.record.targets.contains { !$0.isDropped && $0.isReached == true } }),
                ]))
    }

    static func percent(_ value: Double?) -> String { value.map { Figure.text($0, decimals: 1) + "%" } ?? "–" }

    mutating func writeOffices(isRanked: Bool) {
        head(words("bulletin.offices"))
        let groups = facts.byOffice.map { group in
            (
                group.office.flatMap { facts.offices[$0] } ?? words("bulletin.unassigned"), group.lines,
                group.office != nil
            )
        }
        let rates = groups.filter(\.2).compactMap { PlanLedger.standing($0.1, on: facts.day).completion }
        var columns = lightColumns(first: "office")
        if isRanked { columns.append((words("bulletin.column.rank"), 2)) }
        var rows: [[String]] = []
        for (name, lines, isOffice) in groups {
            var row = lightRow(name, lines)
            if isRanked {
                // Offices of the same rate share a rank, and the next one is left out: 1, 2, 2, 4.
                let rate = isOffice ? PlanLedger.standing(lines, on: facts.day).completion : nil
                row.append(rate.map { own in "\(rates.count { $0 > own } + 1)" } ?? "–")
            }
            rows.append(row)
        }
        paper.blocks.append(.chart(chart(groups.map { ($0.0, $0.1) })))
        table(columns, rows)
        if facts.now.contains(where: { Set($0.leads).count > 1 }) { say(words("bulletin.shared")) }
    }

    /// The lights of the offices as stacked bars.
    private func chart(_ groups: [(name: String, lines: [WorkLine])]) -> WordChart {
        let colours: [(Light, String)] = [
            (.blue, "1D4F91"), (.green, "3F9B63"), (.yellow, "D98B1F"), (.red, "C0332C"), (.off, "A9B3BE"),
        ]
        return WordChart(
            .stackedBars, title: words("bulletin.chart"), categories: groups.map(\.name),
            series: colours.map { light, colour in
                .init(
                    words.light(light),
                    values: groups.map { group in Double(group.lines.count { $0.finding.light == light }) },
                    colour: colour)
            })
    }

    mutating func writeSections() {
        head(words("bulletin.sections"))
        table(
            lightColumns(first: "section"),
            facts.bySection.map { section, lines in
                lightRow(section.isEmpty ? words("bulletin.no-section") : section, lines)
            })
    }

    private func lightColumns(first: String) -> [(String, Int)] {
        [(words("bulletin.column.\(first)"), 6), (words("bulletin.column.tasks"), 2)]
            + [Light.blue, .green, .yellow, .red, .off].map { (words.light($0), 2) }
            + [(words("bulletin.column.completion"), 3), (words("bulletin.column.progress"), 3)]
    }

    private mutating func lightRow(_ name: String, _ lines: [WorkLine]) -> [String] {
        let standing = PlanLedger.standing(lines, on: facts.day)
        var row = [name, figures.count("\(name) · \(words("bulletin.column.tasks"))", lines)]
        for light in [Light.blue, .green, .yellow, .red, .off] {
            row.append(
                figures.count("\(name) · \(words.light(light))", lines.filter { $0.finding.light == light }))
        }
        row.append(
            figures.note(
                "\(name) · \(words("bulletin.column.completion"))", Self.percent(standing.completion),
                lines.filter { ![.draft, .ended].contains($0.record.state) }))
        row.append(
            figures.note(
                "\(name) · \(words("bulletin.column.progress"))", Self.percent(standing.progress),
                lines.filter { $0.record.state.isLive || $0.record.state == .verified }))
        return row
    }

    /// The rule behind the lights, in a note.
    mutating func writeRule() {
        head(words("bulletin.rule"))
        say(words.rule(facts.rule))
        say(words("bulletin.rule.figures"))
        say(words("bulletin.names", ["day": words.day(facts.correctedOn)]))
    }

    /// Every figure with the numbers of its tasks, then the tasks by number.
    mutating func writeAnnex(link: (Int64) -> String?) {
        var numbers: [String: Int] = [:]
        for (index, line) in facts.now.enumerated() { numbers[line.key] = index + 1 }
        head(words("bulletin.annex.figures"))
        table(
            [
                (words("bulletin.column.figure"), 2), (words("bulletin.column.name"), 6),
                (words("bulletin.column.value"), 2), (words("bulletin.column.numbers"), 8),
            ],
            // A figure of nothing has no tasks to show.
            figures.figures.filter { !$0.tasks.isEmpty }.map { figure in
                [
                    PaperLink.row(figure.id, anchor: figure.id), figure.name, figure.value,
                    FigureList.ranges(figure.tasks.compactMap { numbers[$0] }, comma: words.comma),
                ]
            })
        head(words("bulletin.annex.tasks"))
        let columns = [
            (words("bulletin.column.number"), 2), (words("column.key"), 4), (words("column.title"), 6),
            (words("bulletin.column.office"), 4), (words("bulletin.column.light"), 2),
            (words("bulletin.column.state"), 3),
        ]
        table(
            columns,
            facts.now.enumerated().map { index, line in
                let title = link(line.id).map { PaperLink.mark(name(line), to: $0) } ?? name(line)
                return [
                    "\(index + 1)", line.key, title, leads(line), words.light(line.finding.light),
                    words.state(line.record.state),
                ]
            })
    }
}
