import Indicators
import Store

/// Addresses of the library of indicators 指标库, and of the plans' targets that they measure.
enum IndicatorPath: Hashable, Sendable {
    /// The library with the latest values, `?organisation=3&q=…`; posting counts, or stops what counts.
    case library
    /// The library as a file: `xlsx`, `csv`, `json`.
    case libraryFile(String)
    /// An indicator, `?organisation=3&period=2026-2027&by=stage&value=3`; posting counts it for a period.
    case one(String)
    /// Its values by organisation as a file: `xlsx`, `csv`, `json`.
    case file(String, String)
    /// The rows behind its part, or its whole.
    case rows(String, IndicatorSide)
    /// The same as a file: `xlsx`, `csv`.
    case rowsFile(String, IndicatorSide, String)
    /// 目标绑定: the targets of plans with what measures them.
    case targets
    /// What could measure a target, `?q=…`; posting binds, refuses, takes back.
    case target(Int64)
}

extension SitePath {
    /// The page of an indicator: `SitePath.indicator("pupils").with("organisation", "3").with("period", "2026-2027")`.
    static func indicator(_ name: String) -> SitePath { .indicators(.one(name)) }
}

extension IndicatorPath: SubPath {
    static let home: SitePath? = .indicators(.library)

    static let tables = ["xlsx", "csv", "json"], lists = ["xlsx", "csv"]

    var pieces: [String] {
        switch self {
        case .library: ["data", "indicators"]
        case .libraryFile(let format): ["data", "indicators", "export", format]
        case .one(let name): ["data", "indicators", name]
        case .file(let name, let format): ["data", "indicators", name, "export", format]
        case .rows(let name, let side): ["data", "indicators", name, side.rawValue]
        case .rowsFile(let name, let side, let format): ["data", "indicators", name, side.rawValue, "export", format]
        case .targets: ["data", "targets"]
        case .target(let id): ["data", "targets", "\(id)"]
        }
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data" else { return nil }
        let rest = Array(pieces.dropFirst(2))
        if pieces[1] == "targets" {
            if rest.isEmpty {
                self = .targets
            } else if rest.count == 1, let id = SitePath.row(rest[0]) {
                self = .target(id)
            } else {
                return nil
            }
            return
        }
        guard pieces[1] == "indicators" else { return nil }
        guard let name = rest.first else {
            self = .library
            return
        }
        guard Self.isName(name) else { return nil }
        let side = rest.count > 1 ? IndicatorSide(rawValue: rest[1]) : nil
        switch (side, rest.count) {
        case (nil, 1): self = .one(name)
        case (nil, 2) where name == "export" && Self.tables.contains(rest[1]): self = .libraryFile(rest[1])
        case (nil, 3) where rest[1] == "export" && Self.tables.contains(rest[2]): self = .file(name, rest[2])
        case (let side?, 2): self = .rows(name, side)
        case (let side?, 4) where rest[2] == "export" && Self.lists.contains(rest[3]):
            self = .rowsFile(name, side, rest[3])
        default: return nil
        }
    }

    /// Whether a piece can be the name of an indicator.
    private static func isName(_ piece: String) -> Bool {
        (1...100).contains(piece.utf8.count)
            && piece.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
            }
    }

    /// The roles at organisations decide which values there are; targets are the ledger's.
    var access: SitePath.Access {
        switch self {
        case .targets, .target: .needs(.viewLedger)
        default: .needs(.enter)
        }
    }

    var postAccess: SitePath.Access? {
        switch self {
        case .library, .one: .needs(.enter)
        case .target: .needs(.viewLedger)
        default: nil
        }
    }

    var takesFiles: Bool { false }

    static var samples: [IndicatorPath] {
        [
            .library, .libraryFile("json"), .one("pupils"), .file("pupils", "xlsx"), .rows("pupils", .part),
            .rowsFile("pupils", .whole, "csv"), .targets, .target(1),
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .library: try visit.isPost ? CountingMoves.move(visit) : IndicatorLibraryPage.show(visit)
        case .libraryFile(let format): try IndicatorFiles.library(visit, format)
        case .one(let name):
            try visit.isPost ? CountingMoves.count(visit, name) : IndicatorValuePage.show(visit, name)
        case .file(let name, let format): try IndicatorFiles.values(visit, name, format)
        case .rows(let name, let side): try IndicatorRowsPage.show(visit, name, side)
        case .rowsFile(let name, let side, let format): try IndicatorRowsPage.file(visit, name, side, format)
        case .targets: try TargetsPage.show(visit)
        case .target(let id): try visit.isPost ? TargetMoves.move(visit, id) : TargetPage.show(visit, id)
        }
    }
}
