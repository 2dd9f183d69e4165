import Localisation
import Store

/// The frame around every page: who is here, where one can go, and the page itself.
enum Layout {
    /// A place of the main navigation.
    enum Place: Hashable {
        case home, inbox, cockpit, plans, ledger, programmes, projects, research, data, admissions, organisation,
            administration,
            account,
            none
    }

    /// A whole page.
    static func page(_ visit: Visit, title: String, at place: Place, main: HTML) -> HTML {
        let assets = visit.site.assets
        let scripts = ["htmx-2.min.js", "site.js"].compactMap(assets.link).html {
            #"<script src="\#($0)" defer></script>"#
        }
        return """
            <!DOCTYPE html>
            <html lang="\(visit.language.tag)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · \(visit["site.name"])</title>
            \(HTML.link(assets.link("site.css"), rel: "stylesheet"))\(HTML.link(assets.link("icon.svg"), rel: "icon"))
            <meta name="htmx-config" content='\(htmxSettings)'>
            \(scripts)
            </head>
            <body>
            <a class="skip" href="#main">\(visit["site.skip"])</a>
            \(header(visit, place))
            <main id="main" tabindex="-1">
            <div id="notices" aria-live="polite">\(Notice.done(visit))</div>
            \(main)
            </main>
            <footer>\(visit["site.footer"])\(help(visit))</footer>
            </body>
            </html>

            """
    }

    private static func help(_ visit: Visit) -> HTML {
        // Families have no account; their pages say themselves what to do.
        if case .families = visit.path { return .empty }
        return #" · <a href="\#(SitePath.help)">\#(visit["site.help.title"])</a>"#
    }

    /// No inline style, no eval: the content policy would refuse them. Errors are shown like answers.
    private static let htmxSettings: HTML = """
        {"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0,"scrollBehavior":"auto",\
        "responseHandling":[{"code":"204","swap":false},{"code":"...","swap":true}]}
        """

    private static func header(_ visit: Visit, _ place: Place) -> HTML {
        guard let session = visit.session, !session.account.mustChangePassword else {
            let home: SitePath = if case .families = visit.path { .families(.rounds) } else { .home }
            return """
                <header class="top"><a class="brand" href="\(home)">\(visit["site.name"])</a>
                <div class="who">\(languageSwitch(visit))</div></header>
                """
        }
        return """
            <header class="top">
            <a class="brand" href="\(SitePath.home)">\(visit["site.name"])</a>
            <nav aria-label="\(visit["site.nav.label"])"><ul>\(links(visit, place))</ul></nav>
            \(HTML.when(visit.can(SitePath.search.access), search(visit)))
            <div class="who">\(languageSwitch(visit))\(inbox(visit, session, place))
            <a href="\(SitePath.password)"\(attribute(place == .account))>\(session.account.displayName)</a>
            <form method="post" action="\(SitePath.signOut)">\(Form.token(visit))\
            <button class="quiet">\(visit["site.signOut"])</button></form></div>
            </header>
            """
    }

    private static func search(_ visit: Visit) -> HTML {
        """
        <form class="search" action="\(SitePath.search)" role="search">
        <label class="unseen" for="q">\(visit["site.search.label"])</label>
        <input id="q" name="q" type="search" placeholder="\(visit["site.search.hint"])" data-key="/" \
        value="\(visit.path == .search ? visit.query["q"] : "")">
        </form>
        """
    }

    /// 待办 with how many notices were not seen.
    private static func inbox(_ visit: Visit, _ session: Session, _ place: Place) -> HTML {
        guard visit.can(SitePath.work(.inbox).access) else { return .empty }
        let count = (try? visit.ledger.unseenNotices(of: session.account.id)) ?? 0
        let badge = HTML.when(
            count > 0,
            #" <span class="badge" aria-label="\#(visit["work.inbox.unseen", ["count": "\(count)"]])">\#(count)</span>"#
        )
        return """
            <a class="inbox" href="\(SitePath.work(.inbox))"\(attribute(place == .inbox))>\(visit["work.inbox.title"])\(badge)</a>
            """
    }

    private static func links(_ visit: Visit, _ place: Place) -> HTML {
        let areas: [(Place, SitePath?, String)] = [
            (.programmes, ProgrammePath.home, "site.nav.programmes"),
            (.projects, ProjectPath.home, "site.nav.projects"),
            (.research, ResearchPath.home, "site.nav.research"), (.data, RegisterPath.home, "site.nav.data"),
            (.admissions, AdmissionPath.home, "site.nav.admissions"),
        ]
        var links: [(Place, SitePath, String)] = [(.home, .home, "site.nav.home")]
        if let cockpit = ViewPath.home { links.append((.cockpit, cockpit, "site.nav.cockpit")) }
        links += [(.plans, .plans, "site.nav.plans"), (.ledger, .ledger, "site.nav.ledger")]
        links += areas.compactMap { place, path, key in path.map { (place, $0, key) } }
        links += [
            (.organisation, .offices, "site.nav.organisation"),
            (.administration, visit.can(.manageAccounts) ? .accounts : .audit, "site.nav.administration"),
        ]
        return links.filter { visit.can($0.1.access) }.html { item in
            #"<li><a href="\#(item.1)"\#(attribute(item.0 == place))>\#(visit[item.2])</a></li>"#
        }
    }

    private static func attribute(_ isCurrent: Bool) -> HTML { isCurrent ? #" aria-current="page""# : "" }

    private static func languageSwitch(_ visit: Visit) -> HTML {
        let other: Language = visit.language == .chinese ? .english : .chinese
        let back = visit.isPost ? visit.path.path : SiteLink(path: visit.path, query: visit.query.items).url
        // Each language is named in itself, so that those find it who read no other.
        let name = other == .chinese ? "中文" : "English"
        return """
            <a class="language" lang="\(other.tag)" hreflang="\(other.tag)" \
            href="\(SitePath.language(other.rawValue).with("to", back))">\(name)</a>
            """
    }
}

extension HTML {
    /// A `link` element, or nothing where its file is not installed.
    static func link(_ address: SiteLink?, rel: String) -> HTML {
        address.map { #"<link rel="\#(rel)" href="\#($0)">"# } ?? .empty
    }
}

/// The heading of a page with what one can do there.
enum PageHead {
    /// - Parameters:
    ///   - lead: a sentence under the heading.
    ///   - actions: links and buttons; the main one first.
    static func html(_ title: String, lead: HTML = .empty, actions: HTML = .empty) -> HTML {
        """
        <div class="head"><div><h1>\(title)</h1>\(lead.isEmpty ? .empty : "<p class=\"lead\">\(lead)</p>")</div>\
        \(actions.isEmpty ? .empty : "<div class=\"actions\">\(actions)</div>")</div>
        """
    }
}

/// A word to the visitor: what was done, what to know, what went wrong.
enum Notice {
    enum Kind: String {
        case done, note, error
    }

    /// A notice; its kind is shown by a sign and a word too, not by colour alone.
    static func html(_ kind: Kind, _ words: HTML) -> HTML {
        let sign =
            switch kind {
            case .done: "✓"
            case .note: "ℹ"
            case .error: "■"
            }
        return """
            <div class="notice \(kind.rawValue)" role="\(kind == .error ? "alert" : "status")">\
            <span class="sign" aria-hidden="true">\(sign)</span><div>\(words)</div></div>
            """
    }

    /// What the request before this one did, named in the address: `?done=accepted`.
    static func done(_ visit: Visit) -> HTML {
        let key = "site.done.\(visit.query["done"])"
        guard visit.query.isOn("done"), visit.language.has(key) else { return .empty }
        return html(.done, "\(visit[key])")
    }

    /// What went wrong with the form that was sent.
    static func error(_ visit: Visit, _ error: (any Error)?) throws -> HTML {
        guard let error else { return .empty }
        guard let explained = error as? any Explained else { throw error }
        return html(.error, "\(visit.words(of: explained))")
    }
}

extension Language {
    /// Whether the string catalogue has a key.
    fileprivate func has(_ key: String) -> Bool { StringCatalogue.standard.has(key) }
}

/// What a list says that holds nothing: why, and what to do about it.
enum EmptyState {
    static func html(_ words: String, action: HTML = .empty) -> HTML {
        #"<div class="empty"><p>\#(words)</p>\#(action)</div>"#
    }
}
