import Foundation
import Localisation
import Testing

@testable import Documents

@Suite("Kinds of evidence")
struct EvidenceTypeTests {
    private func check(_ bytes: [UInt8], _ name: String) throws -> EvidenceType {
        try EvidenceType.check(bytes: bytes, name: name)
    }

    private func workbook() throws -> [UInt8] {
        try SheetWriter().xlsx([Sheet(name: "台账", columns: [.init("任务", width: 20)], rows: [[.text("建园")]])])
    }

    @Test("kinds are known by their content")
    func known() throws {
        #expect(try check(Array("%PDF-1.7\n".utf8), "批复.pdf") == .pdf)
        #expect(try check([0xFF, 0xD8, 0xFF, 0xE0, 0], "现场.JPG") == .jpeg)
        #expect(try check([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "照片.png") == .png)
        #expect(try check(Array("学校,学位\n一小,360\n".utf8), "学位.csv") == .text)
        #expect(try check(workbook(), "台账.xlsx") == .xlsx)
        let paper = try DocxWriter().docx(WordDocument(title: "说明", subtitle: ""))
        #expect(try check(paper, "说明.docx") == .docx)
    }

    @Test("a file in disguise is refused")
    func disguised() throws {
        let program: [UInt8] = [0x4D, 0x5A, 0x90, 0x00] + Array(repeating: 0, count: 64)
        for name in ["批复.pdf", "现场.jpg", "照片.png", "学位.csv", "台账.xlsx", "说明.docx"] {
            #expect(throws: EvidenceTypeError.self) { try check(program, name) }
        }
        let sheet = try workbook()
        #expect(throws: EvidenceTypeError.disguised(name: "台账.docx", named: "docx")) { try check(sheet, "台账.docx") }
        #expect(throws: EvidenceTypeError.disguised(name: "x.pdf", named: "pdf")) {
            try check(Array("<script>alert(1)</script>".utf8), "x.pdf")
        }
    }

    @Test(
        "names with folders, hidden characters or other kinds are refused",
        arguments: [
            "../../etc/passwd", "a/b.pdf", "a\\b.pdf", "C:x.pdf", "", ".pdf", "x\u{0}.pdf", "x\n.pdf",
            "报告\u{202E}fdp.exe.pdf", String(repeating: "长", count: 90) + ".pdf", "x.exe", "x.html", "x.svg", "pdf",
            "x.docm", "x.pdf.",
        ])
    func names(name: String) {
        #expect(throws: EvidenceTypeError.self) { try check(Array("%PDF-1.7".utf8), name) }
    }

    @Test("nothing, half a zip, a text with control characters")
    func broken() throws {
        #expect(throws: EvidenceTypeError.empty(name: "x.pdf")) { try check([], "x.pdf") }
        let sheet = try workbook()
        #expect(throws: (any Error).self) { try check(Array(sheet.prefix(sheet.count / 2)), "x.xlsx") }
        #expect(throws: EvidenceTypeError.self) { try check([0x1B, 0x5B, 0x41], "x.txt") }
    }

    @Test("errors have words in both languages, with the file's name")
    func words() {
        let errors: [EvidenceTypeError] = [
            .badName, .empty(name: "甲.pdf"), .notTaken(name: "甲.exe"), .disguised(name: "甲.pdf", named: "pdf"),
        ]
        for error in errors {
            for language in Language.allCases {
                let words = error.message(in: language)
                #expect(words != error.messageKey && !words.contains("{"))
            }
        }
    }
}
