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
        if step == .documents { return try documents(here) }
        var form = here.form
        try FamilyFields.read(step, from: visit.form, into: &form, here)
        do {
            let kept = try here.admissions.save(
                form, of: here.application.id, version: visit.form.row("version") ?? 0)
            let faults = try here.admissions.faults(of: kept).filter { $0.step == step }
            guard faults.isEmpty else {
                let now = try FamilyVisit(visit)
                return .page(try page(now, step, now.form, faults, .empty), status: .unprocessableContent)
            }
            return .redirect(.families(next(after: step, here)))
        } catch AdmissionError.changedMeanwhile {
            // What was typed stands there still, with the other steps as they are now: saving again keeps it.
            let words = Notice.html(.error, "\(visit["admission.step.conflict"])")
            return .page(try page(here, step, form, [], words), status: .conflict)
        } catch let error as any Explained & Error {
            return .page(
                try page(here, step, form, [], try Notice.error(visit, error)), status: ErrorAnswer(error).status)
        }
    }

    private static func next(after step: ApplicationStep, _ here: FamilyVisit) -> FamilyPath {
        guard let place = here.steps.firstIndex(of: step), place + 1 < here.steps.count else { return .mine }
        return .step(here.steps[place + 1])
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
        var notice = notice
        if step == .documents {
            body = documentForm(here)
        } else {
            let back = SiteLink(path: .families(.mine)), fields = FamilyFields(here: here, form: form, faults: faults)
            // What is wrong, on top; what was filled in is kept nevertheless.
            if !faults.isEmpty {
                notice = Notice.html(.error, "<p>\(visit["admission.step.keptWithFaults"])</p>\(fields.faultList)")
            }
            body = Form.post(
                visit, to: .families(.step(step)), name: "panel",
                """
                \(Form.hiddenField("version", "\(here.application.version)"))\
                \(try fields.html(step))\
                \(Form.buttons(visit["admission.step.save"], cancel: (visit["admission.family.back"], back)))
                """)
        }
        return here.page(title, lead: "\(lead)", "\(notice)\(body)")
    }

    // MARK: - Documents

    /// Takes a file away, or takes in what was chosen. What cannot be taken is named; the others are kept.
    private static func documents(_ here: FamilyVisit) throws -> Answer {
        let visit = here.visit
        do {
            if let file = visit.form.row("remove") {
                try here.admissions.remove(document: file, of: here.application.id)
                return .redirect(.families(.step(.documents)))
            }
            let chosen = visit.uploads.filter { !$0.data.isEmpty || !$0.name.isEmpty }
            guard !chosen.isEmpty else { throw SiteError.noFile }
            var refused: [HTML] = []
            for upload in chosen {
                do { try take(upload, here) } catch let error as any Explained & Error {
                    if [.wrongState, .notOpen].contains(error as? AdmissionError) { throw error }
                    refused.append("<li>\(upload.name.prefix(120)): \(visit.words(of: error))</li>")
                }
            }
            guard !refused.isEmpty else {
                return .redirect(SitePath.families(.step(.documents)).with("done", "applicationFiles"))
            }
            let words = visit["admission.document.refused", ["taken": "\(chosen.count - refused.count)"]]
            return .page(
                try page(
                    FamilyVisit(visit), .documents, here.form, [],
                    Notice.html(.error, "<p>\(words)</p><ul>\(refused.html { $0 })</ul>")),
                status: .unprocessableContent)
        } catch let error as any Explained & Error {
            return .page(
                try page(FamilyVisit(visit), .documents, here.form, [], try Notice.error(visit, error)),
                status: ErrorAnswer(error).status)
        }
    }

    /// Fields of files are called `files-` and the document.
    private static func take(_ upload: Upload, _ here: FamilyVisit) throws {
        guard upload.data.count <= AdmissionStore.fileLimit else {
            throw AdmissionError.fileTooLarge(limit: AdmissionStore.fileLimit)
        }
        let type: EvidenceType
        do { type = try EvidenceType.check(bytes: Array(upload.data), name: upload.name) } catch EvidenceTypeError
            .notTaken
        {
            throw AdmissionError.fileKind
        }
        guard [.pdf, .jpeg, .png].contains(type) else { throw AdmissionError.fileKind }
        try here.admissions.add(
            upload.data, named: upload.name, type: type.mediaType,
            as: upload.field.replacing("files-", with: "", maxReplacements: 1), to: here.application.id)
    }

    /// One form for all documents: choose them all, upload once.
    private static func documentForm(_ here: FamilyVisit) -> HTML {
        let visit = here.visit
        let needed = here.rules.documents(here.form.answers)
        let review = SitePath.families(.mine)
        guard !needed.isEmpty else {
            return """
                \(EmptyState.html(visit["admission.document.none"]))<p class="buttons"><a class="button main" \
                href="\(review)">\(visit["admission.family.back"])</a></p>
                """
        }
        let right = Set(here.documents.filter { $0.state != .returned }.map(\.document))
        let isComplete = needed.allSatisfy { $0.isOptional || right.contains($0.name) }
        let upload: HTML =
            isComplete
            ? "<button>\(visit["admission.document.add"])</button>"
            : "<button class=\"main\">\(visit["admission.document.add"])</button>"
        let onwards: HTML =
            isComplete
            ? #"<a class="button main" href="\#(review)">\#(visit["admission.family.toReview"])</a>"#
            : #"<a class="button" href="\#(review)">\#(visit["admission.family.back"])</a>"#
        let limit = ["limit": "\(AdmissionStore.fileLimit >> 20)"]
        return """
            <p>\(visit["admission.document.hint", limit])</p>
            \(Form.post(visit, to: .families(.step(.documents)), hasFiles: true, name: "papers", """
                \(needed.html { field($0, here) })<p class="buttons">\(upload)\(onwards)</p>
                """))
            """
    }

    /// A document with the files that are there, and where more are chosen.
    private static func field(_ document: RoundRules.Document, _ here: FamilyVisit) -> HTML {
        let visit = here.visit, id = "f-d-\(document.name)"
        let mine = here.documents.filter { $0.document == document.name }
        let lines = mine.html { file -> HTML in
            let remove = HTML.when(
                file.state != .accepted,
                """
                <button class="small" name="remove" value="\(file.id)" formnovalidate \
                aria-label="\(visit["admission.document.removeOne", ["name": file.name]])">\(visit["admission.document.remove"])</button>
                """)
            let why: HTML = file.words.isEmpty ? .empty : #"<div class="fault">\#(file.words)</div>"#
            return """
                <li><a download href="\(SitePath.families(.file(file.id)))">\(file.name)</a> \
                \(file.state.mark(visit)) \(remove)\(why)</li>
                """
        }
        let optional: HTML =
            document.isOptional ? #" <span class="muted">\#(visit["admission.document.optional"])</span>"# : .empty
        let hint: HTML = document.hint.map { #"<small id="\#(id)-hint">\#($0.text(visit.language))</small>"# } ?? .empty
        let described: HTML = document.hint == nil ? .empty : #" aria-describedby="\#(id)-hint""#
        let label = visit[mine.isEmpty ? "admission.document.choose" : "admission.document.more"]
        return """
            <section class="panel"><h2>\(document.title.text(visit.language))\(optional)</h2>
            \(HTML.when(!mine.isEmpty, "<ul class=\"lines\">\(lines)</ul>"))\
            <p class="field"><label for="\(id)">\(label)<span class="unseen">: \(document.title.text(visit.language))</span></label>\
            <input id="\(id)" type="file" name="files-\(document.name)" multiple accept=".pdf,.jpg,.jpeg,.png"\(described)>\(hint)</p></section>
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
