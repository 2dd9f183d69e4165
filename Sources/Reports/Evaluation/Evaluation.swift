import Documents
import Ledger
import Localisation
import Monitoring

/// The evaluation of a programme: 年度监测, 中期评估, 终期评估. Every figure names the report that it comes from.
public enum Evaluation {
    /// What an evaluation is for.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// Where a year stands 年度监测.
        case annual
        /// Half-way, with what has to be caught up 中期评估.
        case midterm
        /// At the end, what was reached and what not 终期评估.
        case final
    }

    /// What the indicators of an evaluation are put together by, a section a group.
    public enum Grouping: String, Codable, CaseIterable, Hashable, Sendable {
        /// One table of all.
        case none
        /// By domain 领域.
        case domain
        /// By the office that answers for them.
        case office
    }

    /// Writes it as of the end of a year. Pure.
    ///
    /// - Parameters:
    ///   - domain: the domain whose indicators alone are in it; nil for all.
    ///   - office: the office whose indicators alone are in it; nil for all.
    ///   - offices: names by office.
    ///   - tolerance: the share of a value that may be short, as the lights have it.
    public static func write(
        _ programme: Programme, kind: Kind, year: Int, grouping: Grouping = .none, domain: String? = nil,
        office: Int64? = nil, offices: [Int64: String], tolerance: Double,
        language: Language
    ) throws -> WordDocument {
        guard (programme.details.startYear...programme.details.endYear).contains(year) else {
            throw ReportError.badMonth("\(year)")
        }
        var writer = EvaluationWriter(
            programme: programme.having(domain: domain, office: office), kind: kind, year: year, offices: offices,
            tolerance: tolerance, language: language)
        writer.grouping = grouping
        let chosen = [domain, office.map { offices[$0] ?? "" }].compactMap(\.self).filter { !$0.isEmpty }
        if !chosen.isEmpty { writer.paper.subtitle += " · " + chosen.joined(separator: " · ") }
        writer.write()
        return PaperLink.resolve(writer.paper)
    }
}
