import Admissions
import GRDB
import Store

/// A round as the engine places it: those who were accepted, without names, and the places.
public struct RoundMarket: Sendable {
    /// What the engine takes. Twins who are drawn together are one applicant under the lesser of their numbers.
    public let market: Market
    /// By which rules.
    public let rules: AdmissionRules
    /// The numbers of all who are behind an applicant: itself, or both twins.
    let numbers: [[String]]
    /// Names of the schools by code.
    let names: [String: String]
    /// Whether classes are counted in halves, so that a sibling at a school comes first within its class there.
    let countsSiblings: Bool

    /// The class of the round's rules that the engine's class stands for.
    func rank(of engineClass: Int) -> Int { countsSiblings ? (engineClass + 1) / 2 : engineClass }

    /// The list as it is published before the draw. - Throws: `MarketError`.
    public var list: String {
        get throws { try CanonicalText.list(market) }
    }

    /// The schools as they are published before the draw. - Throws: `MarketError`.
    public var schools: String {
        get throws { try CanonicalText.schools(market) }
    }

    /// SHA-256 of the list, hexadecimal.
    public var digest: String {
        get throws { Digest.of(try list) }
    }
}

extension AdmissionDesk {
    /// What a placement of a round is made from.
    public func market(of id: Int64) throws -> RoundMarket {
        try requireManage()
        return try store.read { try market(of: AdmissionStore.round(id, $0), $0) }
    }

    func market(of round: AdmissionRound, _ db: Database) throws -> RoundMarket {
        let accepted = try Row.fetchAll(
            db, sql: "SELECT * FROM admission_application WHERE round_id = ? AND state = 'accepted' ORDER BY number",
            arguments: [round.id]
        ).map(Application.init(row:))
        let byNumber = Dictionary(accepted.map { ($0.number, $0) }) { one, _ in one }
        return try RoundMarket(
            rules: try round.rules, schools: try AdmissionStore.schools(of: round.id, db),
            applicants: accepted.compactMap { one in
                let twin = byNumber[one.twin].flatMap { Self.areTwins(one, $0) ? $0 : nil }
                // The lesser number stands for both.
                if let twin, twin.number < one.number { return nil }
                let pair = [one, twin].compactMap { $0 }
                return RoundApplicant(
                    numbers: pair.map(\.number), choices: one.choices, applicantClass: one.applicantClass,
                    siblingSchools: Set(pair.filter(\.isSiblingConfirmed).map(\.siblingSchool)),
                    reserves: Set(one.reserves))
            })
    }
}

/// One who takes part in a placement, or twins who are drawn together.
struct RoundApplicant {
    /// The number, or those of both twins, the lesser first.
    var numbers: [String]
    /// Codes of schools, best first.
    var choices: [String]
    /// The name of the class.
    var applicantClass: String
    /// Schools where a sibling was confirmed.
    var siblingSchools: Set<String>
    /// Names of the reserves that it may use.
    var reserves: Set<String>
}

extension RoundMarket {
    /// What the engine takes, by the rules of a round.
    init(rules: RoundRules, schools: [RoundSchool], applicants: [RoundApplicant]) throws {
        var market = try Market(
            schools: schools.map { school in
                // A share of the places, at least one where there are any, filled before the open ones.
                let groups = rules.reserves.map {
                    SeatGroup(
                        seats: min(school.places, max(1, school.places * $0.percent / 100)), admits: .first($0.name))
                }
                return School(code: school.code, capacity: school.places, groups: Self.fitting(groups, school.places))
            })
        for one in applicants {
            let rank = rules.rank(of: one.applicantClass) ?? rules.classes.count
            let own = rules.siblings ? rank * 2 : rank
            try market.add(
                Applicant(
                    number: one.numbers.first ?? "",
                    choices: one.choices.map { school in
                        let isSibling = rules.siblings && one.siblingSchools.contains(school)
                        return Choice(school, priorityClass: isSibling ? own - 1 : nil)
                    }, priorityClass: own, seats: one.numbers.count, kinds: one.reserves))
        }
        self.market = market
        self.rules = AdmissionRules(
            mechanism: Mechanism(rules.mechanism.rawValue) ?? .deferred,
            tieBreaking: rules.ties == .single ? .single : .multiple, bundles: .within,
            waitingList: rules.waiting ? .unplaced : .none)
        numbers = applicants.map(\.numbers)
        names = Dictionary(schools.map { ($0.code, $0.name) }) { one, _ in one }
        countsSiblings = rules.siblings
    }

    /// Groups that together need no more places than there are.
    private static func fitting(_ groups: [SeatGroup], _ places: Int) -> [SeatGroup] {
        var left = places
        return groups.compactMap { group in
            let seats = min(group.seats, left)
            left -= seats
            return seats > 0 ? SeatGroup(seats: seats, admits: group.admits) : nil
        }
    }
}
