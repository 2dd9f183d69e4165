import CatchmentPlanning
import Catchments

/// What publishing a plan does, in figures, and the button that does it.
enum CatchmentPublishPage {
    static func show(_ here: CatchmentVisit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        guard here.desk.mayPublish else { throw CatchmentPlanError.notAllowed }
        guard scheme.state == .solved, scheme.purpose == .areas, let standing = scheme.chosen else {
            throw CatchmentPlanError.wrongState
        }
        let input = try here.plans.input(of: id)
        let current = try here.plans.inForce(stage: scheme.stage, year: scheme.year)
        let before = try here.plans.before(scheme)
        var facts: [String] = [
            visit[
                "catchments.publish.points",
                [
                    "points": "\(input.points.count)", "children": "\(input.children)",
                    "schools": "\(input.schools.count(where: \.isOpen))",
                ]],
            visit[
                "catchments.publish.moved",
                ["points": "\(input.points.count(where: \.moves))", "children": "\(standing.figures.moved)"]],
        ]
        if let before {
            let changes = input.changes(against: try here.plans.input(of: before.id)).count
            facts.append(visit["catchments.changes.count", ["count": "\(changes)", "plan": before.title]])
        }
        if standing.figures.overfull > 0 {
            facts.append(
                visit[
                    "catchments.publish.overfull",
                    ["schools": "\(standing.figures.overfull)", "children": "\(standing.figures.tooMany)"]])
        }
        let unknown = input.schools.filter { $0.isOpen && $0.isAdded }.map(\.name)
        if !unknown.isEmpty {
            facts.append(visit["catchments.publish.added", ["schools": unknown.joined(separator: "、")]])
        }
        let names = CatchmentNames(input)
        for finding in standing.findings {
            if case .apart = finding { facts.append(names.words(visit, finding)) }
        }
        let replaced: HTML =
            current.map { plan in
                Notice.html(
                    .note,
                    "\(visit["catchments.publish.replaces", ["plan": plan.title, "time": plan.publishedAt.map { visit.time($0) } ?? ""]])"
                )
                    + Form.hiddenField("replacing", "\(plan.id)")
            } ?? .empty
        let form = Form.post(
            visit, to: .catchments(.publish(id)), name: "panel",
            """
            <h2>\(visit["catchments.publish.title"])</h2><p>\(visit["catchments.publish.lead", ["stage": visit.stage(scheme.stage), "year": "\(scheme.year)"]])</p>
            <ul>\(facts.html { "<li>\($0)</li>" })</ul>\(replaced)\(here.versionField(scheme))
            \(Form.buttons(visit[current == nil ? "catchments.publish.do" : "catchments.publish.replace"],
                cancel: (visit["catchments.cancel"], SiteLink(path: .catchments(.plan(id))))))
            """)
        return try here.page(scheme, at: .publish(id), error: error, form)
    }

    static func publish(_ here: CatchmentVisit, _ id: Int64) throws -> Answer {
        try here.visit.move {
            try here.desk.publish(id, version: here.version, replacing: here.visit.form.row("replacing"))
            return SitePath.catchments(.plan(id)).with("done", "catchmentPublished")
        } orShow: {
            try show(here, id, error: $0)
        }
    }
}
