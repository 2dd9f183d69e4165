import Documents
import Ledger
import Localisation
import Monitoring

/// A column of the exported ledger that tells how a task stands. The order of the cases is the order of the columns.
///
/// They stand behind those of `LedgerColumn`. What they say changes with every day and event, so that an import passes
/// over them: they are no columns of the plan.
public enum WorkColumn: String, CaseIterable, Hashable, Sendable {
    case state, light, reason, percent, lastReport, actuals, extendedDue, person, priority, tags

    /// Its title.
    public func title(in language: Language) -> String {
        StringCatalogue.standard.string("reports.work-column.\(rawValue)", language)
    }

    /// Width in a spreadsheet, in characters.
    var width: Double {
        switch self {
        case .state, .light, .percent, .priority: 9
        case .lastReport, .extendedDue, .person: 12
        case .reason, .actuals: 34
        case .tags: 16
        }
    }

    /// The cell of a task.
    func cell(of line: WorkLine, in language: Language) -> Sheet.Cell {
        let words = ReportWords(language), record = line.record
        let text =
            switch self {
            case .state: words.state(record.state)
            case .light: words.light(line.finding.light)
            case .reason: words.reasons(line.finding)
            case .percent: ""
            case .lastReport: record.lastReport?.text ?? ""
            case .actuals:
                record.targets.compactMap { target in
                    guard !target.isDropped, let actual = target.actual else { return nil }
                    return
                        "\(target.quantity.metric) \(Figure.text(actual.value))\(target.quantity.unit) \(actual.day.text)"
                }.joined(separator: "\n")
            case .extendedDue: record.due?.text ?? ""
            case .person: record.person
            case .priority: StringCatalogue.standard.string("work.priority.\(record.priority.name)", language)
            case .tags: record.tags.joined(separator: words.comma)
            }
        if self == .percent { return .number(Double(record.percent)) }
        if text.isEmpty { return .empty }
        return [.lastReport, .extendedDue].contains(self) ? .day(text) : .text(text)
    }
}
