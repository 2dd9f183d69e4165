import Hummingbird
import Localisation
import Store

/// Signing in and out.
enum SignInPage {
    static func show(_ visit: Visit) throws -> Answer {
        if visit.session != nil { return .redirect(back(visit.query["to"])) }
        return try page(visit, login: "", to: visit.query["to"], error: nil)
    }

    static func signIn(_ visit: Visit, _ cookies: SiteCookies) throws -> Answer {
        let accounts = visit.ledger.store.accounts
        do {
            let login = try accounts.signIn(
                login: visit.form["login"], password: visit.form.sent("password") ?? "", address: visit.address)
            let first = login.session.account.mustChangePassword
            let next = first ? SitePath.password.with("first", "1") : back(visit.form["to"])
            return Answer.redirect(next).cookie(cookies.session(login.token))
        } catch let error as StoreError {
            return try page(visit, login: visit.form["login"], to: visit.form["to"], error: error)
        }
    }

    static func signOut(_ visit: Visit, _ cookies: SiteCookies) throws -> Answer {
        if let token = visit.token { try visit.ledger.store.accounts.signOut(token: token) }
        return Answer.redirect(.signIn).cookie(cookies.noSession)
    }

    /// Where to go after signing in: a page of this site, never elsewhere.
    private static func back(_ sent: String) -> SiteLink {
        guard let link = SiteLink(local: sent), link.path != .signIn, link.path != .signOut else {
            return SiteLink(path: .home)
        }
        return link
    }

    private static func page(_ visit: Visit, login: String, to: String, error: StoreError?) throws -> Answer {
        let title = visit["site.signIn.title"]
        let fields: HTML = """
            \(Form.hiddenField("to", to))
            \(Form.field("login", visit["site.signIn.login"], value: login, isRequired: true, complete: "username"))
            \(Form.field("password", visit["site.signIn.password"], kind: .password, isRequired: true,
            complete: "current-password"))
            \(Form.buttons(visit["site.signIn.button"]))
            """
        let main: HTML = """
            <div class="narrow"><h1>\(title)</h1><p class="lead">\(visit["site.signIn.lead"])</p>
            \(try Notice.error(visit, error))
            \(Form.post(visit, to: .signIn, name: "panel", fields))
            <p class="muted">\(visit["site.signIn.help"])</p></div>
            """
        let status = error.map { ErrorAnswer($0).status } ?? .ok
        return .page(Layout.page(visit, title: title, at: .none, main: main), status: status)
    }
}

/// The own password.
enum PasswordPage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, nil) }

    static func change(_ visit: Visit, _ cookies: SiteCookies) throws -> Answer {
        let account = try visit.account
        let new = visit.form.sent("new") ?? ""
        do {
            guard new == visit.form.sent("again") else { throw SiteError.passwordsDiffer }
            let accounts = visit.ledger.store.accounts
            try accounts.changePassword(
                account.id, current: visit.form.sent("current") ?? "", new: new, address: visit.address)
            // All sessions have ended, this one too: a fresh one goes on with the new password.
            let login = try accounts.signIn(login: account.login, password: new, address: visit.address)
            return Answer.redirect(SitePath.home.with("done", "password")).cookie(cookies.session(login.token))
        } catch let error as any Explained & Error {
            return try page(visit, error)
        }
    }

    private static func page(_ visit: Visit, _ error: (any Error)?) throws -> Answer {
        let account = try visit.account
        let title = visit["site.password.title"]
        let fields: HTML = """
            <input class="unseen" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" \
            value="\(account.login)">
            \(Form.field("current", visit["site.password.current"], kind: .password, isRequired: true,
            complete: "current-password"))
            \(Form.field("new", visit["site.password.new"], kind: .password, hint: visit["site.password.rule"],
            isRequired: true, complete: "new-password"))
            \(Form.field("again", visit["site.password.again"], kind: .password, isRequired: true,
            complete: "new-password"))
            \(Form.buttons(visit["site.password.button"]))
            """
        let first = account.mustChangePassword ? Notice.html(.note, "\(visit["site.password.first"])") : .empty
        let main: HTML = """
            <div class="narrow"><h1>\(title)</h1>\(first)\(try Notice.error(visit, error))
            \(Form.post(visit, to: .password, name: "panel", fields))</div>
            """
        let status = error.map { ErrorAnswer($0).status } ?? .ok
        return .page(Layout.page(visit, title: title, at: .account, main: main), status: status)
    }
}

/// Another language for the same page.
enum LanguageSwitch {
    static func change(_ visit: Visit, to tag: String, _ cookies: SiteCookies) throws -> Answer {
        guard let language = Language(rawValue: tag) else { throw SiteError.notFound }
        let back = SiteLink(local: visit.query["to"]) ?? SiteLink(path: .home)
        return Answer.redirect(back).cookie(cookies.language(language))
    }
}

/// Whether the site works: for supervisors of processes.
enum HealthPage {
    static func show(_ visit: Visit) throws -> Answer {
        _ = try visit.ledger.plans(states: [.open])
        return .text("ok\n")
    }
}
