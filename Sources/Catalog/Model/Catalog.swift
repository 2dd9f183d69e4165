/// The catalogue 数据目录: what the bureau keeps, measures and checks, as data.
public struct Catalog: Sendable {
    /// The registers by name, in the order of their domains and names.
    public let registers: [Register]
    /// The code lists by name.
    public let codeLists: [String: CodeList]
    /// The indicators.
    public let indicators: [Indicator]
    /// The checks of quality.
    public let checks: [IntegrityCheck]
    /// The roles at organisations.
    public let roles: [RoleDefinition]
    /// Days off and make-up workdays by day `yyyy-MM-dd`: true for a workday.
    public let calendar: [String: Bool]
    /// What an overlay put in place of what was shipped, for whoever reads `catalog check`.
    public let overrides: [CatalogOverride]

    private let registerPositions: [String: Int]
    private let indicatorPositions: [String: Int]

    /// A catalogue of parts that have been checked.
    public init(
        registers: [Register] = [], codeLists: [CodeList] = [], indicators: [Indicator] = [],
        checks: [IntegrityCheck] = [], roles: [RoleDefinition] = [], calendar: [String: Bool] = [:],
        overrides: [CatalogOverride] = []
    ) {
        self.registers = registers
        self.codeLists = Dictionary(codeLists.map { ($0.name, $0) }) { first, _ in first }
        self.indicators = indicators
        self.checks = checks
        self.roles = roles
        self.calendar = calendar
        self.overrides = overrides
        registerPositions = Dictionary(registers.enumerated().map { ($1.name, $0) }) { first, _ in first }
        indicatorPositions = Dictionary(indicators.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The register of a name.
    public func register(_ name: String) -> Register? { registerPositions[name].map { registers[$0] } }

    /// The indicator of a name.
    public func indicator(_ name: String) -> Indicator? { indicatorPositions[name].map { indicators[$0] } }

    /// The role of a name.
    public func role(_ name: String) -> RoleDefinition? { roles.first { $0.name == name } }

    /// The code list of a field; nil for fields of other types.
    public func codes(of field: Field) -> CodeList? {
        guard case .code(let list) = field.type else { return nil }
        return codeLists[list]
    }
}

/// A definition that took the place of another.
public struct CatalogOverride: Hashable, Sendable {
    /// What it defines, such as `register school`.
    public let name: String
    /// Where the definition in force stands.
    public let place: CatalogPlace
    /// Where the other one stands.
    public let instead: CatalogPlace
}
