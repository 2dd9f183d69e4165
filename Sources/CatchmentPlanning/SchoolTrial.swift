import Catchments
import Foundation
import GRDB
import Store

/// Schools that are added to a plan, left out of it or taken back, to see what follows 试算.
public struct SchoolTrial: Hashable, Sendable {
    /// A school that is thought of.
    public struct NewSchool: Hashable, Sendable {
        /// What people call it.
        public var name: String
        /// Places for the entrants of the year.
        public var places: Int
        /// Where it is.
        public var place: Place?
        /// Or the point on whose ground it stands, by code or name.
        public var point: String

        /// A school that is thought of.
        public init(name: String, places: Int, place: Place? = nil, point: String = "") {
            (self.name, self.places, self.place, self.point) = (name, places, place, point)
        }
    }

    /// Schools that are added.
    public var added: [NewSchool] = []
    /// The codes of those that are left out: they close, or take no entrants.
    public var closed: Set<String> = []
    /// The codes of those that take part again.
    public var reopened: Set<String> = []

    /// Nothing yet.
    public init() {}
}

/// A trial as it was made, with what it can be compared with and be taken back to.
public struct CatchmentStep: Identifiable, Hashable, Sendable {
    /// Its row; later ones are greater.
    public let id: Int64
    /// The codes of schools that were added, left out, taken back.
    public let added: [String], closed: [String], reopened: [String]
    /// The plan before it in figures; nil where it was not worked out, or was changed in other ways since.
    public let before: CatchmentStanding?
    /// When it was made.
    public let madeAt: Date
    /// The codes of the schools that each point led to before.
    let schools: [String: Set<String>]

    /// The codes of points that now have other schools than before; none where that is not known.
    public func changed(in input: CatchmentInput) -> Set<String> {
        guard before != nil else { return [] }
        return Set(input.points.filter { Set($0.chosen.map(\.school)) != schools[$0.code] ?? [] }.map(\.code))
    }
}

/// A share as it was before a trial.
struct KeptShare: Codable {
    var kind: String, point: String, school: String, children: Int, metres: Double?
}

extension CatchmentStore {
    /// The last trial of a plan that was not taken back; nil for none.
    public func lastStep(of id: Int64) throws -> CatchmentStep? {
        try store.read { try Self.lastRow(of: id, $0).map(CatchmentStep.init(row:)) }
    }

    static func lastRow(of id: Int64, _ db: Database) throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM catchment_step WHERE plan_id = ? ORDER BY id DESC LIMIT 1", arguments: [id])
    }
}

extension CatchmentStep {
    init(row: Row) throws {
        id = row["id"]
        func codes(_ column: String) -> [String] { (row[column] as String).split(separator: " ").map(String.init) }
        (added, closed, reopened) = (codes("added"), codes("closed"), codes("reopened"))
        before = try (row["chosen"] as String?).map {
            try JSONDecoder().decode(CatchmentStanding.self, from: Data($0.utf8))
        }
        madeAt = Date(timeIntervalSince1970: Double(row["made_at"] as Int64) / 1000)
        schools = try Self.shares(row).filter { $0.kind == "chosen" }
            .reduce(into: [:]) { $0[$1.point, default: []].insert($1.school) }
    }

    static func shares(_ row: Row) throws -> [KeptShare] {
        try JSONDecoder().decode([KeptShare].self, from: Data((row["shares"] as String).utf8))
    }
}
