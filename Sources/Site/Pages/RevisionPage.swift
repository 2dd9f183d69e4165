import Ledger

/// What a revised document changes.
enum RevisionPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        guard let revision = try visit.ledger.revision(of: id) else { throw SiteError.notFound }
        let earlier = try visit.plan(revision.earlier)
        let title = visit["site.revision.title"]
        let counts = TaskMatch.Kind.allCases.html { kind in
            "<li>\(Mark.html("difference", sign(kind), visit["site.difference.\(kind.rawValue)"])) \(revision.count(kind))</li>"
        }
        let sections = [TaskMatch.Kind.changed, .new, .gone].html { section(visit, revision, $0) }
        let main: HTML = """
            \(PageHead.html(plan.name, lead: "\(visit["site.revision.lead", ["title": earlier.name]])", actions: """
                <a class="button main" href="\(SitePath.review(id))">\(visit["site.review.title"])</a>
                """))
            <ul class="figures">\(counts)</ul>
            \(sections)
            """
        return .page(Layout.page(visit, title: "\(title) · \(plan.name)", at: .plans, main: main))
    }

    private static func sign(_ kind: TaskMatch.Kind) -> String {
        switch kind {
        case .unchanged: "="
        case .changed: "≠"
        case .new: "+"
        case .gone: "−"
        }
    }

    private static func section(_ visit: Visit, _ revision: Revision, _ kind: TaskMatch.Kind) -> HTML {
        let entries = revision.entries.filter { $0.kind == kind }
        guard !entries.isEmpty else { return .empty }
        let items = entries.html { entry in
            let title: HTML =
                if let task = entry.task {
                    """
                    <a href="\(SitePath.review(revision.plan).with("task", "\(task)"))">\(entry.title)</a>
                    """
                } else if let task = entry.earlierTask {
                    #"<a href="\#(SitePath.task(task))">\#(entry.earlierTitle)</a>"#
                } else {
                    "\(entry.earlierTitle)"
                }
            let table = HTML.when(!entry.differences.isEmpty, DifferenceTable.html(visit, entry.differences))
            return "<li><h3>\(title)</h3>\(table)</li>"
        }
        return """
            <section><h2>\(visit["site.difference.\(kind.rawValue)"])（\(entries.count)）</h2>
            <ul class="plain">\(items)</ul></section>
            """
    }
}
