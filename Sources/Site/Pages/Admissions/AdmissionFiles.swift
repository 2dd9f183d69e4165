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
        default: throw SiteError.notFound
        }
    }

    private static func csv(_ columns: [String], _ rows: [[Sheet.Cell]], _ name: String) -> Answer {
        let sheet = Sheet(name: name, columns: columns.map { Sheet.Column($0) }, rows: rows)
        return .file(Data(CSVWriter().write(sheet)), name: name, type: csv)
    }

    /// Lists for schools: a sheet each, with names for those who may see and export them.
    private static func placed(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> Answer {
        let visit = here.visit, rules = try round.rules
        guard round.state == .announced || here.desk.mayManage else { throw AdmissionError.noRound }
        let columns: [Sheet.Column] = [
            .init(visit["admission.column.number"], width: 14), .init(visit["admission.field.name"], width: 14),
            .init(visit["admission.field.sex"], width: 6), .init(visit["admission.field.birth"], width: 12),
            .init(visit["admission.column.class"], width: 30), .init(visit["admission.column.wish"], width: 8),
            .init(visit["admission.field.mobile"], width: 14), .init(visit["admission.field.address"], width: 36),
        ]
        var sheets: [Sheet] = [], shown = 0
        for school in try here.admissions.schools(of: round.id) where here.desk.mayExport(school.organisation) {
            let isPersonal = here.desk.mayReveal(school.organisation)
            var query = ApplicationQuery()
            query.result = .placed
            query.school = school.organisation
            let all = try here.desk.applications(of: round.id, query, limit: 100_000).applications
            let rows = try all.sorted { $0.number < $1.number }.map { one -> [Sheet.Cell] in
                let form = try here.admissions.form(of: one)
                shown += isPersonal ? 1 : 0
                func text(_ value: String) -> Sheet.Cell { isPersonal ? .text(value) : .empty }
                return [
                    .text(one.number), .text(isPersonal ? form.name : AdmissionQueuePage.masked(form.name)),
                    .text(visit["admission.sex.\(form.sex == "2" ? "2" : "1")"]),
                    isPersonal ? .day(form.birth) : .empty,
                    .text(rules.title(ofClass: one.applicantClass, visit.language)),
                    one.choice.map { .number(Double($0)) } ?? .empty, text(form.guardians.first?.mobile ?? ""),
                    text(form.address),
                ]
            }
            sheets.append(Sheet(name: school.name, columns: columns, rows: rows))
        }
        guard !sheets.isEmpty else { throw AdmissionError.notAllowed }
        try here.desk.noteExport(of: round.id, rows: shown)
        return .file(
            Data(try SheetWriter().xlsx(sheets)), name: "\(round.title) \(visit["admission.results.placed"]).xlsx",
            type: LedgerFile.workbook)
    }

    /// Letters of a school, one a page when they are printed.
    static func letters(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let round = try here.desk.round(id), rules = try round.rules
        if let offer = visit.query.row("offer") { return try AdmissionWaitingPage.letter(here, round, offer) }
        let schools = try here.admissions.schools(of: id)
        guard round.state == .announced || here.desk.mayManage,
            let school = schools.first(where: { $0.code == visit.query["school"] })
        else { throw AdmissionError.noRound }
        guard here.desk.mayReveal(school.organisation), here.desk.mayExport(school.organisation) else {
            throw AdmissionError.notAllowed
        }
        var query = ApplicationQuery()
        query.result = .placed
        query.school = school.organisation
        let all = try here.desk.applications(of: id, query, limit: 5_000).applications
        let letters = try all.html { one in
            try FamilyPapers.letter(
                visit, one, try here.admissions.form(of: one), round, rules,
                FamilyPapers.words(visit, one, schools) ?? .empty)
        }
        try here.desk.noteExport(of: id, rows: all.count)
        let title = visit["admission.letter.all", ["school": school.name]]
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["admission.letter.print", ["count": "\(all.count)"]])"))\
            \(all.isEmpty ? EmptyState.html(visit["admission.results.nobody"]) : letters)
            """
        return .page(here.page(title, main))
    }

    /// A document of a family, to be saved and not shown.
    static func file(_ visit: Visit, _ id: Int64, _ document: Int64) throws -> Answer {
        let here = try AdmissionVisit(visit)
        let (file, data) = try here.desk.file(document, of: here.desk.application(id))
        return .file(data, name: file.name, type: file.type)
    }
}
