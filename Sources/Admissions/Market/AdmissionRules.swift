/// The rules by which a round places, as data.
public struct AdmissionRules: Codable, Hashable, Sendable {
    /// How applications compete.
    public var mechanism: Mechanism
    /// Whether a child has one number for all schools or one for each.
    public var tieBreaking: TieBreaking
    /// What happens to brothers and sisters at the edge of a school's places.
    public var bundles: BundleRule
    /// Who stands on the waiting lists.
    public var waitingList: WaitingListRule

    /// Rules; by default those that are safe for families: deferred acceptance with one number for each child.
    public init(
        mechanism: Mechanism = .deferred, tieBreaking: TieBreaking = .single, bundles: BundleRule = .within,
        waitingList: WaitingListRule = .unplaced
    ) {
        (self.mechanism, self.tieBreaking) = (mechanism, tieBreaking)
        (self.bundles, self.waitingList) = (bundles, waitingList)
    }

    /// Reads rules from a file, where what is not said is as in `init`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            mechanism: try values.decodeIfPresent(Mechanism.self, forKey: .mechanism) ?? .deferred,
            tieBreaking: try values.decodeIfPresent(TieBreaking.self, forKey: .tieBreaking) ?? .single,
            bundles: try values.decodeIfPresent(BundleRule.self, forKey: .bundles) ?? .within,
            waitingList: try values.decodeIfPresent(WaitingListRule.self, forKey: .waitingList) ?? .unplaced)
    }
}

/// How applications compete for places.
///
/// All four are deferred acceptance with another order of the applicants at a school: what stands first decides.
public enum Mechanism: Hashable, Sendable {
    /// Student-proposing deferred acceptance (Gale & Shapley 1962; Abdulkadiroğlu & Sönmez 2003): class, then number. No
    /// place is final before all are, so that naming the school one likes best can never hurt.
    case deferred
    /// Immediate acceptance (志愿优先, «Boston»): the place of the school on the list, then class, then number.
    case immediate
    /// Parallel choices (平行志愿; Chen & Kesten 2017): choices compete in bands of so many; a band is final before the next.
    case parallel(Int)
    /// Serial draw: the class and number alone, one order for all schools; a school's own classes do not count.
    case serial

    /// The band in which a choice competes, from 0.
    @inlinable func band(ofChoice index: Int) -> Int {
        switch self {
        case .deferred, .serial: 0
        case .immediate: index
        case .parallel(let size): index / size
        }
    }
}

/// As a word in a file: `deferred`, `immediate`, `serial`, `parallel-3`.
extension Mechanism: Codable, LosslessStringConvertible {
    /// Reads the word; nil for another.
    public init?(_ word: String) {
        switch word {
        case "deferred": self = .deferred
        case "immediate": self = .immediate
        case "serial": self = .serial
        default:
            guard word.hasPrefix("parallel-"), let size = Int(word.dropFirst(9)),
                (1...Market.mostChoices).contains(size)
            else { return nil }
            self = .parallel(size)
        }
    }

    /// The word.
    public var description: String {
        switch self {
        case .deferred: "deferred"
        case .immediate: "immediate"
        case .serial: "serial"
        case .parallel(let size): "parallel-\(size)"
        }
    }

    /// Reads the word.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let word = try container.decode(String.self)
        guard let mechanism = Mechanism(word) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no mechanism \(word)")
        }
        self = mechanism
    }

    /// Writes the word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Whether a child has one number in the draw or one for each school (Abdulkadiroğlu, Pathak & Roth 2009).
public enum TieBreaking: String, Codable, CaseIterable, Hashable, Sendable {
    /// One number for all schools: more first choices.
    case single
    /// A number for each school: bad luck is not the same everywhere, at some loss of first choices.
    case multiple
}

/// What happens where brothers and sisters drawn together (捆绑派位) need more places than are left.
///
/// Under both rules nobody is admitted past a bundle that stands before him, which keeps the result stable: a rule that
/// let the next child pass could refuse a child for the sake of twins who leave for a better choice later.
public enum BundleRule: String, Codable, CaseIterable, Hashable, Sendable {
    /// They are refused there, and the places that are left over (fewer than they need) go to the waiting list.
    case within
    /// They are admitted together, beyond the number of places by as many as it takes.
    case beyond
}

/// Who stands on the waiting list of a school.
public enum WaitingListRule: String, Codable, CaseIterable, Hashable, Sendable {
    /// Nobody.
    case none
    /// Those who got no place at all.
    case unplaced
    /// Those too who got a place that they like less.
    case all
}
