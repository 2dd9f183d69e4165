import Documents

extension Paper {
    /// The paper as .docx. - Throws: `DocumentWritingError`.
    public func docx() throws -> [UInt8] {
        try DocxWriter().docx(
            WordDocument(
                title: title, subtitle: subtitle,
                blocks: blocks.map { block in
                    switch block {
                    case .heading(let level, let words): .heading(level: level, words)
                    case .paragraph(let words): .paragraph(words)
                    case .table(let header, let rows, let widths): .table(header: header, rows: rows, widths: widths)
                    }
                }))
    }
}
