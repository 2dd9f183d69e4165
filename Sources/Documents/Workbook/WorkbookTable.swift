import Foundation

/// Reads the sheets of an Excel workbook (.xlsx) row by row while the file unpacks.
///
/// Numbers come as the file writes them, days and times by the format of their cell, formulas by the value that was last
/// worked out. Not safe to be shared between threads.
public final class WorkbookTable: TableReader {
    /// The sheets in order, those that are hidden as well; charts are none.
    public let sheets: [TableSheet]

    private let file: String
    private let limits: TableLimits
    private let archive: ZipArchive
    private let members: [String]
    private let formats: NumberFormats
    /// The words that cells share, read when a sheet first is.
    private var words: WordTable?

    /// Opens a workbook and reads which sheets it has.
    ///
    /// - Parameter name: what the user calls the file, for messages.
    /// - Throws: `DocumentError`.
    public init(_ source: TableSource, named name: String, limits: TableLimits = TableLimits()) throws {
        (file, self.limits) = (name, limits)
        var small = DocumentLimits()
        small.memberBytes = 16 << 20
        let archive =
            switch source {
            case .file(let url): try ZipArchive(path: url.path, file: name, format: .xlsx, limits: small)
            case .bytes(let bytes): try ZipArchive(bytes, file: name, format: .xlsx, limits: small)
            }
        self.archive = archive
        func cursor(_ member: String) throws -> XMLCursor? {
            guard let bytes = try archive.member(member), !bytes.isEmpty else { return nil }
            return try XMLCursor(bytes, file: name, member: member, format: .xlsx, limits: small)
        }
        guard let xml = try cursor("xl/workbook.xml") else {
            throw DocumentError.damaged(file: name, format: .xlsx, what: "xl/workbook.xml")
        }
        let book = try Workbook(xml)
        var targets: [String: String] = [:]
        if let xml = try cursor("xl/_rels/workbook.xml.rels") { targets = try Workbook.targets(xml) }
        if let xml = try cursor("xl/styles.xml") {
            formats = try NumberFormats(xml, from1904: book.from1904)
        } else {
            formats = NumberFormats(from1904: book.from1904)
        }
        let found = book.sheets.enumerated().map { number, entry in
            (entry, targets[entry.relation] ?? "xl/worksheets/sheet\(number + 1).xml")
        }.filter { !$0.1.hasPrefix("xl/chartsheets/") && !$0.1.hasPrefix("xl/dialogsheets/") }
        guard found.count <= limits.sheets else { throw DocumentError.excessive(file: name, what: "sheets") }
        sheets = found.map { TableSheet(name: $0.0.name, isHidden: $0.0.isHidden) }
        members = found.map(\.1)
    }

    /// Lends every row that has content; see `TableReader.read(sheet:_:)`.
    public func read(sheet: Int, _ body: (borrowing TableRow) throws -> Bool) throws -> TableSummary {
        guard members.indices.contains(sheet) else { return TableSummary() }
        let words = try self.words ?? readWords()
        self.words = words
        guard let member = try ZipMember(members[sheet], of: archive, limits: limits) else {
            throw DocumentError.damaged(file: file, format: .xlsx, what: members[sheet])
        }
        var scanner = SheetScanner(
            XMLScanner(member, file: file, tokenLimit: limits.rowBytes), words: words, formats: formats,
            place: (file, sheets[sheet].name, members[sheet]), limits: limits)
        return try scanner.read(body)
    }

    private func readWords() throws -> WordTable {
        guard let member = try ZipMember("xl/sharedStrings.xml", of: archive, limits: limits) else {
            return WordTable()
        }
        return try WordTable(
            XMLScanner(member, file: file, tokenLimit: limits.rowBytes), file: file, limits: limits)
    }
}
