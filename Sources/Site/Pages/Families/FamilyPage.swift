import AdmissionService
import Localisation
import Monitoring

/// The own application: where it stands, what to do next.
enum FamilyPage {
    static func show(_ visit: Visit, error: (any Error)? = nil) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        let here = try FamilyVisit(visit)
        let title = visit["admission.family.mine"]
        let main: HTML = """
            \(try Notice.error(visit, error))\(number(here))\(status(here))\(try result(here))\(try FamilyLaterPanels.html(here))
            \(try todo(here))\(try appeal(here))\(try history(here))
            """
        return .page(
            here.page(title, lead: "\(here.round.title)", main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func move(_ visit: Visit) throws -> Answer {
        let here = try FamilyVisit(visit)
        let id = here.application.id
        do {
            switch visit.form["move"] {
            case "submit":
                try here.admissions.submit(id, version: visit.form.row("version") ?? 0)
                return .redirect(.families(.receipt))
            case "withdraw": try here.admissions.withdraw(id)
            case "giveUp", "offer", "goOn": return try FamilyLaterPanels.move(here)
            case "appeal": try here.admissions.appeal(id, words: visit.form["words"])
            default: throw SiteError.badChoice
            }
            return .redirect(.families(.mine))
        } catch let error as any Explained & Error {
            return try show(visit, error: error)
        }
    }

    /// The number stands out: the family needs it to come back.
    private static func number(_ here: FamilyVisit) -> HTML {
        let visit = here.visit
        return """
            <section class="panel"><h2>\(visit["admission.column.number"])</h2>
            <p class="number">\(here.application.number)</p>
            <p>\(visit["admission.family.keepNumber"])</p></section>
            """
    }

    private static func status(_ here: FamilyVisit) -> HTML {
        let visit = here.visit, application = here.application
        let words: HTML =
            application.words.isEmpty
            ? .empty : Notice.html(application.state == .refused ? .error : .note, "\(application.words)")
        let receipt = HTML.when(
            ![.draft, .withdrawn].contains(application.state),
            #"<p class="buttons"><a class="button" href="\#(SitePath.families(.receipt))">\#(visit["admission.family.receipt"])</a></p>"#
        )
        return """
            <section class="panel"><h2>\(visit["admission.family.status"])</h2>
            <p>\(application.state.mark(visit))</p><p>\(visit["admission.next.\(application.state.rawValue)"])</p>
            \(words)\(receipt)</section>
            """
    }

    private static func result(_ here: FamilyVisit) throws -> HTML {
        guard let words = try FamilyPapers.result(here) else { return .empty }
        let visit = here.visit
        return """
            <section class="panel"><h2>\(visit["admission.column.result"])</h2>\(words)
            <p class="buttons"><a class="button main" href="\(SitePath.families(.letter))">\
            \(visit["admission.family.letter"])</a></p></section>
            """
    }

    /// The steps with what is still wrong in each, then handing in.
    private static func todo(_ here: FamilyVisit) throws -> HTML {
        let visit = here.visit, application = here.application
        guard here.isOpen else {
            return HTML.when(
                here.round.state == .published && [.submitted, .accepted, .draft].contains(application.state),
                withdraw(here))
        }
        let faults = try here.admissions.faults(of: application)
        let lines = here.steps.html { step -> HTML in
            let mine = faults.filter { $0.step == step }
            let mark =
                mine.isEmpty
                ? Mark.html("accepted", "✓", visit["admission.step.done"])
                : Mark.html("unsure", "▲", visit["admission.step.open", ["count": "\(mine.count)"]])
            let list = HTML.when(!mine.isEmpty, "<ul>\(mine.html { "<li>\(visit.words(of: $0))</li>" })</ul>")
            return """
                <li><a href="\(SitePath.families(.step(step)))">\(visit["admission.step.\(step.rawValue)"])</a> \(mark)\(list)</li>
                """
        }
        let submit = HTML.when(
            faults.isEmpty,
            """
            <p>\(visit["admission.family.submitRule"])</p>
            \(Form.button(visit, to: .families(.mine), [("move", "submit"), ("version", "\(application.version)")],
                title: visit["admission.family.submit"], kind: "main"))
            """)
        return """
            <section class="panel" id="steps"><h2>\(visit["admission.family.steps"])</h2>
            <ol class="lines">\(lines)</ol>\(submit)</section>\(withdraw(here))
            """
    }

    private static func withdraw(_ here: FamilyVisit) -> HTML {
        let visit = here.visit
        return """
            <details class="menu"><summary>\(visit["admission.family.withdraw"])</summary>
            <p>\(visit["admission.family.withdrawRule"])</p>
            \(Form.button(visit, to: .families(.mine), [("move", "withdraw")],
                title: visit["admission.family.withdrawNow"]))</details>
            """
    }

    private static func appeal(_ here: FamilyVisit) throws -> HTML {
        let visit = here.visit
        let made = try here.admissions.appeals(of: here.application.id)
        let lines = made.html { appeal in
            """
            <li>\(visit.time(appeal.madeAt)) \(visit["admission.appeal.\(appeal.state.rawValue)"])\
            <div class="said">\(appeal.words)</div>\
            \(HTML.when(!appeal.answer.isEmpty, "<div class=\"said muted\">\(appeal.answer)</div>"))</li>
            """
        }
        let form = HTML.when(
            try here.admissions.appealable(here.application) != nil,
            Form.post(
                visit, to: .families(.mine),
                """
                \(Form.hiddenField("move", "appeal"))\
                \(Form.area("words", visit["admission.appeal.words"], value: visit.form["words"], hint: visit["admission.appeal.hint"]))\
                \(Form.buttons(visit["admission.appeal.make"]))
                """))
        guard !made.isEmpty || !form.isEmpty else { return .empty }
        return """
            <section class="panel"><h2>\(visit["admission.appeal.title"])</h2>\
            \(HTML.when(!made.isEmpty, "<ul class=\"lines\">\(lines)</ul>"))\(form)</section>
            """
    }

    private static func history(_ here: FamilyVisit) throws -> HTML {
        let visit = here.visit
        let lines = try here.admissions.events(of: here.application.id).reversed().html { event in
            """
            <li>\(visit.time(event.at)) \(visit["admission.event.\(event.action)"])\
            \(HTML.when(!event.words.isEmpty && event.action != "class", "<div class=\"said muted\">\(event.words)</div>"))</li>
            """
        }
        return """
            <section class="panel"><h2>\(visit["admission.family.history"])</h2><ul class="lines">\(lines)</ul></section>
            """
    }
}
