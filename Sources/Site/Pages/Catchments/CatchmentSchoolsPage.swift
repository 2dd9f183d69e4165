import CatchmentPlanning

/// The schools of a plan: places, least loads, kept areas, groups that share their children.
enum CatchmentSchoolsPage {
    static func show(_ here: CatchmentVisit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        let schools = try here.plans.schools(of: id)
        let isOpen = (scheme.state == .draft || scheme.state == .solved) && here.desk.mayPlan
        let isSaving = visit.isPost && visit.form["move"] != "try"
        var table = ListTable(
            visit["catchments.tab.schools"],
            columns: [
                .init(title: visit["catchments.column.code"]),
                .init(title: visit["catchments.column.school"], isName: true),
                .init(title: visit["catchments.column.places"], isNumeric: true),
                .init(title: visit["catchments.column.least"], isNumeric: true),
                .init(title: visit["catchments.column.kept"]), .init(title: visit["catchments.column.team"]),
            ])
        table.rows = schools.enumerated().map { index, school in
            let key: String? =
                school.cost != nil
                ? "catchments.column.site"
                : school.isOpen ? (school.isAdded ? "catchments.trial.isAdded" : nil) : "catchments.trial.isClosed"
            let site: HTML =
                key.map { #" <span class="muted">\#(visit[$0])</span>"# } ?? .empty
            guard isOpen else {
                return .init(cells: [
                    "\(school.code)", "\(school.name)\(site)", "\(school.places)", "\(school.least)",
                    "\(school.isKept ? visit["catchments.kept"] : "–")", "\(school.team.isEmpty ? "–" : school.team)",
                ])
            }
            func number(_ name: String, _ key: String, _ value: Int) -> HTML {
                let shown = isSaving ? visit.form["\(name)-\(index)"] : "\(value)"
                return """
                    <input type="number" class="short" name="\(name)-\(index)" min="0" max="100000" required value="\(shown)" \
                    aria-label="\(visit[key]) \(school.name)">
                    """
            }
            let kept = isSaving ? visit.form.isOn("kept-\(index)") : school.isKept
            let team = isSaving ? visit.form["team-\(index)"] : school.team
            return .init(cells: [
                #"\#(school.code)\#(Form.hiddenField("code-\(index)", school.code))"#, "\(school.name)\(site)",
                number("places", "catchments.column.places", school.places),
                number("least", "catchments.column.least", school.least),
                Form.check("kept-\(index)", visit["catchments.kept"], isOn: kept),
                """
                <input type="text" class="short" name="team-\(index)" maxlength="20" value="\(team)" \
                aria-label="\(visit["catchments.column.team"]) \(school.name)">
                """,
            ])
        }
        let taking = schools.filter { $0.isOpen || $0.cost != nil }
        let sum: HTML = """
            <p>\(visit["catchments.schools.sum", ["schools": "\(taking.count)", "places": "\(taking.reduce(0) { $0 + $1.places })"]])</p>
            """
        let main: HTML =
            isOpen
            ? Form.post(
                visit, to: .catchments(.schools(id)),
                """
                \(here.versionField(scheme))\(sum)<p class="muted">\(visit["catchments.schools.note"])</p>\(table.html)
                \(HTML.when(scheme.state == .solved, "<p class=\"muted\">\(visit["catchments.schools.drops"])</p>"))
                \(Form.buttons(visit["catchments.settings.save"]))
                """)
            : "\(sum)\(table.html)"
        return try here.page(
            scheme, at: .schools(id), error: error,
            "\(main)\(try CatchmentTrials.form(here, scheme))\(HTML.when(isOpen, MapData.scripts(visit)))")
    }

    static func save(_ here: CatchmentVisit, _ id: Int64) throws -> Answer {
        let visit = here.visit
        return try here.visit.move {
            if visit.form["move"] == "try" { return try CatchmentTrials.make(here, id) }
            var schools = try here.plans.schools(of: id)
            for index in schools.indices where visit.form.isOn("code-\(index)") {
                guard visit.form["code-\(index)"] == schools[index].code else {
                    throw CatchmentPlanError.changedMeanwhile
                }
                guard let places = Int(visit.form["places-\(index)"]), let least = Int(visit.form["least-\(index)"])
                else {
                    throw CatchmentPlanError.badPlaces(school: schools[index].name)
                }
                (schools[index].places, schools[index].least) = (places, least)
                schools[index].isKept = visit.form.isOn("kept-\(index)")
                schools[index].team = visit.form["team-\(index)"]
            }
            try here.desk.change(id, version: here.version, schools: schools)
            return SitePath.catchments(.schools(id)).with("done", "catchmentSaved")
        } orShow: {
            try show(here, id, error: $0)
        }
    }
}
