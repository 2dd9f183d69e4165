import Ledger
import PlanModel

/// Turns the form that corrects a task into the corrections: only what differs from the task as it is.
enum TaskChangeForm {
    /// - Throws: `SiteError.badChoice` for numbers that are none.
    static func change(_ form: FormValues, of row: TaskRow) throws -> TaskChange {
        let task = row.task
        var change = TaskChange()
        if form["title"] != task.title.text { change.title = form["title"] }
        change.goal = differing(form, "goal", task.goal?.text)
        change.measures = differing(form, "measures", task.measures?.text)
        if form["label"] != task.label { change.label = form["label"] }
        let path = split(form["path"], "›")
        if path != task.path { change.path = path }
        if form.all("lead") != names(row, .lead) { change.leads = form.all("lead") }
        if form.all("co") != names(row, .co) { change.coOwners = form.all("co") }
        let leaders = split(form["leaders"], "、，,；;")
        if leaders != task.leaders.map(\.text) { change.leaders = leaders }
        let milestones = milestones(form, task)
        if milestones != task.milestones { change.milestones = milestones }
        let actions = actions(form, task)
        if actions != task.actions { change.actions = actions }
        let targets = try targets(form, task)
        if targets != task.targets { change.targets = targets }
        let deliverables = deliverables(form, task)
        if deliverables != task.deliverables { change.deliverables = deliverables }
        change.due = due(form, task)
        return change
    }

    /// Text areas send line ends as CRLF.
    private static func differing(_ form: FormValues, _ name: String, _ now: String?) -> String? {
        let text = form[name].replacing("\r\n", with: "\n")
        return text == (now ?? "").trimmed ? nil : text
    }

    /// A day that was typed wins; the box goes back to what the document says.
    private static func due(_ form: FormValues, _ task: LedgerTask) -> TaskChange.Due? {
        let day = form["due"]
        if day != task.due ?? "" { return day.isEmpty ? .never : .on(day) }
        return form.isOn("dueFromMilestones") && task.dueIsSet ? .fromMilestones : nil
    }

    private static func names(_ row: TaskRow, _ role: TaskOwner.Role) -> [String] {
        row.task.owners.filter { $0.role == role }.map(row.name)
    }

    /// A text cut at any of some characters; pieces without white space around them.
    static func split(_ text: String, _ separators: String) -> [String] {
        text.split { separators.contains($0) }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private static func milestones(_ form: FormValues, _ task: LedgerTask) -> [Milestone] {
        rows(form, "m-index", ["m-due", "m-text"]).compactMap { index, cells in
            guard !cells[0].isEmpty || !cells[1].isEmpty else { return nil }
            let old = index.flatMap { task.milestones.indices.contains($0) ? task.milestones[$0] : nil }
            return Milestone(due: cells[0], text: cells[1], span: old?.span ?? Span(0, 0))
        }
    }

    private static func actions(_ form: FormValues, _ task: LedgerTask) -> [PlanAction] {
        form["actions"].split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }.map {
            line in
            task.actions.first { $0.text == line } ?? PlanAction(text: line, verb: "", object: "", span: Span(0, 0))
        }
    }

    private static func targets(_ form: FormValues, _ task: LedgerTask) throws -> [Quantity] {
        let columns = ["q-metric", "q-comparator", "q-value", "q-high", "q-unit", "q-year", "q-kind"]
        return try rows(form, "q-index", columns).compactMap { index, cells in
            guard !cells[0].isEmpty || !cells[2].isEmpty else { return nil }
            guard let comparator = Quantity.Comparator(rawValue: cells[1]), let kind = Quantity.Kind(rawValue: cells[6])
            else { throw SiteError.badChoice }
            let old = index.flatMap { task.targets.indices.contains($0) ? task.targets[$0] : nil }
            var quantity =
                old
                ?? Quantity(
                    text: cells[0], metric: cells[0], comparator: comparator, value: 0, unit: cells[4], year: nil,
                    kind: kind, span: Span(0, 0))
            quantity.metric = cells[0]
            quantity.comparator = comparator
            quantity.kind = kind
            quantity.unit = cells[4]
            quantity.year = try whole(cells[5])
            // What is shown is rounded: a number that nobody touched keeps its digits.
            if old.map({ Words.number($0.value) }) != cells[2] { quantity.value = try number(cells[2]) ?? 0 }
            if (old?.high).map(Words.number) ?? "" != cells[3] { quantity.high = try number(cells[3]) }
            if quantity != old {
                quantity.isCertain = true
                quantity.reason = nil
            }
            return quantity
        }
    }

    private static func deliverables(_ form: FormValues, _ task: LedgerTask) -> [Deliverable] {
        rows(form, "d-index", ["d-verb", "d-name"]).compactMap { index, cells in
            guard !cells[1].isEmpty else { return nil }
            let old = index.flatMap { task.deliverables.indices.contains($0) ? task.deliverables[$0] : nil }
            return Deliverable(verb: cells[0], name: cells[1], span: old?.span ?? Span(0, 0))
        }
    }

    /// The rows of a table of fields: the number of the row that it was made from, and its cells.
    private static func rows(_ form: FormValues, _ index: String, _ columns: [String]) -> [(Int?, [String])] {
        let cells = columns.map(form.column)
        return form.column(index).enumerated().map { row, index in
            (Int(index), cells.map { row < $0.count ? $0[row] : "" })
        }
    }

    private static func number(_ text: String) throws -> Double? {
        if text.isEmpty { return nil }
        guard let number = Double(text.replacing(",", with: "")), number.isFinite else { throw SiteError.badChoice }
        return number
    }

    private static func whole(_ text: String) throws -> Int? {
        if text.isEmpty { return nil }
        guard let number = Int(text), (1900...2200).contains(number) else { throw SiteError.badChoice }
        return number
    }
}
