import Foundation

/// A language of the interface.
public enum Language: String, CaseIterable, Codable, Hashable, Sendable {
    /// Simplified Chinese, the first language.
    case chinese = "zh"
    /// English.
    case english = "en"

    /// The tag for an HTML `lang` attribute.
    public var tag: String { self == .chinese ? "zh-Hans" : "en" }

    /// The language of a POSIX locale name (`zh_CN.UTF-8`, `en_US`), or nil for another or none (`C`, empty).
    public init?(locale: String) {
        let name = locale.lowercased()
        if name.hasPrefix("zh") { self = .chinese } else if name.hasPrefix("en") { self = .english } else { return nil }
    }

    /// The language that an `Accept-Language` header prefers among those offered; Chinese where it names neither.
    public init(acceptLanguage header: String) {
        let preferred = header.split(separator: ",").compactMap { item -> (Language, Double)? in
            let pieces = item.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let tag = pieces.first, let language = Language(locale: tag) else { return nil }
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (language, quality)
        }
        self = preferred.max { $0.1 < $1.1 }?.0 ?? .chinese
    }
}
