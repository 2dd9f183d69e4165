import Catalog
import Documents
import Foundation
import Hummingbird
import Ledger
import Localisation
import Registers
import Store

/// Files of a row 附件: taken in after a look at their content, kept sealed, given out as files only.
enum RegisterFiles {
    /// Bytes of one file at most.
    static let limit = 20 << 20

    /// On the page of a row: the files of each field that holds some, with the forms that change them.
    static func section(_ desk: RegisterDesk, _ row: RegisterRow, error: HTML = .empty) throws -> HTML {
        let visit = desk.visit
        let fields = desk.store.fileFields(of: desk.register, owner: row.owner, access: desk.access)
        guard !fields.isEmpty else { return .empty }
        let files = try desk.store.files(of: row.id, in: desk.register, access: desk.access)
        let path = SitePath.data(.files(desk.register.name, row.id))
        let mayWrite = desk.mayWrite(row)
        let blocks = fields.html { field -> HTML in
            let mine = files[field.name] ?? []
            let lines = mine.html { file -> HTML in
                let link = SitePath.data(.file(desk.register.name, row.id, file.id))
                let remove = HTML.when(
                    mayWrite,
                    Form.button(
                        visit, to: path, [("move", "remove"), ("file", "\(file.id)")], title: visit["data.file.remove"],
                        kind: "small"))
                return """
                    <li><a download href="\(link)">\(file.name)</a> <span class="muted">\(size(file.size))</span> \(remove)</li>
                    """
            }
            let list: HTML = mine.isEmpty ? #"<p class="muted">\#(visit["data.file.none"])</p>"# : "<ul>\(lines)</ul>"
            let form = HTML.when(mayWrite && (field.isMany || mine.isEmpty), upload(desk, field, path))
            let mark = HTML.when(
                field.isPersonal || field.isSensitive || desk.register.isSensitive,
                #" <span class="muted">\#(visit["data.file.logged"])</span>"#)
            return "<h3>\(desk.title(of: field))\(mark)</h3>\(list)\(form)"
        }
        return """
            <section class="panel" id="files"><h2>\(visit["data.file.title"])</h2>\(error)\(blocks)</section>
            """
    }

    private static func upload(_ desk: RegisterDesk, _ field: Field, _ path: SitePath) -> HTML {
        let visit = desk.visit
        let id = "f-file-\(field.name)"
        let hint = visit["data.file.hint", ["limit": "\(limit >> 20)"]]
        let kinds = EvidenceType.allCases.flatMap(\.extensions).map { ".\($0)" }.joined(separator: ",")
        return Form.post(
            visit, to: path, hasFiles: true,
            """
            \(Form.hiddenField("move", "add"))\(Form.hiddenField("field", field.name))\
            <p class="field"><label for="\(id)">\(visit["data.file.choose"])</label>\
            <input id="\(id)" type="file" name="files" required accept="\(kinds)" aria-describedby="\(id)-hint">\
            <small id="\(id)-hint">\(hint)</small></p><p class="buttons"><button>\(visit["data.file.add"])</button></p>
            """)
    }

    static func move(_ desk: RegisterDesk, _ id: Int64) throws -> Answer {
        let visit = desk.visit, form = visit.form
        let row = try desk.store.row(id, of: desk.register, access: desk.access)
        let back = SiteLink(path: .data(.row(desk.register.name, id)), fragment: "files")
        do {
            switch form["move"] {
            case "add":
                guard
                    let field = desk.store.fileFields(of: desk.register, owner: row.owner, access: desk.access)
                        .first(where: { $0.name == form["field"] })
                else { throw SiteError.badChoice }
                guard desk.mayWrite(row) else { throw RegisterError.notAllowed }
                try add(desk, field, id)
                RowFindings.recheck(desk, [id])
                return .redirect(back.with("done", "fileAdded"))
            case "remove":
                guard let file = form.row("file") else { throw SiteError.badChoice }
                try desk.store.detach(file, of: id, in: desk.register, access: desk.access, by: visit.principal)
                return .redirect(back.with("done", "fileRemoved"))
            default: throw SiteError.badChoice
            }
        } catch let error as any Explained & Error {
            let status = ErrorAnswer(error).status
            guard status == .unprocessableContent else { throw error }
            return try RegisterRowPage.show(
                desk, id, fileError: Notice.html(.error, "\(visit.words(of: error))"), status: status)
        }
    }

    /// Keeps a file that was posted. - Throws: `SiteError.noFile`, `StoreError.fileTooLarge`, `EvidenceTypeError`,
    /// `RegisterFileError`.
    private static func add(_ desk: RegisterDesk, _ field: Field, _ id: Int64) throws {
        let visit = desk.visit
        guard let upload = visit.uploads.first(where: { !$0.data.isEmpty || !$0.name.isEmpty }) else {
            throw SiteError.noFile
        }
        guard upload.data.count <= limit else {
            throw StoreError.fileTooLarge(size: upload.data.count, limit: limit)
        }
        let type = try EvidenceType.check(bytes: Array(upload.data), name: upload.name)
        let digest = try visit.ledger.store.files.keep(try desk.store.sealed(upload.data))
        try desk.store.attach(
            name: upload.name, type: type.mediaType, size: upload.data.count, digest: digest, to: field, of: id,
            in: desk.register, access: desk.access, by: visit.principal)
    }

    /// A file, to be saved and not shown.
    static func file(_ desk: RegisterDesk, _ id: Int64, _ number: Int64) throws -> Answer {
        let file = try desk.store.file(
            number, of: id, in: desk.register, access: desk.access, by: desk.visit.principal)
        let data = try desk.store.unsealed(try desk.visit.ledger.store.files.data(file.digest))
        return .file(data, name: file.name, type: file.type)
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(max(1, bytes >> 10)) KB"
    }
}
