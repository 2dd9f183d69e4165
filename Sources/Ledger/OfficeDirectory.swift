import PlanModel
import Store

/// Which office a printed name means: names and confirmed aliases, normalised. A value, so that pure functions can use it.
struct OfficeDirectory: Sendable {
    /// Offices by normalised name or alias.
    private(set) var byName: [String: OfficeID]
    /// Names by office.
    private(set) var names: [OfficeID: String]

    init(byName: [String: OfficeID] = [:], names: [OfficeID: String] = [:]) {
        self.byName = byName
        self.names = names
    }

    /// The office that a printed name means.
    func office(of printed: String) -> OfficeID? { byName[OfficeName.normalise(printed)] }

    /// The name to show for an owner.
    func name(of owner: TaskOwner) -> String { owner.office.flatMap { names[$0] } ?? owner.printed.text }

    /// An owner whose office has gone (merged since a snapshot was taken) is resolved again by its name.
    func repaired(_ owner: TaskOwner) -> TaskOwner {
        guard owner.office.map({ names[$0] == nil }) ?? true else { return owner }
        var owner = owner
        owner.office = office(of: owner.printed.text)
        return owner
    }

    mutating func add(_ name: String, _ id: OfficeID) {
        byName[OfficeName.normalise(name)] = id
        names[id] = names[id] ?? name
    }
}

/// What makes two printed names the same, and what kind of body a name tells.
enum OfficeName {
    /// Longest name taken, in characters.
    static let limit = 100

    /// White space dropped, full-width letters, digits and brackets made plain.
    static func normalise(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars where !scalar.properties.isWhitespace {
            switch scalar.value {
            case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x200B...0x200D, 0xFEFF: break
            case 0x3014, 0x3010: scalars.append("(")
            case 0x3015, 0x3011: scalars.append(")")
            default: scalars.append(scalar)
            }
        }
        return String(scalars).lowercased()
    }

    /// A first guess at what a body is, from its name; a person corrects it on the offices page.
    static func kind(of name: String) -> Office.Kind {
        let name = normalise(name)
        let many = ["各", "相关", "有关", "全体", "所有", "局属", "区属"]
        if many.contains(where: name.hasPrefix) { return .collective }
        if ["局", "委", "政府", "街道", "镇", "乡", "公司", "集团", "医院"].contains(where: name.hasSuffix) {
            return .external
        }
        let units = ["中心", "学校", "学院", "中学", "小学", "幼儿园", "馆", "所", "站", "园", "校"]
        return units.contains(where: name.hasSuffix) ? .affiliated : .office
    }
}
