/// The result of a round, with everything that explains it.
public struct Placement: Sendable {
    /// Who applied where.
    public let market: Market
    /// The draw.
    public let order: DrawOrder
    /// The rules.
    public let rules: AdmissionRules
    /// The choice at which each applicant is placed, from 0; -1 where it is not.
    public let choices: [Int16]
    /// What became of each school's groups of places, in the order in which they are filled.
    public let schools: [[SeatOutcome]]

    /// Places the applicants of a round.
    ///
    /// - Parameter order: a draw among these applicants, single or multiple as the rules say.
    public init(_ market: Market, order: DrawOrder, rules: AdmissionRules) {
        (self.market, self.order, self.rules) = (market, order, rules)
        (choices, schools) = Placer(market, order: order, rules: rules).place()
    }

    /// Draws and places.
    public init(_ market: Market, seed: DrawSeed, scope: String, rules: AdmissionRules) {
        let order = DrawOrder(market, seed: seed, scope: scope, tieBreaking: rules.tieBreaking)
        self.init(market, order: order, rules: rules)
    }

    /// The choice at which an applicant is placed, from 0.
    public func choice(of applicant: Int) -> Int? { choices[applicant] < 0 ? nil : Int(choices[applicant]) }

    /// The school at which an applicant is placed.
    public func school(of applicant: Int) -> Int? {
        choice(of: applicant).map { Int(market.wishes[market.range(of: applicant).lowerBound + $0].school) }
    }

    /// Applicants admitted to each school, in the order in which they were added.
    public func admitted() -> [[Int]] {
        var lists = [[Int]](repeating: [], count: market.schools.count)
        for applicant in 0..<market.count {
            if let school = school(of: applicant) { lists[school].append(applicant) }
        }
        return lists
    }

    /// How many are placed at their first, second, … choice; places, not bundles.
    public func countsByChoice() -> [Int] {
        var counts: [Int] = []
        for applicant in 0..<market.count {
            guard let choice = choice(of: applicant) else { continue }
            while counts.count <= choice { counts.append(0) }
            counts[choice] += Int(market.seats[applicant])
        }
        return counts
    }

    /// Places that applicants without a school would have needed.
    public var unplaced: Int {
        (0..<market.count).reduce(0) { $0 + (choices[$1] < 0 ? Int(market.seats[$1]) : 0) }
    }

    /// The schools with the places that were left, for a second round: groups keep what they had left.
    public func leftover() -> [School] {
        zip(market.schools, schools).map { school, outcomes in
            let left = outcomes.map { max(0, $0.group.seats - $0.taken) }
            let groups = zip(school.groups, left).map { group, seats in
                SeatGroup(seats: seats, admits: group.admits, isByNumberAlone: group.isByNumberAlone)
            }
            return School(code: school.code, capacity: left.reduce(0, +), groups: groups)
        }
    }

    /// Where an applicant stands at a choice of its list.
    public func standing(of applicant: Int, atChoice choice: Int) -> Standing {
        Standing(of: applicant, choice: choice, market, order, rules)
    }

    /// The waiting list of each school: who would rather be there, best first. Empty where the rules have none.
    ///
    /// A place that becomes free goes to the first on the list who needs no more than are free and whom a group with free
    /// places takes.
    public func waitingLists() -> [[Int]] {
        var lists = [[(standing: Standing, applicant: Int)]](repeating: [], count: market.schools.count)
        guard rules.waitingList != .none else { return lists.map { _ in [] } }
        for applicant in 0..<market.count {
            let range = market.range(of: applicant), placed = choice(of: applicant)
            if placed != nil, rules.waitingList == .unplaced { continue }
            for choice in 0..<(placed ?? range.count) {
                let wish = market.wishes[range.lowerBound + choice]
                guard wish.priorityClass != Market.Wish.notEligible else { continue }
                lists[Int(wish.school)].append((standing(of: applicant, atChoice: choice), applicant))
            }
        }
        return lists.map { list in list.sorted { $0.standing < $1.standing }.map(\.applicant) }
    }
}

/// What became of a group of places.
public struct SeatOutcome: Hashable, Sendable {
    /// The group.
    public let group: SeatGroup
    /// Places taken.
    public let taken: Int
    /// The last admitted in the group's order.
    public let lastAdmitted: Int?
    /// Whether anybody was refused for want of places.
    public let hasRefused: Bool
}

/// Where an applicant stands at a school: the least is the best.
public struct Standing: Comparable, Hashable, Sendable {
    /// The band of the choice, from 0; always 0 under deferred acceptance.
    public let band: Int
    /// The class.
    public let priorityClass: Int
    /// The number in the draw, from 1.
    public let number: Int

    /// Band, class and number count in this order.
    public static func < (one: Standing, other: Standing) -> Bool {
        if one.band != other.band { return one.band < other.band }
        if one.priorityClass != other.priorityClass { return one.priorityClass < other.priorityClass }
        return one.number < other.number
    }

    init(band: Int, priorityClass: Int, number: Int) {
        (self.band, self.priorityClass, self.number) = (band, priorityClass, number)
    }

    @inline(__always)
    init(of applicant: Int, choice: Int, _ market: Market, _ order: DrawOrder, _ rules: AdmissionRules) {
        let wish = Int(market.starts[applicant]) + choice
        band = rules.mechanism.band(ofChoice: choice)
        priorityClass = Int(
            rules.mechanism == .serial ? market.classes[applicant] : market.wishes[wish].priorityClass)
        number = Int(order.rank(of: applicant, wish: wish)) + 1
    }
}
