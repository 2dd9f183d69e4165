import Chance
import Foundation
import PlanModel
import Testing

@testable import Ledger
@testable import Store

/// Random walks through the review: whatever people do, nothing is lost and everything can be taken back.
struct ReviewPropertyTests {
    private func randomMove(_ tasks: [LedgerTask], using random: inout SplitMix64) -> ReviewMove {
        func some(_ count: ClosedRange<Int>) -> [Int64] {
            Array(tasks.shuffled(using: &random).prefix(Int.random(in: count, using: &random)).map(\.id))
        }
        let task = tasks.randomElement(using: &random)
        let id = task?.id ?? 0
        switch Int.random(in: 0..<11, using: &random) {
        case 0:
            var change = TaskChange()
            change.title = "改写\(Int.random(in: 0..<100, using: &random))"
            if Bool.random(using: &random) { change.leads = ["安全科", "人事科"].shuffled(using: &random) }
            if Bool.random(using: &random) { change.due = .on("2026-12-\(Int.random(in: 10...31, using: &random))") }
            return .edit(id, change)
        case 1, 2:
            guard let task, task.span.end > task.span.start + 8 else { return .acceptAllSure }
            return .split(
                id, .offsets((0..<2).map { _ in Int.random(in: task.span.start...task.span.end, using: &random) }))
        case 3: return .split(id, .actions([1]))
        case 4, 5: return .merge(some(2...3))
        case 6: return .reject(some(1...2))
        case 7: return .restore(some(1...2))
        case 8: return .accept(some(1...3))
        case 9: return .reopen(some(1...2))
        default: return .add(NewTask(title: "补充任务", after: id, isAccepted: Bool.random(using: &random)))
        }
    }

    /// Bytes that a task covers.
    private func covered(_ tasks: [LedgerTask]) -> IndexSet {
        tasks.reduce(into: IndexSet()) { if !$1.span.isEmpty { $0.insert(integersIn: $1.span.range) } }
    }

    @Test(arguments: 0..<12)
    func walks(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let plan = try fixture.keep(.small)
        let start = try fixture.tasks(plan)
        let whole = covered(start)
        var states = [start.map(\.content)]
        var made = 0
        for _ in 0..<60 {
            let tasks = try fixture.tasks(plan)
            do {
                let result = try ledger.apply(
                    randomMove(tasks, using: &random), to: plan.id,
                    versions: Dictionary(uniqueKeysWithValues: tasks.map { ($0.id, $0.version) }), by: .commandLine)
                guard result.event != nil else { continue }
                made += 1
            } catch is LedgerError {
                #expect(try fixture.tasks(plan) == tasks)
                continue
            }
            let now = try fixture.tasks(plan)
            #expect(covered(now).isSuperset(of: whole))
            #expect(Set(now.map(\.key)).count == now.count)
            #expect(Set(now.flatMap(\.readFrom)) == Set(start.flatMap(\.readFrom)))
            #expect(now.map(\.position) == now.map(\.position).sorted())
            let counts = try ledger.plan(plan.id).counts
            #expect(counts.pending == now.count { $0.state == .pending })
            #expect(counts.accepted == now.count { $0.state == .accepted })
            #expect(counts.unsure == now.count(where: \.isUnsure))
            states.append(now.map(\.content))
        }
        #expect(made > 10)
        #expect(try ledger.history(ofPlan: plan.id, limit: 1000).count == made)
        for state in states.dropLast().reversed() {
            try ledger.undo(in: plan.id, by: .commandLine)
            #expect(try fixture.tasks(plan).map(\.content) == state)
        }
        #expect(throws: LedgerError.nothingToUndo) { try ledger.undo(in: plan.id, by: .commandLine) }
        for state in states.dropFirst() {
            try ledger.redo(in: plan.id, by: .commandLine)
            #expect(try fixture.tasks(plan).map(\.content) == state)
        }
        try ledger.store.checkIntegrity()
        _ = try ledger.store.audit.verify()
    }

    @Test func twoWritersNeverOverwriteEachOther() async throws {
        let fixture = try LedgerFixture()
        let plan = try fixture.keep(.small)
        let other = try PlanLedger.open(directory: fixture.directory)
        let task = try fixture.tasks(plan)[0].id
        // Each appends its letter to the title, and tries again when the other was faster.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (ledger, letter) in [(fixture.ledger, "甲"), (other, "乙")] {
                group.addTask {
                    var done = 0
                    while done < 25 {
                        let now = try ledger.task(task).task
                        var change = TaskChange()
                        change.title = now.title.text + letter
                        do {
                            try ledger.apply(
                                .edit(task, change), to: plan.id, versions: [task: now.version], by: .commandLine)
                            done += 1
                        } catch LedgerError.conflict {}
                    }
                }
            }
            try await group.waitForAll()
        }
        let title = try fixture.ledger.task(task).task.title.text
        #expect(title.count { $0 == "甲" } == 25)
        #expect(title.count { $0 == "乙" } == 25)
        #expect(try fixture.ledger.task(task).task.version == 51)
    }
}
