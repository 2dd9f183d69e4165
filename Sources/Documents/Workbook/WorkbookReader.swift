import PlanModel

/// Reads an Excel workbook (.xlsx): the visible sheets in order, their rows as table rows, cells as they are displayed.
struct WorkbookReader {
    let file: String
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let archive = try ZipArchive(bytes, file: file, format: .xlsx, limits: limits)
        func cursor(_ member: String) throws -> XMLCursor? {
            guard let bytes = try archive.member(member), !bytes.isEmpty else { return nil }
            return try XMLCursor(bytes, file: file, member: member, format: .xlsx, limits: limits)
        }
        guard let book = try cursor("xl/workbook.xml") else {
            throw DocumentError.damaged(file: file, format: .xlsx, what: "xl/workbook.xml")
        }
        let workbook = try Workbook(book)
        let targets =
            if let xml = try cursor("xl/_rels/workbook.xml.rels") { try Workbook.targets(xml) } else {
                [:] as [String: String]
            }
        let words =
            if let xml = try cursor("xl/sharedStrings.xml") { try SharedWords(xml).words } else { [] as [String] }
        let formats =
            if let xml = try cursor("xl/styles.xml") { try NumberFormats(xml, from1904: workbook.from1904) } else {
                NumberFormats(from1904: workbook.from1904)
            }
        var builder = TextBuilder(file: file, limits: limits)
        let visible = workbook.sheets.filter { !$0.isHidden }
        guard visible.count <= limits.sheets else { throw DocumentError.excessive(file: file, what: "sheets") }
        for (number, sheet) in visible.enumerated() {
            let member = targets[sheet.relation] ?? "xl/worksheets/sheet\(number + 1).xml"
            guard let merges = try cursor(member), let cells = try cursor(member) else {
                throw DocumentError.damaged(file: file, format: .xlsx, what: member)
            }
            if visible.count > 1 { try builder.paragraph(sheet.name, headingLevel: 1) }
            var reader = SheetReader(
                table: number, merges: try SheetMerges(merges), words: words, formats: formats, file: file,
                limits: limits)
            try reader.read(cells, into: &builder)
        }
        return ReadDocument(format: .xlsx, text: try builder.finish())
    }
}

/// The sheets of a workbook and how it counts days.
struct Workbook {
    struct Entry {
        var name: String
        var relation: String
        var isHidden: Bool
    }

    private(set) var sheets: [Entry] = []
    private(set) var from1904 = false

    init(_ cursor: consuming XMLCursor) throws {
        while let step = try cursor.next() {
            switch step {
            case .start("sheet", _):
                sheets.append(
                    Entry(
                        name: cursor.attribute("name") ?? "", relation: cursor.attribute("r:id") ?? "",
                        isHidden: ["hidden", "veryHidden"].contains(cursor.attribute("state") ?? "")))
            case .start("workbookPr", _): from1904 = ["1", "true"].contains(cursor.attribute("date1904") ?? "")
            default: break
            }
        }
    }

    /// Members by the name of their relation.
    static func targets(_ cursor: consuming XMLCursor) throws -> [String: String] {
        var targets: [String: String] = [:]
        while let step = try cursor.next() {
            guard case .start("Relationship", _) = step, let id = cursor.attribute("Id"),
                let target = cursor.attribute("Target")
            else { continue }
            targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        }
        return targets
    }
}

/// The words that cells share; runs of one string are joined, readings above characters left out.
struct SharedWords {
    private(set) var words: [String] = []

    init(_ cursor: consuming XMLCursor) throws {
        var current = "", isInText = false
        while let step = try cursor.next() {
            switch step {
            case .start("si", let isEmpty):
                current = ""
                if isEmpty { words.append("") }
            case .end("si"): words.append(current)
            case .start("rPh", let isEmpty): if !isEmpty { try cursor.skip() }
            case .start("t", let isEmpty): isInText = !isEmpty
            case .end("t"): isInText = false
            case .text(let text): if isInText { current += text }
            default: break
            }
        }
    }
}

/// The merged ranges of a sheet.
struct SheetMerges {
    struct Range {
        let top: Int, left: Int, bottom: Int, right: Int
    }

    /// Most merged ranges of a sheet that are followed; each may cost a look a row.
    private static let most = 20_000

    private(set) var ranges: [Range] = []

    init(_ cursor: consuming XMLCursor) throws {
        while let step = try cursor.next() {
            switch step {
            case .start("sheetData", let isEmpty): if !isEmpty { try cursor.skip() }
            case .start("mergeCell", _) where ranges.count < Self.most:
                let corners = (cursor.attribute("ref") ?? "").split(separator: ":").compactMap(CellAddress.init)
                if corners.count == 2, corners[0].row <= corners[1].row, corners[0].column <= corners[1].column {
                    ranges.append(
                        Range(
                            top: corners[0].row, left: corners[0].column, bottom: corners[1].row,
                            right: corners[1].column))
                }
            default: break
            }
        }
    }
}
