import Documents

/// Links inside a paper: a figure leads to the row of the annex that says where it comes from.
///
/// Chapters are written as words; a figure in them is marked by characters of Unicode's private use area, which plans do
/// not use, and `resolve` turns marks into links at the end, when it is known which rows there are. A mark that leads
/// nowhere, somebody's words with such characters among them, becomes words.
enum PaperLink {
    private static let open: Character = "\u{F8F0}", middle: Character = "\u{F8F1}", close: Character = "\u{F8F2}"
    private static let anchor: Character = "\u{F8F3}"

    /// Words that lead to an anchor, or to an address.
    static func mark(_ words: String, to target: String) -> String { "\(open)\(target)\(middle)\(words)\(close)" }

    /// The words of a first cell, whose row gets an anchor.
    static func row(_ words: String, anchor name: String) -> String { "\(anchor)\(name)\(middle)\(words)" }

    /// The paper with its marks as links.
    static func resolve(_ paper: WordDocument) -> WordDocument {
        var anchors: Set<String> = []
        for case .table(_, let rows, _) in paper.blocks {
            for row in rows {
                if let name = row.first.flatMap({ split($0).anchor }) { anchors.insert(name) }
            }
        }
        var paper = paper
        paper.blocks = paper.blocks.map { block in
            switch block {
            case .paragraph(let words) where words.contains(open): return .rich(runs(words, anchors))
            case .table(let header, let rows, let widths):
                guard rows.contains(where: { $0.contains { $0.contains(open) || $0.contains(anchor) } }) else {
                    return block
                }
                var taken: Set<String> = []
                return .richTable(
                    .init(
                        header: header,
                        rows: rows.map { row in
                            let name = row.first.flatMap { split($0).anchor }
                            let isNew = name.map { taken.insert($0).inserted } ?? false
                            return .init(row.map { runs(split($0).words, anchors) }, anchor: isNew ? name : nil)
                        }, widths: widths))
            default: return block
            }
        }
        return paper
    }

    private static func split(_ cell: String) -> (anchor: String?, words: String) {
        guard cell.first == anchor, let end = cell.firstIndex(of: middle) else { return (nil, cell) }
        let name = String(cell[cell.index(after: cell.startIndex)..<end])
        // Only names that this file gives: a letter and a number.
        guard name.utf8.count <= 12, name.first?.isLetter == true, name.dropFirst().allSatisfy(\.isNumber) else {
            return (nil, cell)
        }
        return (name, String(cell[cell.index(after: end)...]))
    }

    private static func runs(_ words: String, _ anchors: Set<String>) -> [WordDocument.Run] {
        var runs: [WordDocument.Run] = []
        var rest = words[...]
        while let start = rest.firstIndex(of: open), let cut = rest[start...].firstIndex(of: middle),
            let end = rest[cut...].firstIndex(of: close)
        {
            if start > rest.startIndex { runs.append(.init(plain(rest[..<start]))) }
            let target = String(rest[rest.index(after: start)..<cut])
            let shown = plain(rest[rest.index(after: cut)..<end])
            if anchors.contains(target) {
                runs.append(.init(shown, target: .anchor(target)))
            } else if target.hasPrefix("http") {
                runs.append(.init(shown, target: .address(target)))
            } else {
                runs.append(.init(shown))
            }
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { runs.append(.init(plain(rest))) }
        return runs
    }

    private static func plain(_ words: Substring) -> String {
        String(words.filter { ![open, middle, close, anchor].contains($0) })
    }
}
