import Catchments
import Foundation
import GRDB
import Monitoring

/// A catchment plan 划片方案: what it is for, how far it is, how it was worked out, and its figures.
public struct CatchmentScheme: Identifiable, Hashable, Sendable {
    /// What a plan is for.
    public enum Purpose: String, CaseIterable, Hashable, Sendable {
        /// The areas of the schools that there are.
        case areas
        /// A study of which new sites to open; it is not published.
        case sites
    }

    /// How far a plan is.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Input is taken; there is no proposal.
        case draft
        /// A proposal is there; a planner may change it.
        case solved
        /// In force, for everybody to see.
        case published
        /// In force no more.
        case withdrawn
    }

    /// Where a part of the input came from.
    public struct Source: Codable, Hashable, Sendable {
        /// `points`, `schools`, `outlines`, `neighbours`, `ways`, `candidates`.
        public var part: String
        /// The register's or file's name.
        public var name: String
        /// Whether it is a file.
        public var isFile: Bool
        /// Rows taken.
        public var rows: Int
        /// SHA-256 of a file, hexadecimal; nil for a register.
        public var digest: String?
        /// The day on which it was taken.
        public var day: String
    }

    /// Its row.
    public let id: Int64
    /// What people call it.
    public let title: String
    /// Code of the list `stage`.
    public let stage: String
    /// The school year whose entrants it is for.
    public let year: Int
    /// What it is for.
    public let purpose: Purpose
    /// How far it is.
    public let state: State
    /// Limits, prices and how it is worked out.
    public let settings: CatchmentSettings
    /// Where its input came from.
    public let sources: [Source]
    /// Counts changes; whoever changes names the version it is based on.
    public let version: Int
    /// The solver's proposal in figures; nil before.
    public let proposal: CatchmentStanding?
    /// What the planner made of it in figures; nil before.
    public let chosen: CatchmentStanding?
    /// Why it was withdrawn.
    public let words: String
    /// When it was worked out, published, withdrawn.
    public let solvedAt: Date?, publishedAt: Date?, withdrawnAt: Date?
    /// When it was made and changed last.
    public let createdAt: Date, updatedAt: Date
    /// The accounts that made and published it.
    public let createdBy: Int64?, publishedBy: Int64?

    /// Stages that have catchments: kindergarten, primary, junior.
    public static let stages = ["K", "P", "J"]

    init(row: Row) throws {
        id = row["id"]
        title = row["title"]
        stage = row["stage"]
        year = row["year"]
        purpose = Purpose(rawValue: row["purpose"]) ?? .areas
        state = State(rawValue: row["state"]) ?? .draft
        let decoder = JSONDecoder()
        func decoded<Value: Decodable>(_ column: String) throws -> Value? {
            guard let text = row[column] as String? else { return nil }
            return try decoder.decode(Value.self, from: Data(text.utf8))
        }
        settings = try decoded("settings") ?? CatchmentSettings()
        sources = try decoded("sources") ?? []
        version = row["version"]
        proposal = try decoded("proposal")
        chosen = try decoded("chosen")
        words = row["words"]
        func date(_ column: String) -> Date? {
            (row[column] as Int64?).map { Date(timeIntervalSince1970: Double($0) / 1000) }
        }
        (solvedAt, publishedAt, withdrawnAt) = (date("solved_at"), date("published_at"), date("withdrawn_at"))
        createdAt = date("created_at") ?? Date(timeIntervalSince1970: 0)
        updatedAt = date("updated_at") ?? Date(timeIntervalSince1970: 0)
        createdBy = row["created_by"]
        publishedBy = row["published_by"]
    }

    static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// How a plan is worked out.
public struct CatchmentSettings: Codable, Hashable, Sendable {
    /// Whether points stay whole.
    public enum Manner: String, Codable, CaseIterable, Sendable {
        /// Every point whole to one school, areas connected.
        case connected
        /// Every point whole to one school.
        case whole
        /// Points may be split among schools: several schools a point.
        case split
    }

    /// How long plans of whole points are searched for.
    public enum Effort: String, Codable, CaseIterable, Sendable {
        case quick, usual, thorough

        /// Moves tried for each of so many points.
        func moves(points: Int) -> Int {
            let most = CatchmentSolver.usualEffort(points: points)
            return switch self {
            case .quick: min(most, 4_000)
            case .usual: min(most, 100_000)
            case .thorough: most
            }
        }
    }

    /// Whether points stay whole.
    public var manner = Manner.whole
    /// Limits and prices, in metres.
    public var rules: CatchmentRules
    /// Same seed and input, same plan.
    public var seed: UInt64 = 1
    /// How long is searched.
    public var effort = Effort.usual
    /// The most new sites to open, or nil.
    public var most: Int?

    /// Whole points, walks of 3 km at most where that can be, streets 1.3 times as long as straight lines.
    public init() {
        rules = CatchmentRules()
        rules.limit = 3_000
        rules.detour = 1.3
        rules.movePrice = 200
    }

    /// - Throws: `CatchmentPlanError.badSetting`.
    func check() throws {
        let ranges: [(String, Double, ClosedRange<Double>)] = [
            ("limit", rules.limit ?? 1, 1...100_000), ("detour", rules.detour, 1...5),
            ("movePrice", rules.movePrice, 0...1_000_000), ("beyondPrice", rules.beyondPrice, 0...1_000_000),
            ("slackPrice", rules.slackPrice, 0...1_000_000), ("seed", Double(seed), 0...9e15),
            ("most", Double(most ?? 0), 0...500),
        ]
        for (name, value, range) in ranges where !range.contains(value) {
            throw CatchmentPlanError.badSetting(name: name)
        }
    }
}

/// A proposal, or what became of it, in figures.
public struct CatchmentStanding: Codable, Hashable, Sendable {
    /// The figures.
    public var figures: CatchmentFigures
    /// Today's catchments in the same figures, where every point has a school today.
    public var today: CatchmentFigures?
    /// What it comes up against.
    public var findings: [CatchmentFinding]
    /// Metres walked by all children together with the prices of broken rules, and what no plan can cost less than.
    public var cost: Double, bound: Double
    /// Whether it is proved that nothing costs less.
    public var isProved: Bool
    /// What opening the new sites costs, in kilometres of walking of one child.
    public var opening: Double?

    init(_ plan: CatchmentPlan, opening: Double? = nil) {
        (figures, today, findings) = (plan.proposal, plan.today, plan.findings)
        (cost, bound, isProved, self.opening) = (plan.cost, plan.bound, plan.certificate?.isOptimal ?? false, opening)
    }

    /// How much more than the bound it costs, as a part of it.
    public var gap: Double { bound > 0 ? max(0, cost / bound - 1) : 0 }

    /// What one place more saves at each full school, in metres.
    var worth: [String: Double] {
        findings.reduce(into: [:]) { if case .full(let school, let saves) = $1 { $0[school] = saves } }
    }
}
