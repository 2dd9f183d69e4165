/// A paper that the bureau sends out: a title and blocks, to be written as .docx or as plain text.
public struct Paper: Hashable, Sendable {
    /// Its title.
    public var title: String
    /// Under the title: who writes it and when.
    public var subtitle: String
    /// The body in order.
    public var blocks: [Block]

    /// A piece of the body.
    public enum Block: Hashable, Sendable {
        /// A heading; level 1 is a section.
        case heading(level: Int, String)
        /// A paragraph.
        case paragraph(String)
        /// A table: header, rows of as many cells, and how wide each column is beside the others.
        case table(header: [String], rows: [[String]], widths: [Int])
    }

    /// A paper.
    public init(title: String, subtitle: String, blocks: [Block] = []) {
        self.title = title
        self.subtitle = subtitle
        self.blocks = blocks
    }

    /// The plain text: headings and paragraphs a line each, table rows with tabs.
    public var text: String {
        var lines = [title, subtitle, ""]
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
