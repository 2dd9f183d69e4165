import Documents
import Ledger
import Localisation
import Monitoring

/// A draft of the year's summary 总结 in the plan's own structure: what each task's office reported in its own words,
/// what each target reached with its evidence, every gap named.
public enum Summary {
    /// The draft as of the end of a day. - Throws: `StoreError`.
    ///
    /// - Parameter link: the public address of a task's page by its row; nil where there is none.
    public static func write(
        plan: Plan, in ledger: PlanLedger, on day: Day, language: Language,
        link: @escaping (Int64) -> String? = { _ in nil }
    ) throws -> WordDocument {
        compose(try SummaryFacts(of: plan, in: ledger, on: day), language: language, link: link)
    }

    /// The figures of that draft with their provenance. - Throws: `StoreError`.
    public static func figures(plan: Plan, in ledger: PlanLedger, on day: Day) throws -> SummaryFigures {
        try SummaryFacts(of: plan, in: ledger, on: day).figures
    }

    /// Writes it from facts. Pure; linear in tasks and events.
    public static func compose(
        _ facts: SummaryFacts, language: Language, link: @escaping (Int64) -> String? = { _ in nil }
    ) -> WordDocument {
        var writer = SummaryWriter(facts: facts, language: language, link: link)
        writer.writeOpening()
        writer.writeTasks()
        writer.writeCarriedOver()
        writer.writeEvidence()
        return PaperLink.resolve(writer.paper)
    }
}
