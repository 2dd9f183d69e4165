import Chance
import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("Plain text")
struct PlainTextTests {
    static let words = "云岚区2026年要点\n一、扩大学位𠮷\n"

    static func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
        text.utf16.flatMap { isLittle ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    static var encodings: [(String, [UInt8])] {
        let gb = words.data(using: .init(rawValue: 0x8000_0632)) ?? Data()
        return [
            ("UTF-8", Array(words.utf8)), ("UTF-8 with mark", [0xEF, 0xBB, 0xBF] + Array(words.utf8)),
            ("GB18030", Array(gb)), ("UTF-16LE with mark", [0xFF, 0xFE] + utf16(words, isLittle: true)),
            ("UTF-16BE with mark", [0xFE, 0xFF] + utf16(words, isLittle: false)),
            ("UTF-16LE", utf16(words, isLittle: true)), ("UTF-16BE", utf16(words, isLittle: false)),
            ("CR LF", Array(words.replacing("\n", with: "\r\n").utf8)),
            ("CR", Array(words.replacing("\n", with: "\r").utf8)),
        ]
    }

    @Test("is read in any encoding and with any line ends", arguments: encodings)
    func encoding(name: String, bytes: [UInt8]) throws {
        let text = try DocumentReader().read(bytes, named: "要点.txt").text
        #expect(String(decoding: text.bytes, as: UTF8.self) == Self.words, "\(name)")
        #expect(text.blocks.map { text.string($0.span) } == ["云岚区2026年要点", "一、扩大学位𠮷"])
    }

    @Test("that was cut inside a character loses that character and says so")
    func cut() throws {
        let whole = Array(String(repeating: "扩大普惠学位供给。", count: 20).utf8)
        let read = try DocumentReader().read(whole.dropLast(1), named: "要点.txt")
        #expect(!read.warnings.isEmpty)
        #expect(read.text.bytes.count < whole.count)
    }

    @Test("in Markdown has headings and tables")
    func markdown() throws {
        let text = try DocumentReader().read(
            Array("# 要点\n## 一、甲\n正文**重点**\n|序号|任务|\n|---|:-:|\n|1|乙<br>丙|\n".utf8), named: "要点.md"
        ).text
        #expect(text.blocks.map { text.string($0.span) } == ["要点", "一、甲", "正文重点", "序号\t任务", "1\t乙\n丙"])
        #expect(text.blocks[1].kind == .paragraph(headingLevel: 2))
        #expect(checkSpans(text))
    }

    @Test("of ten megabytes is read in time that grows with its length")
    func tenMegabytes() throws {
        let line = Array("推进集团化办学，新增学位1200个。\n".utf8)
        var bytes: [UInt8] = []
        while bytes.count < 10 << 20 { bytes += line }
        #expect(try DocumentReader().read(bytes, named: "大.txt").text.blocks.count == bytes.count / line.count)
    }
}

@Suite("Formats")
struct FormatTests {
    @Test("are found from the content, and a wrong ending is said")
    func disguised() throws {
        let word = try DocxWriter().docx(WordDocument(title: "通报"))
        let read = try DocumentReader().read(word, named: "要点.txt")
        #expect(read.format == .docx)
        #expect(read.warnings == [.disguised(name: "要点.txt", format: .docx)])
        #expect(try DocumentReader().read(Array("<html><p>甲".utf8), named: "要点").format == .html)
    }

    @Test(
        "refuse what is none of them, each with its reason",
        arguments: [
            ([], "空.docx", DocumentError.empty(file: "空.docx")),
            (Array("不是压缩包".utf8), "假.docx", .damaged(file: "假.docx", format: .docx, what: "signature")),
            (Array("PK\u{3}\u{4}坏".utf8), "坏.xlsx", .damaged(file: "坏.xlsx", format: .xlsx, what: "zip")),
            (Array("  \n\t\n".utf8), "白.txt", .noText(file: "白.txt")),
            ([0, 1, 2, 3, 0, 5, 0, 0, 9], "二进制.txt", .damaged(file: "二进制.txt", format: .text, what: "encoding")),
        ] as [([UInt8], String, DocumentError)])
    func refused(bytes: [UInt8], name: String, error: DocumentError) {
        #expect(throws: error) { try DocumentReader().read(bytes, named: name) }
    }

    @Test("of packed files that are no document are named")
    func otherZip() throws {
        let bytes = try ZipArchiveWriter().write([("a.txt", "甲")])
        #expect(throws: DocumentError.unknownFormat(file: "包.zip")) {
            try DocumentReader().read(bytes, named: "包.zip")
        }
    }

    @Test("that are missing or too large are refused before they are read")
    func limits() throws {
        #expect(throws: DocumentError.unreadable(file: "/没有/这个.docx")) {
            try DocumentReader().read(fileAt: "/没有/这个.docx")
        }
        var limits = DocumentLimits()
        limits.fileBytes = 10
        #expect(throws: DocumentError.tooLarge(file: "大.txt", limit: 10)) {
            try DocumentReader(limits: limits).read(Array(repeating: 65, count: 11), named: "大.txt")
        }
    }

    @Test(
        "of random bytes give a typed error or a reading",
        arguments: ["a.docx", "a.xlsx", "a.html", "a.txt", "a.md", "a"])
    func random(name: String) {
        var random = SplitMix64(seed: 3)
        for length in 1..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            do {
                #expect(checkSpans(try DocumentReader().read(bytes, named: name).text))
            } catch { #expect(error is DocumentError) }
        }
    }
}
