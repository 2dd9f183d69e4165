import Foundation

/// Finds what a file is from its first bytes, and for packed files from their members.
struct FormatDetector {
    let limits: DocumentLimits

    /// The format. - Throws: `DocumentError.unknownFormat`, `.encrypted`, `.damaged`.
    func format(of bytes: [UInt8], named name: String) throws -> DocumentFormat {
        if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) { return try packedFormat(bytes, named: name) }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            // A compound file: an old Word file, or a new one locked with a password.
            if Self.contains(bytes, utf16: "EncryptedPackage") { throw DocumentError.encrypted(file: name) }
            if Self.contains(bytes, utf16: "WordDocument") { return .doc }
            throw DocumentError.unknownFormat(file: name)
        }
        if bytes.prefix(1024).starts(with: Array("%PDF-".utf8))
            || Self.find(Array("%PDF-".utf8), in: bytes.prefix(1024))
        {
            return .pdf
        }
        if bytes.starts(with: Array("{\\rtf".utf8)) { return .rtf }
        if Self.looksLikeHTML(bytes) { return .html }
        if let claimed = Self.format(ofName: name), claimed != .text, claimed != .markdown, claimed != .html {
            throw DocumentError.damaged(file: name, format: claimed, what: "signature")
        }
        return Self.format(ofName: name) == .markdown ? .markdown : .text
    }

    /// The format that a name claims by its ending; nil where it claims none of ours.
    static func format(ofName name: String) -> DocumentFormat? {
        switch name.split(separator: ".").last?.lowercased() {
        case "docx", "docm": .docx
        case "doc", "wps": .doc
        case "rtf": .rtf
        case "xlsx", "xlsm": .xlsx
        case "pdf": .pdf
        case "html", "htm", "xhtml": .html
        case "txt", "text", "csv": .text
        case "md", "markdown": .markdown
        default: nil
        }
    }

    private func packedFormat(_ bytes: [UInt8], named name: String) throws -> DocumentFormat {
        let claimed = Self.format(ofName: name) ?? .docx
        let archive = try ZipArchive(bytes, file: name, format: claimed == .xlsx ? .xlsx : .docx, limits: limits)
        if archive.has("word/document.xml") { return .docx }
        if archive.has("xl/workbook.xml") { return .xlsx }
        if archive.names.contains(where: { $0.hasPrefix("word/document") && $0.hasSuffix(".xml") }) { return .docx }
        throw DocumentError.unknownFormat(file: name)
    }

    private static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
        var start = bytes.prefix(4096)
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        start = start.drop { $0 <= 0x20 }
        let head = String(decoding: start.prefix(1024).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).lowercased()
        return head.hasPrefix("<!doctype html") || head.hasPrefix("<html")
            || (head.hasPrefix("<")
                && ["<html", "<head", "<body", "<meta", "<table", "<div", "<p>"].contains { head.contains($0) })
    }

    private static func contains(_ bytes: [UInt8], utf16 word: String) -> Bool {
        find(word.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, in: bytes[...])
    }

    private static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
        bytes.firstRange(of: needle) != nil
    }
}
