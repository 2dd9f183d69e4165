/// A school of a round.
public struct School: Codable, Hashable, Sendable {
    /// Its code, unique in the round.
    public var code: String
    /// Places in all.
    public var capacity: Int
    /// Parts of the places that have an order of their own, in the order in which they are filled. Places that belong to
    /// no group are open to all and filled last.
    public var groups: [SeatGroup]

    /// A school.
    public init(code: String, capacity: Int, groups: [SeatGroup] = []) {
        (self.code, self.capacity, self.groups) = (code, capacity, groups)
    }

    /// The groups with the open places behind them: together exactly the capacity.
    public var seatGroups: [SeatGroup] {
        let reserved = groups.reduce(0) { $0 + $1.seats }
        guard capacity > reserved || groups.isEmpty else { return groups }
        return groups + [SeatGroup(seats: capacity - reserved)]
    }
}

/// Places of a school with an order of their own (slot-specific priorities, Kominers & Sönmez 2016).
///
/// An applicant asks for the groups of a school one after the other and is refused by the school when the last refuses. Whether
/// reserved places are filled before the open ones or after is of consequence: after, reserved places help those who did not
/// get an open one; before, they are taken by those who would have got an open one anyway (Dur et al. 2018).
public struct SeatGroup: Codable, Hashable, Sendable {
    /// Places in the group.
    public var seats: Int
    /// Whom it is for.
    public var admits: Admits
    /// Whether classes do not count in it, so that the number alone decides among those who come first or all.
    public var isByNumberAlone: Bool

    /// A group.
    public init(seats: Int, admits: Admits = .all, isByNumberAlone: Bool = false) {
        (self.seats, self.admits, self.isByNumberAlone) = (seats, admits, isByNumberAlone)
    }

    /// Whom a group of places is for. Kinds are names such as `policy`, `resident`, `twins`.
    public enum Admits: Codable, Hashable, Sendable {
        /// Everybody.
        case all
        /// Children of a kind first, others for what they leave (minority reserves, Hafalir et al. 2013).
        case first(String)
        /// Children of a kind and nobody else: what they leave stays empty.
        case only(String)
        /// Everybody but children of a kind: a quota for them on the rest (Abdulkadiroğlu & Sönmez 2003).
        case without(String)

        /// The kind that is named.
        public var kind: String? {
            switch self {
            case .all: nil
            case .first(let kind), .only(let kind), .without(let kind): kind
            }
        }
    }
}
