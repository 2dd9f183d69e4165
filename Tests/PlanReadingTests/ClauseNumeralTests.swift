import PlanModel
import Testing

@testable import PlanReading

/// How numbers are written, and what their values, units and bounds are.
@Suite("Clauses: numbers")
struct ClauseNumeralTests {
    static let writings = [
        Sentence("新建幼儿园3所", "=3所"),
        Sentence("新建校舍1.5万平方米", "=15000平方米"),
        Sentence("图书总量达到1,250,000册", "=1250000册"),
        Sentence("投入资金2.35亿元", "=235000000元"),
        Sentence("落实资助资金1200万元", "=12000000元"),
        Sentence("培训教师3千人次", "=3000人次"),
        Sentence("召开三次推进会", "=3次"),
        Sentence("培养二十名骨干教师", "=20名"),
        Sentence("组建十二个工作组", "=12个"),
        Sentence("配备二十五名校医", "=25名"),
        Sentence("改造一百二十间教室", "=120间"),
        Sentence("慰问两百名教师", "=200名"),
        Sentence("招聘一千零五十名教师", "=1050名"),
        Sentence("举办两期培训班", "=2期"),
        Sentence("遴选2-3所试点校", "=2..3所"),
        Sentence("遴选2—3所试点校", "=2..3所"),
        Sentence("遴选2至3所试点校", "=2..3所"),
        Sentence("遴选2到3所试点校", "=2..3所"),
        Sentence("遴选2～3所试点校", "=2..3所"),
        Sentence("遴选两三所试点校", "=2..3所"),
        Sentence("参训率达到90%-95%", "=90..95%"),
        Sentence("建设学位2-3万个", "=20000..30000个"),
        Sentence("职普比保持在4：6", "=0.6667比"),
        Sentence("师生比不低于1:12.5", ">=0.08比"),
        Sentence("公办园占三分之二", "=0.6667"),
        Sentence("骨干教师占1/4左右", "~0.25"),
        Sentence("巩固率达到百分之九十八", "=98%"),
        Sentence("完成率百分之百", "=100%"),
        Sentence("近视率下降0.5个百分点", "-0.5百分点"),
        Sentence("经费增长2倍", "+2倍"),
        Sentence("受益人数翻一番", "+1番"),
        Sentence("事故发生率控制在3‰以内", "<=3‰"),
        Sentence("培训时长45个小时", "=45小时"),
        Sentence("开展观摩课30个课时", "=30课时"),
        Sentence("为全区６０名教师颁发证书", "=60名"),
        Sentence("新增学位2 300个", "+2300个"),
        Sentence("惠及40万师生", "=400000"),
        Sentence("联合教育、民政等5部门开展检查", "=5"),
        Sentence("学生每天户外活动半小时", "=0.5小时"),
    ]

    @Test("writings", arguments: writings)
    func writing(_ sentence: Sentence) {
        #expect(ClauseReading(sentence.words).counts == sentence.expected)
    }

    static let bounds = [
        Sentence("到课率达到93%", "=93%"),
        Sentence("到课率达到93%以上", ">=93%"),
        Sentence("每校至少建成1个录播室", ">=1个"),
        Sentence("体育课每周不少于4节", ">=4节"),
        Sentence("覆盖率不低于85%", ">=85%"),
        Sentence("参与学生超过3000人", ">=3000人"),
        Sentence("培训人数突破2万人次", ">=20000人次"),
        Sentence("作业时间不超过60分钟", "<=60分钟"),
        Sentence("大班额控制在2%以内", "<=2%"),
        Sentence("超员班控制在0.4%", "<=0.4%"),
        Sentence("缺勤率低于1%", "<=1%"),
        Sentence("班额不得超过45人", "<=45人"),
        Sentence("教师交流15%左右", "~15%"),
        Sentence("约200名教师参训", "~200名"),
        Sentence("近30家单位参与", "~30家"),
        Sentence("举办活动60余场", "~60场"),
        Sentence("发放手册2000多份", "~2000份"),
        Sentence("惠及学生十余万人次", "~100000人次"),
        Sentence("数百名教师参加", "~100名"),
        Sentence("新增学位500个", "+500个"),
        Sentence("学位增加1.2万余个", "+12000个"),
        Sentence("全年净增教师80名", "+80名"),
        Sentence("学位增加到1.2万个", "=12000个"),
        Sentence("减少违规机构20家", "-20家"),
        Sentence("留级率逐年至少下降2个百分点", "-2百分点"),
        Sentence("高出全市平均水平2.5个百分点", "+2.5百分点"),
        Sentence("优秀率提高3个百分点以上", "+3百分点"),
        Sentence("提升10所薄弱学校办学水平", "=10所"),
        Sentence("实施12所学校提升改造工程", "=12所"),
        Sentence("比例不低于应交流教师的10%", ">=10%"),
        Sentence("参与率由85%提高到95%", "=85%", "=95%"),
        Sentence("增加小学床位300张，初中床位200张", "+300张", "+200张"),
        Sentence("力争毛入学率达到96%以上", ">=96%"),
        Sentence("新建学校2所", "=2所"),
        Sentence("补充教师120名", "=120名"),
    ]

    @Test("bounds: direction beats bound beats approximation", arguments: bounds)
    func bound(_ sentence: Sentence) {
        #expect(ClauseReading(sentence.words).counts == sentence.expected)
    }

    static let noNumbers = [
        "2022年3月15日召开会议", "9月底前完成", "第17届艺术节开幕", "第八批援藏教师启程", "举办第24、25届艺术节",
        "学习二十届三中全会精神", "贯彻党的二十大精神", "落实“双减”政策", "实施“1+7+N”工程", "推进“健康成长2030”行动",
        "落实校园阅读3.0行动计划", "严格执行三会一课制度", "增强四个意识", "做到两个维护", "推进“五个一百”课程", "拨打12345热线反映",
        "《关于食堂管理的12条办法》印发", "依据云教发〔2022〕15号文件", "百名校长工程启动", "推出一批精品课程", "统一所有学校的时间",
        "进一步明确职责", "一对一帮扶", "坚持一校一案", "成熟一个培树一个", "打通最后一公里", "实现五育并举", "学前三年教育普及", "实施三年行动计划",
        "编制五年规划", "九年一贯制学校", "四位一体机制", "开展“六个一”活动", "高三年级复习", "在八年级试点", "五四青年节表彰", "一带一路交流",
        "推进G20课程与K12资源", "使用5G网络", "前三名的学校", "落实二期提升计划", "十届三次、四次全会部署", "零距离服务", "隐患动态清零",
        "联系电话：0101234567", "招收3至6岁幼儿", "近三年来持续改善", "成立100周年", "多名教师多次参加", "千方百计保障供给", "每一个学生都受关注",
        "第一轮评估", "一二三卷全部配齐", "见附件3", "上午9点集合", "不断提高质量", "同一所学校", "百花齐放的格局", "万无一失的保障", "家长学校第2期",
    ]

    @Test("no quantities: dates, ordinals, names, set phrases", arguments: noNumbers)
    func noNumber(_ words: String) {
        #expect(ClauseReading(words).counts == [])
    }

    static let zeros = [
        Sentence("全系统师生无一例感染", "=0例"),
        Sentence("没有一个孩子失学", "=0个"),
        Sentence("不让一名学生掉队", "=0名"),
        Sentence("全年未发生一起安全事故", "=0起"),
        Sentence("资助工作实现“零投诉”", "=0"),
        Sentence("校园安全事故零发生", "=0"),
    ]

    @Test("statements of none", arguments: zeros)
    func zero(_ sentence: Sentence) {
        #expect(ClauseReading(sentence.words).counts == sentence.expected)
    }

    static let ones = [
        Sentence("每月召开一次例会", "=1次"),
        Sentence("建成一所特殊教育学校", "=1所"),
        Sentence("每校至少配备一名心理教师", ">=1名"),
        Sentence("每日一调度", "=1"),
        Sentence("打造一支高素质队伍"),
        Sentence("形成一套制度"),
    ]

    @Test("一 counts where it is a number", arguments: ones)
    func one(_ sentence: Sentence) {
        #expect(ClauseReading(sentence.words).counts == sentence.expected)
    }

    @Test(
        "structures and norms are standing facts without a year",
        arguments: [
            "完善区、校两级教研网络", "建立三级管理体系", "整治学校门口50米范围", "落实三类课程标准",
        ])
    func standing(_ words: String) {
        let quantities = ClauseReading(words).quantities
        #expect(quantities.map(\.kind) == [.existing])
        #expect(quantities.allSatisfy { $0.year == nil })
    }
}
