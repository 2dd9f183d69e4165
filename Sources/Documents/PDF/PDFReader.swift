import Foundation
import PlanModel

/// Reads a PDF by poppler's tools in processes of their own: its lines and ruled tables, or a scan by recognition.
///
/// Lines stay lines, since a PDF does not know paragraphs: the plan reader joins them and drops page numbers. Tables
/// are found by the lines that are drawn around their cells, on pages whose text stands in columns.
struct PDFReader {
    let file: String
    let limits: DocumentLimits

    /// Most pages that are looked at for tables; each takes some hundredths of a second.
    private static let tablePages = 120

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let converter = Converter(file: file, limits: limits)
        return try converter.inPrivateFolder(bytes, named: "plan.pdf") { folder in
            let result = try converter.run(
                "pdftotext", ["-layout", "-enc", "UTF-8", "plan.pdf", "-"], package: "poppler-utils", in: folder,
                outputLimit: limits.textBytes)
            if result.complaint.contains("Incorrect password") { throw DocumentError.encrypted(file: file) }
            guard result.status == 0 else {
                if result.status == 124 { throw DocumentError.converterFailed(file: file, program: "pdftotext") }
                throw DocumentError.damaged(file: file, format: .pdf, what: "pdf")
            }
            guard result.output.contains(where: { $0 > 0x20 }) else {
                return try Recognition(file: file, limits: limits, converter: converter).read(in: folder)
            }
            let printed = result.output.split(separator: 0x0C, omittingEmptySubsequences: false)
            let furniture = PDFFurniture(printed)
            let pages = furniture.pages
            let tabular = printed.indices.prefix(Self.tablePages).filter { Self.standsInColumns(printed[$0]) }
            let tables = try tables(on: tabular, converter, folder)
            guard !tables.isEmpty else {
                return ReadDocument(format: .pdf, text: DocumentText(plain: Array(pages.joined(separator: [0x0A]))))
            }
            return ReadDocument(format: .pdf, text: try text(furniture, tables))
        }
    }

    /// Whether two lines of a page have two gaps each: otherwise it has no table worth looking for.
    ///
    /// One space between Chinese characters is a gap, since narrow columns stand that close; beside a figure it is
    /// typesetting.
    private static func standsInColumns(_ page: ArraySlice<UInt8>) -> Bool {
        var found = 0
        for line in page.split(separator: 0x0A) {
            var gaps = 0, spaces = 0, last: UInt8 = 0
            for byte in line {
                if byte == 0x20 {
                    spaces += 1
                    continue
                }
                if last != 0, spaces >= 2 || spaces == 1 && last >= 0x80 && byte >= 0x80 { gaps += 1 }
                (spaces, last) = (0, byte)
            }
            if gaps >= 2 { found += 1 }
            if found >= 2 { return true }
        }
        return false
    }

    /// A page with tables: the tables, and its words.
    private struct TablePage {
        var tables: [PDFTable]
        var words: [PDFPage.Word]
    }

    private func tables(on pages: [Int], _ converter: Converter, _ folder: URL) throws -> [Int: TablePage] {
        guard !pages.isEmpty, Converter.path(of: "pdftocairo") != nil else { return [:] }
        var found: [Int: TablePage] = [:]
        for page in pages {
            // What cannot be looked at for tables is still read as lines.
            if let seen = try? tablePage(page + 1, converter, folder) { found[page] = seen }
        }
        return found
    }

    private func tablePage(_ page: Int, _ converter: Converter, _ folder: URL) throws -> TablePage? {
        let drawn = try converter.run(
            "pdftocairo", ["-svg", "-f", "\(page)", "-l", "\(page)", "plan.pdf", "-"], package: "poppler-utils",
            in: folder)
        guard drawn.status == 0, !drawn.output.isEmpty else { return nil }
        let tables = PDFTable.tables(try PDFRules(cursor(drawn.output, "svg")))
        guard !tables.isEmpty else { return nil }
        let boxed = try converter.run(
            "pdftotext", ["-bbox-layout", "-enc", "UTF-8", "-f", "\(page)", "-l", "\(page)", "plan.pdf", "-"],
            package: "poppler-utils", in: folder)
        guard boxed.status == 0, let seen = try PDFPage.pages(boxCursor(boxed.output)).first else { return nil }
        return TablePage(tables: tables, words: seen.words)
    }

    private func cursor(_ bytes: [UInt8], _ what: String) throws -> XMLCursor {
        try XMLCursor(bytes, file: file, member: what, format: .pdf, limits: limits)
    }

    /// The boxes come as XHTML with a document type: what follows it is read.
    private func boxCursor(_ bytes: [UInt8]) throws -> XMLCursor {
        let start = bytes.firstRange(of: Array("<doc>".utf8))?.lowerBound ?? bytes.startIndex
        let end = bytes.firstRange(of: Array("</doc>".utf8))?.upperBound ?? bytes.endIndex
        return try cursor(Array(bytes[start..<max(start, end)]), "bbox")
    }

    private func text(_ furniture: PDFFurniture, _ tables: [Int: TablePage]) throws -> DocumentText {
        var builder = TextBuilder(file: file, limits: limits)
        var number = -1, row = 0, columns: [Double] = []
        for (index, page) in furniture.pages.enumerated() {
            guard let found = tables[index] else {
                for line in page.split(separator: 0x0A) { try builder.paragraph(String(decoding: line, as: UTF8.self)) }
                columns = []
                continue
            }
            var outside = PDFPage.lines(found.words.filter { word in !found.tables.contains { $0.holds(word) } })
                .filter { !furniture.removes($0.text, from: index) }[...]
            for (place, table) in found.tables.enumerated() {
                while let line = outside.first, line.top < table.top {
                    try builder.paragraph(line.text)
                    outside.removeFirst()
                }
                // A table that goes on over the page has the same columns.
                if place > 0 || !Self.same(table.columns, columns) { (number, row) = (number + 1, 0) }
                columns = table.columns
                row = try add(table, found.words.filter(table.holds), number, row, &builder)
            }
            for line in outside { try builder.paragraph(line.text) }
        }
        return try builder.finish(mayBeHardWrapped: true)
    }

    private static func same(_ left: [Double], _ right: [Double]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 4 }
    }

    /// Adds a table's rows and answers with the number of the next.
    private func add(
        _ table: PDFTable, _ words: [PDFPage.Word], _ number: Int, _ first: Int, _ builder: inout TextBuilder
    ) throws -> Int {
        let cells = table.cells(words)
        var spans: [Int: Span] = [:]
        for row in 0..<(table.rows.count - 1) {
            let here = cells.indices.filter { cells[$0].rows.contains(row) }
                .sorted { cells[$0].columns.lowerBound < cells[$1].columns.lowerBound }
            let placed = try builder.row(
                table: number, row: first + row,
                cells: here.map { index in
                    TextBuilder.Cell(
                        text: cells[index].text, column: cells[index].columns.lowerBound,
                        columnSpan: cells[index].columns.count, continues: spans[index])
                })
            for (index, span) in zip(here, placed) where spans[index] == nil { spans[index] = span }
        }
        return first + table.rows.count - 1
    }
}
