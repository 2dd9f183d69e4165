import Catalog
import Monitoring
import Registers

/// Which statements count some indicators: measures over the same rows share one.
struct CountingPlan {
    /// One of the two measures of an indicator that is counted.
    struct Side {
        /// The position of the job.
        let job: Int
        let side: IndicatorSide
        /// The position among the terms of the scan.
        let term: Int
        /// The fields by which it is split.
        let fields: [String]

        func parts(_ sum: Double) -> IndicatorParts {
            side == .part ? IndicatorParts(part: sum) : IndicatorParts(whole: sum)
        }
    }

    /// Measures over the same rows.
    struct Scan {
        var measures: FusedMeasures
        var sides: [Side] = []
        let day: Day
    }

    /// A measure that only its own statement can count.
    struct Alone {
        let side: Side
        let statement: SQLStatement
    }

    /// Statements that one connection runs, one after the other.
    struct Unit {
        /// Scans; the first's collected rows answer what the others ask of that register.
        var scans: [Scan] = []
        var alone: [Alone] = []
        /// How long it takes, roughly: in rows that are read.
        var weight = 0
    }

    /// The units, the longest first.
    private(set) var units: [Unit] = []
    /// How many statements there are.
    var statements: Int { units.reduce(0) { $0 + $1.scans.count + $1.alone.count } }

    /// The most terms of one statement: databases limit its columns.
    private static let mostTerms = 400

    /// - Parameter size: how many rows a register has, roughly.
    init(
        _ jobs: [IndicatorEvaluation.Job], _ dialect: SQLDialect, in catalog: Catalog, size: (String) throws -> Int
    ) throws {
        var scans: [Scan] = [], open: [FusedMeasures.Group: Int] = [:], alone: [Alone] = []
        for (index, job) in jobs.enumerated() {
            let parameters = PeriodParameters(job.period, day: job.day)
            for (side, measure) in [(IndicatorSide.part, job.indicator.part), (.whole, job.indicator.whole)] {
                guard let measure else { continue }
                let fields = job.indicator.categories
                let rows = try CountedRows(measure, in: catalog)
                let time = rows.time(in: job.period).map { parameters.written($0, dialect) }
                guard let group = FusedMeasures.Group(measure, time: time) else {
                    let statement = try MeasureSQL(measure, by: fields, in: catalog)
                        .statement(in: job.period, parameters, dialect)
                    let one = Side(job: index, side: side, term: 0, fields: fields)
                    alone.append(Alone(side: one, statement: statement))
                    continue
                }
                let position: Int
                if let known = open[group], scans[known].measures.terms.count < Self.mostTerms {
                    position = known
                } else {
                    position = scans.count
                    scans.append(
                        Scan(measures: try FusedMeasures(group, measure, dialect, in: catalog), day: job.day))
                    open[group] = position
                }
                let term = scans[position].measures.add(FusedMeasures.Term(measure, parameters, dialect), by: fields)
                scans[position].sides.append(Side(job: index, side: side, term: term, fields: fields))
            }
        }
        var sizes: [String: Int] = [:]
        for scan in scans where sizes[scan.measures.register.name] == nil {
            sizes[scan.measures.register.name] = try size(scan.measures.register.name)
        }
        func weight(_ scan: Scan) -> Int {
            (sizes[scan.measures.register.name] ?? 0) * (4 + scan.measures.terms.count)
        }
        scans.sort { weight($0) > weight($1) }
        // Those that ask for another's collected rows run behind it, on its connection.
        for scan in scans {
            let helper = units.firstIndex { unit in
                guard let first = unit.scans.first, let rows = CollectedRows(first.measures, day: first.day) else {
                    return false
                }
                return scan.measures.terms.contains { rows.rewriting($0.sql) != $0.sql }
            }
            if let helper {
                units[helper].scans.append(scan)
            } else {
                units.append(Unit(scans: [scan], weight: weight(scan)))
            }
        }
        units += alone.map { Unit(alone: [$0]) }
    }
}
