import AdmissionService
import Localisation
import Store

/// The queue of a desk: filters, what was found, acceptance of several at once.
enum AdmissionQueuePage {
    private static let size = 50

    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let round = try here.desk.round(id), rules = try round.rules
        let query = query(here, round), page = Pager.page(visit)
        let found = try here.desk.applications(of: id, query, limit: size, offset: (page - 1) * size)
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(visit["admission.queue.lead"])"))\(here.tabs(round, at: .queue(id)))\
            \(try Notice.error(visit, error))\(try filters(here, round, rules))
            \(found.applications.isEmpty ? EmptyState.html(visit["admission.queue.empty"]) : try table(here, round, rules, found.applications))
            \(Pager.html(visit, link: SiteLink(path: visit.path, query: visit.query.items), page: page, size: size, total: found.total))
            """
        return .page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    /// Before they are announced, results are for those who give them.
    private static func showsResults(_ here: AdmissionVisit, _ round: AdmissionRound) -> Bool {
        round.state == .announced || round.state == .decided && here.desk.mayManage
    }

    private static func query(_ here: AdmissionVisit, _ round: AdmissionRound) -> ApplicationQuery {
        let visit = here.visit
        var query = ApplicationQuery()
        if showsResults(here, round) {
            query.result = AdmissionService.Application.Result(rawValue: visit.query["result"])
            query.school = visit.query.row("school")
        }
        query.state = AdmissionService.Application.State(rawValue: visit.query["state"])
        if query.state == .draft { query.state = nil }
        query.applicantClass = visit.query["class"]
        query.desk = visit.query.row("desk")
        query.onlyMarked = visit.query.isOn("found")
        query.number = visit.query["number"].filter { !$0.isWhitespace }
        return query
    }

    private static func filters(_ here: AdmissionVisit, _ round: AdmissionRound, _ rules: RoundRules) throws -> HTML {
        let visit = here.visit
        let any = [("", visit["admission.queue.any"])]
        let states = AdmissionService.Application.State.allCases.filter { $0 != .draft }
            .map { ($0.rawValue, visit["admission.state.\($0.rawValue)"]) }
        let classes = rules.classes.map { ($0.name, $0.title.text(visit.language)) }
        let desks = try here.desk.progress(of: round.id).map { ("\($0.school.organisation)", $0.school.name) }
        let desk = HTML.when(
            desks.count > 1,
            Form.select("desk", visit["admission.column.desk"], any + desks, chosen: visit.query["desk"]))
        let results = AdmissionService.Application.Result.allCases
            .map { ($0.rawValue, visit["admission.resultShort.\($0.rawValue)"]) }
        let result = HTML.when(
            showsResults(here, round),
            """
            \(Form.select("result", visit["admission.column.result"], any + results, chosen: visit.query["result"]))\
            \(Form.select("school", visit["admission.queue.placedAt"], any + desks, chosen: visit.query["school"]))
            """)
        return """
            <form class="panel filters" action="\(SitePath.admissions(.queue(round.id)))"><div class="fields">\
            \(Form.select("state", visit["admission.column.state"], any + states, chosen: visit.query["state"]))\
            \(Form.select("class", visit["admission.column.class"], any + classes, chosen: visit.query["class"]))\(desk)\(result)\
            \(Form.field("number", visit["admission.column.number"], value: visit.query["number"], kind: .search, limit: 12))</div>\
            \(Form.check("found", visit["admission.queue.onlyFound"], isOn: visit.query.isOn("found")))\
            <p class="buttons"><button>\(visit["admission.queue.filter"])</button></p></form>
            """
    }

    private static func table(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ rules: RoundRules,
        _ applications: [AdmissionService.Application]
    ) throws -> HTML {
        let visit = here.visit
        let names = Dictionary(try here.admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        let places = try here.schoolNames(round.id)
        // Nothing can be ticked once the list is frozen; then results stand there.
        let isOpen = round.state == .published, hasResults = showsResults(here, round)
        var table = ListTable(
            visit["admission.tab.queue"],
            columns: [
                .init(title: visit["admission.column.number"], isName: true),
                .init(title: visit["admission.field.name"]), .init(title: visit["admission.column.class"]),
                .init(title: visit["admission.column.firstWish"]), .init(title: visit["admission.column.submitted"]),
                .init(title: visit["admission.column.state"]), .init(title: visit["admission.column.findings"]),
            ])
        if isOpen { table.columns.insert(.init(title: visit["admission.queue.tick"]), at: 0) }
        if hasResults { table.columns.append(.init(title: visit["admission.column.result"])) }
        var ticks = 0
        let areAllTicked = visit.query.isOn("all")
        table.rows = try applications.map { one in
            let grave = try here.desk.findings(of: one).filter { $0.kind.isGrave }
            let mayTick =
                one.state == .submitted && isOpen && here.desk.mayCheck(one.desk) && grave.isEmpty
            if mayTick { ticks += 1 }
            let tick = HTML.when(
                mayTick,
                """
                <input type="checkbox" name="application" value="\(one.id)" form="accept"\
                \(flag: "checked", if: areAllTicked) \
                aria-label="\(visit["admission.queue.tickOne", ["number": one.number]])">
                """)
            let marks = grave.html { Mark.html("unsure", "▲", visit["admission.findingShort.\($0.kind.rawValue)"]) }
            var cells: [HTML] = [
                #"<a data-nav href="\#(SitePath.admissions(.application(one.id)))">\#(one.number)</a>"#,
                "\(Self.masked(try here.admissions.form(of: one).name))",
                "\(rules.title(ofClass: one.applicantClass, visit.language))",
                "\(one.choices.first.flatMap { names[$0] } ?? "")", "\(one.submittedAt.map(visit.time) ?? "")",
                one.state.mark(visit), marks,
            ]
            if isOpen { cells.insert(tick, at: 0) }
            if hasResults {
                let result = one.result.map { visit["admission.resultShort.\($0.rawValue)"] } ?? ""
                cells.append("\(result) \(one.school.flatMap { places[$0] } ?? "")")
            }
            return .init(cells: cells)
        }
        let plain = SiteLink(path: visit.path, query: visit.query.items.filter { $0.name != "all" })
        let all = areAllTicked ? plain : plain.with("all", "1")
        let form = HTML.when(
            ticks > 0,
            """
            <form id="accept" method="post" action="\(SitePath.admissions(.queue(round.id)))" class="panel">\
            \(Form.token(visit))<p>\(visit["admission.queue.acceptRule"])</p>\
            <p class="buttons"><button class="main">\(visit["admission.queue.accept"])</button>\
            <a class="button" href="\(all)">\(visit[areAllTicked ? "admission.queue.untickAll" : "admission.queue.tickAll",
                ["count": "\(ticks)"]])</a></p></form>
            """)
        return "\(table.html)\(form)"
    }

    /// The first character and stars: lists never show a name.
    static func masked(_ name: String) -> String {
        name.isEmpty ? "" : "\(name.prefix(1))" + String(repeating: "＊", count: max(1, name.count - 1))
    }

    static func accept(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        return try here.visit.move {
            let ids = visit.form.rows("application")
            guard !ids.isEmpty else { throw SiteError.nothingChosen }
            try here.desk.accept(all: ids)
            return SitePath.admissions(.queue(id)).with("state", "submitted")
        } orShow: {
            try show(visit, id, error: $0)
        }
    }
}

/// Appeals of a round, decided by somebody else than who checked.
enum AdmissionAppealsPage {
    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let round = try here.desk.round(id)
        let appeals = try here.desk.appeals(of: id)
        let blocks = appeals.html { appeal, application -> HTML in
            let decide = HTML.when(
                appeal.state == .open && here.desk.mayDecide(application.desk),
                Form.post(
                    visit, to: .admissions(.appeals(id)),
                    """
                    \(Form.hiddenField("appeal", "\(appeal.id)"))\
                    <p class="field"><label for="f-answer-\(appeal.id)">\(visit["admission.appeal.answer"])</label>\
                    <textarea id="f-answer-\(appeal.id)" name="words" rows="3" required maxlength="\(AdmissionDesk.wordsLimit)"></textarea></p>\
                    <p class="buttons"><button class="main" name="move" value="uphold">\(visit["admission.appeal.uphold"])</button>\
                    <button name="move" value="dismiss">\(visit["admission.appeal.dismiss"])</button></p>
                    """))
            return """
                <section class="panel"><h2><a href="\(SitePath.admissions(.application(application.id)))">\(application.number)</a></h2>
                <p>\(visit.time(appeal.madeAt)) · \(visit["admission.appeal.about.\(appeal.about)"]) · \
                \(visit["admission.appeal.\(appeal.state.rawValue)"])</p>
                <p class="said">\(appeal.words)</p>\
                \(HTML.when(!appeal.answer.isEmpty, "<p class=\"said muted\">\(appeal.answer)</p>"))\(decide)</section>
                """
        }
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(visit["admission.appeal.lead"])"))\(here.tabs(round, at: .appeals(id)))\
            \(try Notice.error(visit, error))\(appeals.isEmpty ? EmptyState.html(visit["admission.appeal.none"]) : blocks)
            """
        return .page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func decide(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        return try here.visit.move {
            let move = visit.form["move"]
            guard let appeal = visit.form.row("appeal"), move == "uphold" || move == "dismiss" else {
                throw SiteError.badChoice
            }
            try here.desk.decide(appeal: appeal, upheld: move == "uphold", words: visit.form["words"])
            return SiteLink(path: .admissions(.appeals(id)))
        } orShow: {
            try show(visit, id, error: $0)
        }
    }
}
