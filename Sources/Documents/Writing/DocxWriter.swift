import CZip
import Foundation

/// Writes a paper as .docx: five parts of Office Open XML (ECMA-376) in a ZIP file. Same paper, same bytes.
public struct DocxWriter: Sendable {
    /// A writer.
    public init() {}

    /// The file's bytes. - Throws: `DocumentWritingError.failed`.
    public func docx(_ document: WordDocument) throws -> [UInt8] {
        try ZipArchiveWriter().write([
            ("[Content_Types].xml", Self.contentTypes), ("_rels/.rels", Self.packageRelations),
            ("word/_rels/document.xml.rels", Self.documentRelations), ("word/styles.xml", Self.styles),
            ("word/document.xml", Self.body(document)),
        ])
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
    private static let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    private static let office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    /// Width between the margins in twentieths of a point: 210 mm − 28 mm − 26 mm.
    private static let textWidth = 8844

    private static let contentTypes = """
        \(head)<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Override PartName="/word/document.xml" ContentType="\(office).document.main+xml"/>\
        <Override PartName="/word/styles.xml" ContentType="\(office).styles+xml"/></Types>
        """

    private static let packageRelations = """
        \(head)<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="r1" Type="\(relations)/officeDocument" Target="word/document.xml"/></Relationships>
        """

    private static let documentRelations = """
        \(head)<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="r1" Type="\(relations)/styles" Target="styles.xml"/></Relationships>
        """

    /// The typefaces of official papers; a machine without them shows its own 宋体, 黑体, 仿宋.
    private static let styles: String = {
        let borders = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map { "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>" }.joined()
        return head + "<w:styles \(word)>"
            + style("Normal", "Normal", font: "仿宋_GB2312", halfPoints: 32, indent: true)
            + style("Title", "Title", font: "方正小标宋简体", halfPoints: 44, centred: true)
            + style("Subtitle", "Subtitle", font: "楷体_GB2312", halfPoints: 32, centred: true)
            + style("Heading1", "heading 1", font: "黑体", halfPoints: 32, indent: true, outline: 0)
            + style("Heading2", "heading 2", font: "楷体_GB2312", halfPoints: 32, indent: true, outline: 1)
            + style("Heading3", "heading 3", font: "仿宋_GB2312", halfPoints: 32, indent: true, outline: 2)
            + style("TableText", "Table Text", font: "宋体", halfPoints: 21, exactLines: false)
            + "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:tblPr>"
            + "<w:tblBorders>\(borders)</w:tblBorders></w:tblPr></w:style></w:styles>"
    }()

    private static func style(
        _ id: String, _ name: String, font: String, halfPoints: Int, centred: Bool = false, indent: Bool = false,
        outline: Int? = nil, exactLines: Bool = true
    ) -> String {
        let isDefault = id == "Normal" ? " w:default=\"1\"" : ""
        let based = id == "Normal" ? "" : "<w:basedOn w:val=\"Normal\"/>"
        let spacing =
            exactLines
            ? "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/>" : "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"
        let first = indent ? "w:firstLineChars=\"200\" w:firstLine=\"640\"" : "w:firstLineChars=\"0\" w:firstLine=\"0\""
        let alignment = centred ? "<w:jc w:val=\"center\"/>" : ""
        let level = outline.map { "<w:outlineLvl w:val=\"\($0)\"/>" } ?? ""
        return "<w:style w:type=\"paragraph\" w:styleId=\"\(id)\"\(isDefault)><w:name w:val=\"\(name)\"/>\(based)"
            + "<w:pPr>\(spacing)<w:ind \(first)/>\(alignment)\(level)</w:pPr><w:rPr>"
            + "<w:rFonts w:ascii=\"\(font)\" w:hAnsi=\"\(font)\" w:eastAsia=\"\(font)\"/>"
            + "<w:sz w:val=\"\(halfPoints)\"/><w:szCs w:val=\"\(halfPoints)\"/></w:rPr></w:style>"
    }

    private static func body(_ document: WordDocument) -> String {
        var xml = "\(head)<w:document \(word)><w:body>" + paragraph(document.title, style: "Title")
        if !document.subtitle.isEmpty { xml += paragraph(document.subtitle, style: "Subtitle") }
        for block in document.blocks {
            switch block {
            case .heading(let level, let words): xml += paragraph(words, style: "Heading\(min(max(level, 1), 3))")
            case .paragraph(let words): xml += paragraph(words, style: nil)
            case .table(let header, let rows, let widths): xml += table(header, rows, widths)
            }
        }
        // Margins of GB/T 9704—2012: 37 mm above, 35 below, 28 left, 26 right.
        return xml + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
            + "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\""
            + " w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    }

    private static func paragraph(_ words: String, style: String?) -> String {
        let mark = style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""
        let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "<w:t xml:space=\"preserve\">\(escaped(String($0)))</w:t>" }
        return "<w:p>\(mark)<w:r>\(lines.joined(separator: "<w:br/>"))</w:r></w:p>"
    }

    private static func table(_ header: [String], _ rows: [[String]], _ widths: [Int]) -> String {
        let sum = max(1, widths.reduce(0, +))
        let grid = header.indices.map { ($0 < widths.count ? widths[$0] : 1) * textWidth / sum }
        func row(_ cells: [String], isHeader: Bool) -> String {
            let mark = isHeader ? "<w:trPr><w:tblHeader/></w:trPr>" : "<w:trPr><w:cantSplit/></w:trPr>"
            return "<w:tr>\(mark)"
                + zip(grid, cells).map { width, words in
                    "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/></w:tcPr>"
                        + paragraph(words, style: "TableText") + "</w:tc>"
                }.joined() + "</w:tr>"
        }
        return "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>"
            + "<w:tblGrid>" + grid.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined() + "</w:tblGrid>"
            + row(header, isHeader: true) + rows.map { row($0, isHeader: false) }.joined() + "</w:tbl>"
    }

    private static func escaped(_ words: String) -> String {
        SheetWriter.allowed(words).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
