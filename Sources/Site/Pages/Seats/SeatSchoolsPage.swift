import SeatPlanning
import Seats

/// 学校预测: pupils expected in every school by stage and year, with intervals, searched and sorted.
enum SeatSchoolsPage {
    private static let size = 50

    static func show(_ desk: SeatDesk) throws -> Answer {
        let visit = desk.visit
        let title = visit["seats.schools.title"]
        guard let schools = try SeatSchools(desk) else { return desk.empty(title, at: .schools) }
        let page = Pager.page(visit)
        let pages = max(1, (schools.lines.count + size - 1) / size)
        let shown = schools.lines.dropFirst((min(page, pages) - 1) * size).prefix(size)
        let files = ["csv", "xlsx"].html { format -> HTML in
            let file = SiteLink(path: .seats(.schoolsFile(format)), query: schools.link.query)
            return #"<a class="button" href="\#(file)">\#(visit["seats.export.\(format)"])</a>"#
        }
        let history = schools.board.history
        let lead: HTML =
            "\(visit["seats.schools.lead", ["first": "\(history.firstAutumn)", "last": "\(history.lastAutumn)"]])"
        let list: HTML =
            shown.isEmpty
            ? EmptyState.html(visit["seats.schools.none"])
            : """
            <p class="muted">\(visit["seats.schools.note", ["count": "\(schools.lines.count)"]])</p>\
            \(table(schools, Array(shown)))\
            \(Pager.html(visit, link: schools.link, page: min(page, pages), size: size, total: schools.lines.count))
            """
        let main: HTML = """
            \(PageHead.html(title, lead: lead, actions: SeatFiles.isAllowed(desk) ? files : .empty))\
            \(DataTabs.html(visit, at: .seats(.plan)))\(desk.tabs(at: .schools))\(form(schools))\(list)
            <section class="panel" id="accuracy"><h2>\(visit["seats.panel.accuracy"])</h2>\
            \(SeatAccuracy.html(visit, schools.board.test, note: visit["seats.schools.accuracy"]))</section>
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func form(_ schools: SeatSchools) -> HTML {
        let desk = schools.desk, visit = desk.visit
        let stages =
            [("", visit["seats.schools.stages"])] + schools.stages.map { ($0.rawValue, desk.word($0)) }
        let names =
            [("", visit["seats.scenario.none"])] + (desk.board?.situation.scenarios ?? []).map { ($0.name, $0.name) }
        let areas = [("", visit["seats.area.all"])] + desk.areas.map { ("\($0.id)", $0.name) }
        let sort = HTML.when(schools.sort != "-gap", Form.hiddenField("sort", schools.sort))
        return """
            <form class="filter" action="\(SitePath.seats(.schools))" aria-label="\(visit["site.filter.title"])">\(sort)\
            \(Form.field("q", visit["seats.schools.search"], value: schools.words, kind: .search))\
            \(Form.select("stage", visit["seats.choice.stage"], stages, chosen: schools.stage?.rawValue ?? ""))\
            \(Form.select("area", visit["seats.choice.area"], areas, chosen: desk.area.map { "\($0.id)" } ?? ""))\
            \(Form.select("scenario", visit["seats.choice.scenario"], names, chosen: schools.board.scenario?.name ?? ""))\
            \(Form.select(
                "years", visit["seats.choice.years"],
                [5, 10, 15].map { ("\($0)", visit["seats.years", ["count": "\($0)"]]) }, chosen: "\(desk.years)"))
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    private static func table(_ schools: SeatSchools, _ lines: [SeatSchools.Line]) -> HTML {
        let desk = schools.desk, visit = desk.visit
        let last = schools.board.history.lastAutumn
        func column(_ name: String, _ title: String, isNumeric: Bool = true) -> ListTable.Column {
            let isUp = schools.sort == name, isDown = schools.sort == "-\(name)"
            // Numbers are ordered with the largest first, names from the start.
            let next = isNumeric ? (isDown ? name : "-\(name)") : (isUp ? "-\(name)" : name)
            return .init(
                title: title, isNumeric: isNumeric, isName: name == "name", sort: schools.link.with("sort", next),
                order: isUp ? .ascending : isDown ? .descending : nil)
        }
        let autumns = Array((last + 1)...(last + desk.years))
        var table = ListTable(
            visit["seats.schools.title"],
            columns: [
                column("name", visit["seats.column.school"], isNumeric: false),
                column("area", visit["seats.column.area"], isNumeric: false),
                .init(title: visit["seats.column.stage"]),
                column("now", visit["seats.column.now", ["year": "\(last)"]]),
                column("seats", visit["seats.column.seats"]),
                column("gap", visit["seats.column.most"]),
            ] + autumns.dropLast().map { .init(title: "\($0)", isNumeric: true) }
                + [column("last", "\(last + desk.years)")])
        table.rows = lines.map { line in
            let link = desk.link(to: .school(line.id)).with("stage", line.stage.rawValue)
            let worst = line.gaps.filter { $0.gap != nil }.max { ($0.gap ?? 0) < ($1.gap ?? 0) }
            return .init(
                cells: [
                    #"<a data-nav href="\#(link)">\#(line.name)</a>"#, "\(line.area)", "\(desk.word(line.stage))",
                    "\(desk.number(line.now))", "\(line.seats.map(desk.number) ?? "–")",
                    worst.map { "\(desk.words($0))<br><span class=\"muted\">\($0.autumn)</span>" } ?? "–",
                ]
                    + autumns.map { autumn in
                        guard let gap = line.gaps.first(where: { $0.autumn == autumn }) else { return "–" }
                        return """
                            \(desk.number(gap.pupils))<br>\
                            <span class="muted">\(desk.number(gap.low80))–\(desk.number(gap.high80))</span>
                            """
                    })
        }
        return #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
    }
}
