/// A code list 代码表: the values that a code field may have.
public struct CodeList: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What users call it.
    public let title: Words
    /// The standard that it is from.
    public let source: String
    /// The codes in the standard's order.
    public let codes: [Code]
    /// Where it was defined.
    public let place: CatalogPlace
    /// The position of each code.
    private let positions: [String: Int]
    /// The position of each Chinese and English name.
    private let names: [String: Int]

    /// A list of codes; of two with the same code, the first counts.
    public init(name: String, title: Words, source: String, codes: [Code], place: CatalogPlace) {
        self.name = name
        self.title = title
        self.source = source
        self.codes = codes
        self.place = place
        let byCode = codes.enumerated().map { ($1.code, $0) }
        let byName = codes.enumerated().flatMap { [($1.title.chinese, $0), ($1.title.english, $0)] }
        positions = Dictionary(byCode) { first, _ in first }
        names = Dictionary(byName) { first, _ in first }
    }

    /// The entry of a code.
    public subscript(code: String) -> Code? { positions[code].map { codes[$0] } }

    /// The entry that a cell means: a code, a name in either language, or both as `code name`.
    public func entry(written text: String) -> Code? {
        if let found = self[text] { return found }
        if let found = names[text] { return codes[found] }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let found = self[String(parts[0])] else { return nil }
        return found.title.chinese == parts[1] || found.title.english == parts[1] ? found : nil
    }
}

/// An entry of a code list.
public struct Code: Hashable, Sendable {
    /// The code, as text: leading zeros matter.
    public let code: String
    /// What it means.
    public let title: Words
    /// The code above it; empty for none.
    public let parent: String
    /// Further columns of the list, such as the stage of a grade.
    public let attributes: [String: String]
}
