import PlanModel
import PlanReading
import Testing

@Suite struct OutlineTableTests {
    private func read(_ tables: [OutlineDocument.Cell]..., title: String = "云岚区2027年重点任务分解表") -> PlanReading {
        var document = OutlineDocument()
        document.paragraph(title)
        document.table(tables)
        return PlanReader().read(document.text)
    }

    @Test("Merged cells carry down") func mergedCells() {
        let reading = read(
            ["序号", "类别", "目标任务", "工作措施", "责任科室", "完成时限"],
            ["1", "学前教育", "新增学位900个", "新建幼儿园2所", "学前教育科", "8月底前"],
            ["2", .above, "提升保教质量", "开展教研活动", .above, "年底"],
            ["3", "安全", "排查隐患", "每月检查", "安全科", .above])
        #expect(
            reading.rows == ["1|新增学位900个|学前教育|学前教育科", "2|提升保教质量|学前教育|学前教育科", "3|排查隐患|安全|安全科"])
        #expect(reading.tasks.map { $0.goal?.text } == ["新增学位900个", "提升保教质量", "排查隐患"])
        #expect(reading.tasks.map { $0.measures?.text } == ["新建幼儿园2所", "开展教研活动", "每月检查"])
    }

    @Test("Rows that share their number are one task") func sharedNumber() {
        let reading = read(
            ["序号", "重点任务", "具体措施", "责任单位"],
            ["1", "建设教师发展中心", "完成选址。", "人事科"],
            [.above, .above, "完成装修。", "规划财务科"],
            ["2", "开展培训", "培训教师200名。", "教研室"])
        #expect(reading.rows == ["1|建设教师发展中心||人事科、规划财务科", "2|开展培训||教研室"])
        #expect(reading.tasks.first?.measures?.text == "完成选址。完成装修。")
    }

    @Test("A merged column of work before 目标任务 groups the tasks") func groups() {
        let reading = read(
            ["重点工作", "目标任务", "责任科室"],
            ["强师工程", "招聘教师60名。公开公平。", "人事科"],
            [.above, "培训教师300名。", "教研室"])
        #expect(reading.rows == ["|招聘教师60名|强师工程|人事科", "|培训教师300名|强师工程|教研室"])
    }

    @Test("Section rows nest by their numbering") func sections() {
        let reading = read(
            ["序号", "工作任务", "牵头科室", "配合科室"],
            [.text("一、教育教学", columns: 4)],
            [.text("（一）基础教育", columns: 4)],
            ["1", "推进集团化办学", "基础教育科", "人事科、教研室"],
            [.text("（二）职业教育", columns: 4)],
            ["2", "建设实训基地", "职成教科", ""],
            [.text("二、队伍建设", columns: 4)],
            ["3", "选配干部", "人事科", "党建办公室"])
        #expect(
            reading.rows == [
                "1|推进集团化办学|一、教育教学 > （一）基础教育|基础教育科|人事科、教研室",
                "2|建设实训基地|一、教育教学 > （二）职业教育|职成教科", "3|选配干部|二、队伍建设|人事科|党建办公室",
            ])
    }

    @Test("A head of two rows and a head repeated on the next page") func heads() {
        let reading = read(
            ["序号", "工作任务", .text("责任分工", columns: 2), "完成时限"],
            [.above, .above, "牵头单位", "配合单位", .above],
            ["1", "修订学校章程", "办公室", "基础教育科", "6月"],
            ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
            ["2", "清理规章制度", "办公室（法规科）", "", "9月"])
        #expect(reading.rows == ["1|修订学校章程||办公室|基础教育科", "2|清理规章制度||办公室（法规科）"])
    }

    @Test("A table goes on without head on the next page; other tables do not") func continued() {
        var document = OutlineDocument()
        document.paragraph("云岚区2027年工作清单")
        document.table([["序号", "任务", "措施", "责任科室"], ["1", "做好招生", "公布计划", "基础教育科"]])
        document.table([["2", "做好资助", "精准认定", "规划财务科"]])
        document.table([["学校", "学生数"], ["云岚一小", "1200"]])
        #expect(PlanReader().read(document.text).rows == ["1|做好招生||基础教育科", "2|做好资助||规划财务科"])
    }

    @Test("A table below a heading takes its path from there") func belowHeading() {
        var document = OutlineDocument()
        document.paragraph("云岚区教育局2027年工作要点")
        document.paragraph("一、工作任务")
        document.table([["序号", "目标任务", "责任科室"], ["1", "办好民生实事。共8件。", "办公室"]])
        document.paragraph("二、工作要求")
        document.paragraph("（一）加强领导。成立专班。")
        #expect(PlanReader().read(document.text).rows == ["1|办好民生实事|一、工作任务|办公室", "（一）|加强领导|二、工作要求"])
    }

    @Test("Labels inside an owner cell are told apart") func labelledCell() {
        let reading = read(
            ["任务", "措施", "责任单位"],
            ["建设智慧校园", "完成网络升级", "牵头单位：教研室\n配合单位：规划财务科、安全科"],
            ["建设心理中心", "配齐设备", "体卫艺科（牵头）、教研室"])
        #expect(reading.rows == ["|建设智慧校园||教研室|规划财务科、安全科", "|建设心理中心||体卫艺科、教研室"])
    }

    @Test(
        "Tables without tasks give none",
        arguments: [["姓名", "单位", "电话"], ["指标", "2026年", "2027年"], ["序号", "项目", "金额"]])
    func otherTables(head: [String]) {
        let reading = read(head.map { .text($0, columns: 1) }, ["甲", "乙", "丙"])
        #expect(reading.tasks.isEmpty)
    }
}
