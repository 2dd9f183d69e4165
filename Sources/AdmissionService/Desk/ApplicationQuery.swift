import GRDB
import Store

/// Which applications of a round a desk asks for.
public struct ApplicationQuery: Hashable, Sendable {
    /// How far they are; nil for all but drafts.
    public var state: Application.State?
    /// The class.
    public var applicantClass = ""
    /// The school whose desk checks them.
    public var desk: Int64?
    /// What came of them.
    public var result: Application.Result?
    /// The school where they are placed.
    public var school: Int64?
    /// Only those about which something was found: a duplicate, or an address in use.
    public var onlyMarked = false
    /// A number.
    public var number = ""

    /// All but drafts.
    public init() {}
}

/// A page of applications.
public struct ApplicationList: Sendable {
    /// The applications, those handed in first before others.
    public let applications: [Application]
    /// How many there are.
    public let total: Int
}

/// How a round stands at a school's desk.
public struct DeskProgress: Hashable, Sendable {
    /// The school.
    public let school: RoundSchool
    /// Applications by state.
    public let counts: [Application.State: Int]

    /// Applications in these states.
    public func count(_ states: Application.State...) -> Int { states.reduce(0) { $0 + (counts[$1] ?? 0) } }
    /// All that were handed in, ever.
    public var total: Int { counts.values.reduce(0, +) - (counts[.draft] ?? 0) }
}

extension AdmissionDesk {
    /// Applications of a round that the account may read.
    public func applications(
        of round: Int64, _ query: ApplicationQuery = ApplicationQuery(), limit: Int = 50, offset: Int = 0
    ) throws -> ApplicationList {
        var (filter, arguments) = condition(round)
        func add(_ sql: String, _ values: StatementArguments = []) {
            filter += " AND \(sql)"
            arguments += values
        }
        if let state = query.state { add("state = ?", [state.rawValue]) } else { add("state <> 'draft'") }
        if !query.applicantClass.isEmpty { add("class = ?", [query.applicantClass]) }
        if let desk = query.desk { add("desk = ?", [desk]) }
        if let result = query.result { add("result = ?", [result.rawValue]) }
        if let school = query.school { add("school = ?", [school]) }
        if !query.number.isEmpty { add("number = ?", [query.number]) }
        if query.onlyMarked { add("(\(Self.duplicate) OR \(Self.inUse))") }
        return try store.read { db in
            // Looking for what is marked asks of each application, so it is done once.
            let all = try Int64.fetchAll(
                db, sql: "SELECT id FROM admission_application a WHERE \(filter) ORDER BY submitted_at, id",
                arguments: arguments)
            let page = all.dropFirst(offset).prefix(limit).map(String.init).joined(separator: ", ")
            let rows = try Row.fetchCursor(
                db, sql: "SELECT * FROM admission_application WHERE id IN (\(page)) ORDER BY submitted_at, id")
            return ApplicationList(applications: try Array(rows.map(Application.init(row:))), total: all.count)
        }
    }

    /// The condition of a round's applications that the account may read.
    private func condition(_ round: Int64) -> (sql: String, arguments: StatementArguments) {
        guard let desks = readableDesks else { return ("round_id = ?", [round]) }
        let list = desks.sorted().map(String.init).joined(separator: ", ")
        // Whom it gets a school reads with everybody else.
        return (
            """
            round_id = ? AND (desk IN (\(list)) OR result = 'placed' AND school IN (\(list))
            AND (SELECT state FROM admission_round WHERE id = round_id) = 'announced')
            """, [round]
        )
    }

    /// The same child has another application that counts, in this round or another of the same year.
    private static let duplicate = """
        a.child_mark IS NOT NULL AND EXISTS (SELECT 1 FROM admission_application o
        JOIN admission_round p ON p.id = o.round_id JOIN admission_round q ON q.id = a.round_id
        WHERE o.child_mark = a.child_mark AND o.id <> a.id AND p.year = q.year
        AND o.continues IS NOT a.id AND a.continues IS NOT o.id
        AND o.state IN ('submitted', 'returned', 'accepted'))
        """

    /// The address serves another family: one that has used it, or one that asks for it at the same time.
    private static let inUse = """
        a.address_mark IS NOT NULL AND (EXISTS (SELECT 1 FROM admission_use u WHERE u.address_mark = a.address_mark
        AND u.application_id IS NOT a.id)
        OR EXISTS (SELECT 1 FROM admission_application o WHERE o.address_mark = a.address_mark AND o.id <> a.id
        AND o.round_id = a.round_id AND o.state IN ('submitted', 'returned', 'accepted')))
        """

    /// How far the desks of a round are that the account may see.
    public func progress(of round: Int64) throws -> [DeskProgress] {
        let (filter, arguments) = condition(round)
        let counts = try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT desk, state, count(*) AS n FROM admission_application a WHERE \(filter) AND desk IS NOT NULL
                    GROUP BY desk, state
                    """,
                arguments: arguments)
        }
        var found: [Int64: [Application.State: Int]] = [:]
        for row in counts {
            guard let state = Application.State(rawValue: row["state"]) else { continue }
            found[row["desk"], default: [:]][state] = row["n"]
        }
        return try admissions.schools(of: round).filter { mayRead($0.organisation) }.map {
            DeskProgress(school: $0, counts: found[$0.organisation] ?? [:])
        }
    }

    /// An application that the account may read. - Throws: `AdmissionError.noApplication`.
    public func application(_ id: Int64) throws -> Application {
        let application = try admissions.application(id)
        guard application.state != .draft else { throw AdmissionError.noApplication }
        if mayRead(application.desk) { return application }
        guard application.result == .placed, mayRead(application.school),
            try admissions.round(application.round).state == .announced
        else { throw AdmissionError.noApplication }
        return application
    }
}
