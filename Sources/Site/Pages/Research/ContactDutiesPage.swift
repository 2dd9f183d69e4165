import Documents
import Foundation
import Ledger
import Monitoring

/// 联街包校: each leader's duties with the visits made and required in each term.
enum ContactDutiesPage {
    static func show(_ visit: Visit) throws -> Answer { try page(visit, error: nil) }

    static func add(_ visit: Visit) throws -> Answer {
        do {
            try visit.ledger.addDuty(
                leader: visit.form["leader"], object: visit.form["object"], year: Int(visit.form["year"]) ?? 0,
                required: Int(visit.form["required"]) ?? 0, by: visit.principal)
        } catch let error as ContactError {
            return try page(visit, error: error)
        }
        return .redirect(SitePath.research(.duties))
    }

    static func file(_ visit: Visit) throws -> Answer {
        let columns = heads(visit).map { Sheet.Column($0, width: 18) }
        let rows = try visit.ledger.contactDuties().map { duty -> [Sheet.Cell] in
            [.text(duty.leader), .text(duty.object), .number(Double(duty.year))]
                + SchoolTerm.Season.allCases.map { .text(count(duty.fulfilment($0, on: visit.today))) }
        }
        let title = visit["research.title"]
        let sheet = Sheet(name: title, columns: columns, rows: rows)
        return .file(
            Data(try SheetWriter().xlsx([sheet])), name: "\(title) \(visit.today.text).xlsx", type: LedgerFile.workbook)
    }

    /// Duties and problems.
    static func tabs(_ visit: Visit) -> HTML {
        Tabs.html(
            visit["research.title"],
            [
                (visit["research.duties"], SiteLink(path: .research(.duties)), visit.path == .research(.duties)),
                (visit["research.problems"], SiteLink(path: .research(.problems)), visit.path == .research(.problems)),
            ])
    }

    /// A term's visits with their light: 1 / 2.
    static func term(_ visit: Visit, _ fulfilment: DutyFulfilment) -> HTML {
        "\(LightMark.html(visit, fulfilment.light)) \(count(fulfilment))"
    }

    private static func count(_ fulfilment: DutyFulfilment) -> String { "\(fulfilment.made) / \(fulfilment.required)" }

    private static func heads(_ visit: Visit) -> [String] {
        [
            visit["research.leader"], visit["research.object"], visit["site.column.year"],
            visit["research.term.spring"], visit["research.term.autumn"],
        ]
    }

    private static func page(_ visit: Visit, error: ContactError?) throws -> Answer {
        let title = visit["research.title"]
        let duties = try visit.ledger.contactDuties()
        var table = ListTable(
            visit["research.duties"],
            columns: heads(visit).enumerated().map { .init(title: $0.element, isName: $0.offset == 1) })
        table.rows = duties.map { duty in
            .init(
                cells: [
                    "\(duty.leader)",
                    #"<a href="\#(SitePath.research(.duty(duty.id)))">\#(duty.object)</a>"#, "\(duty.year)",
                ] + SchoolTerm.Season.allCases.map { term(visit, duty.fulfilment($0, on: visit.today)) })
        }
        let isManager = visit.can(.manageResearch)
        let empty = visit[isManager ? "research.duties.none" : "research.duties.wait"]
        let list = duties.isEmpty ? EmptyState.html(empty) : table.html
        let export = HTML.when(
            visit.can(.exportLedger) && !duties.isEmpty,
            #"<a class="button" download href="\#(SitePath.research(.dutiesFile))">.xlsx</a>"#)
        let bring = HTML.when(
            isManager,
            #"<a class="button" href="\#(SitePath.research(.dutyImport))">\#(visit["research.import"])</a>"#)
        let lead = visit["research.rule", ["days": "\(DutyFulfilment.warningDays)"]]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)", actions: "\(bring)\(export)"))\(tabs(visit))\(try Notice.error(visit, error))
            \(list)\(HTML.when(isManager, form(visit)))
            """
        return .page(
            Layout.page(visit, title: title, at: .research, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func form(_ visit: Visit) -> HTML {
        let values = visit.isPost ? visit.form : FormValues()
        let year = values.isOn("year") ? values["year"] : "\(visit.today.year)"
        let fields: HTML = """
            \(Form.field("leader", visit["research.leader"], value: values["leader"], isRequired: true, limit: 50))
            \(Form.field("object", visit["research.object"], value: values["object"], isRequired: true, limit: 100))
            \(Form.field("year", visit["site.column.year"], value: year, kind: .number, isRequired: true))
            \(Form.field("required", visit["research.required"], value: values["required"], kind: .number, isRequired: true))
            \(Form.buttons(visit["research.duty.save"]))
            """
        return """
            <section class="panel"><h2>\(visit["research.duty.add"])</h2>\
            \(Form.post(visit, to: .research(.duties), fields))</section>
            """
    }
}
