import Chance
import Foundation
import PlanModel
import Testing

@testable import Documents

@Suite("Workbooks row by row")
struct WorkbookTableTests {
    static func table(_ bytes: [UInt8], limits: TableLimits = TableLimits()) throws -> WorkbookTable {
        try WorkbookTable(.bytes(bytes), named: "表.xlsx", limits: limits)
    }

    static func cells(_ sheet: String, shared: [String] = [], styles: String = "") throws -> [String] {
        var found: [String] = []
        let bytes = try WorkbookReaderTests.file(sheet: sheet, shared: shared, styles: styles)
        _ = try table(bytes).read(sheet: 0) { row in
            for column in 0..<row.count where row[column].kind != .empty {
                found.append("\(row.reference(column)) \(row[column].kind) \(row[column].text)")
            }
            return true
        }
        return found
    }

    @Test("give every kind of cell as what it is")
    func kinds() throws {
        let styles = """
            <numFmts><numFmt numFmtId="180" formatCode="yyyy-mm-dd hh:mm"/></numFmts>\
            <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="180"/><xf numFmtId="20"/><xf numFmtId="10"/></cellXfs>
            """
        let sheet = """
            <sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><r><t>行</t></r><rPh><t>x</t></rPh>\
            <r><t>内&amp;&#23383;</t></r></is></c><c r="C2"><v>92.50</v></c><c r="D2" s="1"><v>46266</v></c>\
            <c r="E2" s="2"><v>46266.354166667</v></c><c r="F2" s="3"><v>0.354166667</v></c><c r="G2" t="b"><v>1</v></c>\
            <c r="H2" t="e"><v>#N/A</v></c><c r="I2" t="str"><f>A1&amp;"x"</f><v>值</v></c><c r="J2"><f>A1+1</f></c>\
            <c r="K2" s="4"><v>0.925</v></c><c r="L2" t="d"><v>2026-09-01T00:00:00</v></c><c r="M2" s="1"/>\
            <c r="N2" t="str"><v>_x005F_a_x000A_</v></c></row>\
            <row><c><v>1E-2</v></c><c><v/></c><c s="1"><v>-3</v></c></row></sheetData>
            """
        #expect(
            try Self.cells(sheet, shared: ["<r><t>甲</t></r><r><t>一</t></r><rPh><t>jia</t></rPh>"], styles: styles) == [
                "A2 text 甲一", "B2 text 行内&字", "C2 number 92.50", "D2 day 2026-09-01",
                "E2 dayAndTime 2026-09-01 08:30:00", "F2 time 08:30:00", "G2 boolean TRUE", "H2 error #N/A",
                "I2 text 值", "J2 formula ", "K2 number 0.925", "L2 day 2026-09-01", "N2 text _a\n", "A3 number 1E-2",
                "C3 number -3",
            ])
    }

    @Test("count days from 1904 where the workbook does")
    func from1904() throws {
        let sheet = #"<sheetData><row r="1"><c r="A1" s="1"><v>44804</v></c></row></sheetData>"#
        let bytes = try WorkbookReaderTests.file(
            sheet: sheet, styles: "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>", date1904: true)
        #expect(try tableRows(Self.table(bytes)) == [1: ["2026-09-01"]])
    }

    @Test("tell hidden sheets, rows and columns, and merged cells")
    func hidden() throws {
        let sheet = """
            <cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c></row>\
            <row r="2"><c r="A2"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="坏"/></mergeCells>
            """
        let book = #"<sheet name="甲" r:id="r1" state="veryHidden"/><sheet name="乙" r:id="r1"/>"#
        let table = try Self.table(WorkbookReaderTests.file(sheet: sheet, book: book))
        #expect(table.sheets == [TableSheet(name: "甲", isHidden: true), TableSheet(name: "乙", isHidden: false)])
        var hidden: [Int] = []
        let summary = try table.read(sheet: 1) { row in
            if row.isHidden { hidden.append(row.number) }
            return true
        }
        #expect(hidden == [1])
        #expect(summary.hiddenColumns == [1...2])
        #expect(summary.merges == [CellRange(rows: 0...1, columns: 0...2)])
        #expect(try table.read(sheet: 9) { _ in true } == TableSummary())
    }

    @Test("give the cells that a table has as CSV")
    func sameAsCSV() throws {
        var random = SplitMix64(seed: 21)
        for _ in 0..<60 {
            let rows = randomTable(&random).map { $0.map { $0.replacing("_x000D_", with: "_") } }
            let sheet = Sheet(
                name: "一", columns: rows[0].indices.map { .init("列\($0)") },
                rows: rows.map { $0.map { $0.isEmpty ? .empty : .text($0) } })
            let all = [rows[0].indices.map { "列\($0)" }] + rows
            let csv = try tableRows(CSVTable(.bytes(quotedCSV(all)), named: "表.csv", delimiter: 0x2C))
            #expect(try tableRows(Self.table(SheetWriter().xlsx([sheet]))) == csv)
        }
    }

    /// The same cells read with libxml2, whole: slow, and independent of the scanner.
    static func reference(_ bytes: [UInt8], member: String) throws -> [String] {
        let archive = try ZipArchive(bytes, file: "表.xlsx", format: .xlsx, limits: DocumentLimits())
        let xml = try #require(try archive.member(member))
        let cursor = try XMLCursor(xml, file: "表.xlsx", member: member, format: .xlsx, limits: DocumentLimits())
        var found: [String] = [], name = "", value = "", isInValue = false
        while let step = try cursor.next() {
            switch step {
            case .start("c", _): (name, value) = (cursor.attribute("r") ?? "?", "")
            case .start("v", let isEmpty): isInValue = !isEmpty
            case .text(let text): if isInValue { value += text }
            case .end("v"):
                isInValue = false
                if !value.isEmpty { found.append(name + " " + value) }
            default: break
            }
        }
        return found
    }

    @Test("read XML as libxml2 does, whatever its form")
    func likeReference() throws {
        let plain = """
            <?xml version='1.0' encoding="UTF-8"?><!-- a > b --><x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
            note="a>b &lt; 'c'"><x:sheetData\n ><x:row r="1"\t><x:c t="str" r='A&#49;' ><x:v>一<!-- 注 -->二<![CDATA[<三>&]]></x:v></x:c>\
            <?php x?><x:c r="B1" t="str"><x:v>\r\n&#x1F600;&quot;\r</x:v ></x:c></x:row></x:sheetData></x:worksheet>\n
            """
        func file(_ xml: [UInt8]) throws -> [UInt8] {
            try ZipArchiveWriter().write([
                ("xl/workbook.xml", #"<workbook xmlns:r="r"><sheets><sheet name="一" r:id="r1"/></sheets></workbook>"#),
                ("xl/worksheets/sheet1.xml", String(decoding: xml, as: UTF8.self)),
            ])
        }
        func ours(_ bytes: [UInt8]) throws -> [String] {
            var found: [String] = []
            _ = try Self.table(bytes).read(sheet: 0) { row in
                for column in 0..<row.count where row[column].kind != .empty {
                    found.append(row.reference(column) + " " + row[column].text)
                }
                return true
            }
            return found
        }
        let member = "xl/worksheets/sheet1.xml"
        let whole = try file(Array(plain.utf8))
        #expect(try ours(whole) == ["A1 一二<三>&", "B1 \n😀\"\n"])
        #expect(try Self.reference(whole, member: member) == ours(whole))
        // Changed at random: what libxml2 takes is taken and is the same; the rest is read or refused by name.
        var random = SplitMix64(seed: 5)
        let marks = Array("<>/&;\"'= c!-[]x1".utf8)
        for _ in 0..<1500 {
            var xml = Array(plain.utf8)
            for _ in 0...Int.random(in: 0..<2, using: &random) {
                xml[Int.random(in: 0..<xml.count, using: &random)] = marks.randomElement(using: &random) ?? 0x3C
            }
            let bytes = try file(xml)
            do {
                let found = try ours(bytes)
                // Where a prefix has lost its declaration libxml2 no longer knows the cells; the scanner asks for no prefix.
                guard let expected = try? Self.reference(bytes, member: member), !expected.isEmpty else { continue }
                #expect(found.map { $0.dropFirst(3) } == expected.map { $0.split(separator: " ", maxSplits: 1).last })
            } catch { #expect(error is DocumentError || error is TableError) }
        }
    }

    @Test("refuse entities, bombs, damage and what is beyond their limits")
    func hostile() throws {
        func file(_ xml: String, shared: String = "<sst/>") throws -> [UInt8] {
            try ZipArchiveWriter().write([
                ("xl/workbook.xml", #"<workbook xmlns:r="r"><sheets><sheet name="一" r:id="r1"/></sheets></workbook>"#),
                ("xl/sharedStrings.xml", shared), ("xl/worksheets/sheet1.xml", xml),
            ])
        }
        func error(_ xml: String, shared: String = "<sst/>", limits: TableLimits = TableLimits()) throws -> (any Error)?
        {
            do {
                _ = try tableRows(Self.table(file(xml, shared: shared), limits: limits))
                return nil
            } catch { return error }
        }
        func sheet(_ cells: String) -> String {
            "<worksheet><sheetData><row r=\"2\">\(cells)</row></sheetData></worksheet>"
        }
        let member = "xl/worksheets/sheet1.xml", words = "xl/sharedStrings.xml"
        let damaged = DocumentError.damaged(file: "表.xlsx", format: .xlsx, what: member)
        let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
        #expect(try error(entity + sheet("")) as? DocumentError == .forbiddenXML(file: "表.xlsx", member: member))
        #expect(
            try error(sheet("<c t=\"str\"><v>&b;</v></c>")) as? DocumentError
                == .forbiddenXML(file: "表.xlsx", member: member))
        #expect(
            try error(sheet(""), shared: entity + "<sst/>") as? DocumentError
                == .forbiddenXML(file: "表.xlsx", member: words))
        for broken in ["", "<a>", "<a></b>", "<a", "<a b></a>", "<a/><a/>", "x", "<a b='<'/>", "</a>", "<a>\0</a>"] {
            #expect(try error(broken) as? DocumentError == damaged, "\(broken)")
        }
        #expect(try error("<?xml version='1.0' encoding='GBK'?><a/>") as? DocumentError == damaged)
        #expect(try error(sheet("<c r=\"XFD2\"><v>1</v></c>")) == nil)
        #expect(
            try error(sheet("<c r=\"XFE2\"><v>1</v></c>")) as? TableError
                == .tooManyColumns(file: "表.xlsx", row: 2, limit: 16_384))
        #expect(
            try error(sheet("<c r=\"C2\" t=\"s\"><v>7</v></c>")) as? TableError
                == .missingWords(file: "表.xlsx", cell: "一!C2"))
        var random = SplitMix64(seed: 3)
        let long = (0..<200_000).map { _ in "\(UInt8.random(in: 0...9, using: &random))" }.joined()
        #expect(
            try error(sheet("<c r=\"C2\" t=\"str\"><v>\(long)</v></c>")) as? TableError
                == .cellTooLong(file: "表.xlsx", cell: "一!C2", limit: 131_072))
        var few = TableLimits()
        few.sharedBytes = 100_000
        #expect(
            try error(sheet(""), shared: "<sst><si><t>\(long)</t></si></sst>", limits: few) as? TableError
                == .tooManyWords(file: "表.xlsx", limit: 100_000))
        few.rowBytes = 100_000
        #expect(
            try error(sheet("<c t=\"str\"><v>\(long)\(long)</v></c>"), limits: few) as? DocumentError
                == .excessive(file: "表.xlsx", what: member))
        let deep = String(repeating: "<a>", count: 300)
        #expect(try error(deep) as? DocumentError == .excessive(file: "表.xlsx", what: member))
        let bomb = sheet(String(repeating: "<c/>", count: 10 << 20))
        #expect(try error(bomb) as? DocumentError == .excessive(file: "表.xlsx", what: member))
        #expect(try error("<a><!--" + String(repeating: "-", count: 900_000) + "--></a>") == nil)
    }

    @Test("with changed or missing bytes are read or refused by name")
    func mutations() throws {
        let sheet = Sheet(
            name: "一", columns: [.init("甲"), .init("乙")], rows: (0..<50).map { [.number(Double($0)), .text("字\($0)")] })
        let whole = try SheetWriter().xlsx([sheet])
        var random = SplitMix64(seed: 17)
        for round in 0..<400 {
            var bytes = whole
            if round % 2 == 0 {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            } else {
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
            }
            do { _ = try tableRows(Self.table(bytes)) } catch { #expect(error is DocumentError || error is TableError) }
        }
    }

    @Test("are opened from disk, and known by their first bytes")
    func opening() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "xuezheng-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let book = folder.appending(path: "a"), csv = folder.appending(path: "b")
        try Data(SheetWriter().xlsx([Sheet(name: "一", columns: [.init("甲")], rows: [[.text("1")]])])).write(to: book)
        try Data("甲\n1\n".utf8).write(to: csv)
        for file in [book, csv] {
            #expect(try tableRows(TableFile.open(.file(file), named: "表")) == [1: ["甲"], 2: ["1"]])
        }
        #expect(throws: DocumentError.empty(file: "表")) { try TableFile.open(.bytes([]), named: "表") }
        let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        #expect(throws: DocumentError.encrypted(file: "表.xlsx")) {
            try TableFile.open(.bytes(compound), named: "表.xlsx")
        }
        #expect(throws: DocumentError.unknownFormat(file: "表.xls")) {
            try TableFile.open(.bytes(compound), named: "表.xls")
        }
        #expect(throws: DocumentError.unreadable(file: "表")) {
            try TableFile.open(.file(folder.appending(path: "c")), named: "表")
        }
    }
}
