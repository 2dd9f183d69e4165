import Catalog

/// What an indicator is counted from: the registers, and the fields of each that its definition names.
public struct IndicatorInputs: Hashable, Sendable {
    /// A register with the fields used, in the order of the register.
    public struct Input: Hashable, Sendable {
        /// The register.
        public let register: String
        /// Its fields that the definition names.
        public let fields: [String]
    }

    /// The registers in the order in which the definition names them.
    public let inputs: [Input]

    /// The names of the registers.
    public var registers: [String] { inputs.map(\.register) }

    /// The inputs of an indicator: of its part, its whole, what they join and what their conditions ask.
    public init(_ indicator: Indicator, in catalog: Catalog) {
        var registers: [Register] = []
        var words: Set<String> = Set(indicator.categories)
        func add(_ name: String) {
            guard let register = catalog.register(name), !registers.contains(where: { $0.name == name }) else { return }
            registers.append(register)
        }
        for measure in [indicator.part, indicator.whole].compactMap({ $0 }) {
            add(measure.register)
            for join in measure.joins {
                words.insert(join)
                switch catalog.register(measure.register)?.field(join)?.type {
                case .reference(let name): add(name)
                case .organisation: add(Register.organisations)
                default: break
                }
            }
            if let on = measure.on { words.insert(on) }
            switch catalog.register(measure.register)?.time {
            case .during(let start, let end): words.formUnion([start, end])
            case .on(let field), .period(let field): words.insert(field)
            case .always, nil: break
            }
            let tokens = SQLToken.tokens(of: measure.value + " " + (measure.condition ?? ""))
            for (index, token) in tokens.enumerated() where token.kind == .word {
                // A table's name follows `from`, `join` or the comma of a list of tables.
                if index > 0, ["from", "join"].contains(tokens[index - 1].text.lowercased()) { add(token.text) }
                words.insert(token.text.split(separator: ".").last.map(String.init) ?? token.text)
            }
        }
        inputs = registers.map { register in
            let used = register.entryFields.filter { field in
                words.contains(field.name) || field.columns.contains { words.contains($0.name) }
            }
            return Input(register: register.name, fields: used.map(\.name))
        }
    }
}
