/// A document as the reader sees it: one UTF-8 text and the blocks (paragraphs and table rows) that it is made of.
///
/// `Documents` makes it from a file; `PlanReading` reads it. All spans, in the blocks and in what is read, are
/// offsets into `bytes`.
public struct DocumentText: Sendable {
    /// The whole text in UTF-8, without byte-order mark, line ends as `\n`.
    public var bytes: [UInt8]
    /// Paragraphs and table rows in reading order; their spans do not overlap and leave out the separators.
    public var blocks: [Block]
    /// Whether line ends may fall inside a sentence (plain text, PDF): the reader then joins hard-wrapped lines.
    public var mayBeHardWrapped: Bool
    /// Whether the words were recognised from a picture (OCR) and all of them are uncertain.
    public var isRecognised: Bool

    /// One paragraph or one row of a table.
    public struct Block: Hashable, Sendable {
        /// Where it stands in the text.
        public var span: Span
        /// What it is.
        public var kind: Kind

        /// A block.
        public init(span: Span, kind: Kind) {
            self.span = span
            self.kind = kind
        }
    }

    /// What a block is.
    public enum Kind: Hashable, Sendable {
        /// A paragraph; `headingLevel` is 1… for a heading style (Word «标题 1», HTML `h1`), otherwise nil.
        /// Automatic numbering is part of the text, as printed.
        case paragraph(headingLevel: Int?)
        /// A row of a table: the number of the table in the document, of the row in the table (both from 0), its cells.
        case tableRow(table: Int, row: Int, cells: [Cell])
    }

    /// One cell of a table row. Its paragraphs are separated by `\n` in the text, cells by a tab.
    public struct Cell: Hashable, Sendable {
        /// Where its text stands. For a cell that continues the one above (vertical merge) it is the span of the
        /// first cell of the merge, so that values carry down.
        public var span: Span
        /// First grid column, from 0.
        public var column: Int
        /// How many grid columns it covers, 1 or more.
        public var columnSpan: Int
        /// Whether it continues a cell of the row above.
        public var continuesAbove: Bool

        /// A cell.
        public init(span: Span, column: Int, columnSpan: Int = 1, continuesAbove: Bool = false) {
            self.span = span
            self.column = column
            self.columnSpan = columnSpan
            self.continuesAbove = continuesAbove
        }
    }

    /// A document of given text and blocks.
    public init(bytes: [UInt8], blocks: [Block], mayBeHardWrapped: Bool = false, isRecognised: Bool = false) {
        self.bytes = bytes
        self.blocks = blocks
        self.mayBeHardWrapped = mayBeHardWrapped
        self.isRecognised = isRecognised
    }

    /// A plain text: a paragraph a line, which the reader may join.
    public init(plain text: String) {
        self.init(plain: Array(text.utf8))
    }

    /// A plain text in UTF-8 with `\n` line ends: a paragraph a line, which the reader may join.
    public init(plain bytes: [UInt8]) {
        var blocks: [Block] = []
        var start = 0
        for (offset, byte) in bytes.enumerated() where byte == 0x0A {
            if offset > start { blocks.append(Block(span: Span(start, offset), kind: .paragraph(headingLevel: nil))) }
            start = offset + 1
        }
        if bytes.count > start {
            blocks.append(Block(span: Span(start, bytes.count), kind: .paragraph(headingLevel: nil)))
        }
        self.init(bytes: bytes, blocks: blocks, mayBeHardWrapped: true)
    }

    /// The words of a span; the empty string where the span lies outside the text.
    public func string(_ span: Span) -> String {
        guard span.start >= 0, span.end <= bytes.count else { return "" }
        return String(decoding: bytes[span.range], as: UTF8.self)
    }
}
