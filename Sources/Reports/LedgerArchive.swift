import Documents
import Foundation
import Ledger
import Localisation
import Monitoring

/// Everything that the ledger has of a plan: tasks and how they stand, events, targets with all their values, follow-up
/// orders, the list of evidence. The first sheet is the exported ledger, so that the workbook can be imported again.
public struct LedgerArchive: Sendable {
    private let export: LedgerExport
    private let facts: SummaryFacts
    private let words: ReportWords

    /// What is known at the end of a day. - Throws: `StoreError`.
    public init(plan: Plan, in ledger: PlanLedger, on day: Day, language: Language) throws {
        facts = try SummaryFacts(of: plan, in: ledger, on: day)
        export = LedgerExport(rows: facts.rows, language: language, work: Array(facts.lines.values))
        words = ReportWords(language)
    }

    /// An Excel workbook of five sheets. - Throws: `DocumentWritingError`.
    public func xlsx() throws -> [UInt8] { try SheetWriter().xlsx([export.sheet] + sheets) }

    /// One JSON object: the tasks as `LedgerExport` has them, and a list for each of the other sheets, one object a row.
    public func json() throws -> [UInt8] {
        let names = ["events", "values", "followUps", "evidence"]
        var whole: [String: Any] = [
            "plan": facts.plan.key, "day": facts.day.text,
            "tasks": try JSONSerialization.jsonObject(with: Data(try export.json())),
        ]
        for (name, sheet) in zip(names, sheets) {
            let keys = Self.fields[name] ?? []
            whole[name] = sheet.rows.map { row in
                var object: [String: Any] = [:]
                for (key, cell) in zip(keys, row) {
                    switch cell {
                    case .empty: break
                    case .text(let words), .day(let words): object[key] = words
                    case .number(let number): object[key] = number
                    }
                }
                return object
            }
        }
        return [UInt8](
            try JSONSerialization.data(
                withJSONObject: whole, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]))
    }

    /// Names of the fields of each list, which are the keys of its columns' titles.
    private static let fields = [
        "events": ["event", "key", "title", "day", "move", "from", "to", "text", "percent"],
        "values": ["key", "title", "target", "metric", "goal", "value", "unit", "day", "event"],
        "followUps": ["key", "title", "ordered", "text", "replyBy", "replied", "reply", "closed"],
        "evidence": ["key", "title", "event", "name", "type", "size", "digest"],
    ]

    private var sheets: [Sheet] {
        [
            sheet("events") { row, line in
                (facts.events[row.id] ?? []).map { event in
                    [
                        .number(Double(event.id)), text(row.task.key), text(row.task.title.text), .day(event.day.text),
                        text(StringCatalogue.standard.string("work.move.\(event.move.rawValue)", words.language)),
                        text(words.state(event.from)), text(words.state(event.to)), text(event.text),
                        number(event.detail.percent.map(Double.init)),
                    ]
                }
            },
            sheet("values") { row, line in
                let targets = Dictionary(
                    (line?.record.targets ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
                return (facts.events[row.id] ?? []).flatMap { event in
                    (event.detail.values ?? []).compactMap { value in
                        guard let target = targets[value.target] else { return nil }
                        return [
                            text(row.task.key), text(row.task.title.text), .number(Double(target.id)),
                            text(target.quantity.metric), .number(target.goal), .number(value.actual.value),
                            text(target.quantity.unit), .day(value.actual.day.text), .number(Double(event.id)),
                        ]
                    }
                }
            },
            sheet("followUps") { row, line in
                (line?.record.followUps ?? []).map { order in
                    [
                        text(row.task.key), text(row.task.title.text), .day(order.ordered.text), text(order.text),
                        .day(order.replyBy.text), day(order.replied), text(order.reply ?? ""),
                        day(order.closed),
                    ]
                }
            },
            sheet("evidence") { row, line in
                (facts.events[row.id] ?? []).flatMap { facts.files[$0.id] ?? [] }.map { file in
                    [
                        text(row.task.key), text(row.task.title.text), .number(Double(file.event)), text(file.name),
                        text(file.type), .number(Double(file.size)), text(file.digest),
                    ]
                }
            },
        ]
    }

    private func sheet(_ name: String, _ rows: (TaskRow, WorkLine?) -> [[Sheet.Cell]]) -> Sheet {
        let wide = ["title", "text", "reply", "metric", "name", "digest"]
        return Sheet(
            name: words("archive.\(name)"),
            columns: (Self.fields[name] ?? []).map { field in
                Sheet.Column(words("archive.column.\(field)"), width: wide.contains(field) ? 34 : 12)
            },
            rows: facts.rows.flatMap { rows($0, facts.lines[$0.id]) })
    }

    private func text(_ words: String) -> Sheet.Cell { words.isEmpty ? .empty : .text(words) }
    private func day(_ day: Day?) -> Sheet.Cell { day.map { .day($0.text) } ?? .empty }
    private func number(_ value: Double?) -> Sheet.Cell { value.map { .number($0) } ?? .empty }
}
