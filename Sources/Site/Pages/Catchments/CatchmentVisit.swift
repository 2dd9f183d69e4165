import CatchmentPlanning
import Catchments
import Localisation
import Registers

/// A visit of staff to catchment plans.
struct CatchmentVisit {
    let visit: Visit
    let desk: CatchmentDesk

    init(_ visit: Visit) throws {
        self.visit = visit
        let account = try visit.account
        desk = try CatchmentDesk(
            visit.catchments, access: try visit.registers.access(of: account), principal: account.principal)
    }

    var plans: CatchmentStore { desk.plans }

    /// A whole page.
    func page(_ title: String, _ main: HTML) -> HTML { Layout.page(visit, title: title, at: .data, main: main) }

    /// The frame of the pages of a plan.
    func page(
        _ scheme: CatchmentScheme, at path: CatchmentPath, actions: HTML = .empty, error: (any Error)? = nil,
        _ main: HTML
    ) throws -> Answer {
        let tabs: [(String, CatchmentPath)] = [
            ("catchments.tab.plan", .plan(scheme.id)), ("catchments.tab.points", .points(scheme.id)),
            ("catchments.tab.schools", .schools(scheme.id)), ("catchments.tab.settings", .settings(scheme.id)),
        ]
        let ways = Tabs.html(
            scheme.title,
            tabs.map { (title: visit[$0.0], link: SiteLink(path: .catchments($0.1)), isCurrent: $0.1 == path) })
        let lead: HTML = """
            <a href="\(SitePath.catchments(.list))">\(visit["catchments.title"])</a> · \(visit.stage(scheme.stage)) · \
            \(visit["catchments.schoolYear", ["year": "\(scheme.year)"]]) · \(scheme.mark(visit))
            """
        let body: HTML = """
            \(PageHead.html(scheme.title, lead: lead, actions: actions))\(ways)\(try Notice.error(visit, error))\(main)
            """
        return .page(page(scheme.title, body), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    /// The version of the plan that a form was made from.
    var version: Int { Int(visit.form["version"]) ?? 0 }

    /// The field that tells it.
    func versionField(_ scheme: CatchmentScheme) -> HTML { Form.hiddenField("version", "\(scheme.version)") }
}

extension Visit {
    /// Catchment plans.
    var catchments: CatchmentStore { CatchmentStore(store: ledger.store, registers: site.registers) }

    /// The points and schools of a plan in force.
    func published(_ scheme: CatchmentScheme) throws -> CatchmentInput {
        try site.publishedCatchments.input(of: scheme, in: catchments)
    }

    /// The name of a stage.
    func stage(_ code: String) -> String {
        registers.catalog.codeLists["stage"]?.codes.first { $0.code == code }?.title.text(language) ?? code
    }

    /// Metres as people read them.
    func metres(_ metres: Double?) -> String {
        metres.map { self["catchments.metres", ["metres": "\(Int(min($0, 1e9).rounded()))"]] } ?? "–"
    }
}

extension CatchmentScheme {
    /// The state as people see it: shape, word and colour.
    func mark(_ visit: Visit) -> HTML {
        let word = visit["catchments.state.\(state.rawValue)"]
        return switch state {
        case .draft: Mark.html("pending", "○", word)
        case .solved: Mark.html("soon", "◔", word)
        case .published: Mark.html("accepted", "●", word)
        case .withdrawn: Mark.html("rejected", "×", word)
        }
    }
}

/// The names of a plan's schools, with findings in them.
struct CatchmentNames {
    private let names: [String: String]

    init(_ input: CatchmentInput) {
        names = Dictionary(input.schools.map { ($0.code, $0.name) }) { one, _ in one }
    }

    subscript(code: String?) -> String { code.map { names[$0] ?? $0 } ?? "–" }

    func list(_ codes: [String]) -> String { codes.map { self[$0] }.joined(separator: "、") }

    /// A finding in words, with the school's name for its code.
    func words(_ visit: Visit, _ finding: CatchmentFinding) -> String { visit.words(of: named(finding)) }

    /// A finding with the school's name for its code.
    func named(_ finding: CatchmentFinding) -> CatchmentFinding {
        switch finding {
        case .overfull(let school, let children, let places):
            .overfull(school: self[school], children: children, places: places)
        case .underfilled(let school, let children, let least):
            .underfilled(school: self[school], children: children, least: least)
        case .full(let school, let saves): .full(school: self[school], saves: saves)
        case .sharedGround(let school, let point): .sharedGround(school: self[school], point: point)
        case .apart(let school, let points): .apart(school: self[school], points: points)
        default: finding
        }
    }
}
