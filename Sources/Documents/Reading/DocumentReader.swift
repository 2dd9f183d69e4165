import Foundation
import PlanModel

/// Reads a plan document of any known format into text and blocks.
///
/// The format is found from the content. Word, Excel, web pages and text are read inside the process; PDF, .doc and
/// .rtf go through a converter that runs apart, with limits.
public struct DocumentReader: Sendable {
    /// How much is taken.
    public var limits: DocumentLimits

    /// A reader.
    public init(limits: DocumentLimits = DocumentLimits()) { self.limits = limits }

    /// Reads the file at a path. - Throws: `DocumentError`.
    public func read(fileAt path: String) throws -> ReadDocument {
        try read(try bytes(ofFileAt: path), named: URL(fileURLWithPath: path).lastPathComponent)
    }

    /// The bytes of the file at a path, within the limit. - Throws: `DocumentError.unreadable`, `.tooLarge`.
    public func bytes(ofFileAt path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw DocumentError.unreadable(file: path) }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: limits.fileBytes + 1) else {
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue {
                return []
            }
            throw DocumentError.unreadable(file: path)
        }
        guard data.count <= limits.fileBytes else {
            throw DocumentError.tooLarge(file: path, limit: limits.fileBytes)
        }
        return [UInt8](data)
    }

    /// Reads a file of which the bytes are here; `name` is what the user calls it.
    ///
    /// - Throws: `DocumentError`.
    public func read(_ bytes: [UInt8], named name: String) throws -> ReadDocument {
        guard !bytes.isEmpty else { throw DocumentError.empty(file: name) }
        guard bytes.count <= limits.fileBytes else { throw DocumentError.tooLarge(file: name, limit: limits.fileBytes) }
        let format = try FormatDetector(limits: limits).format(of: bytes, named: name)
        var warnings: [DocumentWarning] = []
        if let claimed = FormatDetector.format(ofName: name), claimed != format,
            !(claimed == .text && format == .markdown) && !(claimed == .markdown && format == .text)
        {
            warnings.append(.disguised(name: name, format: format))
        }
        let document: ReadDocument
        switch format {
        case .docx: document = try WordReader(file: name, limits: limits).read(bytes)
        case .xlsx: document = try WorkbookReader(file: name, limits: limits).read(bytes)
        case .html: document = try WebPageReader(file: name, limits: limits).read(bytes)
        case .text, .markdown: document = try PlainTextReader(file: name, format: format, limits: limits).read(bytes)
        case .pdf: document = try PDFReader(file: name, limits: limits).read(bytes)
        case .doc, .rtf: document = try LegacyWordReader(file: name, format: format, limits: limits).read(bytes)
        }
        return ReadDocument(format: format, text: document.text, warnings: warnings + document.warnings)
    }
}
