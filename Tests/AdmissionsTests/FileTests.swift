import Chance
import Documents
import Foundation
import Localisation
import Testing

@testable import Admissions

@Suite("Files of a round")
struct FileTests {
    private func read(_ students: String, _ schools: String) throws -> MarketFiles {
        try MarketFiles(
            students: .bytes(Array(students.utf8)), named: "students.csv", schools: .bytes(Array(schools.utf8)),
            named: "schools.csv")
    }

    @Test("lists, classes of equals, excluded students, Chinese headings, marks and line ends of any kind")
    func reads() throws {
        let files = try read(
            "\u{FEFF}学生,志愿,类别,捆绑人数,资格,其他\r\n甲,S1 S2:3,2,2,policy,x\r\n乙, S2  S1 ,,,,\r\n",
            "school,capacity,priorities,groups\nS1,3,乙|丙 甲,first:policy=1\nS2,0,,\n")
        let market = files.market
        #expect(market.numbers == ["甲", "乙"])
        #expect(market.applicant(0).choices.map(\.priorityClass) == [nil, 3])
        #expect(market.wishes[0].priorityClass == 2 && market.wishes[1].priorityClass == 3)
        #expect(market.wishes[3].priorityClass == 1)
        #expect(market.seats == [2, 1])
        #expect(market.schools[0].groups == [SeatGroup(seats: 1, admits: .first("policy"))])
        #expect(files.unknownInPriorities == 1)
        #expect(files.types == ["2 policy", "1"])
    }

    @Test("a school without a student in its list excludes him; words tell")
    func excluded() throws {
        let market = try read("student,preferences\na,S T\nb,\n", "school,capacity,priorities\nS,1,b\nT,0,\n").market
        let placement = Round.place(market)
        let table = PlacementTable(placement, in: .english)
        #expect(table.row(0) == ["a", "", "", table.row(0)[3], "S: its rules exclude you; T: no places in this round"])
        #expect(table.row(1)[4] == "no school was named")
        let csv = String(decoding: PlacementTable(placement, in: .chinese).csv(), as: UTF8.self)
        #expect(csv.hasPrefix("student,school,choice,number,reason\n"))
        #expect(csv.contains("S：不符合该校报名条件；T：本轮没有学位"))
    }

    @Test("a reason names class, number and the last admitted, the same in the table as by itself")
    func reasons() throws {
        let market = try read(
            "student,preferences,class\na,S,2\nb,S,1\nc,S,1\n", "school,capacity\nS,1\n"
        ).market
        let placement = Round.place(market)
        let table = PlacementTable(placement, in: .english)
        for applicant in 0..<3 where placement.choices[applicant] < 0 {
            let refusal = try #require(placement.refusals(of: applicant).first)
            #expect(table.row(applicant)[4] == refusal.message(in: .english))
            #expect(table.row(applicant)[4].contains("the last admitted had class 1, number"))
        }
    }

    @Test(
        "faults are named with file, row and column",
        arguments: [
            (
                "student\na\n", "school,capacity\nS,1\n",
                MarketFileError.noColumn(file: "students.csv", column: "preferences")
            ),
            ("student,preferences\na,S\n", "school\nS\n", .noColumn(file: "schools.csv", column: "capacity")),
            (
                "student,preferences,Student\na,S,b\n", "school,capacity\nS,1\n",
                .columnTwice(file: "students.csv", column: "Student")
            ),
            (
                "student,preferences\na,T\n", "school,capacity\nS,1\n",
                .row(file: "students.csv", row: 2, .unknownSchool("T", applicant: "a"))
            ),
            (
                "student,preferences\na,S S\n", "school,capacity\nS,1\n",
                .row(file: "students.csv", row: 2, .duplicateChoice("S", applicant: "a"))
            ),
            (
                "student,preferences\na,S\nb,\na,S\n", "school,capacity\nS,1\n",
                .row(file: "students.csv", row: 4, .duplicateApplicant("a"))
            ),
            (
                "student,preferences\n,S\n", "school,capacity\nS,1\n",
                .emptyCell(file: "students.csv", row: 2, column: "student")
            ),
            (
                "student,preferences,class\na,S,x\n", "school,capacity\nS,1\n",
                .noNumber(file: "students.csv", row: 2, column: "class", found: "x")
            ),
            (
                "student,preferences,class\na,S,-1\n", "school,capacity\nS,1\n",
                .row(file: "students.csv", row: 2, .priorityClass(applicant: "a", found: -1))
            ),
            (
                "student,preferences,seats\na,S,0\n", "school,capacity\nS,1\n",
                .row(file: "students.csv", row: 2, .seats(applicant: "a", found: 0))
            ),
            (
                "student,preferences\na,S\n", "school,capacity\nS,1\nS,2\n",
                .row(file: "schools.csv", row: 3, .duplicateSchool("S"))
            ),
            (
                "student,preferences\na,S\n", "school,capacity\nS,-1\n",
                .row(file: "schools.csv", row: 2, .capacity(school: "S", found: -1))
            ),
            (
                "student,preferences\na,S\n", "school,capacity\nS,1.5\n",
                .noNumber(file: "schools.csv", row: 2, column: "capacity", found: "1.5")
            ),
            (
                "student,preferences\na,S\n", "school,capacity\nS,\n",
                .emptyCell(file: "schools.csv", row: 2, column: "capacity")
            ),
            (
                "student,preferences\na,S\n", "school,capacity,groups\nS,1,first=1\n",
                .noGroups(file: "schools.csv", row: 2, column: "groups", found: "first=1")
            ),
            (
                "student,preferences\na,S\n", "school,capacity,groups\nS,1,all=2\n",
                .row(file: "schools.csv", row: 2, .reserves(school: "S", capacity: 1))
            ),
            (
                "student,preferences\na,S\n", "school,capacity,priorities\nS,1,a b|a\n",
                .priorityTwice(file: "schools.csv", row: 2, column: "priorities", student: "a")
            ),
        ])
    func faults(students: String, schools: String, expected: MarketFileError) {
        #expect(throws: expected) { _ = try read(students, schools) }
        for language in Language.allCases {
            let words = expected.message(in: language)
            #expect(!words.contains("{") && !words.contains("admissions."), "\(words)")
        }
    }

    @Test("hostile bytes end in an error, never in a crash")
    func hostile() throws {
        var generator = SplitMix64(seed: 8)
        let students = Array("student,preferences,class,seats\na,S T,1,1\nb,\"T S\",2,1\n".utf8)
        let schools = Array("school,capacity,priorities,groups\nS,1,a|b,first:x=1\nT,1,,\n".utf8)
        for _ in 0..<400 {
            var (one, other) = (students, schools)
            for _ in 0..<3 {
                one[Int(generator.next(below: UInt64(one.count)))] = UInt8(truncatingIfNeeded: generator.next())
                other[Int(generator.next(below: UInt64(other.count)))] = UInt8(truncatingIfNeeded: generator.next())
            }
            if let files = try? MarketFiles(
                students: .bytes(one), named: "a", schools: .bytes(other), named: "b")
            {
                #expect(PlacementCheck(Round.place(files.market)).isRight)
            }
        }
        #expect(throws: (any Error).self) { _ = try read("", "") }
        let numbers = (1...2001).map { "S\($0)" }
        let rows = "school,capacity\n" + numbers.map { "\($0),1\n" }.joined()
        #expect(
            throws: MarketFileError.row(file: "students.csv", row: 2, .tooManyChoices(applicant: "a", limit: 2000))
        ) {
            _ = try read("student,preferences\na,\(numbers.joined(separator: " "))\n", rows)
        }
    }

    @Test("100,000 applicants with one choice, and a school with more places than there are applicants")
    func large() throws {
        var market = try Market(schools: [
            School(code: "S", capacity: 10), School(code: "T", capacity: Market.mostApplicants),
            School(code: "U", capacity: 0),
        ])
        for index in 0..<100_000 {
            try market.add(number: "\(index)", choices: [(school: index % 3, priorityClass: 1)])
        }
        let placement = Round.place(market)
        #expect(placement.countsByChoice() == [10 + 33_333])
        #expect(PlacementCheck(placement).isRight)
        let empty = Round.place(try Market(schools: []))
        #expect(empty.choices.isEmpty && PlacementCheck(empty).isRight)
    }

    @Test("chances: the same however repetitions are divided; more places help; they add up")
    func simulation() throws {
        let files = try read(
            "student,preferences,class,type\n"
                + (0..<60).map { "n\($0),S T,\(1 + $0 % 2),\($0 % 2 == 0 ? "京籍" : "其他")\n" }.joined(),
            "school,capacity\nS,40\nT,10\n")
        func chances(_ market: Market) -> Chances {
            ChanceSimulation(market, types: files.types, rules: AdmissionRules(), seed: 7).run(0..<200)
        }
        let simulation = ChanceSimulation(files.market, types: files.types, rules: AdmissionRules(), seed: 7)
        var parts = simulation.run(150..<200)
        parts.add(simulation.run(0..<150))
        let whole = chances(files.market)
        #expect(parts == whole)
        let first = try #require(whole.byType.first { $0.type == "京籍" })
        #expect(first.byChoice == [1, 0] && first.unplaced == 0 && first.children == 30)
        let second = try #require(whole.byType.first { $0.type == "其他" })
        #expect(abs(second.byChoice[0] - 1.0 / 3) < 1e-9 && abs(second.unplaced - 1.0 / 3) < 1e-9)
        #expect(whole.byReach.first { $0.type == "京籍" && $0.school == "S" }?.chance == 1)
        let reach = try #require(whole.byReach.first { $0.type == "其他" && $0.school == "S" }).chance
        #expect(abs(reach - 1.0 / 3) < 1e-9, "ten of thirty of class 2 get S")
        #expect(whole.bySchool.first { $0.type == "其他" && $0.school == "T" }?.chance == second.byChoice[1])
    }
}
