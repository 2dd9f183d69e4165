import Monitoring
import Registers
import Seats
import Store
import Synchronization

/// A situation with its forecast under a scenario, the gaps and the options.
public struct SeatBoard: Sendable {
    /// What was read.
    public let situation: SeatSituation
    /// The scenario; nil for the course that the past shows.
    public let scenario: Scenario?
    /// How well earlier forecasts of the same areas would have been; nil of a history too short.
    public let test: BackTest?
    /// The areas with their stages: the groups of the forecast.
    public let groups: [(area: String, stage: SchoolStage)]
    /// The forecast, fifteen years ahead.
    public let forecast: SeatForecast
    /// As things stand, then each option.
    public let outcomes: [OptionOutcome]
    /// The stages of all areas together, as things stand; their intervals are those of the sums.
    private let totals: [SeatGap]
    private let plan: SeatPlan

    /// Years ahead.
    public static let horizon = 15

    /// - Throws: `SeatsError`.
    init(_ situation: SeatSituation, _ scenario: Scenario?, _ test: BackTest?) throws {
        let grouping = SeatGrouping(situation.history) { $0 }
        var options = ForecastOptions()
        (options.horizon, options.paths) = (Self.horizon, 200)
        forecast = try SeatForecast(
            situation.history, births: situation.births, scenario: scenario, options: options,
            experience: test?.experience ?? ForecastExperience(), groups: grouping.groups.count,
            group: grouping.group)
        let whole = SeatGrouping(situation.history) { _ in "" }
        let sums = try SeatForecast(
            situation.history, births: situation.births, scenario: scenario, options: options,
            experience: test?.experience ?? ForecastExperience(), groups: whole.groups.count, group: whole.group)
        let sources = situation.sources.map { source in
            var source = source
            source.area = ""
            return source
        }
        totals = SeatPlan(sums, groups: whole.groups, sources: sources).gaps(nil)
        (self.situation, self.scenario, self.test, groups) = (situation, scenario, test, grouping.groups)
        plan = SeatPlan(forecast, groups: grouping.groups, sources: situation.sources)
        outcomes = plan.outcomes(situation.options)
    }

    /// What an option would do that is not recorded: a trial.
    public func outcome(_ option: SeatOption) -> OptionOutcome {
        OptionOutcome(option: option, gaps: plan.gaps(option))
    }

    /// A stage of some areas together as things stand.
    ///
    /// Of all areas the interval is that of the sum; of some, the areas' ends are added up, which is too wide rather than too
    /// narrow.
    public func total(_ stage: SchoolStage, areas: [String], through last: Int) -> [SeatGap] {
        guard Set(areas) != Set(groups.map(\.area)) else {
            return totals.filter { $0.stage == stage && $0.autumn <= last }
        }
        let known = Set(areas)
        let mine = outcomes[0].gaps.filter { known.contains($0.area) && $0.stage == stage && $0.autumn <= last }
        return Dictionary(grouping: mine, by: \.autumn).sorted { $0.key < $1.key }.map { autumn, gaps in
            SeatGap.sum(gaps, stage: stage, autumn: autumn)
        }
    }

    /// The pupils of an area and stage in an autumn of the past.
    public func pupils(_ area: String, _ stage: SchoolStage, _ autumn: Int) -> Double {
        let history = situation.history
        guard let unit = history.units.firstIndex(of: area) else { return 0 }
        return history.grades.indices.filter { SchoolStage(step: history.grades[$0]) == stage }
            .reduce(0) { $0 + history.pupils(unit: unit, grade: $1, autumn: autumn) }
    }
}

/// The boards of a running programme: made when first asked for, and anew once a register they are read from was changed
/// or another day began.
public final class SeatBoards: Sendable {
    private let store: RegisterStore
    private let kept = Mutex<Kept?>(nil)

    private struct State: Hashable {
        let versions: [Int64]
        let day: Day
    }

    private struct Kept {
        let state: State
        let situation: SeatSituation?
        let test: BackTest?
        var boards: [String: SeatBoard] = [:]
        var schoolTest: BackTest??
        var schools: [String: SchoolBoard] = [:]
    }

    /// The boards of some registers.
    public init(_ store: RegisterStore) { self.store = store }

    /// The board under a scenario, by its name; the past's course where it is empty or unknown. Nil where there are no pupils.
    ///
    /// Whoever asks while it is made waits for it.
    ///
    /// - Throws: `RegisterError`, `SeatsError`.
    public func board(_ scenario: String = "") throws -> SeatBoard? {
        try made { situation, current in
            let chosen = situation.scenarios.first { $0.name == scenario }
            if let board = current.boards[chosen?.name ?? ""] { return board }
            let board = try SeatBoard(situation, chosen, current.test)
            current.boards[chosen?.name ?? ""] = board
            return board
        }
    }

    /// The forecast of the schools under a scenario, as `board`. Nil where there are no pupils.
    ///
    /// - Throws: `RegisterError`, `SeatsError`.
    public func schools(_ scenario: String = "") throws -> SchoolBoard? {
        try made { situation, current in
            let chosen = situation.scenarios.first { $0.name == scenario }
            if let board = current.schools[chosen?.name ?? ""] { return board }
            let test = try current.schoolTest ?? Self.test(situation.schools.history, situation.births)
            current.schoolTest = .some(test)
            let board = try SchoolBoard(situation, chosen, test)
            current.schools[chosen?.name ?? ""] = board
            return board
        }
    }

    /// Records the forecast by the past's course where a register that it rests on was changed since it was last recorded.
    ///
    /// - Returns: whether it was recorded.
    /// - Throws: `RegisterError`, `SeatsError`.
    public func recordChanges(by principal: Principal) throws -> Bool {
        guard store.catalog.register(SeatRecord.register) != nil else { return false }
        let recorded = try store.database.read { try Self.changed(SeatRecord.register, $0) }
        guard try state().versions.contains(where: { $0 > recorded }), let board = try board() else { return false }
        return try SeatRecord(board, on: store.today).keep(in: store, by: principal) > 0
    }

    private func made<Board>(_ make: (SeatSituation, inout Kept) throws -> Board) throws -> Board? {
        let state = try state()
        return try kept.withLock { kept in
            var current: Kept
            if let known = kept, known.state == state {
                current = known
            } else {
                let situation = try SeatSituation.read(store, today: state.day)
                current = Kept(
                    state: state, situation: situation,
                    test: try situation.flatMap { try Self.test($0.history, $0.births) })
            }
            defer { kept = current }
            guard let situation = current.situation else { return nil }
            return try make(situation, &current)
        }
    }

    private static func test(_ history: EnrolmentHistory, _ births: Births?) throws -> BackTest? {
        guard history.autumns > 2 else { return nil }
        var options = ForecastOptions()
        options.paths = 100
        return try BackTest(history, births: births, options: options)
    }

    private func state() throws -> State {
        let day = store.today
        return try store.database.read { connection in
            State(
                versions: try SeatSituation.registers.map { try Self.changed($0, connection) }, day: day)
        }
    }

    /// The entry of the audit trail that changed a register last.
    private static func changed(_ register: String, _ connection: any SQLConnection) throws -> Int64 {
        try connection.value("SELECT changed FROM register_definition WHERE register = ?", [.text(register)]).integer
            ?? 0
    }
}
