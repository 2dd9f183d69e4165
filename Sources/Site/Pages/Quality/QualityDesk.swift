import Catalog
import Localisation
import Quality
import Registers

/// A visit to the quality of data: what the visitor may see, and the organisation that was chosen with `at`.
struct QualityDesk {
    let visit: Visit
    let access: RegisterAccess
    let store: QualityStore
    let tree: OrganisationTree
    /// The organisations whose rows the visitor may read, in any register that is checked.
    private let visible: RowScope
    /// The uppermost of them, by code.
    let tops: [OrganisationTree.Node]

    init(_ visit: Visit) throws {
        self.visit = visit
        access = try visit.registers.access(of: visit.account)
        store = visit.site.quality
        tree = try visit.registers.organisations()
        let names = Set(store.catalog.checks.map(\.register))
        let scopes = store.catalog.registers.filter { names.contains($0.name) }.map { [access] in
            access.scope(.read, $0)
        }
        let visible = scopes.reduce(RowScope.organisations([])) { $0.union($1) }
        self.visible = visible
        tops = tree.nodes.values.filter { node in
            visible.contains(node.id) && !(node.parent.map(visible.contains) ?? false)
        }.sorted { $0.code < $1.code }
    }

    /// The checks of registers that the visitor may read.
    var checks: [IntegrityCheck] {
        store.catalog.checks.filter { check in
            store.catalog.register(check.register).map { access.may(.read, $0) } ?? false
        }
    }

    /// A check that the visitor may see the rows of. - Throws: `SiteError.notFound`.
    func check(_ name: String) throws -> IntegrityCheck {
        guard let check = checks.first(where: { $0.name == name }) else { throw SiteError.notFound }
        return check
    }

    /// The organisation that was asked for with `at`; nil where none was, or one that is not for the visitor.
    var asked: OrganisationTree.Node? {
        visit.query.row("at").flatMap { tree.nodes[$0] }.flatMap { visible.contains($0.id) ? $0 : nil }
    }

    /// The organisation that was asked for, or the only uppermost one.
    var chosen: OrganisationTree.Node? { asked ?? (tops.count == 1 ? tops.first : nil) }

    /// The organisations right under one that the visitor may see; under none, the uppermost ones.
    func children(of node: OrganisationTree.Node?) -> [OrganisationTree.Node] {
        node.map { tree.children(of: $0.id).filter { visible.contains($0.id) } } ?? tops
    }

    /// The name of an organisation.
    func name(_ organisation: Int64) -> String { tree.nodes[organisation]?.name ?? "#\(organisation)" }

    /// A page with the chosen organisation.
    func link(_ path: QualityPath, at organisation: Int64? = nil) -> SiteLink {
        SitePath.quality(path).with("at", (organisation ?? asked?.id).map(String.init))
    }

    /// The title of a register.
    func title(of register: String) -> String {
        store.catalog.register(register)?.title.text(visit.language) ?? register
    }

    /// A register that the visitor may read.
    func desk(_ register: String) -> RegisterDesk? {
        guard let register = store.catalog.register(register), access.may(.read, register) else { return nil }
        return RegisterDesk(visit, register, access)
    }

    /// Whether the visitor may run the checks: who may change rows of every organisation.
    var mayRun: Bool {
        let roots = tree.nodes.values.filter { $0.parent == nil }
        return store.catalog.registers.contains { register in
            let scope = access.scope(.write, register)
            return !roots.isEmpty && roots.allSatisfy { scope.contains($0.id) }
        }
    }

    /// Gravity as a mark.
    func mark(_ severity: IntegrityCheck.Severity) -> HTML {
        let word = visit["data.severity.\(severity.rawValue)"]
        return switch severity {
        case .error: Mark.html("late", "■", word)
        case .warning: Mark.html("soon", "▲", word)
        case .notice: Mark.html("pending", "○", word)
        }
    }

    /// The frame of a page of quality.
    func page(
        _ title: String, lead: HTML = .empty, actions: HTML = .empty, at path: QualityPath, _ content: HTML
    ) -> HTML {
        let tabs: [(QualityPath, String)] = [
            (.scores, "quality.tab.scores"), (.worklist, "quality.tab.worklist"), (.checks, "quality.tab.checks"),
            (.duplicates, "quality.tab.duplicates"),
        ]
        let main: HTML = """
            \(PageHead.html(title, lead: lead, actions: actions))\(DataTabs.html(visit, at: .quality(.scores)))
            \(Tabs.html(visit["quality.title"], tabs.map { (visit[$1], link($0), $0 == path) }))\(content)
            """
        return Layout.page(visit, title: title, at: .data, main: main)
    }

    /// The uppermost organisations to choose from, where there are several.
    func chooser(_ path: QualityPath, keeping names: [String] = []) -> HTML {
        guard tops.count > 1 else { return .empty }
        let options = [("", visit["quality.all"])] + tops.map { (value: "\($0.id)", title: $0.name) }
        return """
            <form class="filter" action="\(SitePath.quality(path))">\
            \(names.filter { visit.query.isOn($0) }.map { Form.hiddenField($0, visit.query[$0]) })\
            \(Form.select("at", visit["data.filter.organisation"], options, chosen: visit.query["at"]))\
            <p class="buttons"><button>\(visit["site.filter.apply"])</button></p></form>
            """
    }
}

extension RowScope {
    /// What is in one or the other.
    fileprivate func union(_ other: RowScope) -> RowScope {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.organisations(let one), .organisations(let two)): .organisations(one.union(two))
        }
    }
}
