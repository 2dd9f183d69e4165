import Chance
import Foundation
import Testing

@testable import Admissions

@Suite("Beside others' results")
struct PeerTests {
    struct Game: Codable {
        struct Seats: Codable {
            var capacity: Int
            var priorities: [String]
        }
        var students: [String: [String]]
        var schools: [String: Seats]

        func market() throws -> Market {
            try Round.strict(
                students.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                schools.sorted { $0.key < $1.key }.map { ($0.key, $0.value.capacity, $0.value.priorities) })
        }
    }

    @Test(
        "the same as the package matching on 2,000 random rounds",
        .enabled(if: Python.hasMatching, "matching is not installed"))
    func matching() throws {
        var generator = SplitMix64(seed: 21), games: [Game] = []
        func number(_ bound: Int) -> Int { Int(generator.next(below: UInt64(bound))) }
        for _ in 0..<2000 {
            let count = 1 + number(12), schools = (0..<1 + number(5)).map { "s\($0)" }
            var game = Game(students: [:], schools: [:])
            let names = (0..<count).map { "p\($0)" }
            for name in names {
                var list = schools[...]
                list.shuffle(by: &generator)
                game.students[name] = Array(list.prefix(number(schools.count + 1)))
            }
            for school in schools {
                var order = names[...]
                order.shuffle(by: &generator)
                game.schools[school] = .init(
                    capacity: 1 + number(4), priorities: Array(order.prefix(1 + number(count))))
            }
            games.append(game)
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "games-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONEncoder().encode(games).write(to: file)
        let answer = try Python.run(["Tests/AdmissionsTests/matching_peer.py", file.path])
        let results = try JSONDecoder().decode([[String: String]].self, from: Data(answer.utf8))
        #expect(results.count == games.count)
        for (game, expected) in zip(games, results) {
            #expect(Round.schools(Round.place(try game.market())) == expected)
        }
    }

    static let published = Python.root.appending(path: "../shared/data/matching_instances").standardizedFileURL
    static let isPublishedThere = FileManager.default.fileExists(atPath: published.path)

    @Test("the published instances", .enabled(if: isPublishedThere, "../shared/data is not there"))
    func instances() throws {
        struct Instance: Decodable {
            var name: String
            var students: [String: [String]]
            var schools: [String: Game.Seats]
            var expected: [String: [String: String?]]
        }
        let data = try Data(contentsOf: Self.published.appending(path: "small.json"))
        for instance in try JSONDecoder().decode([Instance].self, from: data) {
            let market = try Game(students: instance.students, schools: instance.schools).market()
            for (mechanism, key) in [(Mechanism.deferred, "student_optimal_da"), (.immediate, "boston")] {
                let placement = Round.place(market, AdmissionRules(mechanism: mechanism))
                #expect(
                    Round.schools(placement) == instance.expected[key]?.compactMapValues { $0 },
                    "\(instance.name) \(key)")
                #expect(PlacementCheck(placement).isRight)
            }
        }
    }

    @Test(
        "4,000 students: 334 without a place, 39 places empty",
        .enabled(if: isPublishedThere, "../shared/data is not there"))
    func fourThousand() throws {
        let files = try MarketFiles(
            students: .file(Self.published.appending(path: "students_4000.csv")), named: "students_4000.csv",
            schools: .file(Self.published.appending(path: "schools_4000.csv")), named: "schools_4000.csv")
        let placement = Round.place(files.market)
        #expect(files.market.count == 4000)
        #expect(placement.unplaced == 334)
        let places = files.market.schools.reduce(0) { $0 + $1.capacity }
        #expect(places - placement.countsByChoice().reduce(0, +) == 39)
        #expect(PlacementCheck(placement).isRight)
    }

    @Test(
        "ties everywhere: ranks between 2,603 and 2,906 with one lottery",
        .enabled(if: isPublishedThere, "../shared/data is not there"))
    func ties() throws {
        func table(_ name: String) throws -> [[Int]] {
            try String(contentsOf: Self.published.appending(path: name), encoding: .utf8).split(
                whereSeparator: \.isNewline
            )
            .dropFirst().map { $0.split(separator: ",").dropFirst().compactMap { Int($0) } }
        }
        let ranks = try table("ties_100_student_ranks.csv"), classes = try table("ties_100_school_priorities.csv")
        var market = try Market(schools: (0..<100).map { School(code: "\($0)", capacity: 1) })
        for student in 0..<100 {
            let choices = (0..<100).sorted { ranks[student][$0] < ranks[student][$1] }
            try market.add(
                Applicant(
                    number: "\(student)",
                    choices: choices.map { Choice("\($0)", priorityClass: classes[$0][student]) }))
        }
        var sums: [Int] = []
        for draw in 0..<50 {
            let placement = Placement(
                market, seed: DrawSeed(digestOf: "ties \(draw)"), scope: "x", rules: AdmissionRules())
            #expect(PlacementCheck(placement).isRight)
            sums.append(placement.choices.reduce(0) { $0 + Int($1) + 1 })
        }
        let mean = sums.reduce(0, +) / sums.count
        #expect((2690...2780).contains(mean), "\(mean)")
        #expect(sums.allSatisfy { (2550...2960).contains($0) })
    }
}
