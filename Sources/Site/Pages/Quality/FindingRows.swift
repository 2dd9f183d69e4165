import Catalog
import Quality
import Registers

/// The rows that findings are about, as the visitor may see them.
struct FindingRows {
    let desk: QualityDesk
    private var rows: [String: [Int64: RegisterRow]] = [:]

    /// Reads the rows of findings; what is sensitive among them is recorded as read.
    init(_ desk: QualityDesk, _ findings: [QualityFinding]) throws {
        self.desk = desk
        for (name, group) in Dictionary(grouping: findings, by: \.register) {
            guard let register = desk.desk(name) else { continue }
            var query = RowQuery()
            query.rows = Set(group.map(\.row))
            let found = try register.store.rows(
                of: register.register, query, access: desk.access, limit: group.count
            ).rows
            try register.record(.read, found)
            rows[name] = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
        }
    }

    /// The row of a finding; nil where it is gone, or not for the visitor.
    subscript(finding: QualityFinding) -> RegisterRow? { rows[finding.register]?[finding.row] }

    /// What the row is called.
    func label(_ finding: QualityFinding) -> String {
        guard let row = self[finding], let register = desk.desk(finding.register) else { return "#\(finding.row)" }
        return register.label(of: row)
    }

    /// Where the row is put right: its form with the field that is asked about, or the row for those who may not.
    func link(_ finding: QualityFinding, _ check: IntegrityCheck) -> SiteLink? {
        guard let row = self[finding], let register = desk.desk(finding.register) else { return nil }
        guard register.mayWrite(row) else { return SiteLink(path: .data(.row(finding.register, row.id))) }
        let form = SitePath.data(.edit(finding.register, row.id))
        guard finding.register == check.register, let field = FocusField.field(check, register, row) else {
            return SiteLink(path: form)
        }
        return field.type == .file
            ? SiteLink(path: .data(.row(finding.register, row.id)), fragment: "f-file-\(field.name)")
            : SiteLink(path: form, fragment: "f-v.\(field.name)")
    }

    /// The row's name as a link, with what happened to it since it was found.
    func html(_ finding: QualityFinding, _ check: IntegrityCheck) -> HTML {
        let visit = desk.visit
        guard let row = self[finding] else {
            return #"\#(label(finding)) <span class="muted">\#(visit["quality.rowGone"])</span>"#
        }
        let changed = HTML.when(
            row.since != finding.rowSince, " \(Mark.html("soon", "◔", visit["quality.rowChanged"]))")
        guard let link = link(finding, check) else { return "\(label(finding))\(changed)" }
        return #"<a data-nav href="\#(link)">\#(label(finding))</a>\#(changed)"#
    }
}

/// The field of a row's form to go to for a check: the first that the check's condition names.
enum FocusField {
    static func field(_ check: IntegrityCheck, _ desk: RegisterDesk, _ row: RegisterRow) -> Field? {
        let read = desk.catalog.reads(check)[check.register] ?? []
        let files = desk.store.fileFields(of: desk.register, owner: row.owner, access: desk.access)
        let fields = (RegisterFields.editable(desk, row) + files).filter {
            read.contains($0.name) && $0.name != desk.register.owner?.name
        }
        let sql: String =
            switch check.finder {
            case .condition(let sql), .select(let sql): sql
            case .outlier(let value, _, _): value
            case .jump: ""
            }
        // The place in the condition; what stands in the choice of rows alone comes last.
        func place(_ name: String) -> String.Index { sql.range(of: name)?.lowerBound ?? sql.endIndex }
        return fields.min { (place($0.name), $0.name) < (place($1.name), $1.name) }
    }
}
