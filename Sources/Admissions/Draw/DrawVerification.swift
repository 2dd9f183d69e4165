import Localisation

/// Verifies a published draw: every step anew, and each that does not fit by its name.
public struct DrawVerification: Sendable {
    /// One step.
    public struct Finding: Hashable, Sendable {
        /// What was looked at.
        public let step: Step
        /// What came out.
        public let outcome: Outcome
    }

    /// What is looked at, in this order.
    public enum Step: Hashable, Sendable {
        /// The round file's digest, against the one that was published before.
        case round
        /// The list's digest, against the round file's.
        case list
        /// The digest of the schools, against the round file's.
        case schools
        /// A secret, against its commitment.
        case secret(by: String)
        /// The public value, against what was announced.
        case publicValue
        /// The seed.
        case seed
        /// Numbers and keys.
        case order
        /// The places.
        case result
        /// That no pair blocks.
        case stability
    }

    /// What came out.
    public enum Outcome: Hashable, Sendable {
        /// It fits; with what was computed, where that is of use.
        case fits(String)
        /// It does not fit.
        case differs(expected: String, found: String)
        /// A text does not fit: its first line that differs, from 1, and both lines.
        case lineDiffers(line: Int, expected: String, found: String)
        /// It is missing though it had to be there.
        case missing
        /// It was not revealed, and the round goes on without it by its own rule.
        case leftOut
        /// It is not in the form that was announced.
        case malformed(String)
        /// It cannot be looked at because of what was found before.
        case notLookedAt

        /// Whether this is as it must be.
        public var isRight: Bool {
            switch self {
            case .fits, .leftOut: true
            case .differs, .lineDiffers, .missing, .malformed, .notLookedAt: false
            }
        }
    }

    /// All steps.
    public private(set) var findings: [Finding] = []
    /// The digest of the round file: to be compared with the one that was published before the draw.
    public let roundDigest: String

    /// Whether every step fits.
    public var isRight: Bool { findings.allSatisfy(\.outcome.isRight) }

    /// Verifies a record.
    ///
    /// - Parameter published: the round file's digest as it was published before the draw. Without it a verification says that the
    ///   record agrees with itself, not that it is the round that was announced.
    /// - Throws: `DrawError.round` where the record holds no round file.
    public init(_ record: DrawRecord, published: String? = nil) throws(DrawError) {
        let round = try DrawRound(text: record.round)
        roundDigest = Digest.of(record.round)
        if let published { compare(.round, expected: published.lowercased(), found: roundDigest) }
        compare(.list, expected: round.list, found: Digest.of(record.list))
        if let digest = round.schools {
            compare(.schools, expected: digest, found: record.schools.isEmpty ? "" : Digest.of(record.schools))
        } else if !record.schools.isEmpty {
            compare(.schools, expected: "", found: Digest.of(record.schools))
        }
        checkSecrets(record, round)
        checkPublicValue(record, round)
        guard let seed = record.recomputedSeed(round) else {
            for step in [Step.seed, .order, .result] { add(step, .notLookedAt) }
            return
        }
        compare(.seed, expected: seed.description, found: record.seed)
        let market: Market
        do {
            market = try record.market()
        } catch {
            add(.order, .malformed((error as? any Explained)?.message(in: .english) ?? ""))
            return
        }
        checkOrder(record, round, market, seed)
    }

    private mutating func add(_ step: Step, _ outcome: Outcome) {
        findings.append(Finding(step: step, outcome: outcome))
    }

    private mutating func compare(_ step: Step, expected: String, found: String) {
        add(step, expected == found ? .fits(found) : .differs(expected: expected, found: found))
    }

    private mutating func checkSecrets(_ record: DrawRecord, _ round: DrawRound) {
        for (index, commitment) in round.commitments.enumerated() {
            let step = Step.secret(by: commitment.by)
            guard index < record.reveals.count, record.reveals[index].by == commitment.by else {
                add(step, .missing)
                continue
            }
            guard let secret = record.reveals[index].secret else {
                add(step, round.missingReveal == .continue ? .leftOut : .missing)
                continue
            }
            guard let bytes = Digest.bytes(secret) else {
                add(step, .malformed(secret))
                continue
            }
            compare(step, expected: commitment.digest, found: Digest.hexadecimal(Digest.of(bytes)))
        }
        for reveal in record.reveals.dropFirst(round.commitments.count) {
            add(.secret(by: reveal.by), .differs(expected: "", found: reveal.secret ?? ""))
        }
    }

    private mutating func checkPublicValue(_ record: DrawRecord, _ round: DrawRound) {
        let source = round.public
        guard source.kind.isBeacon else {
            let isRight = source.bytes(typed: record.publicValue) != nil
            return add(.publicValue, isRight ? .fits(record.publicValue) : .malformed(record.publicValue))
        }
        guard let text = record.beacon else { return add(.publicValue, .missing) }
        guard let beacon = try? Beacon(text: text, kind: source.kind) else { return add(.publicValue, .malformed("")) }
        let value = Digest.hexadecimal(beacon.value)
        if beacon.round != source.round {
            add(.publicValue, .differs(expected: "\(source.round ?? 0)", found: "\(beacon.round)"))
        } else if let chain = beacon.chain, chain != source.chain {
            add(.publicValue, .differs(expected: source.chain ?? "", found: chain))
        } else if beacon.followsFromSignature == false {
            add(.publicValue, .malformed("randomness ≠ SHA-256(signature)"))
        } else {
            compare(.publicValue, expected: value, found: record.publicValue)
        }
    }

    private mutating func checkOrder(_ record: DrawRecord, _ round: DrawRound, _ market: Market, _ seed: DrawSeed) {
        let order = DrawOrder(market, seed: seed, scope: round.scope, tieBreaking: round.rules.tieBreaking)
        compareLines(
            .order, expected: DrawRecord.orderText(market, order, seed: seed, scope: round.scope), found: record.order)
        guard !record.schools.isEmpty else {
            if !record.result.isEmpty { compareLines(.result, expected: "", found: record.result) }
            return
        }
        let placement = Placement(market, order: order, rules: round.rules)
        compareLines(.result, expected: DrawRecord.resultText(placement), found: record.result)
        let check = PlacementCheck(placement)
        add(
            .stability,
            check.isRight ? .fits("\(check.pairs)") : .differs(expected: "0", found: "\(check.violationCount)"))
    }

    /// Names the first line that differs.
    private mutating func compareLines(_ step: Step, expected: String, found: String) {
        // By bytes: words that Unicode holds equivalent are not the same here.
        guard !expected.utf8.elementsEqual(found.utf8) else {
            return add(step, .fits("\(max(0, expected.utf8.count { $0 == 0x0A } - 1))"))
        }
        var expected = expected.split(separator: "\n", omittingEmptySubsequences: false).makeIterator()
        var found = found.split(separator: "\n", omittingEmptySubsequences: false).makeIterator()
        for line in 1... {
            let (one, other) = (expected.next(), found.next())
            if one.map({ Array($0.utf8) }) != other.map({ Array($0.utf8) }) || one == nil {
                return add(
                    step, .lineDiffers(line: line, expected: String(one ?? ""), found: String(other ?? "")))
            }
        }
    }
}

extension DrawVerification.Finding: Explained {
    /// The key of its words in the string catalogue.
    public var messageKey: String {
        let outcome =
            switch self.outcome {
            case .fits: "fits"
            case .differs: "differs"
            case .lineDiffers: "line-differs"
            case .missing: "missing"
            case .leftOut: "left-out"
            case .malformed: "malformed"
            case .notLookedAt: "not-looked-at"
            }
        return "admissions.verify.\(outcome)"
    }

    /// What is filled into them.
    public var messageArguments: [String: String] { messageArguments(in: .english) }

    /// The same where the step's name follows the language.
    public func messageArguments(in language: Language) -> [String: String] {
        var words = ["step": stepName(in: language)]
        switch outcome {
        case .fits(let value): words["value"] = value
        case .differs(let expected, let found): (words["expected"], words["found"]) = (expected, found)
        case .lineDiffers(let line, let expected, let found):
            (words["line"], words["expected"], words["found"]) = ("\(line)", expected, found)
        case .malformed(let found): words["found"] = found
        case .missing, .leftOut, .notLookedAt: break
        }
        return words
    }

    private func stepName(in language: Language) -> String {
        let (key, name): (String, String?) =
            switch step {
            case .round: ("round", nil)
            case .list: ("list", nil)
            case .schools: ("schools", nil)
            case .secret(let by): ("secret", by)
            case .publicValue: ("public-value", nil)
            case .seed: ("seed", nil)
            case .order: ("order", nil)
            case .result: ("result", nil)
            case .stability: ("stability", nil)
            }
        return StringCatalogue.standard.string("admissions.step.\(key)", language, name.map { ["by": $0] } ?? [:])
    }
}
