import Chance
import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("Hostile Word documents")
struct HostileWordTests {
    typealias Sample = WordSample

    @Test("with entities are refused, not expanded")
    func entityBomb() throws {
        let lol = (1...9).map { "<!ENTITY l\($0) \"&l\($0 - 1);&l\($0 - 1);&l\($0 - 1);&l\($0 - 1);\">" }.joined()
        let prolog = #"<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY l0 "哈">"# + lol + "]>"
        let bytes = try Sample.file(body: Sample.paragraph("&l9;"), prolog: prolog)
        #expect(throws: DocumentError.forbiddenXML(file: "炸.docx", member: "word/document.xml")) {
            try DocumentReader().read(bytes, named: "炸.docx")
        }
    }

    @Test("that unpack to far more than they are packed are refused before they are unpacked")
    func zipBomb() throws {
        let bytes = try Sample.file(body: Sample.paragraph(String(repeating: "0", count: 40 << 20)))
        #expect(bytes.count < 200_000)
        #expect(throws: DocumentError.excessive(file: "炸.docx", what: "word/document.xml")) {
            try DocumentReader().read(bytes, named: "炸.docx")
        }
    }

    @Test("that nest too deep are refused")
    func depth() throws {
        let deep = String(repeating: "<w:smartTag>", count: 5000)
        let bytes = try Sample.file(body: "<w:p>" + deep)
        #expect(throws: DocumentError.self) { try DocumentReader().read(bytes, named: "深.docx") }
    }

    @Test("cut off anywhere give a typed error or a reading")
    func cuts() throws {
        let whole = try Sample.file(body: (1...40).map { Sample.paragraph("第\($0)段") }.joined())
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(Self.survives(Array(whole.prefix(length))))
        }
    }

    @Test("with changed bytes give a typed error or a reading with sound spans")
    func mutations() throws {
        let numbering =
            #"<w:abstractNum w:abstractNumId="7">"# + Sample.level(0, "chineseCounting", "%1、")
            + #"</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"#
        let body =
            Sample.paragraph("任务", properties: Sample.numbered(1)) + "<w:tbl><w:tr>"
            + Sample.cell("甲", properties: #"<w:vMerge w:val="restart"/>"#) + "</w:tr><w:tr>"
            + Sample.cell("", properties: "<w:vMerge/>") + "</w:tr></w:tbl>"
        let stored = try Sample.file(body: body, numbering: numbering)
        var random = SplitMix64(seed: 20_260_301)
        for _ in 0..<600 {
            var bytes = stored
            for _ in 0...Int.random(in: 0..<6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            #expect(Self.survives(bytes))
        }
    }

    @Test("with a changed body give a typed error or a reading with sound spans")
    func mutatedXML() throws {
        let body =
            Sample.paragraph("任务", properties: #"<w:outlineLvl w:val="0"/>"#) + "<w:tbl><w:tr>" + Sample.cell("甲")
            + "<w:tc><w:tbl><w:tr>" + Sample.cell("内") + "</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
        let characters = Array(body.unicodeScalars)
        var random = SplitMix64(seed: 7)
        for _ in 0..<600 {
            var changed = characters
            switch Int.random(in: 0..<3, using: &random) {
            case 0: changed.remove(at: Int.random(in: 0..<changed.count, using: &random))
            case 1:
                changed.swapAt(
                    Int.random(in: 0..<changed.count, using: &random), Int.random(in: 0..<changed.count, using: &random)
                )
            default: changed.removeSubrange(Int.random(in: 0..<changed.count, using: &random)...)
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: changed)
            #expect(Self.survives(try Sample.file(body: text)))
        }
    }

    @Test("numbered from the largest number there is do not overflow")
    func largestNumber() throws {
        let numbering =
            #"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="9223372036854775807"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#
        let body =
            Sample.paragraph("甲", properties: Sample.numbered(1))
            + Sample.paragraph("乙", properties: Sample.numbered(1))
        #expect(try Sample.lines(Sample.file(body: body, numbering: numbering)).count == 2)
    }

    /// A typed error, or a reading whose spans are sound.
    private static func survives(_ bytes: [UInt8]) -> Bool {
        do {
            return checkSpans(try DocumentReader().read(bytes, named: "样本.docx").text)
        } catch {
            return error is DocumentError
        }
    }
}
