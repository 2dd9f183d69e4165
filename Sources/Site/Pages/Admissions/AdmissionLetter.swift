import AdmissionService
import Documents
import Localisation
import Monitoring

/// A letter that tells a family what came of its application: the same words on a page and in a .docx.
struct AdmissionLetter {
    let title: String
    let salutation: String
    /// What came of it first; what is said of it and what to do next behind it.
    var paragraphs: [WordDocument.Run]
    /// Who signs, and the day.
    let signature: [String]

    /// As a sheet of paper; without its title on a page that has the same.
    func html(hasTitle: Bool = true) -> HTML {
        let body = paragraphs.html { $0.isBold ? "<p><strong>\($0.text)</strong></p>" : "<p>\($0.text)</p>" }
        return """
            <section class="panel paper">\(HTML.when(hasTitle, "<h2>\(title)</h2>"))<p>\(salutation)</p>\(body)\
            <p class="signed">\(signature.html { "<span>\($0)</span>" })</p></section>
            """
    }

    /// As a page of a .docx.
    var word: WordLetter {
        WordLetter(title: title, salutation: salutation, paragraphs: paragraphs, signature: signature)
    }
}

/// Writes the letters of a round.
struct AdmissionLetterWriter {
    private let visit: Visit
    private let round: AdmissionRound
    private let rules: RoundRules
    private let schools: [Int64: String]
    private let bureau: String

    /// - Throws: `AdmissionError`, `CatalogError`, `RegisterError`.
    init(_ visit: Visit, _ round: AdmissionRound) throws {
        self.visit = visit
        self.round = round
        rules = try round.rules
        schools = Dictionary(try visit.admissions.schools(of: round.id).map { ($0.organisation, $0.name) }) { one, _ in
            one
        }
        let nodes = try visit.admissions.registers.organisations().nodes.values
        bureau = nodes.filter { $0.level == .district }.min { $0.code < $1.code }?.name ?? ""
    }

    /// The letter of an application; nil before there is a result.
    func letter(_ application: AdmissionService.Application, _ form: ApplicationForm) -> AdmissionLetter? {
        let school = application.school.flatMap { schools[$0] } ?? ""
        guard let said = FamilyPapers.said(visit, application, school: school) else { return nil }
        let isPlaced = application.result == .placed
        let next =
            (isPlaced ? rules.letter?.text(visit.language) : nil)
            ?? visit[
                isPlaced ? "admission.letter.placed" : "admission.letter.unplaced",
                ["day": rules.entry.day(of: round.year).prose(visit.language)]]
        var letter = letter(
            FamilyPapers.title(visit, application), application.number, form,
            [.init(isPlaced ? admitted(application, school) : said.result, isBold: true)],
            by: isPlaced ? school : bureau, on: round.calendar[.published])
        // Why the first wish was met needs no words.
        letter.paragraphs += [isPlaced && application.choice == 1 ? "" : said.reason, next].filter { !$0.isEmpty }.map {
            .init($0)
        }
        return letter
    }

    private func admitted(_ application: AdmissionService.Application, _ school: String) -> String {
        application.choice.map { visit["admission.letter.admitted", ["school": school, "choice": "\($0)"]] }
            ?? visit["admission.letter.admittedBeyond", ["school": school]]
    }

    /// The letter that offers a place which became free.
    func letter(_ offer: PlaceOffer, _ form: ApplicationForm) -> AdmissionLetter {
        let words = visit[
            "admission.offer.letterWords",
            [
                "school": schools[offer.school] ?? "", "position": "\(offer.position)",
                "day": offer.until.prose(visit.language),
            ]]
        return letter(
            visit["admission.offer.letter"], offer.number, form, [.init(words)], by: bureau,
            on: Day(of: offer.offeredAt))
    }

    private func letter(
        _ title: String, _ number: String, _ form: ApplicationForm, _ paragraphs: [WordDocument.Run], by signer: String,
        on day: Day?
    ) -> AdmissionLetter {
        let round = visit["admission.letter.round", ["round": round.title, "number": number]]
        let date = day.map { day in
            let (year, month, number) = day.civil
            return visit.language == .chinese ? "\(year)年\(month)月\(number)日" : day.prose(visit.language)
        }
        return AdmissionLetter(
            title: title, salutation: visit["admission.letter.dear", ["name": form.name]],
            paragraphs: [.init(round)] + paragraphs, signature: [signer, date ?? ""].filter { !$0.isEmpty })
    }
}
