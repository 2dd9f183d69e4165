import CatchmentPlanning
import Foundation
import Localisation

/// What can be done with a plan: a panel for each.
enum CatchmentMovePanels {
    /// Solving again, undoing, taking into a round, copying, withdrawing, removing.
    static func html(_ here: CatchmentVisit, _ scheme: CatchmentScheme, _ input: CatchmentInput) throws
        -> HTML
    {
        let visit = here.visit, path = SitePath.catchments(.plan(scheme.id))
        let isRunning = visit.site.runs[path]?.isRunning == true
        func section(_ key: String, _ content: HTML) -> HTML {
            #"<section class="panel"><h2>\#(visit[key])</h2>\#(content)</section>"#
        }
        var html = HTML.empty
        if scheme.state == .solved, here.desk.mayPlan, !isRunning {
            let changed = input.points.count(where: \.isChanged), locked = input.points.count(where: \.isLocked)
            let undo = HTML.when(
                changed > 0,
                Form.button(
                    visit, to: path, [("move", "undo"), ("version", "\(scheme.version)")],
                    title: visit["catchments.undo.all", ["count": "\(changed)"]]))
            html += section(
                "catchments.again.title",
                """
                <p>\(visit["catchments.again.lead", ["changed": "\(changed)", "locked": "\(locked)"]])</p>
                <p class="buttons"><a class="button" href="\(SitePath.catchments(.points(scheme.id)))">\(visit["catchments.points.change"])</a></p>
                \(CatchmentPlanPage.solve(here, scheme, isMain: false))\(undo)
                """)
        }
        if scheme.state == .published {
            html += try CatchmentRound.panel(here, scheme)
            if let before = try here.plans.before(scheme) {
                let changes = input.changes(against: try here.plans.input(of: before.id)).count
                html += section(
                    "catchments.changes.title",
                    """
                    <p>\(visit["catchments.changes.count", ["count": "\(changes)", "plan": before.title]]) \
                    <a href="\(SitePath.families(.catchmentList(scheme.id)).with("show", "changed"))">\(visit["catchments.changes.show"])</a></p>
                    """)
            }
            if here.desk.mayPublish {
                html += section(
                    "catchments.withdraw.title",
                    Form.post(
                        visit, to: path,
                        """
                        <p>\(visit["catchments.withdraw.lead", ["points": "\(input.points.count)"]])</p>\
                        \(Form.hiddenField("move", "withdraw"))\(here.versionField(scheme))
                        \(Form.field("words", visit["catchments.field.words"], isRequired: true, limit: 500))
                        <p class="buttons"><button class="danger">\(visit["catchments.withdraw.do"])</button></p>
                        """))
            }
        }
        guard here.desk.mayPlan, !isRunning else { return html }
        html += section(
            "catchments.copy.title",
            Form.post(
                visit, to: path,
                """
                <p class="muted">\(visit["catchments.copy.lead"])</p>\(Form.hiddenField("move", "copy"))
                \(Form.field("title", visit["catchments.field.title"], value: visit["catchments.copy.name", ["title": String(scheme.title.prefix(50))]], isRequired: true, limit: CatchmentDesk.titleLimit))
                \(Form.field("year", visit["catchments.column.year"], value: "\(scheme.year)", kind: .number, isRequired: true))
                \(HTML.empty)<p class="buttons"><button>\(visit["catchments.copy.do"])</button></p>
                """))
        if scheme.state == .draft || scheme.state == .solved {
            html += section(
                "catchments.remove.title",
                """
                <p>\(visit["catchments.remove.lead", ["points": "\(input.points.count)"]])</p>
                \(Form.button(visit, to: path, [("move", "remove"), ("version", "\(scheme.version)")], title: visit["catchments.remove.do"], kind: "danger"))
                """)
        }
        return html
    }
}

/// Posts to a plan.
enum CatchmentMoves {
    /// Begins to work a plan out in the background.
    ///
    /// - Throws: `CatchmentPlanError`, `RunRefusal`.
    static func begin(_ here: CatchmentVisit, _ id: Int64, version: Int) throws {
        let desk = here.desk
        try desk.requireSolvable(id, version: version)
        try here.visit.site.runs.begin(.catchments(.plan(id)), at: here.visit.now) { progress in
            try desk.solve(
                id, version: version, workers: ProcessInfo.processInfo.activeProcessorCount, progress: progress)
        }
    }

    static func move(_ here: CatchmentVisit, _ id: Int64) throws -> Answer {
        let visit = here.visit, path = SitePath.catchments(.plan(id))
        return try here.visit.move {
            switch visit.form["move"] {
            case "solve":
                try begin(here, id, version: here.version)
                return SiteLink(path: path)
            case "cancel":
                guard here.desk.mayPlan else { throw CatchmentPlanError.notAllowed }
                visit.site.runs.end(path)
                return SiteLink(path: path)
            case "undo":
                try here.desk.undo(in: id, version: here.version)
                return path.with("done", "catchmentSaved")
            case "trialBack":
                try here.desk.takeBackTrial(in: id, version: here.version)
                return path.with("done", "catchmentTriedBack")
            case "copy":
                let copy = try here.desk.copy(id, title: visit.form["title"], year: Int(visit.form["year"]) ?? 0)
                return SitePath.catchments(.plan(copy)).with("done", "catchmentMade")
            case "withdraw":
                try here.desk.withdraw(id, version: here.version, words: visit.form["words"])
                return SiteLink(path: path)
            case "round": return try CatchmentRound.take(here, id)
            case "remove":
                try here.desk.remove(id, version: here.version)
                return SiteLink(path: .catchments(.list))
            default: throw SiteError.badChoice
            }
        } orShow: {
            try CatchmentPlanPage.show(here, id, error: $0)
        }
    }
}
