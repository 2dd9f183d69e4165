import ArgumentParser
import Foundation
import Ledger
import Monitoring
import Reports

/// `task show TASK`: one task with everything that happened to it.
struct TaskShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("cli.task-show.abstract"))

    @OptionGroup var task: TaskOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ledger = try store.open()
        let row = try task.find(in: ledger)
        let work = try ledger.work(of: row.id, on: Day(of: Date()))
        let record = work.record
        var lines = ["\(row.task.label) \(row.task.title.text)".trimmingCharacters(in: .whitespaces)]
        func add(_ key: String, _ value: String?) {
            if let value, !value.isEmpty { lines.append("  \(say(key))  \(value)") }
        }
        add("cli.column.owners", row.task.leads.map(row.name).joined(separator: "、"))
        add("work.field.state", "\(say("work.state.\(record.state.rawValue)"))  \(record.percent)%")
        add("site.column.light", say("work.light.name.\(work.finding.light.rawValue)"))
        for reason in work.finding.reasons { lines.append("    \(reason.message(in: commandLanguage))") }
        add("cli.column.due", work.due?.text)
        add("work.field.person", record.person)
        for target in record.targets where !target.isDropped {
            let actual = target.actual.map { "\(Figure.text($0.value))\(target.quantity.unit)（\($0.day.text)）" }
            lines.append(
                "  [\(target.id)] \(target.quantity.statement(in: commandLanguage)) → \(actual ?? say("work.noValue"))")
        }
        for item in record.items where !item.isDropped {
            lines.append("  \(item.done == nil ? "☐" : "☑") [\(item.id)] \(item.text) \(item.due?.text ?? "")")
        }
        for order in record.followUps {
            let state = order.closed != nil ? "closed" : order.replied != nil ? "replied" : "open"
            lines.append(
                "  \(say("work.move.orderFollowUp")) [\(order.id)] \(order.text)（\(say("work.followUps.\(state)"))）")
        }
        for event in work.events {
            let who = event.byName ?? say("site.history.programme")
            lines.append("  \(event.day.text)  \(say("work.move.\(event.move.rawValue)"))  \(who)  \(event.text)")
            lines += event.files.map { "    \($0.name)  \($0.digest.prefix(12))" }
        }
        print(lines.joined(separator: "\n"))
    }
}
