import Localisation
import PlanModel

/// A file that was read.
public struct ReadDocument: Sendable {
    /// What the file is, found from its content.
    public let format: DocumentFormat
    /// Its text and blocks.
    public let text: DocumentText
    /// What a person should know of how it was read.
    public let warnings: [DocumentWarning]

    /// A file that was read.
    public init(format: DocumentFormat, text: DocumentText, warnings: [DocumentWarning] = []) {
        self.format = format
        self.text = text
        self.warnings = warnings
    }
}

/// What a file is.
public enum DocumentFormat: String, CaseIterable, Codable, Hashable, Sendable {
    /// Word, Office Open XML.
    case docx
    /// Word 97–2003.
    case doc
    /// Rich Text Format.
    case rtf
    /// Excel, Office Open XML.
    case xlsx
    /// Portable Document Format.
    case pdf
    /// A web page.
    case html
    /// Plain text.
    case text
    /// Plain text with Markdown headings and tables.
    case markdown
}

/// What a person should know of how a file was read.
public enum DocumentWarning: Hashable, Sendable, Explained {
    /// The name says one format, the content is another.
    case disguised(name: String, format: DocumentFormat)
    /// The words were recognised from pictures and are uncertain.
    case recognised(pages: Int)
    /// The file was converted by another programme first.
    case converted(by: String)
    /// Bytes that were no text were left out.
    case damagedText(count: Int)

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .disguised: "documents.warning.disguised"
        case .recognised: "documents.warning.recognised"
        case .converted: "documents.warning.converted"
        case .damagedText: "documents.warning.damaged-text"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .disguised(let name, let format): ["name": name, "format": format.rawValue]
        case .recognised(let pages): ["pages": "\(pages)"]
        case .converted(let program): ["program": program]
        case .damagedText(let count): ["count": "\(count)"]
        }
    }
}
