import PlanModel
import Testing

@testable import PlanReading

/// Tables of indicators of long-term plans.
@Suite("Clauses: indicator tables")
struct ClauseIndicatorTests {
    /// Reads rows of cells; `^` stands for the cell above, `<` for the one on the left.
    private func read(_ rows: [[String]]) -> [PlanIndicator]? {
        var bytes: [UInt8] = []
        var ranges: [[Range<Int>]] = []
        for (index, row) in rows.enumerated() {
            var line: [Range<Int>] = []
            for (column, cell) in row.enumerated() {
                if cell == "^" {
                    line.append(ranges[index - 1][column])
                } else if cell == "<" {
                    line.append(line[column - 1])
                } else {
                    let start = bytes.count
                    bytes += Array(cell.utf8)
                    line.append(start..<bytes.count)
                    bytes.append(0x09)
                }
            }
            ranges.append(line)
        }
        let text = CleanText(
            bytes: bytes, paragraphs: [], segments: [CleanText.Segment(clean: 0, start: 0, end: bytes.count)],
            joints: [])
        let context = ClauseContext(role: .outlook, year: 2025, periodStart: 2021, kind: .cell)
        return IndicatorTable.read(ranges, in: text, context: context)
    }

    @Test("columns are known by their heads")
    func plainTable() throws {
        let indicators = try #require(
            read([
                ["序号", "指标", "单位", "2020年", "2025年", "属性"],
                ["1", "幼儿园到园率", "%", "90.5", "≥95", "预期性"],
                ["2", "义务教育巩固率", "%", "99", "99.5以上", "约束性"],
                ["3", "普惠性学位", "万个", "1.2", "1.8", "预期性"],
            ]))
        #expect(indicators.map(\.name) == ["幼儿园到园率", "义务教育巩固率", "普惠性学位"])
        #expect(indicators.map(\.baseline) == [90.5, 99, 1.2])
        #expect(indicators.map(\.target) == [95, 99.5, 1.8])
        #expect(indicators.map(\.comparator) == [.atLeast, .atLeast, .equal])
        #expect(indicators.map(\.unit) == ["%", "%", "万个"])
        #expect(indicators.map(\.nature) == ["预期性", "约束性", "预期性"])
        #expect(indicators.allSatisfy { $0.baselineYear == 2020 && $0.targetYear == 2025 })
    }

    @Test("units in names, sections, merged categories and a head of two rows")
    func mergedTable() throws {
        let indicators = try #require(
            read([
                ["类别", "指标名称", "现状值", "目标值", "<", "指标属性"],
                ["^", "^", "2020年", "2023年", "2025年", "^"],
                ["一、普及水平", "<", "<", "<", "<", "<"],
                ["学前教育", "1.毛入园率（%）", "91%", "93%", "95%", "预期性"],
                ["^", "2.公办园占比（%）", "48", "50", "55", "约束性"],
                ["教师", "3.本科及以上学历教师比例", "85.2%", "—", "≤92%", "预期性"],
                ["注：指标均为区级口径", "<", "<", "<", "<", "<"],
            ]))
        #expect(indicators.map(\.name) == ["毛入园率", "公办园占比", "本科及以上学历教师比例"])
        #expect(indicators.map(\.unit) == ["%", "%", "%"])
        #expect(indicators.map(\.baseline) == [91, 48, 85.2])
        #expect(indicators.map(\.target) == [95, 55, 92])
        #expect(indicators.map(\.comparator) == [.equal, .equal, .atMost])
        #expect(indicators.allSatisfy { $0.targetYear == 2025 && $0.baselineYear == 2020 })
    }

    @Test("other tables are none of indicators")
    func otherTables() {
        #expect(read([["序号", "目标任务", "工作措施", "责任科室"], ["1", "新建学校3所", "加快施工", "规划财务科"]]) == nil)
        #expect(read([["姓名", "电话"], ["甲", "1"]]) == nil)
        #expect(read([]) == nil)
        #expect(read([["指标", "2020年", "2025年"]]) == nil)
        #expect(read([["", "", ""], ["", "", ""]]) == nil)
    }
}
