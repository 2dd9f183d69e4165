import Chance
import Testing

@testable import Admissions

@Suite("What holds for every round")
struct PropertyTests {
    /// All results in which everybody is at a school of the own list that does not exclude them, or nowhere.
    private func everyResult(_ market: Market) -> [[Int16]] {
        var results: [[Int16]] = [[]]
        for applicant in 0..<market.count {
            let range = market.range(of: applicant)
            let open =
                [-1]
                + (0..<range.count).filter {
                    market.wishes[range.lowerBound + $0].priorityClass != Market.Wish.notEligible
                }
            results = results.flatMap { result in open.map { result + [Int16($0)] } }
        }
        return results
    }

    /// Whether a result is stable, pair by pair, straight from the definition; for schools with one order and single children.
    private func isStable(_ market: Market, _ order: DrawOrder, _ rules: AdmissionRules, _ choices: [Int16]) -> Bool {
        var admitted = [[Standing]](repeating: [], count: market.schools.count)
        for applicant in 0..<market.count where choices[applicant] >= 0 {
            let choice = Int(choices[applicant])
            let school = Int(market.wishes[market.range(of: applicant).lowerBound + choice].school)
            admitted[school].append(Standing(of: applicant, choice: choice, market, order, rules))
        }
        for (school, list) in zip(market.schools, admitted) where list.count > school.capacity { return false }
        for applicant in 0..<market.count {
            let range = market.range(of: applicant)
            for choice in 0..<(choices[applicant] < 0 ? range.count : Int(choices[applicant])) {
                let wish = market.wishes[range.lowerBound + choice]
                guard wish.priorityClass != Market.Wish.notEligible else { continue }
                let own = Standing(of: applicant, choice: choice, market, order, rules), school = Int(wish.school)
                if admitted[school].count < market.schools[school].capacity { return false }
                if admitted[school].contains(where: { own < $0 }) { return false }
            }
        }
        return true
    }

    private func rank(_ choice: Int16) -> Int { choice < 0 ? .max : Int(choice) }

    @Test("the result is stable, every applicant likes it best of all stable ones, and schools fill as in every other")
    func bestOfAllStable() throws {
        var generator = SplitMix64(seed: 11), stableResults = 0
        for round in 0..<200 {
            let market = try Round.random(&generator, students: 4, schools: 3, choices: 3)
            let rules = AdmissionRules(tieBreaking: round.isMultiple(of: 2) ? .single : .multiple)
            let placement = Round.place(market, rules)
            #expect(isStable(market, placement.order, rules, placement.choices))
            let filled = Set(placement.choices.indices.filter { placement.choices[$0] >= 0 })
            for other in everyResult(market) {
                let isRight = isStable(market, placement.order, rules, other)
                let check = PlacementCheck(market, order: placement.order, rules: rules, choices: other)
                #expect(check.isRight == isRight, "the check errs: \(check.violations)")
                guard isRight else { continue }
                stableResults += 1
                for applicant in 0..<market.count {
                    #expect(rank(placement.choices[applicant]) <= rank(other[applicant]))
                }
                // Rural hospitals (Roth 1986): the same children are placed in every stable result.
                #expect(Set(other.indices.filter { other[$0] >= 0 }) == filled)
            }
        }
        #expect(stableResults > 200, "some rounds have several stable results")
    }

    @Test("no child gains by any other list, neither with ties nor with reserves, at small rounds all lists tried")
    func strategyProof() throws {
        var generator = SplitMix64(seed: 12)
        let lists: [[Int]] = [
            [], [0], [1], [2], [0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1], [0, 1, 2], [0, 2, 1], [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1], [2, 1, 0],
        ]
        for round in 0..<80 {
            let market = try Round.random(
                &generator, students: 5, schools: 3, choices: 3, withGroups: round % 3 == 0, excluding: false)
            let rules = AdmissionRules(mechanism: round.isMultiple(of: 4) ? .serial : .deferred)
            let order = Round.place(market, rules).order
            let honest = Placement(market, order: order, rules: rules)
            for liar in 0..<market.count {
                let truth = market.choices(of: liar), own = market.applicant(liar)
                let classes = Dictionary(uniqueKeysWithValues: own.choices.map { ($0.school, $0.priorityClass) })
                for list in lists {
                    var applicants = (0..<market.count).map(market.applicant)
                    applicants[liar].choices = list.map { Choice("S\($0)", priorityClass: classes["S\($0)"] ?? 1) }
                    let other = try Market(schools: market.schools, applicants: applicants)
                    let lied = Placement(other, order: order, rules: rules)
                    guard let school = lied.school(of: liar).map({ market.schools[$0].code }),
                        let got = truth.firstIndex(of: school)
                    else { continue }
                    #expect(honest.choices[liar] >= 0 && Int(honest.choices[liar]) <= got, "\(own) gains by \(list)")
                }
            }
        }
    }

    @Test("groups, bundles and every mechanism: the independent check agrees")
    func checked() throws {
        var generator = SplitMix64(seed: 13)
        for round in 0..<500 {
            let market = try Round.random(
                &generator, students: 30, schools: 6, choices: 5, mostSeats: round % 3 == 0 ? 3 : 1,
                withGroups: round % 2 == 0)
            let mechanisms: [Mechanism] = [.deferred, .immediate, .parallel(2), .serial]
            let rules = AdmissionRules(
                mechanism: mechanisms[round % 4], tieBreaking: round % 5 == 0 ? .multiple : .single,
                bundles: round % 7 < 4 ? .within : .beyond)
            let placement = Round.place(market, rules)
            let check = PlacementCheck(placement)
            #expect(check.isRight, "\(check.violations)")
            if rules.bundles == .within {
                let left = placement.leftover()
                #expect(
                    left.reduce(0) { $0 + $1.capacity } + placement.countsByChoice().reduce(0, +)
                        == market.schools.reduce(0) { $0 + $1.capacity })
                #expect(throws: Never.self) { _ = try Market(schools: left) }
            }
            // Every refused choice has a reason in both languages.
            for applicant in 0..<market.count {
                for refusal in placement.refusals(of: applicant) {
                    #expect(
                        !refusal.message(in: .chinese).contains("{") && !refusal.message(in: .english).contains("{"))
                    if case .behind(let own, let last) = refusal.reason { #expect(last < own) }
                }
            }
        }
    }

    @Test("the check finds what is wrong: a child moved, dropped or let in")
    func checkFinds() throws {
        var generator = SplitMix64(seed: 14), found = 0, all = 0
        for round in 0..<200 {
            let market = try Round.random(
                &generator, students: 20, schools: 4, choices: 4, withGroups: round.isMultiple(of: 2))
            let placement = Round.place(market)
            for applicant in 0..<market.count {
                for choice in -1..<market.range(of: applicant).count where choice != Int(placement.choices[applicant]) {
                    var choices = placement.choices
                    choices[applicant] = Int16(choice)
                    all += 1
                    let check = PlacementCheck(
                        market, order: placement.order, rules: placement.rules, choices: choices)
                    if !check.isRight { found += 1 }
                }
            }
        }
        // To move one child and nobody else always leaves a place empty that is wanted, or one too many; or it is at no cost
        // to anybody where nobody else wants either place, and then the child itself would rather be elsewhere.
        #expect(found == all, "\(all - found) of \(all)")
        let market = try Round.strict([("1", ["a"])], [("a", 1, ["1"])])
        let order = DrawOrder(market, seed: Round.seed, scope: "x")
        for choices: [Int16] in [[1], [-2], [], [0, 0]] {
            #expect(!PlacementCheck(market, order: order, rules: AdmissionRules(), choices: choices).isRight)
        }
    }

    @Test("the order of the list is of no consequence")
    func inputOrder() throws {
        var generator = SplitMix64(seed: 15)
        for round in 0..<200 {
            let market = try Round.random(
                &generator, students: 40, schools: 6, choices: 6, mostSeats: 2, withGroups: round.isMultiple(of: 2))
            let rules = AdmissionRules(tieBreaking: round % 3 == 0 ? .multiple : .single)
            let other = try Round.shuffled(market, &generator)
            #expect(Round.schools(Round.place(market, rules)) == Round.schools(Round.place(other, rules)))
        }
    }

    @Test("immediate acceptance is round after round; a serial draw is one child after the other")
    func otherMechanisms() throws {
        var generator = SplitMix64(seed: 16)
        for _ in 0..<300 {
            let market = try Round.random(&generator, students: 20, schools: 4, choices: 4)
            let immediate = Round.place(market, AdmissionRules(mechanism: .immediate))
            var left = market.schools.map(\.capacity), expected = [Int16](repeating: -1, count: market.count)
            for round in 0..<4 {
                let asking = (0..<market.count).filter { expected[$0] < 0 && round < market.range(of: $0).count }
                let ordered = asking.map { applicant in
                    (Standing(of: applicant, choice: round, market, immediate.order, immediate.rules), applicant)
                }.sorted { $0.0 < $1.0 }
                for (_, applicant) in ordered {
                    let wish = market.wishes[market.range(of: applicant).lowerBound + round]
                    guard wish.priorityClass != Market.Wish.notEligible, left[Int(wish.school)] > 0 else { continue }
                    left[Int(wish.school)] -= 1
                    expected[applicant] = Int16(round)
                }
            }
            #expect(immediate.choices == expected)

            let serial = Round.place(market, AdmissionRules(mechanism: .serial))
            left = market.schools.map(\.capacity)
            expected = [Int16](repeating: -1, count: market.count)
            let inTurn = (0..<market.count).sorted {
                (market.classes[$0], serial.order.ranks[$0]) < (market.classes[$1], serial.order.ranks[$1])
            }
            for applicant in inTurn {
                let range = market.range(of: applicant)
                for choice in 0..<range.count {
                    let wish = market.wishes[range.lowerBound + choice]
                    guard wish.priorityClass != Market.Wish.notEligible, left[Int(wish.school)] > 0 else { continue }
                    left[Int(wish.school)] -= 1
                    expected[applicant] = Int16(choice)
                    break
                }
            }
            #expect(serial.choices == expected)
        }
    }
}
