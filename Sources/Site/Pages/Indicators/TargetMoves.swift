import Catalog
import Indicators
import Ledger
import Measurement
import Registers

/// Posts that bind a target to an indicator, refuse one, or take that back.
enum TargetMoves {
    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let line = try TargetPage.line(visit, id)
        guard try TargetDesk(visit).mayBind(line.line) else { throw SiteError.forbidden }
        let principal = try visit.principal, ledger = visit.ledger
        let done: String
        switch visit.form["move"] {
        case "bind":
            try ledger.bind(id, to: try measure(visit), by: principal)
            // What is known already is in the ledger at once.
            try visit.site.indicators.targets.report(task: line.line.id, on: visit.today)
            done = "targetBound"
        case "unbind":
            try ledger.unbind(id, by: principal)
            done = "targetUnbound"
        case "refuse":
            try ledger.refuse(try indicator(visit).name, for: id, by: principal)
            done = "indicatorRefused"
        case "admit":
            try ledger.admit(try indicator(visit).name, for: id, by: principal)
            done = "indicatorAdmitted"
        default: throw SiteError.badChoice
        }
        return .redirect(SitePath.indicators(.target(id)).with("done", done))
    }

    private static func indicator(_ visit: Visit) throws -> Indicator {
        try visit.site.indicators.store.indicator(visit.form["indicator"])
    }

    /// The indicator, organisation and category of the form. Whoever binds tells the readers of the ledger the value, and
    /// so must be allowed to see it.
    private static func measure(_ visit: Visit) throws -> TargetMeasure {
        let indicator = try indicator(visit)
        let code = visit.form["organisation"]
        guard let node = try visit.registers.organisations().nodes.values.first(where: { $0.code == code }) else {
            throw SiteError.badChoice
        }
        let access = try visit.registers.access(of: visit.account)
        guard visit.site.indicators.store.maySee(indicator, organisation: node.id, access) else {
            throw IndicatorError.notAllowed
        }
        let sent = visit.form["category"].isEmpty ? visit.form["choice-\(indicator.name)"] : visit.form["category"]
        guard !sent.isEmpty else { return TargetMeasure(indicator: indicator.name, organisation: code) }
        let pieces = sent.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard pieces.count == 2, indicator.categories.contains(pieces[0]) else { throw SiteError.badChoice }
        return TargetMeasure(
            indicator: indicator.name, organisation: code, field: pieces[0], value: pieces[1])
    }
}
