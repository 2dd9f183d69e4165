import AdmissionService
import Documents
import Foundation
import Hummingbird
import Localisation

/// Files of admissions: lists for whatever places, lists for schools, letters, documents of families.
enum AdmissionFiles {
    private static let csv = "text/csv; charset=utf-8"

    static func export(_ visit: Visit, _ id: Int64, _ name: String) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let round = try here.desk.round(id)
        switch name {
        case "places.csv":
            guard here.desk.mayManage else { throw AdmissionError.noRound }
            let rows = try here.admissions.schools(of: id).map {
                [.text($0.code), .text($0.name), .number(Double($0.places))] as [Sheet.Cell]
            }
            return csv(["code", "name", "places"], rows, name)
        case "catchments.csv":
            guard here.desk.mayManage else { throw AdmissionError.noRound }
            let rows = try here.admissions.places(of: id).map {
                [.text($0.code), .text($0.name), .text($0.schools.joined(separator: " "))] as [Sheet.Cell]
            }
            return csv(["code", "name", "schools"], rows, name)
        case "placed.xlsx": return try placed(here, round)
        case "letters.docx": return try AdmissionLetters.file(here, round)
        default: throw SiteError.notFound
        }
    }

    private static func csv(_ columns: [String], _ rows: [[Sheet.Cell]], _ name: String) -> Answer {
        let sheet = Sheet(name: name, columns: columns.map { Sheet.Column($0) }, rows: rows)
        return .file(Data(CSVWriter().write(sheet)), name: name, type: csv)
    }

    /// Lists for schools: a sheet each, sorted by number, with names for those who may see and export them; before them one
    /// that counts them, where there are several. `?school=` asks for one.
    private static func placed(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> Answer {
        let visit = here.visit, code = visit.query["school"]
        guard round.state == .announced || here.desk.mayManage else { throw AdmissionError.noRound }
        let schools = try here.desk.placedCounts(of: round.id).filter {
            here.desk.mayExport($0.school.organisation) && (code.isEmpty || $0.school.code == code)
        }
        guard !schools.isEmpty else { throw AdmissionError.notAllowed }
        let columns = PlacedColumns(visit, try round.rules)
        var sheets = schools.count > 1 ? [columns.overview(schools)] : [], shown = 0
        for (school, _) in schools {
            let isPersonal = here.desk.mayReveal(school.organisation)
            let rows = try here.desk.placed(of: round.id, at: school.organisation).map {
                columns.row($0, try here.admissions.form(of: $0), isPersonal: isPersonal)
            }
            shown += isPersonal ? rows.count : 0
            sheets.append(Sheet(name: school.name, columns: columns.titles, rows: rows))
        }
        try here.desk.noteExport(of: round.id, rows: shown)
        return .file(
            Data(try SheetWriter().xlsx(sheets)), name: "\(round.title) \(visit["admission.results.placed"]).xlsx",
            type: LedgerFile.workbook)
    }

    /// A document of a family, to be saved and not shown.
    static func file(_ visit: Visit, _ id: Int64, _ document: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let (file, data) = try here.desk.file(document, of: here.desk.application(id))
        return .file(data, name: file.name, type: file.type)
    }
}

/// The columns of lists of those placed.
private struct PlacedColumns {
    let titles: [Sheet.Column]
    private let visit: Visit
    private let classes: [String: String]
    private let sexes: [String: String]

    init(_ visit: Visit, _ rules: RoundRules) {
        self.visit = visit
        classes = Dictionary(rules.classes.map { ($0.name, $0.title.text(visit.language)) }) { one, _ in one }
        sexes = ["1": visit["admission.sex.1"], "2": visit["admission.sex.2"]]
        titles = [
            .init(visit["admission.column.number"], width: 14), .init(visit["admission.field.name"], width: 12),
            .init(visit["admission.field.sex"], width: 8), .init(visit["admission.field.birth"], width: 12),
            .init(visit["admission.column.class"], width: 30), .init(visit["admission.column.wish"], width: 12),
            .init(visit["admission.export.guardian"], width: 12), .init(visit["admission.field.mobile"], width: 14),
            .init(visit["admission.field.address"], width: 44),
        ]
    }

    func row(
        _ application: AdmissionService.Application, _ form: ApplicationForm, isPersonal: Bool
    ) -> [Sheet.Cell] {
        func text(_ value: String) -> Sheet.Cell { isPersonal && !value.isEmpty ? .text(value) : .empty }
        let guardian = form.guardians.first
        return [
            .text(application.number), .text(isPersonal ? form.name : AdmissionQueuePage.masked(form.name)),
            .text(sexes[form.sex == "2" ? "2" : "1"] ?? ""), isPersonal ? .day(form.birth) : .empty,
            .text(classes[application.applicantClass] ?? application.applicantClass),
            application.choice.map { .number(Double($0)) } ?? .empty, text(guardian?.name ?? ""),
            text(guardian?.mobile ?? ""),
            text([form.address, form.unit].filter { !$0.isEmpty }.joined(separator: " ")),
        ]
    }

    /// How many are placed at each school.
    func overview(_ schools: [(school: RoundSchool, placed: Int)]) -> Sheet {
        Sheet(
            name: visit["admission.results.bySchool"],
            columns: [
                .init(visit["admission.column.code"], width: 14), .init(visit["admission.column.school"], width: 30),
                .init(visit["admission.column.places"], width: 12), .init(visit["admission.column.placed"], width: 12),
                .init(visit["admission.column.left"], width: 12),
            ],
            rows: schools.map { school, placed in
                [
                    .text(school.code), .text(school.name), .number(Double(school.places)), .number(Double(placed)),
                    .number(Double(max(0, school.places - placed))),
                ]
            })
    }
}
