import Foundation

/// Everything about a draw, published after it: whoever has this file can verify the draw without any other.
///
/// It holds the published texts byte by byte. There are no names in it and no identity numbers.
public struct DrawRecord: Codable, Hashable, Sendable {
    /// Which form the file has.
    public static let currentFormat = "xuezheng-draw-record-1"

    /// The form of the file.
    public var format = Self.currentFormat
    /// The round file.
    public var round: String
    /// The list of applications.
    public var list: String
    /// The schools; empty where only an order was drawn.
    public var schools: String
    /// The secrets, in the order of the round's commitments.
    public var reveals: [Reveal]
    /// The public value: as it was typed, or a beacon's in hexadecimal digits.
    public var publicValue: String
    /// The beacon's file, where it was a beacon.
    public var beacon: String?
    /// The seed, in hexadecimal digits.
    public var seed: String
    /// The order: lines of `scope,rank,number,key`, headed so.
    public var order: String
    /// The places: lines of `number,school,choice`, headed so; empty where only an order was drawn.
    public var result: String

    /// A secret that was revealed, or was not.
    public struct Reveal: Codable, Hashable, Sendable {
        /// Who promised it.
        public var by: String
        /// Its bytes in hexadecimal digits, or nil where it was not revealed.
        public var secret: String?

        /// A reveal.
        public init(by: String, secret: String?) { (self.by, self.secret) = (by, secret) }
    }

    /// Draws, and places where there are schools.
    ///
    /// - Parameters:
    ///   - round: the round file as it was published.
    ///   - list: the list of applications as it was published; `CanonicalText.list` makes it.
    ///   - schools: the schools as they were published, or empty.
    ///   - secrets: the secrets by who promised them.
    ///   - value: the typed public value, or the beacon's file.
    /// - Throws: `DrawError` for anything that is not as the round file announces; `MarketError`, `CanonicalTextError`.
    public static func draw(
        round text: String, list: String, schools: String = "", secrets: [String: [UInt8]] = [:], value: String
    ) throws -> DrawRecord {
        let round = try DrawRound(text: text)
        guard Digest.of(list) == round.list else {
            throw DrawError.listChanged(expected: round.list, found: Digest.of(list))
        }
        guard schools.isEmpty == (round.schools == nil), round.schools.map({ $0 == Digest.of(schools) }) ?? true else {
            throw DrawError.schoolsChanged(
                expected: round.schools ?? "", found: schools.isEmpty ? "" : Digest.of(schools))
        }
        for name in secrets.keys where !round.commitments.contains(where: { $0.by == name }) {
            throw DrawError.nobodyPromised(by: name)
        }
        let reveals = try round.commitments.map { commitment in
            guard let secret = secrets[commitment.by] else {
                guard round.missingReveal == .continue else { throw DrawError.missingReveal(by: commitment.by) }
                return Reveal(by: commitment.by, secret: nil)
            }
            guard Digest.hexadecimal(Digest.of(secret)) == commitment.digest else {
                throw DrawError.secretDiffers(by: commitment.by)
            }
            return Reveal(by: commitment.by, secret: Digest.hexadecimal(secret))
        }
        var record = DrawRecord(
            round: text, list: list, schools: schools, reveals: reveals, publicValue: value, beacon: nil, seed: "",
            order: "", result: "")
        if round.public.kind.isBeacon {
            let beacon = try Beacon(text: value, kind: round.public.kind)
            guard beacon.round == round.public.round, beacon.chain == nil || beacon.chain == round.public.chain else {
                throw DrawError.otherBeacon(expected: "\(round.public.round ?? 0)", found: "\(beacon.round)")
            }
            guard beacon.followsFromSignature ?? true else { throw DrawError.beacon(key: "signature") }
            (record.publicValue, record.beacon) = (Digest.hexadecimal(beacon.value), value)
        }
        guard let seed = record.recomputedSeed(round) else {
            throw DrawError.publicValue(length: round.public.length ?? 0, alphabet: round.public.alphabet ?? "")
        }
        record.seed = seed.description
        let market = try record.market()
        let order = DrawOrder(market, seed: seed, scope: round.scope, tieBreaking: round.rules.tieBreaking)
        record.order = Self.orderText(market, order, seed: seed, scope: round.scope)
        if !schools.isEmpty {
            record.result = Self.resultText(Placement(market, order: order, rules: round.rules))
        }
        return record
    }

    /// Reads a record. - Throws: `DrawError.record` with what is wrong where.
    public init(text: String) throws(DrawError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            throw .record(key: DrawError.key(of: error))
        }
        guard format == Self.currentFormat else { throw .record(key: "format") }
    }

    /// The file.
    public func text() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self) + "\n"
    }

    private init(
        round: String, list: String, schools: String, reveals: [Reveal], publicValue: String, beacon: String?,
        seed: String, order: String, result: String
    ) {
        (self.round, self.list, self.schools, self.reveals) = (round, list, schools, reveals)
        (self.publicValue, self.beacon, self.seed) = (publicValue, beacon, seed)
        (self.order, self.result) = (order, result)
    }
}

/// How everything follows from what was published.
extension DrawRecord {
    /// The seed: SHA-256 over parts, each behind its length as eight bytes: `xuezheng-draw-1`, the digests of round file, list and schools, the
    /// secrets (or their digests, where the round goes on without them), the public value.
    ///
    /// Nil where the public value has not the form that was announced, or a secret is no hexadecimal digits.
    func recomputedSeed(_ round: DrawRound) -> DrawSeed? {
        var parts = [Array("xuezheng-draw-1".utf8)] + [self.round, list, schools].map { Digest.of($0.utf8) }
        guard reveals.count == round.commitments.count else { return nil }
        for (reveal, commitment) in zip(reveals, round.commitments) {
            guard let bytes = Digest.bytes(reveal.secret ?? commitment.digest) else { return nil }
            parts.append(bytes)
        }
        let value = round.public.kind.isBeacon ? Digest.bytes(publicValue) : round.public.bytes(typed: publicValue)
        return value.map { DrawSeed(parts: parts + [$0]) }
    }

    /// The applicants and schools; where only an order is drawn, the schools that the lists name, without places.
    func market() throws -> Market {
        guard schools.isEmpty else { return try CanonicalText.market(list: list, schools: schools) }
        var codes = Set<Substring>()
        for line in list.split(separator: "\n").dropFirst() {
            guard let choices = line.split(separator: ",", omittingEmptySubsequences: false).last else { continue }
            for word in choices.split(separator: " ") { codes.insert(word.prefix { $0 != ":" }) }
        }
        let rows = codes.map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { $0 + ",0,\n" }
        return try CanonicalText.market(list: list, schools: CanonicalText.schoolHeading + "\n" + rows.joined())
    }

    /// The order in lines: scope after scope, each from its first number on.
    static func orderText(_ market: Market, _ order: DrawOrder, seed: DrawSeed, scope: String) -> String {
        let sorter = KeySorter(seed: seed)
        var text = "scope,rank,number,key\n"
        func write(_ applicants: ArraySlice<UInt32>, _ scope: String) {
            for (rank, applicant) in applicants.enumerated() {
                let number = market.numbers[Int(applicant)]
                text += "\(scope),\(rank + 1),\(number),\(Digest.hexadecimal(sorter.key(of: number, scope: scope)))\n"
            }
        }
        switch order.tieBreaking {
        case .single: write(order.sequence[...], scope)
        case .multiple:
            for school in CanonicalText.sorted(market.schools.map(\.code)) {
                let end =
                    school + 1 < order.schoolStarts.count ? Int(order.schoolStarts[school + 1]) : order.sequence.count
                write(
                    order.sequence[Int(order.schoolStarts[school])..<end],
                    DrawOrder.scope(scope, of: market.schools[school]))
            }
        }
        return text
    }

    /// The places in lines, in the order of the list; without school and choice where there is none.
    static func resultText(_ placement: Placement) -> String {
        var text = "number,school,choice\n"
        for applicant in 0..<placement.market.count {
            let school = placement.school(of: applicant).map { placement.market.schools[$0].code } ?? ""
            let choice = placement.choice(of: applicant).map { "\($0 + 1)" } ?? ""
            text += "\(placement.market.numbers[applicant]),\(school),\(choice)\n"
        }
        return text
    }
}
