import Foundation
import Localisation
import Monitoring
import Registers
import Store
import Synchronization

/// Why a region cannot be loaded.
public enum RegionFailure: Error, Equatable {
    /// A register has rows already.
    case notEmpty(register: String)
    /// A register refused rows: how many, and the first fault.
    case refused(register: String, rows: Int, first: String)
}

/// Loads a simulated region into empty registers.
public struct RegionLoader: Sendable {
    /// What was loaded.
    public struct Report: Sendable {
        /// Rows by register, in the order of loading.
        public var rows: [(register: String, count: Int)] = []
        /// The faults planted, with the rows in which they stand.
        public var faults: [PlantedFault] = []
    }

    private let store: RegisterStore
    private let region: Region

    /// A loader of a region into a store.
    public init(_ region: Region, into store: RegisterStore) {
        self.region = region
        self.store = store
    }

    /// Loads every register in a change of its own.
    ///
    /// - Parameter progress: told a register and how many of its rows are written so far.
    /// - Throws: `RegionFailure`, `RegisterError`.
    public func load(by principal: Principal, progress: (String, Int) -> Void = { _, _ in }) throws -> Report {
        let tables = region.tables
        for table in tables {
            let register = try store.register(table.register)
            guard try store.count(of: register, RowQuery(), access: .commandLine) == 0 else {
                throw RegionFailure.notEmpty(register: table.register)
            }
        }
        let faults = FaultPlan(region)
        var report = Report()
        for table in tables {
            let maker = RowMaker(table, faults: faults)
            let found = try store.load(
                try store.register(table.register), fields: table.fields, by: principal, fill: maker.fill
            ) { progress(table.register, $0) }
            guard found.isKept || found.rows == 0 else {
                let first = found.faults.first { !$0.isWarning }
                throw RegionFailure.refused(
                    register: table.register, rows: found.refused,
                    first: first.map { "\($0.row) \($0.field): \($0.expected.words(Language.chinese))" } ?? "")
            }
            report.rows.append((table.register, found.rows))
            report.faults += maker.found
        }
        return report
    }
}

/// Makes the rows of a table unit after unit, and keeps in which rows faults are planted.
private final class RowMaker: Sendable {
    private struct State {
        var unit = 0
        var row = 0
        var found: [PlantedFault] = []
    }

    private let table: RegionTable
    private let faults: FaultPlan
    private let state = Mutex(State())

    init(_ table: RegionTable, faults: FaultPlan) {
        self.table = table
        self.faults = faults
    }

    var found: [PlantedFault] { state.withLock { $0.found } }

    /// Adds the rows of the next units; false after the last.
    func fill(_ batch: inout LoadBatch) -> Bool {
        state.withLock { state in
            var rows: [[LoadCell]] = []
            let end = min(table.units, state.unit + 100)
            while state.unit < end {
                rows.removeAll(keepingCapacity: true)
                table.rows(state.unit, &rows)
                faults.change(&rows, of: table, unit: state.unit)
                for finding in faults.findings(table.register, state.unit) {
                    for position in finding.place.positions(of: rows.count) {
                        state.found.append(
                            PlantedFault(
                                check: finding.check, register: table.register, row: state.row + position + 1,
                                key: table.key(rows[position])))
                    }
                }
                for row in rows {
                    state.row += 1
                    batch.add(number: state.row, row)
                }
                state.unit += 1
            }
            return state.unit < table.units
        }
    }
}

extension RegionFailure: Explained {
    /// The key of its words in `Strings/registers.json`.
    public var messageKey: String {
        switch self {
        case .notEmpty: "registers.region.notEmpty"
        case .refused: "registers.region.refused"
        }
    }

    /// Register, rows and the first fault.
    public var messageArguments: [String: String] {
        switch self {
        case .notEmpty(let register): ["register": register]
        case .refused(let register, let rows, let first): ["register": register, "rows": String(rows), "first": first]
        }
    }
}
