import Documents
import Foundation
import Intake
import Ledger
import Localisation
import Testing

@Suite("Lists of areas, schools and offices")
struct OrganisationImportTests {
    static func bring(_ list: OrganisationList, _ text: String, _ sample: SampleLedger) throws -> UpsertResult {
        try list.bring(Array(text.utf8), named: "名单.csv", into: sample.ledger, by: .commandLine)
    }

    @Test("find columns by their titles in any order, and bring the same list in again without change")
    func columns() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let areas = "学区名称,学区代码\n东城学区,XQ01\n西城学区,XQ02\n"
        #expect(try Self.bring(.areas, areas, sample).inserted == 2)
        #expect(try Self.bring(.areas, areas, sample).unchanged == 2)
        let schools = "备注,学校名称,学校代码,学段,学区,办学性质\n,第一小学,YX01,小学,东城学区,公办\n新,实验学校,YX02,九年一贯制,XQ02,民办\n"
        #expect(try Self.bring(.schools, schools, sample).inserted == 2)
        let kept = try sample.ledger.schools().rows
        #expect(kept.last?.details.stages == [.primary, .junior])
        #expect(kept.last?.details.isPublic == false)
        #expect(kept.last?.areaName == "西城学区")
    }

    @Test("refuse a list whole, and name each cell with what was found and expected")
    func faults() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let schools = "学校代码,学校名称,学段\nYX01,第一小学,小学\nYX01,,太空学校\n"
        #expect {
            try Self.bring(.schools, schools, sample)
        } throws: { error in
            guard case .faults(let faults) = error as? IntakeError else { return false }
            let said = faults.map { $0.message(in: .chinese) }
            return faults.count == 3 && faults.allSatisfy { $0.row == 3 }
                && said.contains { $0.contains("太空学校") && $0.contains("学段") }
                && said.contains { $0.contains("第 2 行重复") }
        }
        #expect(try sample.ledger.schools().total == 0)
    }

    @Test("name the columns that are missing, and a file without header")
    func headers() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        #expect(throws: IntakeError.missingColumns(file: "名单.csv", columns: ["学段"])) {
            try Self.bring(.schools, "学校代码,学校名称\nYX01,第一小学\n", sample)
        }
        #expect(throws: IntakeError.self) { try Self.bring(.schools, "甲,乙\n1,2\n", sample) }
        #expect(throws: IntakeError.noRows(file: "名单.csv")) {
            try Self.bring(.areas, "学区代码,学区名称\n\n", sample)
        }
        #expect(throws: TableError.openQuote(file: "名单.csv", row: 2)) {
            try Self.bring(.areas, "学区代码,学区名称\n\"XQ01,东\n", sample)
        }
    }

    @Test("take the workbook that the template's titles make")
    func workbook() throws {
        let sample = try SampleLedger()
        defer { sample.remove() }
        let sheet = Sheet(
            name: "科室", columns: OrganisationList.offices.templateTitles.map { Sheet.Column($0) },
            rows: [[.text("安全科"), .text("安稳办、安全办"), .text("科室")]])
        let result = try OrganisationList.offices.bring(
            SheetWriter().xlsx([sheet]), named: "科室.xlsx", into: sample.ledger, by: .commandLine)
        #expect(result.inserted == 1)
        let office = try #require(try sample.ledger.offices().first { $0.name == "安全科" })
        #expect(Set(office.aliases) == ["安稳办", "安全办"])
    }
}
