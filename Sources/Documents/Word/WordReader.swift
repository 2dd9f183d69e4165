import PlanModel

/// Reads a Word document (.docx): paragraphs with outline levels and printed numbering, tables with merged cells.
///
/// Deleted and hidden text, notes, headers and field codes are left out; inserted text and text boxes are in.
struct WordReader {
    let file: String
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let archive = try ZipArchive(bytes, file: file, format: .docx, limits: limits)
        let main =
            archive.has("word/document.xml")
            ? "word/document.xml"
            : archive.names.first { $0.hasPrefix("word/document") && $0.hasSuffix(".xml") } ?? "word/document.xml"
        guard let body = try archive.member(main) else {
            throw DocumentError.damaged(file: file, format: .docx, what: main)
        }
        func cursor(_ member: String) throws -> XMLCursor? {
            guard let bytes = try archive.member(member), !bytes.isEmpty else { return nil }
            return try XMLCursor(bytes, file: file, member: member, format: .docx, limits: limits)
        }
        let styles = if let xml = try cursor("word/styles.xml") { try WordStyles(xml) } else { WordStyles() }
        let numbering =
            if let xml = try cursor("word/numbering.xml") { try WordNumbering(xml) } else { WordNumbering() }
        var story = WordStory(
            styles: styles, numbering: numbering, builder: TextBuilder(file: file, limits: limits))
        try story.read(XMLCursor(body, file: file, member: main, format: .docx, limits: limits))
        return ReadDocument(format: .docx, text: try story.builder.finish())
    }
}
