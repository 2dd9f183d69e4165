import Chance
import Foundation
import Testing

@testable import Documents

@Suite("CSV")
struct CSVTests {
    static func read(_ text: String) throws -> [[String]] { try CSVReader().read(Array(text.utf8), named: "表.csv") }

    @Test("takes quotes, line ends of all kinds, empty lines and rows of any length")
    func reading() throws {
        #expect(
            try Self.read("a,b\r\n\"x,\"\"y\"\"\n二\",\n\n,1\r\n\"\"\n终") == [
                ["a", "b"], ["x,\"y\"\n二", ""], ["", "1"], [""], ["终"],
            ])
    }

    @Test("names the line of a quote that is never closed")
    func openQuote() {
        #expect(throws: TableError.openQuote(file: "表.csv", row: 3)) { try Self.read("a\nb\n\"c\n\n\nd") }
    }

    @Test("is UTF-8 with mark, or GB18030, or refused")
    func encodings() throws {
        #expect(try CSVReader().read([0xEF, 0xBB, 0xBF] + Array("学".utf8), named: "表.csv") == [["学"]])
        let gb = try #require("学区,云岚".data(using: .init(rawValue: 0x8000_0632)))
        #expect(try CSVReader().read(Array(gb), named: "表.csv") == [["学区", "云岚"]])
        #expect(throws: TableError.notText(file: "表.csv", row: 2)) { try Self.read("a\n\0") }
        #expect(throws: TableError.notText(file: "表.csv", row: 1)) {
            try CSVReader().read([0xFF, 0xFF, 0x41], named: "表.csv")
        }
    }

    @Test("keeps within its limits")
    func limits() {
        var reader = CSVReader()
        reader.cellLimit = 5
        #expect(throws: TableError.tooManyCells(file: "表.csv", row: 1, limit: 5)) {
            try reader.read(Array(",,,,,,".utf8), named: "表.csv")
        }
    }

    @Test("guards formulas and leaves numbers alone")
    func formulas() throws {
        let words = ["=1+1", "@a", "+86 10", "-3.5", "+7", "-", "\t=1", "平常"]
        let sheet = Sheet(name: "", columns: [.init("词")], rows: words.map { [.text($0)] })
        let back = try CSVReader().read(CSVWriter().write(sheet), named: "表.csv").dropFirst().map { $0[0] }
        #expect(back == ["'=1+1", "'@a", "'+86 10", "-3.5", "+7", "'-", "'\t=1", "平常"])
    }

    @Test("comes back as it was written")
    func roundTrip() throws {
        var random = SplitMix64(seed: 42)
        let letters = Array("学a,\"\n\r 1。")
        let rows = (0..<300).map { _ in
            (0..<4).map { _ in
                "字"
                    + String(
                        (0..<Int.random(in: 0..<8, using: &random)).map { _ in
                            letters[Int.random(in: 0..<letters.count, using: &random)]
                        })
            }
        }
        let sheet = Sheet(
            name: "", columns: (0..<4).map { .init("列\($0)") }, rows: rows.map { $0.map { .text($0) } })
        #expect(try Array(CSVReader().read(CSVWriter().write(sheet), named: "表.csv").dropFirst()) == rows)
    }
}
