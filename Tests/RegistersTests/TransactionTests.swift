import Catalog
import Foundation
import RegisterFixtures
import Synchronization
import Testing

@testable import Registers

/// Changes are whole or not at all, and reads see one state, on both databases.
@Suite struct TransactionTests {
    struct Refused: Error {}

    private func count(_ database: any RegisterDatabase) throws -> SQLValue {
        try database.read { try $0.value("SELECT count(*) FROM pupil") }
    }

    @Test(arguments: TestDatabase.available) func whatThrowsIsUndone(_ kind: TestDatabase) throws {
        try kind.with { database in
            try ConformanceTests.makeTable(database)
            #expect(throws: Refused.self) {
                try database.write { connection in
                    try connection.run("INSERT INTO pupil (id) VALUES (1)")
                    try connection.run("CREATE TABLE other (id integer)")
                    throw Refused()
                }
            }
            #expect(throws: Refused.self) {
                try database.write { connection in
                    var id: Int64 = 0
                    try connection.insert(into: "pupil", columns: [("id", .integer)]) { row in
                        id += 1
                        row.integer(id)
                        if id > 20_000 { throw Refused() }
                        return true
                    }
                }
            }
            #expect(try count(database) == 0)
            #expect(throws: RegisterError.self) { try database.read { try $0.rows("SELECT * FROM other") } }
            try database.write { try $0.run("INSERT INTO pupil (id) VALUES (2)") }
            #expect(try count(database) == 1)
        }
    }

    @Test(arguments: TestDatabase.available) func readsSeeOneState(_ kind: TestDatabase) throws {
        try kind.with { database in
            try ConformanceTests.makeTable(database)
            try database.read { connection in
                let before = try connection.value("SELECT count(*) FROM pupil")
                try database.write { try $0.run("INSERT INTO pupil (id) VALUES (1)") }
                let after = try connection.value("SELECT count(*) FROM pupil")
                #expect(before == 0 && after == 0)
            }
            #expect(try count(database) == 1)
        }
    }

    @Test(arguments: TestDatabase.available) func readsChangeNothing(_ kind: TestDatabase) throws {
        try kind.with { database in
            try ConformanceTests.makeTable(database)
            #expect(throws: RegisterError.self) {
                try database.read { try $0.run("INSERT INTO pupil (id) VALUES (?)", [1]) }
            }
            #expect(try count(database) == 0)
        }
    }

    @Test(arguments: TestDatabase.available) func changesWaitForEachOther(_ kind: TestDatabase) throws {
        let place = try kind.place()
        // Two programs on one database, eight threads each with changes and reads.
        let databases = try [place.open(), place.open()]
        try ConformanceTests.makeTable(databases[0])
        try databases[0].write { try $0.run("INSERT INTO pupil (id) VALUES (0)") }
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            do {
                for round in 0..<10 {
                    let database = databases[(thread + round) % 2]
                    try database.write { connection in
                        let id = try connection.value("SELECT id FROM pupil").integer ?? 0
                        try connection.run("UPDATE pupil SET id = ?", [.integer(id + 1)])
                    }
                    let found = try database.read { try $0.value("SELECT id FROM pupil") }.integer ?? 0
                    if found < round + 1 { failures.withLock { $0.append("\(found) after \(round + 1)") } }
                }
            } catch { failures.withLock { $0.append("\(error)") } }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try databases[1].read { try $0.value("SELECT id FROM pupil") } == 80)
        withExtendedLifetime(place) {}
    }

    @Test(arguments: TestDatabase.available) func manyReadAtOnce(_ kind: TestDatabase) throws {
        try kind.with { database in
            try ConformanceTests.makeTable(database)
            try database.write { connection in
                for id in 1...100 { try connection.run("INSERT INTO pupil (id) VALUES (?)", [.integer(Int64(id))]) }
            }
            let sums = Mutex<[SQLValue]>([])
            DispatchQueue.concurrentPerform(iterations: 12) { thread in
                for _ in 0..<10 {
                    let sum = try? database.read { connection in
                        try connection.value("SELECT sum(id) FROM pupil WHERE id > ?", [.integer(Int64(thread))])
                    }
                    sums.withLock {
                        $0.append(
                            sum.map { SQLValue($0.integer.map { $0 + Int64(thread * (thread + 1) / 2) }) } ?? .null)
                    }
                }
            }
            #expect(sums.withLock { $0 } == Array(repeating: 5050, count: 120))
        }
    }

    @Test(arguments: TestDatabase.available) func columnsAddedMeanwhileAreSeen(_ kind: TestDatabase) throws {
        try kind.with { database in
            try database.write { try $0.run("CREATE TABLE pupil (id integer)") }
            let before = try database.read { try $0.rows("SELECT * FROM pupil WHERE id = ?", [1]) }
            try database.write { connection in
                try connection.run("INSERT INTO pupil VALUES (?)", [1])
                _ = try connection.rows("SELECT * FROM pupil WHERE id = ?", [1])
                try connection.run("ALTER TABLE pupil ADD COLUMN name text")
                let row = try connection.row("SELECT * FROM pupil WHERE id = ?", [1])
                #expect(row?.names == ["id", "name"])
            }
            let after = try database.read { try $0.row("SELECT * FROM pupil WHERE id = ?", [1]) }
            #expect(before.isEmpty && after?.values == [1, .null])
        }
    }

    @Test(arguments: TestDatabase.available) func aSecondStartFindsEverything(_ kind: TestDatabase) throws {
        let place = try kind.place()
        try ConformanceTests.makeTable(place.open(FunctionTests.catalog))
        let again = try place.open(FunctionTests.catalog)
        #expect(try count(again) == 0)
        // A day off that is new counts from the next start.
        let query = "SELECT workdays_between('2026-06-17', '2026-06-19')"
        #expect(try again.read { try $0.value(query) } == 2)
        let holiday = try place.open(Catalog(calendar: ["2026-06-19": false]))
        #expect(try holiday.read { try $0.value(query) } == 1)
        withExtendedLifetime(place) {}
    }

    @Test(arguments: TestDatabase.available) func argumentsThatDoNotFitTheirMarks(_ kind: TestDatabase) throws {
        try kind.with { database in
            try ConformanceTests.makeTable(database)
            let statements: [(String, [SQLValue])] = [
                ("SELECT id FROM pupil WHERE id = ? AND name = ?", [1]),
                ("SELECT id FROM pupil WHERE id = ?", [1, "秘密"]),
                ("SELECT FROM WHERE ?", [1]),
            ]
            for (sql, arguments) in statements {
                #expect {
                    try database.read { try $0.rows(sql, arguments) }
                } throws: { error in
                    if case RegisterError.database(let reason) = error { !reason.contains("秘密") } else { false }
                }
            }
        }
    }

    @Test(arguments: TestDatabase.available) func errorsKeepValuesToThemselves(_ kind: TestDatabase) throws {
        try kind.with { database in
            try database.write { connection in
                try connection.run(
                    """
                    CREATE TABLE pupil (id \(database.dialect.type(.integer)) PRIMARY KEY, name text NOT NULL UNIQUE,
                    born \(database.dialect.type(.date)), CONSTRAINT short CHECK (length(name) < 9))
                    """)
                try connection.run("INSERT INTO pupil (id, name) VALUES (1, '张秘密')")
            }
            let refused: [(String, [SQLValue])] = [
                ("INSERT INTO pupil (id, name) VALUES (2, ?)", ["张秘密"]),
                ("INSERT INTO pupil (id, name) VALUES (?, '秘密二')", ["秘密"]),
                ("INSERT INTO pupil (id, name, born) VALUES (3, ?, NULL)", [.null]),
                ("INSERT INTO pupil (id, name) VALUES (4, ?)", ["秘密秘密秘密秘密秘密"]),
                ("SELECT * FROM nowhere WHERE name = ?", ["秘密"]),
            ]
            for (sql, arguments) in refused {
                do {
                    try database.write { _ = try $0.rows(sql, arguments) }
                    Issue.record("accepted: \(sql)")
                } catch RegisterError.database(let reason) {
                    #expect(!reason.contains("秘密") && reason.count > 5, "\(reason)")
                }
            }
            #expect(throws: RegisterError.self) {
                try database.write { connection in
                    var rows = 0
                    try connection.insert(into: "pupil", columns: [("id", .integer), ("name", .text)]) { row in
                        guard rows < 2 else { return false }
                        rows += 1
                        row.integer(9)
                        row.put(.text("第\(rows)"))
                        return true
                    }
                }
            }
            #expect(try count(database) == 1)
        }
    }
}
