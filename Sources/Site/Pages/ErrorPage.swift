import Localisation

/// What the visitor sees when something fails: what happened, what to do, and the number to ask about it.
enum ErrorPage {
    static func answer(_ error: ErrorAnswer, _ visit: Visit) -> Answer {
        let words = error.explained.map(visit.words) ?? visit["site.error.internal"]
        if visit.isPartial {
            var answer = Answer.page(Notice.html(.error, "\(words)"), status: error.status)
            answer.retarget("#notices", swap: "innerHTML")
            return answer
        }
        let title = visit["site.error.title"]
        let main: HTML = """
            \(PageHead.html(title))
            \(Notice.html(.error, "\(words)"))
            <p><a class="button" href="\(home(visit))">\(visit["site.error.home"])</a></p>
            <p class="muted">\(visit["site.error.request", ["id": visit.requestID]])</p>
            """
        return .page(Layout.page(visit, title: title, at: .none, main: main), status: error.status)
    }

    /// Families have a start page of their own.
    private static func home(_ visit: Visit) -> SitePath {
        if case .families = visit.path { .families(.rounds) } else { .home }
    }
}
