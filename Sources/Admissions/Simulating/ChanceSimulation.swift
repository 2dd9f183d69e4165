import Chance

/// What chances families have before the draw: the round is drawn many times, and what became of each type of applicant is counted.
///
/// Each repetition has a generator of its own, made from the seed and its number, and counts are whole numbers: the result
/// is the same whichever repetitions are run where, and in whatever order they are put together.
public struct ChanceSimulation: Sendable {
    private let market: Market
    private let rules: AdmissionRules
    private let seed: UInt64
    private let types: [String]
    private let typeOf: [Int32]
    /// Of each type at most so many applicants are asked what would have been within their reach.
    private static let sample = 200

    /// A simulation of a round.
    ///
    /// - Parameters:
    ///   - types: what each applicant is counted under.
    ///   - seed: which repetitions are made.
    public init(_ market: Market, types: [String], rules: AdmissionRules, seed: UInt64) {
        precondition(types.count == market.count, "every applicant has a type")
        (self.market, self.rules, self.seed) = (market, rules, seed)
        let names = Set(types).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        (self.types, typeOf) = (names, types.map { places[$0] ?? 0 })
    }

    /// Counts some repetitions; those of two calls can be added.
    public func run(_ repetitions: Range<Int>) -> Chances {
        var chances = Chances(schools: market.schools.map(\.code), types: types)
        for applicant in 0..<market.count {
            let range = market.range(of: applicant), type = Int(typeOf[applicant]), seats = Int(market.seats[applicant])
            chances.seats[type] += seats
            for choice in 0..<range.count {
                let school = Int(market.wishes[range.lowerBound + choice].school)
                chances.named[.init(type: type, school: school, choice: choice), default: 0] += seats
            }
        }
        for repetition in repetitions {
            var generator = SplitMix64(seed: seed &+ UInt64(repetition) &* 0xD134_2543_DE82_EF95)
            let order = DrawOrder(shuffled: market, tieBreaking: rules.tieBreaking, by: &generator)
            let placed = Placement(market, order: order, rules: rules)
            chances.repetitions += 1
            countReach(placed, &chances)
            for applicant in 0..<market.count {
                guard let choice = placed.choice(of: applicant), let school = placed.school(of: applicant) else {
                    continue
                }
                chances.placed[.init(type: Int(typeOf[applicant]), school: school, choice: choice), default: 0] +=
                    Int(market.seats[applicant])
            }
        }
        return chances
    }

    private func countReach(_ placed: Placement, _ chances: inout Chances) {
        var asked = [Int](repeating: 0, count: types.count)
        for applicant in 0..<market.count where asked[Int(typeOf[applicant])] < Self.sample {
            let type = Int(typeOf[applicant])
            asked[type] += 1
            for school in market.schools.indices {
                guard let isWithin = placed.isWithinReach(of: applicant, school: school) else { continue }
                chances.reach[type * schools + school].asked += 1
                if isWithin { chances.reach[type * schools + school].within += 1 }
            }
        }
    }

    private var schools: Int { market.schools.count }
}

/// What was counted over repetitions of a draw.
public struct Chances: Hashable, Sendable {
    /// A school at a place of the list, for a type of applicant.
    struct Cell: Hashable, Sendable {
        let type: Int
        let school: Int
        let choice: Int
    }

    /// How many repetitions.
    public internal(set) var repetitions = 0
    let schools: [String]
    let types: [String]
    var seats: [Int]
    var named: [Cell: Int] = [:]
    var placed: [Cell: Int] = [:]
    /// How often a school was within reach of those asked; type after type.
    var reach: [Reach]

    struct Reach: Hashable, Sendable {
        var asked = 0
        var within = 0
    }

    init(schools: [String], types: [String]) {
        (self.schools, self.types) = (schools, types)
        seats = [Int](repeating: 0, count: types.count)
        reach = [Reach](repeating: Reach(), count: types.count * schools.count)
    }

    /// Adds what other repetitions of the same simulation counted.
    public mutating func add(_ other: Chances) {
        precondition(schools == other.schools && types == other.types, "counts of another round")
        repetitions += other.repetitions
        placed.merge(other.placed, uniquingKeysWith: +)
        for index in reach.indices {
            reach[index].asked += other.reach[index].asked
            reach[index].within += other.reach[index].within
        }
    }

    /// A type's chances.
    public struct TypeRow: Hashable, Sendable {
        /// The type.
        public let type: String
        /// Children of the type.
        public let children: Int
        /// Share placed at the first, second, … choice, 0 to 1.
        public let byChoice: [Double]
        /// Share without a place, 0 to 1.
        public let unplaced: Double
    }

    /// Chances by type, sorted by type; as many choices in each row as the longest list has.
    public var byType: [TypeRow] {
        let most = (named.keys.map(\.choice).max() ?? -1) + 1
        var sums = types.map { _ in [Int](repeating: 0, count: most) }
        for (cell, count) in placed { sums[cell.type][cell.choice] += count }
        return types.indices.map { type in
            let whole = Double(max(1, seats[type] * repetitions))
            return TypeRow(
                type: types[type], children: seats[type], byChoice: sums[type].map { Double($0) / whole },
                unplaced: Double(seats[type] * repetitions - sums[type].reduce(0, +)) / whole)
        }
    }

    /// The chance of a type at a school named at some place of the list.
    public struct SchoolRow: Hashable, Sendable {
        /// The type.
        public let type: String
        /// The school's code.
        public let school: String
        /// The place on the list, from 1.
        public let choice: Int
        /// Children who named it so.
        public let children: Int
        /// Share of them placed there, 0 to 1.
        public let chance: Double
    }

    /// Chances by type, school and place on the list, sorted so.
    public var bySchool: [SchoolRow] {
        let order = named.keys.sorted { one, other in
            if one.type != other.type { return one.type < other.type }
            if one.school != other.school {
                return schools[one.school].utf8.lexicographicallyPrecedes(schools[other.school].utf8)
            }
            return one.choice < other.choice
        }
        return order.map { cell in
            let children = named[cell] ?? 0
            return SchoolRow(
                type: types[cell.type], school: schools[cell.school], choice: cell.choice + 1, children: children,
                chance: Double(placed[cell] ?? 0) / Double(max(1, children * repetitions)))
        }
    }

    /// How many places of a school a type has, on the average of the draws.
    public struct SeatRow: Hashable, Sendable {
        /// The type.
        public let type: String
        /// The school's code.
        public let school: String
        /// Children of the type there, on the average.
        public let children: Double
    }

    /// Places by type and school, sorted so; what is nothing is left out.
    public var bySeat: [SeatRow] {
        var sums = [Int](repeating: 0, count: types.count * schools.count)
        for (cell, count) in placed { sums[cell.type * schools.count + cell.school] += count }
        let order = CanonicalText.sorted(schools)
        return types.indices.flatMap { type in
            order.compactMap { school in
                let sum = sums[type * schools.count + school]
                return sum == 0
                    ? nil
                    : SeatRow(
                        type: types[type], school: schools[school],
                        children: Double(sum) / Double(max(1, repetitions)))
            }
        }
    }

    /// The chance of a type at a school, whether anybody of the type named it or not.
    public struct ReachRow: Hashable, Sendable {
        /// The type.
        public let type: String
        /// The school's code.
        public let school: String
        /// Share of draws in which an applicant of the type who named it first would have been admitted, 0 to 1.
        public let chance: Double
    }

    /// What is within the reach of each type, sorted by type and school: what families ask before they choose.
    public var byReach: [ReachRow] {
        let order = CanonicalText.sorted(schools)
        return types.indices.flatMap { type in
            order.compactMap { school in
                let found = reach[type * schools.count + school]
                guard found.asked > 0 else { return nil }
                return ReachRow(
                    type: types[type], school: schools[school], chance: Double(found.within) / Double(found.asked))
            }
        }
    }
}
