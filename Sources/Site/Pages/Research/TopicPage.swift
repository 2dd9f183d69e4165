import Foundation
import Ledger
import Localisation
import Monitoring
import Store

/// One topic: what is asked, how far it is, its visits, problems and suggestions.
enum TopicPage {
    static func show(_ visit: Visit, _ id: Int64) throws -> Answer { .page(try page(visit, id, error: nil)) }

    /// A step of the topic, a suggestion, or the answer to one.
    static func move(_ visit: Visit, _ id: Int64) throws -> Answer {
        let topic = try visit.ledger.topic(id)
        let form = visit.form
        do {
            switch form["move"] {
            case "suggest": try visit.ledger.suggest(form["text"], to: id, by: visit.principal)
            case "answerSuggestion":
                try visit.require(mayRecord(visit, topic))
                guard let suggestion = form.row("suggestion") else { throw SiteError.nothingChosen }
                try visit.ledger.answerSuggestion(suggestion, of: id, form["text"], by: visit.principal)
            default:
                guard let move = TopicMove(rawValue: form["move"]) else { throw SiteError.badChoice }
                try visit.require(move.isManaging ? visit.can(.manageResearch) : mayRecord(visit, topic))
                guard move.from.contains(topic.state) else { throw ResearchError.wrongState }
                let files = move == .handIn ? try EvidenceFiles.keep(visit) : []
                try visit.ledger.moveTopic(id, move, words: form["text"], report: files.first, by: visit.principal)
            }
        } catch let error as any Explained & Error {
            if error as? SiteError == .forbidden { throw error }
            return .page(try page(visit, id, error: error), status: ErrorAnswer(error).status)
        }
        return .redirect(SitePath.research(.topic(id)).with("did", "saved"))
    }

    /// The report, to be saved.
    static func report(_ visit: Visit, _ id: Int64) throws -> Answer {
        guard let file = try visit.ledger.topic(id).report else { throw ResearchError.noFile }
        return .file(try visit.ledger.store.files.data(file.digest), name: file.name, type: file.type)
    }

    private static func mayRecord(_ visit: Visit, _ topic: ResearchTopic) -> Bool {
        visit.mayRecord(office: topic.details.office, leader: topic.details.leader)
    }

    private static func page(_ visit: Visit, _ id: Int64, error: (any Error)?) throws -> HTML {
        let topic = try visit.ledger.topic(id)
        let mayRecord = mayRecord(visit, topic)
        let title = topic.details.title
        let main: HTML = """
            \(PageHead.html(title, lead: TopicsPage.mark(visit, topic.state), actions: actions(visit, topic, mayRecord)))
            \(ResearchTabs.done(visit))\(try Notice.error(visit, error))
            \(details(visit, topic))
            \(steps(visit, topic, mayRecord))
            \(try VisitsPage.section(visit, .topic(id)))
            \(try ProblemsPage.section(visit, .topic(id)))
            \(try HTML.when(mayRecord, ProblemForm.panel(visit, at: .topic(id))))
            \(try suggestions(visit, topic, mayRecord))
            """
        return ResearchTabs.page(visit, title: title, main)
    }

    private static func actions(_ visit: Visit, _ topic: ResearchTopic, _ mayRecord: Bool) -> HTML {
        var actions = HTML.empty
        if mayRecord, topic.state == .underWay {
            let link = SitePath.research(.newVisit).with("topic", "\(topic.id)")
            actions += #"<a class="button main" href="\#(link)">\#(visit["research.visit.new"])</a>"#
        }
        if visit.can(.manageResearch) {
            actions += """
                <a class="button" href="\(SitePath.research(.topicForm(topic.id)))">\(visit["research.topic.change"])</a>
                """
        }
        return actions
    }

    private static func details(_ visit: Visit, _ topic: ResearchTopic) -> HTML {
        var details = Details()
        details.add(visit["research.field.question"], text: topic.details.question)
        details.add(visit["research.field.method"], text: topic.details.method)
        details.add(visit["research.column.leader"], text: topic.details.leader.name)
        details.add(visit["research.field.topicOffice"], text: topic.officeName)
        details.add(visit["research.field.starts"], text: topic.details.starts?.prose(visit.language))
        details.add(visit["research.field.reportDue"], text: topic.details.due?.prose(visit.language))
        details.add(visit["research.field.reason"], text: topic.reason)
        details.add(visit["research.field.findings"], text: topic.findings)
        if let report = topic.report {
            let name: HTML = "\(report.name)"
            let path = SitePath.research(.report(topic.id))
            details.add(
                visit["research.field.report"],
                visit.can(.exportLedger) ? #"<a download href="\#(path)">\#(name)</a>"# : name)
        }
        return details.html
    }

    /// The forms of the steps that this visitor may make now.
    private static func steps(_ visit: Visit, _ topic: ResearchTopic, _ mayRecord: Bool) -> HTML {
        let moves = TopicMove.allCases.filter {
            $0.from.contains(topic.state) && ($0.isManaging ? visit.can(.manageResearch) : mayRecord)
        }
        guard !moves.isEmpty else { return .empty }
        let forms = moves.html { move in
            let title = visit["research.topicMove.\(move.rawValue)"]
            var fields = Form.hiddenField("move", move.rawValue)
            if move == .handIn {
                fields += ResearchFields.area(
                    "findings", visit["research.field.findings"], value: topic.findings, rows: 6)
                fields += files(visit, "research.field.report")
            } else if move.needsReason {
                fields += ResearchFields.area(move.rawValue, visit["research.field.reason"])
            }
            let form = Form.post(
                visit, to: .research(.topic(topic.id)), hasFiles: true, "\(fields)\(Form.buttons(title))")
            return move.needsReason ? "<details><summary>\(title)</summary>\(form)</details>" : form
        }
        return #"<section class="panel prose"><h2>\#(visit["research.next"])</h2>\#(forms)</section>"#
    }

    /// A field for files.
    static func files(_ visit: Visit, _ key: String, isMultiple: Bool = false) -> HTML {
        """
        <p class="field"><label for="f-files">\(visit[key])</label>\
        <input id="f-files" type="file" name="files"\(flag: "multiple", if: isMultiple) \
        accept=".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.txt,.csv" aria-describedby="f-files-hint">\
        <small id="f-files-hint">\(visit["research.hint.files", ["limit": "\(EvidenceFiles.limit >> 20)"]])</small></p>
        """
    }

    private static func suggestions(_ visit: Visit, _ topic: ResearchTopic, _ mayAnswer: Bool) throws -> HTML {
        let all = try visit.ledger.suggestions(to: topic.id)
        let items = all.html { suggestion in
            var answer = HTML.empty
            if let words = suggestion.answer {
                answer =
                    "<p><strong>\(visit["research.field.answer"])</strong> \(words) \(muted(suggestion.answered?.text))</p>"
            } else if mayAnswer {
                let fields: HTML = """
                    \(Form.hiddenField("move", "answerSuggestion"))\(Form.hiddenField("suggestion", "\(suggestion.id)"))
                    \(ResearchFields.area("answer-\(suggestion.id)", visit["research.field.answer"]))
                    \(Form.buttons(visit["research.answer"]))
                    """
                let form = Form.post(visit, to: .research(.topic(topic.id)), hasFiles: true, fields)
                answer = "<details><summary>\(visit["research.answer"])</summary>\(form)</details>"
            }
            return
                "<li><p>\(suggestion.text) \(muted(suggestion.day.text)) \(muted(suggestion.byName))</p>\(answer)</li>"
        }
        let isOpen = topic.state != .adopted && topic.state != .dropped
        let form = HTML.when(
            isOpen,
            Form.post(
                visit, to: .research(.topic(topic.id)), hasFiles: true,
                """
                \(Form.hiddenField("move", "suggest"))
                \(ResearchFields.area("suggestion", visit["research.field.suggestion"], rows: 3))
                \(Form.buttons(visit["research.suggest"]))
                """))
        return """
            <section class="panel prose" id="suggestions"><h2>\(visit["research.suggestions"])（\(all.count)）</h2>
            \(HTML.when(all.isEmpty, #"<p class="muted">\#(visit["research.suggestions.empty"])</p>"#))
            <ul class="lines">\(items)</ul>\(form)</section>
            """
    }

    private static func muted(_ words: String?) -> HTML {
        words.map { #"<span class="muted">\#($0)</span>"# } ?? .empty
    }
}
