import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Monitoring
import Testing

@Suite("Programmes from a spreadsheet")
struct ProgrammeImportTests {
    private static let head = "指标名称,单位,基数年,基数,目标年,规划目标,2027年目标,2026年实际,2026年来源\n"
    private static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Examples/programme.csv")

    private func read(
        _ text: String, _ name: String = "指标.csv", beside indicators: [ProgrammeIndicator] = []
    ) throws -> ProgrammeUpdate {
        try ProgrammeImport.read(Array(text.utf8), named: name, beside: indicators, offices: [], thisYear: 2026)
    }

    /// A ledger of its own with the sample programme.
    private func ledger(_ body: (PlanLedger, Programme) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "programme-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let ledger = try PlanLedger.open(directory: directory)
        let update = try read(String(contentsOf: Self.sample, encoding: .utf8))
        let details = ProgrammeDetails(name: "云岚区教育事业五年规划", kind: .fiveYear, startYear: 2026, endYear: 2030)
        try body(ledger, ledger.createProgramme(details, with: update, by: .commandLine))
    }

    @Test("the sample is read whole")
    func sample() throws {
        try ledger { _, programme in
            #expect(programme.indicators.count == 10)
            let places = try #require(programme.indicators.first { $0.details.name == "五年新增义务教育学位" })
            #expect(places.details.measure == .cumulative && places.details.isBinding)
            #expect(places.details.yearly == [2027: 9000] && places.actuals == [2026: 4950])
            #expect(places.details.domain == "义务教育" && places.values[0].source == "2026年基建台账")
            #expect(programme.indicators[2].details.direction == .down)
        }
    }

    @Test("an export that comes back changes nothing, as workbook and as CSV, in both languages")
    func roundTrip() throws {
        try ledger { ledger, programme in
            let third = IndicatorDetails(
                name: "=一比率-,\"引\"", unit: "%", baselineYear: 2024, baseline: 1.0 / 3, targetYear: 2031,
                target: 91.35, yearly: [2026: 0.1 + 0.2], source: "-1 条")
            try ledger.addIndicators([third], to: programme.id, by: .commandLine)
            let indicator = try #require(try ledger.programme(programme.id).indicators.last)
            try ledger.reportValue(-2.55, year: 2024, source: "@报表", of: indicator.id, by: .commandLine)
            let now = try ledger.programme(programme.id)
            for language in Language.allCases {
                let sheet = ProgrammeSheet(language: language, offices: [:]).sheet(now, name: "指标")
                for (name, bytes) in [
                    ("a.xlsx", try SheetWriter().xlsx([sheet])), ("a.csv", CSVWriter().write(sheet)),
                ] {
                    let back = try ProgrammeImport.read(
                        bytes, named: name, beside: now.indicators, offices: [], thisYear: 2026)
                    #expect(back.rows.count == 11 && !back.hasWork, "\(language) \(name)")
                }
            }
        }
    }

    @Test("a table of names and values reports a year; the same again does nothing; a correction is a new value")
    func values() throws {
        try ledger { ledger, programme in
            let text = "指标名称,2026年实际,2026年来源\n学生近视率,52.8%,\n优质集团化办学覆盖率,６５,督导报告\n"
            let update = try read(text, beside: programme.indicators)
            #expect(update.rows[0].isSame)
            #expect(update.rows[1].values == [NewYearValue(year: 2026, value: 65, source: "督导报告")])
            try ledger.apply(update, to: programme.id, by: .commandLine)
            let now = try ledger.programme(programme.id)
            #expect(try !read(text, beside: now.indicators).hasWork)
            let fixed = try read(text.replacing("６５", with: "66"), beside: now.indicators)
            try ledger.apply(fixed, to: programme.id, by: .commandLine)
            let indicator = try #require(try ledger.programme(programme.id).indicators.first { $0.values.count == 2 })
            #expect(indicator.actuals == [2026: 66] && indicator.details == programme.indicators[4].details)
        }
    }

    @Test(
        "one wrong cell and nothing is taken; each is named with its column and row",
        arguments: [
            (",%,2025,80,2030,90,,,", "指标名称"), ("甲,%,,80,2030,90,,,", "基数年"), ("甲,%,2025,八十,2030,90,,,", "基数"),
            ("甲,%,2025,nan,2030,90,,,", "基数"), ("甲,%,2025,1e400,2030,90,,,", "基数"), ("甲,%,2025,80,2025,90,,,", "目标年"),
            ("甲,%,2025,80,20300,90,,,", "目标年"), ("甲,%,2025,80,2030,,,,", "规划目标"),
            ("甲,%,2025,80,2030,0x10,,,", "规划目标"), ("甲,%,2028,80,2030,90,85,,", "2027年目标"),
            ("甲,%,2027,80,2030,90,,81,报表", "2026年实际"), ("甲,%,2025,80,2030,90,,81,", "2026年来源"),
            ("好,%,2025,80,2030,90,,,", "指标名称"),
        ])
    func wrong(row: String, column: String) throws {
        let error = try #require(throws: IntakeError.self) {
            try read(Self.head + "好,%,2025,80,2030,90,85,81,报表\n" + row)
        }
        guard case .faults(let faults) = error else { return #expect(Bool(false), "\(error)") }
        #expect(faults.map(\.column) == [column] && faults[0].row == 3)
        for language in Language.allCases {
            #expect(error.lines(in: language).allSatisfy { !$0.contains("{") && !$0.hasPrefix("intake.") })
        }
    }

    @Test("nothing, no header, no rows, no names, a column twice, an unknown office, huge cells")
    func hostile() throws {
        #expect(throws: (any Error).self) { try read("") }
        #expect(throws: (any Error).self) { try read("a,b,c\n1,2,3") }
        #expect(throws: IntakeError.noRows(file: "指标.csv")) { try read(Self.head) }
        #expect(throws: IntakeError.missingColumns(file: "指标.csv", columns: ["指标名称"])) {
            try read("单位,2026年实际\n%,1")
        }
        #expect(throws: IntakeError.sameColumns(file: "指标.csv", columns: ["2026年实际", "2026actual"])) {
            try read("指标名称,2026年实际,2026 actual\n甲,1,2")
        }
        #expect(throws: IntakeError.self) { try read("指标名称,责任科室\n甲,没有的科室") }
        #expect(throws: IntakeError.self) { try read(Self.head + String(repeating: "长", count: 201)) }
        #expect(throws: (any Error).self) {
            try ProgrammeImport.read([0, 255, 254], named: "a.xlsx", beside: [], offices: [], thisYear: 2026)
        }
    }
}
