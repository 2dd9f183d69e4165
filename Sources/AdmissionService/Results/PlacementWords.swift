import Admissions
import Localisation

/// Turns a placement into lines with reasons that a family can read.
struct PlacementWords {
    let round: RoundMarket
    let placement: Placement

    func lines() -> [PlacementLine] {
        let market = round.market
        var waiting: [Int: Int] = [:]
        for list in placement.waitingLists() {
            for (index, applicant) in list.enumerated() {
                waiting[applicant] = min(waiting[applicant] ?? .max, index + 1)
            }
        }
        return (0..<market.count).flatMap { applicant in
            let school = placement.school(of: applicant).map { market.schools[$0].code }
            return round.numbers[applicant].map { number in
                PlacementLine(
                    number: number, school: school, waiting: school == nil ? waiting[applicant] : nil,
                    chinese: words(applicant, .chinese), english: words(applicant, .english))
            }
        }
    }

    private func words(_ applicant: Int, _ language: Language) -> String {
        let refusals = placement.refusals(of: applicant)
        guard !refusals.isEmpty else {
            return StringCatalogue.standard.string("admission.reason.first", language)
        }
        return refusals.map { words($0, language) }.joined(separator: language == .chinese ? "" : " ")
    }

    /// The engine's words with the school's name; where classes decide, those of the round's rules.
    private func words(_ refusal: Refusal, _ language: Language) -> String {
        let catalogue = StringCatalogue.standard
        var arguments = refusal.messageArguments
        arguments["school"] = round.names[refusal.code] ?? refusal.code
        guard case .behind(let own, let last) = refusal.reason, own.band == last.band else {
            return catalogue.string(refusal.messageKey, language, arguments)
        }
        func standing(_ one: Standing) -> String {
            let isSibling = round.countsSiblings && one.priorityClass % 2 == 1
            return catalogue.string(
                isSibling ? "admission.reason.standingSibling" : "admission.reason.standing", language,
                ["class": "\(round.rank(of: one.priorityClass))", "number": "\(one.number)"])
        }
        return catalogue.string(
            "admission.reason.behind", language,
            ["school": arguments["school"] ?? "", "own": standing(own), "last": standing(last)])
    }
}
