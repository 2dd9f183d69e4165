import Foundation
import PlanModel
import Store

/// Makes the ledger's tasks of a reading. Pure.
enum TaskDraft {
    /// Room between the positions of two tasks, for those that come between.
    static let step = 1 << 32

    /// The reading's tasks as undecided ledger tasks without rows, in reading order.
    static func tasks(
        of reading: PlanReading, plan: Int64, offices: OfficeDirectory, now: Date, by: Int64?, newKey: () -> String
    ) -> [LedgerTask] {
        let quantities = Dictionary(grouping: reading.quantities.filter { $0.task != nil }) { $0.task ?? "" }
        let deliverables = Dictionary(grouping: reading.deliverables.filter { $0.task != nil }) { $0.task ?? "" }
        let notes = Dictionary(grouping: reading.notes.filter { $0.task != nil }) { $0.task ?? "" }
        return reading.tasks.enumerated().map { index, task in
            let targets = (quantities[task.id] ?? []).map(ownTarget)
            func owner(_ role: TaskOwner.Role, _ printed: Excerpt) -> TaskOwner {
                TaskOwner(role: role, printed: printed, office: offices.office(of: printed.text))
            }
            return LedgerTask(
                id: 0, key: newKey(), plan: plan, part: task.part, path: task.path, label: task.label,
                title: task.title, goal: task.goal, measures: task.measures,
                owners: task.owners.map { owner(.lead, $0) } + task.coOwners.map { owner(.co, $0) },
                leaders: task.leaders, milestones: task.milestones, actions: task.actions, targets: targets,
                deliverables: (deliverables[task.id] ?? []).map(ownDeliverable),
                doubts: doubts(of: task, notes: notes[task.id] ?? [], targets: targets),
                due: task.milestones.map(\.due).max(), dueIsSet: false, span: task.span, origin: .read,
                readFrom: [task.id], corrected: [], state: .pending, position: (index + 1) * step, version: 1,
                updatedAt: now, updatedBy: by)
        }
    }

    private static func ownTarget(_ quantity: Quantity) -> Quantity {
        var quantity = quantity
        quantity.task = nil
        return quantity
    }

    private static func ownDeliverable(_ deliverable: Deliverable) -> Deliverable {
        var deliverable = deliverable
        deliverable.task = nil
        return deliverable
    }

    /// Notes about the task, quantities that the reader is unsure of, and at least one doubt where it is uncertain.
    private static func doubts(of task: PlanTask, notes: [ReadingNote], targets: [Quantity]) -> [Doubt] {
        var doubts = notes.map { Doubt(about: $0.about, says: $0.says, span: $0.span) }
        for target in targets where !target.isCertain {
            doubts.append(Doubt(about: target.reason ?? "unsure-quantity", says: target.text, span: target.span))
        }
        if !task.isCertain, doubts.isEmpty {
            doubts.append(Doubt(about: "unsure-task", says: task.title.text, span: task.title.span))
        }
        return doubts
    }
}
