/// A school district area 学区.
public struct Area: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// Its code; unique.
    public let code: String
    /// Its name; unique.
    public let name: String
    /// How many schools it has.
    public let schoolCount: Int
}

/// An area to import; found again by its code.
public struct AreaDetails: Hashable, Sendable {
    /// Its code, 1–40 characters.
    public var code: String
    /// Its name, 1–100 characters.
    public var name: String

    /// An area.
    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// A stage of education 学段.
public enum Stage: String, Codable, CaseIterable, Hashable, Sendable {
    /// 学前.
    case preschool
    /// 小学.
    case primary
    /// 初中.
    case junior
    /// 普通高中.
    case senior
    /// 职业教育.
    case vocational
    /// 特殊教育.
    case special
}

/// A school or kindergarten.
public struct School: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What is known of it.
    public let details: SchoolDetails
    /// The name of its area.
    public let areaName: String?
}

/// A school to import; found again by its code.
public struct SchoolDetails: Hashable, Sendable {
    /// Its identification code 学校标识码 or the bureau's own, 1–40 characters.
    public var code: String
    /// Its full name, 1–100 characters.
    public var name: String
    /// What it teaches; not empty.
    public var stages: Set<Stage>
    /// Whether it is public 公办, as against private 民办.
    public var isPublic: Bool
    /// The code or name of its area; nil for none.
    public var area: String?
    /// Its address; may be empty.
    public var address: String
    /// Whether it still runs.
    public var isActive: Bool

    /// A school.
    public init(
        code: String, name: String, stages: Set<Stage>, isPublic: Bool = true, area: String? = nil,
        address: String = "", isActive: Bool = true
    ) {
        self.code = code
        self.name = name
        self.stages = stages
        self.isPublic = isPublic
        self.area = area
        self.address = address
        self.isActive = isActive
    }
}

/// What an all-or-nothing import of a list did.
public struct UpsertResult: Hashable, Sendable {
    /// New rows.
    public var inserted = 0
    /// Changed rows.
    public var updated = 0
    /// Rows that were there already, the same.
    public var unchanged = 0

    /// Nothing done.
    public init() {}
}
