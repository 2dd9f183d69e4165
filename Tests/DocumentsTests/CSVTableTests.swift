import Chance
import Foundation
import Testing

@testable import Documents

@Suite("CSV row by row")
struct CSVTableTests {
    static func rows(_ text: String) throws -> [Int: [String]] {
        try tableRows(CSVTable(.bytes(Array(text.utf8)), named: "表.csv"))
    }

    @Test("takes every line end and counts empty rows")
    func lineEnds() throws {
        #expect(
            try Self.rows("a,b\rc,d\r\n\n\"e\rf\",\"g\"\"\"\n,,x") == [
                1: ["a", "b"], 2: ["c", "d"], 4: ["e\rf", "g\""], 5: ["", "", "x"],
            ])
        #expect(try Self.rows("") == [:])
        #expect(try Self.rows("\r\n\r\n") == [:])
        #expect(try Self.rows("末,") == [1: ["末"]])
    }

    @Test("keeps what stands behind a closing quotation mark, and marks inside words")
    func strayQuotes() throws {
        #expect(try Self.rows("\"a\"\"b\"c\"d,5\" 管\n\"\"x,\"\"") == [1: ["a\"bc\"d", "5\" 管"], 2: ["x"]])
    }

    @Test("finds commas, tabs and semicolons", arguments: [(",", ";"), ("\t", ","), (";", ",")])
    func delimiters(_ mark: String, other: String) throws {
        let text = "姓名\(mark)备注\n甲\(mark)\"x\(other)y\(other)z\"\n乙\(mark)1\(other)2"
        #expect(try Self.rows(text) == [1: ["姓名", "备注"], 2: ["甲", "x\(other)y\(other)z"], 3: ["乙", "1\(other)2"]])
    }

    @Test("tells rows of another length")
    func ragged() throws {
        var ragged: [Int] = []
        let summary = try CSVTable(.bytes(Array("a,b\n1,2\n1,2,3\n1\n".utf8)), named: "表.csv").read { row in
            if row.isRagged { ragged.append(row.number) }
            return true
        }
        #expect(ragged == [3, 4])
        #expect(summary.raggedRows == 2)
        #expect(summary.rows == 4)
    }

    @Test("stops when told to, and names cells as a spreadsheet does")
    func stopping() throws {
        var names: [String] = []
        _ = try CSVTable(.bytes(Array("a\nb\nc".utf8)), named: "表.csv").read { row in
            names.append(row.reference(27))
            #expect(row[99].kind == .empty)
            #expect(row[-1].kind == .empty)
            return row.number < 2
        }
        #expect(names == ["AB1", "AB2"])
    }

    @Test("reads UTF-16 by its mark and GB18030 that begins late")
    func encodings() throws {
        let words = "学区,云岚😀\n"
        for (encoding, mark) in [(String.Encoding.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF])] {
            let data = try #require(words.data(using: encoding))
            let bytes = mark.map { UInt8($0) } + Array(data)
            #expect(try tableRows(CSVTable(.bytes(bytes), named: "表.csv")) == [1: ["学区", "云岚😀"]])
            #expect(throws: TableError.notText(file: "表.csv", row: 2)) {
                try tableRows(CSVTable(.bytes(bytes + [0x41]), named: "表.csv"))
            }
        }
        let late = Array(String(repeating: "id,name\n", count: 150_000).utf8)
        let tail = Array(try #require("一,七𠀀\n".data(using: .init(rawValue: 0x8000_0632))))
        var last = "", count = 0
        let summary = try CSVTable(.bytes(late + tail), named: "表.csv").read { row in
            (last, count) = (row[1].text, count + 1)
            return true
        }
        #expect(last == "七𠀀")
        #expect(count == 150_001)
        #expect(summary.encoding == .gb18030)
    }

    @Test("refuses what is no text, with the row")
    func noText() throws {
        let utf8 = Array(String(repeating: "云岚,区\n", count: 100).utf8)
        #expect(throws: TableError.notText(file: "表.csv", row: 101)) {
            try tableRows(CSVTable(.bytes(utf8 + [0xC4, 0xC4, 0x0A]), named: "表.csv"))
        }
        #expect(throws: TableError.notText(file: "表.csv", row: 2)) { try Self.rows("a\n\0") }
        #expect(throws: TableError.notText(file: "表.csv", row: 1)) {
            try tableRows(CSVTable(.bytes([0x61, 0xFF, 0xFF]), named: "表.csv"))
        }
    }

    @Test("refuses quotes that stay open, too many columns, and cells and rows that are too long")
    func limits() throws {
        #expect(throws: TableError.openQuote(file: "表.csv", row: 2)) { try Self.rows("a\n\"b\nc") }
        let wide = String(repeating: ",", count: 16_384)
        #expect(throws: TableError.tooManyColumns(file: "表.csv", row: 2, limit: 16_384)) {
            try Self.rows("a\n" + wide)
        }
        #expect(try Self.rows(wide.dropLast() + "x")[1]?.count == 16_384)
        let long = String(repeating: "长", count: 50_000)
        #expect(throws: TableError.cellTooLong(file: "表.csv", cell: "B2", limit: 131_072)) {
            try Self.rows("a,b\n1,\(long)")
        }
        var small = TableLimits()
        small.rowBytes = 1 << 20
        let open = Array(("a\n\"" + String(repeating: "x", count: 3 << 20)).utf8)
        #expect(throws: TableError.openQuote(file: "表.csv", row: 2)) {
            try tableRows(CSVTable(.bytes(open), named: "表.csv", limits: small))
        }
        let endless = Array(String(repeating: "x", count: 3 << 20).utf8)
        #expect(throws: TableError.rowTooLong(file: "表.csv", row: 1, limit: 1 << 20)) {
            try tableRows(CSVTable(.bytes(endless), named: "表.csv", limits: small))
        }
    }

    @Test("gives back random tables, from memory and from disk")
    func random() throws {
        var random = SplitMix64(seed: 7)
        let file = FileManager.default.temporaryDirectory.appending(path: "xuezheng-\(UUID()).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        for _ in 0..<200 {
            let rows = randomTable(&random)
            let bytes = quotedCSV(rows, end: ["\r\n", "\n", "\r"].randomElement(using: &random) ?? "\n")
            #expect(try CSVReader().read(bytes, named: "表.csv") == rows)
            try Data(bytes).write(to: file)
            var found: [[String]] = []
            _ = try CSVTable(.file(file), named: "表.csv", delimiter: 0x2C).read { row in
                found.append((0..<row.count).map { row[$0].text })
                return true
            }
            #expect(found == rows)
        }
    }

    @Test("joins rows and characters that pieces cut apart")
    func pieces() throws {
        let rows = (0..<60_000).map { ["\($0)", "云岚区第\($0)小学", $0 % 7 == 0 ? "引\"号\n" : "无"] }
        for shift in 0..<4 {
            let bytes = Array(repeating: UInt8(ascii: "\n"), count: shift) + quotedCSV(rows)
            #expect(try CSVReader().read(bytes, named: "表.csv") == rows)
        }
    }

    @Test("reads any bytes or says why not")
    func hostile() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0xE5].randomElement(using: &random) ?? 0
                    : UInt8.random(in: 1...255, using: &random)
            }
            do { _ = try tableRows(CSVTable(.bytes(bytes), named: "表.csv")) } catch { #expect(error is TableError) }
        }
        #expect(throws: DocumentError.unreadable(file: "表.csv")) {
            try tableRows(CSVTable(.file(URL(filePath: "/nowhere/表.csv")), named: "表.csv"))
        }
    }
}
