import AdmissionService
import Localisation
import Registers

/// One application at the desk: what the family told, masked until asked for; documents; what was found; the decision.
enum ApplicationPage {
    static func show(_ visit: Visit, _ id: Int64, shown: ApplicationForm? = nil, error: (any Error)? = nil) throws
        -> Answer
    {
        let here = try AdmissionVisit(visit)
        let application = try here.desk.application(id)
        let round = try here.admissions.round(application.round), rules = try round.rules
        let form = try shown ?? here.admissions.form(of: application)
        let title = visit["admission.one.title", ["number": application.number]]
        let back: HTML =
            #"\#(try next(here, application, round))<a class="button" href="\#(SitePath.admissions(.queue(round.id)))">\#(visit["admission.one.back"])</a>"#
        let main: HTML = """
            \(PageHead.html(title, lead: "\(round.title) \(application.state.mark(visit))", actions: back))\
            \(try Notice.error(visit, error))
            \(try findings(here, application))
            \(try told(here, application, round, rules, form, isShown: shown != nil))
            \(try documents(here, application, rules))
            \(try decision(here, application, round, rules))
            \(try result(here, application, round))
            \(try history(here, application))
            """
        return .page(here.page(title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let application = try here.desk.application(id)
        if visit.form["move"] == "reveal" { return try show(visit, id, shown: here.desk.reveal(application)) }
        return try here.visit.move {
            let words = visit.form["words"]
            switch visit.form["move"] {
            case "document":
                guard let document = visit.form.row("document") else { throw SiteError.badChoice }
                try here.desk.check(
                    document: document, of: id, accepted: visit.form["accepted"] == "1", words: words)
            case "accept": try here.desk.accept(id, acceptsDocuments: visit.form.isOn("documents"))
            case "return": try here.desk.sendBack(id, words: words)
            case "refuse": try here.desk.refuse(id, words: words)
            case "reopen": try here.desk.reopen(id)
            case "class":
                let name = visit.form["class"]
                try here.desk.setClass(id, to: name.isEmpty ? nil : name, words: words)
            case "sibling": try here.desk.confirmSibling(id, visit.form["confirmed"] == "1")
            case "place": try here.desk.place(id, at: visit.form["school"], words: words)
            case "takeBack": try here.desk.takeBack(id)
            case "giveUp": try here.desk.giveUp(id, words: words)
            default: throw SiteError.badChoice
            }
            return SiteLink(path: .admissions(.application(id)))
        } orShow: {
            try show(visit, id, error: $0)
        }
    }

    /// The next that waits for whoever checks this one, so that nobody goes back to the list for each.
    private static func next(
        _ here: AdmissionVisit, _ application: AdmissionService.Application, _ round: AdmissionRound
    ) throws -> HTML {
        guard round.state == .published, here.desk.mayCheck(application.desk) else { return .empty }
        var query = ApplicationQuery()
        query.state = .submitted
        let found = try here.desk.applications(of: round.id, query)
        let mine = found.applications.first { $0.id != application.id && here.desk.mayCheck($0.desk) }
        guard let other = mine else { return .empty }
        let left = found.total - (application.state == .submitted ? 1 : 0)
        let words = here.visit["admission.one.next", ["count": "\(left)"]]
        return #"<a class="button" href="\#(SitePath.admissions(.application(other.id)))">\#(words)</a>"#
    }

    private static func findings(_ here: AdmissionVisit, _ application: AdmissionService.Application) throws -> HTML {
        let visit = here.visit
        let found = try here.desk.findings(of: application)
        guard !found.isEmpty else { return .empty }
        let lines = found.html { finding -> HTML in
            let link: HTML =
                finding.application.map {
                    #" <a href="\#(SitePath.admissions(.application($0)))">\#(visit["admission.one.see"])</a>"#
                } ?? .empty
            let mark =
                finding.kind.isGrave
                ? Mark.html("unsure", "▲", visit["admission.findingShort.\(finding.kind.rawValue)"])
                : Mark.html("accepted", "✓", visit["admission.findingShort.\(finding.kind.rawValue)"])
            return "<li>\(mark) \(visit.words(of: finding))\(link)</li>"
        }
        return """
            <section class="panel attention"><h2>\(visit["admission.column.findings"])</h2><ul class="lines">\(lines)</ul></section>
            """
    }

    // MARK: - What the family told

    private static func told(
        _ here: AdmissionVisit, _ application: AdmissionService.Application, _ round: AdmissionRound,
        _ rules: RoundRules, _ form: ApplicationForm, isShown: Bool
    ) throws -> HTML {
        let visit = here.visit
        func text(_ value: String, _ kind: MaskKind) -> String { isShown ? value : kind.masked(value) }
        var details = Details()
        details.add(visit["admission.field.name"], text: text(form.name, .name))
        details.add(visit["admission.field.id"], text: text(form.idNumber, .number))
        details.add(visit["admission.field.birth"], text: isShown ? form.birth : String(form.birth.prefix(4)))
        for (index, guardian) in form.guardians.enumerated() {
            let words = [
                text(guardian.name, .name), text(guardian.idNumber, .number), text(guardian.mobile, .number),
            ].joined(separator: " · ")
            details.add(visit["admission.field.guardian", ["place": "\(index + 1)"]], text: words)
        }
        details.add(
            visit["admission.column.place"],
            text: try here.admissions.place(form.place, of: round.id)?.name)
        details.add(
            visit["admission.field.address"], text: text([form.address, form.unit].joined(separator: " "), .all))
        for question in rules.questions {
            let answer = question.options.first { $0.name == form.answers[question.name] }
            details.add(question.title.text(visit.language), text: answer?.title.text(visit.language))
        }
        let names = Dictionary(try here.admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        details.add(
            visit["admission.field.choices"], "<ol>\(application.choices.html { "<li>\(names[$0] ?? $0)</li>" })</ol>")
        if !form.sibling.name.isEmpty {
            details.add(
                visit["admission.field.sibling"],
                text: "\(text(form.sibling.name, .name)) · \(names[form.sibling.school] ?? "")")
        }
        details.add(visit["admission.field.twin"], text: application.twin.isEmpty ? nil : application.twin)
        let reveal = HTML.when(
            !isShown && (here.desk.mayReveal(application.desk)),
            """
            <p>\(Form.button(visit, to: .admissions(.application(application.id)), [("move", "reveal")],
                title: visit["admission.one.reveal"])) <span class="muted">\(visit["admission.one.revealRule"])</span></p>
            """)
        return """
            <section class="panel"><h2>\(visit["admission.one.told"])</h2>\(details.html)\(reveal)</section>
            """
    }

    /// What is left of a value for those who have not asked for it.
    private enum MaskKind {
        case name, number, all

        func masked(_ value: String) -> String {
            guard !value.isEmpty else { return "" }
            return switch self {
            case .name: AdmissionQueuePage.masked(value)
            case .number: "\(value.prefix(3))＊＊＊＊\(value.suffix(1))"
            case .all: "＊＊＊"
            }
        }
    }

    // MARK: - Documents

    private static func documents(
        _ here: AdmissionVisit, _ application: AdmissionService.Application, _ rules: RoundRules
    ) throws -> HTML {
        let visit = here.visit
        let files = try here.admissions.documents(of: application.id)
        let mayCheck = application.state == .submitted && here.desk.mayCheck(application.desk)
        let path = SitePath.admissions(.application(application.id))
        let lines = files.html { file -> HTML in
            let title = rules.documents.first { $0.name == file.document }?.title.text(visit.language) ?? file.document
            let name: HTML =
                here.desk.mayReveal(application.desk)
                ? #"<a download href="\#(SitePath.admissions(.file(application.id, file.id)))">\#(visit["admission.document.open"])</a>"#
                : .empty
            let moves = HTML.when(
                mayCheck,
                """
                \(Form.button(visit, to: path, [("move", "document"), ("document", "\(file.id)"), ("accepted", "1")],
                    title: visit["admission.document.accept"], kind: "small"))\
                <details class="menu"><summary>\(visit["admission.document.return"])</summary>\
                \(Form.post(visit, to: path, """
                    \(Form.hiddenField("move", "document"))\(Form.hiddenField("document", "\(file.id)"))\
                    <p class="field"><label for="f-why-\(file.id)">\(visit["admission.one.why"])</label>\
                    <input id="f-why-\(file.id)" name="words" required maxlength="\(AdmissionDesk.wordsLimit)"></p>\
                    <p class="buttons"><button>\(visit["admission.document.returnNow"])</button></p>
                    """))</details>
                """)
            let words: HTML = file.words.isEmpty ? .empty : #"<div class="muted">\#(file.words)</div>"#
            return "<li>\(title) \(name) \(file.state.mark(visit)) \(moves)\(words)</li>"
        }
        let body: HTML =
            files.isEmpty ? EmptyState.html(visit["admission.document.nothing"]) : #"<ul class="lines">\#(lines)</ul>"#
        return """
            <section class="panel"><h2>\(visit["admission.step.documents"])</h2>\(body)</section>
            """
    }

    // MARK: - Decision

    private static func decision(
        _ here: AdmissionVisit, _ application: AdmissionService.Application, _ round: AdmissionRound,
        _ rules: RoundRules
    ) throws -> HTML {
        guard round.state == .published else { return .empty }
        let visit = here.visit, path = SitePath.admissions(.application(application.id))
        let decide = HTML.when(
            application.state == .submitted && here.desk.mayCheck(application.desk),
            """
            <section class="panel" id="decide"><h2>\(visit["admission.one.decide"])</h2>
            \(Form.post(visit, to: path, """
                \(Form.hiddenField("move", "accept"))\(Form.check("documents", visit["admission.one.withDocuments"]))\
                \(Form.buttons(visit["admission.one.accept"]))
                """))
            \(Form.post(visit, to: path, """
                \(Form.area("words", visit["admission.one.why"], value: visit.form["words"], rows: 3)) \
                <p class="buttons"><button name="move" value="return">\(visit["admission.one.return"])</button>\
                <button name="move" value="refuse">\(visit["admission.one.refuse"])</button></p>
                """))</section>
            """)
        let reopen = HTML.when(
            [.accepted, .refused].contains(application.state) && here.desk.mayDecide(application.desk),
            "<p>\(Form.button(visit, to: path, [("move", "reopen")], title: visit["admission.one.reopen"]))</p>")
        return "\(try applicantClass(here, application, rules))\(sibling(here, application))\(decide)\(reopen)"
    }

    private static func applicantClass(
        _ here: AdmissionVisit, _ application: AdmissionService.Application, _ rules: RoundRules
    ) throws -> HTML {
        let visit = here.visit
        let title = rules.title(ofClass: application.applicantClass, visit.language)
        let rank = rules.rank(of: application.applicantClass).map(String.init) ?? ""
        let by = visit[
            application.isClassSet ? "admission.one.classByStaff" : "admission.one.classByRule",
            ["rank": rank, "class": title]]
        let words: HTML =
            application.classWords.isEmpty ? .empty : #"<p class="said muted">\#(application.classWords)</p>"#
        let options =
            [("", visit["admission.one.classRule"])] + rules.classes.map { ($0.name, $0.title.text(visit.language)) }
        let change = HTML.when(
            here.desk.mayDecide(application.desk)
                && [.submitted, .returned, .accepted].contains(application.state),
            """
            <details class="menu"><summary>\(visit["admission.one.changeClass"])</summary>\
            \(Form.post(visit, to: .admissions(.application(application.id)), """
                \(Form.hiddenField("move", "class"))\
                \(Form.select("class", visit["admission.column.class"], options, chosen: application.applicantClass))\
                <p class="field"><label for="f-class-words">\(visit["admission.one.why"])</label>\
                <input id="f-class-words" name="words" maxlength="\(AdmissionDesk.wordsLimit)"></p>\
                <p class="buttons"><button>\(visit["admission.one.saveClass"])</button></p>
                """))</details>
            """)
        return
            #"<section class="panel"><h2>\#(visit["admission.column.class"])</h2><p>\#(by)</p>\#(words)\#(change)</section>"#
    }

    private static func sibling(_ here: AdmissionVisit, _ application: AdmissionService.Application) -> HTML {
        let visit = here.visit
        guard !application.siblingSchool.isEmpty, here.desk.mayCheck(application.desk),
            [.submitted, .accepted].contains(application.state)
        else { return .empty }
        let isOn = application.isSiblingConfirmed
        return """
            <p>\(visit[isOn ? "admission.one.siblingOn" : "admission.one.siblingOff"]) \
            \(Form.button(visit, to: .admissions(.application(application.id)),
                [("move", "sibling"), ("confirmed", isOn ? "0" : "1")],
                title: visit[isOn ? "admission.one.siblingUndo" : "admission.one.siblingConfirm"]))</p>
            """
    }

    // MARK: - Result

    private static func result(
        _ here: AdmissionVisit, _ application: AdmissionService.Application, _ round: AdmissionRound
    ) throws -> HTML {
        let visit = here.visit
        let schools = try here.admissions.schools(of: round.id)
        // Before they are announced, results are for those who give them.
        guard round.state == .announced || here.desk.mayManage,
            let words = FamilyPapers.words(visit, application, schools)
        else { return .empty }
        let path = SitePath.admissions(.application(application.id))
        let takeBack = HTML.when(
            application.enrolled != nil && here.desk.mayManage,
            """
            <details class="menu"><summary>\(visit["admission.one.takeBack"])</summary>\
            <p>\(visit["admission.one.takeBackRule"])</p>\
            \(Form.button(visit, to: path, [("move", "takeBack")], title: visit["admission.one.takeBackNow"]))</details>
            """)
        let giveUp = HTML.when(
            application.result == .placed && application.enrolled == nil && round.state == .announced
                && here.desk.mayManage,
            """
            <details class="menu"><summary>\(visit["admission.offer.giveUp"])</summary>
            <p>\(visit["admission.offer.giveUpRule"])</p>
            \(Form.post(visit, to: path, """
                \(Form.hiddenField("move", "giveUp"))\
                <p class="field"><label for="f-give-up-words">\(visit["admission.one.why"])</label>\
                <input id="f-give-up-words" name="words" required maxlength="\(AdmissionDesk.wordsLimit)"></p>\
                <p class="buttons"><button>\(visit["admission.offer.giveUpNow"])</button></p>
                """))</details>
            """)
        let upheld = try here.admissions.appeals(of: application.id).contains {
            $0.about == "result" && $0.state == .upheld
        }
        let place = HTML.when(
            upheld && application.result != .placed && here.desk.mayManage,
            Form.post(
                visit, to: path,
                """
                \(Form.hiddenField("move", "place"))\
                \(Form.select("school", visit["admission.one.placeAt"], schools.map { ($0.code, $0.name) }, chosen: ""))\
                <p class="field"><label for="f-place-words">\(visit["admission.one.why"])</label>\
                <input id="f-place-words" name="words" required maxlength="\(AdmissionDesk.wordsLimit)"></p>\
                \(Form.buttons(visit["admission.one.placeNow"]))
                """))
        let letter = HTML.when(
            here.mayTakeLetters(of: application.school ?? application.desk),
            #"<p>\#(AdmissionLetters.download(visit, round.id, ("application", "\(application.id)")))</p>"#)
        let entered = HTML.when(application.enrolled != nil, "<p>\(visit["admission.one.entered"])</p>")
        return """
            <section class="panel"><h2>\(visit["admission.column.result"])</h2>\(words)\(entered)\(letter)\(takeBack)\(giveUp)\(place)</section>
            """
    }

    private static func history(_ here: AdmissionVisit, _ application: AdmissionService.Application) throws -> HTML {
        let visit = here.visit
        let names = try Principals(visit)
        let lines = try here.admissions.events(of: application.id).html { event in
            let who = event.who == "system:family" ? visit["admission.one.family"] : names[event.who]
            return """
                <li>\(visit.time(event.at)) \(who) \(visit["admission.event.\(event.action)"])\
                \(HTML.when(!event.words.isEmpty, "<div class=\"said muted\">\(event.words)</div>"))</li>
                """
        }
        return #"<section><h2>\#(visit["admission.family.history"])</h2><ul class="lines">\#(lines)</ul></section>"#
    }
}
