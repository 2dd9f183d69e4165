import Localisation

/// Why a file cannot be read. `file` is its name as the user knows it.
public enum DocumentError: Error, Hashable {
    /// The file is not there or may not be read.
    case unreadable(file: String)
    /// The file has no content.
    case empty(file: String)
    /// The file is larger than is taken; the limit in bytes.
    case tooLarge(file: String, limit: Int)
    /// The content is none of the known formats.
    case unknownFormat(file: String)
    /// The file is damaged or cut off.
    case damaged(file: String, format: DocumentFormat, what: String)
    /// The file unpacks to more than is taken, or nests too deep: a trap or a mistake.
    case excessive(file: String, what: String)
    /// The file is locked with a password.
    case encrypted(file: String)
    /// The file declares entities or a document type, which no office programme writes.
    case forbiddenXML(file: String, member: String)
    /// The file is a scan and nothing here can recognise it.
    case scan(file: String, package: String)
    /// Another programme is needed and not installed.
    case needsProgram(file: String, program: String, package: String)
    /// Another programme failed or took too long.
    case converterFailed(file: String, program: String)
    /// The file was read and holds no words.
    case noText(file: String)
}

extension DocumentError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .unreadable: "documents.error.unreadable"
        case .empty: "documents.error.empty"
        case .tooLarge: "documents.error.too-large"
        case .unknownFormat: "documents.error.unknown-format"
        case .damaged: "documents.error.damaged"
        case .excessive: "documents.error.excessive"
        case .encrypted: "documents.error.encrypted"
        case .forbiddenXML: "documents.error.forbidden-xml"
        case .scan: "documents.error.scan"
        case .needsProgram: "documents.error.needs-program"
        case .converterFailed: "documents.error.converter-failed"
        case .noText: "documents.error.no-text"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .unreadable(let file), .empty(let file), .unknownFormat(let file), .encrypted(let file),
            .noText(let file):
            ["file": file]
        case .tooLarge(let file, let limit): ["file": file, "limit": "\(limit >> 20)"]
        case .damaged(let file, let format, let what): ["file": file, "format": format.rawValue, "what": what]
        case .excessive(let file, let what): ["file": file, "what": what]
        case .forbiddenXML(let file, let member): ["file": file, "member": member]
        case .scan(let file, let package): ["file": file, "package": package]
        case .needsProgram(let file, let program, let package):
            ["file": file, "program": program, "package": package]
        case .converterFailed(let file, let program): ["file": file, "program": program]
        }
    }
}
