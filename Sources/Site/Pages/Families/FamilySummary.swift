import AdmissionService
import Localisation

/// What a family filled in, whole, to be looked over before it is handed in.
struct FamilySummary {
    let here: FamilyVisit

    private var visit: Visit { here.visit }
    private var form: ApplicationForm { here.form }

    var html: HTML {
        get throws {
            var details = Details()
            details.add(visit["admission.field.name"], text: form.name)
            details.add(visit["admission.field.id"], text: form.idNumber)
            details.add(visit["admission.field.birth"], text: form.birth)
            for (index, guardian) in form.guardians.enumerated() {
                details.add(
                    visit["admission.field.guardian", ["place": "\(index + 1)"]],
                    text: joined([guardian.name, relation(guardian), guardian.idNumber, guardian.mobile]))
            }
            details.add(
                visit["admission.field.place.\(here.rules.route.rawValue)"],
                text: try here.admissions.place(form.place, of: here.round.id)?.name)
            details.add(visit["admission.field.address"], text: joined([form.address, form.unit]))
            for question in here.rules.questions {
                let answer = question.options.first { $0.name == form.answers[question.name] }
                details.add(question.title.text(visit.language), text: answer?.title.text(visit.language))
            }
            details.add(visit["admission.column.class"], text: here.applicantClass)
            details.add(visit["admission.field.choices"], try wishes)
            if !form.sibling.name.isEmpty {
                let school = try here.schoolNames[form.sibling.school] ?? form.sibling.school
                details.add(
                    visit["admission.field.sibling"],
                    text: joined([form.sibling.name, form.sibling.idNumber, school]))
            }
            details.add(visit["admission.field.twin"], text: form.twin.isEmpty ? nil : form.twin)
            details.add(visit["admission.step.documents"], files)
            return details.html
        }
    }

    /// The schools wished for, best first.
    var wishes: HTML {
        get throws {
            let names = try here.schoolNames
            return "<ol>\(form.choices.html { "<li>\(names[$0] ?? $0)</li>" })</ol>"
        }
    }

    /// The files handed in, each under its document.
    var files: HTML {
        let lines = here.documents.html { file -> HTML in
            let document = here.rules.documents.first { $0.name == file.document }
            return "<li>\(document?.title.text(visit.language) ?? file.document) · \(file.name)</li>"
        }
        return here.documents.isEmpty ? .empty : "<ul>\(lines)</ul>"
    }

    private func relation(_ guardian: ApplicationForm.Guardian) -> String {
        let codes = visit.registers.catalog.codeLists["relation"]?.codes ?? []
        return codes.first { $0.code == guardian.relation }?.title.text(visit.language) ?? ""
    }

    private func joined(_ parts: [String]) -> String? {
        let parts = parts.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
