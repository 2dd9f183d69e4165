import AdmissionService
import Documents
import Foundation

/// Letters of those placed: a page of a school to print, and files with a letter a page.
enum AdmissionLetters {
    /// Letters in one .docx at most: what Word opens at once. More come as a .zip with a file a school.
    static let fileLimit = 2_000
    /// Letters on a page of the site.
    private static let size = 200
    private static let zip = "application/zip"

    /// Letters of a school, one a page when they are printed; `?offer=` the letter of an offer.
    static func page(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit), round = try here.desk.round(id)
        if let offer = visit.query.row("offer") {
            let letter = try offered(here, round, offer)
            let main: HTML = """
                \(PageHead.html(letter.title, actions: download(visit, id, ("offer", "\(offer)"))))\(letter.html(hasTitle: false))
                """
            return .page(here.page(letter.title, main))
        }
        guard let (school, count) = try open(here, round, visit.query["school"]).first else {
            throw AdmissionError.noRound
        }
        let page = Pager.page(visit), writer = try AdmissionLetterWriter(visit, round)
        let letters = try letters(here, writer, of: id, at: school, limit: size, offset: (page - 1) * size)
        try here.desk.noteExport(of: id, rows: letters.count)
        let title = visit["admission.letter.all", ["school": school.name]]
        let pager = Pager.html(
            visit, link: SiteLink(path: visit.path, query: visit.query.items), page: page, size: size, total: count)
        let actions = count > 0 ? download(visit, id, ("school", school.code)) : .empty
        let lead: HTML = "\(visit["admission.letter.print", ["count": "\(count)"]])"
        let main: HTML = """
            <div class="unprinted">\(PageHead.html(title, lead: lead, actions: actions))</div>\
            \(count == 0 ? EmptyState.html(visit["admission.results.nobody"]) : letters.html { $0.html() })\(pager)
            """
        return .page(here.page(title, main))
    }

    /// A link to letters as a file.
    static func download(_ visit: Visit, _ id: Int64, _ which: (name: String, value: String)) -> HTML {
        let link = SitePath.admissions(.export(id, "letters.docx")).with(which.name, which.value)
        return #"<a class="button" download href="\#(link)">\#(visit["admission.letter.file"])</a>"#
    }

    /// Letters as a file: of a school `?school=`, a child `?application=`, an offer `?offer=`, or of the whole round.
    static func file(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> Answer {
        let visit = here.visit
        if let offer = visit.query.row("offer") { return try file(offered(here, round, offer)) }
        if let id = visit.query.row("application") { return try file(one(here, round, id)) }
        let schools = try open(here, round, visit.query["school"]).filter { $0.placed > 0 }
        guard !schools.isEmpty else { throw AdmissionError.noLetters }
        let count = schools.reduce(0) { $0 + $1.placed }
        let writer = try AdmissionLetterWriter(visit, round)
        try here.desk.noteExport(of: round.id, rows: count)
        let title = visit["admission.letter.files"]
        guard count > fileLimit else {
            let all = try schools.flatMap { try letters(here, writer, of: round.id, at: $0.school) }
            let name = schools.count == 1 ? schools[0].school.name : round.title
            return .file(
                Data(try DocxWriter().docx(letters: all.map(\.word))), name: fileName("\(name) \(title).docx"),
                type: LedgerFile.word)
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for (school, placed) in schools {
            for (index, start) in stride(from: 0, to: placed, by: fileLimit).enumerated() {
                let part = try letters(here, writer, of: round.id, at: school, limit: fileLimit, offset: start)
                let number = placed > fileLimit ? " \(index + 1)" : ""
                files.append(
                    (
                        fileName("\(school.code) \(school.name)\(number).docx"),
                        try DocxWriter().docx(letters: part.map(\.word))
                    ))
            }
        }
        return .file(
            Data(try ZipArchiveWriter().write(files: files)), name: fileName("\(round.title) \(title).zip"), type: zip)
    }

    /// A letter as a file.
    static func file(_ letter: AdmissionLetter) throws -> Answer {
        .file(
            Data(try DocxWriter().docx(letters: [letter.word])), name: fileName("\(letter.title).docx"),
            type: LedgerFile.word)
    }

    // MARK: - Which

    /// The schools whose letters may be taken out, with how many are placed; a code asks for one.
    private static func open(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ code: String
    ) throws -> [(school: RoundSchool, placed: Int)] {
        guard round.state == .announced || here.desk.mayManage else { throw AdmissionError.noRound }
        let asked = try here.desk.placedCounts(of: round.id).filter { code.isEmpty || $0.school.code == code }
        guard !asked.isEmpty else { throw AdmissionError.noRound }
        let found = asked.filter { here.mayTakeLetters(of: $0.school.organisation) }
        guard !found.isEmpty else { throw AdmissionError.notAllowed }
        return found
    }

    private static func letters(
        _ here: AdmissionVisit, _ writer: AdmissionLetterWriter, of round: Int64, at school: RoundSchool,
        limit: Int = -1, offset: Int = 0
    ) throws -> [AdmissionLetter] {
        try here.desk.placed(of: round, at: school.organisation, limit: limit, offset: offset).compactMap {
            writer.letter($0, try here.admissions.form(of: $0))
        }
    }

    private static func one(_ here: AdmissionVisit, _ round: AdmissionRound, _ id: Int64) throws -> AdmissionLetter {
        let application = try here.desk.application(id)
        guard application.round == round.id, round.state == .announced || here.desk.mayManage else {
            throw AdmissionError.noApplication
        }
        guard here.mayTakeLetters(of: application.school ?? application.desk) else { throw AdmissionError.notAllowed }
        let writer = try AdmissionLetterWriter(here.visit, round)
        guard let letter = writer.letter(application, try here.desk.reveal(application)) else {
            throw AdmissionError.noLetters
        }
        return letter
    }

    private static func offered(
        _ here: AdmissionVisit, _ round: AdmissionRound, _ id: Int64
    ) throws -> AdmissionLetter {
        guard here.desk.mayManage, let offer = try here.desk.offers(of: round.id).first(where: { $0.id == id }) else {
            throw AdmissionError.noOffer
        }
        let form = try here.desk.reveal(here.desk.application(offer.application))
        return try AdmissionLetterWriter(here.visit, round).letter(offer, form)
    }

    /// A name that every file system takes.
    private static func fileName(_ name: String) -> String {
        String(name.map { "/\\:*?\"<>|".contains($0) || $0.isNewline ? "_" : $0 })
    }
}
