import Foundation
import PlanModel
import Reports

/// A reading for a terminal: head, then one row a task with owners, targets and due date.
struct ReadingTable {
    let reading: PlanReading

    /// The lines.
    var text: String {
        let targets = Dictionary(grouping: reading.quantities.filter { $0.task != nil }) { $0.task ?? "" }
        let doubts = Set(reading.notes.compactMap(\.task))
        let parts = Dictionary(uniqueKeysWithValues: reading.parts.map { ($0.id, $0) })
        var lines = [reading.title]
        let head = [reading.number, reading.date, reading.issuer.isEmpty ? nil : reading.issuer.joined(separator: "、")]
        lines.append(head.compactMap(\.self).joined(separator: " · "))
        for part in reading.parts {
            let tasks = reading.tasks.filter { $0.part == part.id }
            lines.append("")
            lines.append(
                say(
                    "cli.read.part",
                    [
                        "title": part.title, "role": say("cli.role.\(part.role.rawValue)"), "tasks": "\(tasks.count)",
                        "year": parts[part.id]?.year.map(String.init) ?? "",
                    ]))
            guard !tasks.isEmpty else { continue }
            let table = TextTable(
                columns: [
                    .init(say("cli.column.label"), limit: 8), .init(say("cli.column.task"), limit: 44),
                    .init(say("cli.column.owners"), limit: 34), .init(say("cli.column.targets"), limit: 60),
                    .init(say("cli.column.due")), .init(""),
                ],
                rows: tasks.map { task in
                    [
                        task.label, task.title.text, task.owners.map(\.text).joined(separator: "、"),
                        (targets[task.id] ?? []).map { $0.statement(in: commandLanguage) }.joined(separator: "；"),
                        task.milestones.map(\.due).max() ?? "",
                        task.isCertain && !doubts.contains(task.id) ? "" : "?",
                    ]
                })
            lines.append(table.text)
        }
        lines.append("")
        lines.append(
            say(
                "cli.read.counts",
                [
                    "tasks": "\(reading.tasks.count)", "quantities": "\(reading.quantities.count)",
                    "deliverables": "\(reading.deliverables.count)", "indicators": "\(reading.indicators.count)",
                    "notes": "\(reading.notes.count)",
                ]))
        return lines.joined(separator: "\n")
    }
}
