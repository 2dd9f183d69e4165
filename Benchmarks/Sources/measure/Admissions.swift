import Admissions
import Foundation

/// Rounds of any size, the same as `peers/match.py` makes: popular schools are named by most.
enum AdmissionRounds {
    /// Applicants × schools × choices, places in all as many as there are applicants (less a remainder).
    static func market(applicants: Int, schools: Int, choices: Int) throws -> Market {
        var state: UInt64 = 1
        // The generator of Knuth's MMIX: the same few lines in Python.
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var market = try Market(
            schools: (0..<schools).map { School(code: "S\($0)", capacity: applicants / schools) })
        var named = [Int](repeating: -1, count: schools)
        for applicant in 0..<applicants {
            var list: [(school: Int, priorityClass: Int?)] = []
            while list.count < choices {
                let school = min(next(schools), next(schools))
                guard named[school] != applicant else { continue }
                named[school] = applicant
                list.append((school, 1))
            }
            try market.add(number: String(2_026_000_000 + applicant), choices: list)
        }
        return market
    }

    /// `match SIZE`: draw, placement and the full check, without making the round.
    static func match(_ size: String, repetitions: Int) throws {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 3 else { return }
        let market = try market(applicants: parts[0], schools: parts[1], choices: parts[2])
        try Measure.time(repetitions, bytes: 0) {
            let placement = Placement(
                market, seed: DrawSeed(digestOf: "match"), scope: "match", rules: AdmissionRules())
            guard PlacementCheck(placement).isRight else { throw CocoaError(.featureUnsupported) }
            return placement.countsByChoice().reduce(0, +)
        }
    }

    /// `lottery N`: so many numbers, keys and order.
    static func lottery(_ count: String, repetitions: Int) throws {
        var market = try Market(schools: [School(code: "S", capacity: 1)])
        for applicant in 0..<(Int(count) ?? 0) {
            try market.add(number: String(2_026_000_000 + applicant), choices: [])
        }
        try Measure.time(repetitions, bytes: 0) {
            let order = DrawOrder(market, seed: DrawSeed(digestOf: "lottery"), scope: "lottery")
            return order.number(of: 0, in: market) ?? 0
        }
    }
}
