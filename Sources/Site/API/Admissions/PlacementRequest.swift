import Admissions
import JSONValues
import Localisation

/// Students, schools, a seed and rules as a programme sends them, and the places that come of them.
///
/// The same engine, the same scope and the same words as `xuezheng admissions place`: a programme and the command line
/// get the same placements. Nothing of it is kept.
struct PlacementRequest {
    /// Most students, and most schools; a body is 8 MB at most besides.
    static let studentLimit = 100_000, schoolLimit = 2_000
    /// What stands before the numbers of students when their keys are made.
    static let scope = "place"

    private let market: Market
    private let rules: AdmissionRules
    private let seed: DrawSeed

    /// - Throws: `APIRefusal` with where what is expected; `APIError.tooManyRows`; `MarketError`.
    init(_ body: JSON) throws {
        let reader = try JSONObjectReader(body, at: "", names: ["students", "schools", "seed", "rules"])
        let students = try reader.required("students", "array", reader.list("students"))
        let schools = try reader.required("schools", "array", reader.list("schools"))
        guard students.count <= Self.studentLimit else { throw APIError.tooManyRows(limit: Self.studentLimit) }
        guard schools.count <= Self.schoolLimit else { throw APIError.tooManyRows(limit: Self.schoolLimit) }
        let text = try reader.text("seed") ?? String(repeating: "0", count: 64)
        seed = try reader.required("seed", "64 hexadecimal digits", DrawSeed(hexadecimal: text))
        rules = try reader.object("rules").map(Self.rules) ?? AdmissionRules()
        var market = try Market(schools: try schools.enumerated().map { try Self.school($1, at: "/schools/\($0)") })
        for (index, student) in students.enumerated() {
            try market.add(try Self.student(student, at: "/students/\(index)"))
        }
        self.market = market
    }

    private static func school(_ json: JSON, at pointer: String) throws -> School {
        let reader = try JSONObjectReader(json, at: pointer, names: ["school", "capacity", "groups"])
        let words = try reader.text("groups") ?? ""
        return School(
            code: try reader.required("school", "string", reader.text("school")),
            capacity: try reader.required("capacity", "integer", reader.integer("capacity")),
            groups: try reader.required("groups", "groups of places such as first:policy=3", SeatGroup.read(words)))
    }

    private static func student(_ json: JSON, at pointer: String) throws -> Applicant {
        let reader = try JSONObjectReader(
            json, at: pointer, names: ["student", "choices", "class", "seats", "kinds"])
        let choices = try reader.required("choices", "array", reader.list("choices"))
        return Applicant(
            number: try reader.required("student", "string", reader.text("student")),
            choices: try choices.enumerated().map { try choice($1, at: "\(pointer)/choices/\($0)") },
            priorityClass: try reader.integer("class") ?? 1, seats: try reader.integer("seats") ?? 1,
            kinds: Set(try reader.texts("kinds") ?? []))
    }

    private static func choice(_ json: JSON, at pointer: String) throws -> Choice {
        if let code = json.text { return Choice(code) }
        guard case .object = json else { throw JSONObjectReader.refusal(pointer, "string or object") }
        let reader = try JSONObjectReader(json, at: pointer, names: ["school", "class"])
        return Choice(
            try reader.required("school", "string", reader.text("school")), priorityClass: try reader.integer("class"))
    }

    private static func rules(_ json: JSON) throws -> AdmissionRules {
        let reader = try JSONObjectReader(
            json, at: "/rules", names: ["mechanism", "tieBreaking", "bundles", "waitingList"])
        func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ usual: Word) throws -> Word {
            guard let text = try reader.text(name) else { return usual }
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            return try reader.required(name, known, Word(rawValue: text))
        }
        let mechanism = try reader.text("mechanism").map {
            try reader.required("mechanism", "deferred, immediate, serial, parallel-N", Mechanism($0))
        }
        return AdmissionRules(
            mechanism: mechanism ?? .deferred, tieBreaking: try word("tieBreaking", .single),
            bundles: try word("bundles", .within), waitingList: try word("waitingList", .unplaced))
    }

    /// The places in the order of the students, with what the check of the result found.
    func answer(_ language: Language) -> JSON {
        let placement = Placement(market, seed: seed, scope: Self.scope, rules: rules)
        let table = PlacementTable(placement, in: language), check = PlacementCheck(placement)
        let placed = placement.countsByChoice()
        return [
            "placements": .array((0..<market.count).map { Self.line(table.row($0)) }),
            "placed": .integer(placed.reduce(0, +)), "unplaced": .integer(placement.unplaced),
            "by_choice": .array(placed.map { .integer($0) }),
            "check": ["right": .bool(check.isRight), "pairs": .integer(check.pairs)],
        ]
    }

    /// A row of the table: `student,school,choice,number,reason`.
    private static func line(_ cells: [String]) -> JSON {
        func number(_ text: String) -> JSON { Int(text).map { .integer($0) } ?? .null }
        return [
            "student": .string(cells[0]), "school": cells[1].isEmpty ? .null : .string(cells[1]),
            "choice": number(cells[2]), "number": number(cells[3]), "reason": .string(cells[4]),
        ]
    }
}
