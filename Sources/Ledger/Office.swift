import Store

/// An office 科室 of the bureau, or another body that plans name as an owner.
public struct Office: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: OfficeID
    /// Its name.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// Other names that plans use for it, confirmed by a person.
    public let aliases: [String]
    /// Whether a person made or confirmed it; false for a name that only a plan brought.
    public let isConfirmed: Bool

    /// What an office is.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// 局机关科室.
        case office
        /// 直属单位: institutions of the bureau.
        case affiliated
        /// Bodies outside the bureau: other departments, counties, towns.
        case external
        /// A name for many: 各科室, 各学校, 相关单位.
        case collective
    }
}

/// An office to create or import.
public struct OfficeDetails: Hashable, Sendable {
    /// Its name, 1–100 characters.
    public var name: String
    /// What it is.
    public var kind: Office.Kind
    /// Other names for it.
    public var aliases: [String]

    /// An office.
    public init(name: String, kind: Office.Kind = .office, aliases: [String] = []) {
        self.name = name
        self.kind = kind
        self.aliases = aliases
    }
}

/// Two offices that look like one: a person decides.
public struct OfficeSuggestion: Hashable, Sendable {
    /// The office to keep.
    public let keep: Office
    /// The office whose name would become an alias.
    public let alias: Office
    /// Why.
    public let reason: Reason

    /// Why two names look like one office.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// They differ in brackets only: 规划财务（审计）科 ~ 规划财务科.
        case brackets
        /// They differ in the final 科 / 室 / 处 / 股 / 办 only: 督导室 ~ 督导科.
        case suffix
        /// One abbreviates the other: 基教科 ~ 基础教育科.
        case abbreviation
        /// They differ in spaces, punctuation or the bureau's name before them.
        case spelling
    }
}
