import Foundation
import Ledger
import Monitoring

/// The form of one move.
struct TaskMoveForm {
    let visit: Visit
    let row: TaskRow
    let work: TaskWork
    let move: WorkMove
    /// What was typed before, or stands in the address.
    let values: FormValues

    var html: HTML {
        let id = row.id
        let path = SitePath.work(.move(id))
        let button = visit["work.move.\(move.rawValue)"]
        let cancel = (visit["site.cancel"], SiteLink(path: .task(id)))
        return """
            \(hint)
            \(Form.post(
                visit, to: path, hasFiles: move.takesFiles, draft: move.needsText ? "work-\(move.rawValue)-\(id)" : nil,
                name: "panel",
                "\(Form.hiddenField("move", move.rawValue))\(Self.once)\(fields)\(Form.buttons(button, cancel: cancel))"))
            """
    }

    /// A name for this form, so that sending it twice makes its move once.
    static var once: HTML {
        let name = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        return Form.hiddenField("once", name)
    }

    private var hint: HTML {
        switch move {
        case .end, .suspend, .reopen, .decline, .issue, .setTarget, .submit:
            #"<p class="lead">\#(visit["work.hint.\(move.rawValue)"])</p>"#
        default: .empty
        }
    }

    private var fields: HTML {
        switch move {
        case .issue:
            return day("due", "work.field.due", value: defaultDue) + text(isRequired: false)
        case .report, .submit: return reportFields
        case .askExtension: return day("until", "work.field.until", value: "") + text()
        case .grantExtension: return askedNote + text(isRequired: false)
        case .refuseExtension: return askedNote + text()
        case .orderFollowUp:
            return text() + day("replyBy", "work.field.replyBy", value: (visit.today + 7).text)
        case .reply: return followUpChoice + text() + files
        case .closeFollowUp: return followUpChoice
        case .addStep:
            return Form.field(
                "text", visit["work.field.step"], value: values["text"], isRequired: true, limit: 500)
                + day("due", "work.field.stepDue", value: "", hint: "work.hint.stepDue")
        case .arrange: return arrangeFields
        case .setTarget: return targetFields
        case .attach: return files + itemChoice + text(isRequired: false)
        case .verify: return text(isRequired: false)
        default: return text(isRequired: move.needsText)
        }
    }

    private func text(isRequired: Bool = true) -> HTML {
        Form.area(
            "text", visit[isRequired ? "work.field.text" : "work.field.textOptional"], value: values["text"], rows: 5)
    }

    private func day(_ name: String, _ label: String, value: String, hint: String? = nil) -> HTML {
        Form.field(
            name, visit[label], value: values.sent(name) ?? value, kind: .date, hint: hint.map { visit[$0] })
    }

    /// The plan's day, or the end of its year where it names none.
    private var defaultDue: String {
        if let due = work.due { return due.text }
        let year = row.task.targets.compactMap(\.year).max() ?? visit.today.year
        return Day(year: year, month: 12, day: 31).map { max($0, visit.today).text } ?? ""
    }

    private var reportFields: HTML {
        let percent = values.sent("percent") ?? (move == .submit ? "100" : "\(work.record.percent)")
        let targets = work.record.targets.filter { !$0.isDropped }
        let open = work.record.items.filter { !$0.isDropped && $0.done == nil }
        return """
            \(text())
            \(Form.field("percent", visit["work.field.percent"], value: percent, kind: .number))
            \(HTML.when(!targets.isEmpty, #"<fieldset><legend>\#(visit["work.field.values"])</legend>\#(targets.map(valueFields))</fieldset>"#))
            \(HTML.when(!open.isEmpty, #"<fieldset class="checks tall"><legend>\#(visit["work.field.done"])</legend>\#(open.map(doneBox))</fieldset>"#))
            \(files)
            """
    }

    private func valueFields(_ target: WorkTarget) -> HTML {
        let id = target.id
        let last = target.actual.map {
            visit["work.lastValue", ["value": Words.number($0.value), "day": $0.day.text]]
        }
        return """
            \(Form.hiddenField("target", "\(id)"))<div class="row">\
            \(Form.field("value-\(id)", Words.target(visit, target.quantity), value: values["value-\(id)"], kind: .number, hint: last))\
            \(Form.field("day-\(id)", visit["work.field.valueDay"], value: values.sent("day-\(id)") ?? visit.today.text, kind: .date))</div>
            """
    }

    private func doneBox(_ item: WorkItem) -> HTML {
        let due = item.due.map { " · \($0.text)" } ?? ""
        return Form.check(
            "done", item.text + due, value: "\(item.id)", isOn: values.rows("done").contains(item.id))
    }

    private var files: HTML {
        """
        <p class="field"><label for="f-files">\(visit["work.field.files"])</label>\
        <input id="f-files" name="files" type="file" multiple accept="\(EvidenceFiles.accepted)">\
        <small>\(visit["work.hint.files"])</small></p>
        """
    }

    private var itemChoice: HTML {
        let items = work.record.items.filter { !$0.isDropped && $0.kind != .action }
        guard !items.isEmpty else { return .empty }
        return Form.select(
            "item", visit["work.field.item"], [("", visit["work.field.noItem"])] + items.map { ("\($0.id)", $0.text) },
            chosen: values["item"])
    }

    private var followUpChoice: HTML {
        let orders = work.record.followUps.filter { move == .reply ? $0.isOpen : $0.closed == nil }
        return Form.select(
            "followUp", visit["work.field.followUp"],
            orders.map { ("\($0.id)", "\($0.replyBy.text) \($0.text.prefix(60))") }, chosen: values["followUp"])
    }

    private var askedNote: HTML {
        guard let asked = work.record.askedDue else { return .empty }
        let reason = work.events.last { $0.move == .askExtension }?.text ?? ""
        return Notice.html(
            .note,
            "\(visit["work.askedNote", ["from": work.due?.text ?? "–", "until": asked.text]])<br>\(reason)")
    }

    private var arrangeFields: HTML {
        let record = work.record
        return """
            \(Form.field("person", visit["work.field.person"], value: values.sent("person") ?? record.person, limit: 100))
            \(Form.select("priority", visit["work.field.priority"], WorkRecord.Priority.allCases.map { ("\($0.rawValue)", visit["work.priority.\($0.name)"]) }, chosen: values.sent("priority") ?? "\(record.priority.rawValue)"))
            \(Form.field("tags", visit["work.field.tags"], value: values.sent("tags") ?? record.tags.joined(separator: "、"), hint: visit["work.hint.tags"]))
            """
    }

    private var targetFields: HTML {
        guard let target = work.record.targets.first(where: { $0.id == values.row("target") }) else {
            return Notice.html(.error, "\(visit.words(of: WorkError.noTarget))")
        }
        let start = work.record.issued ?? visit.today.startOfYear
        let end = target.due ?? work.due ?? visit.today.endOfYear
        var points = (target.path?.points ?? []).map { ($0.day.text, Words.number($0.value)) }
        if points.isEmpty {
            points = [(start.text, target.isCounted ? "0" : ""), (end.text, Words.number(target.goal))]
        }
        let days = values.column("pointDay")
        if !days.isEmpty { points = Array(zip(days, values.column("pointValue"))) }
        points += Array(repeating: ("", ""), count: 3)
        let rows = points.enumerated().html { number, point in
            """
            <div class="row"><label class="unseen" for="d\(number)">\(visit["work.field.pointDay"])</label>\
            <input id="d\(number)" type="date" name="pointDay" value="\(point.0)">\
            <label class="unseen" for="v\(number)">\(visit["work.field.pointValue"])</label>\
            <input id="v\(number)" type="number" step="any" name="pointValue" value="\(point.1)"></div>
            """
        }
        let directions = Direction.allCases.map { ($0.rawValue, visit["work.direction.\($0.rawValue)"]) }
        return """
            \(Form.hiddenField("target", "\(target.id)"))<p><strong>\(Words.target(visit, target.quantity))</strong></p>
            \(Form.select("direction", visit["work.field.direction"], directions, chosen: target.direction.rawValue))
            <fieldset class="several"><legend>\(visit["work.field.path"])</legend>\(rows)</fieldset>
            """
    }
}

extension EvidenceFiles {
    /// What the browser offers to choose.
    static let accepted = ".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.txt,.csv"
}
