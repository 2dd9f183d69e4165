import Ledger
import Monitoring

/// A figure of a paper with the tasks that it counts.
public struct PaperFigure: Identifiable, Hashable, Sendable, Codable {
    /// Its place in the annex, `F1`…; the name of its bookmark.
    public let id: String
    /// What it counts, in the paper's language.
    public let name: String
    /// The figure as the paper shows it.
    public let value: String
    /// The keys of its tasks, in the plan's order.
    public let tasks: [String]
}

/// The figures of a paper as they come up; each stands in the annex with its tasks.
struct FigureList {
    private(set) var figures: [PaperFigure] = []

    /// Notes a count and gives it as it is shown, marked as a link to its row in the annex.
    mutating func count(_ name: String, _ lines: [WorkLine]) -> String { note(name, "\(lines.count)", lines) }

    /// Notes a figure that follows from tasks and gives it as it is shown, marked as a link to its row in the annex.
    mutating func note(_ name: String, _ value: String, _ lines: [WorkLine]) -> String {
        let id = "F\(figures.count + 1)"
        figures.append(PaperFigure(id: id, name: name, value: value, tasks: lines.map(\.key)))
        return lines.isEmpty ? value : PaperLink.mark(value, to: id)
    }

    /// Numbers of tasks in the annex, runs drawn together: 1–3、7.
    static func ranges(_ numbers: [Int], comma: String) -> String {
        var pieces: [String] = [], start: Int?, end = 0
        func piece(_ from: Int, _ until: Int) -> String { from == until ? "\(from)" : "\(from)–\(until)" }
        for number in numbers.sorted() {
            if let first = start, number > end + 1 {
                pieces.append(piece(first, end))
                start = number
            }
            start = start ?? number
            end = number
        }
        if let start { pieces.append(piece(start, end)) }
        return pieces.joined(separator: comma)
    }
}
