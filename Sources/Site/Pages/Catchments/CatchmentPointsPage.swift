import CatchmentPlanning
import Catchments

/// The points of a plan: searched, sorted, given to other schools by hand, locked.
enum CatchmentPointsPage {
    private static let size = 100
    private static let kinds = ["all", "moved", "changed", "locked", "beyond", "apart"]

    static func show(_ here: CatchmentVisit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        let query = visit.isPost ? FormValues(urlEncoded: visit.form["back"]) : visit.query
        let isApart = query["show"] == "apart"
        let input = try here.plans.input(of: id, isWhole: isApart)
        let names = CatchmentNames(input)
        let step = try here.plans.lastStep(of: id)
        let marked =
            isApart && scheme.chosen != nil
            ? try input.apart(scheme.settings) : query["show"] == "tried" ? step?.changed(in: input) ?? [] : []
        let found = sorted(matching(input, query, scheme.settings, marked, names), query, names)
        let page = max(1, min(Int(query["page"]) ?? 1, 1_000_000))
        let isOpen = scheme.state == .solved && here.desk.mayPlan
        var table = ListTable(visit["catchments.tab.points"], columns: columns(visit, scheme, query, isOpen))
        table.rows = found.dropFirst((page - 1) * size).prefix(size).map { row(visit, $0, names, isOpen) }
        let list: HTML =
            found.isEmpty
            ? EmptyState.html(visit["catchments.points.none"])
            : #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
        let form: HTML =
            isOpen && !found.isEmpty
            ? Form.post(visit, to: .catchments(.points(id)), "\(moves(here, scheme, input, query))\(list)") : list
        let pager = Pager.html(
            visit, link: SiteLink(path: .catchments(.points(id)), query: query.items.filter { $0.name != "done" }),
            page: page, size: size, total: found.count)
        let main: HTML = """
            \(filter(visit, scheme, input, query, kinds: kinds + (step == nil ? [] : ["tried"])))
            <p class="muted">\(visit["catchments.points.count", ["count": "\(found.count)", "children": "\(found.reduce(0) { $0 + $1.children })"]])</p>
            \(form)\(pager)
            """
        return try here.page(scheme, at: .points(id), error: error, main)
    }

    private static func matching(
        _ input: CatchmentInput, _ query: FormValues, _ settings: CatchmentSettings, _ marked: Set<String>,
        _ names: CatchmentNames
    ) -> [PlanPoint] {
        let words = String(query["q"].prefix(60)).lowercased(), school = query["school"], kind = query["show"]
        return input.points.filter { point in
            guard
                words.isEmpty || point.code.lowercased() == words || point.name.lowercased().contains(words)
                    || point.addresses.lowercased().contains(words) || point.area.lowercased().contains(words)
            else { return false }
            guard school.isEmpty || point.chosen.contains(where: { $0.school == school }) else { return false }
            return switch kind {
            case "moved": point.moves
            case "changed": point.isChanged
            case "locked": point.isLocked
            case "beyond": point.children > 0 && (point.metres ?? 0) > (settings.rules.limit ?? .infinity)
            case "apart", "tried": marked.contains(point.code)
            default: true
            }
        }
    }

    private static let orders = ["code", "name", "children", "today", "school", "metres"]

    private static func sorted(_ points: [PlanPoint], _ query: FormValues, _ names: CatchmentNames) -> [PlanPoint] {
        let text = query["sort"], isDown = text.hasPrefix("-")
        let name = String(text.drop { $0 == "-" })
        func sorted(_ before: (PlanPoint, PlanPoint) -> Bool) -> [PlanPoint] {
            let up = points.sorted(by: before)
            return isDown ? up.reversed() : up
        }
        return switch name {
        case "name": sorted { ($0.name, $0.code) < ($1.name, $1.code) }
        case "children": sorted { ($0.children, $0.code) < ($1.children, $1.code) }
        case "today": sorted { ($0.todayMetres ?? -1, $0.code) < ($1.todayMetres ?? -1, $1.code) }
        case "school": sorted { (names[$0.school], $0.code) < (names[$1.school], $1.code) }
        case "metres": sorted { ($0.metres ?? -1, $0.code) < ($1.metres ?? -1, $1.code) }
        default: isDown ? points.reversed() : points
        }
    }

    private static func columns(
        _ visit: Visit, _ scheme: CatchmentScheme, _ query: FormValues, _ isOpen: Bool
    ) -> [ListTable.Column] {
        let sort = query["sort"]
        func column(_ key: String, _ order: String, isNumeric: Bool = false, isName: Bool = false) -> ListTable.Column {
            let next = sort == order ? "-\(order)" : order
            let link = SiteLink(
                path: .catchments(.points(scheme.id)),
                query: query.items.filter { !["page", "done"].contains($0.name) }
            ).with("sort", next)
            let now: ListTable.Order? = sort == order ? .ascending : sort == "-\(order)" ? .descending : nil
            return .init(title: visit[key], isNumeric: isNumeric, isName: isName, sort: link, order: now)
        }
        return (isOpen ? [.init(title: visit["catchments.column.tick"])] : []) + [
            column("catchments.column.code", "code"), column("catchments.column.point", "name", isName: true),
            column("catchments.column.count", "children", isNumeric: true),
            column("catchments.column.today", "today"), column("catchments.column.school", "school"),
            column("catchments.column.metres", "metres", isNumeric: true),
            .init(title: visit["catchments.column.notes"]),
        ]
    }

    private static func row(_ visit: Visit, _ point: PlanPoint, _ names: CatchmentNames, _ isOpen: Bool)
        -> ListTable.Row
    {
        let area = HTML.when(!point.area.isEmpty, #" <span class="muted">\#(point.area)</span>"#)
        let today: HTML =
            point.today == nil
            ? "–" : #"\#(names[point.today]) <span class="muted">\#(visit.metres(point.todayMetres))</span>"#
        func list(_ shares: [PlanShare]) -> String {
            shares.count < 2
                ? names[shares.first?.school]
                : shares.map {
                    visit["catchments.share", ["school": names[$0.school], "children": "\($0.children)"]]
                }.joined(separator: "、")
        }
        var notes: [HTML] = []
        if point.moves { notes.append(Mark.html("soon", "▲", visit["catchments.note.moved"])) }
        if point.isChanged {
            notes.append(
                Mark.html("unsure", "◆", visit["catchments.note.changed", ["school": list(point.proposed)]]))
        }
        if point.isLocked { notes.append(Mark.html("accepted", "●", visit["catchments.note.locked"])) }
        let tick: HTML = """
            <input type="checkbox" name="point" value="\(point.code)" aria-label="\(visit["catchments.tick", ["point": point.name]])">
            """
        return .init(
            cells: (isOpen ? [tick] : []) + [
                "\(point.code)", "\(point.name)\(area)", "\(point.children)", today,
                "\(point.chosen.isEmpty ? "–" : list(point.chosen))", "\(visit.metres(point.metres))",
                notes.html { "\($0) " },
            ])
    }

    private static func filter(
        _ visit: Visit, _ scheme: CatchmentScheme, _ input: CatchmentInput, _ query: FormValues, kinds: [String]
    ) -> HTML {
        let schools =
            [("", visit["catchments.filter.allSchools"])] + input.schools.filter(\.isOpen).map { ($0.code, $0.name) }
        let kinds = kinds.map { ($0, visit["catchments.filter.\($0)"]) }
        return """
            <form class="filter choose" action="\(SitePath.catchments(.points(scheme.id)))" aria-label="\(visit["site.filter.title"])">\
            \(Form.field("q", visit["catchments.filter.words"], value: query["q"], kind: .search, limit: 60))\
            \(Form.select("school", visit["catchments.column.school"], schools, chosen: query["school"]))\
            \(Form.select("show", visit["catchments.filter.show"], kinds, chosen: query["show"].isEmpty ? "all" : query["show"]))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    private static func moves(
        _ here: CatchmentVisit, _ scheme: CatchmentScheme, _ input: CatchmentInput, _ query: FormValues
    ) -> HTML {
        let visit = here.visit
        let schools = input.schools.filter(\.isOpen).map { ($0.code, $0.name) }
        let back =
            SiteLink(path: .catchments(.points(scheme.id)), query: query.items.filter { $0.name != "done" }).url
            .split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        func button(_ move: String, isMain: Bool = false) -> HTML {
            #"<button name="move" value="\#(move)"\#(attribute: "class", isMain ? "main" : nil)>\#(visit["catchments.move.\(move)"])</button> "#
        }
        return """
            \(here.versionField(scheme))\(Form.hiddenField("back", back))
            <fieldset class="panel"><legend>\(visit["catchments.move.title"])</legend>
            \(Form.select("to", visit["catchments.move.to"], schools, chosen: visit.form["to"], hint: visit["catchments.move.hint"]))
            <p class="buttons">\(button("give", isMain: true))\(button("undo"))\(button("lock"))\(button("unlock"))</p></fieldset>
            """
    }

    static func move(_ here: CatchmentVisit, _ id: Int64) throws -> Answer {
        let visit = here.visit, points = Set(visit.form.all("point").prefix(CatchmentInput.limits.points))
        return try here.visit.move {
            guard !points.isEmpty else { throw SiteError.nothingChosen }
            switch visit.form["move"] {
            case "give": try here.desk.give(points, to: visit.form["to"], in: id, version: here.version)
            case "undo": try here.desk.undo(points, in: id, version: here.version)
            case "lock": try here.desk.lock(points, true, in: id, version: here.version)
            case "unlock": try here.desk.lock(points, false, in: id, version: here.version)
            default: throw SiteError.badChoice
            }
            let back = FormValues(urlEncoded: visit.form["back"])
            return SiteLink(path: .catchments(.points(id)), query: back.items).with("done", "catchmentSaved")
        } orShow: {
            try show(here, id, error: $0)
        }
    }
}
