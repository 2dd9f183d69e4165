import Catalog
import Documents
import Foundation
import Intake
import Registers

/// Files that go out beside an import: the form, the rows with faults, what was handed in.
enum ImportFiles {
    /// Rows that a form can hold to start with.
    static let formRows = 20_000

    static func template(_ visit: Visit, _ name: String) throws -> Answer {
        let rights = try IntakeRights(visit)
        let register = try rights.writable(visit, name)
        var rows: [RegisterRow] = []
        if visit.query.isOn("rows") {
            guard rights.access.may(.export, register) else { throw RegisterError.notAllowed }
            var query = RowQuery()
            query.organisation = visit.query.row("organisation")
            rows = try visit.registers.rows(of: register, query, access: rights.access, limit: formRows).rows
        }
        let sheets = RegisterSheet(catalog: visit.registers.catalog, language: visit.language).template(
            register, rows, organisations: try organisations(visit, register, rights))
        return .file(
            Data(try SheetWriter().xlsx(sheets)), name: "\(register.title.text(visit.language)).xlsx",
            type: LedgerFile.workbook)
    }

    /// The codes of the organisations that rows may be written for.
    private static func organisations(_ visit: Visit, _ register: Register, _ rights: IntakeRights) throws -> [String] {
        guard let level = register.belongsTo else { return [] }
        let scope = rights.access.scope(.write, register)
        let codes = try visit.registers.organisations().nodes.values
            .filter { $0.level == level && scope.contains($0.id) }.map(\.code).sorted()
        return codes.count <= 1_000 ? codes : []
    }

    static func faults(_ visit: Visit, _ name: String, _ id: String) throws -> Answer {
        let rights = try IntakeRights(visit)
        let register = try rights.writable(visit, name)
        let job = try visit.site.imports.job(id, of: rights.account.id)
        guard job.register == name, let report = job.report, !job.isRunning, !report.faults.isEmpty else {
            throw ImportJobError.wrongPhase
        }
        let file = try visit.site.imports.open(job, with: rights.intake)
        let sheet = FaultSheet(register: register, file: file, language: visit.language)
        let stem = job.file.split(separator: ".").dropLast().joined(separator: ".")
        return .file(
            Data(try SheetWriter().xlsx([sheet.marked(report.faults), sheet.list(report.faults)])),
            name: "\(stem.isEmpty ? job.file : stem) \(visit["collect.faults.name"]).xlsx", type: LedgerFile.workbook)
    }

    static func file(_ visit: Visit, _ name: String, _ entry: Int64) throws -> Answer {
        let rights = try IntakeRights(visit)
        let past = try visit.registers.pastImport(entry)
        guard past.register == name, try rights.maySee(past, visit) else { throw SiteError.notFound }
        let data = try visit.ledger.store.files.data(past.digest)
        return .file(try visit.registers.unsealed(data), name: past.file, type: "application/octet-stream")
    }
}
