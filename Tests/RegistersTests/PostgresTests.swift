import Catalog
import Chance
import Foundation
import RegisterFixtures
import Testing

@testable import Registers

/// What is PostgreSQL's own: lost connections, refusals that end a transaction, and how statements are written.
@Suite(.enabled(if: PostgresCluster.programs != nil, "PostgreSQL is not installed")) struct PostgresTests {
    private func isUnreachable(_ error: any Error) -> Bool {
        if case RegisterError.unreachable(let reason) = error { !reason.isEmpty } else { false }
    }

    @Test func aConnectionThatEndsTakesItsChangeAlong() throws {
        try TestDatabase.postgres.with { database in
            try ConformanceTests.makeTable(database)
            #expect {
                try database.write { connection in
                    try connection.run("INSERT INTO pupil (id) VALUES (1)")
                    let id = try connection.value("SELECT pg_backend_pid()")
                    try database.read { _ = try $0.value("SELECT pg_terminate_backend(?, 5000)", [id]) }
                    try connection.run("INSERT INTO pupil (id) VALUES (2)")
                }
            } throws: { isUnreachable($0) }
            try database.write { try $0.run("INSERT INTO pupil (id) VALUES (3)") }
            #expect(try database.read { try $0.rows("SELECT id FROM pupil").map(\.values) } == [[3]])
        }
    }

    @Test func aConnectionThatEndsWhileRowsGoInOrOut() throws {
        try TestDatabase.postgres.with { database in
            try ConformanceTests.makeTable(database)
            func end(_ id: SQLValue) throws {
                try database.read { _ = try $0.value("SELECT pg_terminate_backend(?, 5000)", [id]) }
            }
            #expect {
                try database.write { connection in
                    let id = try connection.value("SELECT pg_backend_pid()")
                    var rows = 0
                    try connection.insert(into: "pupil", columns: [("id", .integer), ("name", .text)]) { row in
                        rows += 1
                        if rows == 5000 { try end(id) }
                        row.integer(Int64(rows))
                        row.put("云岚区")
                        return rows < 200_000
                    }
                }
            } throws: { isUnreachable($0) }
            #expect {
                try database.read { connection in
                    let id = try connection.value("SELECT pg_backend_pid()")
                    var rows = 0
                    try connection.each("SELECT repeat('学', 100) FROM generate_series(1, 500000)", []) { _ in
                        rows += 1
                        if rows == 10 { try end(id) }
                    }
                }
            } throws: { isUnreachable($0) }
            #expect(try database.read { try $0.value("SELECT count(*) FROM pupil") } == 0)
        }
    }

    @Test func aServerThatCrashesAndComesBack() throws {
        let cluster = try PostgresCluster()
        let database = try PostgresDatabase(connection: cluster.connection(), functions: SQLFunctions(Catalog()))
        try ConformanceTests.makeTable(database)
        try database.write { try $0.run("INSERT INTO pupil (id) VALUES (1)") }
        #expect {
            try database.write { connection in
                try connection.run("INSERT INTO pupil (id) VALUES (2)")
                try cluster.crash()
            }
        } throws: { isUnreachable($0) }
        #expect { try database.read { try $0.value("SELECT 1") } } throws: { isUnreachable($0) }
        try cluster.start()
        #expect(try database.read { try $0.rows("SELECT id FROM pupil").map(\.values) } == [[1]])
        try database.write { try $0.run("INSERT INTO pupil (id) VALUES (3)") }
        #expect(try database.read { try $0.value("SELECT count(*) FROM pupil") } == 2)
    }

    @Test func aRefusalThatIsPassedOverStillEndsTheChange() throws {
        try TestDatabase.postgres.with { database in
            try ConformanceTests.makeTable(database)
            #expect(throws: RegisterError.database(reason: "22012 division by zero")) {
                try database.write { connection in
                    try connection.run("INSERT INTO pupil (id) VALUES (1)")
                    _ = try? connection.value("SELECT 1 / ?::integer", [0])
                }
            }
            #expect(try database.read { try $0.value("SELECT count(*) FROM pupil") } == 0)
        }
    }

    @Test func whatCannotBeKept() throws {
        try TestDatabase.postgres.with { database in
            try ConformanceTests.makeTable(database)
            #expect(throws: RegisterError.nulCharacter) {
                try database.write { try $0.run("INSERT INTO pupil (name) VALUES (?)", ["a\0b"]) }
            }
            #expect(throws: RegisterError.nulCharacter) {
                try database.write { connection in
                    var rows = 0
                    try connection.insert(into: "pupil", columns: [("name", .text)]) { row in
                        rows += 1
                        row.put("a\0b")
                        return rows < 3
                    }
                }
            }
            #expect(throws: RegisterError.database(reason: "22021 a text is not valid UTF-8, or holds a NUL character"))
            {
                try database.write { connection in
                    var rows = 0
                    try connection.insert(into: "pupil", columns: [("name", .text)]) { row in
                        rows += 1
                        let bytes: [UInt8] = [0xE5, 0xAD]
                        bytes.withUnsafeBytes { row.text($0) }
                        return rows < 3
                    }
                }
            }
            #expect(throws: RegisterError.database(reason: "22P04 a row has too few or too many values")) {
                try database.write { connection in
                    var rows = 0
                    try connection.insert(into: "pupil", columns: [("id", .integer), ("name", .text)]) { row in
                        rows += 1
                        row.integer(1)
                        return rows < 3
                    }
                }
            }
            #expect(throws: RegisterError.database(reason: "no statement can run while rows are copied in")) {
                try database.write { connection in
                    try connection.insert(into: "pupil", columns: [("id", .integer)]) { row in
                        row.put(try connection.value("SELECT 1"))
                        return true
                    }
                }
            }
            #expect(try database.read { try $0.value("SELECT count(*) FROM pupil") } == 0)
        }
    }

    @Test func moreArgumentsThanThereCanBe() throws {
        let marks = Array(repeating: "?", count: 70_000).joined(separator: ", ")
        try TestDatabase.postgres.with { database in
            #expect(throws: RegisterError.self) {
                try database.read { try $0.rows("SELECT 1 WHERE 1 IN (\(marks))", Array(repeating: 1, count: 70_000)) }
            }
            let after = try database.read { try $0.value("SELECT 1") }
            #expect(after == 1)
        }
    }

    @Test func moreStatementsThanAreKept() throws {
        try TestDatabase.postgres.with { database in
            try database.read { connection in
                for number in 0..<600 {
                    let found = try connection.value("SELECT ?::bigint + \(number % 300)", [1])
                    #expect(found == .integer(Int64(1 + number % 300)))
                }
                let kept = try connection.value("SELECT count(*) FROM pg_prepared_statements").integer ?? 0
                #expect(kept <= 256)
            }
        }
    }

    @Test(arguments: ["host=/nowhere dbname=none", "password=geheim oops", "postgresql://a:geheim@[::1", "geheim"])
    func aConnectionThatCannotBe(_ text: String) {
        #expect {
            try PostgresDatabase(connection: text, functions: SQLFunctions(Catalog()))
        } throws: { error in
            isUnreachable(error) && !"\(error)".contains("geheim")
        }
    }

    @Test func functionsAreMadeOnce() throws {
        let place = try TestDatabase.postgres.place()
        func made() throws -> [SQLRow] {
            try place.open(FunctionTests.catalog).read { connection in
                try connection.rows(
                    "SELECT oid, xmin::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY oid"
                )
            }
        }
        let first = try made()
        #expect(first.count > 20)
        #expect(try made().map(\.values) == first.map(\.values))
        withExtendedLifetime(place) {}
    }

    /// A call a row would cost more than the sums themselves.
    @Test(arguments: [
        "days_between(born, born)", "workdays_between(born, born)", "age_on(born, born)", "year_of(born)",
        "school_year(born)", "add_days(born, 5)",
    ]) func functionsBecomePartOfTheQuery(_ call: String) throws {
        try TestDatabase.postgres.with(FunctionTests.catalog) { database in
            try ConformanceTests.makeTable(database)
            let plan = try database.read { try $0.rows("EXPLAIN (VERBOSE) SELECT \(call) FROM pupil") }
            let output = plan.compactMap { $0[0].text }.first { $0.contains("Output") }
            let names = ["days_between", "age_on", "year_of", "school_year", "add_days", "given_day"]
            #expect(names.allSatisfy { output?.contains($0) == false }, "\(output ?? "")")
        }
    }

    @Test(arguments: [
        ("SELECT ?, ?", "SELECT $1, $2"), ("'?' \"?\" ?", "'?' \"?\" $1"), ("'it''s ?' ?", "'it''s ?' $1"),
        ("-- ?\n?", "-- ?\n$1"), ("-- ?", "-- ?"), ("/* ? /* ? */ ? */ ?", "/* ? /* ? */ ? */ $1"), ("/* ?", "/* ?"),
        ("$$ ? $$ ?", "$$ ? $$ $1"), ("$a$ ? $$ ? $a$ ?", "$a$ ? $$ ? $a$ $1"), ("$1 ?", "$1 $1"),
        ("a$b$ ?", "a$b$ $1"),
        ("$", "$"), ("'学' = ?", "'学' = $1"), ("", ""), ("'?", "'?"), ("1-?/?*?", "1-$1/$2*$3"),
    ]) func marksOfArguments(_ given: String, _ expected: String) {
        #expect(postgresPlaceholders(given) == expected)
    }

    @Test func anyTextIsReadToItsEnd() {
        var random = SplitMix64(seed: 3)
        let pieces = ["?", "'", "\"", "--", "\n", "/*", "*/", "$", "$$", "a", "1", "学", " "]
        for _ in 0..<5000 {
            let parts = (0..<(random.next() % 12)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
            let text = parts.joined()
            // What is written otherwise than `?` stands as it was.
            let written = postgresPlaceholders(text)
            #expect(written.utf8.count >= text.utf8.count)
            #expect(written.filter { $0 == "学" }.count == text.filter { $0 == "学" }.count)
            if !text.contains("?") { #expect(written == text) }
        }
    }
}
