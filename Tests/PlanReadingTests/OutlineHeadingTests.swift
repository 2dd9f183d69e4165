import PlanModel
import PlanReading
import Testing

@Suite struct OutlineHeadingTests {
    @Test("Heading styles give the tree where there are no numbers") func styles() {
        var document = OutlineDocument()
        document.paragraph("云岚区2027年教育工作计划", level: 1)
        document.paragraph("学校建设", level: 2)
        document.paragraph("新建学校", level: 3)
        document.paragraph("新建小学1所，增加学位1080个。")
        document.paragraph("改造学校", level: 3)
        document.paragraph("改造操场6个。")
        document.paragraph("队伍建设", level: 2)
        document.paragraph("招聘教师90名。")
        #expect(
            PlanReader().read(document.text).rows == ["|新建学校|学校建设", "|改造学校|学校建设", "|队伍建设"])
    }

    @Test("Numbers below heading styles start anew") func numbersBelowStyles() {
        var document = OutlineDocument()
        document.paragraph("云岚区2027年教育工作计划")
        document.paragraph("一、学校建设", level: 1)
        document.paragraph("1.新建学校。新建小学1所。")
        document.paragraph("2.改造学校。改造操场6个。")
        document.paragraph("二、队伍建设", level: 1)
        document.paragraph("（一）招聘教师", level: 2)
        document.paragraph("1.公开招聘。招聘60名。")
        document.paragraph("2.定向培养。培养30名。")
        document.paragraph("（二）培训教师", level: 2)
        document.paragraph("组织全员培训。")
        #expect(
            PlanReader().read(document.text).rows == [
                "1.|新建学校|一、学校建设", "2.|改造学校|一、学校建设", "1.|公开招聘|二、队伍建设 > （一）招聘教师",
                "2.|定向培养|二、队伍建设 > （一）招聘教师", "（二）|培训教师|二、队伍建设",
            ])
    }

    @Test(
        "Which kind of numbering is the outer one",
        arguments: [
            (
                ["1.甲类", "（一）第一事。做好。", "（二）第二事。做好。", "2.乙类", "（一）第三事。做好。"],
                ["（一）|第一事|1.甲类", "（二）|第二事|1.甲类", "（一）|第三事|2.乙类"]
            ),
            (["一、甲", "1.第一事。做好。", "（一）乙", "2.第二事。做好。"], ["1.|第一事|一、甲", "2.|第二事|一、甲 > （一）乙"]),
            (
                ["一、甲", "（一）乙", "1.第一事。做好。", "二、丙", "1.第二事。做好。"],
                ["1.|第一事|一、甲 > （一）乙", "1.|第二事|二、丙"]
            ),
            (["任务一：强基", "（1）第一事。做好。", "任务二：强师", "（1）第二事。做好。"], ["（1）|第一事|任务一：强基", "（1）|第二事|任务二：强师"]),
            (
                ["I.甲", "(a)第一事。做好。", "(b)第二事。做好。", "II.乙", "(a)第三事。做好。"],
                ["(a)|第一事|I.甲", "(b)|第二事|I.甲", "(a)|第三事|II.乙"]
            ),
        ] as [([String], [String])])
    func nesting(lines: [String], rows: [String]) {
        var document = OutlineDocument()
        document.paragraph("云岚区2027年教育工作计划")
        for line in lines { document.paragraph(line) }
        #expect(PlanReader().read(document.text).rows == rows)
    }

    @Test(
        "Titles are headings or lead sentences",
        arguments: [
            ("1.推进课程改革。开发课程8门。", "推进课程改革"),
            ("1.推进课程改革：开发课程8门，建设基地3个。", "推进课程改革"),
            ("1.推进“五育融合。协同”行动。开发课程。", "推进“五育融合。协同”行动"),
            ("1.推进课程改革（责任单位：教研室）", "推进课程改革"),
            ("1.新建小学1所；", "新建小学1所"),
            ("1.推进课程改革  开发地方课程8门，建设劳动教育基地3个，组织全区中小学教师开展课程培训，覆盖所有学校，形成各具特色的课程体系和育人模式。", "推进课程改革"),
        ])
    func titles(line: String, title: String) {
        let reading = PlanReader().read(DocumentText(plain: "云岚区2027年教育工作计划\n一、工作\n\(line)\n2.推进评价改革。发布报告。"))
        #expect(reading.tasks.first?.title.text == title)
    }

    @Test(
        "Sections without tasks",
        arguments: [
            "一、总体要求", "一、指导思想和工作目标", "一、2027年工作思路", "一、工作目标", "一、明确总体要求，把握工作主线", "一、存在的主要问题", "一、面临的形势",
        ])
    func openings(heading: String) {
        let text = "云岚区2027年教育工作计划\n\(heading)\n（一）坚持稳中求进。完成3件大事。\n二、重点工作\n（一）建好学校。建设2所。"
        #expect(PlanReader().read(DocumentText(plain: text)).rows == ["（一）|建好学校|二、重点工作"])
    }

    @Test(
        "Sections that only sound like an opening hold tasks", arguments: ["二、优化教育发展环境", "二、坚持目标导向，补齐短板弱项", "二、深化问题整改"])
    func noOpenings(heading: String) {
        let text = "云岚区2027年教育工作计划\n一、建设\n（一）建好学校。建设2所。\n\(heading)\n（一）抓好落实。检查4次。"
        #expect(PlanReader().read(DocumentText(plain: text)).tasks.count == 2)
    }
}
