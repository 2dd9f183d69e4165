/// How a case 事项 moves: its states and who may move it, with deadlines.
public struct Flow: Hashable, Sendable {
    /// The state of a new case.
    public let start: String
    /// The titles of the states.
    public let states: [String: Words]
    /// The moves in order.
    public let moves: [FlowMove]
}

/// A move of a case from one state to another.
public struct FlowMove: Hashable, Sendable {
    /// Its name, such as `assign`.
    public let name: String
    /// What users call it.
    public let title: Words
    /// The states that it leaves from.
    public let from: [String]
    /// The state that it leads to.
    public let to: String
    /// The roles that may make it.
    public let by: [String]
    /// Fields that must be filled in first.
    public let needs: [String]
    /// Until when it must be made, counted from when the case came into its state.
    public let within: FlowDeadline?
    /// Where it was defined.
    public let place: CatalogPlace
}

/// Until when a move must be made.
public enum FlowDeadline: Hashable, Sendable {
    /// A number of workdays.
    case workdays(Int)
    /// A number of calendar days.
    case days(Int)
    /// The day that a field holds.
    case field(String)
}
