import CXML
import PlanModel

/// Reads a web page: headings, paragraphs, list items with their numbers, tables with merged cells.
///
/// libxml2's HTML parser makes a tree without network and external entities; the tree is walked without recursion.
struct WebPageReader {
    let file: String
    let limits: DocumentLimits

    func read(_ bytes: [UInt8]) throws -> ReadDocument {
        let text = try decoded(bytes)
        let options =
            HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOBLANKS.rawValue
        let document = text.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                htmlReadMemory($0.baseAddress, Int32(clamping: $0.count), nil, "UTF-8", Int32(options))
            }
        }
        guard let document else { throw DocumentError.damaged(file: file, format: .html, what: "html") }
        defer { xmlFreeDoc(document) }
        var story = WebStory(builder: TextBuilder(file: file, limits: limits), file: file, limits: limits)
        if let root = xmlDocGetRootElement(document) { try story.walk(root) }
        return ReadDocument(format: .html, text: try story.finish())
    }

    /// The page in UTF-8: its own declaration comes first, since GB18030 bytes may look like UTF-8 by chance.
    private func decoded(_ bytes: [UInt8]) throws -> [UInt8] {
        let head = String(decoding: bytes.prefix(4096).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).lowercased()
        let declaresGB = ["charset=gb", "charset=\"gb", "charset='gb"].contains { head.contains($0) }
        if declaresGB, let text = String(bytes: bytes, encoding: .init(rawValue: 0x8000_0632)) {
            return Array(text.utf8)
        }
        return try TextDecoder(file: file, format: .html).decode(bytes).bytes
    }
}
