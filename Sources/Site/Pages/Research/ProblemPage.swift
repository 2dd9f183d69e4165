import Ledger
import Localisation
import Monitoring
import Store

/// One problem: answer, solution, confirmation at a later visit, and its way into a plan as a task.
enum ProblemPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { .page(try page(visit, id, error: nil)) }

    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let problem = try visit.ledger.problem(id)
        let form = visit.form
        let mayRecord = visit.mayRecord(office: problem.topicOffice, leader: problem.leader)
        var did = "saved"
        do {
            switch form["move"] {
            case "answer", "solve":
                try visit.require(visit.mayAnswer(problem))
                let move: ProblemMove = form["move"] == "answer" ? .answer(form["text"]) : .solve(form["text"])
                try visit.ledger.moveProblem(id, move, by: visit.principal)
            case "confirm":
                try visit.require(mayRecord)
                guard let seen = form.row("visit") else { throw SiteError.nothingChosen }
                try visit.ledger.moveProblem(id, .confirm(visit: seen), by: visit.principal)
            case "reopen":
                try visit.require(mayRecord)
                try visit.ledger.moveProblem(id, .reopen(form["text"]), by: visit.principal)
            case "change":
                try visit.require(mayRecord)
                try visit.ledger.changeProblem(id, to: try ProblemForm.details(visit), by: visit.principal)
            case "task":
                try visit.require(.manageResearch)
                guard let plan = form.row("plan") else { throw SiteError.nothingChosen }
                let task = ProblemTaskDetails(
                    plan: plan, title: form["title"], owner: form["owner"],
                    due: try ResearchFields.day(form["task-due"]))
                try visit.ledger.makeTask(ofProblem: id, task, by: visit.principal)
                did = "task"
            case "undoTask":
                try visit.require(.manageResearch)
                try visit.ledger.undoTask(ofProblem: id, by: visit.principal)
            default: throw SiteError.badChoice
            }
        } catch let error as any Explained & Error {
            if error as? SiteError == .forbidden { throw error }
            return .page(try page(visit, id, error: error), status: ErrorAnswer(error).status)
        }
        return .redirect(SitePath.research(.problem(id)).with("did", did))
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> HTML {
        let problem = try visit.ledger.problem(id)
        let title = visit["research.problem", ["number": "\(id)"]]
        let reason = words(visit, problem.standing(on: visit.today))
        let lead: HTML = """
            \(ProblemsPage.light(visit, problem)) \(visit["research.problemState.\(problem.state.rawValue)"]) · \(reason)
            """
        let main: HTML = """
            \(PageHead.html(title, lead: lead))
            \(ResearchTabs.done(visit))\(try Notice.error(visit, error))
            \(details(visit, problem))
            <p class="muted">\(visit["research.rule.problem"])</p>
            \(try ProblemSteps(visit: visit, problem: problem).html)
            """
        return ResearchTabs.page(visit, title: title, main)
    }

    /// Why a problem has its light.
    static func words(_ visit: Visit, _ standing: ProblemStanding) -> String {
        switch standing {
        case .solved: visit["research.standing.solved"]
        case .overdue(let days): visit["research.standing.overdue", ["days": "\(days)"]]
        case .dueSoon(let days): visit["research.standing.dueSoon", ["days": "\(days)"]]
        case .onCourse: visit["research.standing.onCourse"]
        }
    }

    private static func details(_ visit: Visit, _ problem: ResearchProblem) -> HTML {
        var details = Details()
        details.add(visit["research.column.problem"], text: problem.details.text)
        details.add(
            visit["research.column.gravity"], text: visit["research.gravity.\(problem.details.gravity.rawValue)"])
        details.add(visit["research.column.object"], VisitPage.subject(problem.subject, problem.subjectName))
        details.add(visit["research.column.leader"], text: problem.leader.name)
        let found: HTML = "\(problem.found.prose(visit.language))"
        if case .visit(let id) = problem.source {
            details.add(
                visit["research.column.found"], #"<a href="\#(SitePath.research(.visit(id)))">\#(found)</a>"#)
        } else {
            details.add(visit["research.column.found"], found)
        }
        details.add(visit["research.column.responsible"], text: problem.officeName)
        details.add(visit["research.column.due"], text: problem.details.due?.prose(visit.language))
        details.add(visit["research.field.answer"], text: problem.answer)
        details.add(visit["research.field.answered"], text: problem.answered?.prose(visit.language))
        details.add(visit["research.field.solved"], text: problem.solved?.prose(visit.language))
        if let seen = problem.confirmedBy {
            details.add(
                visit["research.field.confirmed"],
                #"<a href="\#(SitePath.research(.visit(seen)))">\#(visit["research.visit.later"])</a>"#)
        }
        if let task = problem.task {
            details.add(
                visit["research.column.task"],
                "\(task.title) \(ProblemsPage.task(visit, problem)) <code>\(task.key)</code>")
        }
        return details.html
    }
}
