import Foundation
import Ledger
import Monitoring
import Store

/// The plans: found, sorted, opened.
enum PlansPage {
    private enum Column: String, CaseIterable {
        case title, year, kept
    }

    static func show(_ visit: Visit) throws -> Answer {
        let title = visit["site.plans.title"]
        let all = try visit.ledger.plans().filter { $0.state != .draft || visit.can(.viewDrafts) }
        let words = visit.query["q"].lowercased()
        var plans = all.filter { plan in
            words.isEmpty
                || ([plan.title, plan.number ?? "", plan.file.name] + plan.issuers).contains {
                    $0.lowercased().contains(words)
                }
        }
        let order = Column(rawValue: visit.query["sort"])
        let isDescending = visit.query["order"] == "down"
        if let order {
            plans.sort { isBefore($0, $1, order) }
            if isDescending { plans.reverse() }
        }
        let action = HTML.when(
            visit.can(.importPlan),
            #"<a class="button main" href="\#(SitePath.planImport)">\#(visit["site.plans.import"])</a>"#)
        let compare: HTML =
            #"<a class="button" href="\#(SitePath.comparison(.plans))">\#(visit["research.compare.title"])</a>"#
        var list = EmptyState.html(visit["site.plans.empty"], action: action)
        if !all.isEmpty {
            list = "\(search(visit))\(table(visit, plans, order, isDescending))"
        }
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["site.plans.lead", ["count": "\(all.count)"]])", actions: "\(action)\(compare)"))
            \(list)
            """
        return .page(Layout.page(visit, title: title, at: .plans, main: main))
    }

    private static func isBefore(_ left: Plan, _ right: Plan, _ order: Column) -> Bool {
        switch order {
        case .title: left.title.compare(right.title, locale: Locale(identifier: "zh_CN")) == .orderedAscending
        case .year: (left.year ?? 0) < (right.year ?? 0)
        case .kept: left.createdAt < right.createdAt
        }
    }

    private static func search(_ visit: Visit) -> HTML {
        """
        <form class="filter" action="\(SitePath.plans)">
        <label for="plan-q">\(visit["site.plans.search"])</label>
        <input id="plan-q" type="search" name="q" value="\(visit.query["q"])">
        <button>\(visit["site.filter.apply"])</button></form>
        """
    }

    private static func table(_ visit: Visit, _ plans: [Plan], _ order: Column?, _ isDescending: Bool) -> HTML {
        guard !plans.isEmpty else { return EmptyState.html(visit["site.plans.noneFound"]) }
        func column(_ column: Column, _ key: String, isNumeric: Bool = false) -> ListTable.Column {
            let isNow = order == column
            let next = SitePath.plans.with("q", visit.query.sent("q")).with("sort", column.rawValue)
                .with("order", isNow && !isDescending ? "down" : nil)
            return .init(
                title: visit[key], isNumeric: isNumeric, sort: next,
                order: isNow ? (isDescending ? .descending : .ascending) : nil)
        }
        var table = ListTable(
            visit["site.plans.title"],
            columns: [
                column(.title, "site.column.plan"), column(.year, "site.column.year", isNumeric: true),
                .init(title: visit["site.column.state"]), .init(title: visit["site.column.tasks"], isNumeric: true),
                .init(title: visit["site.column.progress"]), column(.kept, "site.column.kept"),
            ])
        table.rows = plans.map { plan in
            let place: SitePath = plan.state == .draft ? .review(plan.id) : .plan(plan.id)
            let issuer: HTML =
                plan.issuers.isEmpty
                ? .empty : #"<br><span class="muted">\#(plan.issuers.joined(separator: "、"))</span>"#
            return .init(cells: [
                #"<a href="\#(place)">\#(plan.name)</a>\#(issuer)"#, "\(plan.year.map(String.init))",
                Mark.plan(visit, plan.state), "\(plan.counts.pending + plan.counts.accepted)",
                Mark.progress(visit, done: plan.counts.decided, of: plan.counts.total),
                #"<span class="day">\#(Day(of: plan.createdAt).text)</span>"#,
            ])
        }
        return table.html
    }
}

/// One plan: its head, its parts, what it says beside its tasks, and what can be done with it.
enum PlanPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        let main: HTML = """
            \(PageHead.html(plan.name, lead: Mark.plan(visit, plan.state), actions: actions(visit, plan)))
            \(try details(visit, plan))
            \(parts(visit, plan))
            \(try remainder(visit, plan))
            """
        return .page(Layout.page(visit, title: plan.name, at: .plans, main: main))
    }

    /// Opens a reviewed draft, puts a plan away, or takes it up again.
    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        switch visit.form["move"] {
        case "open":
            try visit.ledger.openPlan(id, by: visit.principal)
            return .redirect(SitePath.ledger.with("plan", "\(id)").with("done", "opened"))
        case "archive":
            try visit.ledger.archivePlan(id, by: visit.principal)
            return .redirect(SitePath.plan(id).with("done", "archived"))
        default: throw SiteError.badChoice
        }
    }

    private static func actions(_ visit: Visit, _ plan: Plan) -> HTML {
        var actions = HTML.empty
        if plan.state == .draft {
            actions += #"<a class="button main" href="\#(SitePath.review(plan.id))">\#(visit["site.review.title"])</a>"#
        } else {
            actions += """
                <a class="button main" href="\(SitePath.ledger.with("plan", "\(plan.id)"))">\(visit["site.nav.ledger"])</a>
                """
            if plan.state == .open, visit.can(.superviseTasks) {
                actions +=
                    #"<a class="button" href="\#(SitePath.work(.issue(plan.id)))">\#(visit["work.issue.title"])</a>"#
            }
            if visit.can(.reviewPlan) {
                actions += #"<a class="button" href="\#(SitePath.review(plan.id))">\#(visit["site.review.title"])</a>"#
            }
        }
        actions += #"<a class="button" href="\#(SitePath.source(plan.id))">\#(visit["site.source.title"])</a>"#
        guard visit.can(.openPlan) else { return actions }
        switch plan.state {
        case .draft: break
        case .open:
            actions += Form.button(visit, to: .plan(plan.id), [("move", "archive")], title: visit["site.plan.archive"])
        case .archived:
            actions += Form.button(visit, to: .plan(plan.id), [("move", "open")], title: visit["site.plan.reopen"])
        }
        return actions
    }

    private static func details(_ visit: Visit, _ plan: Plan) throws -> HTML {
        var details = Details()
        details.add(visit["site.plan.issuers"], text: plan.issuers.joined(separator: "、"))
        details.add(visit["site.plan.number"], text: plan.number)
        details.add(visit["site.plan.date"], text: plan.date.flatMap(Day.init)?.prose(visit.language))
        details.add(visit["site.column.year"], text: plan.year.map(String.init))
        details.add(
            visit["site.column.tasks"],
            """
            \(visit["site.plan.counts", [
                "accepted": "\(plan.counts.accepted)", "pending": "\(plan.counts.pending)",
                "rejected": "\(plan.counts.rejected)", "unsure": "\(plan.counts.unsure)",
            ]])
            """)
        details.add(
            visit["site.plan.file"], #"<a href="\#(SitePath.file(plan.id))">\#(plan.file.name)</a>"#)
        if let earlier = plan.revises.flatMap({ try? visit.plan($0) }) {
            details.add(
                visit["site.plan.revises"],
                """
                <a href="\(SitePath.plan(earlier.id))">\(earlier.title)</a>\
                \(HTML.when(visit.can(.viewDrafts), """
                     · <a href="\(SitePath.revision(plan.id))">\(visit["site.revision.title"])</a>
                    """))
                """)
        }
        details.add(visit["site.column.kept"], text: visit.time(plan.createdAt))
        return details.html
    }

    private static func parts(_ visit: Visit, _ plan: Plan) -> HTML {
        guard plan.parts.count > 1 else { return .empty }
        var table = ListTable(
            visit["site.plan.parts"],
            columns: [
                .init(title: visit["site.column.part"]), .init(title: visit["site.column.kind"]),
                .init(title: visit["site.column.year"], isNumeric: true),
            ])
        table.rows = plan.parts.map { part in
            let link = SitePath.ledger.with("plan", "\(plan.id)").with("part", part.id)
            return .init(cells: [
                #"<a href="\#(link)">\#(part.title.isEmpty ? plan.name : part.title)</a>"#,
                "\(visit["site.partRole.\(part.role.rawValue)"])", "\(part.year.map(String.init))",
            ])
        }
        return #"<section><h2>\#(visit["site.plan.parts"])</h2>\#(table.html)</section>"#
    }

    private static func remainder(_ visit: Visit, _ plan: Plan) throws -> HTML {
        let rest = try visit.ledger.remainder(of: plan.id)
        var html = HTML.empty
        if !rest.indicators.isEmpty {
            var table = ListTable(
                visit["site.plan.indicators"],
                columns: [
                    .init(title: visit["site.column.indicator"]),
                    .init(title: visit["site.column.baseline"], isNumeric: true),
                    .init(title: visit["site.column.target"], isNumeric: true),
                    .init(title: visit["site.column.unit"]), .init(title: visit["site.column.nature"]),
                ])
            table.rows = rest.indicators.map { indicator in
                let words = { (value: Double?, year: Int?) -> HTML in
                    let year: HTML = year.map { #" <span class="muted">\#($0)</span>"# } ?? .empty
                    return value.map { "\(Words.number($0))\(year)" } ?? .empty
                }
                return .init(cells: [
                    SourcePage.link(plan.id, indicator.span, "\(indicator.name)"),
                    words(indicator.baseline, indicator.baselineYear), words(indicator.target, indicator.targetYear),
                    "\(indicator.unit)", "\(indicator.nature)",
                ])
            }
            html += #"<section><h2>\#(visit["site.plan.indicators"])</h2>\#(table.html)</section>"#
        }
        if !rest.quantities.isEmpty {
            let lines = rest.quantities.html {
                "<li>\(SourcePage.link(plan.id, $0.span, "\(Words.target(visit, $0))"))</li>"
            }
            html += """
                <section><details><summary>\(visit["site.plan.quantities", ["count": "\(rest.quantities.count)"]])</summary>
                <ul class="lines">\(lines)</ul></details></section>
                """
        }
        if !rest.notes.isEmpty {
            let lines = rest.notes.html {
                "<li>\(SourcePage.link(plan.id, $0.span, "\(ReasonWords.html(visit, $0.about, $0.says))"))</li>"
            }
            html += #"<section><h2>\#(visit["site.plan.notes"])</h2><ul class="lines">\#(lines)</ul></section>"#
        }
        return html
    }
}
