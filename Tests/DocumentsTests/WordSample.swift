import Foundation
import PlanModel

@testable import Documents

/// Word files made in the test from the XML of their parts.
enum WordSample {
    static let word = #"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#

    static func file(
        body: String, styles: String? = nil, numbering: String? = nil, prolog: String = #"<?xml version="1.0"?>"#
    ) throws -> [UInt8] {
        var members = [("word/document.xml", "\(prolog)<w:document \(word)><w:body>\(body)</w:body></w:document>")]
        if let styles { members.append(("word/styles.xml", "<w:styles \(word)>\(styles)</w:styles>")) }
        if let numbering {
            members.append(("word/numbering.xml", "<w:numbering \(word)>\(numbering)</w:numbering>"))
        }
        return try ZipArchiveWriter().write(members)
    }

    static func paragraph(_ text: String, properties: String = "") -> String {
        "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t>\(text)</w:t></w:r></w:p>"
    }

    static func cell(_ text: String, properties: String = "") -> String {
        "<w:tc><w:tcPr>\(properties)</w:tcPr>\(paragraph(text))</w:tc>"
    }

    /// A level of a numbering definition.
    static func level(_ index: Int, _ format: String, _ text: String, more: String = "") -> String {
        #"<w:lvl w:ilvl="\#(index)"><w:start w:val="1"/><w:numFmt w:val="\#(format)"/>\#(more)<w:lvlText w:val="\#(text)"/></w:lvl>"#
    }

    static func numbered(_ list: Int, _ level: Int = 0) -> String {
        #"<w:numPr><w:ilvl w:val="\#(level)"/><w:numId w:val="\#(list)"/></w:numPr>"#
    }

    static func lines(_ bytes: [UInt8]) throws -> [String] {
        let text = try DocumentReader().read(bytes, named: "样本.docx").text
        return text.blocks.map { text.string($0.span) }
    }
}

/// What holds for the blocks of every text that was read: inside it, in order, on character boundaries.
func checkSpans(_ text: DocumentText) -> Bool {
    var end = 0
    for block in text.blocks {
        guard block.span.start >= end, block.span.end <= text.bytes.count else { return false }
        guard String(validating: text.bytes[block.span.range], as: UTF8.self) != nil else { return false }
        if case .tableRow(_, _, let cells) = block.kind {
            for cell in cells where !cell.continuesAbove && !block.span.contains(cell.span) { return false }
            for cell in cells where cell.span.end > text.bytes.count { return false }
        }
        end = block.span.end
    }
    return true
}
