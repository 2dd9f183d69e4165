import Foundation
import Quality

/// Runs of the checks from the page: begun, followed, ended.
enum QualityRunPage {
    static func move(_ desk: QualityDesk) throws -> Answer {
        guard desk.mayRun else { throw SiteError.forbidden }
        let visit = desk.visit, page = SitePath.quality(.scores)
        switch visit.form["move"] {
        case "run":
            let store = desk.store, principal = try visit.principal
            let total = Double(max(1, store.catalog.checks.count))
            try visit.site.runs.begin(page, at: visit.now) { progress in
                try store.run(by: principal) { progress(Double($0) / total) }
            }
        case "cancel": visit.site.runs.end(page)
        default: throw SiteError.badChoice
        }
        return .redirect(page)
    }

    /// How far a run is, or why the last one failed.
    static func progress(_ desk: QualityDesk, _ run: BackgroundRuns.Run?) -> HTML {
        let visit = desk.visit, total = desk.store.catalog.checks.count
        return RunPanel(
            visit: visit, page: .quality(.scores), title: visit["quality.run.running"], mayEnd: desk.mayRun
        ).html(run) { share in
            visit["quality.run.done", ["done": "\(Int((share * Double(total)).rounded()))", "total": "\(total)"]]
        }
    }
}
