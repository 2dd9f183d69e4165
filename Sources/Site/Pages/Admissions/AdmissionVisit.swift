import AdmissionService
import Localisation
import Registers

/// A visit of staff to admissions.
struct AdmissionVisit {
    let visit: Visit
    let desk: AdmissionDesk

    init(_ visit: Visit) throws {
        self.visit = visit
        let account = try visit.account
        desk = try AdmissionDesk(
            visit.admissions, access: try visit.registers.access(of: account), principal: account.principal)
    }

    var admissions: AdmissionStore { visit.admissions }

    /// Whether letters of a school may be taken out: they name the children.
    func mayTakeLetters(of school: Int64?) -> Bool { desk.mayReveal(school) && desk.mayExport(school) }

    /// A whole page.
    func page(_ title: String, _ main: HTML) -> HTML { Layout.page(visit, title: title, at: .admissions, main: main) }

    /// The ways to look at a round; those that the visitor may not use are left out.
    func tabs(_ round: AdmissionRound, at path: AdmissionPath) -> HTML {
        var all: [(String, AdmissionPath)] = [
            ("admission.tab.round", .round(round.id)), ("admission.tab.queue", .queue(round.id)),
            ("admission.tab.appeals", .appeals(round.id)),
        ]
        if desk.mayManage {
            all.insert(("admission.tab.rules", .rules(round.id)), at: 1)
            all.insert(("admission.tab.schools", .schools(round.id)), at: 2)
            // Where all schools are open to all there are no catchments.
            if (try? round.rules.route) != .open { all.insert(("admission.tab.places", .places(round.id)), at: 3) }
            all.append(("admission.tab.chances", .chances(round.id)))
        }
        all.append(("admission.tab.results", .results(round.id)))
        return Tabs.html(
            round.title,
            all.map { (title: visit[$0.0], link: SiteLink(path: .admissions($0.1)), isCurrent: $0.1 == path) })
    }

    /// Names of schools of a round by organisation.
    func schoolNames(_ round: Int64) throws -> [Int64: String] {
        Dictionary(try admissions.schools(of: round).map { ($0.organisation, $0.name) }) { one, _ in one }
    }
}

extension RoundRules {
    /// The key of the words that tell families how places are given. With one wish all mechanisms come to the same.
    var ruleKey: String { choices == 1 ? "admission.rule.one" : "admission.rule.\(mechanism.rawValue)" }

    /// The title of a class.
    func title(ofClass name: String, _ language: Language) -> String {
        classes.first { $0.name == name }?.title.text(language) ?? name
    }
}
