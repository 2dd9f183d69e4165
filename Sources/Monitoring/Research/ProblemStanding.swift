/// How far a problem 问题 is that was found at a visit or in a research topic.
public enum ProblemState: String, Codable, CaseIterable, Hashable, Sendable {
    /// Found, without an answer 待答复.
    case open
    /// The responsible office said what it will do 已答复.
    case answered
    /// The office says that it is solved 已解决.
    case solved
    /// A later visit saw that it is solved 回访确认.
    case confirmed

    /// Whether nothing more is to be done about it.
    public var isSolved: Bool { self == .solved || self == .confirmed }
}

/// How grave a problem is.
public enum ProblemGravity: String, Codable, CaseIterable, Hashable, Sendable {
    /// 一般.
    case minor
    /// 较重.
    case serious
    /// 严重.
    case grave

    /// Larger is graver.
    public var weight: Int {
        switch self {
        case .minor: 0
        case .serious: 1
        case .grave: 2
        }
    }
}

/// Where a problem stands on a day: its light with the reason, computed from its state and due day.
public enum ProblemStanding: Hashable, Sendable {
    /// Solved, by the office's word or a later visit's.
    case solved
    /// The due day is so many days past.
    case overdue(days: Int)
    /// It is due in so many days, 0–7.
    case dueSoon(days: Int)
    /// There is time, or no due day was set.
    case onCourse

    /// A due day within so many days is a warning.
    public static let warningDays = 7

    /// Judges a problem.
    public init(_ state: ProblemState, due: Day?, on day: Day) {
        guard !state.isSolved else {
            self = .solved
            return
        }
        switch due.map({ $0 - day }) {
        case let left? where left < 0: self = .overdue(days: -left)
        case let left? where left <= Self.warningDays: self = .dueSoon(days: left)
        default: self = .onCourse
        }
    }

    /// Blue solved, red overdue, yellow due within 7 days, green otherwise.
    public var light: Light {
        switch self {
        case .solved: .blue
        case .overdue: .red
        case .dueSoon: .yellow
        case .onCourse: .green
        }
    }
}
