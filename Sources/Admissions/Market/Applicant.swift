/// A child, or brothers and sisters who are drawn together, in a round. Never with a name or an identity number.
public struct Applicant: Codable, Hashable, Sendable {
    /// The application number, unique in the round.
    public var number: String
    /// Schools, best first, each once.
    public var choices: [Choice]
    /// The class wherever a choice has none of its own: 1 comes before 2.
    public var priorityClass: Int
    /// Places needed: 1, or as many as are drawn together.
    public var seats: Int
    /// Kinds of reserved places that they may use.
    public var kinds: Set<String>

    /// An applicant.
    public init(
        number: String, choices: [Choice], priorityClass: Int = 1, seats: Int = 1, kinds: Set<String> = []
    ) {
        (self.number, self.choices, self.priorityClass) = (number, choices, priorityClass)
        (self.seats, self.kinds) = (seats, kinds)
    }
}

/// A school on an applicant's list.
public struct Choice: Codable, Hashable, Sendable {
    /// The school's code.
    public var school: String
    /// The class at this school, or nil for the applicant's own.
    public var priorityClass: Int?
    /// False where the school's rules exclude the applicant: it stays on the list and is refused with that reason.
    public var isEligible: Bool

    /// A choice.
    public init(_ school: String, priorityClass: Int? = nil, isEligible: Bool = true) {
        (self.school, self.priorityClass, self.isEligible) = (school, priorityClass, isEligible)
    }
}
