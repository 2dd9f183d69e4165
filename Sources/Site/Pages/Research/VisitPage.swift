import Foundation
import Ledger
import Localisation
import Monitoring
import Store

/// One visit with the problems found at it.
enum VisitPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { .page(try page(visit, id, error: nil)) }

    /// Records a problem found at the visit.
    static func record(_ visit: Visit, _ id: Int64) throws -> Answer {
        let item = try visit.ledger.visit(id)
        try visit.require(visit.mayRecord(office: item.office, leader: item.leader))
        do {
            try visit.ledger.recordProblem(try ProblemForm.details(visit), at: .visit(id), by: visit.principal)
        } catch let error as any Explained & Error {
            return .page(try page(visit, id, error: error), status: ErrorAnswer(error).status)
        }
        return .redirect(SitePath.research(.visit(id)).with("did", "problem"))
    }

    /// A file, to be saved and not shown.
    static func file(_ visit: Visit, _ id: Int64) throws -> Answer {
        let file = try visit.ledger.researchFile(id)
        return .file(try visit.ledger.store.files.data(file.digest), name: file.name, type: file.type)
    }

    /// A link to a duty or topic.
    static func subject(_ subject: ResearchSubject, _ name: String) -> HTML {
        switch subject {
        case .duty(let id): #"<a href="\#(SitePath.research(.duty(id)))">\#(name)</a>"#
        case .topic(let id): #"<a href="\#(SitePath.research(.topic(id)))">\#(name)</a>"#
        }
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> HTML {
        let item = try visit.ledger.visit(id)
        let title = "\(item.subjectName) · \(item.details.day.text)"
        var details = Details()
        details.add(visit["research.column.day"], text: item.details.day.prose(visit.language))
        details.add(visit["research.column.object"], subject(item.details.subject, item.subjectName))
        details.add(visit["research.column.leader"], text: item.leader.name)
        details.add(visit["research.field.place"], text: item.details.place)
        details.add(visit["research.field.people"], text: item.details.people)
        details.add(visit["research.field.seen"], text: item.details.seen)
        let files = item.files.html { file in
            let name: HTML = "\(file.file.name)"
            return visit.can(.exportLedger)
                ? #"<li><a download href="\#(SitePath.research(.file(file.id)))">\#(name)</a></li>"#
                : "<li>\(name)</li>"
        }
        details.add(visit["research.files"], item.files.isEmpty ? nil : "<ul>\(files)</ul>")
        details.add(visit["research.column.by"], text: item.byName)
        let problems = try visit.ledger.problems(on: visit.today).filter { $0.source == .visit(id) }
        let list: HTML =
            problems.isEmpty
            ? #"<p class="muted">\#(visit["research.problems.none"])</p>"# : ProblemsPage.table(visit, problems)
        let mayRecord = visit.mayRecord(office: item.office, leader: item.leader)
        let main: HTML = """
            \(PageHead.html(title))
            \(ResearchTabs.done(visit))\(try Notice.error(visit, error))
            \(details.html)
            <section id="problems"><h2>\(visit["research.problems"])（\(problems.count)）</h2>\(list)</section>
            \(try HTML.when(mayRecord, ProblemForm.panel(visit, at: .visit(id), isOpen: visit.query["did"] == "visit")))
            """
        return ResearchTabs.page(visit, title: title, main)
    }
}
