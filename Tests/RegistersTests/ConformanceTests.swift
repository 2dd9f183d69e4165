import Catalog
import Chance
import Foundation
import Monitoring
import RegisterFixtures
import Testing

@testable import Registers

/// What both databases promise through `RegisterDatabase`.
@Suite struct ConformanceTests {
    static let columns: [(name: String, kind: TableColumn.Kind)] = [
        ("id", .integer), ("name", .text), ("score", .real), ("boards", .boolean), ("born", .date),
    ]

    /// A table with a column of each kind, and one of bytes.
    static func makeTable(_ database: any RegisterDatabase, sealed: Bool = false) throws {
        let types = columns.map { "\($0.name) \(database.dialect.type($0.kind))" }
        let bytes = sealed ? ["sealed \(database.dialect.bytes)"] : []
        try database.write { try $0.run("CREATE TABLE pupil (\((types + bytes).joined(separator: ", ")))") }
    }

    static let texts = [
        "", " ", "NULL", "\\N", "\\", "\\\\x41", "\t", "a\tb\nc\r\nd", "'", "''", "\"", "?", "$1", "{}", "(),",
        "\u{1}\u{7f}",
        "云岚区第一小学", "𠮷㐂䶮", "👩‍👩‍👧‍👦🇨🇳", "e\u{301}", "\u{FEFF}", "0", "t", "2024-02-30", String(repeating: "学", count: 100_000),
    ]

    @Test(arguments: TestDatabase.available) func texts(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                for (index, text) in Self.texts.enumerated() {
                    try connection.run(
                        "INSERT INTO pupil (id, name) VALUES (?, ?)", [.integer(Int64(index)), .text(text)])
                }
                var index = 0
                try connection.insert(into: "pupil", columns: [("id", .integer), ("name", .text)]) { row in
                    guard index < Self.texts.count else { return false }
                    row.integer(Int64(index + 1000))
                    row.put(.text(Self.texts[index]))
                    index += 1
                    return true
                }
            }
            let found = try database.read { try $0.rows("SELECT name FROM pupil ORDER BY id").map(\.values[0]) }
            #expect(found == (Self.texts + Self.texts).map { .text($0) })
            for text in Self.texts {
                let count = try database.read { connection in
                    try connection.value("SELECT count(*) FROM pupil WHERE name = ?", [.text(text)])
                }
                #expect(count == 2)
            }
        }
    }

    @Test(arguments: TestDatabase.available) func everyKindRoundTrips(_ kind: TestDatabase) throws {
        var random = SplitMix64(seed: 7)
        let rows = (0..<500).map { Self.randomRow(Int64($0), &random) }
        try kind.with { database in
            try Self.makeTable(database, sealed: true)
            try database.write { connection in
                for row in rows { try connection.run("INSERT INTO pupil VALUES (?, ?, ?, ?, ?, ?)", row) }
                let columns = Self.columns + [(name: "sealed", kind: .text)]
                var next = rows.makeIterator()
                try connection.insert(into: "pupil", columns: columns) { filler in
                    guard let row = next.next() else { return false }
                    for value in row { filler.put(value) }
                    return true
                }
            }
            let found = try database.read { try $0.rows("SELECT * FROM pupil ORDER BY id").map(\.values) }
            #expect(found == rows.flatMap { [$0, $0] })
        }
    }

    /// A value of each kind, nothing in one of four.
    private static func randomRow(_ id: Int64, _ random: inout SplitMix64) -> [SQLValue] {
        func maybe(_ value: SQLValue) -> SQLValue { random.next() % 4 == 0 ? .null : value }
        let characters: [Character] = ["a", "学", "\\", "\t", "\n", "'", "𠮷", "\r", "N", " ", "😀", "\""]
        let text = String((0..<Int(random.next() % 20)).map { _ in characters[Int(random.next() % 12)] })
        let reals = [0, -0.5, 1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi, 0.1, .infinity]
        let bytes = (0..<Int(random.next() % 40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        return [
            .integer(id), maybe(.text(text)), maybe(.real(reals[Int(random.next() % 8)])),
            maybe(.integer(Int64(random.next() % 2))),
            maybe(.text(Day(number: Int(random.next() % 60_000) - 20_000).text)), maybe(.blob(bytes)),
        ]
    }

    @Test(arguments: TestDatabase.available) func integersOfAnySize(_ kind: TestDatabase) throws {
        let numbers: [Int64] = [0, 1, -1, .max, .min, 4_294_967_296, -2_147_483_649]
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                for number in numbers { try connection.run("INSERT INTO pupil (id) VALUES (?)", [.integer(number)]) }
                var next = numbers.makeIterator()
                try connection.insert(into: "pupil", columns: [("id", .integer)]) { row in
                    guard let number = next.next() else { return false }
                    row.integer(number)
                    return true
                }
            }
            let found = try database.read { try $0.rows("SELECT id FROM pupil ORDER BY id").map(\.values[0]) }
            #expect(found == numbers.sorted().flatMap { [.integer($0), .integer($0)] })
        }
    }

    @Test(arguments: TestDatabase.available) func emptyIsNotNothing(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.makeTable(database, sealed: true)
            try database.write { connection in
                try connection.run("INSERT INTO pupil (id, name, sealed) VALUES (1, ?, ?)", ["", .blob([])])
                try connection.run("INSERT INTO pupil (id, name, sealed) VALUES (2, ?, ?)", [.null, .null])
            }
            let rows = try database.read { try $0.rows("SELECT name, sealed FROM pupil ORDER BY id").map(\.values) }
            #expect(rows == [["", .blob([])], [.null, .null]])
            let missing = try database.read { try $0.rows("SELECT id FROM pupil WHERE name IS NULL").map(\.values) }
            #expect(missing == [[2]])
        }
    }

    @Test(arguments: TestDatabase.available) func aggregatesHaveOneKind(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                for id in 1...4 {
                    try connection.run(
                        "INSERT INTO pupil VALUES (?, ?, ?, ?, ?)",
                        [.integer(Int64(id)), "甲", .real(Double(id) / 2), SQLValue(id > 1), "2015-09-01"])
                }
            }
            let row = try database.read { connection in
                try connection.row(
                    """
                    SELECT count(*) AS n, sum(id) AS total, avg(id) AS mean, sum(score) AS scores, max(born) AS last,
                    count(CASE WHEN boards THEN 1 END) AS boarders, 7 / 2 AS whole, 1.5 AS part, sum(id) * 1.0 / 4 AS ratio
                    FROM pupil
                    """)
            }
            #expect(row?.values == [4, 10, .real(2.5), .real(5), "2015-09-01", 3, 3, .real(1.5), .real(2.5)])
            #expect(row?["total"] == 10 && row?["none"] == .null)
        }
    }

    @Test(arguments: TestDatabase.available) func argumentsKeepTheirOrder(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                let changed = try connection.run(
                    """
                    INSERT INTO pupil (name, id /* ? of /* course */ */, score) -- what? '
                    VALUES ('? ''?''' || ?, ?, ?)
                    """.replacing("/* course */", with: database.dialect == .postgres ? "/* course */" : "course"),
                    ["甲?", 5, .real(1.5)])
                #expect(changed == 1)
                #expect(try connection.run("UPDATE pupil SET score = ? WHERE id = ?", [.real(2), 6]) == 0)
                #expect(try connection.run("UPDATE pupil SET id = id + 1 WHERE name LIKE ?", ["?%"]) == 1)
            }
            let row = try database.read { try $0.row("SELECT name AS \"what?\", id, score FROM pupil") }
            #expect(row?.names == ["what?", "id", "score"])
            #expect(row?.values == ["? '?'甲?", 6, .real(1.5)])
        }
    }

    @Test(arguments: TestDatabase.available) func manyRows(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                var id: Int64 = 0
                try connection.insert(into: "pupil", columns: Self.columns) { row in
                    guard id < 100_000 else { return false }
                    id += 1
                    row.integer(id)
                    row.put(.text("学生\(id)"))
                    row.real(Double(id) / 4)
                    row.integer(id % 2)
                    row.put("2015-09-01")
                    return true
                }
            }
            try database.read { connection in
                var sum: Int64 = 0
                try connection.each("SELECT id, name FROM pupil", []) { row in sum += row[0].integer ?? 0 }
                #expect(sum == 5_000_050_000)
                #expect(try connection.value("SELECT count(*) FROM pupil WHERE boards") == 50_000)
            }
        }
    }

    @Test(arguments: TestDatabase.available) func statementsWithinARow(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                for id in 1...5 { try connection.run("INSERT INTO pupil (id) VALUES (?)", [.integer(Int64(id))]) }
                var seen: [SQLValue] = []
                try connection.each("SELECT id FROM pupil WHERE id <= 5 ORDER BY id", []) { row in
                    seen.append(row[0])
                    try connection.run("UPDATE pupil SET name = ? WHERE id = ?", ["见", row[0]])
                    let inner = try connection.rows("SELECT id FROM pupil WHERE id < ? ORDER BY id", [row[0]])
                    #expect(inner.count == seen.count - 1)
                }
                #expect(seen == [1, 2, 3, 4, 5])
                #expect(try connection.value("SELECT count(*) FROM pupil WHERE name = '见'") == 5)
            }
        }
    }

    @Test(arguments: TestDatabase.available) func aRowGivesUp(_ kind: TestDatabase) throws {
        struct Enough: Error {}
        try kind.with { database in
            try Self.makeTable(database)
            try database.write { connection in
                for id in 1...50 { try connection.run("INSERT INTO pupil (id) VALUES (?)", [.integer(Int64(id))]) }
            }
            try database.read { connection in
                #expect(throws: Enough.self) {
                    try connection.each("SELECT id FROM pupil", []) { _ in throw Enough() }
                }
                let count = try connection.value("SELECT count(*) FROM pupil")
                #expect(count == 50)
            }
            #expect(throws: Enough.self) {
                try database.read {
                    try $0.each("SELECT a.id FROM pupil a, pupil b, pupil c", []) { _ in throw Enough() }
                }
            }
            #expect(try database.read { try $0.value("SELECT count(*) FROM pupil") } == 50)
        }
    }
}
