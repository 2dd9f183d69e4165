import Ledger
import Localisation
import Store

/// Who may sign in.
enum AccountsPage {
    static func show(_ visit: Visit) throws -> Answer { .page(try page(visit, nil)) }

    /// Makes an account and shows its one-time password: once, on this very answer.
    static func create(_ visit: Visit) throws -> Answer {
        do {
            let account = try visit.ledger.store.accounts.create(details(visit), by: visit.principal)
            return .page(AccountPage.password(visit, account))
        } catch let error as StoreError {
            return .page(try page(visit, error), status: ErrorAnswer(error).status)
        }
    }

    /// What the form says of an account.
    static func details(_ visit: Visit) -> AccountDetails {
        AccountDetails(
            login: visit.form["login"], displayName: visit.form["name"], office: visit.form.row("office"),
            roles: Set(visit.form.all("role").compactMap(Role.init)))
    }

    /// The fields of an account.
    static func fields(_ visit: Visit, _ details: AccountDetails) throws -> HTML {
        let offices = try visit.ledger.offices().filter { $0.kind != .collective }.map {
            (value: "\($0.id)", title: $0.name)
        }
        let roles = Role.allCases.html { role in
            Form.check(
                "role",
                "\(visit["site.role.\(role.rawValue)"]) – \(visit["site.roleMeaning.\(role.rawValue)"])",
                value: role.rawValue, isOn: details.roles.contains(role))
        }
        return """
            \(Form.field("login", visit["site.account.login"], value: details.login, hint: visit["site.account.loginHint"],
            isRequired: true, complete: "off", limit: 64))
            \(Form.field("name", visit["site.account.name"], value: details.displayName, isRequired: true, complete: "off",
            limit: 100))
            \(Form.select("office", visit["site.column.office"], [("", visit["site.account.noOffice"])] + offices,
            chosen: details.office.map { "\($0)" } ?? ""))
            <fieldset class="checks tall"><legend>\(visit["site.account.roles"])</legend>\(roles)</fieldset>
            """
    }

    private static func page(_ visit: Visit, _ error: StoreError?) throws -> HTML {
        let accounts = try visit.ledger.store.accounts.all()
        let offices = Dictionary(
            try visit.ledger.offices().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let title = visit["site.accounts.title"]
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["site.account.login"]), .init(title: visit["site.account.name"]),
                .init(title: visit["site.column.office"]), .init(title: visit["site.account.roles"]),
                .init(title: visit["site.column.state"]), .init(title: visit["site.account.lastSignIn"]),
            ])
        table.rows = accounts.map { account in
            .init(cells: [
                #"<a data-nav href="\#(SitePath.account(account.id))">\#(account.login)</a>"#, "\(account.displayName)",
                "\(account.office.flatMap { offices[$0] })", "\(Words.roles(visit, account.roles))",
                AccountPage.state(visit, account), "\(account.lastSignInAt.map(visit.time))",
            ])
        }
        let sent = error == nil ? AccountDetails(login: "", displayName: "", roles: [.officer]) : details(visit)
        let form = Form.post(
            visit, to: .accounts, "\(try fields(visit, sent))\(Form.buttons(visit["site.accounts.create"]))")
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.accounts.lead", ["count": "\(accounts.count)"]])"))
            \(AdministrationTabs.html(visit, at: .accounts))
            \(try Notice.error(visit, error))
            \(table.html)
            <details class="panel"\(flag: "open", if: error != nil)><summary>\(visit["site.accounts.create"])</summary>\(form)</details>
            """
        return Layout.page(visit, title: title, at: .administration, main: main)
    }
}

/// One account: its rights, its password, whether it may sign in.
enum AccountPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { .page(try page(visit, id, nil)) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let accounts = visit.ledger.store.accounts
        let principal = try visit.principal
        do {
            switch visit.form["move"] {
            case "change": try accounts.change(id, to: AccountsPage.details(visit), by: principal)
            case "disable": try accounts.setDisabled(true, id, by: principal)
            case "enable": try accounts.setDisabled(false, id, by: principal)
            case "signOut": try accounts.signOutEverywhere(id, by: principal)
            case "grant", "withdraw": try GrantsSection.move(visit, id)
            case "reset": return .page(password(visit, try accounts.resetPassword(id, by: principal)))
            default: throw SiteError.badChoice
            }
        } catch let error as any Explained & Error {
            return .page(try page(visit, id, error), status: ErrorAnswer(error).status)
        }
        return .redirect(SitePath.account(id).with("done", "account"))
    }

    /// A one-time password, shown once.
    static func password(_ visit: Visit, _ new: NewAccount) -> HTML {
        let title = visit["site.account.oneTime"]
        var details = Details()
        details.add(visit["site.account.login"], text: new.account.login)
        details.add(title, "<code class=\"secret\">\(new.oneTimePassword)</code>")
        let main: HTML = """
            \(PageHead.html(new.account.displayName))
            \(Notice.html(.done, "\(visit["site.account.oneTimeWords"])"))
            \(details.html)
            <p><a class="button" href="\(SitePath.accounts)">\(visit["site.accounts.title"])</a></p>
            """
        return Layout.page(visit, title: title, at: .administration, main: main)
    }

    static func state(_ visit: Visit, _ account: Account) -> HTML {
        if account.isDisabled { return Mark.html("rejected", "■", visit["site.account.disabled"]) }
        if account.mustChangePassword { return Mark.html("pending", "○", visit["site.account.waiting"]) }
        return Mark.html("accepted", "●", visit["site.account.active"])
    }

    private static func page(_ visit: Visit, _ id: Int64, _ error: (any Explained & Error)?) throws -> HTML {
        let account = try visit.ledger.store.accounts.account(id)
        let place = SitePath.account(id)
        let details = AccountDetails(
            login: account.login, displayName: account.displayName, office: account.office, roles: account.roles)
        let change = Form.post(
            visit, to: place,
            """
            \(Form.hiddenField("move", "change"))\(try AccountsPage.fields(visit, details))\
            \(Form.buttons(visit["site.save"], cancel: (visit["site.cancel"], SiteLink(path: .accounts))))
            """)
        let moves: HTML = """
            \(Form.button(visit, to: place, [("move", "reset")], title: visit["site.account.reset"]))\
            \(Form.button(visit, to: place, [("move", "signOut")], title: visit["site.account.signOut"]))\
            \(Form.button(visit, to: place, [("move", account.isDisabled ? "enable" : "disable")],
            title: visit[account.isDisabled ? "site.account.enable" : "site.account.disable"]))
            """
        let main: HTML = """
            \(PageHead.html(account.displayName, lead: state(visit, account), actions: moves))
            \(try Notice.error(visit, error))
            <section class="panel">\(change)</section>
            \(try GrantsSection.html(visit, account))
            """
        return Layout.page(visit, title: account.displayName, at: .administration, main: main)
    }
}

/// Accounts and the audit trail, for those who may see both.
enum AdministrationTabs {
    static func html(_ visit: Visit, at path: SitePath) -> HTML {
        let tabs: [(SitePath, String)] = [(.accounts, "site.accounts.title"), (.audit, "site.audit.title")]
        return Tabs.html(
            visit["site.nav.administration"],
            tabs.filter { visit.can($0.0.access) }.map { (visit[$0.1], SiteLink(path: $0.0), $0.0 == path) })
    }
}
