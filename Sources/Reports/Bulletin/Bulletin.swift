import Documents
import Ledger
import Localisation
import Monitoring

/// The monthly bulletin 通报: where a plan stands at the end of a day, what changed in the month, what is due next.
///
/// Everything is as it was known on that day, so that a bulletin of a past month can be written again. Each figure is in
/// the annex with its tasks.
public enum Bulletin {
    /// A bulletin with its figures.
    public struct Written: Sendable {
        /// The paper.
        public let paper: WordDocument
        /// Its figures, in the order of the annex.
        public let figures: [PaperFigure]
    }

    /// Writes it as of the end of a day. - Throws: `StoreError`.
    ///
    /// - Parameters:
    ///   - isRanked: whether offices are ranked by completion.
    ///   - link: the public address of a task's page by its row; nil where there is none.
    public static func write(
        plan: Plan, in ledger: PlanLedger, on day: Day, language: Language, isRanked: Bool = false,
        link: (Int64) -> String? = { _ in nil }
    ) throws -> WordDocument {
        compose(
            try BulletinFacts(of: plan, in: ledger, on: day), language: language, isRanked: isRanked, link: link
        ).paper
    }

    /// Writes it for a month: as of its last day, or of `today` where the month is not over.
    ///
    /// - Parameter month: `yyyy-MM`.
    /// - Throws: `ReportError.badMonth`, `StoreError`.
    public static func write(
        plan: Plan, in ledger: PlanLedger, month: String, today: Day, language: Language, isRanked: Bool = false,
        link: (Int64) -> String? = { _ in nil }
    ) throws -> WordDocument {
        try write(
            plan: plan, in: ledger, on: try day(ofMonth: month, today: today), language: language,
            isRanked: isRanked, link: link)
    }

    /// The day at whose end the bulletin of a month stands. - Throws: `ReportError.badMonth`.
    public static func day(ofMonth month: String, today: Day) throws -> Day {
        guard let first = Day(month + "-01"), first <= today else { throw ReportError.badMonth(month) }
        return min(first.endOfMonth, today)
    }

    /// Writes it from facts. Pure; linear in tasks and events beside the sorting.
    public static func compose(
        _ facts: BulletinFacts, language: Language, isRanked: Bool = false, link: (Int64) -> String? = { _ in nil }
    ) -> Written {
        var writer = BulletinWriter(facts: facts, language: language)
        writer.writeWhole()
        writer.writeOffices(isRanked: isRanked)
        writer.writeSections()
        writer.writeOverdue()
        writer.writeFollowUps()
        writer.writeExtensions()
        writer.writeVerified()
        writer.writeChanges()
        writer.writeDueNext()
        writer.writeRule()
        writer.writeAnnex(link: link)
        return Written(paper: PaperLink.resolve(writer.paper), figures: writer.figures.figures)
    }
}
