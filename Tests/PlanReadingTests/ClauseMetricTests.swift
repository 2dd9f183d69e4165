import PlanModel
import Testing

@testable import PlanReading

/// What is measured, in which words, for when, and whether it is a goal.
@Suite("Clauses: what is counted")
struct ClauseMetricTests {
    static let metrics = [
        Sentence("幼儿园到园率达到93%", "幼儿园到园率"),
        Sentence("云岚区幼儿园到园率达到93%以上", "云岚区幼儿园到园率"),
        Sentence("推动公办园在园幼儿占比达到55%", "公办园在园幼儿占比"),
        Sentence("改造4个操场、6间食堂、9间教室", "改造操场", "改造食堂", "改造教室"),
        Sentence("引进博士15名左右", "引进博士"),
        Sentence("开展家访200余次", "家访"),
        Sentence("2022年新增小学学位1530个", "小学学位"),
        Sentence("在教研室设置阅览角2个", "阅览角"),
        Sentence("表彰12名优秀班主任、24名阅读导师", "表彰优秀班主任", "表彰阅读导师"),
        Sentence("评选书香班级60个、书香家庭80户", "评选书香班级", "书香家庭"),
        Sentence("全区共补充校医35人", "全区补充校医"),
        Sentence("推进基础建设、课程建设、队伍建设三项工程", "基础建设、课程建设、队伍建设工程"),
        Sentence("组织读书会9次、内容14项", "读书会", "读书会内容"),
        Sentence("优质高中达到15所，占总数的60%", "优质高中", "优质高中占总数的"),
        Sentence("新建体育馆4座，面积1.6万平方米", "新建体育馆", "新建体育馆面积"),
        Sentence("新增床位900张，其中城区增加310张", "床位", "城区床位"),
        Sentence("全区有幼儿园80所（公办26所，民办54所）", "幼儿园", "公办幼儿园", "民办幼儿园"),
        Sentence("推出百名阅读之星等优秀学生", "阅读之星"),
        Sentence("市妇联两次到我区走访", "市妇联到我区走访"),
        Sentence("连续三年获评先进单位", "连续获评先进单位"),
        Sentence("15名教师被评为市级骨干", "教师被评为市级骨干"),
        Sentence("为寄宿学生配备取暖器46台", "配备取暖器"),
        Sentence("隐患整改率、培训覆盖率均达到100%", "隐患整改率", "培训覆盖率"),
        Sentence("签到率和完课率达到两个100%", "签到率", "完课率"),
        Sentence("与云岚结对的小学和初中分别达到10所以上", "与云岚结对的小学", "与云岚结对的初中"),
        Sentence("将校长和教师住房面积分别增加到60平方米和45平方米", "校长住房面积", "教师住房面积"),
        Sentence("学生每天课内课外各2小时", "学生每天课内", "学生每天课外"),
        Sentence("课后服务参与率由85%提高到95%", "课后服务参与率", "课后服务参与率"),
        Sentence("投入资金120万元", "投入资金"),
        Sentence("乡镇投资260万元", "投资"),
    ]

    @Test("metrics", arguments: metrics)
    func metric(_ sentence: Sentence) {
        #expect(ClauseReading(sentence.words).quantities.map(\.metric) == sentence.expected)
    }

    @Test("the text is the shortest stretch that says it, verbatim")
    func shortestText() {
        let words = "一是加强统筹；二是改造4个操场、6间食堂，并开展家访200次。"
        let reading = ClauseReading(words)
        #expect(reading.quantities.map(\.text) == ["改造4个操场", "6间食堂", "开展家访200次"])
        let bytes = Array(words.utf8)
        for quantity in reading.quantities {
            #expect(String(decoding: bytes[quantity.span.range], as: UTF8.self) == quantity.text)
        }
    }

    @Test("spans lead back through wrapped lines and page numbers")
    func spansOfWrappedLines() throws {
        let words = "（一）扩大学前教育资源供给，推进公办园建设，全年在城区和乡镇新\n建幼儿园 1 2 所。\n"
        let quantity = try #require(ClauseReading(words).quantities.first)
        #expect(quantity.value == 12)
        let original = String(decoding: Array(words.utf8)[quantity.span.range], as: UTF8.self)
        #expect(original.filter { !$0.isWhitespace } == quantity.text)
    }

    static let years: [(String, [Int?])] = [
        ("新建学校3所", [2022]),
        ("到2025年，毛入园率达到95%", [2025]),
        ("去年建成幼儿园6所，今年新建3所", [2021, 2022]),
        ("较2019年增长5%", [2022]),
        ("自2018年以来培训教师300名", [2022]),
        ("辍学率每年降低1个百分点", [nil]),
        ("“十四五”末，优质园达到30所", [2025]),
        ("2021年建成4所；2023年再建成5所", [2021, 2023]),
        ("在去年建成6所的基础上，新建3所", [2021, 2022]),
    ]

    @Test("years", arguments: years)
    func year(_ words: String, _ years: [Int?]) {
        #expect(ClauseReading(words).quantities.map(\.year) == years)
    }

    static let kinds: [(String, PlanPart.Role, [Quantity.Kind])] = [
        ("新建学校3所", .plan, [.target]),
        ("已建成学校3所", .plan, [.actual]),
        ("为了惠及3000名学生", .plan, [.target]),
        ("巩固现有12个基地", .plan, [.existing]),
        ("新建学校3所", .summary, [.actual]),
        ("已超过年初确定的15间任务", .summary, [.target]),
        ("计划培养骨干教师30名", .summary, [.target]),
        ("到2025年，新建学校30所", .outlook, [.target]),
        ("累计新建学校30所", .outlook, [.actual]),
    ]

    @Test("kinds", arguments: kinds)
    func kind(_ words: String, _ role: PlanPart.Role, _ kinds: [Quantity.Kind]) {
        #expect(ClauseReading(words, role: role, year: 2025, periodStart: 2021).quantities.map(\.kind) == kinds)
    }

    @Test("results of a long-term plan are those of the year before its period")
    func lookingBack() throws {
        let reading = ClauseReading(
            "建成优质园30所。", role: .outlook, year: 2025, periodStart: 2021, looksBack: true)
        let quantity = try #require(reading.quantities.first)
        #expect(quantity.year == 2020)
        #expect(quantity.kind == .actual)
    }

    @Test("what is vague is not certain and says why")
    func doubts() {
        let vague = ClauseReading("数百名教师参加").quantities.first
        #expect(vague?.isCertain == false)
        #expect(vague?.reason == "vague")
        #expect(ClauseReading("投入1200万").quantities.first?.reason == "no-unit")
    }
}
