import Quality
import Store

/// Addresses of the quality of data 数据质量.
enum QualityPath: Hashable, Sendable {
    /// The scores; posting runs the checks.
    case scores
    /// All checks.
    case checks
    /// A check and the rows that it found; posting sets some aside.
    case check(String)
    /// The rows of a check as a workbook.
    case export(String)
    /// What there is to put right.
    case worklist
    /// The same as a workbook.
    case worklistExport
    /// Persons who are there twice; posting takes a merge back.
    case duplicates
    /// Two rows side by side; posting merges them or tells them apart.
    case pair(String, DuplicatePersons.Pair)
}

extension QualityPath: SubPath {
    static let home: SitePath? = .quality(.scores)

    var pieces: [String] {
        let rest: [String] =
            switch self {
            case .scores: []
            case .checks: ["checks"]
            case .check(let name): ["checks", name]
            case .export(let name): ["checks", name, "export"]
            case .worklist: ["worklist"]
            case .worklistExport: ["worklist", "export"]
            case .duplicates: ["duplicates"]
            case .pair(let name, let pair): ["duplicates", name, "\(pair.one)", "\(pair.other)"]
            }
        return ["data", "quality"] + rest
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data", pieces[1] == "quality" else { return nil }
        let rest = Array(pieces.dropFirst(2))
        switch (rest.first, rest.count) {
        case (nil, _): self = .scores
        case ("checks", 1): self = .checks
        case ("checks", 2) where RegisterPath.isName(rest[1]): self = .check(rest[1])
        case ("checks", 3) where RegisterPath.isName(rest[1]) && rest[2] == "export": self = .export(rest[1])
        case ("worklist", 1): self = .worklist
        case ("worklist", 2) where rest[1] == "export": self = .worklistExport
        case ("duplicates", 1): self = .duplicates
        case ("duplicates", 4) where RegisterPath.isName(rest[1]):
            // One address for two rows: the lower number first.
            guard let one = SitePath.row(rest[2]), let other = SitePath.row(rest[3]), one < other else { return nil }
            self = .pair(rest[1], DuplicatePersons.Pair(one, other))
        default: return nil
        }
    }

    /// Everybody may come in; the roles at organisations decide what there is to see.
    var access: SitePath.Access { .needs(.enter) }

    var postAccess: SitePath.Access? {
        switch self {
        case .scores, .check, .duplicates, .pair: .needs(.enter)
        case .checks, .export, .worklist, .worklistExport: nil
        }
    }

    var takesFiles: Bool { false }

    static var samples: [QualityPath] {
        [
            .scores, .checks, .check("student_id_form"), .export("student_id_form"), .worklist, .worklistExport,
            .duplicates, .pair("student", DuplicatePersons.Pair(1, 2)),
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        let desk = try QualityDesk(visit)
        return switch self {
        case .scores: try visit.isPost ? QualityRunPage.move(desk) : ScoresPage.show(desk)
        case .checks: try ChecksPage.show(desk)
        case .check(let name): try visit.isPost ? CheckPage.move(desk, name) : CheckPage.show(desk, name)
        case .export(let name): try QualityFiles.check(desk, name)
        case .worklist: try WorklistPage.show(desk)
        case .worklistExport: try QualityFiles.worklist(desk)
        case .duplicates: try visit.isPost ? DuplicatesPage.takeBack(desk) : DuplicatesPage.show(desk)
        case .pair(let name, let pair):
            try visit.isPost ? DuplicatePairPage.move(desk, name, pair) : DuplicatePairPage.show(desk, name, pair)
        }
    }
}
