import AdmissionService
import Localisation
import Monitoring

/// The waiting list of a school: places that became free go to the next by the order of the draw, and nobody chooses who.
enum AdmissionWaitingPage {
    private static let size = 100

    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { throw AdmissionError.noRound }
        let round = try here.desk.round(id)
        let schools = try here.admissions.schools(of: id)
        let code = visit.query["school"].isEmpty ? schools.first?.code ?? "" : visit.query["school"]
        let body: HTML =
            round.state == .announced
            ? try list(here, round, try here.desk.waitingList(of: id, school: code))
            : EmptyState.html(visit["admission.offer.notYet"])
        let choice = Form.select(
            "school", visit["admission.column.school"], schools.map { ($0.code, $0.name) }, chosen: code)
        let main: HTML = """
            \(PageHead.html(round.title, lead: "\(visit["admission.offer.lead"])"))\(here.tabs(round, at: .results(id)))\
            \(try Notice.error(visit, error))
            <form class="panel filters" action="\(SitePath.admissions(.waiting(id)))"><div class="fields">\(choice)</div>\
            <p class="buttons"><button>\(visit["admission.queue.filter"])</button></p></form>\(body)
            """
        return .page(here.page(round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let school = visit.form["school"]
        return try here.visit.move {
            switch visit.form["move"] {
            case "offer":
                guard let until = Day(visit.form["until"]) else { throw AdmissionError.badDay }
                try here.desk.offerNext(of: id, school: school, until: until)
            case "accept", "decline":
                guard let offer = visit.form.row("offer") else { throw SiteError.badChoice }
                try here.desk.answer(
                    offer: offer, accepted: visit.form["move"] == "accept", words: visit.form["words"])
            default: throw SiteError.badChoice
            }
            return SitePath.admissions(.waiting(id)).with("school", school)
        } orShow: {
            try show(visit, id, error: $0)
        }
    }

    private static func list(_ here: AdmissionVisit, _ round: AdmissionRound, _ list: WaitingList) throws -> HTML {
        let visit = here.visit, next = Set(list.next.map(\.position))
        let page = Pager.page(visit)
        var table = ListTable(
            visit["admission.offer.list"],
            columns: [
                .init(title: visit["admission.offer.position"], isNumeric: true),
                .init(title: visit["admission.column.number"], isName: true),
                .init(title: visit["admission.column.class"]), .init(title: visit["admission.column.result"]),
                .init(title: visit["admission.offer.offers"]),
            ])
        let rules = try round.rules
        table.rows = list.lines.dropFirst((page - 1) * size).prefix(size).map { line in
            let numbers = line.applications.html { one in
                #"<div><a data-nav href="\#(SitePath.admissions(.application(one.id)))">\#(one.number)</a></div>"#
            }
            let results = line.applications.html { one in
                "<div>\(one.result.map { visit["admission.resultShort.\($0.rawValue)"] } ?? "")</div>"
            }
            let mark = HTML.when(
                next.contains(line.position), Mark.html("soon", "▲", visit["admission.offer.isNext"]))
            return .init(cells: [
                "\(line.position)", numbers,
                "\(line.applications.first.map { rules.title(ofClass: $0.applicantClass, visit.language) } ?? "")",
                results, "\(mark)\(line.offers.html { offer(here, round, list.school, $0) })",
            ])
        }
        let pager = Pager.html(
            visit, link: SiteLink(path: visit.path, query: visit.query.items), page: page, size: size,
            total: list.lines.count)
        let body: HTML =
            list.lines.isEmpty ? EmptyState.html(visit["admission.offer.nobody"]) : "\(table.html)\(pager)"
        return """
            \(offering(here, round, list))
            <section><h2>\(visit["admission.offer.list"])</h2><p class="muted">\(visit["admission.offer.rule"])</p>\(body)</section>
            """
    }

    /// How many places are free, and to whom they would go.
    private static func offering(_ here: AdmissionVisit, _ round: AdmissionRound, _ list: WaitingList) -> HTML {
        let visit = here.visit, next = list.next
        let children = next.reduce(0) { $0 + $1.applications.count }
        let words = visit[
            "admission.offer.free",
            [
                "school": list.school.name, "places": "\(list.school.places)", "free": "\(list.free)",
                "next": "\(children)",
            ]]
        let form = HTML.when(
            children > 0,
            Form.post(
                visit, to: .admissions(.waiting(round.id)),
                """
                \(Form.hiddenField("move", "offer"))\(Form.hiddenField("school", list.school.code))\
                \(Form.field("until", visit["admission.offer.until"], value: (visit.today + 5).text, kind: .date, isRequired: true))\
                \(Form.buttons(visit["admission.offer.now", ["count": "\(children)"]]))
                """))
        return #"<section class="panel"><h2>\#(visit["admission.offer.title"])</h2><p>\#(words)</p>\#(form)</section>"#
    }

    /// An offer with how it stands; while it is open the desk notes what the family answered.
    private static func offer(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ school: RoundSchool, _ offer: PlaceOffer
    ) -> HTML {
        let visit = here.visit
        let isOpen = offer.isOpen(on: visit.today)
        let key = offer.state == .open && !isOpen ? "lapsed" : offer.state.rawValue
        let word = visit["admission.offer.state.\(key)"]
        let mark =
            switch key {
            case "open": Mark.html("soon", "◔", word)
            case "accepted": Mark.html("accepted", "✓", word)
            default: Mark.html("rejected", "×", word)
            }
        let words: HTML = offer.words.isEmpty ? .empty : #"<div class="muted">\#(offer.words)</div>"#
        let letter = SitePath.admissions(.letters(round.id)).with("offer", "\(offer.id)")
        let answer = HTML.when(
            isOpen,
            """
            <a href="\(letter)">\(visit["admission.offer.letter"])</a>
            <details class="menu"><summary>\(visit["admission.offer.answer"])</summary>\
            \(Form.post(visit, to: .admissions(.waiting(round.id)), """
                \(Form.hiddenField("offer", "\(offer.id)"))\(Form.hiddenField("school", school.code))\
                <p class="field"><label for="f-offer-\(offer.id)">\(visit["admission.offer.how"])</label>\
                <input id="f-offer-\(offer.id)" name="words" required maxlength="\(AdmissionDesk.wordsLimit)"></p>\
                <p class="buttons"><button class="main" name="move" value="accept">\(visit["admission.offer.accept"])</button>\
                <button name="move" value="decline">\(visit["admission.offer.decline"])</button></p>
                """))</details>
            """)
        return """
            <div>\(mark) <span class="muted">\(visit["admission.offer.untilDay", ["day": offer.until.text]])</span>\(words) \(answer)</div>
            """
    }
}
