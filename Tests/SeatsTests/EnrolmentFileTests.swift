import Documents
import Intake
import Seats
import Testing

@Suite("Files of enrolment and seats")
struct EnrolmentFileTests {
    @Test(
        "are read in the shapes of public data sets",
        arguments: [
            "school,autumn,grade,pupils\nA,2023,1,30\nA,2024,1,31\nA,2024,2,29\n",
            "dbn,autumn,grade,pupils\nA,2024,2,29\nA,2023,1,30\nA,2024,1,31\n",
            "DBN,Name,schoolyear,total_enrollment,grade1,grade2,ell_num\nA,x,20232024,30,30,,2\nA,x,20242025,60,31,29,5\n",
            "学校,学年,年级,在校生数\nA,2023-2024学年,一年级,30人\nA,2024-2025学年,一年级,31\nA,2024-2025,二年级,29\n",
            "school,grade,2023,2024\nA,1,30,31\nA,2,,29\n",
            "school,autumn,grade,section,pupils\nA,2023,1,1,20\nA,2023,1,2,10\nA,2024,1,1,31\nA,2024,2,1,29\n",
        ])
    func shapes(text: String) throws {
        let history = try SampleEnrolment.enrolment(text).history
        #expect(history.units == ["A"] && history.grades == [1, 2] && history.firstAutumn == 2023)
        #expect(history.pupils == [[30, 0], [31, 29]])
    }

    @Test("keep the names of their grades and the meaning of fiscal years")
    func names() throws {
        let table = try SampleEnrolment.enrolment("school,autumn,grade,pupils\nA,2023,PK,3\nA,2023,K,4\n")
        #expect(table.gradeNames == [-1: "PK", 0: "K"])
        let totals = try SampleEnrolment.enrolment("school,name,grades,capacity,FY14,FY15\nx,X,6-8,100,860,934\n")
        #expect(totals.history.firstAutumn == 2013 && totals.history.pupils == [[860], [934]])
        #expect(totals.history.grades == [GradeLadder.ungraded])
        #expect(try SampleEnrolment.enrolment("autumn,grade,pupils\n2023,1,5\n").history.units == ["all"])
    }

    @Test(
        "are refused with row, column and what was expected",
        arguments: [
            ("school,autumn,grade,pupils\nA,2023,1,-3\n", 2, "pupils"),
            ("school,autumn,grade,pupils\nA,2023,1,3\nA,20x3,1,3\n", 3, "autumn"),
            ("school,autumn,grade,pupils\nA,2023,17,3\n", 2, "grade"),
            ("school,autumn,grade,pupils\n,2023,1,3\n", 2, "school"),
            ("school,autumn,grade,pupils\nA,2023,1,3\nA,2023,1,4\n", 3, "grade"),
            ("school,autumn,grade,pupils\nA,2023,1,1e400\n", 2, "pupils"),
            ("school,autumn,grade,pupils\nA,2023,1,<5\n", 2, "pupils"),
        ])
    func faults(text: String, row: Int, column: String) throws {
        let error = try #require(throws: IntakeError.self) { try SampleEnrolment.enrolment(text) }
        guard case .faults(let faults) = error else { throw error }
        #expect(faults.count == 1 && faults[0].row == row && faults[0].column == column)
        #expect(!faults[0].message(in: .english).isEmpty)
    }

    @Test(
        "without the columns, the rows or any text are refused too",
        arguments: ["", "a,b\n1,2\n", "school,autumn,grade,pupils\n", "school,autumn\nA,2023\n", "\"open\n"])
    func empty(text: String) {
        #expect(throws: (any Error).self) { try SampleEnrolment.enrolment(text) }
    }

    @Test("of many rows are read, and faults are not gathered without end")
    func huge() throws {
        var text = "school,autumn,grade,pupils\n"
        for row in 0..<40_000 { text += "S\(row / 10),2023,\(row % 10 + 1),30\n" }
        #expect(try SampleEnrolment.enrolment(text).history.units.count == 4_000)
        let bad = "school,autumn,grade,pupils\n" + String(repeating: "A,2023,1,x\n", count: 5_000)
        let error = try #require(throws: IntakeError.self) { try SampleEnrolment.enrolment(bad) }
        guard case .faults(let faults) = error else { throw error }
        #expect(faults.count == 200)
    }

    @Test("births, areas, supply and scenarios are read")
    func plans() throws {
        func bytes(_ text: String) -> TableSource { .bytes(Array(text.utf8)) }
        #expect(
            try EnrolmentFile.births(bytes("year,births\n2018,1011\n2019,955\n"), named: "b.csv") == [
                2018: 1011, 2019: 955,
            ])
        #expect(throws: IntakeError.self) {
            try EnrolmentFile.births(bytes("year,births\n2018,1\n2018,2\n"), named: "b.csv")
        }
        #expect(try SeatPlanFile.areas(bytes("school,area\nA,东片\n"), named: "a.csv") == ["A": "东片"])
        let supply = try SeatPlanFile.supply(
            bytes(
                """
                area,stage,name,seats,rooms,from,until,cost,option,to,share
                东,小学,一小,900,,,,,,,
                东,primary,新校,,20,2027,,80000000,新建,,
                东,小学,,,,2026,,,调整,西,10%
                """), named: "s.csv")
        #expect(supply.sources == [SeatSource(name: "一小", area: "东", stage: .primary, seats: 900)])
        #expect(supply.options.map(\.name) == ["新建", "调整"])
        #expect(supply.options[0].cost == 8e7 && supply.options[0].sources[0].rooms == 20)
        #expect(supply.options[1].moves == [BoundaryMove(from: "东", to: "西", stage: .primary, share: 0.1, start: 2026)])
        for wrong in ["area,stage,seats\n东,大学,1\n", "area,stage,seats\n东,小学,\n", "area,stage,seats\n,小学,5\n"] {
            #expect(throws: IntakeError.self) { try SeatPlanFile.supply(bytes(wrong), named: "s.csv") }
        }
        let scenarios = try SeatPlanFile.scenarios(
            bytes(
                """
                scenario,name,kind,unit,from,until,first,last,amount,yield,years
                高,新区,housing,东,2026,,一年级,六年级,1000,4,3
                高,随迁,entrants,,2025,2028,1,,5%,,
                低,,share,,2025,,7,9,-0.05,,
                """), named: "s.csv")
        #expect(scenarios.map(\.name) == ["高", "低"] && scenarios[0].adjustments.count == 2)
        #expect(scenarios[0].adjustments[1].amount == 0.05 && scenarios[0].adjustments[1].lastGrade == 1)
        for wrong in [
            "kind,from,first,amount\nx,2025,1,1\n", "kind,from,first,amount\nshare,2025,99,1\n",
            "kind,from,first,last,amount\nshare,2025,6,1,1\n", "kind,from,first,amount\nshare,2025,1,\n",
        ] {
            #expect(throws: IntakeError.self) { try SeatPlanFile.scenarios(bytes(wrong), named: "s.csv") }
        }
    }
}
