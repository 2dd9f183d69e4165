import Admissions
import Catalog
import GRDB
import Monitoring
import Registers
import Store

/// Entrants of a school who came by no round: a lead to look into 掐尖、考试招生线索.
public struct UnplacedEntrants: Hashable, Sendable {
    /// The school.
    public let school: RoundSchool
    /// Pupils who began in the grade that is entered, by the registers.
    public let entrants: Int
    /// Of the school year and stage, those whose admission by a round is recorded.
    public let admitted: Int
    /// Entrants for whom there is no admission.
    public var unexplained: Int { max(0, entrants - admitted) }
}

/// What a bureau looks at after the draw.
extension AdmissionDesk {
    /// Whether the numbers of the round's draw have to do with the list; nil before the draw, where places were given elsewhere,
    /// or where there are too few applications.
    public func fairness(of round: Int64) throws -> DrawFairness? {
        guard let files = try store.read({ try AdmissionStore.drawFiles(round, $0) }), let record = files.record else {
            return nil
        }
        return try DrawnOrders.shared.order(of: Digest.of(files.round), record: record).fairness
    }

    /// The schools of a round with more entrants than admissions, by the registers: most first.
    ///
    /// Counted are pupils who began in the grade within sixty days of the day of entry, whether by admission or by transfer; the
    /// admissions are those of all rounds of the year.
    ///
    /// - Throws: `AdmissionError.notAllowed`; `RegisterError`.
    public func unplacedEntrants(of id: Int64) throws -> [UnplacedEntrants] {
        try requireManage()
        let round = try admissions.round(id), rules = try round.rules
        let entry = rules.entry.day(of: round.year)
        guard round.state == .announced, entry <= admissions.today else { return [] }
        let database = admissions.registers.database
        let day = database.dialect.argument(.date)
        let (entrants, admitted) = try database.read { connection in
            func counts(_ sql: String, _ arguments: [SQLValue]) throws -> [Int64: Int] {
                var counts: [Int64: Int] = [:]
                try connection.each(sql, arguments) { row in
                    if let school = row[0].integer { counts[school] = Int(row[1].integer ?? 0) }
                }
                return counts
            }
            return (
                try counts(
                    """
                    SELECT school, count(*) FROM enrolment WHERE stage = ? AND grade = ? AND started_on BETWEEN \(day) AND \(day)
                    GROUP BY school
                    """,
                    [.text(rules.stage), .text(rules.grade), .text((entry + -30).text), .text((entry + 30).text)]),
                try counts(
                    "SELECT school, count(*) FROM admission WHERE stage = ? AND school_year = ? GROUP BY school",
                    [.text(rules.stage), .integer(Int64(round.year))])
            )
        }
        return try admissions.schools(of: id).map {
            UnplacedEntrants(
                school: $0, entrants: entrants[$0.organisation] ?? 0, admitted: admitted[$0.organisation] ?? 0)
        }
        .filter { $0.unexplained > 0 }
        .sorted { ($1.unexplained, $0.school.code) < ($0.unexplained, $1.school.code) }
    }
}
