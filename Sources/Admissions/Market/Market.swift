/// The schools and applicants of a round, checked and laid out for placing.
///
/// Everything about applicants lies in flat arrays, so that a million of them with a dozen choices each take 120 MB and no time to walk.
public struct Market: Sendable {
    /// Most applicants.
    public static let mostApplicants = 1 << 26 - 1
    /// Highest class.
    public static let highestClass = 1 << 26 - 2
    /// Most choices on one list.
    public static let mostChoices = 2000
    /// Most places that one bundle may need.
    public static let mostSeatsTogether = 12
    /// Most groups of places that a school may have.
    public static let mostGroups = 32
    /// Most different kinds of reserved places.
    public static let mostKinds = 64

    /// The schools, as they were given.
    public let schools: [School]
    /// Names of kinds; an applicant's kinds are bits by this order.
    public let kinds: [String]
    /// Application numbers, as they were added.
    public private(set) var numbers: [String] = []

    /// One choice: the school's place in `schools` and the class there, `notEligible` where the school excludes the applicant.
    struct Wish: Sendable {
        var school: Int32
        var priorityClass: UInt32

        static let notEligible = UInt32.max
    }

    private(set) var wishes: [Wish] = []
    /// Where the wishes of an applicant begin; one more than there are applicants.
    private(set) var starts: [Int32] = [0]
    private(set) var classes: [UInt32] = []
    private(set) var seats: [UInt8] = []
    private(set) var kindBits: [UInt64] = []
    /// Whether some applicant needs more than one place.
    private(set) var hasBundles = false

    private let schoolIndex: [String: Int]
    private let kindIndex: [String: Int]
    private var known: Set<String> = []

    /// A round without applicants.
    ///
    /// - Throws: `MarketError` for a school that is there twice, negative places, reserves larger than the school.
    public init(schools: [School]) throws(MarketError) {
        self.schools = schools
        var index: [String: Int] = [:], kinds: [String] = [], kindIndex: [String: Int] = [:]
        for (place, school) in schools.enumerated() {
            guard index.updateValue(place, forKey: school.code) == nil else {
                throw .duplicateSchool(school.code)
            }
            guard (0...Self.mostApplicants).contains(school.capacity) else {
                throw .capacity(school: school.code, found: school.capacity)
            }
            guard school.groups.count <= Self.mostGroups else {
                throw .groups(school: school.code, limit: Self.mostGroups)
            }
            var reserved = 0
            for group in school.groups {
                guard group.seats >= 0, group.seats <= school.capacity - reserved else {
                    throw .reserves(school: school.code, capacity: school.capacity)
                }
                reserved += group.seats
                if let kind = group.admits.kind, kindIndex[kind] == nil {
                    kindIndex[kind] = kinds.count
                    kinds.append(kind)
                    guard kinds.count <= Self.mostKinds else { throw .kinds(limit: Self.mostKinds) }
                }
            }
        }
        (schoolIndex, self.kinds, self.kindIndex) = (index, kinds, kindIndex)
    }

    /// A round with its applicants. - Throws: `MarketError`.
    public init(schools: [School], applicants: some Sequence<Applicant>) throws(MarketError) {
        try self.init(schools: schools)
        for applicant in applicants { try add(applicant) }
    }

    /// How many applicants there are.
    public var count: Int { numbers.count }

    /// The place of a school in `schools`.
    public func school(_ code: String) -> Int? { schoolIndex[code] }

    /// Adds an applicant. Kinds for which no school has reserved places are of no consequence and dropped.
    ///
    /// - Throws: `MarketError` for a number that is there already, an unknown school, a school named twice, a class or a
    ///   number of places out of range. Nothing is added then.
    public mutating func add(_ applicant: Applicant) throws(MarketError) {
        var found: [(school: Int, priorityClass: Int?)] = []
        for choice in applicant.choices {
            guard let school = schoolIndex[choice.school] else {
                throw .unknownSchool(choice.school, applicant: applicant.number)
            }
            found.append((school, choice.isEligible ? choice.priorityClass ?? applicant.priorityClass : nil))
        }
        try add(
            number: applicant.number, choices: found, priorityClass: applicant.priorityClass, seats: applicant.seats,
            kinds: applicant.kinds)
    }

    /// Adds an applicant whose schools are named by their place; a choice without class is one that the school excludes.
    public mutating func add(
        number: String, choices: [(school: Int, priorityClass: Int?)], priorityClass: Int = 1, seats: Int = 1,
        kinds: Set<String> = []
    ) throws(MarketError) {
        guard !number.isEmpty, number.utf8.count <= 200 else { throw .number(number) }
        guard count < Self.mostApplicants, wishes.count + choices.count < Int(Int32.max) else {
            throw .tooMany(limit: Self.mostApplicants)
        }
        guard (1...Self.mostSeatsTogether).contains(seats) else { throw .seats(applicant: number, found: seats) }
        guard choices.count <= Self.mostChoices else {
            throw .tooManyChoices(applicant: number, limit: Self.mostChoices)
        }
        let range = 0...Self.highestClass
        for value in choices.lazy.compactMap(\.priorityClass) + [priorityClass] where !range.contains(value) {
            throw .priorityClass(applicant: number, found: value)
        }
        if let twice = Self.twice(choices) {
            throw .duplicateChoice(schools[twice].code, applicant: number)
        }
        guard known.insert(number).inserted else { throw .duplicateApplicant(number) }
        numbers.append(number)
        for choice in choices {
            wishes.append(
                Wish(
                    school: Int32(choice.school),
                    priorityClass: choice.priorityClass.map(UInt32.init) ?? Wish.notEligible))
        }
        starts.append(Int32(wishes.count))
        classes.append(UInt32(priorityClass))
        self.seats.append(UInt8(seats))
        if seats > 1 { hasBundles = true }
        kindBits.append(kinds.isEmpty ? 0 : kinds.reduce(0) { $0 | (kindIndex[$1].map { 1 << UInt64($0) } ?? 0) })
    }

    /// A school that a list names twice.
    private static func twice(_ choices: [(school: Int, priorityClass: Int?)]) -> Int? {
        guard choices.count > 24 else {
            for index in choices.indices {
                for earlier in 0..<index where choices[earlier].school == choices[index].school {
                    return choices[index].school
                }
            }
            return nil
        }
        var seen = Set<Int>()
        return choices.first { !seen.insert($0.school).inserted }?.school
    }

    /// Where an applicant's wishes lie.
    @inline(__always)
    func range(of applicant: Int) -> Range<Int> { Int(starts[applicant])..<Int(starts[applicant + 1]) }

    /// The bit of a kind.
    func bit(of kind: String) -> UInt64 { kindIndex[kind].map { 1 << UInt64($0) } ?? 0 }

    /// The codes of an applicant's choices, best first.
    public func choices(of applicant: Int) -> [String] {
        wishes[range(of: applicant)].map { schools[Int($0.school)].code }
    }

    /// An applicant as it was added.
    public func applicant(_ index: Int) -> Applicant {
        Applicant(
            number: numbers[index],
            choices: wishes[range(of: index)].map { wish in
                let isEligible = wish.priorityClass != Wish.notEligible
                return Choice(
                    schools[Int(wish.school)].code,
                    priorityClass: isEligible && wish.priorityClass != classes[index] ? Int(wish.priorityClass) : nil,
                    isEligible: isEligible)
            },
            priorityClass: Int(classes[index]), seats: Int(seats[index]),
            kinds: Set(kinds.indices.filter { kindBits[index] >> UInt64($0) & 1 == 1 }.map { kinds[$0] }))
    }
}
