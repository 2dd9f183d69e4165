import Catalog
import Foundation
import GRDB
import Monitoring
import Registers
import Store

/// Admission rounds and the applications of families, in the ledger's store; schools and pupils are the registers'.
///
/// A value to pass around. Families act through methods that take their application's number; staff through
/// `AdmissionDesk`, which asks for their rights.
public struct AdmissionStore: Sendable {
    /// Where it is kept.
    public let store: Store
    /// Whose schools and pupils they are, and what seals personal records.
    public let registers: RegisterStore

    /// Admissions in a store that was opened with `AdmissionSchema.migrations`.
    public init(store: Store, registers: RegisterStore) {
        self.store = store
        self.registers = registers
    }

    /// The register whose rights decide about admissions, and which keeps who was placed where.
    public static let register = "admission"

    /// The day in China.
    public var today: Day { Day(of: store.environment.now()) }

    /// Who changes what a family sends.
    static let family = Principal.system("family")

    // MARK: - Rounds

    /// All rounds, latest first.
    public func rounds(states: Set<AdmissionRound.State> = Set(AdmissionRound.State.allCases)) throws
        -> [AdmissionRound]
    {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(AdmissionRound.columns) FROM admission_round ORDER BY year DESC, id DESC"
            )
            .map(AdmissionRound.init(row:)).filter { states.contains($0.state) }
        }
    }

    /// The rounds that everybody may see.
    public func publicRounds() throws -> [AdmissionRound] {
        try rounds(states: [.published, .frozen, .decided, .announced])
    }

    /// A round. - Throws: `AdmissionError.noRound`.
    public func round(_ id: Int64) throws -> AdmissionRound { try store.read { try Self.round(id, $0) } }

    static func round(_ id: Int64, _ db: Database) throws -> AdmissionRound {
        let row = try Row.fetchOne(
            db, sql: "SELECT \(AdmissionRound.columns) FROM admission_round WHERE id = ?", arguments: [id])
        guard let row else {
            throw AdmissionError.noRound
        }
        return try AdmissionRound(row: row)
    }

    /// The schools of a round, by code.
    public func schools(of round: Int64) throws -> [RoundSchool] { try store.read { try Self.schools(of: round, $0) } }

    static func schools(of round: Int64, _ db: Database) throws -> [RoundSchool] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM admission_school WHERE round_id = ? ORDER BY code", arguments: [round]
        ).map {
            RoundSchool(organisation: $0["organisation"], code: $0["code"], name: $0["name"], places: $0["places"])
        }
    }

    /// The places of a round, by code.
    ///
    /// - Parameter words: what their name or code holds; empty for all.
    public func places(of round: Int64, matching words: String = "", limit: Int = .max) throws -> [RoundPlace] {
        try store.read { db in
            let escaped = words.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM admission_place WHERE round_id = ? AND (name LIKE ? ESCAPE '\\' OR code = ?)
                    ORDER BY code LIMIT ?
                    """,
                arguments: [round, "%\(escaped)%", words, limit]
            ).map(Self.place)
        }
    }

    /// A place of a round; nil where there is none of the code.
    public func place(_ code: String, of round: Int64) throws -> RoundPlace? {
        try store.read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM admission_place WHERE round_id = ? AND code = ?", arguments: [round, code]
            ).map(Self.place)
        }
    }

    /// The place that a family means: its code, its name, or the two as a list shows them.
    public func place(named words: String, of round: Int64) throws -> RoundPlace? {
        let words = words.trimmingCharacters(in: .whitespaces)
        guard !words.isEmpty else { return nil }
        return try store.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM admission_place WHERE round_id = ? AND (code = ? OR name = ? OR code || ' ' || name = ?)
                    """,
                arguments: [round, words, words, words]
            ).map(Self.place)
        }
    }

    private static func place(_ row: Row) -> RoundPlace {
        RoundPlace(
            code: row["code"], name: row["name"],
            schools: (row["schools"] as String).split(separator: " ").map(String.init))
    }

    /// The schools that a family may choose from: those of its place, or all of the round.
    public func choosable(_ round: AdmissionRound, place: String) throws -> [RoundSchool] {
        let schools = try schools(of: round.id)
        guard try round.rules.route != .open else { return schools }
        guard let place = try self.place(place, of: round.id) else { return [] }
        return place.schools.compactMap { code in schools.first { $0.code == code } }
    }
}
