import PlanModel
import Testing

@testable import PlanReading

@Suite struct OutlineWordTests {
    @Test(
        "Kinds of numbering",
        arguments: [
            ("一、加强", .chinese, 1, "一、"), ("二十一、加强", .chinese, 21, "二十一、"), ("三.加强", .chinese, 3, "三."),
            ("（二）加强", .chineseBracketed, 2, "（二）"), ("(十二)加强", .chineseBracketed, 12, "(十二)"),
            ("㈢加强", .chineseBracketed, 3, "㈢"),
            ("（一）、加强", .chineseBracketed, 1, "（一）、"), ("1.加强", .arabic, 1, "1."), ("12、加强", .arabic, 12, "12、"),
            ("3.2027年完成", .arabic, 3, "3."), ("5.9月底前完成", .arabic, 5, "5."), ("6.12所学校亮灯", .arabic, 6, "6."),
            ("⒉加强", .arabic, 2, "⒉"), ("1.1加强", .decimal, 1, "1.1"),
            ("2.1.3加强", .deepDecimal, 3, "2.1.3"),
            ("（1）加强", .arabicBracketed, 1, "（1）"), ("⑵加强", .arabicBracketed, 2, "⑵"),
            ("3）加强", .arabicHalfBracketed, 3, "3）"),
            ("③加强", .circled, 3, "③"), ("第一章 总则", .chapter, 1, "第一章"), ("第二节：目标", .section, 2, "第二节："),
            ("第十条 为了", .article, 10, "第十条"),
            ("第一部分：总结", .part, 1, "第一部分："), ("第一篇 回顾", .volume, 1, "第一篇"), ("——加强", .dash, 0, "——"),
            ("--加强", .dash, 0, "--"),
            ("一是加强", .point, 1, "一是"), ("二要加强", .point, 2, "二要"), ("第一，加强", .point, 1, "第一，"),
            ("A.加强", .latin, 1, "A."),
            ("(b)加强", .latin, 2, "(b)"), ("IV.加强", .roman, 4, "IV."), ("Ⅱ、加强", .roman, 2, "Ⅱ、"),
            ("任务三：加强", .named, 3, "任务三："),
            ("●加强", .bullet, 0, "●"), ("◆加强", .bullet, 0, "◆"),
        ] as [(String, Numbering.Style, Int, String)])
    func numberings(line: String, style: Numbering.Style, value: Int, label: String) throws {
        let bytes = Array(line.utf8)
        let numbering = try #require(Numbering(bytes, at: 0, end: bytes.count))
        #expect(numbering.style == style)
        #expect(numbering.value == value)
        #expect(String(decoding: bytes[..<numbering.length], as: UTF8.self) == label)
    }

    @Test(
        "What is no numbering",
        arguments: [
            "2027年工作", "1.5亿元投入", "3.2%的学生", "1、2号楼改造", "三、四年级学生", "第三届运动会", "第一批学校", "一校一策", "十四五规划", "（试行）办法",
            "（2027）年",
            "-5度", "12345热线", "任务清单", "工程建设", "A类学校", "一、", "（一）", "1.", "——", "", "第十三届全国", "二〇二七年",
        ])
    func noNumberings(line: String) {
        let bytes = Array(line.utf8)
        #expect(Numbering(bytes, at: 0, end: bytes.count) == nil)
    }

    @Test(
        "Lists of offices",
        arguments: [
            ("基础教育科、人事科", ["基础教育科", "人事科"], []), ("规划财务（审计）科，督导室；安全科。", ["规划财务（审计）科", "督导室", "安全科"], []),
            ("办公室（法规科、信访室） 人事科", ["办公室（法规科、信访室）", "人事科"], []), ("基础教育科（牵头）、教研室", ["基础教育科", "教研室"], []),
            ("教研室、基础教育科（牵头）", ["基础教育科", "教研室"], []), ("基础教育科牵头，人事科、教研室配合", ["基础教育科"], ["人事科", "教研室"]),
            ("由督导室负责", ["督导室"], []), ("人事科、规划财务科按职责分工负责", ["人事科", "规划财务科"], []), ("局机关各科室（馆、站）", ["局机关各科室（馆、站）"], []),
            ("体卫艺科\n安全科", ["体卫艺科", "安全科"], []), ("基础教\n育科", ["基础教育科"], []), ("党建办公室等", ["党建办公室"], []), ("", [], []),
            ("。、；", [], []),
        ] as [(String, [String], [String])])
    func offices(list: String, owners: [String], coOwners: [String]) {
        var document = OutlineDocument()
        document.table([["任务", "责任科室"], ["做好工作", .text(list, columns: 1)]])
        let text = CleanText(document.text, labels: FieldLabels(.standard))
        let reader = OwnerList(text: text, offices: TitleWords(.standard))
        let cell = text.paragraphs[1].row?.cells.last?.range ?? 0..<0
        let result = reader.read(cell)
        #expect(result.owners.map(text.words) == owners)
        #expect(result.coOwners.map(text.words) == coOwners)
    }

    @Test("A bureau adds words of its own") func extendedLexicon() {
        let csv = Array("# 本局用语\n承揽科室,owner\n".utf8)
        let lexicon = Lexicon(extending: .standard, with: ["fields": csv])
        let text = "云岚区2027年教育工作计划\n一、工作\n1.建好学校\n承揽科室：人事科\n"
        #expect(PlanReader().read(DocumentText(plain: text)).tasks.first?.owners.isEmpty == true)
        #expect(PlanReader(lexicon: lexicon).read(DocumentText(plain: text)).tasks.first?.owners.map(\.text) == ["人事科"])
    }

    @Test("Longest words win, in both directions") func tries() {
        let forward = WordTrie([("工作", 1), ("工作要点", 2)])
        let backward = WordTrie([("科", 1), ("人事科", 2)], reversed: true)
        let bytes = Array("工作要点人事科".utf8)
        #expect(forward.match(bytes, at: 0, end: bytes.count)?.value == 2)
        #expect(forward.match(bytes, at: 0, end: 9)?.value == 1)
        #expect(forward.match(bytes, at: 3, end: bytes.count) == nil)
        #expect(backward.match(bytes, endingAt: bytes.count, start: 0)?.value == 2)
        #expect(backward.match(bytes, endingAt: bytes.count, start: bytes.count - 3)?.value == 1)
    }
}
