import Foundation
import GRDB
import Localisation
import Monitoring
import Store

/// An admission round 招生批次: its rules, its days, and how far it is.
public struct AdmissionRound: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// The kind that it was made from.
    public let kind: String
    /// The year in which the children begin.
    public let year: Int
    /// What people call it.
    public let title: String
    /// Its rules as they were written.
    public let text: String
    /// How far it is.
    public let state: State
    /// Its days.
    public let calendar: [RoundDay: Day]
    /// The round whose unplaced children it is for; nil for a first round.
    public let secondOf: Int64?
    /// SHA-256 of the list that was frozen, hexadecimal; nil before.
    public let digest: String?
    /// What was published about the draw: sources of the seed, the record.
    public let drawNote: String

    /// How far a round is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Being set up; nobody outside sees it.
        case draft
        /// Families see it and apply in its days.
        case published
        /// The list of those accepted is fixed.
        case frozen
        /// Places are given; nobody outside sees them.
        case decided
        /// Families see their results.
        case announced
    }

    /// What of its row is read: the lists and the record of a draw have megabytes.
    static let columns = "id, kind, year, title, rules, state, calendar, second_of, digest, seed_note"

    init(row: Row) throws {
        id = row["id"]
        kind = row["kind"]
        year = row["year"]
        title = row["title"]
        text = row["rules"]
        state = State(rawValue: row["state"]) ?? .draft
        let days = try JSONDecoder().decode([String: Day].self, from: Data((row["calendar"] as String).utf8))
        calendar = Dictionary(days.compactMap { name, day in RoundDay(rawValue: name).map { ($0, day) } }) { one, _ in
            one
        }
        secondOf = row["second_of"]
        digest = row["digest"]
        drawNote = row["seed_note"]
    }

    /// Its rules. - Throws: `CatalogError`; what was kept was read before.
    public var rules: RoundRules {
        get throws { try RulesCache.shared.rules(text) }
    }

    /// Whether families may hand in on a day.
    public func takesApplications(on day: Day) -> Bool {
        guard state == .published, let opens = calendar[.opens], let closes = calendar[.closes] else { return false }
        return opens <= day && day <= closes
    }

    /// Whether what was sent back may be corrected, and what was handed in be checked, on a day.
    public func takesCorrections(on day: Day) -> Bool {
        guard state == .published, let opens = calendar[.opens], let checked = calendar[.checked] else { return false }
        return opens <= day && day <= checked
    }

    /// Whether families see their results on a day.
    public func showsResults(on day: Day) -> Bool {
        state == .announced && (calendar[.published].map { $0 <= day } ?? true)
    }

    static func encoded(_ calendar: [RoundDay: Day]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let days = Dictionary(calendar.map { ($0.key.rawValue, $0.value) }) { one, _ in one }
        return String(decoding: try encoder.encode(days), as: UTF8.self)
    }
}

/// A school of a round with its places.
public struct RoundSchool: Hashable, Sendable {
    /// Its organisation.
    public let organisation: Int64
    /// The organisation's code.
    public let code: String
    /// Its name when it came into the round.
    public let name: String
    /// Places, from 0.
    public let places: Int

    /// A school with its places.
    public init(organisation: Int64, code: String, name: String, places: Int) {
        self.organisation = organisation
        self.code = code
        self.name = name
        self.places = places
    }
}

/// A place where children live, or the school that they are at, and the schools it leads to 划片.
public struct RoundPlace: Hashable, Sendable {
    /// Its code, as the bureau numbers it.
    public let code: String
    /// Its name: a compound with its street numbers, or a school.
    public let name: String
    /// Codes of the schools, at least one.
    public let schools: [String]

    /// A place and the schools it leads to.
    public init(code: String, name: String, schools: [String]) {
        self.code = code
        self.name = name
        self.schools = schools
    }
}
