import Ledger
import Localisation
import Store

/// The form of a topic, new or changed.
enum TopicFormPage {
    static func show(_ visit: Visit, _ id: Int64?) throws -> Answer {
        let details = try id.map { try visit.ledger.topic($0).details } ?? TopicDetails()
        return .page(try page(visit, id, details, visit.query, error: nil))
    }

    static func create(_ visit: Visit) throws -> Answer {
        try keep(visit, nil) { try visit.ledger.createTopic($0, by: visit.principal).id }
    }

    static func change(_ visit: Visit, _ id: Int64) throws -> Answer {
        try keep(visit, id) { details in
            try visit.ledger.changeTopic(id, to: details, by: visit.principal)
            return id
        }
    }

    private static func keep(
        _ visit: Visit, _ id: Int64?, _ write: (TopicDetails) throws -> Int64
    ) throws -> Answer {
        let form = visit.form
        var details = TopicDetails()
        details.title = form["title"]
        details.question = form["question"]
        details.method = form["method"]
        details.leader = ResearchFields.leader(form)
        details.office = form.row("office")
        do {
            details.starts = try ResearchFields.day(form["starts"])
            details.due = try ResearchFields.day(form["due"])
            return .redirect(SitePath.research(.topic(try write(details))).with("did", "saved"))
        } catch let error as any Explained & Error {
            return .page(try page(visit, id, details, form, error: error), status: ErrorAnswer(error).status)
        }
    }

    private static func page(
        _ visit: Visit, _ id: Int64?, _ details: TopicDetails, _ values: FormValues, error: (any Error)?
    ) throws -> HTML {
        let title = visit[id == nil ? "research.topic.new" : "research.topic.change"]
        let back = SiteLink(path: .research(id.map(ResearchPath.topic) ?? .topics))
        let fields: HTML = """
            \(Form.field("title", visit["research.field.title"], value: details.title, isRequired: true, limit: 200))
            \(Form.area("question", visit["research.field.question"], value: details.question))
            \(Form.area("method", visit["research.field.method"], value: details.method, rows: 2))
            \(try ResearchFields.leader(visit, details.leader))
            \(try ResearchFields.office(visit, details.office, label: visit["research.field.topicOffice"]))
            \(Form.field("starts", visit["research.field.starts"], value: details.starts?.text ?? values["starts"], kind: .date))
            \(Form.field("due", visit["research.field.reportDue"], value: details.due?.text ?? values["due"], kind: .date))
            \(Form.buttons(visit["site.save"], cancel: (visit["site.cancel"], back)))
            """
        let main: HTML = """
            \(PageHead.html(title))
            \(try Notice.error(visit, error))
            \(Form.post(visit, to: .research(id.map(ResearchPath.topicForm) ?? .topics), hasFiles: false,
            draft: "research-topic-\(id.map(String.init) ?? "new")", name: "panel prose", fields))
            """
        return ResearchTabs.page(visit, title: title, main)
    }
}
