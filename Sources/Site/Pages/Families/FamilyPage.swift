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
            \(try Notice.error(visit, error))\(number(here))\(try status(here))\(try result(here))\
            \(try FamilyLaterPanels.html(here))\
            \(try todo(here))\(try appeal(here))\(try history(here))
            """
        return .page(
            here.page(
                title, lead: #"<a href="\#(SitePath.families(.round(here.round.id)))">\#(here.round.title)</a>"#, main),
            status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    static func move(_ visit: Visit) throws -> Answer {
        let here = try FamilyVisit(visit)
        let id = here.application.id
        do {
            switch visit.form["move"] {
            case "submit":
                // A second tap on the button: it was handed in by the first.
                guard here.application.state != .submitted else { return .redirect(.families(.receipt)) }
                try here.admissions.submit(id, version: visit.form.row("version") ?? 0)
                return .redirect(.families(.receipt))
            case "resume":
                try here.admissions.resume(id)
                return .redirect(SitePath.families(.mine).with("done", "applicationResumed"))
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

    private static func status(_ here: FamilyVisit) throws -> HTML {
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
            <p>\(application.state.mark(visit))</p>\(next(here))\(words)\(receipt)\(resume(here))</section>
            """
    }

    /// What comes next, and until when.
    private static func next(_ here: FamilyVisit) -> HTML {
        let visit = here.visit, state = here.application.state, round = here.round
        func day(_ day: RoundDay) -> String { round.calendar[day]?.prose(visit.language) ?? "" }
        let key = state == .accepted && round.state == .announced ? "announced" : state.rawValue
        let words = visit[
            "admission.next.\(key)",
            ["closes": day(.closes), "checked": day(.checked), "published": day(.published)]]
        let own = HTML.when(
            state == .submitted || state == .accepted,
            here.applicantClass.map { "<p>\(visit["admission.column.class"]): \($0)</p>" } ?? .empty)
        let again = HTML.when(
            state == .withdrawn && round.takesApplications(on: visit.today),
            """
            <p class="buttons"><a class="button main" href="\(SitePath.families(.round(round.id)))">\
            \(visit["admission.family.startAgain"])</a></p>
            """)
        return "<p>\(words)</p>\(own)\(again)"
    }

    /// Second thoughts: until the last day a family may take back what nobody has checked, and change it.
    private static func resume(_ here: FamilyVisit) -> HTML {
        guard here.admissions.mayResume(here.application, in: here.round) else { return .empty }
        let visit = here.visit
        return """
            <details><summary>\(visit["admission.family.resume"])</summary>
            <p>\(visit["admission.family.resumeRule",
                ["day": here.round.calendar[.closes]?.prose(visit.language) ?? ""]])</p>
            \(Form.button(visit, to: .families(.mine), [("move", "resume")],
                title: visit["admission.family.resumeNow"]))</details>
            """
    }

    private static func result(_ here: FamilyVisit) throws -> HTML {
        guard let words = try FamilyPapers.result(here) else { return .empty }
        let visit = here.visit
        return """
            <section class="panel"><h2>\(visit["admission.column.result"])</h2>\(words)
            <p class="buttons"><a class="button main" href="\(SitePath.families(.letter))">\
            \(FamilyPapers.title(visit, here.application))</a></p></section>
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
            let isUntouched = here.isUntouched(step)
            let mark =
                mine.isEmpty
                ? Mark.html("accepted", "✓", visit["admission.step.done"])
                : isUntouched
                    ? Mark.html("pending", "○", visit["admission.step.untouched"])
                    : Mark.html("unsure", "▲", visit["admission.step.open", ["count": "\(mine.count)"]])
            // What is wrong with a step is told once it was begun: a fresh form is no list of faults.
            let list = HTML.when(
                !mine.isEmpty && !isUntouched, "<ul>\(mine.html { "<li>\(visit.words(of: $0))</li>" })</ul>")
            return """
                <li><a href="\(SitePath.families(.step(step)))">\(visit["admission.step.\(step.rawValue)"])</a> \(mark)\(list)</li>
                """
        }
        let submit = try HTML.when(
            faults.isEmpty,
            """
            <h3>\(visit["admission.family.lookOver"])</h3>\(try FamilySummary(here: here).html)
            <p>\(visit["admission.family.submitRule"])</p>
            \(Form.button(visit, to: .families(.mine), [("move", "submit"), ("version", "\(application.version)")],
                title: visit["admission.family.submit"], kind: "main"))
            """)
        return """
            <section class="panel" id="steps"><h2>\(visit["admission.family.steps"])</h2>
            <ol class="lines">\(lines)</ol>\(goOn(here, faults))\(submit)</section>\(withdraw(here))
            """
    }

    /// The one thing to do next: the first step that is not right.
    private static func goOn(_ here: FamilyVisit, _ faults: [ApplicationFault]) -> HTML {
        guard let step = here.steps.first(where: { step in faults.contains { $0.step == step } }) else { return .empty }
        let visit = here.visit
        let key = here.steps.allSatisfy(here.isUntouched) ? "admission.step.begin" : "admission.step.goOn"
        return """
            <p class="buttons"><a class="button main" href="\(SitePath.families(.step(step)))">\
            \(visit[key, ["step": visit["admission.step.\(step.rawValue)"]]])</a></p>
            """
    }

    private static func withdraw(_ here: FamilyVisit) -> HTML {
        let visit = here.visit
        return """
            <details class="panel"><summary>\(visit["admission.family.withdraw"])</summary>
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
