import Foundation
import Intake
import Monitoring
import Testing

@Suite("Projects from a spreadsheet")
struct ProjectSheetTests {
    private func read(_ text: String) throws -> Int {
        try ProjectSheet.read(Array(text.utf8), named: "清单.csv", taken: [7]) { $0 == "基建科" ? 7 : nil }.count
    }

    private static let head = "序号,项目名称,内容,类型,责任科室,完成时限,投资（万元）\n"

    @Test("the sample list is read whole")
    func sample() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Examples/projects.csv")
        let projects = try ProjectSheet.read([UInt8](try Data(contentsOf: file)), named: "projects.csv") { _ in nil }
        #expect(projects.count == 12 && projects[1].template == .building && projects[1].budget == 18600)
    }

    @Test(
        "one wrong cell and nothing is taken; each is named",
        arguments: [
            "x,甲,,新建,,2026-09-30,1", "0,甲,,新建,,2026-09-30,1", "1,,,新建,,2026-09-30,1", "1,甲,,桥梁,,2026-09-30,1",
            "1,甲,,新建,财务处,2026-09-30,1", "1,甲,,新建,,9月底,1", "1,甲,,新建,,2026-09-30,-5", "1,甲,,新建,,2026-09-30,nan",
            "7,甲,,新建,,2026-09-30,1", "1,甲,,新建,,2026-09-30,1\n1,乙,,新建,,2026-09-30,1",
        ])
    func wrong(row: String) {
        #expect(throws: IntakeError.self) { try read(Self.head + "2,好,,服务,基建科,2026-09-30,1\n" + row) }
    }

    @Test("nothing, no header, a huge cell")
    func hostile() throws {
        #expect(throws: (any Error).self) { try read("") }
        #expect(throws: (any Error).self) { try read("a,b,c\n1,2,3") }
        #expect(throws: IntakeError.self) {
            try read(Self.head + "1,\(String(repeating: "长", count: 300)),,新建,,2026-09-30,1")
        }
        #expect(throws: IntakeError.noRows(file: "清单.csv")) { try read(Self.head) }
    }
}
