import PlanModel
import Store

/// Corrections of one task. A field that is nil stays as it is.
public struct TaskChange: Hashable, Sendable, Codable {
    /// The new title; not empty.
    public var title: String?
    /// The new goal; the empty string removes it.
    public var goal: String?
    /// The new measures; the empty string removes them.
    public var measures: String?
    /// The lead offices by name, in order. A name is resolved by the offices' names and aliases.
    public var leads: [String]?
    /// The co-owner offices by name, in order.
    public var coOwners: [String]?
    /// Responsible posts or persons.
    public var leaders: [String]?
    /// The due day.
    public var due: Due?
    /// All milestones.
    public var milestones: [Milestone]?
    /// All steps.
    public var actions: [PlanAction]?
    /// All quantities.
    public var targets: [Quantity]?
    /// All named papers.
    public var deliverables: [Deliverable]?
    /// Headings above it, outermost first.
    public var path: [String]?
    /// Its numbering.
    public var label: String?

    /// How the due day is set.
    public enum Due: Hashable, Sendable, Codable {
        /// The last milestone's day.
        case fromMilestones
        /// A day, `yyyy-MM-dd`.
        case on(String)
        /// No due day.
        case never
    }

    /// No correction.
    public init() {}

    /// Whether it corrects nothing.
    public var isEmpty: Bool { self == TaskChange() }
}
