import Catalog

/// 一数一源, one source for each figure: what is kept already is not asked for again.
public struct SingleSource: Sendable {
    private let catalog: Catalog

    /// The rule over a catalogue.
    public init(_ catalog: Catalog) { self.catalog = catalog }

    /// Whether a field may be asked for.
    public enum Verdict: Hashable, Sendable {
        /// It may; nothing is kept yet, or each answer is a new one.
        case free
        /// It may: so many of all rows lack it.
        case lacking(Int, of: Int)
        /// It names the row: prefilled, and not a question.
        case key
        /// It is given on a page, not in a table.
        case file
        /// Every row of the register has it.
        case held(rows: Int)
        /// Another register keeps it of the same organisations.
        case elsewhere(register: String, field: String)

        /// Whether it may be asked for.
        public var isAskable: Bool {
            switch self {
            case .free, .lacking: true
            case .key, .file, .held, .elsewhere: false
            }
        }
    }

    /// Judges a field.
    ///
    /// 1. The fields of the natural key, and the owner, name the row.
    /// 2. A register of lasting things (`entity`) whose every row has the field holds it.
    /// 3. Where rows are of the organisation itself, by year or code at most, another register that has one row an
    ///    organisation holds it if its field is the same data element (JY/T), or has the same title.
    ///
    /// - Parameters:
    ///   - held: rows of the organisations asked that have a value.
    ///   - total: all their rows.
    public func verdict(_ field: Field, of register: Register, held: Int, total: Int) -> Verdict {
        if register.key.contains(field.name) || register.ownerColumn == field.name { return .key }
        if field.type == .file { return .file }
        if isAboutOrganisation(register), let other = other(field, register) { return other }
        guard register.kind == .entity, total > 0 else { return .free }
        return held >= total ? .held(rows: total) : .lacking(total - held, of: total)
    }

    private func other(_ field: Field, _ register: Register) -> Verdict? {
        for other in catalog.registers where other.name != register.name {
            let isOne = other.key == [other.ownerColumn] && other.belongsTo == register.belongsTo
            guard isOne || other.name == Register.organisations else { continue }
            for candidate in other.fields where !other.key.contains(candidate.name) {
                let sameElement = field.element != nil && candidate.element == field.element
                if sameElement || candidate.title == field.title {
                    return .elsewhere(register: other.name, field: candidate.name)
                }
            }
        }
        return nil
    }

    private func isAboutOrganisation(_ register: Register) -> Bool {
        guard register.belongsTo != nil, register.key.contains(register.ownerColumn) else { return false }
        return register.key.allSatisfy { name in
            guard let field = register.field(name) else { return false }
            if case .code = field.type { return true }
            return name == register.ownerColumn || field.type == .year
        }
    }
}
