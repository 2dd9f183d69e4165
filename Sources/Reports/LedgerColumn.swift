import Ledger
import Localisation
import PlanModel

/// A column of the exported ledger. The order of the cases is the order of the columns.
///
/// Titles are in the reader's language; an import finds a column by its title in either language, so an export is an
/// import file whichever language it was made in.
public enum LedgerColumn: String, CaseIterable, Hashable, Sendable {
    case label, title, section, goal, measures, leads, coOwners, leaders, targets, milestones, due, deliverables
    case state, plan, key, version

    /// Whether a changed cell is brought back in; the others are read again from the ledger.
    public var isEditable: Bool {
        switch self {
        case .label, .title, .section, .goal, .measures, .leads, .coOwners, .leaders, .due: true
        case .targets, .milestones, .deliverables, .state, .plan, .key, .version: false
        }
    }

    /// Its title.
    public func title(in language: Language) -> String {
        StringCatalogue.standard.string("reports.column.\(rawValue)", language)
    }

    /// The column of a title in any language; white space in it counts for nothing.
    public init?(title: String) {
        func plain(_ words: String) -> String { words.filter { !$0.isWhitespace } }
        let found = Self.allCases.first { column in
            Language.allCases.contains { plain(column.title(in: $0)) == plain(title) }
        }
        guard let found else { return nil }
        self = found
    }

    /// What stands between the headings of a section and between the names of offices.
    public static let headingSeparator = " › ", nameSeparator = "、"

    /// The cell of a row.
    public func text(of row: TaskRow, in language: Language) -> String {
        let task = row.task
        return switch self {
        case .label: task.label
        case .title: task.title.text
        case .section: task.path.joined(separator: Self.headingSeparator)
        case .goal: task.goal?.text ?? ""
        case .measures: task.measures?.text ?? ""
        case .leads: task.leads.map(row.name).joined(separator: Self.nameSeparator)
        case .coOwners: task.coOwners.map(row.name).joined(separator: Self.nameSeparator)
        case .leaders: task.leaders.map(\.text).joined(separator: Self.nameSeparator)
        case .targets: task.targets.map { $0.statement(in: language) }.joined(separator: "\n")
        case .milestones: task.milestones.map { "\($0.due) \($0.text)" }.joined(separator: "\n")
        case .due: task.due ?? ""
        case .deliverables: task.deliverables.map { "\($0.verb)《\($0.name)》" }.joined(separator: "\n")
        case .state: StringCatalogue.standard.string("reports.state.\(task.state.rawValue)", language)
        case .plan: row.planTitle
        case .key: task.key
        case .version: "\(task.version)"
        }
    }
}

extension Quantity {
    /// Metric, bound, value, unit and year: 学前三年毛入园率 ≥93%（2026）.
    public func statement(in language: Language) -> String {
        let sign =
            switch comparator {
            case .equal: ""
            case .atLeast: "≥"
            case .atMost: "≤"
            case .about: "≈"
            case .increase: "+"
            case .decrease: "−"
            }
        let range = high.map { "–" + $0.plain } ?? ""
        let when = year.map { language == .chinese ? "（\($0)）" : " (\($0))" } ?? ""
        return "\(metric) \(sign)\(value.plain)\(range)\(unit)\(when)"
    }
}

extension Double {
    /// The shortest decimal form: 92, 0.58, 49200000.
    public var plain: String { rounded() == self && abs(self) < 1e15 ? String(Int64(self)) : String(self) }
}
