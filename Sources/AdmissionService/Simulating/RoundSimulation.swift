import Admissions
import Foundation

/// What a simulation of a round is asked: on whose applications, and against which other rule.
public struct SimulationSettings: Codable, Hashable, Sendable {
    /// Draws, 10–2,000.
    public var draws = 200
    /// Which draws are made: the same for the same.
    public var seed: UInt64 = 1
    /// The round whose applications are taken: this one, or that of another year; nil for those of a file.
    public var source: Int64?
    /// The file's name, where they come from one.
    public var file = ""
    /// Whether chances are told by place as well.
    public var byPlace = false
    /// The other rule; nil for none.
    public var other: Variant?

    /// What is different in the other rule.
    public struct Variant: Codable, Hashable, Sendable {
        /// The round whose rules, places and catchments are taken: a draft that was made to be compared. Nil for the round itself.
        public var round: Int64?
        /// Places by the school's code, where they differ.
        public var places: [String: Int] = [:]
        /// How places are given; nil where that stays.
        public var mechanism: String?
        /// One draw for all schools or one each; nil where that stays.
        public var ties: String?
        /// Whether siblings come first; nil where that stays.
        public var siblings: Bool?

        /// No difference.
        public init() {}

        /// Whether nothing differs.
        public var isEmpty: Bool { self == Variant() }
    }

    /// Draws at least and at most.
    public static let drawRange = 10...2_000

    /// On a round's applications, against nothing.
    public init(source: Int64?) { self.source = source }
}

/// What a simulation found.
public struct SimulationResult: Codable, Hashable, Sendable {
    /// The round as it is.
    public var base: Side
    /// The other rule.
    public var other: Side?

    /// One rule.
    public struct Side: Codable, Hashable, Sendable {
        /// What the rules are called: the round's title, with what differs.
        public var title: String
        /// Children who take part; those whom the rules do not let apply, and so are left out.
        public var children: Int, excluded: Int
        /// Places in all.
        public var places: Int
        /// By class, in the order of classes.
        public var classes: [ClassRow]
        /// By class and place, where that was asked.
        public var byPlace: [PlaceRow]
        /// Places of each school by class.
        public var seats: [SeatRow]
        /// The chance of those of a class who name a school first.
        public var first: [FirstRow]
        /// Whether a school is within the reach of a class.
        public var reach: [ReachRow]
    }

    /// The chances of a class.
    public struct ClassRow: Codable, Hashable, Sendable {
        /// The class, and its title in Chinese and English.
        public var name: String, zh: String, en: String
        /// Children.
        public var children: Int
        /// Shares placed at the first, second, … choice, 0–1.
        public var byChoice: [Double]
        /// Share without a place, 0–1.
        public var unplaced: Double

        /// Share with a place.
        public var placed: Double { 1 - unplaced }
    }

    /// The chances of a class in a place.
    public struct PlaceRow: Codable, Hashable, Sendable {
        /// The place and the class.
        public var place: String, name: String
        /// Children.
        public var children: Int
        /// Share placed at the first choice, and anywhere, 0–1.
        public var first: Double, placed: Double
    }

    /// Places of a school that a class has, on the average.
    public struct SeatRow: Codable, Hashable, Sendable {
        /// The school's code and the class.
        public var school: String, name: String
        /// Children.
        public var children: Double
    }

    /// The chance of those who name a school first.
    public struct FirstRow: Codable, Hashable, Sendable {
        /// The school's code and the class.
        public var school: String, name: String
        /// Children.
        public var children: Int
        /// Share of them placed there, 0–1.
        public var chance: Double
    }

    /// How often a school is within the reach of a class.
    public struct ReachRow: Codable, Hashable, Sendable {
        /// The school's code and the class.
        public var school: String, name: String
        /// Share of draws, 0–1.
        public var chance: Double
    }
}

/// One of those whose chances are simulated.
struct SimulatedChild {
    var applicant: RoundApplicant
    /// The code of the place.
    var place: String
    /// What the family answered: other rules put it into another class. Empty where that is not known.
    var answers: [String: String]
    /// Whether staff set the class.
    var isClassSet: Bool
}

/// A rule to be simulated: the rules of a round with its schools and catchments.
struct SimulatedRule {
    var title: String
    var rules: RoundRules
    var schools: [RoundSchool]
    /// Schools by place; nil where all may be chosen, or the wishes are to stay as they are.
    var places: [String: [String]]?

    /// Those who may apply under the rule, in the class and with the wishes that it gives them.
    func applicants(_ children: [SimulatedChild]) -> (applicants: [RoundApplicant], places: [String]) {
        let known = Set(schools.map(\.code))
        var applicants: [RoundApplicant] = [], homes: [String] = []
        for child in children {
            var one = child.applicant
            if !child.answers.isEmpty, !child.isClassSet {
                guard let found = rules.applicantClass(child.answers) else { continue }
                one.applicantClass = found.name
                one.reserves = Set(rules.reserves.filter { $0.when.holds(child.answers) }.map(\.name))
            } else {
                if rules.rank(of: one.applicantClass) == nil, let last = rules.classes.last {
                    one.applicantClass = last.name
                }
                one.reserves.formIntersection(rules.reserves.map(\.name))
            }
            one.choices = choices(one.choices, place: child.place).filter(known.contains)
            one.choices = Array(one.choices.prefix(rules.choices))
            applicants.append(one)
            homes.append(child.place)
        }
        return (applicants, homes)
    }

    /// Wishes that the catchment still allows, then what it adds, in the order in which it names its schools.
    private func choices(_ wishes: [String], place: String) -> [String] {
        guard let places, let schools = places[place] else { return wishes }
        let kept = wishes.filter(schools.contains)
        return kept + schools.filter { !kept.contains($0) }
    }

    /// Draws so often. - Parameter isGoingOn: told how many draws are done; answers false to end.
    /// - Returns: nil where it was ended.
    func run(
        _ children: [SimulatedChild], _ settings: SimulationSettings, isGoingOn: (Int) -> Bool
    ) throws -> SimulationResult.Side? {
        let (applicants, homes) = applicants(children)
        let market = try RoundMarket(rules: rules, schools: schools, applicants: applicants)
        func chances(_ types: [String], _ done: Int) -> Chances? {
            let simulation = ChanceSimulation(market.market, types: types, rules: market.rules, seed: settings.seed)
            var sum = simulation.run(0..<0)
            // A piece takes about a second at most: progress is told and an end heard after each.
            let step = max(1, min(20, 400_000 / max(1, applicants.count)))
            for start in stride(from: 0, to: settings.draws, by: step) {
                guard isGoingOn(done + start) else { return nil }
                sum.add(simulation.run(start..<min(settings.draws, start + step)))
            }
            return sum
        }
        guard let byClass = chances(applicants.map(\.applicantClass), 0) else { return nil }
        var byPlace: [SimulationResult.PlaceRow] = []
        if settings.byPlace {
            let types = zip(applicants, homes).map { "\($1)\t\($0.applicantClass)" }
            guard let found = chances(types, settings.draws) else { return nil }
            byPlace = found.byType.map { row in
                let names = row.type.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
                return .init(
                    place: String(names.first ?? ""), name: String(names.last ?? ""), children: row.children,
                    first: row.byChoice.first ?? 0, placed: 1 - row.unplaced)
            }
        }
        let rows = Dictionary(byClass.byType.map { ($0.type, $0) }) { one, _ in one }
        return SimulationResult.Side(
            title: title, children: applicants.reduce(0) { $0 + $1.numbers.count },
            excluded: children.reduce(0) { $0 + $1.applicant.numbers.count }
                - applicants.reduce(0) { $0 + $1.numbers.count },
            places: schools.reduce(0) { $0 + $1.places },
            classes: rules.classes.compactMap { one in
                rows[one.name].map {
                    .init(
                        name: one.name, zh: one.title.chinese, en: one.title.english, children: $0.children,
                        byChoice: $0.byChoice, unplaced: $0.unplaced)
                }
            }, byPlace: byPlace,
            seats: byClass.bySeat.map { .init(school: $0.school, name: $0.type, children: $0.children) },
            first: byClass.bySchool.filter { $0.choice == 1 }.map {
                .init(school: $0.school, name: $0.type, children: $0.children, chance: $0.chance)
            },
            reach: byClass.byReach.map { .init(school: $0.school, name: $0.type, chance: $0.chance) })
    }
}
