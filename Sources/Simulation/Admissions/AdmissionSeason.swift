import AdmissionService
import Admissions
import Foundation
import Monitoring
import Registers
import Store

/// Families of a fictional district who apply for primary schools: the same for the same seed, through the same doors
/// as real ones.
public struct AdmissionSeason: Sendable {
    private let admissions: AdmissionStore
    private let bureau: AdmissionDesk
    private let clock: SimulatedClock
    private var dice: Dice
    /// The places of the round, read once.
    private var places: [RoundPlace] = []

    /// The schools with their places.
    public static let schools: [(code: String, name: String, places: Int)] = [
        ("YL001", "云岚第一小学", 45), ("YL002", "云岚第二小学", 80), ("YL003", "清源小学", 80), ("YL004", "西山小学", 40),
        ("YL005", "槐荫路小学", 60), ("YL006", "云岚实验学校", 40),
    ]

    /// Most families: more than a large district has in one autumn.
    public static let mostFamilies = 100_000

    /// The schools of a season: those six, or for more families than a small district has as many as they need.
    static func schools(for families: Int) -> [(code: String, name: String, places: Int)] {
        guard families > 2_000 else { return schools }
        return (0..<families / 240).map { index in
            let number = String(String(1_001 + index).suffix(3))
            return ("YL\(number)", "\(RegionNames.street(index))第\(index + 1)小学", 200 + index % 5 * 20)
        }
    }

    /// The passphrase of all simulated families.
    public static let passphrase = "云岚区演示家庭的口令"

    /// A season in a store whose clock is simulated.
    public init(_ admissions: AdmissionStore, clock: SimulatedClock, seed: UInt64) throws {
        self.admissions = admissions
        self.clock = clock
        bureau = try AdmissionDesk(admissions, access: .commandLine, principal: .system("simulation"))
        dice = Dice(seed: seed)
    }

    /// What a season made.
    public struct Report: Hashable, Sendable {
        /// The round.
        public let round: Int64
        /// Numbers of the families, in the order in which they applied.
        public let numbers: [String]
        /// Of them accepted, sent back, refused; the rest waits at the desks.
        public let accepted: Int, returned: Int, refused: Int
    }

    /// Sets a round up and lets families apply, and the desks check most of them.
    ///
    /// - Parameters:
    ///   - opens: the first day on which families apply; they come over the twelve days from it.
    ///   - families: how many, 1–100,000.
    ///   - checking: the share of applications that the desks have checked, in hundredths.
    public mutating func run(
        opens: Day, families: Int, checking: Int = 80, progress: (Int) -> Void = { _ in }
    ) throws -> Report {
        let schools = Self.schools(for: families)
        try addSchools(schools)
        // Whoever applies in autumn enters in the next year.
        let year = opens.month < 9 ? opens.year : opens.year + 1
        let round = try addRound(year, opens, schools)
        var numbers: [String] = [], accepted = 0, returned = 0, refused = 0
        if families > Self.mostByHand {
            return try load(min(families, Self.mostFamilies), round, year, opens, checking, progress)
        }
        for index in 0..<max(1, families) {
            clock.set(opens + index * 12 / max(1, families), minute: 9 * 60 + index % 480)
            let id = try apply(index, round, year)
            numbers.append(try admissions.application(id).number)
            if dice.chance(checking) {
                switch dice.number(1...100) {
                case 1...4:
                    try bureau.sendBack(id, words: "户口簿照片看不清，请重新拍照上传。")
                    returned += 1
                case 5...6:
                    try bureau.refuse(id, words: "不在本批次招生范围内。")
                    refused += 1
                default:
                    try bureau.accept(id, acceptsDocuments: true)
                    accepted += 1
                }
            }
            if (index + 1) % 100 == 0 { progress(index + 1) }
        }
        return Report(
            round: round, numbers: numbers, accepted: accepted, returned: returned, refused: refused)
    }

    /// Up to so many families go through every door; more are loaded.
    static let mostByHand = 2_000

    /// Loads the families of a large district, a thousand at a time.
    private mutating func load(
        _ families: Int, _ round: Int64, _ year: Int, _ opens: Day, _ checking: Int, _ progress: (Int) -> Void
    ) throws -> Report {
        let passphrase = try admissions.store.passphrases.keep(Self.passphrase)
        let whole = try admissions.round(round)
        var numbers: [String] = [], accepted = 0
        for start in stride(from: 0, to: families, by: 1_000) {
            clock.set(opens + start * 12 / families, minute: 9 * 60)
            let range = start..<min(families, start + 1_000)
            let forms = try range.map { try form($0, round, year) }
            let isAccepted = range.map { _ in dice.chance(checking) }
            accepted += isAccepted.count { $0 }
            numbers += try admissions.load(forms, into: whole, passphrase: passphrase) { isAccepted[$0] }
            progress(range.upperBound)
        }
        return Report(round: round, numbers: numbers, accepted: accepted, returned: 0, refused: 0)
    }

    /// The district with its schools, where they are not there yet.
    private func addSchools(_ schools: [(code: String, name: String, places: Int)]) throws {
        let registers = admissions.registers
        let there = Set(try registers.organisations().nodes.values.map(\.code))
        let units =
            [("YL", "云岚区教育局", "district", "10", ""), ("YLX1", "云岚东片学区", "area", "12", "YL")]
            + schools.map { ($0.code, $0.name, "school", "20", "YLX1") }
        for (code, name, level, kind, parent) in units where !there.contains(code) {
            var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
            if !parent.isEmpty { cells["parent"] = parent }
            _ = try registers.add(
                cells, to: registers.register("organisation"), access: .commandLine, by: .system("simulation"))
        }
    }

    private func addRound(
        _ year: Int, _ opens: Day, _ schools: [(code: String, name: String, places: Int)]
    ) throws -> Int64 {
        let id = try bureau.create(kind: "primary_multi", year: year, title: "")
        try bureau.setSchools(Dictionary(uniqueKeysWithValues: schools.map { ($0.code, $0.places) }), of: id)
        let codes = schools.map(\.code)
        try bureau.setPlaces(
            (0..<codes.count * 4).map { index in
                let schools = (0..<4).map { codes[(index + $0 * (1 + index % 2)) % codes.count] }
                return RoundPlace(
                    code: "P\(index + 101)", name: "\(RegionNames.street(index))\(index * 7 + 1)号院",
                    schools: Array(Set(schools)).sorted())
            }, of: id)
        let after: [RoundDay: Int] = [.opens: 0, .closes: 14, .checked: 35, .draw: 45, .published: 50]
        try bureau.change(id, calendar: after.mapValues { opens + $0 })
        try bureau.publish(id)
        return id
    }

    /// Lets the desks decide about all that wait, draws with dice, and announces: what a bureau sees in July.
    ///
    /// - Returns: how many are placed.
    public mutating func finish(_ round: Int64, progress: (String) -> Void = { _ in }) throws -> Int {
        if let closes = try admissions.round(round).calendar[.closes] { clock.set(closes + 20, minute: 600) }
        var query = ApplicationQuery()
        query.state = .submitted
        while true {
            let open = try bureau.applications(of: round, query, limit: 500).applications
            guard !open.isEmpty else { break }
            for one in open {
                do {
                    try bureau.accept(one.id, acceptsDocuments: true)
                } catch AdmissionError.acceptedElsewhere {
                    try bureau.refuse(one.id, words: "同一孩子已用另一报名号通过。")
                }
            }
            progress("accept")
        }
        try bureau.freeze(
            round, source: PublicSource(kind: .dice, what: "公证员当场掷十二次骰子", alphabet: "123456", length: 12))
        progress("freeze")
        try bureau.draw(round, value: (0..<12).map { _ in "\(dice.number(1...6))" }.joined())
        progress("draw")
        try bureau.announce(round)
        return try bureau.statistics(of: round).placed
    }

    private mutating func apply(_ index: Int, _ round: Int64, _ year: Int) throws -> Int64 {
        let made = try admissions.start(in: round, passphrase: Self.passphrase, address: "")
        guard let id = try admissions.session(token: made.token)?.application else {
            throw AdmissionError.noApplication
        }
        let form = try form(index, round, year)
        let saved = try admissions.save(form, of: id, version: 1)
        for document in try admissions.round(round).rules.documents(form.answers) where !document.isOptional {
            let page = "%PDF-1.4\n% \(document.name) \(index)\n%%EOF\n"
            try admissions.add(
                Data(page.utf8), named: "\(document.title.chinese.prefix(12)).pdf", type: "application/pdf",
                as: document.name, to: id)
        }
        try admissions.submit(id, version: saved.version)
        return id
    }

    private mutating func form(_ index: Int, _ round: Int64, _ year: Int) throws -> ApplicationForm {
        let isBoy = dice.chance(52), surname = dice.number(0...9_999)
        let birth = Day(year: year - 6, month: 8, day: 31).map { $0 + -dice.number(0...364) } ?? Day(number: 0)
        var form = ApplicationForm()
        form.name = RegionNames.person(dice.number(0...1_399), isMale: isBoy, surname: surname)
        form.idNumber = number(birth, index, isMale: isBoy)
        let parent = Day(year: year - dice.number(28...42), month: dice.number(1...12), day: dice.number(1...28))
        form.guardians = [
            .init(
                name: RegionNames.person(dice.number(0...1_399), isMale: true, surname: surname), relation: "51",
                idNumber: number(parent ?? birth, index, isMale: true),
                mobile: "13" + String(String(1_000_000_000 + dice.number(0...999_999_999)).suffix(9)))
        ]
        if places.isEmpty { places = try admissions.places(of: round) }
        // One family in forty asks with the address of another.
        let home = index > 40 && index % 40 == 0 ? index - 40 : index
        let place = places[home % places.count]
        form.place = place.code
        form.address = place.name + "\(dice.number(1...12))号楼"
        form.unit = "\(home % 12 + 1)-\(home % 6 + 1)-\(home + 101)"
        form.answers = [
            "hukou": dice.one(["here", "here", "here", "here", "collective", "city", "elsewhere", "elsewhere"]),
            "home": dice.one(["own", "own", "own", "grandparents", "public", "rent", "rent"]),
            "service": dice.chance(3) ? "soldier" : "none",
        ]
        form.choices = place.schools.shuffled(using: &dice)
        return form
    }

    /// An identity number of a division that does not exist, with its right check character.
    private func number(_ birth: Day, _ index: Int, isMale: Bool) -> String {
        let sequence = String(String(1_000 + index / 2 * 2 % 998 + (isMale ? 1 : 0)).suffix(3))
        let digits =
            "99" + String(String(10_000 + index % 10_000).suffix(4)) + birth.text.filter { $0 != "-" } + sequence
        let check = IDNumber.check(Array(digits.utf8)) ?? UInt8(ascii: "0")
        return digits + String(UnicodeScalar(check))
    }
}
