import Ledger
import Localisation
import Monitoring
import Store

/// One problem: the office answers, the bureau confirms or turns it into a task of an open plan.
enum ContactProblemPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { try page(visit, problem(visit, id), error: nil) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let problem = try problem(visit, id)
        do {
            switch visit.form["move"] {
            case "task":
                try visit.require(.manageResearch)
                guard let plan = visit.form.row("plan") else { throw ContactError.missing }
                try visit.ledger.makeTask(ofProblem: id, in: plan, by: visit.principal)
            case "confirmed", "open":
                try visit.require(.manageResearch)
                let state: ProblemState = visit.form["move"] == "open" ? .open : .confirmed
                try visit.ledger.moveProblem(id, to: state, by: visit.principal)
            case "answered", "solved":
                try visit.require(.recordResearch, office: problem.office)
                let state: ProblemState = visit.form["move"] == "solved" ? .solved : .answered
                try visit.ledger.moveProblem(id, to: state, answer: visit.form["answer"], by: visit.principal)
            default: throw SiteError.badChoice
            }
        } catch let error where error is ContactError || error is LedgerError || error is WorkError {
            return try page(visit, problem, error: error)
        }
        return .redirect(SitePath.research(.problem(id)))
    }

    private static func problem(_ visit: Visit, _ id: Int64) throws -> ContactProblem {
        guard let problem = try visit.ledger.contactProblems().first(where: { $0.id == id }) else {
            throw SiteError.notFound
        }
        return problem
    }

    private static func page(_ visit: Visit, _ problem: ContactProblem, error: (any Error)?) throws -> Answer {
        var details = Details()
        let light = problem.state.light(due: problem.due, today: visit.today)
        let state = ContactProblemsPage.state(visit, problem.state)
        details.add(visit["site.column.state"], "\(LightMark.html(visit, light)) \(state)")
        details.add(
            visit["research.object"],
            #"<a href="\#(SitePath.research(.duty(problem.duty)))">\#(problem.object)</a>"#)
        details.add(visit["research.leader"], text: problem.leader)
        details.add(visit["research.found"], text: problem.found.text)
        details.add(visit["research.office"], text: problem.officeName)
        details.add(visit["research.due"], text: problem.due.text)
        details.add(visit["research.answer"], text: problem.answer)
        if let key = problem.taskKey, let row = try? visit.ledger.task(key: key) {
            details.add(
                visit["research.task"], #"<a href="\#(SitePath.task(row.id))">\#(row.task.title.text)</a>"#)
        }
        let lead = visit["research.problems.rule", ["days": "\(ProblemState.warningDays)"]]
        let back: HTML =
            #"<a class="button" href="\#(SitePath.research(.problems))">\#(visit["research.problems"])</a>"#
        let main: HTML = """
            \(PageHead.html(problem.text, lead: "\(lead)", actions: back))\(try Notice.error(visit, error))
            \(details.html)\(answerForm(visit, problem))\(confirmation(visit, problem))\(try taskForm(visit, problem))
            """
        return .page(
            Layout.page(visit, title: visit["research.problem"], at: .research, main: main),
            status: error == nil ? .ok : .unprocessableContent)
    }

    private static func isUnsolved(_ problem: ContactProblem) -> Bool {
        problem.state == .open || problem.state == .answered
    }

    private static func answerForm(_ visit: Visit, _ problem: ContactProblem) -> HTML {
        guard isUnsolved(problem), visit.can(.recordResearch, office: problem.office) else { return .empty }
        let words = visit.isPost ? visit.form["answer"] : problem.answer
        let choices = ["answered", "solved"].map { ($0, visit["research.move.\($0)"]) }
        let fields: HTML = """
            \(Form.area("answer", visit["research.answer"], value: words))
            \(Form.select("move", visit["site.column.state"], choices, chosen: visit.form["move"]))
            \(Form.buttons(visit["research.answer.save"]))
            """
        return """
            <section class="panel"><h2>\(visit["research.answer"])</h2>\
            \(Form.post(visit, to: .research(.problem(problem.id)), fields))</section>
            """
    }

    private static func confirmation(_ visit: Visit, _ problem: ContactProblem) -> HTML {
        guard problem.state == .solved, visit.can(.manageResearch) else { return .empty }
        let buttons = ["confirmed", "open"].html { move in
            Form.button(
                visit, to: .research(.problem(problem.id)), [("move", move)], title: visit["research.move.\(move)"])
        }
        return #"<div class="actions">\#(buttons)</div>"#
    }

    private static func taskForm(_ visit: Visit, _ problem: ContactProblem) throws -> HTML {
        guard isUnsolved(problem), problem.taskKey == nil, visit.can(.manageResearch) else { return .empty }
        let plans = try visit.ledger.plans(states: [.open]).map { ("\($0.id)", $0.name) }
        guard !plans.isEmpty else { return Notice.html(.note, "\(visit["research.task.noPlan"])") }
        let consequence = visit[
            "research.task.consequence", ["office": problem.officeName, "due": problem.due.text]]
        let fields: HTML = """
            <p>\(consequence)</p>\(Form.hiddenField("move", "task"))
            \(Form.select("plan", visit["site.column.plan"], plans, chosen: visit.form["plan"]))
            \(Form.buttons(visit["research.task.make"]))
            """
        return """
            <section class="panel"><h2>\(visit["research.task.make"])</h2>\
            \(Form.post(visit, to: .research(.problem(problem.id)), fields))</section>
            """
    }
}
