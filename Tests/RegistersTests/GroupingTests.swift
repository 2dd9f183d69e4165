import Catalog
import Foundation
import RegisterFixtures
import Synchronization
import Testing

@testable import Registers

/// Grouping gives what `GROUP BY` gives, and connections that read together see one state.
@Suite struct GroupingTests {
    /// A table of some thousand rows whose values repeat, with nothing, empty texts and texts of other scripts among them.
    private static func fill(_ database: any RegisterDatabase, rows: Int64 = 5_000) throws {
        try ConformanceTests.makeTable(database)
        try database.write { connection in
            var id: Int64 = 0
            try connection.insert(into: "pupil", columns: ConformanceTests.columns) { row in
                guard id < rows else { return false }
                id += 1
                row.integer(id)
                row.put(
                    [.text("甲"), .text(""), .null, .text("a longer name that needs more than a word")][Int(id % 4)])
                row.put(id % 7 == 0 ? .null : .real(Double(id % 5) / 2))
                row.integer(id % 2)
                row.put(id % 3 == 0 ? .null : "2015-09-01")
                return true
            }
        }
    }

    @Test(arguments: TestDatabase.available) func sumsAreThoseOfTheDatabase(_ kind: TestDatabase) throws {
        try kind.with { database in
            try Self.fill(database)
            try database.read { connection in
                let rows = """
                    SELECT name AS key_0, boards AS key_1, score AS term_0,
                        CASE WHEN score > 1 THEN id END AS term_1, CASE WHEN id < 0 THEN 1 END AS term_2 FROM pupil
                    """
                var found: [[SQLValue]: [Double?]] = [:]
                try connection.sums(of: rows, keys: 2, terms: 3) { keys, sums in
                    #expect(found.updateValue(sums, forKey: keys.map(Self.plain)) == nil)
                }
                var expected: [[SQLValue]: [Double?]] = [:]
                for row in try connection.rows(
                    """
                    SELECT key_0, key_1, sum(term_0), CAST(sum(term_1) AS double precision),
                        CAST(sum(term_2) AS double precision) FROM (\(rows)) AS x GROUP BY 1, 2
                    """)
                {
                    expected[[row[0], row[1]].map(Self.plain)] = [row[2].number, row[3].number, row[4].number]
                }
                #expect(found == expected && found.count == 4)
            }
        }
    }

    /// Yes and no are numbers in SQLite.
    private static func plain(_ value: SQLValue) -> SQLValue { value.integer.map { .integer($0) } ?? value }

    @Test func collectedRowsStandForAllRows() throws {
        try TestDatabase.sqlite.with { database in
            try Self.fill(database)
            try database.read { connection in
                let query = "SELECT name AS \"name\", score AS \"score\", born AS \"born\" FROM pupil"
                #expect(try connection.collect(query, into: "some"))
                let counted = try connection.rows("SELECT name, score, born, counted_rows FROM some ORDER BY 1, 2, 3")
                let expected = try connection.rows(
                    "SELECT name, score, born, count(*) FROM pupil GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
                #expect(counted.map(\.values) == expected.map(\.values))
                try connection.discard("some")
                #expect(try connection.collect("\(query) WHERE id < 0", into: "some"))
                #expect(try connection.value("SELECT count(*) FROM some") == 0)
                try connection.discard("some")
            }
            // What it makes is of one connection, and gone with it.
            #expect(throws: RegisterError.self) { try database.read { try $0.rows("SELECT * FROM some") } }
        }
    }

    @Test func rowsThatHardlyRepeatAreNotCollected() throws {
        try TestDatabase.sqlite.with { database in
            try Self.fill(database, rows: 70_000)
            try database.read { connection in
                let isWorthIt = try connection.collect("SELECT id AS \"id\" FROM pupil", into: "some")
                #expect(!isWorthIt)
                #expect(throws: (any Error).self) { try connection.rows("SELECT * FROM some") }
            }
        }
    }

    @Test(arguments: TestDatabase.available) func connectionsSeeOneStateWhileOthersWrite(_ kind: TestDatabase) throws {
        let sample = try SampleStore(kind)
        let isOver = Atomic(false)
        let writer = Thread {
            var number = 0
            while !isOver.load(ordering: .relaxed) {
                number += 1
                try? sample.put(
                    "school_class", [["S1", "\(number)班", "40"]], fields: ["school", "code", "seats"])
            }
        }
        writer.start()
        defer { isOver.store(true, ordering: .relaxed) }
        for _ in 0..<20 {
            let seen = Mutex<[Int64]>([])
            try sample.store.database.readTogether(3) { connection in
                for _ in 0..<3 {
                    let count = try connection.value("SELECT count(*) FROM audit").integer ?? 0
                    seen.withLock { $0.append(count) }
                }
            }
            let counts = seen.withLock { $0 }
            #expect(Set(counts).count == 1 && !counts.isEmpty, "\(counts)")
        }
    }

    @Test(arguments: TestDatabase.available) func manyThatReadTogetherDoNotWaitForEachOther(_ kind: TestDatabase) throws
    {
        let sample = try SampleStore(kind)
        let done = Atomic(0)
        let threads = 12
        for _ in 0..<threads {
            Thread {
                for _ in 0..<5 {
                    try? sample.store.database.readTogether(4) { connection in
                        _ = try connection.value("SELECT count(*) FROM audit")
                    }
                }
                done.wrappingAdd(1, ordering: .relaxed)
            }.start()
        }
        let end = Date(timeIntervalSinceNow: 120)
        while done.load(ordering: .relaxed) < threads, Date() < end { Thread.sleep(forTimeInterval: 0.01) }
        #expect(done.load(ordering: .relaxed) == threads)
    }

    @Test(arguments: TestDatabase.available) func whatOneConnectionThrowsIsThrown(_ kind: TestDatabase) throws {
        struct Refused: Error {}
        let sample = try SampleStore(kind)
        #expect(throws: Refused.self) { try sample.store.database.readTogether(3) { _ in throw Refused() } }
        #expect(throws: RegisterError.self) {
            try sample.store.database.readTogether(2) { _ = try $0.rows("SELECT * FROM nowhere") }
        }
    }
}
