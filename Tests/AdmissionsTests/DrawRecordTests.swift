import Chance
import Foundation
import Testing

@testable import Admissions

/// A published round and its draw.
struct SampleDraw {
    var list: String
    var schools: String
    var round: DrawRound
    var secrets: [String: [UInt8]]
    var value: String

    /// Sixty applications to four schools, two secrets, twenty dice; another public value where it is given.
    static func make(
        tieBreaking: TieBreaking = .single, public source: PublicSource? = nil, value: String? = nil,
        missingReveal: DrawRound.MissingReveal = .stop
    ) throws -> SampleDraw {
        var generator = SplitMix64(seed: 99)
        var market = try Market(schools: [
            School(code: "S01", capacity: 12, groups: [SeatGroup(seats: 3, admits: .first("policy"))]),
            School(code: "S02", capacity: 8),
            School(code: "S03", capacity: 10, groups: [SeatGroup(seats: 4, isByNumberAlone: true)]),
            School(code: "云岚四小", capacity: 9),
        ])
        for index in 0..<60 {
            var codes = ["S01", "S02", "S03", "云岚四小"][...]
            codes.shuffle(by: &generator)
            let choices = codes.prefix(1 + index % 4).enumerated().map { place, code in
                Choice(code, priorityClass: place == 1 ? 2 : nil, isEligible: index % 17 != 3 || place > 0)
            }
            try market.add(
                Applicant(
                    number: "2026\(1000 + index * 7 % 61)", choices: choices, priorityClass: 1 + index % 2,
                    seats: index % 20 == 5 ? 2 : 1, kinds: index % 9 == 0 ? ["policy"] : []))
        }
        let secrets = ["云岚区教委": Digest.of("bureau".utf8), "家长代表": Digest.of("parents".utf8)]
        let list = try CanonicalText.list(market), schools = try CanonicalText.schools(market)
        let round = DrawRound(
            label: "云岚区2026年小学多校划片派位", scope: "yunlan-2026-primary", list: Digest.of(list),
            schools: Digest.of(schools),
            commitments: ["云岚区教委", "家长代表"].map { .init(by: $0, secret: secrets[$0] ?? []) },
            public: source
                ?? PublicSource(kind: .dice, what: "公证员现场掷骰子20次", alphabet: "123456", length: 20),
            missingReveal: missingReveal, rules: AdmissionRules(tieBreaking: tieBreaking))
        return SampleDraw(
            list: list, schools: schools, round: round, secrets: secrets, value: value ?? "16354263514263514263")
    }

    func draw() throws -> DrawRecord {
        try DrawRecord.draw(round: round.text(), list: list, schools: schools, secrets: secrets, value: value)
    }
}

@Suite("A verifiable draw")
struct DrawRecordTests {
    private static func wrong(_ record: DrawRecord, published: String? = nil) throws -> [DrawVerification.Step] {
        try DrawVerification(record, published: published).findings.filter { !$0.outcome.isRight }.map(\.step)
    }

    @Test(
        "verifies, after writing and reading, with one number or several, and says so in both languages",
        arguments: TieBreaking.allCases)
    func verifies(tieBreaking: TieBreaking) throws {
        let sample = try SampleDraw.make(tieBreaking: tieBreaking)
        let record = try DrawRecord(text: try sample.draw().text())
        let verification = try DrawVerification(record, published: Digest.of(sample.round.text()))
        #expect(verification.isRight, "\(verification.findings)")
        #expect(verification.findings.count == 10)
        for finding in verification.findings {
            #expect(finding.message(in: .chinese).hasPrefix("✓") && finding.message(in: .english).hasPrefix("✓"))
        }
        #expect(!record.text().contains("name"))
    }

    @Test("canonical texts read back to themselves")
    func canonical() throws {
        let sample = try SampleDraw.make()
        let market = try CanonicalText.market(list: sample.list, schools: sample.schools)
        #expect(try CanonicalText.list(market) == sample.list)
        #expect(try CanonicalText.schools(market) == sample.schools)
        var generator = SplitMix64(seed: 4)
        let shuffled = try Round.shuffled(market, &generator)
        #expect(try CanonicalText.list(shuffled) == sample.list, "the order of the file is of no consequence")
    }

    @Test("every attempt to change something afterwards shows, by its name")
    func tampering() throws {
        let sample = try SampleDraw.make(), record = try sample.draw(), published = Digest.of(sample.round.text())
        var changed = record
        changed.list = record.list.replacing(",policy,", with: ",,")
        #expect(changed.list != record.list)
        #expect(try Self.wrong(changed).prefix(2) == [.list, .seed])
        changed = record
        changed.schools = record.schools.replacing("S02,8", with: "S02,9")
        #expect(try Self.wrong(changed).prefix(2) == [.schools, .seed])
        changed = record
        changed.seed = Digest.of("another")
        #expect(try Self.wrong(changed) == [.seed])
        changed = record
        changed.reveals[0].secret = Digest.of("another")
        #expect(try Self.wrong(changed).prefix(2) == [.secret(by: "云岚区教委"), .seed])
        changed = record
        changed.reveals[1].secret = nil
        #expect(try Self.wrong(changed).first == .secret(by: "家长代表"))
        changed = record
        changed.reveals.removeLast()
        #expect(try Self.wrong(changed) == [.secret(by: "家长代表"), .seed, .order, .result])
        changed = record
        changed.publicValue = "66666666666666666666"
        #expect(try Self.wrong(changed).first == .seed)
        changed = record
        changed.publicValue = " 6354263514263514263"
        #expect(try Self.wrong(changed) == [.publicValue, .seed, .order, .result])
        changed = record
        var lines = record.order.split(separator: "\n")
        lines.swapAt(3, 4)
        changed.order = lines.joined(separator: "\n") + "\n"
        #expect(try Self.wrong(changed) == [.order])
        #expect(
            try DrawVerification(changed).findings.first { $0.step == .order }?.outcome
                == .lineDiffers(line: 4, expected: String(lines[4]), found: String(lines[3])), "the line is named")
        changed = record
        changed.result = record.result.replacing(",S02,1", with: ",S03,1")
        #expect(try Self.wrong(changed) == [.result])
        // A round that was made anew agrees with itself, but not with what was published.
        var other = sample
        other.round.rules.mechanism = .immediate
        #expect(try Self.wrong(try other.draw()).isEmpty)
        #expect(try Self.wrong(try other.draw(), published: published) == [.round])
        // Without redrawing, another rule is another seed.
        changed = record
        changed.round = other.round.text()
        #expect(try Self.wrong(changed).first == .seed)
    }

    @Test("is refused where something is not as it was published")
    func refused() throws {
        let sample = try SampleDraw.make(), text = sample.round.text()
        func draw(_ change: (inout SampleDraw) -> Void) throws {
            var other = sample
            change(&other)
            _ = try other.draw()
        }
        #expect(throws: DrawError.listChanged(expected: sample.round.list, found: Digest.of(sample.list + " "))) {
            try draw { $0.list += " " }
        }
        #expect(throws: DrawError.self) { try draw { $0.schools = "" } }
        #expect(throws: DrawError.missingReveal(by: "家长代表")) { try draw { $0.secrets["家长代表"] = nil } }
        #expect(throws: DrawError.secretDiffers(by: "家长代表")) { try draw { $0.secrets["家长代表"] = [1] } }
        #expect(throws: DrawError.nobodyPromised(by: "公证处")) { try draw { $0.secrets["公证处"] = [1] } }
        #expect(throws: DrawError.publicValue(length: 20, alphabet: "123456")) { try draw { $0.value = "7" } }
        for (from, to, key) in [
            ("xuezheng-draw-round-1", "other", "format"), ("\"dice\"", "\"moon\"", "public.kind"),
            ("\"single\"", "\"double\"", "rules.tieBreaking"), ("\"deferred\"", "\"parallel-0\"", "rules.mechanism"),
            ("123456", "", "public.alphabet"), ("\"length\" : 20", "\"length\" : 0", "public.length"),
            (sample.round.list, "00", "list"), ("{", "", "JSON"), ("yunlan-2026-primary", "", "scope"),
        ] {
            #expect(throws: DrawError.round(key: key), "\(key)") {
                _ = try DrawRound(text: text.replacing(from, with: to))
            }
        }
        for error in [DrawError.round(key: "x"), .beacon(key: "x"), .otherBeacon(expected: "1", found: "2")] {
            #expect(!error.message(in: .chinese).contains("{"))
            #expect(!error.message(in: .english).contains("admissions.error"))
        }
    }

    @Test("goes on without a secret where the round says so, and the record tells")
    func continues() throws {
        var sample = try SampleDraw.make(missingReveal: .continue)
        sample.secrets["家长代表"] = nil
        let verification = try DrawVerification(try sample.draw())
        #expect(verification.isRight)
        #expect(verification.findings.contains { $0.step == .secret(by: "家长代表") && $0.outcome == .leftOut })
    }

    @Test("takes drand and NIST files, and finds another round, value or signature")
    func beacons() throws {
        // Round 1 of the League of Entropy's first network, as everybody can fetch it.
        let signature = """
            8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b101\
            04990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655
            """
        let randomness = "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec"
        let drand = #"{"round":1,"randomness":"\#(randomness)","signature":"\#(signature)"}"#
        let source = PublicSource(kind: .drand, what: "drand", chain: "8990e7a9", round: 1)
        let sample = try SampleDraw.make(public: source, value: drand)
        let record = try sample.draw()
        #expect(try DrawVerification(record).isRight)
        var changed = record
        changed.beacon = drand.replacing("\"round\":1", with: "\"round\":2")
        #expect(try Self.wrong(changed) == [.publicValue])
        changed.beacon = drand.replacing("4655", with: "4656")
        #expect(try Self.wrong(changed) == [.publicValue])
        changed.beacon = nil
        #expect(try Self.wrong(changed) == [.publicValue])
        changed = record
        changed.publicValue = Digest.of("x")
        #expect(try Self.wrong(changed).first == .publicValue)
        for (bad, error) in [
            (drand.replacing("\"round\":1", with: "\"round\":2"), DrawError.otherBeacon(expected: "1", found: "2")),
            (drand.replacing(randomness, with: Digest.of("x")), .beacon(key: "signature")),
            (drand.replacing(randomness, with: "00"), .beacon(key: "randomness")), ("[]", .beacon(key: "JSON")),
            ("", .beacon(key: "JSON")), ("{}", .beacon(key: "round")),
        ] {
            #expect(throws: error) { _ = try SampleDraw.make(public: source, value: bad).draw() }
        }
        // Without the value, which follows from the signature, the numbers are the same.
        let short = #"{"round":1,"signature":"\#(signature)"}"#
        #expect(try SampleDraw.make(public: source, value: short).draw().seed == record.seed)
        let output = String(repeating: "0F", count: 64)
        let pulse = #"{"pulse":{"chainIndex":2,"pulseIndex":1500,"outputValue":"\#(output)","uri":"x"}}"#
        let nist = PublicSource(kind: .nist, what: "NIST", chain: "2", round: 1500)
        #expect(try DrawVerification(try SampleDraw.make(public: nist, value: pulse).draw()).isRight)
        let other = PublicSource(kind: .nist, what: "NIST", chain: "1", round: 1500)
        #expect(throws: DrawError.self) { _ = try SampleDraw.make(public: other, value: pulse).draw() }
    }

    @Test("an order alone, without schools")
    func orderAlone() throws {
        var sample = try SampleDraw.make()
        sample.round.schools = nil
        sample.schools = ""
        sample.list = sample.list.replacing("policy", with: "")
        sample.round.list = Digest.of(sample.list)
        let record = try sample.draw()
        #expect(record.result.isEmpty)
        #expect(try DrawVerification(record).isRight)
    }

    @Test("no identity number is ever published, nor anything that is not in its form")
    func identityNumbers() throws {
        let market = try Market(
            schools: [School(code: "S", capacity: 1)],
            applicants: [Applicant(number: "11010519491231002X", choices: [Choice("S")])])
        #expect(throws: MarketError.identityNumber(row: 1)) { _ = try CanonicalText.list(market) }
        for list in [
            "", "number\n", "number,class,seats,kinds,choices", "number,class,seats,kinds,choices\n1,1,1,,S",
            "number,class,seats,kinds,choices\n1,01,1,,S\n", "number,class,seats,kinds,choices\n1,1,1,,T\n",
            "number,class,seats,kinds,choices\n1,1,1,,S S\n", "number,class,seats,kinds,choices\n2,1,1,,S\n1,1,1,,S\n",
            "number,class,seats,kinds,choices\n1,1,1,,S\n1,1,1,,S\n", "number,class,seats,kinds,choices\n王,1,1,,S\n",
            "number,class,seats,kinds,choices\n1,1,99,,S\n", "number,class,seats,kinds,choices\n1,1,1,,S:\n",
            "number,class,seats,kinds,choices\n1,-1,1,,S\n", "number,class,seats,kinds,choices\r\n1,1,1,,S\r\n",
            "number,class,seats,kinds,choices\n11010519491231002X,1,1,,S\n",
        ] {
            #expect(throws: (any Error).self, "\(list)") {
                _ = try CanonicalText.market(list: list, schools: "school,capacity,groups\nS,1,\n")
            }
        }
        for schools in [
            "school,capacity,groups\nS,1\n", "school,capacity,groups\nS,-1,\n", "school,capacity,groups\nS,1,all\n",
            "school,capacity,groups\nS,1,all=2\n", "school,capacity,groups\nS,1,none:x=1\n",
            "school,capacity,groups\nT,1,\nS,1,\n", "school,capacity,groups\nS,99999999999999999999,\n",
        ] {
            #expect(throws: (any Error).self, "\(schools)") {
                _ = try CanonicalText.market(list: "number,class,seats,kinds,choices\n", schools: schools)
            }
        }
        for text in [
            "", "{}", "[]", #"{"format":"xuezheng-draw-record-1"}"#, "\u{0}", String(repeating: "[", count: 5000),
        ] {
            #expect(throws: DrawError.self) { _ = try DrawRecord(text: text) }
        }
    }

    @Test("ten lines of Python give the same numbers", .enabled(if: Python.isThere), arguments: TieBreaking.allCases)
    func python(tieBreaking: TieBreaking) throws {
        let record = try SampleDraw.make(tieBreaking: tieBreaking).draw()
        let file = FileManager.default.temporaryDirectory.appending(path: "draw-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(record.text().utf8).write(to: file)
        #expect(try Python.run(["docs/draw-order.py", file.path]) == record.order)
    }
}
