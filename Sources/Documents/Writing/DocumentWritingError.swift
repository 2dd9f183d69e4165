import Localisation

/// Why a document could not be written.
public enum DocumentWritingError: Error, Hashable {
    /// A table is larger than the format allows.
    case tooLarge(sheet: String)
    /// An anchor is no name that Word takes, is there twice, or is linked to and nowhere set.
    case badAnchor(name: String)
    /// The writing library refused.
    case failed(what: String)
}

extension DocumentWritingError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .tooLarge: "documents.writing.too-large"
        case .badAnchor: "documents.writing.bad-anchor"
        case .failed: "documents.writing.failed"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .tooLarge(let sheet): ["sheet": sheet]
        case .badAnchor(let name): ["name": name]
        case .failed(let what): ["what": what]
        }
    }
}
