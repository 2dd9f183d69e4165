/// Whether a school would have been within reach.
extension Placement {
    /// Whether an applicant would have been admitted to a school had it been the first on its list.
    ///
    /// By the last admitted of each group that is open to it: exact but for what its own asking would have set in motion, which is
    /// next to nothing where there are many applicants. Nil where the applicant has no number at the school, because
    /// each school has its own and this one is not on its list.
    public func isWithinReach(of applicant: Int, school: Int) -> Bool? {
        let range = market.range(of: applicant), seats = Int(market.seats[applicant])
        let listed = range.first { market.wishes[$0].school == school }
        guard order.tieBreaking == .single || listed != nil else { return nil }
        if let listed, market.wishes[listed].priorityClass == Market.Wish.notEligible { return false }
        let atSchool = listed.map { market.wishes[$0].priorityClass } ?? market.classes[applicant]
        let own = Standing(
            band: 0, priorityClass: Int(rules.mechanism == .serial ? market.classes[applicant] : atSchool),
            number: Int(order.rank(of: applicant, wish: listed ?? 0)) + 1)
        if self.school(of: applicant) == school { return true }
        return schools[school].contains { outcome in
            guard outcome.group.seats >= (rules.bundles == .within ? seats : 1), isOpen(outcome.group, to: applicant)
            else { return false }
            if !outcome.hasRefused, outcome.taken + (rules.bundles == .within ? seats : 1) <= outcome.group.seats {
                return true
            }
            guard let last = outcome.lastAdmitted, let choice = choice(of: last) else { return false }
            return precedes(own, applicant, standing(of: last, atChoice: choice), last, in: outcome.group)
        }
    }

    func isOpen(_ group: SeatGroup, to applicant: Int) -> Bool {
        switch group.admits {
        case .all, .first: true
        case .only(let kind): has(kind, applicant)
        case .without(let kind): !has(kind, applicant)
        }
    }

    private func has(_ kind: String, _ applicant: Int) -> Bool {
        market.kindBits[applicant] & market.bit(of: kind) != 0
    }

    private func precedes(
        _ one: Standing, _ applicant: Int, _ other: Standing, _ otherApplicant: Int, in group: SeatGroup
    ) -> Bool {
        if one.band != other.band { return one.band < other.band }
        if case .first(let kind) = group.admits, has(kind, applicant) != has(kind, otherApplicant) {
            return has(kind, applicant)
        }
        return group.isByNumberAlone ? one.number < other.number : one < other
    }
}
