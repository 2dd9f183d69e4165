import Monitoring
import Registers
import Synchronization

/// The cube of a running programme: made when it is first asked for, and anew once something was counted, the tree of
/// organisations was changed, or another day began.
public final class IndicatorCubes: Sendable {
    private let store: IndicatorStore
    private let kept = Mutex<(state: State, cube: IndicatorCube)?>(nil)

    /// What a cube depends on.
    private struct State: Hashable {
        let snapshot: Int64
        let organisations: Int64
        let groups: Int64
        let day: Day
    }

    /// The cubes of some values.
    public init(_ store: IndicatorStore) { self.store = store }

    /// The cube of what was counted last. Whoever asks while it is made waits for it.
    public func cube() throws -> IndicatorCube {
        let state = try state()
        return try kept.withLock { kept in
            if let kept, kept.state == state { return kept.cube }
            let cube = try store.cube()
            kept = (state, cube)
            return cube
        }
    }

    /// Each snapshot has a number above all that were before it.
    private func state() throws -> State {
        let today = store.registers.today
        return try store.registers.database.read { connection in
            func version(_ register: String) throws -> Int64 {
                try connection.value("SELECT changed FROM register_definition WHERE register = ?", [.text(register)])
                    .integer ?? 0
            }
            return State(
                snapshot: try connection.value("SELECT max(id) FROM indicator_snapshot").integer ?? 0,
                organisations: try version("organisation"), groups: try version(OrganisationRollup.groupRegister),
                day: today)
        }
    }
}
