import AdmissionService
import Localisation
import Monitoring

/// What a family prints: what it handed in, and the result.
enum FamilyPapers {
    static func receipt(_ visit: Visit) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        let here = try FamilyVisit(visit)
        guard here.application.state != .draft else { return .redirect(.families(.mine)) }
        let title = visit["admission.family.receipt"]
        var details = Details()
        details.add(visit["admission.column.number"], text: here.application.number)
        details.add(visit["admission.column.round"], text: here.round.title)
        details.add(visit["admission.field.name"], text: here.form.name)
        details.add(visit["admission.column.submitted"], text: here.application.submittedAt.map(visit.time))
        details.add(visit["admission.column.state"], here.application.state.mark(visit))
        details.add(visit["admission.column.class"], text: here.applicantClass)
        let summary = FamilySummary(here: here)
        details.add(visit["admission.field.choices"], try summary.wishes)
        details.add(visit["admission.step.documents"], summary.files)
        let main: HTML = """
            <section class="panel paper">\(details.html)<p>\(visit["admission.family.receiptNote",
                ["day": here.round.calendar[.checked]?.prose(visit.language) ?? ""]])</p></section>
            \(back(visit))
            """
        return .page(here.page(title, main))
    }

    private static func back(_ visit: Visit) -> HTML {
        #"<p class="buttons"><a class="button" href="\#(SitePath.families(.mine))">\#(visit["admission.family.back"])</a></p>"#
    }

    /// The result in words, from the day of publication on; nil before.
    static func result(_ here: FamilyVisit) throws -> HTML? {
        let application = here.application
        guard here.round.showsResults(on: here.visit.today), application.state == .accepted else { return nil }
        return try words(here.visit, application, here.admissions.schools(of: here.round.id))
    }

    /// What came of an application, with its reason.
    static func words(_ visit: Visit, _ application: AdmissionService.Application, _ schools: [RoundSchool]) -> HTML? {
        guard let result = application.result else { return nil }
        let school = schools.first { $0.organisation == application.school }?.name ?? ""
        let words: String
        switch result {
        case .placed:
            words =
                application.choice.map {
                    visit["admission.result.placedAt", ["school": school, "choice": "\($0)"]]
                } ?? visit["admission.result.placedBeyond", ["school": school]]
        case .waiting: words = visit["admission.result.waitingAt", ["number": "\(application.waiting ?? 0)"]]
        case .unplaced: words = visit["admission.result.unplaced"]
        }
        let reason = application.reason[visit.language] ?? ""
        return """
            <p><strong>\(words)</strong></p>\(HTML.when(!reason.isEmpty, "<p>\(reason)</p>"))
            """
    }

    /// What the paper is called: a letter of admission only for those who have a place.
    static func title(_ visit: Visit, _ application: AdmissionService.Application) -> String {
        visit[application.result == .placed ? "admission.letter.title" : "admission.letter.titleOther"]
    }

    static func letter(_ visit: Visit) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        let here = try FamilyVisit(visit)
        guard let words = try result(here) else { return .redirect(.families(.mine)) }
        let title = Self.title(visit, here.application)
        let main: HTML = """
            \(try letter(visit, here.application, here.form, here.round, here.rules, words))\(back(visit))
            """
        return .page(here.page(title, main))
    }

    /// A letter for one child.
    static func letter(
        _ visit: Visit, _ application: AdmissionService.Application, _ form: ApplicationForm, _ round: AdmissionRound,
        _ rules: RoundRules, _ words: HTML
    ) throws -> HTML {
        let next = visit[
            application.result == .placed ? "admission.letter.placed" : "admission.letter.unplaced",
            ["day": rules.entry.day(of: round.year).prose(visit.language)]]
        return """
            <section class="panel paper"><h2>\(visit["admission.letter.dear", ["name": form.name]])</h2>
            <p>\(visit["admission.letter.round", ["round": round.title, "number": application.number]])</p>
            \(words)<p>\(next)</p>\(try signature(visit, on: round.calendar[.published]))</section>
            """
    }

    /// Whom a letter is from 落款, and its day.
    static func signature(_ visit: Visit, on day: Day?) throws -> HTML {
        let bureau = try visit.registers.organisations().nodes.values.filter { $0.level == .district }
            .min { $0.code < $1.code }?.name
        let lines = [bureau, day?.prose(visit.language)].compactMap { $0 }
        return #"<p class="said">\#(lines.joined(separator: "\n"))</p>"#
    }
}
