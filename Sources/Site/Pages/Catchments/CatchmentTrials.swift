import CatchmentPlanning
import Catchments

/// Schools added to a plan or left out of it on trial: the form, what came of it beside what was there before, and the way
/// back.
enum CatchmentTrials {
    /// Whether the plan may be tried with other schools.
    private static func isOpen(_ here: CatchmentVisit, _ scheme: CatchmentScheme) -> Bool {
        (scheme.state == .draft || scheme.state == .solved) && here.desk.mayPlan
    }

    // MARK: - The form, on the page of schools

    static func form(_ here: CatchmentVisit, _ scheme: CatchmentScheme) throws -> HTML {
        guard isOpen(here, scheme) else { return .empty }
        let visit = here.visit, input = try here.plans.input(of: scheme.id)
        let standing = input.schools.filter { $0.cost == nil }
        let map = CatchmentMap(visit, scheme, input, view: "").picker(east: "f-east", north: "f-north")
        let isGlobe = input.points.contains { if case .globe? = $0.place { true } else { false } }
        func value(_ name: String) -> String { visit.isPost ? visit.form[name] : "" }
        let (east, north) = isGlobe ? ("longitude", "latitude") : ("x", "y")
        return """
            <section class="panel" id="trial"><h2>\(visit["catchments.trial.title"])</h2>
            <p class="muted">\(visit["catchments.trial.lead"])</p>
            \(Form.post(visit, to: .catchments(.schools(scheme.id)), """
                \(here.versionField(scheme))\(Form.hiddenField("move", "try"))
                \(ticks(visit, "close", "catchments.trial.close", standing.filter(\.isOpen)))\
                \(ticks(visit, "reopen", "catchments.trial.reopen", standing.filter { !$0.isOpen }))
                <fieldset><legend>\(visit["catchments.trial.add"])</legend>
                <div class="fields">\(Form.field("name", visit["catchments.trial.name"], value: value("name"), limit: 60))\
                \(Form.field("places", visit["catchments.column.places"], value: value("places"), kind: .number, more: #" min="0" max="100000""#))\
                \(Form.field("point", visit["catchments.trial.point"], value: value("point"), hint: visit["catchments.trial.pointHint"], limit: 120))\
                \(Form.field("east", visit["catchments.trial.\(east)"], value: value("east"), more: #" inputmode="decimal""#))\
                \(Form.field("north", visit["catchments.trial.\(north)"], value: value("north"), more: #" inputmode="decimal""#))</div>
                <p class="muted">\(visit["catchments.trial.pick"])</p>\(map)</fieldset>
                \(Form.buttons(visit["catchments.trial.do"]))
                """))</section>
            """
    }

    private static func ticks(_ visit: Visit, _ name: String, _ title: String, _ schools: [PlanSchool]) -> HTML {
        guard !schools.isEmpty else { return .empty }
        let chosen = visit.isPost ? Set(visit.form.all(name)) : []
        let boxes = schools.html { school in
            let places = visit["catchments.map.places", ["count": "\(school.places)"]]
            return Form.check(
                name, "\(school.name) · \(places)", value: school.code, isOn: chosen.contains(school.code))
        }
        return #"<fieldset><legend>\#(visit[title])</legend><div class="ticks">\#(boxes)</div></fieldset>"#
    }

    // MARK: - Moves

    /// Makes the trial that was sent, and begins to work the plan out.
    static func make(_ here: CatchmentVisit, _ id: Int64) throws -> SiteLink {
        let visit = here.visit
        var trial = SchoolTrial()
        trial.closed = Set(visit.form.all("close").prefix(CatchmentInput.limits.schools))
        trial.reopened = Set(visit.form.all("reopen").prefix(CatchmentInput.limits.schools))
        let fields = ["name", "places", "point", "east", "north"].map { visit.form[$0] }
        if fields.contains(where: { !$0.isEmpty }) {
            guard let places = Int(fields[1]) else { throw CatchmentPlanError.badPlaces(school: fields[0]) }
            trial.added = [
                SchoolTrial.NewSchool(
                    name: fields[0], places: places, place: try place(here, id, fields[3], fields[4], of: fields[0]),
                    point: fields[2])
            ]
        }
        try here.desk.tryOut(trial, in: id, version: here.version)
        // Where others are being worked out, it is begun by hand once they are done.
        try? CatchmentMoves.begin(here, id, version: here.version + 1)
        return SitePath.catchments(.plan(id)).with("done", "catchmentTried")
    }

    private static func place(
        _ here: CatchmentVisit, _ id: Int64, _ east: String, _ north: String, of school: String
    ) throws -> Place? {
        guard !east.isEmpty || !north.isEmpty else { return nil }
        guard let x = Double(east), let y = Double(north), x.isFinite, y.isFinite else {
            throw CatchmentPlanError.badPlace(school: school)
        }
        let isGlobe = try here.plans.input(of: id).points.contains {
            if case .globe? = $0.place { true } else { false }
        }
        return isGlobe ? .globe(longitude: x, latitude: y) : .plane(x: x, y: y)
    }

    // MARK: - What came of it, on the page of the plan

    static func result(_ here: CatchmentVisit, _ scheme: CatchmentScheme, _ input: CatchmentInput) throws -> HTML {
        guard isOpen(here, scheme), visitIsIdle(here, scheme), let step = try here.plans.lastStep(of: scheme.id) else {
            return .empty
        }
        let visit = here.visit, names = CatchmentNames(input)
        let said = [
            ("catchments.trial.added", step.added), ("catchments.trial.closed", step.closed),
            ("catchments.trial.reopened", step.reopened),
        ].filter { !$0.1.isEmpty }.html { key, codes in
            "<li>\(visit[key, ["schools": names.list(codes)]])</li>"
        }
        var figures = HTML.empty
        if let before = step.before, let now = scheme.chosen {
            let changed = step.changed(in: input)
            let children = input.points.filter { changed.contains($0.code) }.reduce(0) { $0 + $1.children }
            let words = visit["catchments.trial.changed", ["points": "\(changed.count)", "children": "\(children)"]]
            let see: HTML =
                changed.isEmpty
                ? .empty
                : #" <a href="\#(SitePath.catchments(.points(scheme.id)).with("show", "tried"))">\#(visit["catchments.points.see"])</a>"#
            figures = """
                \(CatchmentTables(visit: visit, input: input, names: names).beside(before.figures, now.figures))\
                <p>\(words)\(see)</p>
                """
        }
        let back = Form.button(
            visit, to: .catchments(.plan(scheme.id)), [("move", "trialBack"), ("version", "\(scheme.version)")],
            title: visit["catchments.trial.back"])
        let note = visit[step.before == nil ? "catchments.trial.backNote" : "catchments.trial.backWhole"]
        return """
            <section class="panel" id="trial"><h2>\(visit["catchments.trial.result"])</h2><ul class="lines">\(said)</ul>\
            \(figures)<p>\(back) <span class="muted">\(note)</span></p></section>
            """
    }

    private static func visitIsIdle(_ here: CatchmentVisit, _ scheme: CatchmentScheme) -> Bool {
        here.visit.site.runs[.catchments(.plan(scheme.id))]?.isRunning != true
    }
}
