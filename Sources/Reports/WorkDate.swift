import Ledger
import Monitoring

/// A day that a task at work has: what a calendar shows and a feed tells.
public struct WorkDate: Hashable, Sendable {
    /// What falls on the day.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The task is due 完成时限.
        case due
        /// A milestone 里程碑 is due.
        case milestone
        /// The reply to a follow-up order 督办单 is due.
        case reply
    }

    /// The day.
    public let day: Day
    /// What falls on it.
    public let kind: Kind
    /// The task: its row, public key and title.
    public let task: Int64, key: String, title: String
    /// The milestone's or the order's row; 0 for the due day.
    public let item: Int64
    /// The milestone's name or the order's words; empty for the due day.
    public let text: String
    /// Whether it is done: verified, ticked, replied to or settled.
    public let isDone: Bool
    /// The offices that lead the task.
    public let leads: [Int64]
    /// The light of the task.
    public let light: Light

    /// The days of some tasks, in order; what a correction of the plan took out is left out, ended tasks too.
    public static func all(of lines: some Sequence<WorkLine>) -> [WorkDate] {
        var dates: [WorkDate] = []
        for line in lines where line.record.state != .ended {
            func add(_ day: Day, _ kind: Kind, _ item: Int64, _ text: String, _ isDone: Bool) {
                dates.append(
                    WorkDate(
                        day: day, kind: kind, task: line.id, key: line.key, title: line.title, item: item, text: text,
                        isDone: isDone, leads: line.leads, light: line.finding.light))
            }
            let isVerified = line.record.state == .verified
            if let due = line.due { add(due, .due, 0, "", isVerified) }
            for item in line.record.items where item.kind == .milestone && !item.isDropped {
                // A milestone on the due day is the task's own end under another name.
                if let due = item.due, due != line.due {
                    add(due, .milestone, item.id, item.text, isVerified || item.done != nil)
                }
            }
            for order in line.record.followUps { add(order.replyBy, .reply, order.id, order.text, !order.isOpen) }
        }
        return dates.sorted {
            ($0.day, $0.task, $0.kind.rawValue, $0.item) < ($1.day, $1.task, $1.kind.rawValue, $1.item)
        }
    }
}
