import Catalog
import Foundation
import Monitoring
import Registers
import Synchronization

/// Counts indicators: the additive parts of each by the organisation that a row belongs to, and by category.
struct IndicatorEvaluation: Sendable {
    let catalog: Catalog
    let database: any RegisterDatabase

    /// A part of one organisation and category.
    struct Key: Hashable {
        let organisation: Int64
        let category: IndicatorCategory
    }

    /// An indicator to be counted for a period.
    struct Job {
        let indicator: Indicator
        let period: Period
        /// The day as of which rows count.
        let day: Day
    }

    typealias Parts = [Key: IndicatorParts]

    /// What was counted.
    struct Result {
        /// The version of the registers: the number of the last change before.
        var version: Int64 = 0
        /// The parts of each job.
        var parts: [Parts]
    }

    /// What the connections share.
    private struct Progress {
        var next = 0
        var done = 0
        var result: Result
        /// Why the counting is to end.
        var stop: (any Error)?
    }

    /// The parts of some indicators, in their order, from one state of the registers.
    ///
    /// - Parameter progress: told how many statements are done, of how many; what it throws ends the counting.
    func parts(
        of jobs: [Job], progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> Result {
        let plan = try database.read { connection in
            try CountingPlan(jobs, database.dialect, in: catalog) { register in
                Int(try connection.value("SELECT max(id) FROM \"\(register)\"").integer ?? 0)
            }
        }
        let total = plan.statements
        try progress(0, total)
        let state = Mutex(Progress(result: Result(parts: [Parts](repeating: [:], count: jobs.count))))
        let connections = max(1, min(plan.units.count, ProcessInfo.processInfo.activeProcessorCount, 4))
        var told = 0
        try database.readTogether(connections) {
            let (done, isStopped) = state.withLock { ($0.done, $0.stop != nil) }
            guard done != told, !isStopped else { return }
            told = done
            do { try progress(done, total) } catch { state.withLock { $0.stop = error } }
        } _: { connection in
            let version = try connection.value("SELECT max(id) FROM audit").integer ?? 0
            state.withLock { $0.result.version = version }
            while true {
                let unit: CountingPlan.Unit? = state.withLock { state in
                    guard state.stop == nil, state.next < plan.units.count else { return nil }
                    state.next += 1
                    return plan.units[state.next - 1]
                }
                guard let unit else { return }
                try count(unit, connection) { parts in
                    state.withLock { state in
                        state.done += 1
                        for (job, more) in parts { Self.add(more, to: &state.result.parts[job]) }
                        return state.stop == nil
                    }
                }
            }
        }
        let end = state.withLock { $0 }
        if let stop = end.stop { throw stop }
        try progress(total, total)
        return end.result
    }

    private static func add(_ more: Parts, to parts: inout Parts) {
        if parts.isEmpty {
            parts = more
        } else {
            for (key, value) in more { parts[key, default: IndicatorParts()].add(value) }
        }
    }

    /// Runs the statements of a unit; `keep` takes what each gave, by job, and says whether to go on.
    private func count(
        _ unit: CountingPlan.Unit, _ connection: any SQLConnection, keep: ([Int: Parts]) -> Bool
    ) throws {
        var collected: CollectedRows?
        defer { if let collected { try? connection.discard(collected.table) } }
        for (index, scan) in unit.scans.enumerated() {
            var table: String?
            if !scan.measures.group.needsRows {
                // Another scan of the register that was collected first must not take its table's name.
                let name = "counted_\(scan.measures.register.name)" + (index == 0 ? "" : "_\(index)")
                if try connection.collect(scan.measures.collection, into: name) { table = name }
                if index == 0, table != nil { collected = CollectedRows(scan.measures, day: scan.day) }
            }
            let counted = try count(scan, over: table, collected, connection)
            if let table, table != collected?.table { try connection.discard(table) }
            guard keep(counted) else { return }
        }
        for one in unit.alone { guard keep(try count(one, connection)) else { return } }
    }

    private func count(
        _ scan: CountingPlan.Scan, over table: String?, _ collected: CollectedRows?, _ connection: any SQLConnection
    ) throws -> [Int: Parts] {
        let measures = scan.measures
        let query = measures.query(over: table) { collected?.rewriting($0) ?? $0 }
        // Sides that are split alike share the keys of a row.
        let splits = Set(scan.sides.map(\.fields)).sorted { $0.lexicographicallyPrecedes($1) }
        let places = splits.map { fields in fields.compactMap { measures.categories.firstIndex(of: $0) } }
        let sides = splits.map { fields in scan.sides.filter { $0.fields == fields } }
        var rows = splits.map { _ in [Key: Int]() }
        var sums = splits.map { _ in [[Double?]]() }
        try connection.sums(of: query, keys: measures.categories.count + 1, terms: measures.terms.count) { keys, row in
            guard let owner = keys[0].integer else { return }
            let texts = keys.dropFirst().map(Self.text)
            for split in splits.indices {
                let key = Key(organisation: owner, category: IndicatorCategory(places[split].map { texts[$0] }))
                let position = rows[split][key, default: sums[split].count]
                if position == sums[split].count {
                    rows[split][key] = position
                    sums[split].append([Double?](repeating: nil, count: sides[split].count))
                }
                for (index, side) in sides[split].enumerated() {
                    if let sum = row[side.term] {
                        sums[split][position][index] = (sums[split][position][index] ?? 0) + sum
                    }
                }
            }
        }
        var parts: [Int: Parts] = [:]
        for split in splits.indices {
            for (index, side) in sides[split].enumerated() {
                var own: Parts = [:]
                for (key, position) in rows[split] {
                    if let sum = sums[split][position][index] { own[key] = side.parts(sum) }
                }
                Self.add(own, to: &parts[side.job, default: [:]])
            }
        }
        return parts
    }

    private func count(_ alone: CountingPlan.Alone, _ connection: any SQLConnection) throws -> [Int: Parts] {
        let count = alone.side.fields.count
        var parts: Parts = [:]
        try connection.each(alone.statement.sql, alone.statement.arguments) { row in
            guard let owner = row[0].integer, let sum = row[count + 1].number else { return }
            let category = IndicatorCategory((0..<count).map { Self.text(row[$0 + 1]) })
            parts[Key(organisation: owner, category: category), default: IndicatorParts()].add(alone.side.parts(sum))
        }
        return [alone.side.job: parts]
    }

    static func text(_ value: SQLValue) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .real(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .null, .blob: ""
        }
    }
}
