import Documents
import Testing

@testable import Reports

@Suite("Links inside papers")
struct PaperLinkTests {
    @Test("a marked figure leads to the row of its name; a mark to nowhere becomes words")
    func resolve() {
        let paper = WordDocument(
            title: "x",
            blocks: [
                .paragraph("共\(PaperLink.mark("44", to: "F1"))项，\(PaperLink.mark("3", to: "F9"))项。"),
                .table(
                    header: ["a"], rows: [[PaperLink.row("F1", anchor: "F1")], [PaperLink.row("F1", anchor: "F1")]],
                    widths: [1]),
                .table(header: ["a"], rows: [["plain"]], widths: [1]),
            ])
        let resolved = PaperLink.resolve(paper)
        #expect(
            resolved.blocks[0]
                == .rich([.init("共"), .init("44", target: .anchor("F1")), .init("项，"), .init("3"), .init("项。")]))
        guard case .richTable(let table) = resolved.blocks[1] else {
            Issue.record("no table")
            return
        }
        #expect(table.rows.map(\.anchor) == ["F1", nil], "an anchor is set once")
        #expect(resolved.blocks[2] == paper.blocks[2])
    }

    @Test(
        "somebody's words with the characters of marks stay words",
        arguments: [
            "\u{F8F0}F1\u{F8F1}x", "\u{F8F2}\u{F8F1}\u{F8F0}", "\u{F8F0}javascript:alert(1)\u{F8F1}x\u{F8F2}",
            "\u{F8F3}../../x\u{F8F1}y",
        ])
    func hostile(words: String) throws {
        let paper = WordDocument(
            title: "x", blocks: [.paragraph(words), .table(header: ["a"], rows: [[words]], widths: [1])])
        let bytes = try DocxWriter().docx(PaperLink.resolve(paper))
        #expect(!bytes.isEmpty)
        for block in PaperLink.resolve(paper).blocks {
            if case .rich(let runs, _) = block { #expect(runs.allSatisfy { $0.target == nil }) }
        }
    }
}
