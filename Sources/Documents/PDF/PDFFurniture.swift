/// Running heads, running feet and page numbers: what stands at the edge of most pages of a PDF and is no text of it.
struct PDFFurniture {
    /// The pages without it.
    let pages: [[UInt8]]
    /// What was taken from each page, as keys.
    private let removed: [Set<[UInt8]>]

    /// Lines at the upper and lower edge of a page that are looked at.
    private static let edge = 2

    /// Takes the lines away that stand at the edge of at least half of the pages, and of three at least.
    init(_ pages: [ArraySlice<UInt8>]) {
        let lines = pages.map { $0.split(separator: 0x0A, omittingEmptySubsequences: false) }
        let edges = lines.map(Self.edgeLines)
        var pagesWith: [[UInt8]: Int] = [:]
        for (page, places) in edges.enumerated() {
            for key in Set(places.map { Self.key(lines[page][$0]) }) { pagesWith[key, default: 0] += 1 }
        }
        let least = max(3, (pages.count + 1) / 2)
        let gone = lines.indices.map { page in
            edges[page].filter { pagesWith[Self.key(lines[page][$0]), default: 0] >= least }
        }
        removed = lines.indices.map { page in Set(gone[page].map { Self.key(lines[page][$0]) }) }
        self.pages = lines.indices.map { page in
            let empty: ArraySlice<UInt8> = []
            return Array(
                lines[page].indices.map { gone[page].contains($0) ? empty : lines[page][$0] }.joined(separator: [0x0A]))
        }
    }

    /// Whether a line of a page was taken away.
    func removes(_ line: String, from page: Int) -> Bool { removed[page].contains(Self.key(Array(line.utf8)[...])) }

    private static func edgeLines(_ lines: [ArraySlice<UInt8>]) -> [Int] {
        let filled = lines.indices.filter { index in lines[index].contains { $0 > 0x20 } }
        return Array(Set(filled.prefix(edge) + filled.suffix(edge)))
    }

    /// A line without white space; a short one without figures too, so that page numbers are alike.
    private static func key(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let words = line.filter { $0 > 0x20 }
        let rest = words.filter { !(0x30...0x39).contains($0) }
        return rest.count <= 18 ? rest : words
    }
}
