import Localisation

/// Words that a user reads, in both languages of the interface.
public struct Words: Hashable, Sendable {
    /// Simplified Chinese.
    public let chinese: String
    /// English.
    public let english: String

    /// Words in both languages.
    public init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// The words in a language.
    public func text(_ language: Language) -> String { language == .chinese ? chinese : english }
}

/// `Words`, for modules that have words of their own.
public typealias CatalogWords = Words
