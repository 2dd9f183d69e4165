import Documents
import Foundation
import Ledger
import Monitoring
import PlanModel
import Reports
import Store

/// 台账: the tasks of the opened plans.
enum LedgerPage {
    private static let size = 50

    static func show(_ visit: Visit) throws -> Answer {
        var query = LedgerQuery(visit)
        let plan = try query.check(visit)
        let page = Pager.page(visit)
        try query.narrowToLight(visit)
        let found = try visit.ledger.tasks(query.filter, sort: query.sort, page: .page(page, size: size))
        var list = EmptyState.html(visit["site.ledger.noneFound"])
        if found.total == 0, !query.isNarrowed {
            list = EmptyState.html(
                visit["site.ledger.empty"],
                action: #"<a class="button main" href="\#(SitePath.plans)">\#(visit["site.plans.title"])</a>"#)
        } else if found.total > 0 {
            let pager = Pager.html(
                visit, link: query.link(.ledger), page: page, size: size, total: found.total)
            list = "\(try table(visit, query, found.rows))\(pager)"
        }
        return .page(
            try frame(
                visit, query, plan, at: .ledger, lead: visit["site.ledger.count", ["count": "\(found.total)"]], list))
    }

    /// What the list and its roll-ups have in common: heading, tabs, filter, exports.
    static func frame(
        _ visit: Visit, _ query: LedgerQuery, _ plan: Plan?, at path: SitePath, lead: String, _ content: HTML
    ) throws -> HTML {
        let title = plan?.name ?? visit["site.ledger.title"]
        let tabs = Tabs.html(
            visit["site.ledger.views"],
            [
                (visit["site.ledger.list"], query.link(.ledger), path == .ledger),
                (visit["site.ledger.byOffice"], query.link(.byOffice), path == .byOffice),
                (visit["site.ledger.bySection"], query.link(.bySection), path == .bySection),
            ])
        let views = try HTML.when(
            path == .ledger, SavedViews.bar(visit, query.link(.ledger), mayKeep: query.isNarrowed))
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)", actions: actions(visit, query, plan)))
            \(tabs)\(views)
            \(try LedgerFilterForm.html(visit, query, plan, at: path))
            \(content)
            """
        return Layout.page(visit, title: "\(visit["site.ledger.title"]) · \(title)", at: .ledger, main: main)
    }

    private static func actions(_ visit: Visit, _ query: LedgerQuery, _ plan: Plan?) -> HTML {
        var actions = HTML.empty
        if visit.can(.exportLedger) {
            let formats = ["xlsx", "csv", "json"].html { format in
                #"<a class="button" download href="\#(query.link(.export(format)))">.\#(format)</a>"#
            }
            actions +=
                #"<span class="group"><span class="muted">\#(visit["site.ledger.export"])</span> \#(formats)</span>"#
            if let plan, plan.state != .draft {
                actions +=
                    #"<a class="button" href="\#(SitePath.work(.papers(plan.id)))">\#(visit["work.papers.title"])</a>"#
            }
        }
        if let plan, plan.state == .open, visit.can(.superviseTasks) {
            actions += #"<a class="button" href="\#(SitePath.work(.issue(plan.id)))">\#(visit["work.issue.title"])</a>"#
        }
        if let plan, visit.can(.reviewPlan) {
            actions +=
                #"<a class="button" href="\#(SitePath.ledgerImport(plan.id))">\#(visit["site.ledger.import"])</a>"#
        }
        return actions
    }

    /// The table of tasks; its heads order the list.
    static func table(_ visit: Visit, _ query: LedgerQuery, _ rows: [TaskRow]) throws -> HTML {
        var filter = LedgerFilter.review(of: query.filter.plan ?? 0)
        filter.plan = nil
        filter.planStates = Set(Plan.State.allCases)
        filter.ids = rows.map(\.id)
        let lines = Dictionary(
            try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true).map { ($0.id, $0) }
        ) { first, _ in
            first
        }
        var table = ListTable(
            visit["site.ledger.title"],
            columns: query.columns.map { column in
                let isNow = column.sort == query.sort.column
                let next = query.link(.ledger).with("sort", column.sort?.rawValue)
                    .with("order", isNow && !query.sort.isDescending ? "down" : nil)
                return .init(
                    title: visit["site.column.\(column.rawValue)"], isNumeric: column == .number,
                    isName: column == .title,
                    sort: column.sort.map { _ in next },
                    order: isNow ? (query.sort.isDescending ? .descending : .ascending) : nil)
            })
        table.rows = rows.map { row in
            .init(cells: query.columns.map { cell(visit, row, lines[row.id], $0) }, id: "t\(row.id)")
        }
        return table.html
    }

    private static func cell(_ visit: Visit, _ row: TaskRow, _ line: WorkLine?, _ column: LedgerQuery.Column) -> HTML {
        let task = row.task
        return switch column {
        case .number: "\(row.number.map(String.init))"
        case .title: #"<a data-nav href="\#(SitePath.task(task.id))">\#(task.title.text)</a>"#
        case .plan: #"<a class="muted" href="\#(SitePath.ledger.with("plan", "\(task.plan)"))">\#(row.planName)</a>"#
        case .section: "\(task.section)"
        case .leads: "\(Words.owners(row, .lead))"
        case .coOwners: "\(Words.owners(row, .co))"
        case .targets: targets(visit, task)
        case .actual: actuals(line)
        case .percent: line.map { Mark.progress(visit, done: $0.record.percent, of: 100) } ?? .empty
        case .due: due(visit, row, line)
        case .light: line.map { LightMark.html(visit, $0.finding) } ?? .empty
        case .work: "\(line.map { visit["work.state.\($0.record.state.rawValue)"] })"
        case .person: "\(line?.record.person)"
        case .state: Mark.task(visit, task)
        case .updated: #"<span class="day">\#(visit.time(task.updatedAt))</span>"#
        }
    }

    /// The latest actual values of the targets that the list shows.
    private static func actuals(_ line: WorkLine?) -> HTML {
        let targets = (line?.record.targets ?? []).filter { !$0.isDropped }
        return targets.prefix(2).html { target in
            let value = target.actual.map { "\(Words.number($0.value)) \(target.quantity.unit)" } ?? "–"
            return "<div>\(value)</div>"
        }
    }

    /// The due day that holds. What is done is not late any more.
    private static func due(_ visit: Visit, _ row: TaskRow, _ line: WorkLine?) -> HTML {
        let due = line?.due?.text ?? row.due
        guard let state = line?.record.state, state.isClosed || state == .submitted else { return Mark.due(visit, due) }
        return #"<span class="day">\#(due)</span>"#
    }

    /// The first targets; the others are counted.
    private static func targets(_ visit: Visit, _ task: LedgerTask) -> HTML {
        let targets = Words.targets(task)
        let lines = targets.prefix(2).html { "<div>\(Words.target(visit, $0))</div>" }
        guard targets.count > 2 else { return lines }
        return """
            \(lines)<a class="muted" href="\(SitePath.task(task.id))">\
            \(visit["site.ledger.moreTargets", ["count": "\(targets.count - 2)"]])</a>
            """
    }
}

/// The filter above the ledger.
enum LedgerFilterForm {
    static func html(_ visit: Visit, _ query: LedgerQuery, _ plan: Plan?, at path: SitePath) throws -> HTML {
        let plans = try visit.ledger.plans(
            states: query.maySeeDrafts ? [.draft, .open, .archived] : [.open, .archived])
        let all = visit["site.filter.all"]
        let offices = try visit.ledger.offices().map { (value: "\($0.id)", title: $0.name) }
        var sections: [(value: String, title: String)] = []
        if let plan {
            let rollUps = try visit.ledger.bySection(.ledger(of: plan.id)).map(\.section)
            for section in rollUps where !section.isEmpty && !sections.contains(where: { $0.value == section }) {
                sections.append((section, section))
            }
        }
        let yesNo = { (key: String) in
            [("", all), ("yes", visit["\(key).yes"]), ("no", visit["\(key).no"])]
        }
        var states: [(value: String, title: String)] = [("", visit["site.state.accepted"])]
        if query.maySeeDrafts {
            states += [
                ("pending", visit["site.state.pending"]), ("unsure", visit["site.state.unsure"]),
                ("rejected", visit["site.state.rejected"]), ("all", visit["site.filter.allStates"]),
            ]
        }
        var tags = [(value: "", title: all)] + (try visit.ledger.tags(ofPlan: plan?.id)).map { (value: $0, title: $0) }
        // A tag that nothing has any more can still be taken out of the filter.
        if !tags.contains(where: { $0.value == query["tag"] }) { tags.append((query["tag"], query["tag"])) }
        let kinds = PlanPart.Role.allCases.map { (value: $0.rawValue, title: visit["site.partRole.\($0.rawValue)"]) }
        let columns = LedgerQuery.Column.allCases.filter { $0 != .title }.html {
            Form.check("col", visit["site.column.\($0.rawValue)"], value: $0.rawValue, isOn: query.columns.contains($0))
        }
        return """
            <form class="filter" action="\(path)" aria-label="\(visit["site.filter.title"])">
            \(Form.field("q", visit["site.filter.text"], value: query["q"], kind: .search))
            \(Form.select("plan", visit["site.column.plan"], [("", all)] + plans.map { ("\($0.id)", $0.name) }, chosen: query["plan"]))
            \(HTML.when(!sections.isEmpty, Form.select("section", visit["site.column.section"], [("", all)] + sections, chosen: query["section"])))
            \(Form.select("office", visit["site.filter.office"], [("", all)] + offices, chosen: query["office"]))
            \(HTML.when(states.count > 1, Form.select("state", visit["site.column.state"], states, chosen: query["state"])))
            \(Form.select("light", visit["work.column.light"], [("", all)] + Light.allCases.map { ($0.rawValue, visit["work.light.name.\($0.rawValue)"]) }, chosen: query["light"]))
            \(Form.select("work", visit["work.field.state"], [("", all)] + WorkState.allCases.map { ($0.rawValue, visit["work.state.\($0.rawValue)"]) }, chosen: query["work"]))
            \(HTML.when(tags.count > 1, Form.select("tag", visit["work.field.tags"], tags, chosen: query["tag"])))
            \(Form.select("kind", visit["site.filter.kind"], kinds + [("all", all)], chosen: query["kind"].isEmpty ? "plan" : query["kind"]))
            <details class="more"\(flag: "open", if: isMoreOpen(query))><summary>\(visit["site.filter.more"])</summary><div>
            \(Form.select("role", visit["site.filter.role"], [("", all)] + TaskOwner.Role.allCases.map { ($0.rawValue, visit["site.ownerRole.\($0.rawValue)"]) }, chosen: query["role"]))
            \(Form.field("from", visit["site.filter.from"], value: query["from"], kind: .date))
            \(Form.field("until", visit["site.filter.until"], value: query["until"], kind: .date))
            \(Form.select("due", visit["site.column.due"], yesNo("site.filter.due"), chosen: query["due"]))
            \(Form.select("target", visit["site.column.targets"], yesNo("site.filter.target"), chosen: query["target"]))
            <fieldset class="checks"><legend>\(visit["site.filter.columns"])</legend>\(columns)</fieldset></div></details>
            \(["part", "year", "sort", "order"].filter { !query[$0].isEmpty }.html { Form.hiddenField($0, query[$0]) })
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button>\
            \(HTML.when(query.isNarrowed, #"<a class="button" href="\#(path)">\#(visit["site.filter.clear"])</a>"#))</p>
            </form>
            """
    }

    private static func isMoreOpen(_ query: LedgerQuery) -> Bool {
        ["role", "from", "until", "due", "target"].contains { !query[$0].isEmpty }
    }
}

/// The ledger as a file: the same tasks in the same order as the page that it is taken from.
enum LedgerFile {
    static func file(_ visit: Visit, _ format: String) throws -> Answer {
        var query = LedgerQuery(visit)
        let plan = try query.check(visit)
        let name = "\(plan?.name ?? visit["site.ledger.title"]) \(visit.today.text)"
        let papers = ["bulletin", "bulletin-pdf", "summary", "summary-pdf", "summary-json", "all-xlsx", "all-json"]
        if papers.contains(format) {
            return try paper(visit, format, plan)
        }
        try query.narrowToLight(visit)
        let rows = try visit.ledger.tasks(query.filter, sort: query.sort).rows
        let work = try visit.ledger.workLines(query.filter, on: visit.today)
        let export = LedgerExport(rows: rows, language: visit.language, work: work)
        switch format {
        case "xlsx": return .file(Data(try export.xlsx()), name: "\(name).xlsx", type: Self.workbook)
        case "csv": return .file(Data(export.csv), name: "\(name).csv", type: "text/csv; charset=utf-8")
        case "json": return .file(Data(try export.json()), name: "\(name).json", type: "application/json")
        default: throw SiteError.notFound
        }
    }

    /// The media type of .xlsx.
    static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    /// The media type of .docx.
    static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    private static func paper(_ visit: Visit, _ kind: String, _ plan: Plan?) throws -> Answer {
        guard let plan else { throw SiteError.notFound }
        if kind == "summary-json" {
            let figures = try Summary.figures(plan: plan, in: visit.ledger, on: visit.today)
            return .file(
                Data(try figures.json()), name: "summary \(visit.today.text).json", type: "application/json")
        }
        if kind.hasPrefix("all-") {
            let archive = try LedgerArchive(plan: plan, in: visit.ledger, on: visit.today, language: visit.language)
            let name = "\(plan.name) \(visit.today.text)"
            return kind == "all-json"
                ? .file(Data(try archive.json()), name: "\(name).json", type: "application/json")
                : .file(Data(try archive.xlsx()), name: "\(name).xlsx", type: workbook)
        }
        let link = { (task: Int64) in visit.address(of: SiteLink(path: .task(task))) }
        let paper =
            kind.hasPrefix("bulletin")
            ? try Bulletin.write(plan: plan, in: visit.ledger, on: visit.today, language: visit.language, link: link)
            : try Summary.write(plan: plan, in: visit.ledger, on: visit.today, language: visit.language, link: link)
        return try self.paper(paper, day: visit.today, asPDF: kind.hasSuffix("-pdf"))
    }

    /// A paper as a file: .docx, or PDF by LibreOffice.
    static func paper(_ paper: WordDocument, day: Day, asPDF: Bool) throws -> Answer {
        let bytes = try DocxWriter().docx(paper)
        let name = "\(paper.title) \(day.text)"
        guard asPDF else { return .file(Data(bytes), name: "\(name).docx", type: word) }
        return .file(Data(try PaperPDF.convert(docx: bytes)), name: "\(name).pdf", type: "application/pdf")
    }
}

extension Visit {
    /// The whole address of a page, for papers that leave the site.
    func address(of link: SiteLink) -> String? {
        if let url = site.configuration.publicURL?.absoluteString {
            return (url.hasSuffix("/") ? String(url.dropLast()) : url) + link.url
        }
        return host.isEmpty ? nil : "http://\(host)\(link.url)"
    }
}
