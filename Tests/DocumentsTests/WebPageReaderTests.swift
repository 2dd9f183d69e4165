import Chance
import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("Web pages")
struct WebPageReaderTests {
    static func text(_ html: String, head: String = "<meta charset=utf-8>") throws -> DocumentText {
        try DocumentReader().read(
            Array("<!doctype html><html><head>\(head)</head><body>\(html)</body></html>".utf8), named: "页.html"
        ).text
    }

    static func lines(_ html: String) throws -> [String] {
        let text = try text(html)
        #expect(checkSpans(text))
        return text.blocks.map { text.string($0.span) }
    }

    @Test("become headings, paragraphs and numbered items; scripts and hidden parts are left out")
    func blocks() throws {
        let html = """
            <script>alert('坏')</script><h2>一、总体 要求</h2><p>甲&nbsp;乙<br>丙 <b>丁</b></p>
            <div>前<p>中</p>后</div><ol start="3"><li>三<li>四</ol><ul><li>点</ul><p hidden>隐</p><p style="display: none">藏</p>
            """
        #expect(try Self.lines(html) == ["一、总体 要求", "甲 乙", "丙 丁", "前", "中", "后", "3.三", "4.四", "点"])
        #expect(try Self.text(html).blocks.first?.kind == .paragraph(headingLevel: 2))
    }

    @Test("keep tables with cells that reach over rows and columns")
    func tables() throws {
        let text = try Self.text(
            """
            <table><tr><th>序号</th><th colspan=2>任务</th><th>科室</th></tr>
            <tr><td>1</td><td>甲</td><td>乙</td><td rowspan="2">人事科</td></tr><tr><td>2</td><td>丙<p>丁</p></td><td></td></tr>
            <tr><td>3</td><td>戊</td><td></td><td>办公室</td></tr></table>
            """)
        let rows = text.blocks.compactMap { block in
            if case .tableRow(_, _, let cells) = block.kind { cells.map { text.string($0.span) } } else { nil }
        }
        #expect(
            rows == [["序号", "任务", "科室"], ["1", "甲", "乙", "人事科"], ["2", "丙\n丁", "", "人事科"], ["3", "戊", "", "办公室"]])
        #expect(checkSpans(text))
    }

    @Test("end a cell that reaches down after its rows, those without words included")
    func emptyRows() throws {
        #expect(
            try Self.lines(
                "<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td></td></tr><tr><td>丙</td><td>丁</td></tr></table>")
                == ["甲\t乙", "丙\t丁"])
    }

    @Test("laid out with tables of one cell become paragraphs; a table inside a cell belongs to the cell")
    func layoutTables() throws {
        #expect(try Self.lines("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>") == ["甲", "乙"])
        #expect(
            try Self.lines("<table><tr><td>外<table><tr><td>内</td><td>右</td></tr></table></td><td>旁</td></tr></table>")
                == ["外\n内 右\t旁"])
    }

    @Test("declare their encoding")
    func encoding() throws {
        let html = "<html><head><meta charset=gb2312></head><body><p>云岚区朱镕基𠮷</p></body></html>"
        let bytes = try #require(html.data(using: .init(rawValue: 0x8000_0632)))
        let text = try DocumentReader().read(Array(bytes), named: "页.htm").text
        #expect(text.string(text.blocks[0].span) == "云岚区朱镕基𠮷")
    }

    @Test("nested a million deep, or full of open tags, are refused or read, and do not exhaust the stack")
    func depth() throws {
        for tag in ["<div>", "<table><tr><td>", "<ol><li>", "<b>"] {
            let html = String(repeating: tag, count: 300_000) + "底"
            do {
                #expect(checkSpans(try Self.text(html)))
            } catch { #expect(error is DocumentError) }
        }
    }

    @Test("with entities of their own expand none of them")
    func entities() throws {
        let html = "<!DOCTYPE html [<!ENTITY a \"炸炸炸\"><!ENTITY b \"&a;&a;\">]><html><body><p>&b;好</p></body></html>"
        do {
            let text = try DocumentReader().read(Array(html.utf8), named: "页.html").text
            #expect(!String(decoding: text.bytes, as: UTF8.self).contains("炸炸炸炸"))
        } catch { #expect(error is DocumentError) }
    }

    @Test("with changed characters give a typed error or a reading with sound spans")
    func mutations() throws {
        let html = Array(
            "<html><body><table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table><ol><li>一</ol>".utf8)
        var random = SplitMix64(seed: 5)
        for _ in 0..<500 {
            var bytes = html
            for _ in 0...4 {
                bytes[Int.random(in: 6..<bytes.count, using: &random)] = UInt8.random(in: 1...255, using: &random)
            }
            do {
                #expect(checkSpans(try DocumentReader().read(bytes, named: "页.html").text))
            } catch { #expect(error is DocumentError) }
        }
    }
}
