/// A paper to be written as .docx in the form of official papers 公文 (GB/T 9704—2012: A4, 28-point lines, 仿宋).
public struct WordDocument: Hashable, Sendable {
    /// Its title, centred.
    public var title: String
    /// Under the title, centred; may be empty.
    public var subtitle: String
    /// The body in order.
    public var blocks: [Block]

    /// A piece of the body.
    public enum Block: Hashable, Sendable {
        /// A heading of level 1–3.
        case heading(level: Int, String)
        /// A paragraph, first line indented by two characters.
        case paragraph(String)
        /// A paragraph of pieces, with an anchor 书签 that links may lead to.
        case rich([Run], anchor: String? = nil)
        /// Small print under something.
        case note(String)
        /// A table whose cells are pieces.
        case richTable(RichTable)
        /// A chart.
        case chart(WordChart)
        /// What follows begins on a new page.
        case pageBreak
        /// A table: header, rows, and how wide each column is beside the others.
        case table(header: [String], rows: [[String]], widths: [Int])
    }

    /// A piece of a paragraph or a cell.
    public struct Run: Hashable, Sendable {
        /// Its words.
        public var text: String
        /// Whether it is bold.
        public var isBold: Bool
        /// Where it leads.
        public var target: Target?

        /// Where a piece leads.
        public enum Target: Hashable, Sendable {
            /// To an anchor of this paper.
            case anchor(String)
            /// To an address, http or https; any other is written as words alone.
            case address(String)
        }

        /// A piece.
        public init(_ text: String, isBold: Bool = false, target: Target? = nil) {
            self.text = text
            self.isBold = isBold
            self.target = target
        }
    }

    /// A table whose cells are pieces.
    public struct RichTable: Hashable, Sendable {
        /// A row, with an anchor that links may lead to.
        public struct Row: Hashable, Sendable {
            /// Its cells.
            public var cells: [[Run]]
            /// Its anchor.
            public var anchor: String?

            /// A row.
            public init(_ cells: [[Run]], anchor: String? = nil) {
                self.cells = cells
                self.anchor = anchor
            }
        }

        /// Heads of the columns, repeated on each page.
        public var header: [String]
        /// The rows.
        public var rows: [Row]
        /// How wide each column is beside the others.
        public var widths: [Int]
        /// Columns of figures, aligned at the right.
        public var numeric: Set<Int>

        /// A table.
        public init(header: [String], rows: [Row], widths: [Int], numeric: Set<Int> = []) {
            self.header = header
            self.rows = rows
            self.widths = widths
            self.numeric = numeric
        }
    }

    /// A paper.
    public init(title: String, subtitle: String = "", blocks: [Block] = []) {
        self.title = title
        self.subtitle = subtitle
        self.blocks = blocks
    }

    /// The plain text: headings and paragraphs a line each, cells of a table row with tabs between.
    public var text: String {
        var lines = [title, subtitle]
        for block in blocks {
            switch block {
            case .heading(_, let words): lines += ["", words]
            case .paragraph(let words), .note(let words): lines.append(words)
            case .rich(let runs, _): lines.append(runs.map(\.text).joined())
            case .richTable(let table):
                lines.append(table.header.joined(separator: "\t"))
                lines += table.rows.map { row in
                    row.cells.map { $0.map(\.text).joined().replacing("\n", with: "；") }.joined(separator: "\t")
                }
            case .chart(let chart): lines.append(chart.text)
            case .pageBreak: lines.append("")
            case .table(let header, let rows, _):
                lines += ([header] + rows).map { row in
                    row.map { $0.replacing("\n", with: "；") }.joined(separator: "\t")
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
