/// What of the registers is read: by register, the fields.
public typealias FieldUse = [String: Set<String>]

extension Catalog {
    /// The registers and fields that an indicator reads.
    public func reads(_ indicator: Indicator) -> FieldUse {
        var use: FieldUse = [:]
        for measure in [indicator.part, indicator.whole].compactMap({ $0 }) {
            var lineage = SQLLineage(self, base: measure.register, joins: measure.joins)
            for sql in [measure.value, measure.condition, measure.on].compactMap({ $0 }) { lineage.read(sql) }
            lineage.add(indicator.categories + measure.joins, of: measure.register)
            use.merge(lineage.use) { $0.union($1) }
        }
        return use
    }

    /// The registers and fields that a check reads.
    public func reads(_ check: IntegrityCheck) -> FieldUse {
        var lineage = SQLLineage(self, base: check.register, joins: check.joins)
        if let whole = check.whole { lineage.read(whole) }
        lineage.add(check.joins, of: check.register)
        switch check.finder {
        case .condition(let sql), .select(let sql): lineage.read(sql)
        case .outlier(let value, let by, _):
            lineage.read(value)
            lineage.add(by, of: check.register)
        case .jump(let name, _):
            guard let indicator = indicator(name) else { break }
            return lineage.use.merging(reads(indicator)) { $0.union($1) }
        }
        return lineage.use
    }
}

/// Finds the registers and fields that an expression of the catalogue's SQL names.
///
/// 1. The text is cut into words; texts in quotes are left out.
/// 2. `from` and `join` before the name of a register bring it in, with its alias.
/// 3. A word after `alias.` is a field of that register; one alone is a field of the expression's own register, or
///    else of the one other register that has it.
struct SQLLineage {
    private let catalog: Catalog
    private let base: String
    private var aliases: [String: String]
    /// What has been found.
    private(set) var use: FieldUse

    init(_ catalog: Catalog, base: String, joins: [String]) {
        self.catalog = catalog
        self.base = base
        aliases = [base: base]
        use = [base: []]
        for name in joins {
            guard case .reference(let target)? = catalog.register(base)?.field(name)?.type else { continue }
            aliases[name] = target
            use[target] = []
        }
    }

    /// Adds fields by name; those that the register does not have are none.
    mutating func add(_ fields: [String], of register: String) {
        for name in fields { note(name, of: register) }
    }

    /// Reads an expression.
    mutating func read(_ sql: String) {
        let words = Self.words(sql)
        for (index, word) in words.enumerated() where ["from", "join"].contains(word.lowercased()) {
            guard index + 1 < words.count, catalog.register(words[index + 1]) != nil else { continue }
            let register = words[index + 1]
            aliases[register] = register
            if use[register] == nil { use[register] = [] }
            let next = words.dropFirst(index + 2).first { $0.lowercased() != "as" }
            if let next, catalog.register(next) == nil, !Self.ends.contains(next.lowercased()) {
                aliases[next] = register
            }
        }
        for (index, word) in words.enumerated() where word != "." {
            if index >= 2, words[index - 1] == "." {
                if let register = aliases[words[index - 2]] { note(word, of: register) }
            } else if !note(word, of: base), !(index + 1 < words.count && words[index + 1] == ".") {
                let others = use.keys.filter { $0 != base && field(word, of: $0) != nil }
                if others.count == 1, let only = others.first { note(word, of: only) }
            }
        }
    }

    /// What may follow a table without being its alias.
    private static let ends: Set<String> = [
        ".", "where", "on", "join", "left", "inner", "group", "order", "union", "having", "limit", "cross", "window",
    ]

    @discardableResult
    private mutating func note(_ word: String, of register: String) -> Bool {
        guard let name = field(word, of: register) else { return false }
        use[register, default: []].insert(name)
        return true
    }

    /// The field that a column belongs to: `name_missing` tells of `name`.
    private func field(_ column: String, of register: String) -> String? {
        guard let definition = catalog.register(register) else { return nil }
        if definition.field(column) != nil { return column }
        return definition.columns.first { $0.name == column }?.field
    }

    /// Names and dots in their order, without what stands in quotes.
    private static func words(_ sql: String) -> [String] {
        var words: [String] = [], word = "", isQuoted = false
        func isPart(_ character: Character) -> Bool { character == "_" || character.isLetter || character.isNumber }
        for character in sql {
            if isQuoted || !isPart(character) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character == "'" {
                isQuoted.toggle()
            } else if !isQuoted {
                if isPart(character) { word.append(character) } else if character == "." { words.append(".") }
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
