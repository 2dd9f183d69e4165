import Catalog
import Documents
import Foundation
import Intake
import Registers

/// Files of collection tasks: the prefilled form, what was handed in, the state.
enum CollectionFiles {
    static func template(_ visit: Visit, _ id: Int64, _ organisation: Int64) throws -> Answer {
        let here = try CollectionVisit(visit)
        let task = try here.desk.task(id)
        guard here.desk.parts(task).contains(where: { $0.organisation == organisation }) else {
            throw CollectionError.noTask
        }
        let register = try visit.registers.register(task.register)
        let rows = try here.desk.rows(task, organisation)
        let sheets = RegisterSheet(catalog: visit.registers.catalog, language: visit.language).template(
            register, rows, organisations: [here.tree.nodes[organisation]?.code ?? ""],
            only: here.desk.formFields(task, register))
        return .file(
            Data(try SheetWriter().xlsx(sheets)), name: "\(task.title) \(here.name(organisation)).xlsx",
            type: LedgerFile.workbook)
    }

    static func answer(_ visit: Visit, _ id: Int64, _ organisation: Int64) throws -> Answer {
        let here = try CollectionVisit(visit)
        let task = try here.desk.task(id)
        guard let part = here.desk.parts(task).first(where: { $0.organisation == organisation }), !part.digest.isEmpty,
            visit.ledger.store.files.has(part.digest)
        else { throw SiteError.notFound }
        let register = try visit.registers.register(task.register)
        // What stands in the file is not masked.
        guard
            here.desk.mayAnswer(task, organisation)
                || here.rights.access.personalScope(register).contains(organisation)
                    && here.rights.access.sensitiveScope(register).contains(organisation)
                || !register.fields.contains(where: { $0.isPersonal || $0.isSensitive })
        else { throw RegisterError.notAllowed }
        let data = try visit.ledger.store.files.data(part.digest)
        return .file(try visit.registers.unsealed(data), name: part.file, type: "application/octet-stream")
    }

    static func state(_ visit: Visit, _ id: Int64) throws -> Answer {
        let here = try CollectionVisit(visit)
        let task = try here.desk.task(id)
        let sheet = Sheet(
            name: visit["collect.tasks.export"],
            columns: [
                .init(visit["collect.column.code"], width: 14), .init(visit["collect.column.organisation"], width: 30),
                .init(visit["collect.column.state"], width: 12), .init(visit["collect.column.late"], width: 8),
                .init(visit["collect.column.rows"], width: 8), .init(visit["collect.column.at"], width: 18),
                .init(visit["collect.column.remindedAt"], width: 18),
            ],
            rows: here.desk.parts(task).map { part in
                [
                    .text(here.tree.nodes[part.organisation]?.code ?? ""), .text(here.name(part.organisation)),
                    .text(visit["collect.state.\(part.state.rawValue)"]),
                    .text(task.isLate(part, on: visit.today) ? "■" : ""), .number(Double(part.rows)),
                    .text(visit.time(part.changedAt)), .text(part.remindedAt.map(visit.time) ?? ""),
                ]
            })
        return .file(
            Data(try SheetWriter().xlsx([sheet])), name: "\(task.title) \(visit.today.text).xlsx",
            type: LedgerFile.workbook)
    }
}
