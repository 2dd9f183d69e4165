import Localisation

/// Why an applicant did not get a school that it would rather have had.
public struct Refusal: Hashable, Sendable {
    /// The choice on the list, from 0.
    public let choice: Int
    /// The school.
    public let school: Int
    /// The school's code.
    public let code: String
    /// Why.
    public let reason: Reason

    /// Why a school refused.
    public enum Reason: Hashable, Sendable {
        /// Its rules exclude the applicant.
        case notEligible
        /// It has no places in this round.
        case noPlaces
        /// Its places are for others.
        case reserved
        /// It has fewer places than are needed together.
        case tooManyTogether(needed: Int, places: Int)
        /// Fewer places were left than are needed together.
        case notEnoughLeft(needed: Int, left: Int)
        /// The places that are left wait for a bundle that stands before.
        case behindBundle(left: Int)
        /// All places went to others who stand before.
        case behind(own: Standing, last: Standing)
        /// All places went to others; in the group only the number counted.
        case behindNumber(own: Int, last: Int)
        /// All places went to children of a kind who come first.
        case behindKind(String)
    }
}

extension Refusal: Explained {
    /// The key of its words in the string catalogue.
    public var messageKey: String {
        switch reason {
        case .notEligible: "admissions.reason.not-eligible"
        case .noPlaces: "admissions.reason.no-places"
        case .reserved: "admissions.reason.reserved"
        case .tooManyTogether: "admissions.reason.too-many-together"
        case .notEnoughLeft: "admissions.reason.not-enough-left"
        case .behindBundle: "admissions.reason.behind-bundle"
        case .behind(let own, let last):
            own.band == last.band ? "admissions.reason.behind" : "admissions.reason.behind-band"
        case .behindNumber: "admissions.reason.behind-number"
        case .behindKind: "admissions.reason.behind-kind"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        var words = ["school": code]
        switch reason {
        case .notEligible, .noPlaces, .reserved: break
        case .tooManyTogether(let needed, let places):
            words["needed"] = "\(needed)"
            words["places"] = "\(places)"
        case .notEnoughLeft(let needed, let left):
            words["needed"] = "\(needed)"
            words["left"] = "\(left)"
        case .behindBundle(let left): words["left"] = "\(left)"
        case .behind(let own, let last):
            if own.band != last.band {
                (words["band"], words["lastBand"]) = ("\(own.band + 1)", "\(last.band + 1)")
            }
            (words["class"], words["number"]) = ("\(own.priorityClass)", "\(own.number)")
            (words["lastClass"], words["lastNumber"]) = ("\(last.priorityClass)", "\(last.number)")
        case .behindNumber(let own, let last): (words["number"], words["lastNumber"]) = ("\(own)", "\(last)")
        case .behindKind(let kind): words["kind"] = kind
        }
        return words
    }
}

extension Placement {
    /// Why an applicant did not get the schools that it named before the one it got, in the order of its list.
    public func refusals(of applicant: Int) -> [Refusal] {
        let range = market.range(of: applicant)
        return (0..<(choice(of: applicant) ?? range.count)).map { choice in
            let wish = market.wishes[range.lowerBound + choice], school = Int(wish.school)
            return Refusal(
                choice: choice, school: school, code: market.schools[school].code,
                reason: wish.priorityClass == Market.Wish.notEligible
                    ? .notEligible : reason(applicant, choice, school))
        }
    }

    /// By the last group of places that was open to the applicant: where it had its last chance.
    private func reason(_ applicant: Int, _ choice: Int, _ school: Int) -> Refusal.Reason {
        let bits = market.kindBits[applicant], needed = Int(market.seats[applicant])
        guard market.schools[school].capacity > 0 else { return .noPlaces }
        let open = schools[school].filter { $0.group.seats > 0 && isOpen($0.group, to: applicant) }
        guard let most = open.map(\.group.seats).max() else { return .reserved }
        guard needed <= most || rules.bundles == .beyond else {
            return .tooManyTogether(needed: needed, places: most)
        }
        guard let last = open.last(where: { rules.bundles == .beyond || needed <= $0.group.seats }),
            let lastAdmitted = last.lastAdmitted
        else { return .notEnoughLeft(needed: needed, left: most) }
        let left = last.group.seats - last.taken
        if left > 0 { return needed > left ? .notEnoughLeft(needed: needed, left: left) : .behindBundle(left: left) }
        let own = standing(of: applicant, atChoice: choice)
        let other = self.standing(of: lastAdmitted, atChoice: self.choice(of: lastAdmitted) ?? 0)
        if case .first(let kind) = last.group.admits, own.band == other.band, bits & market.bit(of: kind) == 0,
            market.kindBits[lastAdmitted] & market.bit(of: kind) != 0
        {
            return .behindKind(kind)
        }
        if last.group.isByNumberAlone, own.band == other.band {
            return .behindNumber(own: own.number, last: other.number)
        }
        return .behind(own: own, last: other)
    }
}
