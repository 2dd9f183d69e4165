import CZip
import Foundation

/// Writes a paper as .docx: five parts of Office Open XML (ECMA-376) in a ZIP file. Same paper, same bytes.
public struct DocxWriter: Sendable {
    /// A writer.
    public init() {}

    /// The file's bytes. - Throws: `DocumentWritingError.badAnchor`, `.failed`.
    public func docx(_ document: WordDocument) throws -> [UInt8] {
        let body = try WordBody(document)
        return try package(body.part, charts: body.charts, addresses: body.addresses)
    }

    /// Letters as one file, each on a page of its own, without page numbers. - Throws: `DocumentWritingError.failed`.
    public func docx(letters: [WordLetter]) throws -> [UInt8] { try package(WordLetter.part(letters)) }

    private func package(_ body: String, charts: [WordChart] = [], addresses: [String] = []) throws -> [UInt8] {
        var parts = [
            ("[Content_Types].xml", Self.contentTypes(charts: charts.count)),
            ("_rels/.rels", Self.packageRelations),
            ("word/_rels/document.xml.rels", Self.relations(charts: charts.count, addresses: addresses)),
            ("word/styles.xml", Self.styles), ("word/footer1.xml", Self.footer), ("word/document.xml", body),
        ]
        parts += charts.enumerated().map { ("word/charts/chart\($0 + 1).xml", WordChartPart(chart: $1).xml) }
        return try ZipArchiveWriter().write(parts)
    }

    static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
    static let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    private static let office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    private static func contentTypes(charts: Int) -> String {
        let parts = (0..<charts).map {
            "<Override PartName=\"/word/charts/chart\($0 + 1).xml\""
                + " ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>"
        }
        return """
            \(head)<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            <Override PartName="/word/document.xml" ContentType="\(office).document.main+xml"/>\
            <Override PartName="/word/styles.xml" ContentType="\(office).styles+xml"/>\
            <Override PartName="/word/footer1.xml" ContentType="\(office).footer+xml"/>\(parts.joined())</Types>
            """
    }

    private static let packageRelations = """
        \(head)<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="r1" Type="\(relations)/officeDocument" Target="word/document.xml"/></Relationships>
        """

    private static func relations(charts: Int, addresses: [String]) -> String {
        var items = [
            "<Relationship Id=\"styles\" Type=\"\(relations)/styles\" Target=\"styles.xml\"/>",
            "<Relationship Id=\"footer\" Type=\"\(relations)/footer\" Target=\"footer1.xml\"/>",
        ]
        items += (0..<charts).map {
            "<Relationship Id=\"chart\($0 + 1)\" Type=\"\(relations)/chart\" Target=\"charts/chart\($0 + 1).xml\"/>"
        }
        items += addresses.enumerated().map {
            "<Relationship Id=\"link\($0 + 1)\" Type=\"\(relations)/hyperlink\" Target=\"\(escaped($1))\" TargetMode=\"External\"/>"
        }
        return
            "\(head)<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(items.joined())</Relationships>"
    }

    /// The page number between dashes (GB/T 9704—2012, 7.5).
    private static let footer = """
        \(head)<w:ftr \(word)><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>\
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>\
        <w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>
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
            + style("Note", "Note", font: "宋体", halfPoints: 21, exactLines: false)
            + style("Footer", "footer", font: "宋体", halfPoints: 28, centred: true, exactLines: false)
            + "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr>"
            + "<w:color w:val=\"1D4F91\"/><w:u w:val=\"single\"/></w:rPr></w:style>"
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

    /// Words as XML has them.
    static func escaped(_ words: String) -> String {
        let words = SheetWriter.allowed(words)
        // Most words have nothing to replace.
        guard words.utf8.contains(where: { $0 == 0x22 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return words }
        return words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
