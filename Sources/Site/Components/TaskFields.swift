import Ledger
import PlanModel

/// What was read of a task, field by field. Each field carries the name of its words in the source (`data-lights`), so
/// that the two light up together, and a link to them for those without script.
struct TaskFields {
    let visit: Visit
    let row: TaskRow

    private var task: LedgerTask { row.task }

    var html: HTML {
        var details = Details()
        details.add(visit["site.field.path"], text: task.path.joined(separator: " › "))
        details.add(visit["site.field.goal"], task.goal.map { field("goal", $0.span, "\($0.text)", .goal) })
        details.add(visit["site.field.leads"], owners(.lead))
        details.add(visit["site.field.coOwners"], owners(.co))
        details.add(
            visit["site.field.leaders"], list("leader", task.leaders.map { ($0.span, "\($0.text)") }, .leaders))
        details.add(visit["site.field.due"], due)
        details.add(
            visit["site.field.targets"],
            list("target", task.targets.map { ($0.span, target($0)) }, .targets))
        details.add(
            visit["site.field.deliverables"],
            list("paper", task.deliverables.map { ($0.span, "\($0.verb)《\($0.name)》") }, .deliverables))
        details.add(
            visit["site.field.actions"], list("action", task.actions.map { ($0.span, "\($0.text)") }, .actions))
        details.add(
            visit["site.field.measures"], task.measures.map { field("measures", $0.span, "\($0.text)", .measures) })
        return details.html
    }

    /// Why the task wants a look; nothing where it does not.
    var doubts: HTML {
        guard !task.doubts.isEmpty else { return .empty }
        let lines = task.doubts.enumerated().html { index, doubt in
            "<li>\(word("doubt-\(index)", doubt.span, ReasonWords.html(visit, doubt.about, doubt.says)))</li>"
        }
        return #"<div class="doubts"><h3>▲ \#(visit["site.task.doubts"])</h3><ul>\#(lines)</ul></div>"#
    }

    private var due: HTML? {
        let lines = list("due", task.milestones.map { ($0.span, HTML("\($0.due) · \($0.text)")) }, .milestones)
        guard task.due != nil || lines != nil || task.corrected.contains(.due) else { return nil }
        let set = task.dueIsSet ? corrected(.due) : HTML.empty
        let day: HTML = task.due == nil ? "\(visit["site.due.none"])" : Mark.due(visit, task.due)
        return "\(day)\(set)\(lines)"
    }

    private func target(_ quantity: Quantity) -> HTML {
        let kind: HTML =
            quantity.kind == .target
            ? .empty : #" <span class="muted">\#(visit["site.kind.\(quantity.kind.rawValue)"])</span>"#
        let unsure: HTML =
            quantity.isCertain
            ? .empty
            : " "
                + Mark.html(
                    "unsure", "▲",
                    quantity.reason.map { ReasonWords.text(visit, $0, quantity.text) } ?? visit["site.state.unsure"])
        return "\(Words.target(visit, quantity))\(kind)\(unsure)"
    }

    private func owners(_ role: TaskOwner.Role) -> HTML? {
        let owners = task.owners.enumerated().filter { $0.element.role == role }
        guard !owners.isEmpty else { return nil }
        let items = owners.html { index, owner in
            let name = row.name(of: owner)
            let printed: HTML =
                name == owner.printed.text
                ? .empty : #" <span class="muted">\#(visit["site.owner.printed", ["name": owner.printed.text]])</span>"#
            let unknown: HTML =
                owner.office == nil ? " " + Mark.html("unsure", "▲", visit["site.owner.unknown"]) : .empty
            return "<li>\(word("owner-\(index)", owner.printed.span, "\(name)"))\(printed)\(unknown)</li>"
        }
        return "<ul>\(items)</ul>\(corrected(role == .lead ? .owners : .coOwners))"
    }

    private func list(_ kind: String, _ items: [(Span, HTML)], _ field: LedgerTask.Field) -> HTML? {
        guard !items.isEmpty else { return nil }
        let lines = items.enumerated().html { index, item in "<li>\(word("\(kind)-\(index)", item.0, item.1))</li>" }
        return "<ul>\(lines)</ul>\(corrected(field))"
    }

    private func field(_ key: String, _ span: Span, _ words: HTML, _ field: LedgerTask.Field) -> HTML {
        "\(word(key, span, words))\(corrected(field))"
    }

    private func word(_ key: String, _ span: Span, _ words: HTML) -> HTML {
        guard !span.isEmpty else { return words }
        return #"<span data-lights="\#(key)">\#(SourcePage.link(task.plan, span, task: task.id, words))</span>"#
    }

    /// That a person corrected a field.
    func corrected(_ field: LedgerTask.Field) -> HTML {
        guard task.corrected.contains(field) else { return .empty }
        return #" <span class="corrected">✎ \#(visit["site.task.corrected"])</span>"#
    }
}
