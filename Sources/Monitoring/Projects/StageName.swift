import Localisation

/// The name of a stage: one of the usual ones, which follow the reader's language, or words of one's own.
public enum StageName: Hashable, Sendable {
    /// A usual stage.
    case usual(Usual)
    /// A name of one's own.
    case own(String)

    /// The stages of the templates; the raw value is what is stored.
    public enum Usual: String, CaseIterable, Hashable, Sendable {
        case acceptance, approval, delivery, fitting, handover, installation, land, plan, review, running, start
        case structure, survey, tender, works

        fileprivate func text(in language: Language) -> String {
            StringCatalogue.standard.string("projects.stage.\(rawValue)", language)
        }
    }

    /// The usual stage whose code, or name in any language, the words are; else a name of one's own.
    public init(_ words: String) {
        self = Self.usualNames[words].map(StageName.usual) ?? .own(words)
    }

    /// What is stored: a code, or the own words.
    public var stored: String {
        switch self {
        case .usual(let stage): stage.rawValue
        case .own(let words): words
        }
    }

    /// The name as a reader sees it.
    public func text(in language: Language) -> String {
        switch self {
        case .usual(let stage): stage.text(in: language)
        case .own(let words): words
        }
    }

    private static let usualNames: [String: Usual] = {
        var names: [String: Usual] = [:]
        for stage in Usual.allCases {
            names[stage.rawValue] = stage
            for language in Language.allCases { names[stage.text(in: language)] = stage }
        }
        return names
    }()
}

extension StageName: Codable {
    /// From what is stored; a name in any language is taken too, as it was stored before there were codes.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// As it is stored.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(stored)
    }
}

extension StageName: ExpressibleByStringInterpolation {
    /// As `init(_:)`.
    public init(stringLiteral value: String) { self.init(value) }
}
