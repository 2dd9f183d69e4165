import Catalog
import Quality
import Registers

/// What the checks found in a row, on its page and over its form: what is wrong and what to do.
enum RowFindings {
    /// Looks again at what was found in rows that have just been changed.
    ///
    /// What was kept is kept: a check that fails here does so in the next run too, and is told there.
    static func recheck(_ desk: RegisterDesk, _ rows: [Int64]) {
        try? desk.visit.site.quality.recheck(
            Set(rows), in: desk.register, by: desk.visit.principal)
    }

    static func html(_ desk: RegisterDesk, _ row: RegisterRow) throws -> HTML {
        let visit = desk.visit
        let found = try visit.site.quality.findings(of: row.id, in: desk.register, access: desk.access)
        // A row that was changed since is looked at again by the next run.
        let open = found.filter { $0.finding.rowSince == row.since }
        guard !open.isEmpty else { return .empty }
        let lines = open.html { check, _ -> HTML in
            """
            <li><a href="\(SitePath.quality(.check(check.name)))">\(check.title.text(visit.language))</a>\
            \(visit["quality.row.colon"])\(check.advice.text(visit.language))</li>
            """
        }
        return Notice.html(.note, "\(visit["quality.row.found", ["count": "\(open.count)"]])<ul>\(lines)</ul>")
    }
}
