import Chance
import Documents
import Foundation
import Intake
import Localisation
import Registers
import Testing

@Suite("What goes out comes in again")
struct RoundTripTests {
    /// Words that spreadsheets and readers like to change.
    static let words = [
        "=1+1", "@SUM(A1)", "+86", "-x", "-5", "'单引号", "'=1", "''", "0012", "1e5", "1,000", "12.50", "TRUE", "是",
        "2026-9-1",
        "a,b", "say \"x\"", "一\"二", "\"", "𠮷㐂", "👨‍👩‍👧", "e\u{301}", "#N/A", "NULL", "<b>&amp;", "_x000D_", "_x000d_x0041_",
        "1/2", "１２",
        "C:\\x", ";", "|", "\u{200B}x", "x\u{FEFF}y", "‘’", "%", "S1/7", "3月4日", "44562",
    ]

    /// A table by chance: one line a row, cells as somebody types them.
    static func table(_ seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        func maybe(_ text: @autoclosure () -> String) -> String {
            Int.random(in: 0..<4, using: &random) == 0 ? "" : text()
        }
        func word() -> String { words[Int.random(in: 0..<words.count, using: &random)] }
        func number(_ range: ClosedRange<Int>) -> String { String(Int.random(in: range, using: &random)) }
        var lines = ["学校,编号,文字,备注,保管人,件数,重量,价格,占比,购入日期,年份,外借,颜色,用途,位置"]
        for row in 0..<Int.random(in: 1...60, using: &random) {
            let day = "\(number(1950...2090))-\(number(10...12))-\(number(10...28))"
            let cells = [
                "S" + number(1...2), "\(row)" + word(), maybe(word()), maybe(word() + "\n" + word()),
                maybe("王" + word()),
                maybe(number(-9_999_999...9_999_999)), maybe(number(-999...999) + "." + number(100...999)),
                maybe(number(-99_999...99_999) + "." + number(10...99)), maybe(number(0...99) + "." + number(0...9)),
                maybe(day), maybe(number(1950...2090)), maybe(["是", "否"].randomElement(using: &random) ?? ""),
                maybe(["01", "02", "03", "1", "蓝"].randomElement(using: &random) ?? ""),
                maybe(["01", "01;02", "02;03", "1;03"].randomElement(using: &random) ?? ""),
                maybe("116." + number(10...99) + ",39." + number(10...99)),
            ]
            lines.append(cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ","))
        }
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    @Test(
        "any table, exported in either language and form, changes nothing and makes the same register",
        arguments: 0..<16)
    func anyTable(seed: UInt64) throws {
        let first = try IntakeStore()
        let taken = try first.take(Self.table(seed), "表.csv")
        try #require(taken.isKept, "\(taken.faults.prefix(5))")
        let rows = try first.rows()
        #expect(rows.count == taken.added)
        for asCSV in [true, false] {
            for language in Language.allCases {
                let bytes = try first.exported(language, asCSV: asCSV)
                let again = try first.take(bytes, asCSV ? "a.csv" : "a.xlsx")
                #expect(
                    again.unchanged == rows.count && again.changed == 0 && again.added == 0 && again.refused == 0,
                    "\(language) \(asCSV) \(again.changed) changed, \(again.added) added, \(again.faults.prefix(3))")
                #expect(Self.differences(rows, try first.rows()).isEmpty)
                let second = try IntakeStore()
                try second.take(bytes, asCSV ? "a.csv" : "a.xlsx")
                let same = Self.differences(rows, try second.rows())
                #expect(same.isEmpty, "\(language) \(asCSV) \(same.prefix(5))")
            }
        }
    }

    /// The values that are not the same, by place in the table.
    static func differences(_ one: [RegisterRow], _ other: [RegisterRow]) -> [String] {
        var found: [String] = []
        func key(_ row: RegisterRow) -> String { "\(row["school"]?.written ?? "")/\(row["number"]?.written ?? "")" }
        let others = Dictionary(other.map { (key($0), $0.values) }) { first, _ in first }
        if one.count != other.count { found.append("\(one.count) rows, then \(other.count)") }
        for row in one {
            guard let values = others[key(row)] else {
                found.append("no \(key(row))")
                continue
            }
            for name in Set(row.values.keys).union(values.keys).sorted()
            where row[name]?.written != values[name]?.written {
                found.append(
                    "\(name): \(row[name]?.written.debugDescription ?? "–") → \(values[name]?.written.debugDescription ?? "–")"
                )
            }
        }
        return found
    }
}
