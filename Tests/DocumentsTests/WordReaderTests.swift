import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("Word documents")
struct WordReaderTests {
    typealias Sample = WordSample

    @Test("keep paragraphs, rare characters, tabs and breaks")
    func paragraphs() throws {
        let body =
            Sample.paragraph("推进𠮷林学区建设") + "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
        #expect(try Sample.lines(Sample.file(body: body)) == ["推进𠮷林学区建设", "甲\t乙\n丙"])
    }

    @Test("leave out deleted, hidden and coded text, and keep inserted text")
    func revisions() throws {
        let body = """
            <w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>\
            <w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>\
            <w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>3所</w:t></w:r></w:p>
            """
        #expect(try Sample.lines(Sample.file(body: body)) == ["新增3所"])
    }

    @Test("keep a text box once")
    func textBox() throws {
        let body = """
            <w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>\(Sample.paragraph("框内"))\
            </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>\(Sample.paragraph("框内"))</w:txbxContent>\
            </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r></w:p>
            """
        #expect(try Sample.lines(Sample.file(body: body)) == ["框内", "框外"])
    }

    @Test("know heading levels by outline, by name and by the style that a style is based on")
    func headings() throws {
        let styles = """
            <w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>\
            <w:style w:type="paragraph" w:styleId="a2"><w:name w:val="科室标题"/><w:basedOn w:val="a1"/></w:style>\
            <w:style w:type="paragraph" w:styleId="a3"><w:name w:val="标题 3"/></w:style>\
            <w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>
            """
        let body =
            Sample.paragraph("一", properties: #"<w:pStyle w:val="a2"/>"#)
            + Sample.paragraph("二", properties: #"<w:pStyle w:val="a3"/>"#)
            + Sample.paragraph("三", properties: #"<w:outlineLvl w:val="1"/>"#)
            + Sample.paragraph("四", properties: #"<w:pStyle w:val="loop"/>"#)
        let text = try DocumentReader().read(Sample.file(body: body, styles: styles), named: "a.docx").text
        #expect(
            text.blocks.map(\.kind)
                == [1, 3, 2, nil].map { DocumentText.Kind.paragraph(headingLevel: $0) })
    }

    @Test("print automatic numbering as Word does")
    func numbering() throws {
        let numbering =
            #"<w:abstractNum w:abstractNumId="7">"# + Sample.level(0, "chineseCounting", "%1、")
            + Sample.level(1, "chineseCountingThousand", "（%2）") + Sample.level(2, "decimal", "%3.")
            + Sample.level(3, "decimal", "%1.%4", more: "<w:isLgl/>")
            + #"</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"#
            + #"<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#
        let plan = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3), (2, 0)]
        let body = plan.map { Sample.paragraph("甲", properties: Sample.numbered($0.0, $0.1)) }.joined()
        #expect(
            try Sample.lines(Sample.file(body: body, numbering: numbering))
                == ["一、甲", "（一）甲", "1.甲", "2.甲", "（二）甲", "1.甲", "二、甲", "（一）甲", "2.1 甲", "五、甲"])
    }

    @Test("take the numbering of a style, and none where a paragraph takes it away")
    func styleNumbering() throws {
        let styles = #"""
            <w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            """#
        let numbering =
            #"<w:abstractNum w:abstractNumId="0">"# + Sample.level(0, "decimal", "%1.", more: #"<w:pStyle w:val="h"/>"#)
            + #"</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#
        let body =
            Sample.paragraph("甲", properties: #"<w:pStyle w:val="h"/>"#)
            + Sample.paragraph("乙", properties: #"<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>"#)
            + Sample.paragraph("丙", properties: #"<w:pStyle w:val="h"/>"#)
        #expect(
            try Sample.lines(Sample.file(body: body, styles: styles, numbering: numbering)) == ["1.甲", "乙", "2.丙"])
    }

    @Test("carry merged cells down and keep grid columns")
    func tables() throws {
        let start = #"<w:vMerge w:val="restart"/>"#, on = "<w:vMerge/>"
        let body =
            "<w:tbl><w:tr>" + Sample.cell("科室") + Sample.cell("任务", properties: #"<w:gridSpan w:val="2"/>"#)
            + "</w:tr><w:tr>" + Sample.cell("基础教育科", properties: start) + Sample.cell("甲") + Sample.cell("乙")
            + "</w:tr><w:tr>" + Sample.cell("", properties: on) + Sample.cell("丙") + Sample.cell("")
            + "</w:tr></w:tbl>"
        let text = try DocumentReader().read(Sample.file(body: body), named: "a.docx").text
        let rows = text.blocks.compactMap { block in
            if case .tableRow(_, _, let cells) = block.kind { cells } else { nil }
        }
        #expect(
            rows.map { $0.map { text.string($0.span) } } == [["科室", "任务"], ["基础教育科", "甲", "乙"], ["基础教育科", "丙", ""]])
        #expect(rows[0][1].columnSpan == 2)
        #expect(rows[2][0].continuesAbove)
        #expect(checkSpans(text))
    }

    @Test("put a table inside a cell into that cell")
    func nestedTable() throws {
        let inner = "<w:tbl><w:tr>" + Sample.cell("内一") + Sample.cell("内二") + "</w:tr></w:tbl>"
        let body =
            "<w:tbl><w:tr><w:tc>\(Sample.paragraph("外"))\(inner)<w:p/></w:tc>" + Sample.cell("右") + "</w:tr></w:tbl>"
        #expect(try Sample.lines(Sample.file(body: body)) == ["外\n内一 内二\t右"])
    }

    @Test("read back what the paper writer wrote, the same bytes each time")
    func ownPapers() throws {
        let paper = WordDocument(
            title: "通报", subtitle: "截至2026年9月30日",
            blocks: [
                .heading(level: 1, "一、总体情况"), .paragraph("完成 <3> & “五”项\u{1}。"),
                .table(header: ["科室", "任务"], rows: [["人事科", "2\n3"]], widths: [1, 2]),
            ])
        let bytes = try DocxWriter().docx(paper)
        #expect(try bytes == DocxWriter().docx(paper))
        #expect(
            try Sample.lines(bytes)
                == ["通报", "截至2026年9月30日", "一、总体情况", "完成 <3> & “五”项。", "科室\t任务", "人事科\t2\n3"])
    }
}

@Suite("List numerals")
struct ListNumeralTests {
    @Test(
        "are written as Word writes them",
        arguments: [
            ("chineseCounting", 10, "十"), ("chineseCounting", 12, "十二"), ("chineseCounting", 20, "二十"),
            ("chineseCountingThousand", 105, "一百零五"), ("chineseCountingThousand", 1010, "一千零一十"),
            ("ideographDigital", 10, "一〇"), ("chineseLegalSimplified", 11, "壹拾壹"), ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircle", 3, "③"), ("decimalEnclosedCircle", 21, "21"), ("upperLetter", 27, "AA"),
            ("lowerRoman", 9, "ix"), ("ideographTraditional", 2, "乙"), ("decimalZero", 4, "04"), ("decimal", -1, "-1"),
            ("someday", 5, "5"), ("upperRoman", 4000, "4000"), ("chineseCounting", Int.max, "\(Int.max)"),
        ])
    func numerals(format: String, number: Int, expected: String) {
        #expect(ListNumeral(format).text(number) == expected)
    }
}
