import Catalog
import Localisation
import Registers
import Store

/// Roles at organisations 数据角色: which an account has, with what each may do; the administrator gives and withdraws.
enum GrantsSection {
    /// On the page of an account.
    static func html(_ visit: Visit, _ account: Account) throws -> HTML {
        let catalog = visit.registers.catalog
        let tree = try visit.registers.organisations()
        let grants = try visit.registers.assignments(of: account.id)
        let table = table(visit, grants, tree) { grant in
            Form.button(
                visit, to: .account(account.id),
                [("move", "withdraw"), ("dataRole", grant.role), ("organisation", "\(grant.organisation)")],
                title: visit["data.grants.withdraw"], kind: "small")
        }
        let nodes = tree.nodes.values.sorted { $0.code < $1.code }
        let roles = catalog.roles.map { role in
            let levels = role.levels.map { $0.title.text(visit.language) }.joined(separator: "、")
            return (value: role.name, title: "\(role.title.text(visit.language))（\(levels)）")
        }
        let form: HTML =
            nodes.isEmpty || roles.isEmpty
            ? EmptyState.html(visit["data.grants.noOrganisations"])
            : Form.post(
                visit, to: .account(account.id),
                """
                \(Form.hiddenField("move", "grant"))\
                \(Form.select("dataRole", visit["data.grants.role"], roles, chosen: ""))\
                \(Form.select("organisation", visit["data.grants.organisation"], nodes.map { ("\($0.id)", "\($0.code) \($0.name)") }, chosen: ""))\
                \(Form.buttons(visit["data.grants.give"]))
                """)
        return """
            <section class="panel" id="grants"><h2>\(visit["data.grants.title"])</h2>\
            \(grants.isEmpty ? "<p class=\"muted\">\(visit["data.grants.none"])</p>" : table)\(form)\
            <details><summary>\(visit["data.grants.meanings"])</summary>\(meanings(visit))</details></section>
            """
    }

    /// The visitor's own, to know what one may do and whom to ask for more.
    static func own(_ visit: Visit) throws -> HTML {
        let grants = try visit.registers.assignments(of: visit.account.id)
        guard !grants.isEmpty else { return .empty }
        let table = table(visit, grants, try visit.registers.organisations(), action: nil)
        return #"<section class="panel"><h2>\#(visit["data.grants.own"])</h2>\#(table)</section>"#
    }

    /// Gives or withdraws a role. - Throws: `RegisterError.noRow`, `.notAllowed` where it is not for that level.
    static func move(_ visit: Visit, _ account: Int64) throws {
        guard let organisation = visit.form.row("organisation") else { throw SiteError.badChoice }
        let grant = RoleAssignment(account: account, role: visit.form["dataRole"], organisation: organisation)
        if visit.form["move"] == "grant" {
            guard let role = visit.registers.catalog.role(grant.role),
                let node = try visit.registers.organisations().nodes[organisation]
            else { throw SiteError.badChoice }
            guard role.levels.contains(node.level) else { throw WrongLevel(role: role.title.text(visit.language)) }
            try visit.registers.assign(grant, by: visit.principal)
        } else {
            try visit.registers.withdraw(grant, by: visit.principal)
        }
    }

    /// The role is not for organisations of that level.
    struct WrongLevel: Error, Explained {
        let role: String
        let messageKey = "data.error.wrongLevel"
        var messageArguments: [String: String] { ["role": role] }
    }

    private static func table(
        _ visit: Visit, _ grants: [RoleAssignment], _ tree: OrganisationTree, action: ((RoleAssignment) -> HTML)?
    ) -> HTML {
        var columns: [ListTable.Column] = [
            .init(title: visit["data.grants.role"]), .init(title: visit["data.grants.organisation"]),
            .init(title: visit["data.grants.may"], isName: true),
        ]
        if action != nil { columns.append(.init(title: visit["site.column.action"])) }
        var table = ListTable(visit["data.grants.title"], columns: columns)
        table.rows = grants.map { grant in
            let role = visit.registers.catalog.role(grant.role)
            let cells: [HTML] = [
                "\(role?.title.text(visit.language) ?? grant.role)",
                "\(tree.nodes[grant.organisation].map { "\($0.code) \($0.name)" } ?? visit["data.grants.gone"])",
                "\(role.map { words(visit, $0) })",
            ]
            return .init(cells: cells + (action.map { [$0(grant)] } ?? []))
        }
        return table.html
    }

    private static func meanings(_ visit: Visit) -> HTML {
        var details = Details()
        for role in visit.registers.catalog.roles {
            details.add(role.title.text(visit.language), text: words(visit, role))
        }
        return details.html
    }

    /// What a role may do, in words.
    private static func words(_ visit: Visit, _ role: RoleDefinition) -> String {
        let catalog = visit.registers.catalog
        var parts = role.grants.map { grant in
            let actions = RegisterAction.allCases.filter(grant.actions.contains)
                .map { visit["data.may.\($0.rawValue)"] }.joined(separator: "、")
            return visit["data.grants.sentence", ["actions": actions, "what": title(visit, catalog, grant.pattern)]]
        }
        if role.seesPersonal { parts.append(visit["data.grants.personal"]) }
        let sensitive = role.sensitive.sorted().compactMap { catalog.register($0)?.title.text(visit.language) }
        if !sensitive.isEmpty {
            parts.append(visit["data.grants.sensitive", ["what": sensitive.joined(separator: "、")]])
        }
        return parts.joined(separator: "；")
    }

    private static func title(_ visit: Visit, _ catalog: Catalog, _ pattern: String) -> String {
        if pattern == "*" { return visit["data.grants.everything"] }
        if pattern.hasSuffix(".*") {
            return visit[
                "data.grants.domain", ["domain": DataHomePage.title(visit, of: String(pattern.dropLast(2)))]]
        }
        return catalog.register(pattern)?.title.text(visit.language) ?? pattern
    }
}
