/// Places by student-proposing deferred acceptance, of which the other mechanisms are orders of the applicants.
///
/// **What a right answer is.** Nobody prefers a school to his own where he stands before somebody admitted or where a place is
/// free for him, and among all such results every applicant likes this one best (Gale & Shapley 1962).
///
/// 1. An applicant without a place asks the next school on its list, and there the first group of places that is open to it.
/// 2. A group holds the best so far, as many as it has places, and refuses the rest, who ask the next group or school.
/// 3. When nobody asks any more, what is held is the result. In whose name questions are asked first is of no consequence.
///
/// Each group's order is a whole number: band of the choice (11 bits), whether the kind comes first (1), class (26), number
/// in the draw (26); the least is the best. Groups are heaps with the worst on top; where a group is full, most are refused by one
/// comparison. Complexity: O(questions · log places of a group).
struct Placer: ~Copyable {
    private let market: Market
    private let order: DrawOrder
    private let rules: AdmissionRules
    /// Where the desks of a school begin in `desks`.
    private let deskStarts: [Int32]
    private let desks: UnsafeMutableBufferPointer<Desk>
    /// Heaps of all desks.
    private let held: UnsafeMutableBufferPointer<UInt64>
    /// The choice that an applicant is held at or will ask next.
    private let asked: UnsafeMutableBufferPointer<Int16>

    /// A group of places at work.
    private struct Desk {
        var admits: Admits
        var isByNumberAlone: Bool
        var seats: Int32
        /// Where its heap lies, and how many are in it.
        var heap: Int32
        var count: Int32 = 0
        /// Places that these take.
        var taken: Int32 = 0
        /// The best that was refused: who stands behind is refused at once.
        var barrier = UInt64.max
    }

    /// `SeatGroup.Admits` with the kind as a bit.
    enum Admits {
        case all, first(UInt64), only(UInt64), without(UInt64)

        init(_ admits: SeatGroup.Admits, in market: Market) {
            self =
                switch admits {
                case .all: .all
                case .first(let kind): .first(market.bit(of: kind))
                case .only(let kind): .only(market.bit(of: kind))
                case .without(let kind): .without(market.bit(of: kind))
                }
        }
    }

    private static let numberBits: UInt64 = 26

    init(_ market: Market, order: DrawOrder, rules: AdmissionRules) {
        precondition(
            order.tieBreaking == rules.tieBreaking
                && order.ranks.count
                    == (rules.tieBreaking == .single ? market.count : market.wishes.count),
            "the draw is of another round")
        (self.market, self.order, self.rules) = (market, order, rules)
        // No heap is longer than the list of those who name the school, or than its places.
        var named = [Int](repeating: 0, count: market.schools.count)
        for wish in market.wishes { named[Int(wish.school)] += 1 }
        var total = 0, deskStarts: [Int32] = [0], desks: [Desk] = []
        for (index, school) in market.schools.enumerated() {
            for group in school.seatGroups {
                desks.append(
                    Desk(
                        admits: Admits(group.admits, in: market), isByNumberAlone: group.isByNumberAlone,
                        seats: Int32(group.seats), heap: Int32(total)))
                total += min(group.seats, named[index]) + 1
            }
            deskStarts.append(Int32(desks.count))
        }
        self.deskStarts = deskStarts
        self.desks = .allocate(capacity: desks.count)
        _ = self.desks.initialize(from: desks)
        held = .allocate(capacity: total)
        held.initialize(repeating: 0)
        asked = .allocate(capacity: market.count)
        asked.initialize(repeating: 0)
    }

    deinit {
        desks.deallocate()
        held.deallocate()
        asked.deallocate()
    }

    /// Places everybody.
    consuming func place() -> (choices: [Int16], schools: [[SeatOutcome]]) {
        // Asking in the order of the draw, later questions seldom displace anybody.
        var waiting = order.tieBreaking == .single ? order.sequence : Array(0..<UInt32(market.count))
        var displaced: [UInt32] = []
        while !waiting.isEmpty {
            displaced.removeAll(keepingCapacity: true)
            waiting.withUnsafeBufferPointer { askAll($0, &displaced) }
            swap(&waiting, &displaced)
        }
        for applicant in 0..<market.count where Int(asked[applicant]) >= market.range(of: applicant).count {
            asked[applicant] = -1
        }
        let outcomes = market.schools.indices.map { school in
            (Int(deskStarts[school])..<Int(deskStarts[school + 1])).map { outcome(of: $0, school) }
        }
        return (Array(asked), outcomes)
    }

    private func outcome(of desk: Int, _ school: Int) -> SeatOutcome {
        let state = desks[desk], group = market.schools[school].seatGroups[desk - Int(deskStarts[school])]
        return SeatOutcome(
            group: group, taken: Int(state.taken),
            lastAdmitted: state.count == 0 ? nil : applicant(behind: held[Int(state.heap)], school),
            hasRefused: state.barrier != .max)
    }

    @inline(__always)
    private func applicant(behind entry: UInt64, _ school: Int) -> Int {
        Int(order.sequence[Int(order.schoolStarts[school]) + Int(entry & (1 << Self.numberBits - 1))])
    }

    /// Lets applicants ask in their order. Their lists lie anywhere in memory; a row of them is fetched at a time, so that
    /// the waiting for one is the waiting for all.
    private func askAll(_ applicants: UnsafeBufferPointer<UInt32>, _ displaced: inout [UInt32]) {
        let row = 32
        withUnsafeTemporaryAllocation(of: Market.Wish.self, capacity: row) { wishes in
            for start in stride(from: 0, to: applicants.count, by: row) {
                let end = min(start + row, applicants.count)
                for index in start..<end {
                    let applicant = Int(applicants[index]), range = market.range(of: applicant)
                    let wish = range.lowerBound + Int(asked[applicant])
                    wishes[index - start] =
                        wish < range.upperBound ? market.wishes[wish] : .init(school: 0, priorityClass: 0)
                }
                for index in start..<end { ask(Int(applicants[index]), wishes[index - start], &displaced) }
            }
        }
    }

    /// Asks from the applicant's present choice on until one holds it; those displaced will ask again.
    private func ask(_ applicant: Int, _ present: Market.Wish, _ displaced: inout [UInt32]) {
        let range = market.range(of: applicant), seats = Int32(market.seats[applicant])
        var place = range.lowerBound + Int(asked[applicant]), wish = present
        while place < range.upperBound {
            let choice = place - range.lowerBound, school = Int(wish.school)
            if let key = key(applicant, wish, at: place, choice: choice) {
                for desk in Int(deskStarts[school])..<Int(deskStarts[school + 1]) {
                    if let entry = entry(key, applicant, at: desk, seats),
                        hold(entry, seats, at: desk, school, &displaced)
                    {
                        asked[applicant] = Int16(choice)
                        return
                    }
                }
            }
            place += 1
            if place < range.upperBound { wish = market.wishes[place] }
        }
        asked[applicant] = Int16(range.count)
    }

    /// Where an applicant stands at a school: band, class and number; nil where the school excludes it.
    @inline(__always)
    private func key(_ applicant: Int, _ wish: Market.Wish, at place: Int, choice: Int) -> UInt64? {
        let atSchool = wish.priorityClass
        guard atSchool != Market.Wish.notEligible else { return nil }
        let priorityClass = rules.mechanism == .serial ? market.classes[applicant] : atSchool
        let band = UInt64(rules.mechanism.band(ofChoice: choice))
        return band << (2 * Self.numberBits + 1) | UInt64(priorityClass) << Self.numberBits
            | UInt64(order.rank(of: applicant, wish: place))
    }

    /// Where it stands at a desk; nil where that is not open to it.
    @inline(__always)
    private func entry(_ key: UInt64, _ applicant: Int, at desk: Int, _ seats: Int32) -> UInt64? {
        guard desks[desk].seats >= (rules.bundles == .within ? seats : 1) else { return nil }
        var entry = key
        switch desks[desk].admits {
        case .all: break
        case .first(let bit): if market.kindBits[applicant] & bit == 0 { entry |= 1 << (2 * Self.numberBits) }
        case .only(let bit): if market.kindBits[applicant] & bit == 0 { return nil }
        case .without(let bit): if market.kindBits[applicant] & bit != 0 { return nil }
        }
        if desks[desk].isByNumberAlone {
            entry &= ~((1 << (2 * Self.numberBits)) - 1) | (1 << Self.numberBits - 1)
        }
        return entry
    }

    /// Holds an entry or refuses it, and refuses those for whom there is no place any more.
    private func hold(
        _ entry: UInt64, _ seats: Int32, at desk: Int, _ school: Int, _ displaced: inout [UInt32]
    ) -> Bool {
        guard entry < desks[desk].barrier else { return false }
        push(entry, seats, desk)
        var isHeld = true
        while let worst = overflowing(desk, school) {
            desks[desk].barrier = min(desks[desk].barrier, worst.entry)
            pop(Int32(market.seats[worst.applicant]), desk)
            if worst.entry == entry {
                isHeld = false
            } else {
                displace(worst.applicant, from: desk, school, &displaced)
            }
        }
        return isHeld
    }

    /// The worst that is held, where the group has more than it can.
    @inline(__always)
    private func overflowing(_ desk: Int, _ school: Int) -> (entry: UInt64, applicant: Int)? {
        guard desks[desk].taken > desks[desk].seats else { return nil }
        let entry = held[Int(desks[desk].heap)]
        let applicant = applicant(behind: entry, school)
        // Beyond: the last bundle may go over the places, if it began below.
        if rules.bundles == .beyond, desks[desk].taken - Int32(market.seats[applicant]) < desks[desk].seats {
            return nil
        }
        return (entry, applicant)
    }

    /// An applicant that a desk lets go asks the school's following desks, and else will ask its next choice.
    private func displace(_ applicant: Int, from desk: Int, _ school: Int, _ displaced: inout [UInt32]) {
        let choice = Int(asked[applicant]), place = market.range(of: applicant).lowerBound + choice
        let seats = Int32(market.seats[applicant])
        if desk + 1 < Int(deskStarts[school + 1]),
            let key = key(applicant, market.wishes[place], at: place, choice: choice)
        {
            for next in (desk + 1)..<Int(deskStarts[school + 1]) {
                if let entry = entry(key, applicant, at: next, seats), hold(entry, seats, at: next, school, &displaced)
                {
                    return
                }
            }
        }
        asked[applicant] += 1
        displaced.append(UInt32(applicant))
    }
}

/// The heaps.
extension Placer {
    @inline(__always)
    private func push(_ entry: UInt64, _ seats: Int32, _ desk: Int) {
        let base = Int(desks[desk].heap)
        var hole = Int(desks[desk].count)
        while hole > 0 {
            let parent = (hole - 1) / 2
            guard held[base + parent] < entry else { break }
            held[base + hole] = held[base + parent]
            hole = parent
        }
        held[base + hole] = entry
        desks[desk].count += 1
        desks[desk].taken += seats
    }

    @inline(__always)
    private func pop(_ seats: Int32, _ desk: Int) {
        let base = Int(desks[desk].heap), count = Int(desks[desk].count) - 1
        let moved = held[base + count]
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < count else { break }
            if child + 1 < count, held[base + child] < held[base + child + 1] { child += 1 }
            guard moved < held[base + child] else { break }
            held[base + hole] = held[base + child]
            hole = child
        }
        held[base + hole] = moved
        desks[desk].count = Int32(count)
        desks[desk].taken -= seats
    }
}
