import Chance
import Foundation
import Ledger
import Monitoring
import Store
import Synchronization
import Testing

@testable import Reports

/// A ledger whose clock the test turns: tasks go through a random year, the same for the same seed.
final class YearSample {
    /// Days that pass only when the test says so.
    final class Clock: Sendable {
        private let seconds = Mutex(0.0)
        func set(_ day: Day) { seconds.withLock { $0 = Double(day.number) * 86_400 + 3600 } }
        var now: Date { seconds.withLock { Date(timeIntervalSince1970: $0) } }
    }

    let sample: SampleLedger
    let clock: Clock
    var ledger: PlanLedger { sample.ledger }
    var plan: Plan { sample.plan }
    let tasks: [Int64]

    init() throws {
        let clock = Clock()
        clock.set(try #require(Day("2026-01-05")))
        self.clock = clock
        sample = try SampleLedger(now: { clock.now })
        tasks = try sample.rows().map(\.task.id)
    }

    func remove() { sample.remove() }

    func move(_ move: TaskMove, _ task: Int64, on day: String, files: [NewEvidence] = []) throws {
        clock.set(try #require(Day(day)))
        try ledger.move(move, task: task, files: files, by: .commandLine)
    }

    /// A file that is kept in the store.
    func file(_ name: String) throws -> NewEvidence {
        let data = Data(name.utf8)
        return NewEvidence(
            digest: try ledger.store.files.keep(data), name: name, type: "text/plain", size: data.count)
    }

    /// Moves of the whole flow at random, from January to December; what the state does not allow is refused and left.
    func live(seed: UInt64, moves: Int = 150) throws {
        var random = SplitMix64(seed: seed)
        var day = try #require(Day("2026-01-06"))
        let last = try #require(Day("2026-12-28"))
        for number in 0..<moves {
            if day < last { day = day + Int.random(in: 0...4, using: &random) }
            clock.set(day)
            let task = try #require(tasks.randomElement(using: &random))
            let record = try ledger.work(of: task, on: day).record
            let percent = Int.random(in: 0...100, using: &random)
            let values = record.targets.prefix(1).map { target in
                TargetReport(
                    target: target.id,
                    actual: TargetActual(value: Double.random(in: 0...2000, using: &random).rounded(), day: day))
            }
            let report = ProgressReport("第\(number)次报送<w:p>&\u{0}“", percent: percent, values: values)
            let due = day + Int.random(in: 0...60, using: &random)
            let moves: [TaskMove] = [
                .issue(due: due), .issue(due: due), .accept, .accept, .report(report), .report(report),
                .report(report), .submit(report), .verify("同意"), .sendBack("材料不全"),
                .askExtension(until: due + 30, "等待批复"), .grantExtension(), .refuseExtension("不同意"),
                .orderFollowUp("请说明进展", replyBy: day + 5),
                .reply(record.followUps.last { $0.isOpen }?.id ?? 0, "已整改"), .suspend("等待上级"), .resume,
                .end("政策调整"), .reopen("重新办理"), .withdraw,
            ]
            let files = number % 3 == 0 ? [try file("材料\(number).txt")] : []
            let chosen = try #require(moves.randomElement(using: &random))
            _ = try? ledger.move(chosen, task: task, files: files, by: .commandLine)
        }
        clock.set(last + 3)
    }
}
