import Chance
import Foundation

@testable import Admissions

/// Small rounds for tests.
enum Round {
    /// A round of strict priorities: students' lists, schools with capacity and order; who is not in an order is excluded.
    static func strict(
        _ students: [(String, [String])], _ schools: [(String, Int, [String])]
    ) throws -> Market {
        var market = try Market(schools: schools.map { School(code: $0.0, capacity: $0.1) })
        for (number, choices) in students {
            try market.add(
                Applicant(
                    number: number,
                    choices: choices.map { code in
                        let place = schools.first { $0.0 == code }?.2.firstIndex(of: number)
                        return Choice(code, priorityClass: place.map { $0 + 1 }, isEligible: place != nil)
                    }))
        }
        return market
    }

    static let seed = DrawSeed(digestOf: "tests")

    static func place(_ market: Market, _ rules: AdmissionRules = AdmissionRules()) -> Placement {
        Placement(market, seed: seed, scope: "test", rules: rules)
    }

    /// The school of each student by number.
    static func schools(_ placement: Placement) -> [String: String] {
        var schools: [String: String] = [:]
        for applicant in 0..<placement.market.count {
            if let school = placement.school(of: applicant) {
                schools[placement.market.numbers[applicant]] = placement.market.schools[school].code
            }
        }
        return schools
    }

    /// A random round. Classes are few, so that ties are everywhere.
    static func random(
        _ generator: inout SplitMix64, students: Int, schools: Int, choices: Int, classes: Int = 3, mostSeats: Int = 1,
        withGroups: Bool = false, excluding: Bool = true
    ) throws -> Market {
        func number(_ bound: Int) -> Int { Int(generator.next(below: UInt64(bound))) }
        let kinds = ["policy", "resident"]
        var market = try Market(
            schools: (0..<schools).map { index in
                let capacity = number(4)
                var groups: [SeatGroup] = [], left = capacity
                while withGroups, left > 0, groups.count < 3 {
                    let seats = 1 + number(left), kind = kinds[number(2)]
                    let admits: [SeatGroup.Admits] = [.all, .first(kind), .only(kind), .without(kind)]
                    groups.append(
                        SeatGroup(seats: seats, admits: admits[number(4)], isByNumberAlone: number(3) == 0))
                    left -= seats
                }
                return School(code: "S\(index)", capacity: capacity, groups: groups)
            })
        for student in 0..<students {
            var codes = Array(0..<schools)[...]
            codes.shuffle(by: &generator)
            let list = codes.prefix(number(choices + 1)).map { school in
                Choice("S\(school)", priorityClass: 1 + number(classes), isEligible: !excluding || number(8) > 0)
            }
            try market.add(
                Applicant(
                    number: "N\(student)", choices: list, priorityClass: 1 + number(classes),
                    seats: 1 + number(mostSeats), kinds: Set(kinds.filter { _ in number(3) == 0 })))
        }
        return market
    }

    /// The same round with its applicants in another order.
    static func shuffled(_ market: Market, _ generator: inout SplitMix64) throws -> Market {
        var places = Array(0..<market.count)[...]
        places.shuffle(by: &generator)
        return try Market(schools: market.schools, applicants: places.map(market.applicant))
    }
}
