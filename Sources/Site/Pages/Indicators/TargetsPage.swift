import Catalog
import Indicators
import Ledger
import Measurement
import Monitoring
import Registers
import Store

/// 目标绑定: the targets of open plans, what measures each, and what could.
enum TargetsPage {
    private static let size = 20

    /// Which targets are listed.
    private enum Choice: String, CaseIterable {
        case open, bound, all
    }

    static func show(_ visit: Visit) throws -> Answer {
        let desk = try TargetDesk(visit)
        var filter = LedgerFilter()
        let plans = try visit.ledger.plans().filter { $0.state == .open }
        let plan = plans.first { $0.id == visit.query.row("plan") }
        filter.plan = plan?.id
        filter.text = String(visit.query["q"].prefix(100))
        let lines = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true)
        let all = lines.flatMap { line in
            line.record.targets.filter { !$0.isDropped }.map { TargetLine(line: line, target: $0) }
        }
        func holds(_ target: TargetLine, _ choice: Choice) -> Bool {
            choice == .all || (desk.bindings[target.target.id] != nil) == (choice == .bound)
        }
        let choice = Choice(rawValue: visit.query["show"]) ?? .open
        let found = all.filter { holds($0, choice) }
        let page = Pager.page(visit)
        let here = SitePath.indicators(.targets).with("plan", plan.map { "\($0.id)" })
            .with("q", filter.text.isEmpty ? nil : filter.text)
        let tabs = Tabs.html(
            visit["indicators.targets.title"],
            Choice.allCases.map { other in
                let count = all.count { holds($0, other) }
                return (
                    "\(visit["indicators.targets.\(other.rawValue)"]) \(count)", here.with("show", other.rawValue),
                    other == choice
                )
            })
        let shown = Array(found.dropFirst((page - 1) * size).prefix(size))
        let content: HTML =
            shown.isEmpty
            ? EmptyState.html(visit["indicators.targets.none.\(choice.rawValue)"])
            : """
            \(try table(desk, shown))\
            \(Pager.html(visit, link: here.with("show", choice.rawValue), page: page, size: size, total: found.count))
            """
        let title = visit["indicators.targets.title"]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["indicators.targets.lead"])"))
            \(DataTabs.html(visit, at: .indicators(.targets)))
            <form class="filter" action="\(SitePath.indicators(.targets))" role="search">\
            \(Form.hiddenField("show", choice.rawValue))\
            \(Form.field("q", visit["data.filter.search"], value: filter.text, kind: .search))\
            \(Form.select("plan", visit["indicators.targets.plan"],
                [("", visit["data.filter.all"])] + plans.map { (value: "\($0.id)", title: $0.name) },
                chosen: plan.map { "\($0.id)" } ?? ""))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            \(try waiting(visit, filter, lines))\(tabs)\(content)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// Tasks with targets that were not handed over yet: their targets come into the list with that.
    private static func waiting(_ visit: Visit, _ filter: LedgerFilter, _ lines: [WorkLine]) throws -> HTML {
        var filter = filter
        filter.hasTarget = true
        let drafts = Set(lines.filter { $0.record.state == .draft && $0.record.targets.isEmpty }.map(\.id))
        let count = try visit.ledger.tasks(filter).rows.count { drafts.contains($0.id) }
        guard count > 0 else { return .empty }
        let link = SitePath.ledger.with("plan", filter.plan.map { "\($0)" }).with("target", "yes")
        let words = visit["indicators.targets.waiting", ["count": "\(count)"]]
        return Notice.html(.note, #"<a href="\#(link)">\#(words)</a>"#)
    }

    private static func table(_ desk: TargetDesk, _ lines: [TargetLine]) throws -> HTML {
        let visit = desk.visit
        var table = ListTable(
            visit["indicators.targets.title"],
            columns: [
                .init(title: visit["indicators.targets.target"], isName: true),
                .init(title: visit["indicators.targets.light"]),
                .init(title: visit["work.column.actual"], isNumeric: true),
                .init(title: visit["indicators.targets.measure"], isName: true),
            ])
        table.rows = try lines.map { line in
            let target = line.target
            return .init(
                cells: [
                    """
                    <a data-nav href="\(SitePath.indicators(.target(target.id)))">\(Words.target(visit, target.quantity))</a><br>\
                    <a class="muted" href="\(SiteLink(path: .task(line.line.id), fragment: "targets"))">\(line.line.title)</a>
                    """,
                    LightMark.html(visit, line.line.finding), desk.actual(target), try desk.measure(line),
                ], id: "target-\(target.id)")
        }
        return table.html
    }
}

/// A target with the task that it belongs to.
struct TargetLine {
    let line: WorkLine
    let target: WorkTarget
}

/// A visit to the targets of plans: what measures them, and what the visitor may decide about that.
struct TargetDesk {
    let visit: Visit
    /// What measures each target, by its row.
    let bindings: [Int64: TargetBinding]
    private let account: Account
    private let nodes: [OrganisationTree.Node]

    /// - Parameter task: the task whose targets are looked at; nil for all.
    init(_ visit: Visit, task: Int64? = nil) throws {
        self.visit = visit
        account = try visit.account
        bindings = Dictionary(try visit.ledger.bindings(of: task).map { ($0.target, $0) }) { first, _ in first }
        // A task without bindings names no organisation.
        nodes =
            bindings.isEmpty && task != nil
            ? [] : try visit.registers.organisations().nodes.values.sorted { $0.code < $1.code }
    }

    private var catalog: Catalog { visit.registers.catalog }
    var measurement: TargetMeasurement { visit.site.indicators.targets }

    /// Whether the visitor may decide what measures the targets of a task: whoever may set their paths.
    func mayBind(_ line: WorkLine) -> Bool {
        WorkMove.setTarget.isAllowed(to: account, leads: line.leads, helpers: line.helpers)
    }

    /// The latest value in the ledger.
    func actual(_ target: WorkTarget) -> HTML {
        target.actual.map {
            #"\#(Figure.text($0.value)) \#(target.quantity.unit) <span class="muted">\#($0.day.text)</span>"#
        } ?? #"<span class="muted">\#(visit["work.noValue"])</span>"#
    }

    /// What measures a target, or what could, with what the visitor may do about it.
    func measure(_ line: TargetLine) throws -> HTML {
        let path = SitePath.indicators(.target(line.target.id)), mayBind = mayBind(line.line)
        if let binding = bindings[line.target.id] {
            let undo = HTML.when(
                mayBind,
                Form.button(
                    visit, to: path, [("move", "unbind")], title: visit["indicators.targets.unbind"], kind: "small"))
            return "\(words(binding)) \(undo)"
        }
        let suggestions = try measurement.suggestions(for: line.target.quantity, limit: 2)
        let items = suggestions.html { suggestion in
            "<li>\(words(suggestion))\(HTML.when(mayBind, buttons(suggestion, path)))</li>"
        }
        let none: HTML = HTML.when(
            suggestions.isEmpty, #"<span class="muted">\#(visit["indicators.targets.noSuggestion"])</span> "#)
        let other = HTML.when(mayBind, #"<a href="\#(path)">\#(visit["indicators.targets.other"])</a>"#)
        return #"<ul class="choices">\#(items)<li>\#(none)\#(other)</li></ul>"#
    }

    /// What a target is bound to: the indicator with its figure, whose, and since when.
    func words(_ binding: TargetBinding) -> HTML {
        let measure = binding.measure
        let node = nodes.first { $0.code == measure.organisation }
        let indicator = catalog.indicator(measure.indicator)
        let link = SitePath.indicator(measure.indicator).with("organisation", node.map { "\($0.id)" })
            .with("category", measure.field.map { "\($0):\(measure.value ?? "")" })
        let title: HTML =
            indicator.map { #"<a href="\#(link)">\#($0.title.text(visit.language))</a>"# } ?? "\(measure.indicator)"
        let category = measure.field.flatMap { field in
            measure.value.map { self.category(indicator, field, $0) }
        }
        let whose = [node?.name ?? measure.organisation, category].compactMap { $0 }.joined(separator: " · ")
        return """
            ⇐ \(title) <span class="muted">\(whose) · \
            \(visit["indicators.targets.since", ["time": visit.time(binding.at)]])</span>
            """
    }

    private func category(_ indicator: Indicator?, _ field: String, _ value: String) -> String {
        guard let indicator, let register = catalog.register(indicator.part.register), let found = register.field(field)
        else { return value }
        return catalog.codes(of: found)?[value]?.title.text(visit.language) ?? value
    }

    /// An indicator that may measure a target, how sure that is, and why.
    func words(_ suggestion: TargetSuggestion) -> HTML {
        let reason =
            switch suggestion.reason {
            case .remembered: visit["indicators.targets.reason.remembered"]
            case .named: visit["indicators.targets.reason.named"]
            case .shared(let words): visit["indicators.targets.reason.shared", ["words": words]]
            }
        let unit = suggestion.unitFits ? "" : " · \(visit["indicators.targets.otherUnit"])"
        return """
            <a href="\(SitePath.indicator(suggestion.indicator.name))">\
            \(suggestion.indicator.title.text(visit.language))</a> \
            <span class="muted">\(Figure.text(suggestion.score * 100, decimals: 0)) % · \(reason)\(unit)</span>
            """
    }

    /// Confirm and refuse.
    func buttons(_ suggestion: TargetSuggestion, _ path: SitePath) -> HTML {
        let measure = suggestion.remembered
        let code = measure?.organisation ?? self.organisation(for: suggestion.indicator)?.code ?? ""
        var values = [("move", "bind"), ("indicator", suggestion.indicator.name), ("organisation", code)]
        if let field = measure?.field { values.append(("category", "\(field):\(measure?.value ?? "")")) }
        return """
             \(Form.button(visit, to: path, values, title: visit["indicators.targets.confirm"], kind: "small")) \
            \(Form.button(
                visit, to: path, [("move", "refuse"), ("indicator", suggestion.indicator.name)],
                title: visit["indicators.targets.refuse"], kind: "small"))
            """
    }

    /// The organisation whose value a plan means unless somebody says otherwise: the region itself.
    func organisation(for indicator: Indicator) -> OrganisationTree.Node? {
        Level.allCases.lazy.filter(indicator.levels.contains).compactMap { level in
            nodes.first { $0.level == level }
        }.first
    }
}
