import Catalog
import Registers

/// Which column of a table holds which field of a register.
public struct ColumnMapping: Hashable, Sendable {
    /// The titles of the columns, as the file has them.
    public let titles: [String]
    /// The field of each column; nil where it is left out.
    public var fields: [String?]

    /// A mapping that somebody chose.
    public init(titles: [String], fields: [String?]) {
        self.titles = titles
        self.fields = fields
    }

    /// Guesses the fields by their names, titles in either language, and published element names.
    ///
    /// - Parameter remembered: what was chosen for such titles before; it goes first.
    public init(titles: [String], register: Register, remembered: [String: String] = [:]) {
        self.titles = titles
        var taken: Set<String> = []
        let words = Self.words(register)
        fields = titles.map { title in
            let plain = Self.plain(title)
            let field = remembered[plain] ?? words[plain]
            guard let field, register.field(field) != nil, taken.insert(field).inserted else { return nil }
            return field
        }
    }

    /// The column of a field.
    func column(of field: String) -> Int? { fields.firstIndex(of: field) }

    /// The required fields that no column holds.
    public func missing(in register: Register) -> [Field] {
        register.entryFields.filter { $0.isRequired && $0.preset == nil && !fields.contains($0.name) }
    }

    /// How many titles of a row a register knows: the row with most is the header.
    static func known(_ titles: [String], _ register: Register, _ remembered: [String: String]) -> Int {
        let words = words(register)
        return titles.count { words[plain($0)] != nil || remembered[plain($0)] != nil }
    }

    /// What columns may be called, and the field they then hold.
    private static func words(_ register: Register) -> [String: String] {
        var words: [String: String] = [:]
        for field in register.entryFields {
            let names = [field.name, field.title.chinese, field.title.english, field.element].compactMap { $0 }
            for name in names where words[plain(name)] == nil { words[plain(name)] = field.name }
        }
        return words
    }

    /// A title in lower case without blanks, stars and what stands in brackets.
    static func plain(_ title: String) -> String {
        var depth = 0
        let kept = title.lowercased().filter { character in
            if "(（[【".contains(character) { depth += 1 }
            defer { if ")）]】".contains(character) { depth = max(0, depth - 1) } }
            return depth == 0 && !character.isWhitespace && !"*＊:：\u{FEFF})）]】".contains(character)
        }
        return kept.isEmpty ? title : kept
    }
}
