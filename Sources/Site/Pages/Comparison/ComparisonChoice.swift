import Documents
import Foundation
import Ledger
import PlanModel
import Reports

/// The two plans that a comparison is of, as the address names them, and the form that chooses them.
struct ComparisonChoice {
    let path: ComparisonPath
    /// All that the visitor may choose from.
    let plans: [Plan]
    /// The earlier plan, or the plan of a summary.
    let old: Plan?
    /// The later plan, or the document with the summary.
    let new: Plan?
    /// What is shown only; empty for all.
    let filter: String

    /// - Parameter filters: the values that narrow the list.
    init(_ visit: Visit, _ path: ComparisonPath, filters: [String]) throws {
        self.path = path
        plans = try visit.ledger.plans().filter { $0.state != .draft || visit.can(.viewDrafts) }
        old = try visit.query.isOn("old") ? visit.plan(visit.query.row("old") ?? 0) : nil
        new = try visit.query.isOn("new") ? visit.plan(visit.query.row("new") ?? 0) : nil
        filter = filters.contains(visit.query["show"]) ? visit.query["show"] : ""
    }

    /// The same choice at another address.
    func link(_ path: ComparisonPath) -> SiteLink {
        SitePath.comparison(path).with("old", old.map { "\($0.id)" }).with("new", new.map { "\($0.id)" })
    }

    /// The two ways of comparing.
    func tabs(_ visit: Visit) -> HTML {
        Tabs.html(
            visit["research.compare.title"],
            [
                (visit["research.compare.plans.tab"], link(.plans), path == .plans),
                (visit["research.compare.summary.tab"], link(.summary), path == .summary),
            ])
    }

    /// The form that chooses both.
    func form(_ visit: Visit, oldLabel: String, newLabel: String) -> HTML {
        let options =
            [("", visit["site.filter.choose"])]
            + plans.map { plan in
                ("\(plan.id)", plan.year.map { "\(plan.name)（\($0)）" } ?? plan.name)
            }
        return """
            <form class="filter" action="\(SitePath.comparison(path))">
            \(Form.select("old", oldLabel, options, chosen: old.map { "\($0.id)" } ?? ""))\
            \(Form.select("new", newLabel, options, chosen: new.map { "\($0.id)" } ?? ""))\
            <p class="buttons"><button class="main">\(visit["research.compare.do"])</button></p></form>
            """
    }

    /// Figures that narrow the list, each with its count; the first is all.
    func figures(_ visit: Visit, _ items: [(value: String, title: String, count: Int)]) -> HTML {
        let all = items.reduce(0) { $0 + $1.count }
        return Tabs.html(
            visit["site.filter.title"],
            [("\(visit["site.filter.all"]) \(all)", link(path), filter.isEmpty)]
                + items.map { ("\($0.title) \($0.count)", link(path).with("show", $0.value), filter == $0.value) })
    }

    /// Links to the files for those who may take them out.
    func exports(_ visit: Visit, _ file: (String) -> ComparisonPath) -> HTML {
        guard visit.can(.exportLedger), old != nil, new != nil else { return .empty }
        return ["docx", "xlsx"].html { format in
            #"<a class="button" download href="\#(link(file(format)))">.\#(format)</a>"#
        }
    }

    /// The paper as a file.
    static func answer(_ visit: Visit, _ paper: ComparisonPaper, _ format: String, name: String) throws -> Answer {
        format == "xlsx"
            ? .file(Data(try paper.xlsx()), name: "\(name).xlsx", type: LedgerFile.workbook)
            : .file(Data(try DocxWriter().docx(paper.document)), name: "\(name).docx", type: LedgerFile.word)
    }
}
