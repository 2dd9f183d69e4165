import Foundation
import PlanModel
import Synchronization

@testable import Ledger
@testable import Store

/// A ledger in a directory of its own, with a clock that stands still until it is moved.
final class LedgerFixture: Sendable {
    let directory: URL
    let ledger: PlanLedger
    private let time = Mutex(Date(timeIntervalSince1970: 1_767_225_600))

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        var environment = StoreEnvironment.live
        environment.passwordRounds = 1 << 10
        let clock = Box()
        environment.now = { clock.fixture?.time.withLock { $0 } ?? Date(timeIntervalSince1970: 1_767_225_600) }
        ledger = try PlanLedger.open(directory: directory, environment: environment)
        clock.fixture = self
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private final class Box: @unchecked Sendable {
        weak var fixture: LedgerFixture?
    }

    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }

    @discardableResult
    func keep(
        _ plan: SamplePlan, _ file: String = "a", revises: Int64? = nil, evenIfKept: Bool = false
    ) throws -> Plan {
        let (reading, text) = plan.finished()
        return try ledger.keepDraft(
            reading, text: text, file: PlanFile(digest: file, name: "云岚区要点.docx", format: "docx"), revises: revises,
            evenIfKept: evenIfKept, by: .commandLine
        ).plan
    }

    /// All tasks of a plan, in order.
    func tasks(_ plan: Plan) throws -> [LedgerTask] {
        try ledger.tasks(.review(of: plan.id)).rows.map(\.task)
    }
}

extension LedgerTask {
    /// The task without what every write changes.
    var content: LedgerTask {
        var task = self
        task.version = 0
        task.updatedAt = Date(timeIntervalSince1970: 0)
        task.updatedBy = nil
        return task
    }
}
