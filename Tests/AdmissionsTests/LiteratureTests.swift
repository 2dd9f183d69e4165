import Testing

@testable import Admissions

@Suite("Examples of the literature")
struct LiteratureTests {
    @Test("Gale and Shapley 1962: of three stable marriages the proposers get the one they like best")
    func galeShapley() throws {
        let market = try Round.strict(
            [("α", ["A", "B", "C"]), ("β", ["B", "C", "A"]), ("γ", ["C", "A", "B"])],
            [("A", 1, ["β", "γ", "α"]), ("B", 1, ["γ", "α", "β"]), ("C", 1, ["α", "β", "γ"])])
        let placement = Round.place(market)
        #expect(Round.schools(placement) == ["α": "A", "β": "B", "γ": "C"])
        #expect(PlacementCheck(placement).isRight)
    }

    @Test("Roth 1982: the stable result leaves two students who would like to change places")
    func roth() throws {
        let market = try Round.strict(
            [("i1", ["s2", "s1", "s3"]), ("i2", ["s1", "s2", "s3"]), ("i3", ["s1", "s2", "s3"])],
            [("s1", 1, ["i1", "i3", "i2"]), ("s2", 1, ["i2", "i1", "i3"]), ("s3", 1, ["i2", "i1", "i3"])])
        #expect(Round.schools(Round.place(market)) == ["i1": "s1", "i2": "s2", "i3": "s3"])
    }

    @Test("Kojima and Ünver 2014: immediate acceptance differs from deferred acceptance")
    func immediate() throws {
        // Three want a; b is the second choice of a loser and the first of somebody with the lowest priority there.
        let market = try Round.strict(
            [("1", ["a", "b"]), ("2", ["a", "b"]), ("3", ["b", "a"])],
            [("a", 1, ["1", "2", "3"]), ("b", 1, ["2", "1", "3"])])
        #expect(Round.schools(Round.place(market)) == ["1": "a", "2": "b"])
        let immediate = Round.place(market, AdmissionRules(mechanism: .immediate))
        #expect(Round.schools(immediate) == ["1": "a", "3": "b"])
        let words = immediate.refusals(of: 1).map { $0.message(in: .english) }
        #expect(words.count == 2 && words[1].contains("band 2"), "\(words)")
        #expect(Round.schools(Round.place(market, AdmissionRules(mechanism: .parallel(2)))) == ["1": "a", "2": "b"])
    }

    @Test("Dur, Kominers, Pathak and Sönmez 2018: reserved places after the open ones help those they are for more")
    func precedence() throws {
        // Four places, half of them for those who live near; near are 1…4 and far 5…8, drawn in turns.
        var numbers: [Int: [String]] = [:]
        for isReservedFirst in [true, false] {
            let reserved = SeatGroup(seats: 2, admits: .first("near")), open = SeatGroup(seats: 2)
            var market = try Market(schools: [
                School(code: "S", capacity: 4, groups: isReservedFirst ? [reserved, open] : [open, reserved])
            ])
            for index in 1...8 {
                // Classes stand for the draw here: n1 f1 n2 f2 n3 f3 n4 f4.
                let isNear = index <= 4, place = isNear ? 2 * index - 1 : 2 * (index - 4)
                try market.add(
                    Applicant(
                        number: "\(isNear ? "n" : "f")\(isNear ? index : index - 4)",
                        choices: [Choice("S", priorityClass: place)], kinds: isNear ? ["near"] : []))
            }
            let placement = Round.place(market)
            #expect(PlacementCheck(placement).isRight)
            numbers[isReservedFirst ? 1 : 0] = Round.schools(placement).keys.sorted()
        }
        #expect(numbers[1] == ["f1", "f2", "n1", "n2"])
        #expect(numbers[0] == ["f1", "n1", "n2", "n3"])
    }

    @Test(
        "Hafalir, Yenmez and Yildirim 2013: a reserve gives back what nobody uses, a quota on the others leaves it empty"
    )
    func quotas() throws {
        func placed(_ groups: [SeatGroup]) throws -> [String] {
            var market = try Market(schools: [School(code: "S", capacity: 3, groups: groups)])
            for index in 1...3 {
                try market.add(Applicant(number: "\(index)", choices: [Choice("S")], kinds: ["majority"]))
            }
            try market.add(Applicant(number: "m", choices: [Choice("S", priorityClass: 9)], kinds: ["minority"]))
            return Round.schools(Round.place(market)).keys.sorted()
        }
        #expect(try placed([SeatGroup(seats: 2, admits: .first("minority"))]).count == 3)
        #expect(try placed([SeatGroup(seats: 2, admits: .first("minority"))]).contains("m"))
        let capped = try placed([SeatGroup(seats: 2, admits: .without("majority"))])
        #expect(capped.count == 2 && capped.contains("m"))
    }

    @Test("twins: together or not at all, nobody passes them; or together beyond the places")
    func bundles() throws {
        func round(_ rule: BundleRule) throws -> Placement {
            var market = try Market(schools: [School(code: "S", capacity: 3), School(code: "T", capacity: 2)])
            for (index, seats) in [2, 2, 1].enumerated() {
                try market.add(
                    Applicant(
                        number: "\(index)", choices: [Choice("S"), Choice("T")], priorityClass: index + 1, seats: seats)
                )
            }
            return Round.place(market, AdmissionRules(bundles: rule, waitingList: .all))
        }
        let within = try round(.within)
        #expect(Round.schools(within) == ["0": "S", "1": "T"])
        #expect(within.refusals(of: 1).first?.reason == .notEnoughLeft(needed: 2, left: 1))
        #expect(within.refusals(of: 2).first?.reason == .behindBundle(left: 1))
        #expect(within.waitingLists() == [[1, 2], [2]])
        #expect(PlacementCheck(within).isRight)
        let beyond = try round(.beyond)
        #expect(Round.schools(beyond) == ["0": "S", "1": "S", "2": "T"])
        #expect(PlacementCheck(beyond).isRight)
        let triplets = try Market(
            schools: [School(code: "S", capacity: 2)],
            applicants: [
                Applicant(number: "3", choices: [Choice("S")], seats: 3),
                Applicant(number: "1", choices: [Choice("S")]),
            ])
        let placement = Round.place(triplets)
        #expect(Round.schools(placement) == ["1": "S"])
        #expect(placement.refusals(of: 0).first?.reason == .tooManyTogether(needed: 3, places: 2))
    }
}
