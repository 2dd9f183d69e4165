import Monitoring
import Registers
import Seats
import Store

/// Records a forecast as rows of `seat_forecast`, from which the indicators of seats take their values.
public struct SeatRecord: Sendable {
    private let board: SeatBoard
    private let day: Day

    /// The register that it is recorded in.
    public static let register = "seat_forecast"
    private static let fields = [
        "area", "school_year", "stage", "autumn", "ahead", "pupils", "low", "high", "seats", "missing", "probability",
        "posts", "made_on",
    ]

    /// A forecast by the past's course, as it is on a day.
    public init(_ board: SeatBoard, on day: Day) { (self.board, self.day) = (board, day) }

    /// Writes a row for each area, stage and autumn; those recorded earlier in the school year are replaced.
    ///
    /// - Returns: the number of rows.
    /// - Throws: `RegisterError`.
    public func keep(in store: RegisterStore, by principal: Principal) throws -> Int {
        let rows = cells()
        let found = try store.load(
            try store.register(Self.register), fields: Self.fields, by: principal,
            fill: { batch in
                for (index, row) in rows.enumerated() { batch.add(number: index + 1, row) }
                return false
            })
        // Nothing is kept where nothing differs from what is recorded.
        return found.refused == 0 ? rows.count : 0
    }

    private func cells() -> [[LoadCell]] {
        let last = board.situation.history.lastAutumn
        return board.outcomes[0].gaps.compactMap { gap in
            guard let area = Int(gap.area), let stage = Self.code(gap.stage) else { return nil }
            func whole(_ value: Double?) -> LoadCell { value.map { .number(Int($0.rounded())) } ?? .none }
            return [
                .number(area), .number(last), .text(stage), .number(gap.autumn), .number(gap.autumn - last),
                whole(gap.pupils), whole(gap.low80), whole(gap.high80), whole(gap.seats),
                whole(gap.gap.map { max(0, $0) }),
                gap.probability.map { .real(($0 * 1000).rounded() / 10) } ?? .none, .number(gap.posts), .day(day),
            ]
        }
    }

    /// The code of a stage; nil for pupils whose grades are not told apart.
    public static func code(_ stage: SchoolStage) -> String? {
        switch stage {
        case .preschool: "K"
        case .primary: "P"
        case .junior: "J"
        case .senior: "S"
        case .all: nil
        }
    }
}
