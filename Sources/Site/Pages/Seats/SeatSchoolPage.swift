import Catalog
import Registers
import SeatPlanning
import Seats

/// The forecast of one school: the past and what is expected with its bands, year by year and grade by grade.
enum SeatSchoolPage {
    static func show(_ desk: SeatDesk, _ id: Int64) throws -> Answer {
        let visit = desk.visit
        let unit = "\(id)"
        guard desk.maySee(id), let node = desk.tree.nodes[id] else { throw SiteError.notFound }
        let title = visit["seats.school.title", ["school": node.name]]
        guard let board = try visit.site.seats.schools(visit.query["scenario"]), let stages = board.stages[unit],
            let first = stages.first
        else { return desk.empty(title, at: .schools) }
        let stage = SchoolStage(rawValue: visit.query["stage"]).flatMap { stages.contains($0) ? $0 : nil } ?? first
        let gaps = (board.gaps[unit] ?? []).filter {
            $0.stage == stage && $0.autumn <= board.history.lastAutumn + desk.years
        }
        let school = School(desk: desk, board: board, unit: unit, name: node.name, stage: stage, gaps: gaps)
        let profile = visit.registers.catalog.register(Register.organisations).flatMap { register -> HTML? in
            guard desk.access.may(.read, register) else { return nil }
            return #"<a class="button" href="\#(SitePath.data(.school(id)))">\#(visit["data.school.title"])</a>"#
        }
        let back: HTML =
            #"<a class="button" href="\#(desk.link(to: .schools))">\#(visit["seats.schools.title"])</a>"#
        let lead: HTML =
            "\(visit["seats.school.lead", ["stage": desk.word(stage), "year": "\(board.history.lastAutumn)"]])"
        let main: HTML = """
            \(PageHead.html(title, lead: lead, actions: "\(profile ?? .empty)\(back)"))\
            \(DataTabs.html(visit, at: .seats(.plan)))\(form(desk, id, board, stages, stage))\(school.chart)
            <section class="panel" id="years"><h2>\(visit["seats.school.years"])</h2>\(school.years)</section>
            <section class="panel" id="grades"><h2>\(visit["seats.panel.grades"])</h2>\
            <p class="muted">\(visit["seats.school.note"])</p>\(school.grades)</section>
            <section class="panel" id="accuracy"><h2>\(visit["seats.panel.accuracy"])</h2>\
            \(SeatAccuracy.html(visit, board.test, note: visit["seats.schools.accuracy"]))</section>
            \(Chart.scripts(visit))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func form(
        _ desk: SeatDesk, _ id: Int64, _ board: SchoolBoard, _ stages: [SchoolStage], _ stage: SchoolStage
    ) -> HTML {
        let visit = desk.visit
        let names =
            [("", visit["seats.scenario.none"])] + (desk.board?.situation.scenarios ?? []).map { ($0.name, $0.name) }
        return """
            <form class="filter" action="\(SitePath.seats(.school(id)))" aria-label="\(visit["site.filter.title"])">\
            \(Form.select("scenario", visit["seats.choice.scenario"], names, chosen: board.scenario?.name ?? ""))\
            \(Form.select(
                "stage", visit["seats.choice.stage"], stages.map { ($0.rawValue, desk.word($0)) }, chosen: stage.rawValue))\
            \(Form.select(
                "years", visit["seats.choice.years"],
                [5, 10, 15].map { ("\($0)", visit["seats.years", ["count": "\($0)"]]) }, chosen: "\(desk.years)"))
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
    }

    /// A stage of a school.
    private struct School {
        let desk: SeatDesk
        let board: SchoolBoard
        let unit: String
        let name: String
        let stage: SchoolStage
        let gaps: [SeatGap]

        private var visit: Visit { desk.visit }
        private var history: EnrolmentHistory { board.history }

        var chart: HTML {
            let past = Array(max(history.firstAutumn, history.lastAutumn - 9)...history.lastAutumn)
            let actual = past.map { board.pupils(unit, stage, $0) }
            let none = [Double?](repeating: nil, count: past.count)
            func line(_ value: (SeatGap) -> Double?) -> [Double?] {
                none.dropLast() + [actual.last] + gaps.map { value($0)?.rounded() }
            }
            func band(_ key: String, _ value: @escaping (SeatGap) -> Double?, _ tone: Chart.Tone) -> Chart.Series {
                .init(name: visit[key], values: line(value), tone: tone, isDashed: true)
            }
            return Chart.lines(
                visit["seats.chart.title", ["area": name, "stage": desk.word(stage)]],
                categories: (past + gaps.map(\.autumn)).map(String.init),
                series: [
                    .init(name: visit["seats.chart.actual"], values: actual + gaps.map { _ in nil }, tone: .first),
                    .init(name: visit["seats.chart.expected"], values: line(\.pupils), tone: .second),
                    band("seats.chart.low", \.low80, .off), band("seats.chart.high", \.high80, .off),
                    band("seats.chart.low95", \.low95, .fourth), band("seats.chart.high95", \.high95, .fourth),
                    .init(
                        name: visit["seats.chart.seats"], values: none + gaps.map(\.seats), tone: .warn, isDashed: true),
                ], unit: visit["seats.unit"]
            ).html(visit, showsTable: false)
        }

        var years: HTML {
            let titles = ["year", "pupils", "range80", "range95", "seats", "gap", "probability", "posts"]
            var table = ListTable(
                visit["seats.school.years"],
                columns: titles.map {
                    .init(title: visit["seats.school.\($0)"], isNumeric: $0 != "year", isName: $0 == "year")
                })
            table.rows = gaps.map { gap in
                .init(cells: [
                    "\(gap.autumn)", "\(desk.number(gap.pupils))",
                    "\(desk.number(gap.low80))–\(desk.number(gap.high80))",
                    "\(desk.number(gap.low95))–\(desk.number(gap.high95))",
                    "\(gap.seats.map(desk.number) ?? "–")", desk.words(gap),
                    "\(gap.probability.map(desk.percent) ?? "–")", "\(gap.posts)",
                ])
            }
            return #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
        }

        var grades: HTML {
            let cells = board.cells(unit).filter { SchoolStage(step: history.grades[$0.grade]) == stage }
            let place = history.units.firstIndex(of: unit) ?? 0
            let autumns = gaps.map(\.autumn)
            var table = ListTable(
                visit["seats.panel.grades"],
                columns: [
                    .init(title: visit["seats.column.grade"], isName: true),
                    .init(title: visit["seats.column.now", ["year": "\(history.lastAutumn)"]], isNumeric: true),
                ] + autumns.map { .init(title: "\($0)", isNumeric: true) })
            table.rows = Dictionary(grouping: cells, by: \.grade).sorted { $0.key < $1.key }.map { grade, cells in
                let now = history.pupils(unit: place, grade: grade, autumn: history.lastAutumn)
                return .init(
                    cells: [
                        "\(GradeLadder.name(history.grades[grade], in: visit.language))", "\(desk.number(now))",
                    ]
                        + autumns.map { autumn in
                            guard let cell = cells.first(where: { $0.autumn == autumn }) else { return "–" }
                            return """
                                \(desk.number(cell.pupils))<br>\
                                <span class="muted">\(desk.number(cell.low80))–\(desk.number(cell.high80))</span>
                                """
                        })
            }
            return #"<div class="wide" tabindex="0" role="region" aria-label="\#(table.caption)">\#(table.html)</div>"#
        }
    }
}
