import Documents
import Foundation
import Ledger
import Localisation
import Monitoring
import Testing

@testable import Reports

@Suite("Evaluations")
struct EvaluationTests {
    /// A programme in a ledger of its own, with two measured indicators and one without a value.
    private func programme() throws -> (Programme, URL) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "evaluation-\(UUID().uuidString)")
        let ledger = try PlanLedger.open(directory: directory)
        let rate = IndicatorDetails(
            name: "毛入园率<甲>", unit: "%", isBinding: true, baselineYear: 2020, baseline: 80, targetYear: 2025, target: 90)
        let places = IndicatorDetails(
            name: "新增学位", unit: "个", measure: .cumulative, baselineYear: 2020, baseline: 0, targetYear: 2025,
            target: 1000, domain: "义务教育")
        var none = rate
        none.name = "近视率"
        let made = try ledger.createProgramme(
            ProgrammeDetails(name: "云岚区教育规划", kind: .fiveYear, startYear: 2021, endYear: 2025),
            indicators: [rate, places, none], by: .commandLine)
        for (year, value) in [(2021, 82.0), (2022, 83), (2023, 84)] {
            try ledger.reportValue(value, year: year, source: "\(year)年报表", of: made.indicators[0].id, by: .commandLine)
            let file = NewEvidence(digest: "d", name: "现场.jpg", type: "image/jpeg", size: 1)
            try ledger.reportValue(
                200, year: year, source: "基建台账", files: [file], of: made.indicators[1].id, by: .commandLine)
        }
        return (try ledger.programme(made.id), directory)
    }

    @Test(
        "names what is behind, what has no value, the forecast, and where each figure comes from",
        arguments: Evaluation.Kind.allCases)
    func content(kind: Evaluation.Kind) throws {
        let (programme, directory) = try programme()
        defer { try? FileManager.default.removeItem(at: directory) }
        let paper = try Evaluation.write(
            programme, kind: kind, year: 2023, offices: [:], tolerance: 0.1, language: .chinese)
        #expect(paper.text.contains("略有滞后 1 项") && paper.text.contains("毛入园率<甲>：实际 84%，应达 86%，差 2 个百分点"))
        #expect(paper.text.contains("600个") && paper.text.contains("近视率") && paper.text.contains("2023年报表"))
        #expect(paper.text.contains("四、目标年预测") == (kind != .final))
        #expect(try !DocxWriter().docx(paper).isEmpty, "every link leads somewhere")
    }

    @Test("a sum cites the report of every year, a level that of its year; files stand beside their source")
    func citations() throws {
        let (programme, directory) = try programme()
        defer { try? FileManager.default.removeItem(at: directory) }
        let paper = try Evaluation.write(
            programme, kind: .annual, year: 2023, offices: [:], tolerance: 0.1, language: .chinese)
        #expect(paper.text.contains("600个（S2、S3、S4）"))
        for year in 2021...2023 { #expect(paper.text.contains("\(year)年 200个")) }
        #expect(!paper.text.contains("2021年报表") && paper.text.contains("现场.jpg"))
        #expect(try !DocxWriter().docx(paper).isEmpty, "every link leads somewhere")
    }

    @Test("a section for each domain or office, those without one last; or one of them alone")
    func groups() throws {
        let (programme, directory) = try programme()
        defer { try? FileManager.default.removeItem(at: directory) }
        func text(_ grouping: Evaluation.Grouping, domain: String? = nil, office: Int64? = nil) throws -> String {
            try Evaluation.write(
                programme, kind: .annual, year: 2023, grouping: grouping, domain: domain, office: office,
                offices: [1: "基教科"], tolerance: 0.1, language: .chinese
            ).text
        }
        let whole = try text(.domain)
        let (first, last) = (whole.range(of: "义务教育")?.lowerBound, whole.range(of: "其他领域")?.lowerBound)
        #expect(try #require(first) < #require(last))
        #expect(whole.contains("共 1 项：") && whole.contains("共 2 项："))
        let alone = try text(.none, domain: "义务教育")
        #expect(alone.contains("· 义务教育") && alone.contains("新增学位") && !alone.contains("近视率"))
        #expect(try text(.office, office: 1).contains("规划共有指标 0 项"))
        #expect(try text(.office).contains("共 3 项："))
    }

    @Test("a year outside of the programme is refused")
    func outside() throws {
        let (programme, directory) = try programme()
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(throws: ReportError.self) {
            try Evaluation.write(programme, kind: .annual, year: 2031, offices: [:], tolerance: 0.1, language: .english)
        }
    }
}
