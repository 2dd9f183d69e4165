import Ledger
import Localisation
import PlanModel

extension TargetOutcome {
    /// The arithmetic behind the verdict in words: 实际 90%，目标 ≥92%：90 − 92 = −2 个百分点. Nil where nothing is computed.
    public func arithmetic(in language: Language) -> String? {
        guard let difference else { return nil }
        let goal = target.comparator == .atMost ? target.high ?? target.value : target.value
        let percent = ["%", "％"].contains(target.unit)
        let phrase = { (key: String, arguments: [String: String]) in
            StringCatalogue.standard.string(key, language, arguments)
        }
        let unit = percent ? phrase("research.compare.points", [:]) : target.unit
        var text = phrase(
            "research.compare.arithmetic",
            [
                "actual": Self.number(goal + difference), "goal": Self.number(goal),
                "difference": Self.number(difference), "unit": unit,
            ])
        if target.comparator == .about {
            text += phrase(
                "research.compare.about",
                [
                    "share": Self.number(TargetArithmetic.aboutShare * 100),
                    "least": Self.number(goal * TargetArithmetic.aboutShare),
                ])
        }
        if verdict == .partly, goal > 0 {
            text += phrase("research.compare.share", ["share": Self.number((goal + difference) / goal * 100)])
        }
        return text
    }

    /// Why a person should look at the match, in words; empty where nobody need.
    public func doubts(in language: Language) -> String {
        doubts.map { StringCatalogue.standard.string("research.compare.doubt.\($0.rawValue)", language) }
            .joined(separator: language == .chinese ? "；" : "; ")
    }

    /// The verdict in a word.
    public func verdict(in language: Language) -> String {
        StringCatalogue.standard.string("research.compare.verdict.\(verdict.rawValue)", language)
    }

    /// At most four decimals, with a true minus.
    private static func number(_ value: Double) -> String {
        let rounded = (value * 10_000).rounded() / 10_000
        return rounded < 0 ? "−" + (-rounded).plain : rounded.plain
    }
}
