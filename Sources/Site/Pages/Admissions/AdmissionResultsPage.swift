import AdmissionService
import Documents
import Foundation
import Hummingbird
import Localisation

/// From the frozen list to pupils: freezing, results in, announcing, figures, entering.
enum AdmissionResultsPage {
    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let round = try here.desk.round(id)
        let body = here.desk.mayManage ? try managed(here, round) : try own(here, round)
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(visit["admission.results.lead"])"))\(here.tabs(round, at: .results(id)))\
            \(try Notice.error(visit, error))\(body)
            """
        return .page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        return try here.visit.move {
            switch visit.form["move"] {
            case "freeze": try DrawForms.freeze(here, id)
            case "draw": try DrawForms.draw(here, id)
            case "results":
                guard let upload = visit.uploads.first(where: { !$0.data.isEmpty }) else { throw SiteError.noFile }
                let lines = try PlacementFiles.results(Array(upload.data), named: String(upload.name.prefix(120)))
                try here.desk.take(lines, of: id, note: visit.form["note"])
            case "announce": try here.desk.announce(id)
            case "enrol":
                guard let school = visit.form.row("school") else { throw SiteError.badChoice }
                try here.desk.enrol(id, school: school)
            case "second":
                let second = try here.desk.secondRound(of: id, title: visit.form["title"])
                return SiteLink(path: .admissions(.round(second)))
            default: throw SiteError.badChoice
            }
            return SiteLink(path: .admissions(.results(id)))
        } orShow: {
            try show(visit, id, error: $0)
        }
    }

    // MARK: - For those who give places

    private static func managed(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        switch round.state {
        case .draft: EmptyState.html(here.visit["admission.results.draft"])
        case .published: try freeze(here, round)
        case .frozen: "\(try DrawForms.draw(here, round))\(take(here, round))\(files(here, round))"
        case .decided: "\(try figures(here, round))\(announce(here, round))\(files(here, round))"
        case .announced: "\(try figures(here, round))\(second(here, round))\(files(here, round))"
        }
    }

    private static func freeze(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit
        let progress = try here.desk.progress(of: round.id)
        func count(_ state: AdmissionService.Application.State) -> Int { progress.reduce(0) { $0 + $1.count(state) } }
        let words = visit[
            "admission.results.freezeRule",
            [
                "accepted": "\(count(.accepted))", "open": "\(count(.submitted))", "returned": "\(count(.returned))",
            ]]
        // What stands in the way, with the way to it; the form only where it would be taken.
        var waits: [HTML] = []
        if let closes = round.calendar[.closes], closes >= visit.today {
            waits.append("<li>\(visit["admission.results.stillOpen", ["day": closes.prose(visit.language)]])</li>")
        }
        if count(.submitted) > 0 {
            let queue = SitePath.admissions(.queue(round.id)).with("state", "submitted")
            let words = visit["admission.results.unchecked", ["count": "\(count(.submitted))"]]
            waits.append(#"<li><a href="\#(queue)">\#(words)</a></li>"#)
        }
        let appeals = try here.desk.appeals(of: round.id).count { $0.appeal.state == .open }
        if appeals > 0 {
            let words = visit["admission.results.openAppeals", ["count": "\(appeals)"]]
            waits.append(#"<li><a href="\#(SitePath.admissions(.appeals(round.id)))">\#(words)</a></li>"#)
        }
        let form: HTML =
            waits.isEmpty
            ? DrawForms.freeze(here, round)
            : Notice.html(.note, "<p>\(visit["admission.results.notFrozenYet"])</p><ul>\(waits.html { $0 })</ul>")
        return """
            <section class="panel"><h2>\(visit["admission.results.freeze"])</h2><p>\(words)</p>\(form)</section>
            """
    }

    private static func files(_ here: AdmissionVisit, _ round: AdmissionRound) -> HTML {
        let visit = here.visit
        let names = ["round.json", "list.csv", "schools.csv"]
        var lines = names.html { name in
            """
            <li><a download href="\(SitePath.families(.draw(round.id, name)))">\(name)</a> \
            <span class="muted">\(visit["admission.draw.\(name.replacing(".", with: "-"))"])</span></li>
            """
        }
        if round.state != .frozen {
            lines += """
                <li><a download href="\(SitePath.admissions(.export(round.id, "placed.xlsx")))">placed.xlsx</a> \
                <span class="muted">\(visit["admission.export.placed-xlsx"])</span></li>
                <li><a download href="\(SitePath.admissions(.export(round.id, "letters.docx")))">letters.docx</a> \
                <span class="muted">\(visit["admission.export.letters-docx", ["count": "\(AdmissionLetters.fileLimit)"]])</span></li>
                """
        }
        let digest: HTML =
            round.digest.map { "<p>\(visit["admission.family.frozenLead"]) <code class=\"hash\">\($0)</code></p>" }
            ?? .empty
        return """
            <section class="panel"><h2>\(visit["admission.results.files"])</h2>\(digest)<ul class="lines">\(lines)</ul></section>
            """
    }

    private static func take(_ here: AdmissionVisit, _ round: AdmissionRound) -> HTML {
        let visit = here.visit
        let form = Form.post(
            visit, to: .admissions(.results(round.id)), hasFiles: true,
            """
            <p>\(visit["admission.results.takeRule"])</p>\
            \(Form.hiddenField("move", "results"))\
            <p class="field"><label for="f-files">\(visit["admission.list.file"])</label>\
            <input id="f-files" type="file" name="files" required accept=".csv,.xlsx"></p>\
            \(Form.area("note", visit["admission.results.note"], value: visit.form["note"], rows: 3, hint: visit["admission.results.noteHint"]))\
            \(Form.buttons(visit["admission.results.takeNow"]))
            """)
        return #"<details class="panel"><summary>\#(visit["admission.results.take"])</summary>\#(form)</details>"#
    }

    private static func announce(_ here: AdmissionVisit, _ round: AdmissionRound) -> HTML {
        let visit = here.visit
        let day = round.calendar[.published]?.prose(visit.language) ?? ""
        return """
            <section class="panel"><h2>\(visit["admission.results.announce"])</h2>
            <p>\(visit["admission.results.announceRule", ["day": day]])</p>
            \(Form.button(visit, to: .admissions(.results(round.id)), [("move", "announce")],
                title: visit["admission.results.announceNow"], kind: "main"))</section>
            """
    }

    private static func second(_ here: AdmissionVisit, _ round: AdmissionRound) -> HTML {
        let visit = here.visit
        return """
            <details class="panel"><summary>\(visit["admission.results.second"])</summary>
            <p>\(visit["admission.results.secondRule"])</p>
            \(Form.post(visit, to: .admissions(.results(round.id)), """
                \(Form.hiddenField("move", "second"))\
                \(Form.field("title", visit["admission.new.name"], value: visit["admission.results.secondName", ["round": round.title]],
                    isRequired: true, limit: AdmissionDesk.titleLimit))\(Form.buttons(visit["admission.results.secondNow"]))
                """))</details>
            """
    }

    /// Places and wishes by school, by wish, by class.
    private static func figures(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit, rules = try round.rules
        let figures = try here.desk.statistics(of: round.id)
        var schools = ListTable(
            visit["admission.results.bySchool"],
            columns: [.init(title: visit["admission.column.school"], isName: true)]
                + ["places", "firstWishes", "wishes", "placed", "left"].map {
                    .init(title: visit["admission.column.\($0)"], isNumeric: true)
                } + [.init(title: visit["admission.column.entering"])])
        schools.rows = figures.schools.map { line in
            let school = line.school, open = line.placed - line.entered
            let enter = HTML.when(
                round.state == .announced && open > 0,
                Form.button(
                    visit, to: .admissions(.results(round.id)),
                    [("move", "enrol"), ("school", "\(school.organisation)")],
                    title: visit["admission.results.enrol", ["count": "\(open)"]], kind: "small"))
            let queue = SitePath.admissions(.queue(round.id)).with("state", "accepted")
            let first = queue.with("desk", "\(school.organisation)")
            let placed = queue.with("result", "placed").with("school", "\(school.organisation)")
            let letters = HTML.when(
                line.placed > 0 && here.mayTakeLetters(of: school.organisation), self.letters(visit, round, school))
            return .init(cells: [
                "\(school.name)", "\(school.places)", #"<a href="\#(first)">\#(line.first)</a>"#, "\(line.wished)",
                #"<a href="\#(placed)">\#(line.placed)</a>"#,
                round.state == .announced
                    ? #"<a href="\#(SitePath.admissions(.waiting(round.id)).with("school", school.code))">\#(line.left)</a>"#
                    : "\(line.left)",
                """
                \(enter)\(HTML.when(open == 0 && line.placed > 0, "\(visit["admission.results.allEntered"])")) \(letters)
                """,
            ])
        }
        let fairness: HTML =
            try here.desk.fairness(of: round.id).map { found in
                let words = visit[
                    "admission.results.fairness",
                    [
                        "chi": "\((found.chiSquare * 10).rounded() / 10)", "freedom": "\(found.freedom)",
                        "share": "\((found.share * 1_000).rounded() / 1_000)",
                    ]]
                return "<p class=\"muted\">\(words)</p>"
            } ?? .empty
        let choices = figures.byChoice.sorted { ($0.key == 0 ? 99 : $0.key) < ($1.key == 0 ? 99 : $1.key) }.html {
            choice, count in
            let words =
                choice == 0
                ? visit["admission.results.beyond"] : visit["admission.results.choice", ["place": "\(choice)"]]
            return "<li>\(words) \(count)</li>"
        }
        var classes = ListTable(
            visit["admission.results.byClass"],
            columns: [
                .init(title: visit["admission.column.class"], isName: true),
                .init(title: visit["admission.column.placed"], isNumeric: true),
                .init(title: visit["admission.column.applicants"], isNumeric: true),
            ])
        classes.rows = rules.classes.compactMap { one in
            figures.byClass[one.name].map {
                let all = SitePath.admissions(.queue(round.id)).with("state", "accepted").with("class", one.name)
                return .init(cells: [
                    "\(one.title.text(visit.language))",
                    #"<a href="\#(all.with("result", "placed"))">\#($0.placed)</a>"#,
                    #"<a href="\#(all)">\#($0.all)</a>"#,
                ])
            }
        }
        let sum = visit[
            "admission.results.sum",
            [
                "applicants": "\(figures.applicants)", "placed": "\(figures.placed)", "waiting": "\(figures.waiting)",
                "unplaced": "\(figures.unplaced)",
            ]]
        return """
            <section><h2>\(visit["admission.results.bySchool"])</h2><p>\(sum)</p>\(fairness)\(schools.html)</section>\(try entrants(here, round))
            <div class="columns"><section class="panel"><h2>\(visit["admission.results.byChoice"])</h2>
            <ul class="lines">\(choices)</ul></section>
            <section class="panel"><h2>\(visit["admission.results.byClass"])</h2>\(classes.html)</section></div>
            """
    }

    /// Schools with more entrants than admissions: what the ban on choosing pupils by examination asks a bureau to look into.
    private static func entrants(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit, found = try here.desk.unplacedEntrants(of: round.id)
        guard !found.isEmpty else { return .empty }
        var table = ListTable(
            visit["admission.results.unplaced"],
            columns: [
                .init(title: visit["admission.column.school"], isName: true),
                .init(title: visit["admission.results.entrants"], isNumeric: true),
                .init(title: visit["admission.results.admitted"], isNumeric: true),
                .init(title: visit["admission.results.unexplained"], isNumeric: true),
            ])
        table.rows = found.map {
            .init(cells: ["\($0.school.name)", "\($0.entrants)", "\($0.admitted)", "\($0.unexplained)"])
        }
        return """
            <section class="panel attention"><h2>\(visit["admission.results.unplaced"])</h2>
            <p>\(visit["admission.results.unplacedRule"])</p>\(table.html)</section>
            """
    }

    /// The letters of a school: to print, and as a file.
    private static func letters(_ visit: Visit, _ round: AdmissionRound, _ school: RoundSchool) -> HTML {
        let page = SitePath.admissions(.letters(round.id)).with("school", school.code)
        let file = SitePath.admissions(.export(round.id, "letters.docx")).with("school", school.code)
        return """
            <a href="\(page)">\(visit["admission.results.letters"])</a> <a download href="\(file)">.docx</a>
            """
    }

    // MARK: - For schools

    /// Most children on a page.
    private static let size = 100

    private static func own(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit
        guard round.state == .announced else { return EmptyState.html(visit["admission.results.notYet"]) }
        let schools = try here.desk.placedCounts(of: round.id)
        let asked = visit.query["school"]
        guard let (school, count) = schools.first(where: { asked.isEmpty || $0.school.code == asked }) else {
            return EmptyState.html(visit["admission.results.nobody"])
        }
        let choice = HTML.when(
            schools.count > 1,
            """
            <form class="panel filters" action="\(SitePath.admissions(.results(round.id)))"><div class="fields">\
            \(Form.select("school", visit["admission.column.school"], schools.map {
                ($0.school.code, "\($0.school.name) · \($0.placed)")
            }, chosen: school.code))</div>\
            <p class="buttons"><button>\(visit["admission.queue.filter"])</button></p></form>
            """)
        guard count > 0 else { return "\(choice)\(EmptyState.html(visit["admission.results.nobody"]))" }
        let rules = try round.rules, page = Pager.page(visit)
        var table = ListTable(
            visit["admission.results.placed"],
            columns: [
                .init(title: visit["admission.column.number"], isName: true),
                .init(title: visit["admission.column.school"]), .init(title: visit["admission.column.class"]),
            ])
        table.rows = try here.desk.placed(
            of: round.id, at: school.organisation, limit: size, offset: (page - 1) * size
        ).map { one in
            .init(cells: [
                #"<a data-nav href="\#(SitePath.admissions(.application(one.id)))">\#(one.number)</a>"#,
                "\(school.name)", "\(rules.title(ofClass: one.applicantClass, visit.language))",
            ])
        }
        let list = SitePath.admissions(.export(round.id, "placed.xlsx"))
        let pager = Pager.html(
            visit, link: SiteLink(path: visit.path, query: visit.query.items), page: page, size: size, total: count)
        return """
            \(choice)<p class="buttons">\
            \(HTML.when(here.desk.mayExport(school.organisation), #"<a class="button" download href="\#(list)">\#(visit["admission.export.placed-xlsx"])</a>"#)) \
            \(HTML.when(here.mayTakeLetters(of: school.organisation), letters(visit, round, school)))</p>\
            \(table.html)\(pager)
            """
    }
}
