import Catalog
import Documents
import Foundation
import Ledger
import Quality
import Registers

/// What was found as a workbook. Rows are named only where the visitor may take rows of their register out as a file;
/// others go by number.
enum QualityFiles {
    /// Most rows of a file.
    static let limit = 20_000

    static func worklist(_ desk: QualityDesk) throws -> Answer {
        guard let node = desk.asked ?? desk.tops.first else { throw SiteError.notFound }
        let query = desk.visit.query
        let tasks = try desk.store.worklist(of: node.id, access: desk.access).filter {
            (query["register"].isEmpty || $0.check.register == query["register"])
                && (query["severity"].isEmpty || $0.check.severity.rawValue == query["severity"])
        }
        let findings = tasks.flatMap { task in task.findings.map { (task.check, $0) } }
        return try file(desk, "\(desk.visit["quality.worklist.title"]) \(node.name)", findings)
    }

    static func check(_ desk: QualityDesk, _ name: String) throws -> Answer {
        let check = try desk.check(name)
        let found = try desk.store.findings(
            of: check, under: desk.asked?.id, access: desk.access, limit: limit + 1)
        return try file(desk, check.title.text(desk.visit.language), found.rows.map { (check, $0) })
    }

    private static func file(
        _ desk: QualityDesk, _ title: String, _ findings: [(check: IntegrityCheck, finding: QualityFinding)]
    ) throws -> Answer {
        guard findings.count <= limit else { throw RegisterExport.TooManyRows(limit: limit) }
        let visit = desk.visit
        let exported = findings.map(\.finding).filter { finding in
            desk.store.catalog.register(finding.register).map {
                desk.access.scope(.export, $0).contains(finding.organisation)
            } ?? false
        }
        let rows = try FindingRows(desk, exported)
        for (name, group) in Dictionary(grouping: exported, by: \.register).sorted(by: { $0.key < $1.key }) {
            guard let register = desk.store.catalog.register(name) else { continue }
            try desk.store.registers.record(.export, of: register, count: group.count, by: visit.principal)
        }
        let columns = [
            ("severity", 8), ("check", 30), ("organisation", 24), ("register", 14), ("row", 24), ("number", 10),
            ("advice", 50), ("since", 12),
        ]
        var sheet = Sheet(
            name: title, columns: columns.map { .init(visit["quality.column.\($0.0)"], width: Double($0.1)) })
        sheet.rows = findings.map { check, finding in
            [
                .text(visit["data.severity.\(check.severity.rawValue)"]), .text(check.title.text(visit.language)),
                .text(desk.name(finding.organisation)), .text(desk.title(of: finding.register)),
                rows[finding] == nil ? .empty : .text(rows.label(finding)), .number(Double(finding.row)),
                .text(check.advice.text(visit.language)), .day(finding.openedOn.text),
            ]
        }
        return .file(
            Data(try SheetWriter().xlsx([sheet])), name: "\(title) \(visit.today.text).xlsx", type: LedgerFile.workbook)
    }
}
