import Catalog
import Crypto
import Foundation
import Monitoring

/// A function in PostgreSQL's own words, made in the current schema.
///
/// Bodies are expressions of SQL, which the planner puts in place of the call. Each carries the digest of its
/// definition as its comment, so that only what differs is made anew.
struct PostgresFunction: Sendable {
    /// Name and types of arguments: `days_between(date, date)`.
    let signature: String
    /// The statement that makes it.
    let definition: String

    /// - Parameter arguments: names and types.
    fileprivate init(
        _ name: String, _ arguments: [(name: String, type: String)], returns: String, _ body: String
    ) {
        signature = "\(name)(\(arguments.map(\.type).joined(separator: ", ")))"
        let list = arguments.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        definition =
            "CREATE OR REPLACE FUNCTION \(name)(\(list)) RETURNS \(returns) LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN \(body)"
    }

    private var digest: String {
        SHA256.hash(data: Data(definition.utf8)).prefix(16).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        .joined()
    }

    /// Whether the current schema has it as it is here.
    func isMade(_ connection: any SQLConnection) throws -> Bool {
        let found = try connection.value(
            """
            SELECT obj_description(oid, 'pg_proc') FROM pg_proc
            WHERE oid = to_regprocedure(?) AND pronamespace = current_schema()::regnamespace
            """, [.text(signature)])
        return found.text == digest
    }

    /// Makes it where it is missing or differs.
    func make(_ connection: any SQLConnection) throws {
        guard try !isMade(connection) else { return }
        try connection.run("\(definition); COMMENT ON FUNCTION \(signature) IS '\(digest)'")
    }
}

extension SQLFunctions {
    /// The functions for PostgreSQL, in the order in which they are made.
    ///
    /// A day may come as a date or as text, whatever a column or a literal has. `workdays_between` holds the calendar
    /// within itself; it is made anew when the calendar changes, so no index may be built on it.
    var postgres: [PostgresFunction] {
        Self.given + day("year_of", "extract(year FROM a)::bigint") + day("month_of", "extract(month FROM a)::bigint")
            + day(
                "school_year", "extract(year FROM a)::bigint - CASE WHEN extract(month FROM a) >= 9 THEN 0 ELSE 1 END")
            + days("days_between", "(b - a)::bigint") + days("age_on", Self.age)
            + days("workdays_between", "\(workdaysUpTo("b")) - \(workdaysUpTo("a"))") + Self.addition
    }

    /// What the others are made of: the day of a text or date, null where it is none.
    private static let given = [
        PostgresFunction(
            "given_day", [("a", "date")], returns: "date",
            "CASE WHEN a BETWEEN make_date(1, 1, 1) AND make_date(9999, 12, 31) THEN a END"),
        PostgresFunction(
            "given_day", [("a", "text")], returns: "date",
            """
            CASE WHEN a ~ '^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$'
                OR a ~ '^([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29$'
            THEN CASE WHEN left(a, 4) <> '0000'
                THEN make_date(left(a, 4)::integer, substr(a, 6, 2)::integer, right(a, 2)::integer) END END
            """),
    ]

    private static let age = """
        extract(year FROM b)::bigint - extract(year FROM a)::bigint
        - CASE WHEN extract(month FROM b) * 100 + extract(day FROM b) < extract(month FROM a) * 100 + extract(day FROM a)
            THEN 1 ELSE 0 END
        """

    private static let addition = ["date", "text"].map { type in
        // The bounds are chosen so that no sum can leave the calendar, or the range of its type.
        PostgresFunction(
            "add_days", [("a", type), ("n", "bigint")], returns: "date",
            """
            CASE WHEN n BETWEEN make_date(1, 1, 1) - given_day(a) AND make_date(9999, 12, 31) - given_day(a)
                THEN given_day(a) + n::integer END
            """)
    }

    private func day(_ name: String, _ body: String) -> [PostgresFunction] {
        [
            PostgresFunction("\(name)_day", [("a", "date")], returns: "bigint", body),
            PostgresFunction(name, [("a", "date")], returns: "bigint", "\(name)_day(given_day(a))"),
            PostgresFunction(name, [("a", "text")], returns: "bigint", "\(name)_day(given_day(a))"),
        ]
    }

    private func days(_ name: String, _ body: String) -> [PostgresFunction] {
        let plain = PostgresFunction("\(name)_days", [("a", "date"), ("b", "date")], returns: "bigint", body)
        let types = ["date", "text"]
        return [plain]
            + types.flatMap { first in
                types.map { second in
                    PostgresFunction(
                        name, [("a", first), ("b", second)], returns: "bigint",
                        "\(name)_days(given_day(a), given_day(b))")
                }
            }
    }

    /// How many workdays there are from 0001-01-01, a Monday, up to a day: of each week five, and what the calendar's
    /// exceptions up to that day come to.
    private func workdaysUpTo(_ day: String) -> String {
        let number = "(\(day) - make_date(1, 1, 1))"
        let weeks = "(\(number) / 7 * 5 + least(\(number) % 7 + 1, 5))::bigint"
        let changes = workdays.changes
        guard !changes.isEmpty else { return weeks }
        let days = changes.map { String($0.day.number + 719_162) }.joined(separator: ",")
        let totals = changes.map { String($0.total) }.joined(separator: ",")
        // width_bucket finds, by halving, how many exceptions there are up to the day.
        return
            "(\(weeks) + coalesce(('{\(totals)}'::integer[])[width_bucket(\(number), '{\(days)}'::integer[])], 0))"
    }
}
