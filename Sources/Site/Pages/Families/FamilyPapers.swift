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
        let school = schools.first { $0.organisation == application.school }?.name ?? ""
        return said(visit, application, school: school).map { said in
            """
            <p><strong>\(said.result)</strong></p>\(HTML.when(!said.reason.isEmpty, "<p>\(said.reason)</p>"))
            """
        }
    }

    /// The same in words; nil before there is a result.
    static func said(
        _ visit: Visit, _ application: AdmissionService.Application, school: String
    ) -> (result: String, reason: String)? {
        guard let result = application.result else { return nil }
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
        return (words, application.reason[visit.language] ?? "")
    }

    /// What the paper is called: a letter of admission only for those who have a place.
    static func title(_ visit: Visit, _ application: AdmissionService.Application) -> String {
        visit[application.result == .placed ? "admission.letter.title" : "admission.letter.titleOther"]
    }

    static func letter(_ visit: Visit) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        let here = try FamilyVisit(visit)
        guard let letter = try ownLetter(here) else { return .redirect(.families(.mine)) }
        let main: HTML = """
            \(letter.html(hasTitle: false))<p class="buttons"><a class="button" download href="\(SitePath.families(.letterFile))">\
            \(visit["admission.letter.file"])</a></p>\(back(visit))
            """
        return .page(here.page(letter.title, main))
    }

    /// The letter as a file.
    static func letterFile(_ visit: Visit) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        guard let letter = try ownLetter(FamilyVisit(visit)) else { return .redirect(.families(.mine)) }
        return try AdmissionLetters.file(letter)
    }

    /// The family's own letter, from the day of publication on; nil before.
    private static func ownLetter(_ here: FamilyVisit) throws -> AdmissionLetter? {
        guard here.round.showsResults(on: here.visit.today), here.application.state == .accepted else { return nil }
        return try AdmissionLetterWriter(here.visit, here.round).letter(here.application, here.form)
    }
}
