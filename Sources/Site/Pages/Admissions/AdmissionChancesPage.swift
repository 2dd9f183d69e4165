import AdmissionService
import Hummingbird
import Localisation

/// Chances before the draw 模拟派位: what each class may expect, and what another rule would change.
enum AdmissionChancesPage {
    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw AdmissionError.noRound }
        let round = try here.desk.round(id)
        let kept = try here.desk.simulations(of: id)
        let chosen = visit.query.row("run")
        let shown = kept.first { $0.id == chosen } ?? kept.first
        let run = visit.site.runs[.admissions(.chances(id))]
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(visit["admission.chances.lead"])"))\(here.tabs(round, at: .chances(id)))\
            \(try Notice.error(visit, error))\(progress(here, id, run))\
            \(try shown.map { try result(here, round, $0) } ?? EmptyState.html(visit["admission.chances.empty"]))\
            \(try list(here, round, kept, shown))\(try form(here, round, isOpen: visit.isPost || kept.isEmpty && run?.isRunning != true))
            """
        return Answer.page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
            .refreshed(while: run?.isRunning == true)
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw AdmissionError.noRound }
        let page = SitePath.admissions(.chances(id))
        return try here.visit.move {
            switch visit.form["move"] {
            case "run":
                _ = try here.desk.round(id)
                let upload = visit.uploads.first { !$0.data.isEmpty }
                let settings = try SimulationForm.settings(here, id, upload)
                let file = settings.source == nil ? upload.map { Array($0.data) } : nil, desk = here.desk
                try visit.site.runs.begin(page, at: visit.now) { progress in
                    guard try desk.simulate(id, settings, file: file, isGoingOn: progress) != nil else {
                        throw CancellationError()
                    }
                }
            case "cancel": visit.site.runs.end(page)
            case "publish": try here.desk.publish(simulation: visit.form.row("simulation"), of: id)
            default: throw SiteError.badChoice
            }
            return SiteLink(path: page)
        } orShow: {
            try show(visit, id, error: $0)
        }
    }

    private static func progress(_ here: AdmissionVisit, _ id: Int64, _ run: BackgroundRuns.Run?) -> HTML {
        RunPanel(
            visit: here.visit, page: .admissions(.chances(id)), title: here.visit["admission.chances.running"],
            mayEnd: true
        ).html(run)
    }

    private static func form(_ here: AdmissionVisit, _ round: AdmissionRound, isOpen: Bool) throws -> HTML {
        let fields = try SimulationForm.html(here, round)
        let visit = here.visit
        return """
            <details class="panel"\(flag: "open", if: isOpen)><summary>\(visit["admission.chances.new"])</summary>
            \(Form.post(visit, to: .admissions(.chances(round.id)), hasFiles: true, fields))</details>
            """
    }

    /// The simulations that are kept, and which of them families see.
    private static func list(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ kept: [KeptSimulation], _ shown: KeptSimulation?
    ) throws -> HTML {
        guard !kept.isEmpty else { return .empty }
        let visit = here.visit, path = SitePath.admissions(.chances(round.id))
        var table = ListTable(
            visit["admission.chances.kept"],
            columns: [
                .init(title: visit["admission.chances.made"], isName: true),
                .init(title: visit["admission.chances.draws"], isNumeric: true),
                .init(title: visit["admission.chances.children"], isNumeric: true),
                .init(title: visit["admission.chances.against"]), .init(title: visit["admission.chances.families"]),
            ])
        let schools = Dictionary(try here.admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        table.rows = kept.map { one in
            let mayShow = round.state == .published && one.result.other == nil
            let toggle: HTML =
                one.isPublic
                ? "\(Mark.html("accepted", "✓", visit["admission.chances.public"])) \(Form.button(visit, to: path, [("move", "publish")], title: visit["admission.chances.hide"], kind: "small"))"
                : HTML.when(
                    mayShow,
                    Form.button(
                        visit, to: path, [("move", "publish"), ("simulation", "\(one.id)")],
                        title: visit["admission.chances.show"], kind: "small"))
            return .init(
                cells: [
                    #"<a href="\#(path.with("run", "\(one.id)"))">\#(visit.time(one.madeAt))</a>"#,
                    "\(one.settings.draws)", "\(one.result.base.children)",
                    "\(one.settings.other == nil ? "–" : variant(visit, one, schools))", toggle,
                ], isCurrent: one.id == shown?.id)
        }
        return """
            <section><h2>\(visit["admission.chances.kept"])</h2>
            <p class="muted">\(visit["admission.chances.publicRule"])</p>\(table.html)</section>
            """
    }

    // MARK: - What came out

    private static func result(_ here: AdmissionVisit, _ round: AdmissionRound, _ one: KeptSimulation) throws -> HTML {
        let visit = here.visit
        let names = try names(here, round, one)
        let tables = ChanceTables(
            visit: visit, names: names, result: one.result, variant: variant(visit, one, names))
        let source: String
        if let from = one.settings.source {
            source =
                from == round.id ? visit["admission.chances.thisRound"] : (try? here.admissions.round(from).title) ?? ""
        } else {
            source = one.settings.file
        }
        let base = one.result.base
        let words = visit[
            "admission.chances.rule",
            [
                "draws": "\(one.settings.draws)", "children": "\(base.children)", "places": "\(base.places)",
                "source": source,
            ]]
        let excluded = HTML.when(
            base.excluded + (one.result.other?.excluded ?? 0) > 0,
            """
            <p>\(visit["admission.chances.excluded", ["count": "\(base.excluded)",
                "other": "\(one.result.other?.excluded ?? 0)"]])</p>
            """)
        return """
            <section><h2>\(visit["admission.chances.title"])</h2><p>\(words)</p>\(excluded)\
            \(tables.change)\(tables.classes)</section>\(tables.schools)\(tables.places)
            """
    }

    /// What differs in the other rule, in words.
    private static func variant(_ visit: Visit, _ one: KeptSimulation, _ names: [String: String]) -> String {
        guard let other = one.settings.other else { return "" }
        var words: [String] = other.round == nil ? [] : [one.result.other?.title ?? ""]
        words += other.places.sorted { $0.key < $1.key }.prefix(6).map { "\(names[$0.key] ?? $0.key) \($0.value)" }
        if let mechanism = other.mechanism { words.append(visit["admission.chances.mechanism.\(mechanism)"]) }
        if let ties = other.ties { words.append(visit["admission.chances.ties.\(ties)"]) }
        if let siblings = other.siblings {
            let key = siblings ? "admission.chances.siblings.on" : "admission.chances.siblings.off"
            words.append("\(visit["admission.chances.siblings"]) \(visit[key])")
        }
        return words.joined(separator: visit.language == .chinese ? "，" : ", ")
    }

    /// Names of schools and places by their codes.
    private static func names(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ one: KeptSimulation
    ) throws -> [String: String] {
        var names = Dictionary(try here.admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        if let other = one.settings.other?.round {
            for school in try here.admissions.schools(of: other) where names[school.code] == nil {
                names[school.code] = school.name
            }
        }
        guard !one.result.base.byPlace.isEmpty else { return names }
        for place in try here.admissions.places(of: round.id) { names["P|\(place.code)"] = place.name }
        return names
    }
}

/// What a simulation is asked, as a form.
enum SimulationForm {
    static func html(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit
        func value(_ name: String, _ usual: String = "") -> String { visit.isPost ? visit.form[name] : usual }
        let rounds = try here.desk.rounds().filter { $0.id != round.id }
        let own = [("\(round.id)", visit["admission.chances.thisRound"])]
        let sources =
            own + rounds.filter { $0.state != .draft }.map { ("\($0.id)", $0.title) }
            + [("file", visit["admission.chances.file"])]
        let stays = [("", visit["admission.chances.stays"])]
        let mechanisms = RoundRules.Mechanism.allCases.map {
            ($0.rawValue, visit["admission.chances.mechanism.\($0.rawValue)"])
        }
        let ties = RoundRules.Ties.allCases.map { ($0.rawValue, visit["admission.chances.ties.\($0.rawValue)"]) }
        let siblings = [("1", visit["admission.chances.siblings.on"]), ("0", visit["admission.chances.siblings.off"])]
        let schools = try here.admissions.schools(of: round.id).prefix(2).map { "\($0.code),\($0.places)" }
        return """
            \(Form.hiddenField("move", "run"))<div class="fields">\
            \(Form.select("source", visit["admission.chances.source"], sources, chosen: value("source", "\(round.id)"), hint: visit["admission.chances.sourceHint"]))\
            <p class="field"><label for="f-files">\(visit["admission.chances.students"])</label>\
            <input id="f-files" type="file" name="files" accept=".csv,.xlsx"><small>\(visit["admission.chances.studentsHint"])</small></p>\
            \(Form.field("draws", visit["admission.chances.draws"], value: value("draws", "200"), kind: .number, isRequired: true))</div>\
            \(Form.check("byPlace", visit["admission.chances.byPlace"], isOn: visit.form.isOn("byPlace")))
            <h3>\(visit["admission.chances.other"])</h3><p>\(visit["admission.chances.otherRule"])</p><div class="fields">\
            \(Form.select("otherRound", visit["admission.chances.otherRound"], stays + rounds.map { ("\($0.id)", $0.title) }, chosen: value("otherRound"), hint: visit["admission.chances.otherRoundHint"]))\
            \(Form.area("places", visit["admission.chances.places"], value: value("places"), rows: 3, hint: visit["admission.chances.placesHint", ["example": schools.joined(separator: " ")]]))\
            \(Form.select("mechanism", visit["admission.chances.mechanism"], stays + mechanisms, chosen: value("mechanism")))\
            \(Form.select("ties", visit["admission.chances.ties"], stays + ties, chosen: value("ties")))\
            \(Form.select("siblings", visit["admission.chances.siblings"], stays + siblings, chosen: value("siblings")))</div>\
            \(Form.buttons(visit["admission.chances.run"]))
            """
    }

    /// What was asked; what is wrong is told while the form still has it, not by the run.
    ///
    /// - Throws: `SiteError.noFile`, `AdmissionError.badDraws`, `.badPlaces`, `.unknownSchool`.
    static func settings(_ here: AdmissionVisit, _ round: Int64, _ upload: Upload?) throws -> SimulationSettings {
        let form = here.visit.form
        var settings = SimulationSettings(source: form["source"] == "file" ? nil : form.row("source") ?? round)
        if settings.source == nil {
            guard let upload else { throw SiteError.noFile }
            settings.file = String(upload.name.prefix(120))
        }
        guard let draws = Int(form["draws"]), SimulationSettings.drawRange.contains(draws) else {
            throw AdmissionError.badDraws
        }
        settings.draws = draws
        settings.byPlace = form.isOn("byPlace")
        var other = SimulationSettings.Variant()
        other.round = form.row("otherRound")
        other.mechanism = form["mechanism"].isEmpty ? nil : form["mechanism"]
        other.ties = form["ties"].isEmpty ? nil : form["ties"]
        other.siblings = form["siblings"].isEmpty ? nil : form["siblings"] == "1"
        let known = Set(try here.admissions.schools(of: other.round ?? round).map(\.code))
        for line in form["places"].split(whereSeparator: \.isNewline) {
            let cells = line.split { " ,，\t=".contains($0) }.map(String.init)
            guard cells.count == 2, let places = Int(cells[1]) else {
                throw AdmissionError.badPlaces(code: String(line.prefix(40)))
            }
            guard known.contains(cells[0]) else {
                throw AdmissionError.unknownSchool(code: String(cells[0].prefix(40)))
            }
            other.places[cells[0]] = places
        }
        settings.other = other.isEmpty ? nil : other
        return settings
    }
}
