import GRDB
import Store

/// How a round ended: places and wishes.
public struct RoundStatistics: Hashable, Sendable {
    /// A school's share.
    public struct OfSchool: Hashable, Sendable {
        /// The school.
        public let school: RoundSchool
        /// How many accepted applications named it first, and anywhere.
        public let first: Int, wished: Int
        /// Placed there, and of them entered as pupils.
        public let placed: Int, entered: Int
        /// Places left.
        public var left: Int { max(0, school.places - placed) }
    }

    /// By school.
    public let schools: [OfSchool]
    /// Applications that took part.
    public let applicants: Int
    /// Placed by the number of the wish; those placed beyond their wishes under 0.
    public let byChoice: [Int: Int]
    /// Placed and all who took part, by class.
    public let byClass: [String: (placed: Int, all: Int)]
    /// Without a place.
    public let waiting: Int, unplaced: Int

    /// Placed in all.
    public var placed: Int { byChoice.values.reduce(0, +) }

    /// Whether both tell the same.
    public static func == (one: RoundStatistics, other: RoundStatistics) -> Bool {
        one.schools == other.schools && one.byChoice == other.byChoice && one.applicants == other.applicants
    }

    /// Hashes the schools' shares.
    public func hash(into hasher: inout Hasher) { hasher.combine(schools) }
}

extension AdmissionDesk {
    /// How a round ended, of all its schools; before it is decided nobody is placed. For those who manage it.
    public func statistics(of id: Int64) throws -> RoundStatistics {
        try requireManage()
        return try admissions.statistics(of: id)
    }
}

extension AdmissionStore {
    func statistics(of id: Int64) throws -> RoundStatistics {
        try store.read { db in
            let schools = try Self.schools(of: id, db)
            var first: [String: Int] = [:], wished: [String: Int] = [:], placed: [Int64: Int] = [:],
                entered: [Int64: Int] = [:]
            var byChoice: [Int: Int] = [:], byClass: [String: (placed: Int, all: Int)] = [:]
            var results: [String: Int] = [:], applicants = 0
            // What is sealed stays where it is: only the columns that are counted are read.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT choices, class, result, school, choice, enrolled IS NOT NULL AS is_entered FROM admission_application
                    WHERE round_id = ? AND state = 'accepted'
                    """,
                arguments: [id])
            while let row = try rows.next() {
                applicants += 1
                let choices = (row["choices"] as String).split(separator: " ").map(String.init)
                let name: String = row["class"]
                if let best = choices.first { first[best, default: 0] += 1 }
                for choice in Set(choices) { wished[choice, default: 0] += 1 }
                byClass[name, default: (0, 0)].all += 1
                // Before the draw there is none.
                let result = row["result"] as String?
                if let result { results[result, default: 0] += 1 }
                guard result == "placed", let school = row["school"] as Int64? else { continue }
                placed[school, default: 0] += 1
                if row["is_entered"] { entered[school, default: 0] += 1 }
                byChoice[row["choice"] as Int? ?? 0, default: 0] += 1
                byClass[name, default: (0, 0)].placed += 1
            }
            return RoundStatistics(
                schools: schools.map {
                    .init(
                        school: $0, first: first[$0.code] ?? 0, wished: wished[$0.code] ?? 0,
                        placed: placed[$0.organisation] ?? 0, entered: entered[$0.organisation] ?? 0)
                }, applicants: applicants, byChoice: byChoice, byClass: byClass, waiting: results["waiting"] ?? 0,
                unplaced: results["unplaced"] ?? 0)
        }
    }

    /// A page of what is published: numbers with what came of them, sorted by number. Empty before the day of publication.
    ///
    /// - Parameters:
    ///   - number: only this one; empty for all.
    ///   - after: only those behind this number.
    ///   - offset: how many of them are passed over.
    public func publicResults(
        of round: AdmissionRound, number: String = "", after: String = "", limit: Int = .max, offset: Int = 0
    ) throws -> PublicResults {
        guard round.showsResults(on: today) else { return PublicResults(lines: [], total: 0) }
        let schools = Dictionary(try schools(of: round.id).map { ($0.organisation, $0) }) { one, _ in one }
        let condition = "round_id = ? AND state = 'accepted' AND result IS NOT NULL AND (? = '' OR number = ?)"
        return try store.read { db in
            let total = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM admission_application WHERE \(condition)",
                arguments: [round.id, number, number])
            let lines = try Row.fetchAll(
                db,
                sql: """
                    SELECT number, school, waiting FROM admission_application WHERE \(condition) AND number > ?
                    ORDER BY number LIMIT ? OFFSET ?
                    """,
                arguments: [round.id, number, number, after, limit, offset]
            ).map { row in
                let school = (row["school"] as Int64?).flatMap { schools[$0] }
                return PublicResults.Line(
                    number: row["number"], code: school?.code, school: school?.name, waiting: row["waiting"])
            }
            return PublicResults(lines: lines, total: total ?? 0)
        }
    }
}

/// A page of what everybody may see of a round's results.
public struct PublicResults: Hashable, Sendable {
    /// What came of one application.
    public struct Line: Hashable, Sendable {
        /// The application's number.
        public let number: String
        /// The code of the school where it is placed, and its name; nil for none.
        public let code: String?, school: String?
        /// The number on the waiting list; nil for none.
        public let waiting: Int?
    }

    /// The lines, sorted by number.
    public let lines: [Line]
    /// How many there are on all pages.
    public let total: Int
}
