import Foundation
import Testing

@testable import Documents

@Suite("Papers")
struct PaperWritingTests {
    private func paper() -> WordDocument {
        let series: [WordChart.Series] = [
            .init("办结", values: [3, 5, nil], colour: "1D4F91"), .init("滞后", values: [1, 0, 2], colour: "C0332C"),
        ]
        let table = WordDocument.RichTable(
            header: ["科室", "任务"],
            rows: [
                .init([[.init("学前教育科", target: .anchor("F1"))], [.init("12")]], anchor: "row1"),
                .init([[.init("督导室", target: .address("https://example.cn/tasks/1?a=1&b=2"))], [.init("3")]]),
            ], widths: [3, 1], numeric: [1])
        return WordDocument(
            title: "云岚区教育局通报", subtitle: "2026年9月",
            blocks: [
                .heading(level: 1, "一、总体情况"),
                .rich([.init("共"), .init("44", isBold: true, target: .anchor("F1")), .init("项<任务>&\"引号\"。")]),
                .chart(WordChart(.stackedBars, title: "各科室 <办理> 情况", categories: ["学前", "督导", "人事"], series: series)),
                .chart(WordChart(.lines, title: "趋势", categories: ["1月", "2月", "3月"], series: series)),
                .richTable(table), .note("注：数据截至9月30日。"), .pageBreak, .rich([.init("依据一")], anchor: "F1"),
            ])
    }

    private func member(_ name: String, _ bytes: [UInt8]) throws -> String {
        let archive = try ZipArchive(bytes, file: "x.docx", format: .docx, limits: DocumentLimits())
        return String(decoding: try #require(try archive.member(name)), as: UTF8.self)
    }

    @Test("links, anchors, charts and page numbers stand in their parts; same paper, same bytes")
    func parts() throws {
        let bytes = try DocxWriter().docx(paper())
        #expect(try DocxWriter().docx(paper()) == bytes)
        let body = try member("word/document.xml", bytes)
        #expect(
            body.contains("<w:hyperlink w:anchor=\"F1\"") && body.contains("w:name=\"F1\"")
                && body.contains("w:name=\"row1\""))
        #expect(body.contains("项&lt;任务&gt;&amp;&quot;引号&quot;。"))
        let relations = try member("word/_rels/document.xml.rels", bytes)
        #expect(relations.contains("https://example.cn/tasks/1?a=1&amp;b=2\" TargetMode=\"External\""))
        let chart = try member("word/charts/chart1.xml", bytes)
        #expect(chart.contains("各科室 &lt;办理&gt; 情况") && chart.contains("<c:overlap val=\"100\"/>"))
        #expect(chart.components(separatedBy: "<c:v>").count - 1 == 3 + 2 + 3 + 3 + 2, "a gap has no value")
        #expect(try member("word/footer1.xml", bytes).contains(" PAGE "))
        for name in [
            "word/document.xml", "word/charts/chart1.xml", "word/charts/chart2.xml", "word/footer1.xml",
            "word/styles.xml",
        ] {
            #expect(isWellFormed(try member(name, bytes)), "\(name)")
        }
    }

    @Test("the words are read back")
    func readBack() throws {
        let text = try DocumentReader().read(try DocxWriter().docx(paper()), named: "x.docx").text
        let words = String(decoding: text.bytes, as: UTF8.self)
        #expect(words.contains("共44项<任务>&\"引号\"。") && words.contains("依据一"))
    }

    @Test(
        "an anchor that Word does not take, twice the same, or nowhere is refused",
        arguments: ["1F", "a b", "名", "", String(repeating: "a", count: 41)])
    func anchors(name: String) {
        let bad = WordDocument(title: "x", blocks: [.rich([.init("y")], anchor: name)])
        #expect(throws: DocumentWritingError.badAnchor(name: name)) { try DocxWriter().docx(bad) }
        let twice = WordDocument(title: "x", blocks: [.rich([], anchor: "a"), .rich([], anchor: "a")])
        #expect(throws: DocumentWritingError.badAnchor(name: "a")) { try DocxWriter().docx(twice) }
        let lost = WordDocument(title: "x", blocks: [.rich([.init("y", target: .anchor("zz"))])])
        #expect(throws: DocumentWritingError.badAnchor(name: "zz")) { try DocxWriter().docx(lost) }
    }

    @Test("an address that is no web address becomes words")
    func addresses() throws {
        let paper = WordDocument(title: "x", blocks: [.rich([.init("y", target: .address("javascript:alert(1)"))])])
        let bytes = try DocxWriter().docx(paper)
        #expect(try !member("word/_rels/document.xml.rels", bytes).contains("javascript"))
    }

    @Test(
        "LibreOffice makes PDF of it, several at once",
        .enabled(if: PaperPDF.isAvailable, "LibreOffice is not installed"))
    func pdf() async throws {
        let bytes = try DocxWriter().docx(paper())
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 { group.addTask { try PaperPDF.convert(docx: bytes).count } }
            for try await size in group { #expect(size > 5000) }
        }
    }

    private func isWellFormed(_ text: String) -> Bool {
        do {
            let cursor = try XMLCursor(
                Array(text.utf8), file: "x", member: "x", format: .docx, limits: DocumentLimits())
            while try cursor.next() != nil {}
            return true
        } catch { return false }
    }
}

@Suite("Letters")
struct LetterWritingTests {
    private func letter(_ name: String) -> WordLetter {
        WordLetter(
            title: "录取通知", salutation: "\(name)同学及家长：",
            paragraphs: [.init("您的孩子录取到<云岚>第一小学。", isBold: true), .init("请带户口簿\n和本通知。")],
            signature: ["云岚区教育局", "2026年6月25日"])
    }

    @Test("each begins a page; words are escaped and read back; no page numbers; same letters, same bytes")
    func parts() throws {
        let letters = [letter("周小云"), letter("李&小"), letter("王\u{0}\u{8}小")]
        let bytes = try DocxWriter().docx(letters: letters)
        #expect(try DocxWriter().docx(letters: letters) == bytes)
        let archive = try ZipArchive(bytes, file: "x.docx", format: .docx, limits: DocumentLimits())
        let body = String(decoding: try #require(try archive.member("word/document.xml")), as: UTF8.self)
        #expect(body.components(separatedBy: "<w:pageBreakBefore/>").count == 3)
        #expect(!body.contains("footerReference") && body.contains("&lt;云岚&gt;"))
        let text = try DocumentReader().read(bytes, named: "x.docx").text
        let words = String(decoding: text.bytes, as: UTF8.self)
        #expect(words.contains("李&小同学及家长") && words.contains("王小同学") && words.contains("2026年6月25日"))
    }

    @Test(
        "LibreOffice prints each on a page of its own",
        .enabled(if: PaperPDF.isAvailable, "LibreOffice is not installed"))
    func printed() throws {
        let bytes = try DocxWriter().docx(letters: ["周小云", "李小山", "王小河"].map(letter))
        let pdf = try PaperPDF.convert(docx: bytes)
        let text = String(decoding: try DocumentReader().read(pdf, named: "x.pdf").text.bytes, as: UTF8.self)
        for name in ["周小云", "李小山", "王小河"] { #expect(text.contains("\(name)同学及家长"), "\(text)") }
        // A page object each; LibreOffice writes them uncompressed.
        #expect(String(decoding: pdf, as: UTF8.self).matches(of: #/\/Type\s*\/Page\b/#).count == 3)
    }

    @Test("no letters are a file all the same, and files go into an archive as they are")
    func archive() throws {
        let none = try DocxWriter().docx(letters: [])
        #expect(throws: DocumentError.noText(file: "x.docx")) { try DocumentReader().read(none, named: "x.docx") }
        let one = try DocxWriter().docx(letters: [letter("周小云")])
        let bytes = try ZipArchiveWriter().write(files: [("S1 云岚第一小学.docx", one), ("S2 西山小学.docx", one)])
        let archive = try ZipArchive(bytes, file: "x.zip", format: .docx, limits: DocumentLimits())
        #expect(try archive.member("S2 西山小学.docx").map { [UInt8]($0) } == one)
    }
}
