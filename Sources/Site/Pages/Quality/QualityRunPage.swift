import Foundation
import Localisation
import Quality

/// Runs of the checks from the page: begun, followed, cancelled.
enum QualityRunPage {
    static func move(_ desk: QualityDesk) throws -> Answer {
        guard desk.mayRun else { throw SiteError.forbidden }
        let runs = desk.visit.site.quality
        switch desk.visit.form["move"] {
        case "run": try runs.begin(by: desk.visit.principal)
        case "cancel": runs.cancel()
        default: throw SiteError.badChoice
        }
        return .redirect(.quality(.scores))
    }

    /// How far a run is, or why the last one failed.
    static func progress(_ desk: QualityDesk, _ state: QualityRuns.State?) -> HTML {
        let visit = desk.visit
        guard let state else { return .empty }
        guard state.isRunning else {
            guard let failure = state.failure else { return .empty }
            let words = (failure as? any Explained).map(visit.words(of:)) ?? visit["quality.run.failed"]
            return Notice.html(failure as? QualityError == .cancelled ? .note : .error, "\(words)")
        }
        let total = desk.store.catalog.checks.count
        let share = total > 0 ? state.done * 100 / total : 0
        let words = visit["quality.run.running"]
        var figures = visit["quality.run.done", ["done": "\(state.done)", "total": "\(total)"]]
        let passed = visit.now.timeIntervalSince(state.began)
        if state.done > 5, passed > 0 {
            let left = passed / Double(state.done) * Double(total - state.done)
            figures += " · " + visit["quality.run.left", ["seconds": "\(Int(left.rounded(.up)))"]]
        }
        let cancel = HTML.when(
            desk.mayRun,
            Form.button(visit, to: .quality(.scores), [("move", "cancel")], title: visit["quality.run.cancel"]))
        return """
            <section class="panel" aria-live="polite"><h2>\(words)</h2>
            <p><progress max="100" value="\(share)" aria-label="\(words)"></progress> \(share) %</p><p>\(figures)</p>
            <p class="muted">\(visit["quality.run.reloads"]) <a href="\(SitePath.quality(.scores))">\(visit["quality.run.reload"])</a></p>
            \(cancel)</section>
            """
    }
}
