import Ledger
import Localisation
import Monitoring

/// Strings of the reports in one language.
struct ReportWords {
    let language: Language

    init(_ language: Language) { self.language = language }

    func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        StringCatalogue.standard.string("reports." + key, language, arguments)
    }

    /// What stands between the names of a list.
    var comma: String { language == .chinese ? "、" : ", " }

    /// The name of a light.
    func light(_ light: Light) -> String {
        StringCatalogue.standard.string("work.light.name.\(light.rawValue)", language)
    }

    /// The name of a state.
    func state(_ state: WorkState) -> String {
        StringCatalogue.standard.string("work.state.\(state.rawValue)", language)
    }

    /// Why a light is what it is, the gravest first.
    func reasons(_ finding: LightFinding) -> String {
        finding.reasons.map { StringCatalogue.standard.string($0.messageKey, language, $0.messageArguments) }
            .joined(separator: language == .chinese ? "；" : "; ")
    }

    /// A day in a sentence, without its weekday: 2026年9月1日.
    func day(_ day: Day) -> String {
        let (year, month, number) = day.civil
        return language == .chinese ? "\(year)年\(month)月\(number)日" : day.text
    }

    /// Somebody's words in quotation marks, on one line and not longer than a paper can hold.
    func quoted(_ text: String, limit: Int = 300) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let words = line.count > limit ? line.prefix(limit) + "……" : line[...]
        return "“\(words)”"
    }

    /// The rule of lights in a sentence.
    func rule(_ rule: LightRule) -> String {
        self(
            "rule",
            [
                "warning": "\(rule.warningDays)", "tolerance": Figure.text(rule.tolerance * 100, decimals: 1) + "%",
                "acceptance": "\(rule.acceptanceDays)",
            ])
            + (rule.reportingDays > 0 ? self("rule.reporting", ["days": "\(rule.reportingDays)"]) : "")
    }
}
