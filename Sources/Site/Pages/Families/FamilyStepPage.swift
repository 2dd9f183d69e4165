import AdmissionService
import Documents
import Foundation
import Hummingbird
import Localisation
import Store

/// The steps of the form, one page each, so that they fit a telephone. Each is kept when it is left, right or not.
enum FamilyStepPage {
    static func show(_ visit: Visit, _ step: ApplicationStep) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        let here = try FamilyVisit(visit)
        guard here.isOpen, here.steps.contains(step) else { return .redirect(.families(.mine)) }
        return .page(try page(here, step, here.form, [], .empty))
    }

    static func save(_ visit: Visit, _ step: ApplicationStep) throws -> Answer {
        let here = try FamilyVisit(visit)
        guard here.steps.contains(step) else { throw SiteError.notFound }
        do {
            if step == .documents { return try documents(here) }
            var form = here.form
            try FamilyFields.read(step, from: visit.form, into: &form, here)
            let kept = try here.admissions.save(
                form, of: here.application.id, version: visit.form.row("version") ?? 0)
            let faults = try here.admissions.faults(of: kept).filter { $0.step == step }
            guard faults.isEmpty else {
                let now = try FamilyVisit(visit)
                return .page(
                    try page(now, step, now.form, faults, words(visit, faults)), status: .unprocessableContent)
            }
            return .redirect(.families(next(after: step, here)))
        } catch let error as any Explained & Error {
            return .page(
                try page(here, step, here.form, [], try Notice.error(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    private static func next(after step: ApplicationStep, _ here: FamilyVisit) -> FamilyPath {
        guard let place = here.steps.firstIndex(of: step), place + 1 < here.steps.count else { return .mine }
        return .step(here.steps[place + 1])
    }

    /// What is wrong, on top; what was filled in is kept nevertheless.
    private static func words(_ visit: Visit, _ faults: [ApplicationFault]) -> HTML {
        let lines = faults.html { "<li>\(visit.words(of: $0))</li>" }
        return Notice.html(.error, "<p>\(visit["admission.step.keptWithFaults"])</p><ul>\(lines)</ul>")
    }

    private static func page(
        _ here: FamilyVisit, _ step: ApplicationStep, _ form: ApplicationForm, _ faults: [ApplicationFault],
        _ notice: HTML
    ) throws -> HTML {
        let visit = here.visit
        let place = (here.steps.firstIndex(of: step) ?? 0) + 1
        let title = visit["admission.step.\(step.rawValue)"]
        let lead = visit["admission.step.place", ["place": "\(place)", "count": "\(here.steps.count)"]]
        let body: HTML
        if step == .documents {
            body = try documentForms(here, faults)
        } else {
            let back = SiteLink(path: .families(.mine))
            body = Form.post(
                visit, to: .families(.step(step)), name: "panel",
                """
                \(Form.hiddenField("version", "\(here.application.version)"))\
                \(try FamilyFields(here: here, form: form, faults: faults).html(step))\
                \(Form.buttons(visit["admission.step.save"], cancel: (visit["admission.family.back"], back)))
                """)
        }
        return here.page(title, lead: "\(lead)", "\(notice)\(body)")
    }

    // MARK: - Documents

    private static func documents(_ here: FamilyVisit) throws -> Answer {
        let visit = here.visit, id = here.application.id
        let back = SitePath.families(.step(.documents))
        switch visit.form["move"] {
        case "remove":
            guard let file = visit.form.row("file") else { throw SiteError.badChoice }
            try here.admissions.remove(document: file, of: id)
        case "add":
            let files = visit.uploads.filter { !$0.data.isEmpty || !$0.name.isEmpty }
            guard !files.isEmpty else { throw SiteError.noFile }
            for upload in files {
                guard upload.data.count <= AdmissionStore.fileLimit else {
                    throw AdmissionError.fileTooLarge(limit: AdmissionStore.fileLimit)
                }
                let type = try EvidenceType.check(bytes: Array(upload.data), name: upload.name)
                guard [.pdf, .jpeg, .png].contains(type) else { throw AdmissionError.fileKind }
                try here.admissions.add(
                    upload.data, named: upload.name, type: type.mediaType, as: visit.form["document"], to: id)
            }
        default: throw SiteError.badChoice
        }
        return .redirect(back)
    }

    private static func documentForms(_ here: FamilyVisit, _ faults: [ApplicationFault]) throws -> HTML {
        let visit = here.visit
        let path = SitePath.families(.step(.documents))
        let needed = here.rules.documents(here.form.answers)
        let blocks = needed.html { document -> HTML in
            let id = "f-d-\(document.name)"
            let mine = here.documents.filter { $0.document == document.name }
            let lines = mine.html { file -> HTML in
                let link = SitePath.families(.file(file.id))
                let remove = HTML.when(
                    file.state != .accepted,
                    Form.button(
                        visit, to: path, [("move", "remove"), ("file", "\(file.id)")],
                        title: visit["admission.document.remove"], kind: "small"))
                let why: HTML = file.words.isEmpty ? .empty : #"<div class="fault">\#(file.words)</div>"#
                return """
                    <li><a download href="\(link)">\(file.name)</a> \
                    \(visit["admission.document.\(file.state.rawValue)"]) \(remove)\(why)</li>
                    """
            }
            let optional: HTML =
                document.isOptional ? #" <span class="muted">\#(visit["admission.document.optional"])</span>"# : .empty
            let hint = document.hint.map { "\($0.text(visit.language)) " } ?? ""
            let form = Form.post(
                visit, to: path, hasFiles: true,
                """
                \(Form.hiddenField("move", "add"))\(Form.hiddenField("document", document.name))\
                <p class="field"><label for="\(id)">\(visit["admission.document.choose"])</label>\
                <input id="\(id)" type="file" name="files" multiple required accept=".pdf,.jpg,.jpeg,.png" \
                aria-describedby="\(id)-hint"><small id="\(id)-hint">\(hint)\(visit["admission.document.hint",
                    ["limit": "\(AdmissionStore.fileLimit >> 20)"]])</small></p>\
                <p class="buttons"><button>\(visit["admission.document.add"])</button></p>
                """)
            return """
                <section class="panel"><h2>\(document.title.text(visit.language))\(optional)</h2>
                \(HTML.when(!mine.isEmpty, "<ul class=\"lines\">\(lines)</ul>"))\(form)</section>
                """
        }
        let none = HTML.when(needed.isEmpty, EmptyState.html(visit["admission.document.none"]))
        return """
            \(none)\(blocks)<p class="buttons"><a class="button main" href="\(SitePath.families(.mine))">\
            \(visit["admission.family.toReview"])</a></p>
            """
    }

    /// An own file, to be saved and not shown.
    static func file(_ visit: Visit, _ id: Int64) throws -> Answer {
        guard visit.family != nil else { return .redirect(.families(.signIn)) }
        let here = try FamilyVisit(visit)
        let (document, data) = try here.admissions.file(id, of: here.application.id)
        return .file(data, name: document.name, type: document.type)
    }
}
