import Localisation

/// The kind of a file of evidence 佐证材料, found by its content and not by its name alone.
public enum EvidenceType: String, CaseIterable, Hashable, Sendable {
    case pdf, docx, xlsx, pptx, jpeg, png, text

    /// The media type to give the file out with.
    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        // Never text/html, whatever is in it.
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// The ends of names that a file of this kind may have.
    public var extensions: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .text: ["txt", "csv"]
        default: [rawValue]
        }
    }

    /// The kind of a file.
    ///
    /// - Throws: `EvidenceTypeError`: empty, of a kind that is not taken, or not what its name says; `DocumentError` for
    ///   an office file that is damaged or a trap.
    public static func check(bytes: [UInt8], name: String) throws -> EvidenceType {
        guard isPlain(name) else { throw EvidenceTypeError.badName }
        guard !bytes.isEmpty else { throw EvidenceTypeError.empty(name: name) }
        let end = name.split(separator: ".", omittingEmptySubsequences: false).last.map { $0.lowercased() } ?? ""
        guard name.contains("."), let named = allCases.first(where: { $0.extensions.contains(end) }) else {
            throw EvidenceTypeError.notTaken(name: name)
        }
        guard try found(bytes, name, as: named) else { throw EvidenceTypeError.disguised(name: name, named: end) }
        return named
    }

    /// A name without folders, without characters that cannot be seen, and of a bearable length.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy { scalar in
                guard !"/\\:".unicodeScalars.contains(scalar) else { return false }
                // Control and format characters: the latter turn the direction of writing and so hide the end of a name.
                return ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
                    scalar.properties.generalCategory)
            }
    }

    private static func found(_ bytes: [UInt8], _ name: String, as type: EvidenceType) throws -> Bool {
        switch type {
        case .pdf: return bytes.starts(with: Array("%PDF-".utf8))
        case .jpeg: return bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case .png: return bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .docx: return try hasMember("word/document.xml", bytes, name, .docx)
        case .xlsx: return try hasMember("xl/workbook.xml", bytes, name, .xlsx)
        case .pptx: return try hasMember("ppt/presentation.xml", bytes, name, .docx)
        case .text: return isText(bytes)
        }
    }

    /// An office file is a zip with its main part. One with macros is none of these kinds.
    private static func hasMember(
        _ member: String, _ bytes: [UInt8], _ name: String, _ format: DocumentFormat
    ) throws -> Bool {
        guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
        let archive = try ZipArchive(bytes, file: name, format: format, limits: DocumentLimits())
        let names = archive.names
        guard names.count <= 10_000, archive.has("[Content_Types].xml"), archive.has(member) else { return false }
        return !names.contains { $0.lowercased().hasSuffix("vbaproject.bin") }
    }

    /// Words in an encoding that is read here, without control characters.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard let text = try? TextDecoder(file: "", format: .text).decode(bytes), text.damaged == 0 else {
            return false
        }
        return !text.bytes.contains { $0 < 0x20 && ![0x9, 0xA, 0xD].contains($0) }
    }
}

/// A file of evidence that is not taken.
public enum EvidenceTypeError: Error, Hashable, Explained {
    /// The name has folders or characters that cannot be seen, or is too long.
    case badName
    /// There is nothing in it.
    case empty(name: String)
    /// A kind that is not taken.
    case notTaken(name: String)
    /// Its content is not what its name says.
    case disguised(name: String, named: String)

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .badName: "documents.error.evidence-name"
        case .empty: "documents.error.evidence-empty"
        case .notTaken: "documents.error.evidence-kind"
        case .disguised: "documents.error.evidence-disguised"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .badName: [:]
        case .empty(let name), .notTaken(let name): ["file": name]
        case .disguised(let name, let named): ["file": name, "kind": named]
        }
    }
}
