/// Checks a result from its definition, by other means than it was made with.
///
/// At every school it looks at all who would come: those admitted and those who named the school before the one they got. A
/// result is right when the school, choosing among all these at once by its own order, would choose exactly those whom it
/// admitted. This holds no place beyond the capacity, no applicant at a school that excludes it, no empty place that
/// somebody asked for, and no pair that blocks: nobody who would rather be there stands before somebody who is.
public struct PlacementCheck: Sendable {
    /// Something that is not as it must be.
    public enum Violation: Hashable, Sendable {
        /// Somebody is placed at a choice that is not on the list, or at a school that excludes it.
        case notOnList(applicant: Int)
        /// A school admitted more than its places allow.
        case overCapacity(school: Int, places: Int, admitted: Int)
        /// An applicant would rather be at a school that has a place for it.
        case emptyPlace(applicant: Int, school: Int)
        /// An applicant would rather be at a school and stands before somebody admitted there.
        case blockingPair(applicant: Int, school: Int, admitted: Int)
        /// With groups of places: a school would choose another than those it admitted.
        case otherChoice(applicant: Int, school: Int)
        /// The draw's numbers are not those of its keys in ascending order.
        case numbers
    }

    /// Choices looked at: every pair of an applicant and a school where the applicant would rather be or is.
    public private(set) var pairs = 0
    /// The first hundred violations.
    public private(set) var violations: [Violation] = []
    /// How many there are in all.
    public private(set) var violationCount = 0

    /// Whether all is right.
    public var isRight: Bool { violationCount == 0 }

    /// Checks a placement of this engine.
    public init(_ placement: Placement) {
        self.init(placement.market, order: placement.order, rules: placement.rules, choices: placement.choices)
    }

    /// Checks a result from anywhere: the choice of each applicant, from 0, or -1.
    public init(_ market: Market, order: DrawOrder, rules: AdmissionRules, choices: [Int16]) {
        guard choices.count == market.count, Self.isNumbered(order, market) else {
            add(.numbers)
            return
        }
        var lines = market.schools.map { _ in Line() }
        let isPlain = market.schools.map { $0.groups.isEmpty && !market.hasBundles }
        var comers = [[Comer]](repeating: [], count: market.schools.count)
        for applicant in 0..<market.count {
            let range = market.range(of: applicant), placed = Int(choices[applicant])
            guard placed < range.count, placed >= -1,
                placed < 0 || market.wishes[range.lowerBound + placed].priorityClass != Market.Wish.notEligible
            else {
                add(.notOnList(applicant: applicant))
                continue
            }
            let last = placed < 0 ? range.count - 1 : placed
            for choice in 0..<(last + 1) {
                let wish = market.wishes[range.lowerBound + choice], school = Int(wish.school)
                guard wish.priorityClass != Market.Wish.notEligible else { continue }
                pairs += 1
                let comer = Comer(
                    standing: Standing(of: applicant, choice: choice, market, order, rules), applicant: applicant,
                    isAdmitted: choice == placed)
                if isPlain[school] { lines[school].meet(comer) } else { comers[school].append(comer) }
            }
        }
        for (index, school) in market.schools.enumerated() {
            if isPlain[index] {
                check(lines[index], index, school)
            } else {
                check(comers[index], index, school, market, rules)
            }
        }
    }

    private mutating func add(_ violation: Violation) {
        violationCount += 1
        if violations.count < 100 { violations.append(violation) }
    }

    /// Somebody who would come to a school.
    private struct Comer {
        let standing: Standing
        let applicant: Int
        let isAdmitted: Bool
    }

    /// A school with one order: all that counts is how many it admitted, the worst of them and the best of the others.
    private struct Line {
        var admitted = 0
        var worst: Comer?
        var best: Comer?

        @inline(__always)
        mutating func meet(_ comer: Comer) {
            if comer.isAdmitted {
                admitted += 1
                if worst.map({ $0.standing < comer.standing }) ?? true { worst = comer }
            } else if best.map({ comer.standing < $0.standing }) ?? true {
                best = comer
            }
        }
    }

    private mutating func check(_ line: Line, _ index: Int, _ school: School) {
        if line.admitted > school.capacity {
            add(.overCapacity(school: index, places: school.capacity, admitted: line.admitted))
        }
        guard let best = line.best else { return }
        if line.admitted < school.capacity {
            add(.emptyPlace(applicant: best.applicant, school: index))
        } else if let worst = line.worst, best.standing < worst.standing {
            add(.blockingPair(applicant: best.applicant, school: index, admitted: worst.applicant))
        }
    }

    /// A school with groups of places or with bundles: it chooses anew among all who would come.
    private mutating func check(
        _ comers: [Comer], _ index: Int, _ school: School, _ market: Market, _ rules: AdmissionRules
    ) {
        var left = comers.sorted { $0.standing < $1.standing }
        for group in school.seatGroups {
            var taken = 0, isClosed = false, rest: [Comer] = []
            for comer in Self.inOrder(left, of: group, market) {
                let seats = Int(market.seats[comer.applicant])
                let isOpen = Self.isOpen(group, to: comer, market) && (rules.bundles == .beyond || seats <= group.seats)
                let fits = rules.bundles == .beyond ? taken < group.seats : taken + seats <= group.seats
                guard isOpen, !isClosed, fits else {
                    if isOpen { isClosed = true }
                    rest.append(comer)
                    continue
                }
                taken += seats
                if !comer.isAdmitted { add(.otherChoice(applicant: comer.applicant, school: index)) }
            }
            left = rest.sorted { $0.standing < $1.standing }
        }
        for comer in left where comer.isAdmitted { add(.otherChoice(applicant: comer.applicant, school: index)) }
    }

    private static func isOpen(_ group: SeatGroup, to comer: Comer, _ market: Market) -> Bool {
        switch group.admits {
        case .all, .first: true
        case .only(let kind): has(kind, comer, market)
        case .without(let kind): !has(kind, comer, market)
        }
    }

    private static func has(_ kind: String, _ comer: Comer, _ market: Market) -> Bool {
        market.kindBits[comer.applicant] & market.bit(of: kind) != 0
    }

    /// The order of a group: band, whether the kind comes first, class unless the number alone counts, number.
    private static func inOrder(_ comers: [Comer], of group: SeatGroup, _ market: Market) -> [Comer] {
        guard group.isByNumberAlone || group.admits.kind != nil else { return comers }
        return comers.sorted { one, other in
            if one.standing.band != other.standing.band { return one.standing.band < other.standing.band }
            if case .first(let kind) = group.admits {
                let isFirst = (has(kind, one, market), has(kind, other, market))
                if isFirst.0 != isFirst.1 { return isFirst.0 }
            }
            return group.isByNumberAlone
                ? one.standing.number < other.standing.number : one.standing < other.standing
        }
    }

    /// Whether the numbers are 1, 2, 3 … without gap or double.
    private static func isNumbered(_ order: DrawOrder, _ market: Market) -> Bool {
        switch order.tieBreaking {
        case .single:
            guard order.ranks.count == market.count else { return false }
            var seen = [Bool](repeating: false, count: market.count)
            for rank in order.ranks {
                guard rank < market.count, !seen[Int(rank)] else { return false }
                seen[Int(rank)] = true
            }
            return true
        case .multiple:
            guard order.ranks.count == market.wishes.count else { return false }
            var named = [Int](repeating: 0, count: market.schools.count + 1)
            for wish in market.wishes { named[Int(wish.school) + 1] += 1 }
            for school in market.schools.indices { named[school + 1] += named[school] }
            var seen = [Bool](repeating: false, count: market.wishes.count)
            for (wish, rank) in zip(market.wishes, order.ranks) {
                let place = named[Int(wish.school)] + Int(rank)
                guard place < named[Int(wish.school) + 1], !seen[place] else { return false }
                seen[place] = true
            }
            return true
        }
    }
}
