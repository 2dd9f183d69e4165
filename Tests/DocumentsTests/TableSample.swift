import Chance
import Foundation

@testable import Documents

/// Rows as a table reader lends them, kept for comparing: words of the cells by row, empty ones at the end left out.
func tableRows(_ table: any TableReader, sheet: Int = 0) throws -> [Int: [String]] {
    var rows: [Int: [String]] = [:]
    _ = try table.read(sheet: sheet) { row in
        var cells = (0..<row.count).map { row[$0].text }
        while cells.last == "" { cells.removeLast() }
        if !cells.isEmpty { rows[row.number] = cells }
        return true
    }
    return rows
}

/// Tables at random: quotation marks, line ends, delimiters, Chinese, emoji and much that is empty.
func randomTable(_ random: inout SplitMix64) -> [[String]] {
    let pieces = ["", "学", "a", "\"", ",", "\n", "😀", " ", "云岚区", "&<>", "\t", ";", "0", "é", "_x000D_", "]]>"]
    let columns = Int.random(in: 1...6, using: &random)
    return (0..<Int.random(in: 1...8, using: &random)).map { _ in
        (0..<columns).map { _ in
            (0..<Int.random(in: 0...4, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
        }
    }
}

/// CSV with every cell in quotation marks.
func quotedCSV(_ rows: [[String]], end: String = "\r\n") -> [UInt8] {
    Array(
        rows.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + end
        }.joined().utf8)
}
