import Foundation
import Ledger
import Reports

/// Rows of the ledger in the format that was asked for.
struct TaskOutput {
    let rows: [TaskRow]
    /// How the tasks stand.
    let lines: [WorkLine]
    let format: ResultFormat
    let output: String?

    /// Writes them to the file or to standard output.
    func write() throws {
        let result = ResultFile(path: output)
        let export = LedgerExport(rows: rows, language: commandLanguage)
        switch format {
        case .table: try result.write(table.text)
        case .json: try result.write(Data(try export.json()))
        case .csv: try result.write(Data(export.csv))
        case .xlsx:
            if output == nil, isatty(STDOUT_FILENO) == 1 { throw CommandFailure.needsOutput(format: "xlsx") }
            try result.write(Data(try export.xlsx()))
        }
    }

    private var table: TextTable {
        let byID = Dictionary(lines.map { ($0.id, $0) }) { first, _ in first }
        return TextTable(
            columns: [
                .init(say("cli.column.id"), isNumeric: true), .init(say("cli.column.label"), limit: 8),
                .init(say("cli.column.task"), limit: 44), .init(say("cli.column.owners"), limit: 34),
                .init(say("cli.column.targets"), limit: 50), .init(say("cli.column.due")),
                .init(say("cli.column.light")), .init(say("cli.column.percent"), isNumeric: true),
                .init(say("cli.column.state")),
            ],
            rows: rows.map { row in
                let task = row.task
                let line = byID[task.id]
                return [
                    "\(task.id)", task.label, task.title.text, task.leads.map(row.name).joined(separator: "、"),
                    task.targets.map { $0.statement(in: commandLanguage) }.joined(separator: "；"),
                    line?.due?.text ?? task.due ?? "",
                    line.map { say("work.light.name.\($0.finding.light.rawValue)") } ?? "",
                    "\(line?.record.percent ?? 0)%",
                    task.state == .accepted
                        ? say("work.state.\((line?.record.state ?? .draft).rawValue)")
                        : say("cli.task-state.\(task.isUnsure ? "unsure" : task.state.rawValue)"),
                ]
            })
    }
}
