import PlanModel
import Testing

@testable import PlanReading

/// Papers to be written or carried through, and single steps.
@Suite("Clauses: papers and steps")
struct ClausePaperTests {
    static let papers = [
        Sentence("出台《云岚区教育集团管理办法》", "出台 云岚区教育集团管理办法"),
        Sentence("研究制定《校园安全方案》和《防溺水办法》", "研究制定 校园安全方案", "研究制定 防溺水办法"),
        Sentence("落实《甲办法》《乙细则》", "落实 甲办法", "落实 乙细则"),
        Sentence("严格执行《近视防控工作方案》", "严格执行 近视防控工作方案"),
        Sentence("认真落实区委、区政府《行动计划》", "落实 行动计划"),
        Sentence("完成区政府签订的《安全责任书》规定的任务", "完成 安全责任书"),
        Sentence("推进双方签署的《共建协议》落地落实", "推进 共建协议"),
        Sentence("做好《三年规划》收官", "做好 三年规划"),
        Sentence("出台云岚区落实《督导改革方案》实施意见", "出台 云岚区落实《督导改革方案》实施意见"),
        Sentence("制定《贯彻〈党组规定〉的方案》", "制定 贯彻〈党组规定〉的方案"),
        Sentence("以落实《阅读推广方案》为核心", "落实 阅读推广方案"),
        Sentence("修订《章程（试行）》、《议事规则》", "修订 章程（试行）", "修订 议事规则"),
        Sentence("启动区级课题《课堂变革研究》", "启动 课堂变革研究"),
        Sentence("根据《总体方案》部署工作"),
        Sentence("按照《指导意见》要求完善机制"),
        Sentence("根据国土空间编制背景和《布局规划》推进建设"),
        Sentence("组织学习《教育文选》"),
        Sentence("召开《行动计划》总结大会"),
        Sentence("将《考核办法》印发给你们"),
        Sentence("开展《课程标准》测试"),
        Sentence("制定教师考核办法"),
    ]

    @Test("papers", arguments: papers)
    func paper(_ sentence: Sentence) {
        let found = ClauseReading(sentence.words).findings.deliverables.map { "\($0.verb) \($0.name)" }
        #expect(found == sentence.expected)
    }

    @Test("text outside tasks yields no papers, dates and steps")
    func lead() {
        let findings = ClauseReading("年底前出台《管理办法》，新建学校3所", kind: .lead).findings
        #expect(findings.deliverables.isEmpty && findings.milestones.isEmpty && findings.actions.isEmpty)
        #expect(findings.quantities.count == 1)
    }

    static let steps = [
        Sentence("召开全区教育工作会，部署年度任务", "召开 全区教育工作会", "部署 年度任务"),
        Sentence("一是开展家访活动；二是组织教师培训", "开展 家访活动", "组织 教师培训"),
        Sentence("在全区深入开展安全检查", "开展 安全检查"),
        Sentence("以质量提升为核心，完善评价体系", "完善 评价体系"),
        Sentence("确保校园安全稳定"),
        Sentence("不断提高教育质量"),
    ]

    @Test("steps", arguments: steps)
    func step(_ sentence: Sentence) {
        let found = ClauseReading(sentence.words).findings.actions.map { "\($0.verb) \($0.object)" }
        #expect(found == sentence.expected)
    }
}
