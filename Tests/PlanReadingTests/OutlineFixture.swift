import Foundation
import PlanModel

/// A document of the fictional district 云岚区 and the outline that a person reads in it.
///
/// The `.outline` file has a line for each thing that is there: `title`, `issuer`, `number`, `date`,
/// `part ROLE YEAR TITLE`, a task as `LABEL | TITLE | PATH > PATH | OWNER、OWNER | CO-OWNER`, below it `goal`, `measures`
/// (how they begin) and `leaders`, and `note CODE WORDS`.
struct OutlineFixture: CustomStringConvertible, Sendable {
    let name: String
    let text: String
    let expected: [String]
    var description: String { name }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// All documents of the folder by name.
    static let all: [OutlineFixture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".outline") }.sorted().compactMap { file in
            let name = String(file.dropLast(".outline".count))
            guard let text = try? String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8),
                let outline = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
            else { return nil }
            return OutlineFixture(name: name, text: text, expected: outline.split(separator: "\n").map(String.init))
        }
    }()

    /// The outline of a reading in the same form; fields of tasks only where `expected` names them.
    func outline(of reading: PlanReading) -> [String] {
        var lines = ["title \(reading.title)"]
        if !reading.issuer.isEmpty { lines.append("issuer \(reading.issuer.joined(separator: "、"))") }
        if let number = reading.number { lines.append("number \(number)") }
        if let date = reading.date { lines.append("date \(date)") }
        for part in reading.parts {
            lines.append("part \(part.role.rawValue) \(part.year.map(String.init) ?? "-") \(part.title)")
        }
        for task in reading.tasks {
            let line = Self.line(of: task)
            lines.append(line)
            lines += fields(of: task, after: line)
        }
        let structural = ["duplicate-number", "skipped-number", "restarted-number", "empty-heading"]
        for note in reading.notes where structural.contains(note.about) {
            lines.append("note \(note.about) \(note.says)")
        }
        return lines.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func line(of task: PlanTask) -> String {
        var columns = [task.label, task.title.text, task.path.joined(separator: " > ")]
        if !task.owners.isEmpty || !task.coOwners.isEmpty {
            columns.append(task.owners.map(\.text).joined(separator: "、"))
        }
        if !task.coOwners.isEmpty { columns.append(task.coOwners.map(\.text).joined(separator: "、")) }
        return columns.joined(separator: " | ").trimmingCharacters(in: .whitespaces)
    }

    /// The fields that are expected below a task, as found.
    private func fields(of task: PlanTask, after line: String) -> [String] {
        guard let place = expected.firstIndex(where: { $0.trimmingCharacters(in: .whitespaces) == line }) else {
            return []
        }
        return expected[(place + 1)...].prefix { !$0.contains(" | ") && !$0.hasPrefix("note ") }.map { wanted in
            let value = wanted.drop { $0 != " " }.dropFirst()
            if wanted.hasPrefix("leaders ") { return "leaders \(task.leaders.map(\.text).joined(separator: "、"))" }
            let found = (wanted.hasPrefix("goal ") ? task.goal?.text : task.measures?.text) ?? "-"
            return "\(wanted.prefix { $0 != " " }) \(found.prefix(value.count))"
        }
    }
}
