/// The body of a paper as WordprocessingML, with what it refers to: addresses, charts, anchors.
struct WordBody {
    /// External addresses in order of their first use.
    private(set) var addresses: [String] = []
    /// Charts in order.
    private(set) var charts: [WordChart] = []
    private var anchors: [String: Int] = [:]
    private var wanted: Set<String> = []
    private var xml = ""

    /// A4 with the margins of GB/T 9704—2012: 37 mm above, 35 below, 28 left, 26 right.
    static let page =
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""
        + " w:header=\"851\" w:footer=\"1417\" w:gutter=\"0\"/>"
    /// Width between the margins in twentieths of a point: 210 mm − 28 mm − 26 mm.
    private static let textWidth = 8844
    private static let namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        + " xmlns:r=\"\(DocxWriter.relations)\""
        + " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
        + " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
        + " xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""

    /// - Throws: `DocumentWritingError.badAnchor` for an anchor that Word does not take, that is there twice, or that a
    ///   link leads to and nobody set.
    init(_ document: WordDocument) throws {
        xml = paragraph(document.title, style: "Title")
        if !document.subtitle.isEmpty { xml += paragraph(document.subtitle, style: "Subtitle") }
        for block in document.blocks {
            switch block {
            case .heading(let level, let words): xml += paragraph(words, style: "Heading\(min(max(level, 1), 3))")
            case .paragraph(let words): xml += paragraph(words, style: nil)
            case .note(let words): xml += paragraph(words, style: "Note")
            case .rich(let runs, let anchor): xml += try paragraph(runs, style: nil, anchor: anchor)
            case .table(let header, let rows, let widths):
                xml += try table(
                    WordDocument.RichTable(
                        header: header, rows: rows.map { .init($0.map { [WordDocument.Run($0)] }) }, widths: widths))
            case .richTable(let rich): xml += try table(rich)
            case .chart(let chart): xml += drawing(chart)
            case .pageBreak: xml += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
            }
        }
        if let missing = wanted.subtracting(anchors.keys).min() {
            throw DocumentWritingError.badAnchor(name: missing)
        }
    }

    /// The part `word/document.xml`.
    var part: String {
        "\(DocxWriter.head)<w:document \(Self.namespaces)><w:body>\(xml)<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer\"/>"
            + "\(Self.page)</w:sectPr></w:body></w:document>"
    }

    private mutating func paragraph(_ words: String, style: String?) -> String {
        "<w:p>\(Self.properties(style))<w:r>\(Self.lines(words))</w:r></w:p>"
    }

    private mutating func paragraph(
        _ runs: [WordDocument.Run], style: String?, anchor: String? = nil, isRight: Bool = false
    ) throws -> String {
        let pieces = runs.map { run($0) }.joined()
        let (start, end) = try bookmark(anchor)
        return "<w:p>\(Self.properties(style, isRight: isRight))\(start)\(pieces)\(end)</w:p>"
    }

    private static func properties(_ style: String?, isRight: Bool = false) -> String {
        guard style != nil || isRight else { return "" }
        let mark = style.map { "<w:pStyle w:val=\"\($0)\"/>" } ?? ""
        return "<w:pPr>\(mark)\(isRight ? "<w:jc w:val=\"right\"/>" : "")</w:pPr>"
    }

    static func lines(_ words: String) -> String {
        words.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "<w:t xml:space=\"preserve\">\(DocxWriter.escaped(String($0)))</w:t>" }.joined(separator: "<w:br/>")
    }

    private mutating func run(_ run: WordDocument.Run) -> String {
        let bold = run.isBold ? "<w:b/>" : ""
        switch run.target {
        case .anchor(let name)?:
            wanted.insert(name)
            return
                "<w:hyperlink w:anchor=\"\(DocxWriter.escaped(name))\" w:history=\"1\">\(Self.link(run.text, bold))</w:hyperlink>"
        case .address(let address)? where address.hasPrefix("http://") || address.hasPrefix("https://"):
            let number =
                addresses.firstIndex(of: address)
                ?? {
                    addresses.append(address)
                    return addresses.count - 1
                }()
            return "<w:hyperlink r:id=\"link\(number + 1)\" w:history=\"1\">\(Self.link(run.text, bold))</w:hyperlink>"
        default:
            let properties = bold.isEmpty ? "" : "<w:rPr>\(bold)</w:rPr>"
            return "<w:r>\(properties)\(Self.lines(run.text))</w:r>"
        }
    }

    private static func link(_ words: String, _ bold: String) -> String {
        "<w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/>\(bold)</w:rPr>\(lines(words))</w:r>"
    }

    private mutating func bookmark(_ name: String?) throws -> (String, String) {
        guard let name else { return ("", "") }
        guard Self.isAnchor(name), anchors[name] == nil else { throw DocumentWritingError.badAnchor(name: name) }
        let number = anchors.count + 1
        anchors[name] = number
        return (
            "<w:bookmarkStart w:id=\"\(number)\" w:name=\"\(name)\"/>", "<w:bookmarkEnd w:id=\"\(number)\"/>"
        )
    }

    /// What Word takes: a letter, then letters, digits and underscores, 40 at most.
    private static func isAnchor(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 40 else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
        return isLetter(first) && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    private mutating func table(_ table: WordDocument.RichTable) throws -> String {
        let sum = max(1, table.widths.reduce(0, +))
        let grid = table.header.indices.map {
            ($0 < table.widths.count ? table.widths[$0] : 1) * Self.textWidth / sum
        }
        var rows = try row(table.header.map { [WordDocument.Run($0, isBold: true)] }, grid, table, isHeader: true)
        for item in table.rows { rows += try row(item.cells, grid, table, anchor: item.anchor) }
        return "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>"
            + "<w:tblGrid>" + grid.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined() + "</w:tblGrid>\(rows)</w:tbl>"
    }

    private mutating func row(
        _ cells: [[WordDocument.Run]], _ grid: [Int], _ table: WordDocument.RichTable, isHeader: Bool = false,
        anchor: String? = nil
    ) throws -> String {
        var xml = "<w:tr>" + (isHeader ? "<w:trPr><w:tblHeader/></w:trPr>" : "<w:trPr><w:cantSplit/></w:trPr>")
        for (column, width) in grid.enumerated() {
            let runs = column < cells.count ? cells[column] : []
            xml += "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/></w:tcPr>"
            xml += try paragraph(
                runs, style: "TableText", anchor: column == 0 ? anchor : nil,
                isRight: !isHeader && table.numeric.contains(column))
            xml += "</w:tc>"
        }
        return xml + "</w:tr>"
    }

    /// A chart over the whole width; lying bars get as much height as they need, a page at most.
    private mutating func drawing(_ chart: WordChart) -> String {
        charts.append(chart)
        let number = charts.count
        let rows = chart.kind == .stackedBars ? min(26, max(5, chart.categories.count)) : 12
        let (width, height) = (5_600_000, 900_000 + rows * 230_000)
        let words = DocxWriter.escaped(chart.title)
        return
            "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
            + "<wp:extent cx=\"\(width)\" cy=\"\(height)\"/><wp:docPr id=\"\(number)\" name=\"chart \(number)\" descr=\"\(words)\"/>"
            + "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"chart\(number)\"/>"
            + "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    }
}
