import Ledger
import Monitoring
import Store

/// The forms of what this visitor may do with a problem now.
struct ProblemSteps {
    let visit: Visit
    let problem: ResearchProblem

    private var path: SitePath { .research(.problem(problem.id)) }

    var html: HTML {
        get throws {
            let mayRecord = visit.mayRecord(office: problem.topicOffice, leader: problem.leader)
            var panels = HTML.empty
            if visit.mayAnswer(problem), !problem.state.isSolved { panels += answer }
            if mayRecord, problem.state == .solved { panels += try confirmation }
            if mayRecord, problem.state.isSolved { panels += reopening }
            if visit.can(.manageResearch) { panels += try task }
            if mayRecord {
                let fields = try ProblemForm.fields(visit, problem.details)
                panels += panel(
                    "research.problem.change",
                    "\(Form.hiddenField("move", "change"))\(fields)\(Form.buttons(visit["site.save"]))", isFolded: true)
            }
            return HTML.when(!panels.isEmpty, #"<div class="columns">\#(panels)</div>"#)
        }
    }

    private func panel(_ key: String, _ fields: HTML, isFolded: Bool = false) -> HTML {
        let form = Form.post(visit, to: path, fields)
        return isFolded
            ? #"<details class="panel"><summary>\#(visit[key])</summary>\#(form)</details>"#
            : #"<section class="panel"><h2>\#(visit[key])</h2>\#(form)</section>"#
    }

    private var answer: HTML {
        let fields: HTML = """
            \(Form.area("text", visit["research.field.answer"], value: problem.answer, hint: visit["research.hint.answer"]))
            <p class="buttons"><button class="main" name="move" value="answer">\(visit["research.answer"])</button>\
            <button name="move" value="solve">\(visit["research.solve"])</button></p>
            """
        return panel("research.answer", fields)
    }

    /// Later visits to the same object or for the same topic; where there is none, what to do.
    private var confirmation: HTML {
        get throws {
            var filter = VisitFilter()
            filter.subject = problem.subject
            filter.from = problem.solved
            let visits = try visit.ledger.visits(filter, page: .page(1, size: 50)).rows.filter {
                problem.source != .visit($0.id)
            }
            guard !visits.isEmpty else {
                var link = SitePath.research(.newVisit).with("duty", nil)
                switch problem.subject {
                case .duty(let id): link = link.with("duty", "\(id)")
                case .topic(let id): link = link.with("topic", "\(id)")
                }
                return """
                    <section class="panel"><h2>\(visit["research.confirm"])</h2><p>\(visit["research.confirm.none"])</p>\
                    <p><a class="button" href="\(link)">\(visit["research.visit.new"])</a></p></section>
                    """
            }
            let options = visits.map { (value: "\($0.id)", title: "\($0.details.day.text) \($0.subjectName)") }
            return panel(
                "research.confirm",
                """
                \(Form.hiddenField("move", "confirm"))
                \(Form.select("visit", visit["research.visit.later"], options, chosen: ""))
                \(Form.buttons(visit["research.confirm"]))
                """)
        }
    }

    private var reopening: HTML {
        panel(
            "research.reopen",
            """
            \(Form.hiddenField("move", "reopen"))\(ResearchFields.area("reason", visit["research.field.reason"]))
            \(Form.buttons(visit["research.reopen"]))
            """, isFolded: true)
    }

    /// The form that makes the problem a task, or takes the task back.
    private var task: HTML {
        get throws {
            if let task = problem.task, task.isInLedger || task.id != nil {
                let hint = visit[task.state == .draft ? "research.hint.undoTask" : "research.hint.taskAtWork"]
                let button = HTML.when(
                    task.state == .draft,
                    Form.button(visit, to: path, [("move", "undoTask")], title: visit["research.undoTask"]))
                return
                    #"<section class="panel"><h2>\#(visit["research.column.task"])</h2><p>\#(hint)</p>\#(button)</section>"#
            }
            let plans = try visit.ledger.plans(states: [.open])
            guard !plans.isEmpty else {
                return """
                    <section class="panel"><h2>\(visit["research.makeTask"])</h2><p>\(visit["research.makeTask.noPlan"])</p>\
                    <p><a class="button" href="\(SitePath.plans)">\(visit["site.plans.title"])</a></p></section>
                    """
            }
            let form = visit.isPost ? visit.form : FormValues()
            let text = String(problem.details.text.prefix { !"。；\n".contains($0) }.prefix(60))
            let due = form.sent("task-due") ?? problem.details.due?.text ?? ""
            return panel(
                "research.makeTask",
                """
                \(Form.hiddenField("move", "task"))
                \(Form.select("plan", visit["site.column.plan"], plans.map { ("\($0.id)", $0.name) }, chosen: form["plan"]))
                \(Form.field("title", visit["research.field.taskTitle"], value: form.sent("title") ?? text, isRequired: true,
                limit: 200))
                \(Form.field("owner", visit["research.field.owner"], value: form.sent("owner") ?? problem.officeName ?? "",
                limit: 100))
                \(Form.field("task-due", visit["research.field.due"], value: due, kind: .date))
                <p class="muted">\(visit["research.hint.makeTask"])</p>
                \(Form.buttons(visit["research.makeTask"]))
                """)
        }
    }
}
