import PlanModel
import PlanReading
import Testing

@Suite struct OutlineHeadTests {
    private func read(_ lines: String...) -> PlanReading {
        PlanReader().read(DocumentText(plain: lines.joined(separator: "\n")))
    }

    @Test(
        "Document numbers in all their brackets",
        arguments: [
            ("云教发〔2027〕3号", "云教发〔2027〕3号"), ("云教发[2027]3号", "云教发[2027]3号"), ("云教发（2027）第3号", "云教发（2027）第3号"),
            ("云教 〔２０２７〕 ３ 号", "云教〔2027〕3号"), ("签发人：李明  云教发〔2027〕3号", "云教发〔2027〕3号"),
        ])
    func numbers(line: String, number: String) {
        #expect(read(line, "云岚区教育局2027年工作要点", "一、做好工作。").number == number)
    }

    @Test(
        "Dates of signing",
        arguments: [
            ("2027年3月5日", "2027-03-05"), ("二〇二七年三月五日", "2027-03-05"), ("二〇二七年十二月二十一日", "2027-12-21"),
            ("（2027年3月5日）", "2027-03-05"), ("2027年2月30日", nil), ("云岚区教育局办公室 2027年3月5日印发", "2027-03-05"),
        ] as [(String, String?)])
    func dates(line: String, date: String?) {
        #expect(read("云岚区2027年工作要点", "一、做好工作。完成任务。", line).date == date)
    }

    @Test("A joint paper names its bodies in the title, on lines of their own or side by side")
    func issuers() {
        let onLines = read("中共云岚区委教育工委", "云 岚 区 教 育 局", "关于印发《2027年工作要点》的通知", "各学校：", "一、做好工作。完成任务。")
        #expect(onLines.issuer == ["中共云岚区委教育工委", "云岚区教育局"])
        #expect(onLines.title == "中共云岚区委教育工委云岚区教育局关于印发《2027年工作要点》的通知")
        let sideBySide = read("云岚区教育局  云岚区财政局关于2027年教育投入的意见", "一、做好工作。完成任务。")
        #expect(sideBySide.issuer == ["云岚区教育局", "云岚区财政局"])
    }

    @Test(
        "The year of a part",
        arguments: [
            ("云岚区2027年教育工作要点", 2027), ("云岚区教育系统2027—2028学年工作计划", 2027), ("云岚区“十五五”教育发展规划", 2030),
            ("云岚区教育发展规划（2026-2035年）", 2035), ("云岚区教育工作要点", nil),
        ] as [(String, Int?)])
    func years(title: String, year: Int?) {
        #expect(read(title, "一、做好工作。完成任务。").parts.first?.year == year)
    }

    @Test("Roles of parts") func roles() {
        let reading = read("2026年工作总结和2027年工作计划", "第一部分 2026年工作总结", "一、做了工作。完成了。", "第二部分 2027年工作计划", "一、做好工作。完成。")
        #expect(reading.parts.map(\.role) == [.summary, .plan])
        #expect(reading.parts.map(\.year) == [2026, 2027])
        #expect(reading.tasks.map(\.part) == ["P1", "P2"])
        #expect(reading.tasks.allSatisfy { $0.path.isEmpty })
    }

    @Test("Nothing gives a reading of nothing", arguments: ["", "\n\n", " ", "。", "一、", "123", "《", "——"])
    func nothing(text: String) {
        let reading = PlanReader().read(DocumentText(plain: text))
        #expect(reading.tasks.isEmpty)
        #expect(reading.parts.count == 1)
    }
}
