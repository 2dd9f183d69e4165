import Foundation
import PlanModel

/// The blocks of a `DocumentText` as they are kept: short keys, since a long document has thousands.
struct StoredBlocks: Codable {
    var isHardWrapped: Bool
    var isRecognised: Bool
    var blocks: [Block]

    struct Block: Codable {
        var s: Span
        /// Heading level.
        var h: Int?
        /// Table and row number.
        var t: [Int]?
        var c: [Cell]?
    }

    struct Cell: Codable {
        var s: Span
        /// First column, columns covered, 1 if it continues the one above.
        var g: [Int]
    }

    init(_ text: DocumentText) {
        isHardWrapped = text.mayBeHardWrapped
        isRecognised = text.isRecognised
        blocks = text.blocks.map { block in
            switch block.kind {
            case .paragraph(let level): Block(s: block.span, h: level)
            case .tableRow(let table, let row, let cells):
                Block(
                    s: block.span, t: [table, row],
                    c: cells.map { Cell(s: $0.span, g: [$0.column, $0.columnSpan, $0.continuesAbove ? 1 : 0]) })
            }
        }
    }

    /// The text again; nil where the parts do not fit.
    func text(of bytes: [UInt8]) -> DocumentText? {
        var result: [DocumentText.Block] = []
        for block in blocks {
            guard block.s.start >= 0, block.s.end <= bytes.count else { return nil }
            guard let table = block.t else {
                result.append(.init(span: block.s, kind: .paragraph(headingLevel: block.h)))
                continue
            }
            let cells = block.c ?? []
            guard table.count == 2, cells.allSatisfy({ $0.g.count == 3 }) else { return nil }
            let kind = DocumentText.Kind.tableRow(
                table: table[0], row: table[1],
                cells: cells.map {
                    .init(span: $0.s, column: $0.g[0], columnSpan: $0.g[1], continuesAbove: $0.g[2] == 1)
                })
            result.append(.init(span: block.s, kind: kind))
        }
        return DocumentText(
            bytes: bytes, blocks: result, mayBeHardWrapped: isHardWrapped, isRecognised: isRecognised)
    }
}
