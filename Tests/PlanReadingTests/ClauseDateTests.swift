import PlanModel
import Testing

@testable import PlanReading

/// Due dates by the conventions.
@Suite("Clauses: due dates")
struct ClauseDateTests {
    static let dates = [
        Sentence("年底前完成主体工程", "2022-12-31"),
        Sentence("9月底前投入使用", "2022-09-30"),
        Sentence("2022年底前全部整改到位", "2022-12-31"),
        Sentence("第三季度完成验收", "2022-09-30"),
        Sentence("一季度启动招标", "2022-03-31"),
        Sentence("上半年完成教师招聘", "2022-06-30"),
        Sentence("下半年组织评估", "2022-12-31"),
        Sentence("秋季学期开学前交付新校舍", "2022-08-31"),
        Sentence("春季学期开学前完成检修", "2022-02-28"),
        Sentence("1—3月开展调研", "2022-03-31"),
        Sentence("3月至5月组织竞赛", "2022-05-31"),
        Sentence("2月召开工作会议", "2022-02-28"),
        Sentence("到2025年全面达标", "2025-12-31"),
        Sentence("8月25日前公布名单", "2022-08-25"),
        Sentence("9月1日至15日开展宣传", "2022-09-15"),
        Sentence("2022年11月启动", "2022-11-30"),
        Sentence("10月中旬开展督查", "2022-10-20"),
        Sentence("六月底前完成", "2022-06-30"),
        Sentence("明年6月底前完成", "2023-06-30"),
        Sentence("6月底前完成论证，12月底前建成", "2022-06-30", "2022-12-31"),
        Sentence("2022年3月—2023年6月实施试点", "2023-06-30"),
        Sentence("学年末组织考核", "2022-08-31"),
        Sentence("年内出台办法", "2022-12-31"),
        Sentence("全年开展巡查"),
        Sentence("长期坚持"),
        Sentence("每月开展检查"),
        Sentence("每年3月组织活动"),
        Sentence("9月起全面实施"),
        Sentence("自9月开始试点"),
        Sentence("2022年全面推进"),
        Sentence("去年12月底前已完成"),
        Sentence("建校50周年中小学生活动"),
        Sentence("三年内培养名师"),
        Sentence("落实《2022年9月底前整改通知》"),
        Sentence("持续3个月"),
    ]

    @Test("due dates", arguments: dates)
    func date(_ sentence: Sentence) {
        #expect(ClauseReading(sentence.words).findings.milestones.map(\.due) == sentence.expected)
    }

    @Test("February has 29 days in a leap year")
    func leapYear() {
        #expect(ClauseReading("2月底前完成", year: 2024).findings.milestones.map(\.due) == ["2024-02-29"])
        #expect(ClauseReading("2月底前完成", year: 2100).findings.milestones.map(\.due) == ["2100-02-28"])
    }

    @Test("a date that does not exist is noted, not used", arguments: ["2月30日前完成", "9月31日前完成", "13月底前完成"])
    func noSuchDate(_ words: String) {
        let findings = ClauseReading(words).findings
        #expect(findings.milestones.isEmpty)
        #expect(findings.notes.map(\.about) == ["no-such-date"])
    }

    @Test("a time that stands alone takes the clause behind it")
    func timeAlone() {
        let milestones = ClauseReading("9月底前，完成3所学校主体工程。").findings.milestones
        #expect(milestones.map(\.text) == ["9月底前，完成3所学校主体工程"])
    }

    @Test("a summary has no due dates")
    func summary() {
        #expect(ClauseReading("9月底前完成主体工程", role: .summary).findings.milestones.isEmpty)
    }

    static let cells = [
        Sentence("2022年", "2022-12-31"), Sentence("2022年12月", "2022-12-31"),
        Sentence("6月、10月", "2022-06-30", "2022-10-31"),
        Sentence("2022.09", "2022-09-30"), Sentence("2022-09-15", "2022-09-15"), Sentence("长期"), Sentence("全年"),
        Sentence("2022年3月-12月", "2022-12-31"), Sentence("第二季度", "2022-06-30"), Sentence(""),
    ]

    @Test("cells of a date column", arguments: cells)
    func cell(_ sentence: Sentence) {
        let text = CleanText(DocumentText(plain: sentence.words), labels: ClauseReading.labels)
        let context = ClauseContext(role: .plan, year: 2022, kind: .cell)
        let dates = ClauseReading.reader.dueDates(0..<text.bytes.count, in: text, context: context)
        #expect(dates.map(\.due) == sentence.expected)
    }
}
