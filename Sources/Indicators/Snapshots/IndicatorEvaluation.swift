import Catalog
import Monitoring
import Registers

/// Counts indicators: the additive parts of each by the organisation that a row belongs to, and by category.
struct IndicatorEvaluation {
    let catalog: Catalog
    let connection: any SQLConnection

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

    /// One of the two measures of a job.
    private struct Side {
        let job: Int
        let side: IndicatorSide
        let measure: Measure

        func parts(_ sum: Double) -> IndicatorParts {
            side == .part ? IndicatorParts(part: sum) : IndicatorParts(whole: sum)
        }
    }

    private struct Scan: Hashable {
        let group: FusedMeasures.Group
        let period: Period
        let day: Day
    }

    /// The parts of some indicators, in their order: those over the same rows in one scan.
    ///
    /// - Parameter progress: told how many statements are done, of how many; what it throws ends the counting.
    func parts(
        of jobs: [Job], progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> [Parts] {
        var parts = [Parts](repeating: [:], count: jobs.count)
        var scans: [Scan: [Side]] = [:], alone: [Side] = []
        for (index, job) in jobs.enumerated() {
            for (side, measure) in [(IndicatorSide.part, job.indicator.part), (.whole, job.indicator.whole)] {
                guard let measure else { continue }
                let one = Side(job: index, side: side, measure: measure)
                if let group = FusedMeasures.Group(measure) {
                    scans[Scan(group: group, period: job.period, day: job.day), default: []].append(one)
                } else {
                    alone.append(one)
                }
            }
        }
        var together: [(scan: Scan, sides: [Side])] = []
        for (scan, sides) in scans {
            // Statements stay far below the databases' limits of columns and arguments.
            for start in stride(from: 0, to: sides.count, by: 100) {
                let some = Array(sides[start..<min(start + 100, sides.count)])
                if some.count == 1 { alone += some } else { together.append((scan, some)) }
            }
        }
        let total = together.count + alone.count
        for (index, (scan, sides)) in together.enumerated() {
            try progress(index, total)
            try count(sides, scan, jobs, &parts)
        }
        for (index, side) in alone.enumerated() {
            try progress(together.count + index, total)
            let job = jobs[side.job], count = job.indicator.categories.count
            let sql = try MeasureSQL(side.measure, by: job.indicator.categories, in: catalog)
            let statement = sql.statement(
                in: job.period, PeriodParameters(job.period, day: job.day), connection.dialect)
            try connection.each(statement.sql, statement.arguments) { row in
                guard let owner = row[0].integer, let sum = row[count + 1].number else { return }
                let category = IndicatorCategory((0..<count).map { Self.text(row[$0 + 1]) })
                parts[side.job][Key(organisation: owner, category: category), default: IndicatorParts()]
                    .add(side.parts(sum))
            }
        }
        try progress(total, total)
        return parts
    }

    private func count(_ sides: [Side], _ scan: Scan, _ jobs: [Job], _ parts: inout [Parts]) throws {
        let terms = sides.map {
            FusedMeasures.Term(measure: $0.measure, categories: jobs[$0.job].indicator.categories)
        }
        let fused = try FusedMeasures(terms, hasSubselects: scan.group.hasSubselects, in: catalog)
        let statement = PeriodParameters(scan.period, day: scan.day).bound(
            fused.sql(in: scan.period), connection.dialect)
        let places = terms.map { term in term.categories.compactMap { fused.categories.firstIndex(of: $0) } }
        try connection.each(statement.sql, statement.arguments) { row in
            guard let owner = row[0].integer else { return }
            for (index, side) in sides.enumerated() {
                guard let sum = row[index + 1 + fused.categories.count].number else { continue }
                let category = IndicatorCategory(places[index].map { Self.text(row[$0 + 1]) })
                parts[side.job][Key(organisation: owner, category: category), default: IndicatorParts()]
                    .add(side.parts(sum))
            }
        }
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
