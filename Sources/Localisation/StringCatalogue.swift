import Foundation

/// Every string that a user reads, in both languages, by key.
///
/// The strings stand in `Strings/*.json`, one file an area: `{"ledger.title": {"zh": "…", "en": "…"}}`. `{name}`
/// marks the place of an argument.
public struct StringCatalogue: Sendable {
    private let words: [String: [String: String]]

    /// The shipped strings.
    public static let standard = StringCatalogue(files: [
        PackageResources.cli_json, PackageResources.documents_json, PackageResources.intake_json,
        PackageResources.ledger_json, PackageResources.reading_json, PackageResources.reports_json,
        PackageResources.site_json, PackageResources.work_json, PackageResources.programmes_json,
        PackageResources.projects_json, PackageResources.research_json, PackageResources.views_json,
        PackageResources.catalog_json, PackageResources.registers_json, PackageResources.indicators_json,
        PackageResources.quality_json, PackageResources.data_json,
        PackageResources.collect_json, PackageResources.api_json, PackageResources.brain_json,
        PackageResources.admission_json,
        PackageResources.admissions_json,
        PackageResources.catchments_json,
        PackageResources.seats_json,
    ])

    /// Reads the areas' files; a later file may not redefine a key of an earlier one (a test holds it).
    init(files: [[UInt8]]) {
        var words: [String: [String: String]] = [:]
        for file in files {
            do {
                let area = try JSONDecoder().decode([String: [String: String]].self, from: Data(file))
                words.merge(area) { first, _ in first }
            } catch {
                preconditionFailure("A shipped string file is no JSON object of keys and languages: \(error)")
            }
        }
        self.words = words
    }

    /// All keys, sorted.
    public var keys: [String] { words.keys.sorted() }

    /// Whether a key exists.
    public func has(_ key: String) -> Bool { words[key] != nil }

    /// The string of a key with its arguments filled in; the key itself where it is missing (a test finds those).
    public func string(_ key: String, _ language: Language, _ arguments: [String: String] = [:]) -> String {
        guard var text = words[key]?[language.rawValue] else { return key }
        for (name, value) in arguments { text = text.replacing("{\(name)}", with: value) }
        return text
    }
}

/// An error or a note that can be put into words in the user's language.
///
/// Its message says what happened, where, and what to do about it.
public protocol Explained {
    /// The key of the message in the string catalogue.
    var messageKey: String { get }
    /// What is filled into the message. Never personal data.
    var messageArguments: [String: String] { get }
    /// The same where what is filled in follows the reader's language.
    func messageArguments(in language: Language) -> [String: String]
}

extension Explained {
    /// The same in every language.
    public func messageArguments(in language: Language) -> [String: String] { messageArguments }

    /// The message in a language.
    public func message(in language: Language, from catalogue: StringCatalogue = .standard) -> String {
        catalogue.string(messageKey, language, messageArguments(in: language))
    }
}
