import Foundation
import Ledger
import PlanModel

/// The text of a plan as it was read, with its tasks marked; every span has an address.
enum SourcePage {
    /// A link to the words that something was read from; only the words where there are none.
    static func link(_ plan: Int64, _ span: Span, task: Int64? = nil, _ words: HTML) -> HTML {
        guard !span.isEmpty else { return words }
        let link = SitePath.source(plan).with("task", task.map(String.init))
            .with("span", "\(span.start)-\(span.end)")
        return
            #"<a class="to-source" href="\#(SiteLink(path: link.path, query: link.query, fragment: "here"))">\#(words)</a>"#
    }

    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        let text = try visit.ledger.text(of: id)
        let rows = try visit.ledger.tasks(.review(of: id)).rows
        let current = visit.query.row("task").flatMap { task in rows.first { $0.id == task } }
        let source = SourceText(text, tasks: rows.map(\.task), current: current?.task, here: span(visit.query["span"]))
        let title = "\(plan.name) · \(visit["site.source.title"])"
        let note: HTML = text.isRecognised ? Notice.html(.note, "\(visit["site.source.recognised"])") : .empty
        let actions: HTML = """
            <a class="button" href="\(SitePath.plan(id))">\(visit["site.source.toPlan"])</a>\
            <a class="button" href="\(SitePath.file(id))">\(visit["site.source.file"])</a>
            """
        let main: HTML = """
            \(PageHead.html(plan.name, lead: "\(visit["site.source.lead"])", actions: actions))
            \(note)<article id="source" class="source whole" data-plan="\(id)">
            \(source.html)</article>
            """
        return .page(Layout.page(visit, title: title, at: .plans, main: main))
    }

    /// The file as it came in.
    static func file(_ visit: Visit, _ id: Int64) throws -> Answer {
        let plan = try visit.plan(id)
        let data = try visit.ledger.store.files.data(plan.file.digest)
        return .file(data, name: plan.file.name, type: "application/octet-stream")
    }

    private static func span(_ text: String) -> Span? {
        let ends = text.split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, ends[0] >= 0, ends[1] >= ends[0] else { return nil }
        return Span(ends[0], ends[1])
    }
}
