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
        /// Placed there.
        public let placed: Int
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
        let (schools, all) = try store.read { db in
            (
                try Self.schools(of: id, db),
                try Row.fetchAll(
                    db, sql: "SELECT * FROM admission_application WHERE round_id = ? AND state = 'accepted'",
                    arguments: [id]
                ).map(Application.init(row:))
            )
        }
        var first: [String: Int] = [:], wished: [String: Int] = [:], placed: [Int64: Int] = [:]
        var byChoice: [Int: Int] = [:], byClass: [String: (placed: Int, all: Int)] = [:]
        for one in all {
            if let best = one.choices.first { first[best, default: 0] += 1 }
            for choice in Set(one.choices) { wished[choice, default: 0] += 1 }
            byClass[one.applicantClass, default: (0, 0)].all += 1
            guard one.result == .placed, let school = one.school else { continue }
            placed[school, default: 0] += 1
            byChoice[one.choice ?? 0, default: 0] += 1
            byClass[one.applicantClass, default: (0, 0)].placed += 1
        }
        return RoundStatistics(
            schools: schools.map {
                .init(
                    school: $0, first: first[$0.code] ?? 0, wished: wished[$0.code] ?? 0,
                    placed: placed[$0.organisation] ?? 0)
            }, applicants: all.count, byChoice: byChoice, byClass: byClass,
            waiting: all.count { $0.result == .waiting },
            unplaced: all.count { $0.result == .unplaced })
    }

    /// What is published: numbers with what came of them, sorted by number. Empty before the day of publication.
    public func publicResults(of round: AdmissionRound) throws -> [(number: String, school: String?, waiting: Int?)] {
        guard round.showsResults(on: today) else { return [] }
        let names = Dictionary(try schools(of: round.id).map { ($0.organisation, $0.name) }) { one, _ in one }
        return try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT number, school, waiting FROM admission_application
                    WHERE round_id = ? AND state = 'accepted' AND result IS NOT NULL ORDER BY number
                    """,
                arguments: [round.id]
            ).map { ($0["number"], ($0["school"] as Int64?).flatMap { names[$0] }, $0["waiting"]) }
        }
    }
}
