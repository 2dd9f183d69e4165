import Catalog
import Chance
import Foundation
import Monitoring
import RegisterFixtures
import ShippedCatalog
import Testing

@testable import Registers

/// The functions that rules may call mean the same in both databases and in Swift.
@Suite struct FunctionTests {
    /// The days off and made-up workdays of two years, and one that says what holds anyway.
    static let catalog = Catalog(calendar: [
        "2024-02-04": true, "2024-02-12": false, "2024-02-13": false, "2024-02-14": false, "2024-02-15": false,
        "2024-02-16": false, "2024-02-18": true, "2024-10-01": false, "2024-10-02": false, "2024-10-03": false,
        "2024-10-05": false, "2025-01-01": false, "2025-10-11": true,
    ])

    @Test(arguments: TestDatabase.available) func functionsAgreeWithSwift(_ kind: TestDatabase) throws {
        let workdays = Workdays(Self.catalog.calendar)
        var random = SplitMix64(seed: 11)
        var pairs = (0..<400).map { index in
            let span = index < 200 ? 3000 : 3_652_059
            let first = index < 200 ? 19_000 : -719_162
            return (
                Day(number: first + Int(random.next() % UInt64(span))),
                Day(number: first + Int(random.next() % UInt64(span)))
            )
        }
        pairs += ["0001-01-01", "9999-12-31", "2024-02-29", "2023-02-28", "2024-08-31", "2024-09-01"].compactMap {
            Day($0).map { ($0, $0) }
        }
        try kind.with(Self.catalog) { database in
            try database.write { connection in
                try connection.run(
                    """
                    CREATE TABLE pair (id \(database.dialect.type(.integer)), a \(database.dialect.type(.date)),
                    b \(database.dialect.type(.date)), b_text \(database.dialect.type(.text)))
                    """)
                for (id, (a, b)) in pairs.enumerated() {
                    try connection.run(
                        "INSERT INTO pair VALUES (?, ?, ?, ?)",
                        [.integer(Int64(id)), .text(a.text), .text(b.text), .text(b.text)])
                }
            }
            let rows = try database.read { connection in
                try connection.rows(
                    """
                    SELECT days_between(a, b), workdays_between(a, b), age_on(a, b), year_of(b), month_of(b),
                    school_year(b), days_between(a, b_text), days_between(b_text, a), year_of(b_text),
                    workdays_between(b_text, b_text), add_days(a, days_between(a, b)), add_days(b_text, 0)
                    FROM pair ORDER BY id
                    """)
            }
            for ((a, b), row) in zip(pairs, rows) {
                let numbers = [
                    b - a, workdays.between(a, b), a.age(on: b), b.year, b.month, b.schoolYear, b - a, a - b, b.year, 0,
                ]
                let expected = numbers.map { SQLValue.integer(Int64($0)) } + [.text(b.text), .text(b.text)]
                #expect(row.values == expected, "\(a.text) \(b.text)")
            }
            #expect(rows.count == pairs.count)
        }
    }

    /// The bounds of the calendar, days that there are not, and other text.
    static let odd = [
        "", "2024", "2024-02-30", "2023-02-29", "1900-02-29", "2000-02-29", "2024-04-31", "2024-13-01", "2024-00-10",
        "2024-01-00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2024-1-1", " 2024-01-01",
        "2024-01-01\n",
        "2024/01/01", "infinity", "now", "二〇二四", "2024-01-0１", "-001-01-01",
    ]

    @Test(arguments: TestDatabase.available) func noDayGivesNothing(_ kind: TestDatabase) throws {
        try kind.with(Self.catalog) { database in
            for text in Self.odd {
                let day = text == "0000-01-01" ? nil : Day(text)
                let row = try database.read { connection in
                    try connection.row(
                        "SELECT year_of(?), days_between(?, '2024-01-01'), age_on('2024-01-01', ?), add_days(?, 0)",
                        Array(repeating: .text(text), count: 4))
                }
                #expect(row?[0] == SQLValue(day.map { Int64($0.year) }), "\(text)")
                #expect(
                    row?[1] == SQLValue(day.flatMap { day in Day("2024-01-01").map { Int64($0 - day) } }), "\(text)")
                #expect(row?[3] == SQLValue(day?.text), "\(text)")
                #expect(row?[2].isNull == (day == nil), "\(text)")
            }
            let nothing = try database.read { connection in
                try connection.row(
                    """
                    SELECT year_of(NULL), month_of(NULL), school_year(NULL), days_between(NULL, '2024-01-01'),
                    workdays_between('2024-01-01', NULL), age_on(NULL, NULL), add_days(NULL, 1), add_days('2024-01-01', NULL)
                    """)
            }
            #expect(nothing?.values == Array(repeating: .null, count: 8))
        }
    }

    @Test(arguments: TestDatabase.available) func sumsStayInTheCalendar(_ kind: TestDatabase) throws {
        let sums: [(String, Int64, String?)] = [
            ("2024-02-28", 1, "2024-02-29"), ("2024-03-01", -1, "2024-02-29"), ("0001-01-01", -1, nil),
            ("9999-12-31", 1, nil), ("0001-01-01", 3_652_058, "9999-12-31"), ("9999-12-31", -3_652_058, "0001-01-01"),
            ("2024-01-01", .max, nil), ("2024-01-01", .min, nil),
        ]
        try kind.with(Self.catalog) { database in
            for (day, count, expected) in sums {
                let sum = try database.read { connection in
                    try connection.value("SELECT add_days(?, ?)", [.text(day), .integer(count)])
                }
                #expect(sum == SQLValue(expected), "\(day) \(count)")
            }
        }
    }

    @Test(arguments: TestDatabase.available) func theShippedCalendarCounts(_ kind: TestDatabase) throws {
        let catalog = try ShippedCatalog.catalog()
        let workdays = Workdays(catalog.calendar)
        let days = stride(from: 17_800, to: 20_900, by: 7).map { Day(number: $0) }
        try kind.with(catalog) { database in
            try database.read { connection in
                for (a, b) in zip(days, days.reversed()) {
                    let found = try connection.value("SELECT workdays_between(?, ?)", [.text(a.text), .text(b.text)])
                    #expect(found == .integer(Int64(workdays.between(a, b))), "\(a.text) \(b.text)")
                }
            }
        }
    }
}
