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
        /// A table: header, rows, and how wide each column is beside the others.
        case table(header: [String], rows: [[String]], widths: [Int])
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
            case .paragraph(let words): lines.append(words)
            case .table(let header, let rows, _):
                lines += ([header] + rows).map { row in
                    row.map { $0.replacing("\n", with: "；") }.joined(separator: "\t")
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
