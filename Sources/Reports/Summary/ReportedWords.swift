import Ledger
import Monitoring

/// Which of an office's own words a summary quotes for a task.
///
/// 1. A submission 提交办结 that stands, neither sent back nor withdrawn, tells the whole: its words alone.
/// 2. Else the last two reports with different words, the earlier first.
/// 3. Without a report with words there is nothing to quote; nobody else's words take their place.
enum ReportedWords {
    /// The events whose words to quote, of a task's events in order.
    static func choose(_ events: some Sequence<WorkEvent>) -> [WorkEvent] {
        var reports: [WorkEvent] = [], submission: WorkEvent?
        for event in events {
            switch event.move {
            case .submit:
                submission = event
                reports.append(event)
            case .sendBack, .withdraw, .reopen: submission = nil
            case .report: reports.append(event)
            default: break
            }
        }
        if let submission, !submission.text.isEmpty { return [submission] }
        var chosen: [WorkEvent] = []
        for report in reports.reversed() where !report.text.isEmpty && chosen.last?.text != report.text {
            chosen.append(report)
            if chosen.count == 2 { break }
        }
        return chosen.reversed()
    }
}
