import AdmissionService
import Localisation
import Monitoring

/// The rounds, and one round with how far its desks are.
enum AdmissionRoundPages {
    static func list(_ visit: Visit, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let title = visit["admission.title"]
        let rounds = try here.desk.isAnybody ? here.desk.rounds() : []
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["admission.column.round"], isName: true),
                .init(title: visit["admission.column.state"]), .init(title: visit["admission.day.opens"]),
                .init(title: visit["admission.day.closes"]), .init(title: visit["admission.column.checkedOf"]),
                .init(title: visit["admission.column.waitingHere"], isNumeric: true),
            ])
        table.rows = try rounds.map { round in
            let progress = try here.desk.progress(of: round.id)
            let total = progress.reduce(0) { $0 + $1.total }
            let waiting = progress.reduce(0) { $0 + $1.count(.submitted) }
            let queue = SitePath.admissions(.queue(round.id)).with("state", "submitted")
            return .init(cells: [
                #"<a data-nav href="\#(SitePath.admissions(.round(round.id)))">\#(round.title)</a>"#,
                round.mark(visit), "\(round.calendar[.opens]?.text ?? "")", "\(round.calendar[.closes]?.text ?? "")",
                Mark.progress(visit, done: total - waiting, of: total), #"<a href="\#(queue)">\#(waiting)</a>"#,
            ])
        }
        let empty = visit[
            here.desk.mayManage
                ? "admission.list.empty" : here.desk.isAnybody ? "admission.list.none" : "admission.list.nobody"]
        let apply: HTML =
            #"<a class="button" href="\#(SitePath.families(.rounds))">\#(visit["admission.list.public"])</a>"#
        let earlier: HTML = HTML.when(
            here.desk.mayManage,
            #"<a class="button" href="\#(SitePath.admissions(.earlier))">\#(visit["admission.earlier.title"])</a>"#)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["admission.lead"])", actions: apply + earlier))\(try Notice.error(visit, error))
            \(rounds.isEmpty ? EmptyState.html(empty) : table.html)\(try new(here))
            """
        return .page(here.page(title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    private static func new(_ here: AdmissionVisit) throws -> HTML {
        guard here.desk.mayManage else { return .empty }
        let visit = here.visit
        let kinds = try RoundRulesReader.shipped().map { ($0.rules.kind, $0.rules.title.text(visit.language)) }
        // Once the school year has begun, the next round is for the next one.
        let year = visit.today.year + (visit.today.month < 9 ? 0 : 1)
        let fields: HTML = """
            <h2>\(visit["admission.new.title"])</h2>
            \(Form.select("kind", visit["admission.column.kind"], kinds, chosen: visit.form["kind"]))
            \(Form.field("year", visit["admission.new.year"], value: visit.form.isOn("year") ? visit.form["year"] : "\(year)", kind: .number, isRequired: true))
            \(Form.field("title", visit["admission.new.name"], value: visit.form["title"], hint: visit["admission.new.nameHint"], limit: AdmissionDesk.titleLimit))
            \(Form.buttons(visit["admission.new.make"]))
            """
        return Form.post(visit, to: .admissions(.list), name: "panel", fields)
    }

    static func create(_ visit: Visit) throws -> Answer {
        let here = try AdmissionVisit(visit)
        return try here.visit.move {
            let id = try here.desk.create(
                kind: visit.form["kind"], year: Int(visit.form["year"]) ?? 0, title: visit.form["title"])
            return SiteLink(path: .admissions(.round(id)))
        } orShow: {
            try list(visit, error: $0)
        }
    }

    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let round = try here.desk.round(id)
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(try round.rules.intro.text(visit.language))", actions: try actions(here, round)))
            \(try Notice.error(visit, error))\(here.tabs(round, at: .round(id)))
            <p>\(round.mark(visit)) \(visit["admission.round.next.\(round.state.rawValue)"]) \(next(visit, round))</p>
            \(try progress(here, round))\(calendar(here, round))
            """
        return .page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    /// The way to what comes next.
    private static func next(_ visit: Visit, _ round: AdmissionRound) -> HTML {
        guard round.state != .draft else { return .empty }
        let results = SitePath.admissions(.results(round.id))
        return #"<a href="\#(results)">\#(visit["admission.tab.results"])</a>"#
    }

    /// How far each desk is; the slowest first.
    private static func progress(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit
        let all = try here.desk.progress(of: round.id)
        guard !all.isEmpty else { return EmptyState.html(visit["admission.round.noSchools"]) }
        let isLate = round.state == .published && (round.calendar[.checked].map { $0 < visit.today } ?? false)
        var table = ListTable(
            visit["admission.round.progress"],
            columns: [
                .init(title: visit["admission.column.school"], isName: true),
                .init(title: visit["admission.column.places"], isNumeric: true),
                .init(title: visit["admission.column.handedIn"], isNumeric: true),
                .init(title: visit["admission.column.checkedOf"]),
            ]
                + [AdmissionService.Application.State.submitted, .returned, .accepted, .refused].map {
                    .init(title: visit["admission.state.\($0.rawValue)"], isNumeric: true)
                })
        let sorted = all.sorted { ($1.count(.submitted), $0.school.code) < ($0.count(.submitted), $1.school.code) }
        table.rows = sorted.map { line in
            let queue = SitePath.admissions(.queue(round.id)).with("desk", "\(line.school.organisation)")
            let open = line.count(.submitted)
            let late = HTML.when(
                isLate && open > 0, " \(Mark.html("late", "■", visit["admission.round.late"]))")
            let states: [HTML] = [AdmissionService.Application.State.submitted, .returned, .accepted, .refused].map {
                #"<a href="\#(queue.with("state", $0.rawValue))">\#(line.count($0))</a>"#
            }
            return .init(
                cells: [
                    #"<a data-nav href="\#(queue)">\#(line.school.name)</a>\#(late)"#, "\(line.school.places)",
                    #"<a href="\#(queue)">\#(line.total)</a>"#,
                    Mark.progress(visit, done: line.total - open, of: line.total),
                ] + states)
        }
        return "<section><h2>\(visit["admission.round.progress"])</h2>\(table.html)</section>"
    }

    private static func actions(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit
        guard here.desk.mayManage else { return .empty }
        let path = SitePath.admissions(.round(round.id))
        switch round.state {
        case .draft:
            let schools = try here.admissions.schools(of: round.id)
            let words = visit[
                "admission.round.publishRule",
                ["schools": "\(schools.count)", "places": "\(schools.reduce(0) { $0 + $1.places })"]]
            return """
                <details class="menu"><summary>\(visit["admission.round.publish"])</summary><p>\(words)</p>\
                \(Form.button(visit, to: path, [("move", "publish")], title: visit["admission.round.publishNow"], kind: "main"))</details>\
                <details class="menu"><summary>\(visit["admission.round.remove"])</summary>\
                <p>\(visit["admission.round.removeRule"])</p>\
                \(Form.button(visit, to: path, [("move", "remove")], title: visit["admission.round.removeNow"]))</details>
                """
        default:
            return """
                <a class="button" href="\(SitePath.families(.round(round.id)))">\(visit["admission.round.public"])</a>
                """
        }
    }

    /// The days: what may be changed to the end, and is told by the audit trail.
    private static func calendar(_ here: AdmissionVisit, _ round: AdmissionRound) -> HTML {
        let visit = here.visit
        guard here.desk.mayManage, round.state == .draft || round.state == .published else {
            return #"<section class="panel"><h2>\#(visit["admission.family.days"])</h2>\#(round.days(visit))</section>"#
        }
        let fields = RoundDay.allCases.html { day in
            Form.field(
                day.rawValue, visit["admission.day.\(day.rawValue)"],
                value: visit.form.isOn(day.rawValue) ? visit.form[day.rawValue] : round.calendar[day]?.text ?? "",
                kind: .date, isRequired: true)
        }
        let note = visit[
            round.state == .draft ? "admission.round.calendarDraft" : "admission.round.calendarPublished"]
        return Form.post(
            visit, to: .admissions(.round(round.id)), name: "panel",
            """
            <h2>\(visit["admission.family.days"])</h2><p>\(note)</p>\(Form.hiddenField("move", "calendar"))\(fields)\
            \(Form.buttons(visit["admission.round.saveDays"]))
            """)
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        return try here.visit.move {
            switch visit.form["move"] {
            case "publish": try here.desk.publish(id)
            case "remove":
                try here.desk.remove(id)
                return SiteLink(path: .admissions(.list))
            case "calendar":
                var days: [RoundDay: Day] = [:]
                for day in RoundDay.allCases { days[day] = Day(visit.form[day.rawValue]) }
                try here.desk.change(id, calendar: days)
            default: throw SiteError.badChoice
            }
            return SiteLink(path: .admissions(.round(id)))
        } orShow: {
            try show(visit, id, error: $0)
        }
    }
}
