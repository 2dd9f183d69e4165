import Foundation
import Ledger
import Monitoring
import PlanModel

/// What a year's summary 总结 says in figures and quoted words, each with where it comes from: the machine-readable twin
/// of the paper (`summary.json`).
public struct SummaryFigures: Codable, Hashable, Sendable {
    /// The plan's public key.
    public let plan: String
    /// The day at whose end the summary stands.
    public let day: Day
    /// The counts of the opening paragraph.
    public let counts: [Count]
    /// The tasks in the plan's order.
    public let tasks: [TaskResult]

    /// A count with what it counts.
    public struct Count: Codable, Hashable, Sendable {
        /// What is counted.
        public let kind: Kind
        /// How many.
        public let value: Int
        /// Keys of the tasks that are counted, or whose targets or papers are.
        public let tasks: [String]

        /// What a summary counts.
        public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
            /// Tasks: all, verified, ended, neither, without any report.
            case tasks, verified, ended, carriedOver, silent
            /// Targets: all, and by result.
            case targets, reached, notReached, noValue
            /// Papers that were to be issued, and those not ticked.
            case papers, papersMissing
        }
    }

    /// A task's result.
    public struct TaskResult: Codable, Hashable, Sendable {
        /// Its public key.
        public let key: String
        /// How far it is.
        public let state: WorkState
        /// How much of it was reported done, 0–100.
        public let percent: Int
        /// Its office's own words.
        public let quotes: [Quote]
        /// Why it was ended.
        public let ending: Quote?
        /// Its targets.
        public let targets: [TargetResult]
        /// Names of its papers, and of those that were not ticked.
        public let papers: [String], papersMissing: [String]
        /// Ids of its reports and submissions.
        public let reports: [Int64]
    }

    /// Words of an event.
    public struct Quote: Codable, Hashable, Sendable {
        /// The event.
        public let event: Int64
        /// Its day.
        public let day: Day
        /// Its words, whole.
        public let text: String
        /// SHA-256 of the files that came with it.
        public let files: [String]
    }

    /// A target's result.
    public struct TargetResult: Codable, Hashable, Sendable {
        /// Its row; nil while the task was never at work.
        public let target: Int64?
        /// What the plan says.
        public let quantity: Quantity
        /// Which way it gets better.
        public let direction: Direction
        /// Reached or not.
        public let result: Result
        /// The latest value, and the day it holds for.
        public let actual: TargetActual?
        /// The events that reported values of it, the latest value's last.
        public let events: [Int64]
        /// SHA-256 of the files that came with the latest value.
        public let files: [String]

        /// Reached or not.
        public enum Result: String, Codable, CaseIterable, Hashable, Sendable {
            case reached, notReached, noValue
        }
    }

    /// As JSON with sorted keys: the same figures give the same bytes.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys, .prettyPrinted]
        return [UInt8](try encoder.encode(self))
    }

    /// Counts over tasks, in the order of the kinds. Pure.
    static func counts(_ tasks: [TaskResult]) -> [Count] {
        Count.Kind.allCases.map { kind in
            var value = 0, keys: [String] = []
            for task in tasks {
                let share = task.count(kind)
                guard share > 0 else { continue }
                value += share
                keys.append(task.key)
            }
            return Count(kind: kind, value: value, tasks: keys)
        }
    }

    /// A count of the opening paragraph.
    func count(_ kind: Count.Kind) -> Int { counts.first { $0.kind == kind }?.value ?? 0 }
}

extension SummaryFigures.TaskResult {
    /// What the task adds to a count.
    func count(_ kind: SummaryFigures.Count.Kind) -> Int {
        switch kind {
        case .tasks: 1
        case .verified: state == .verified ? 1 : 0
        case .ended: state == .ended ? 1 : 0
        case .carriedOver: state.isClosed ? 0 : 1
        case .silent: reports.isEmpty ? 1 : 0
        case .targets: targets.count
        case .reached: targets.count { $0.result == .reached }
        case .notReached: targets.count { $0.result == .notReached }
        case .noValue: targets.count { $0.result == .noValue }
        case .papers: papers.count
        case .papersMissing: papersMissing.count
        }
    }
}
