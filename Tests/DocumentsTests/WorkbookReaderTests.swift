import Chance
import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("Workbooks")
struct WorkbookReaderTests {
    /// A workbook of one sheet from the XML of its parts.
    static func file(
        sheet: String, shared: [String] = [], styles: String = "",
        book: String = #"<sheet name="一" sheetId="1" r:id="r1"/>"#,
        date1904: Bool = false
    ) throws -> [UInt8] {
        let main = #"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#
        let relation = #"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#
        return try ZipArchiveWriter().write([
            (
                "xl/workbook.xml",
                #"<workbook \#(main) \#(relation)><workbookPr date1904="\#(date1904 ? 1 : 0)"/><sheets>\#(book)</sheets></workbook>"#
            ),
            (
                "xl/_rels/workbook.xml.rels",
                #"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
            ("xl/sharedStrings.xml", "<sst \(main)>\(shared.map { "<si>\($0)</si>" }.joined())</sst>"),
            ("xl/styles.xml", "<styleSheet \(main)>\(styles)</styleSheet>"),
            ("xl/worksheets/sheet1.xml", "<worksheet \(main)>\(sheet)</worksheet>"),
        ])
    }

    static func rows(_ bytes: [UInt8]) throws -> [[String]] {
        let text = try DocumentReader().read(bytes, named: "表.xlsx").text
        #expect(checkSpans(text))
        return text.blocks.compactMap { block in
            guard case .tableRow(_, _, let cells) = block.kind else { return nil }
            return cells.map { text.string($0.span) }
        }
    }

    @Test("keep grid columns, row numbers, shared and inline words, and leave hidden rows and columns out")
    func cells() throws {
        let sheet = """
            <cols><col min="2" max="2" hidden="1"/></cols><sheetData>\
            <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><v>9</v></c><c r="C3" t="inlineStr"><is><t>乙</t></is></c></row>\
            <row r="4" hidden="1"><c r="A4"><v>1</v></c></row>\
            <row r="6"><c r="D6" t="str"><f>A1</f><v>丁</v></c><c r="E6" t="s"><v>99</v></c></row></sheetData>
            """
        let bytes = try Self.file(sheet: sheet, shared: ["<r><t>甲</t></r><r><t>一</t></r><rPh><t>jia</t></rPh>"])
        let text = try DocumentReader().read(bytes, named: "表.xlsx").text
        let found = text.blocks.compactMap { block -> (Int, [Int])? in
            guard case .tableRow(_, let row, let cells) = block.kind else { return nil }
            return (row, cells.map(\.column))
        }
        #expect(found.map(\.0) == [2, 5])
        #expect(found.map(\.1) == [[0, 2], [3]])
        #expect(try Self.rows(bytes) == [["甲一", "乙"], ["丁"]])
    }

    @Test("show numbers as the sheet does")
    func numbers() throws {
        let styles = """
            <numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0.0%"/>\
            </numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="171"/><xf numFmtId="14"/><xf numFmtId="170"/>\
            <xf numFmtId="22"/><xf numFmtId="2"/></cellXfs>
            """
        let values = [
            ("0", "3.0"), ("0", "0.30000000000000004"), ("1", "0.92"), ("2", "0.925"), ("3", "46266"), ("4", "46266"),
            ("5", "46266.354166667"), ("6", "1530"), ("3", "-1"), ("3", "1e300"), ("0", "不是数"),
        ]
        let cells = values.enumerated().map { index, cell in
            #"<c r="\#(Character(Unicode.Scalar(UInt8(65 + index))))1" s="\#(cell.0)"><v>\#(cell.1)</v></c>"#
        }
        let sheet = "<sheetData><row r=\"1\">\(cells.joined())</row></sheetData>"
        #expect(
            try Self.rows(Self.file(sheet: sheet, styles: styles)) == [
                [
                    "3", "0.3", "92%", "92.5%", "2026-09-01", "2026-09-01", "2026-09-01 08:30", "1530", "-1", "1e+300",
                    "不是数",
                ]
            ])
        let early = #"<sheetData><row r="1"><c r="A1" s="3"><v>44804</v></c></row></sheetData>"#
        #expect(try Self.rows(Self.file(sheet: early, styles: styles, date1904: true)) == [["2026-09-01"]])
    }

    @Test("carry merged cells down and leave sheets that are hidden out")
    func merged() throws {
        let sheet = """
            <sheetData><row r="1"><c r="A1" t="str"><v>科</v></c><c r="B1" t="str"><v>一</v></c></row>\
            <row r="2"><c r="B2" t="str"><v>二</v></c></row><row r="3"><c r="A3" t="str"><v>新</v></c></row></sheetData>\
            <mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="坏"/></mergeCells>
            """
        #expect(try Self.rows(Self.file(sheet: sheet)) == [["科", "一"], ["科", "二"], ["新"]])
        let book = #"<sheet name="一" r:id="r1" state="hidden"/>"#
        #expect(throws: DocumentError.noText(file: "表.xlsx")) {
            try Self.rows(Self.file(sheet: sheet, book: book))
        }
    }

    @Test("read back what the sheet writer wrote, formulas as words")
    func ownSheets() throws {
        let sheet = Sheet(
            name: "台账[2026]", columns: [.init("序号"), .init("任务")],
            rows: [[.number(1), .text("=SUM(A1)")], [.number(2.5), .text("多\n行\u{7}")], [.empty, .empty]])
        #expect(try Self.rows(SheetWriter().xlsx([sheet])) == [["序号", "任务"], ["1", "=SUM(A1)"], ["2.5", "多\n行"]])
    }

    @Test("read back days as they were written, and as words what is no day that Excel knows")
    func ownDays() throws {
        let days = ["1900-01-01", "1900-03-01", "2024-02-29", "2026-06-30", "9999-12-31"]
        let words = ["1899-12-31", "2026-02-29", "2026-13-01", "2026-6-30", "+026-01-01", "年底前", "=1+1", "----------"]
        let sheet = Sheet(name: "日期", columns: [.init("日期")], rows: (days + words).map { [.day($0)] })
        #expect(try Self.rows(SheetWriter().xlsx([sheet])) == [["日期"]] + (days + words).map { [$0] })
        #expect(days.allSatisfy { SheetWriter.date($0) != nil } && words.allSatisfy { SheetWriter.date($0) == nil })
        let csv = String(decoding: CSVWriter().write(sheet), as: UTF8.self)
        #expect(csv.contains("\r\n2026-06-30\r\n") && csv.contains("\r\n'=1+1\r\n"))
    }

    @Test("with the same sheet named many times, entities or far too much inside are refused")
    func hostile() throws {
        let sheet = #"<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData>"#
        let many = (0..<300).map { #"<sheet name="表\#($0)" r:id="r1"/>"# }.joined()
        #expect(throws: DocumentError.excessive(file: "表.xlsx", what: "sheets")) {
            try Self.rows(Self.file(sheet: sheet, book: many))
        }
        let bomb = "<sheetData><row r=\"1\"><c t=\"str\"><v>" + String(repeating: "0", count: 40 << 20)
        #expect(throws: DocumentError.excessive(file: "表.xlsx", what: "xl/worksheets/sheet1.xml")) {
            try Self.rows(Self.file(sheet: bomb))
        }
        let whole = try Self.file(sheet: sheet)
        for length in stride(from: 1, to: whole.count, by: 11) {
            #expect(throws: DocumentError.self) { try Self.rows(Array(whole.prefix(length))) }
        }
    }

    @Test("show elapsed hours as a time")
    func elapsed() throws {
        let styles =
            #"<numFmts><numFmt numFmtId="180" formatCode="[h]:mm"/></numFmts><cellXfs><xf/><xf numFmtId="180"/></cellXfs>"#
        let sheet = #"<sheetData><row r="1"><c r="A1" s="1"><v>0.354166667</v></c></row></sheetData>"#
        #expect(try Self.rows(Self.file(sheet: sheet, styles: styles)) == [["08:30"]])
    }

    @Test("that claim a million rows and every column cost nothing")
    func emptyGiant() throws {
        let sheet =
            #"<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>末</v></c></row></sheetData>"#
        #expect(try Self.rows(Self.file(sheet: sheet)) == [["末"]])
    }

    @Test("with changed bytes give a typed error or a reading with sound spans")
    func mutations() throws {
        let sheet =
            #"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A9"/></mergeCells>"#
        let stored = try Self.file(
            sheet: sheet, shared: ["<t>甲</t>"], styles: "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>")
        var random = SplitMix64(seed: 99)
        for _ in 0..<400 {
            var bytes = stored
            for _ in 0...Int.random(in: 0..<5, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                #expect(checkSpans(try DocumentReader().read(bytes, named: "表.xlsx").text))
            } catch { #expect(error is DocumentError) }
        }
    }
}

@Suite("Cell addresses")
struct CellAddressTests {
    @Test(
        "are those of Excel and no others",
        arguments: [
            ("A1", 0, 0), ("Z1", 25, 0), ("AA10", 26, 9), ("XFD1048576", 16_383, 1_048_575),
        ])
    func good(text: String, column: Int, row: Int) throws {
        let address = try #require(CellAddress(text))
        #expect((address.column, address.row) == (column, row))
    }

    @Test(
        "refuse the rest", arguments: ["", "A", "1", "A0", "1A", "XFE1", "A1048577", "ZZZZZZZZZZZZZZZZZ1", "a1", "A-1"])
    func bad(text: String) { #expect(CellAddress(text) == nil) }
}
