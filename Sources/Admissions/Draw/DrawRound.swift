import Foundation

/// What is published before a draw, so that nothing about it can be chosen afterwards: a JSON file.
///
/// Its own digest goes into the seed together with those of the list and the schools. Whoever changes anything after the
/// public value is known gets other numbers, and no longer the digest that was published.
public struct DrawRound: Codable, Hashable, Sendable {
    /// Which form the file has.
    public static let currentFormat = "xuezheng-draw-round-1"

    /// The form of the file.
    public var format = Self.currentFormat
    /// What is drawn, in words.
    public var label: String
    /// A short name that stands before every application number when keys are made.
    public var scope: String
    /// SHA-256 of the list of applications, in hexadecimal digits.
    public var list: String
    /// SHA-256 of the schools' places; nil where only an order is drawn.
    public var schools: String?
    /// Secrets that are promised, in the order in which they go into the seed.
    public var commitments: [Commitment]
    /// The public value that nobody can know yet.
    public var `public`: PublicSource
    /// What is done where somebody does not reveal his secret.
    public var missingReveal: MissingReveal
    /// By which rules places are given.
    public var rules: AdmissionRules

    /// The promise of a secret.
    public struct Commitment: Codable, Hashable, Sendable {
        /// Who promises: an office, a notary, a parents' witness. No private names.
        public var by: String
        /// SHA-256 of the secret's bytes, in hexadecimal digits.
        public var digest: String

        /// A promise.
        public init(by: String, digest: String) { (self.by, self.digest) = (by, digest) }

        /// The promise of a secret.
        public init(by: String, secret: [UInt8]) {
            (self.by, digest) = (by, Digest.hexadecimal(Digest.of(secret)))
        }
    }

    /// What is done where somebody does not reveal his secret. Either is decided before.
    public enum MissingReveal: String, Codable, CaseIterable, Hashable, Sendable {
        /// There is no draw; a new round is published.
        case stop
        /// The digest that was published takes the secret's place, and the record says who did not reveal.
        case `continue`
    }

    /// A round.
    public init(
        label: String, scope: String, list: String, schools: String? = nil, commitments: [Commitment] = [],
        public: PublicSource, missingReveal: MissingReveal = .stop, rules: AdmissionRules = AdmissionRules()
    ) {
        (self.label, self.scope, self.list, self.schools) = (label, scope, list, schools)
        (self.commitments, self.public, self.missingReveal, self.rules) = (commitments, `public`, missingReveal, rules)
    }

    /// Reads a round file, and holds it against what such files must be.
    ///
    /// - Throws: `DrawError.round` with what is wrong where.
    public init(text: String) throws(DrawError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            throw .round(key: DrawError.key(of: error))
        }
        guard format == Self.currentFormat else { throw .round(key: "format") }
        guard !label.isEmpty else { throw .round(key: "label") }
        guard !scope.isEmpty, !scope.contains(where: \.isNewline), scope.utf8.count <= 200 else {
            throw .round(key: "scope")
        }
        guard Self.isDigest(list) else { throw .round(key: "list") }
        guard schools.map(Self.isDigest) ?? true else { throw .round(key: "schools") }
        guard commitments.allSatisfy({ !$0.by.isEmpty && Self.isDigest($0.digest) }),
            Set(commitments.map(\.by)).count == commitments.count
        else { throw .round(key: "commitments") }
        // A serial draw has one order for all schools.
        guard rules.mechanism != .serial || rules.tieBreaking == .single else { throw .round(key: "rules.tieBreaking") }
        try `public`.check()
    }

    /// The file.
    public func text() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self) + "\n"
    }

    static func isDigest(_ text: String) -> Bool { Digest.bytes(text)?.count == 32 && text == text.lowercased() }
}

/// The public value of a draw: announced before, known to nobody until the draw.
public struct PublicSource: Codable, Hashable, Sendable {
    /// Where it comes from.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// Dice thrown in front of the witnesses.
        case dice
        /// A number of the notary's.
        case notary
        /// The numbers of a public lottery's named draw.
        case lottery
        /// A round of a drand network (League of Entropy).
        case drand
        /// A pulse of NIST's randomness beacon 2.0.
        case nist

        /// Whether the value is bytes that a file of the beacon holds, not something that is typed.
        public var isBeacon: Bool { self == .drand || self == .nist }
    }

    /// Where it comes from.
    public var kind: Kind
    /// What exactly, in words: which dice thrown when by whom and how they are read, which draw of which lottery.
    public var what: String
    /// Beacons: which chain, as the beacon names it.
    public var chain: String?
    /// Beacons: which round (drand) or pulse (NIST).
    public var round: Int64?
    /// Typed values: the characters that it may have, such as `123456`.
    public var alphabet: String?
    /// Typed values: how many characters it has.
    public var length: Int?

    /// A source.
    public init(
        kind: Kind, what: String, chain: String? = nil, round: Int64? = nil, alphabet: String? = nil, length: Int? = nil
    ) {
        (self.kind, self.what, self.chain, self.round) = (kind, what, chain, round)
        (self.alphabet, self.length) = (alphabet, length)
    }

    func check() throws(DrawError) {
        guard !what.isEmpty else { throw .round(key: "public.what") }
        if kind.isBeacon {
            guard let round, round > 0 else { throw .round(key: "public.round") }
        } else {
            // Without a form that is fixed before, the one who types the value could choose among several ways to write it.
            guard let alphabet, !alphabet.isEmpty, !alphabet.contains(where: \.isNewline) else {
                throw .round(key: "public.alphabet")
            }
            guard let length, (1...1000).contains(length) else { throw .round(key: "public.length") }
        }
    }

    /// The bytes of a typed value; nil where it has not the form that was announced.
    func bytes(typed value: String) -> [UInt8]? {
        let allowed = Set(alphabet ?? "")
        guard value.count == length, value.allSatisfy(allowed.contains) else { return nil }
        return Array(value.utf8)
    }
}
