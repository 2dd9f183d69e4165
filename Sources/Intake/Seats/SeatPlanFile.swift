import Documents
import Foundation
import Seats

/// Reads what a plan of seats is made of: supply with its options, and scenarios.
public enum SeatPlanFile {
    /// What a table of supply says.
    public struct Supply: Sendable {
        /// Seats that count in any case.
        public var sources: [SeatSource] = []
        /// The options, in the order in which they first stand in the table.
        public var options: [SeatOption] = []
    }

    /// Supply: columns `area`, `stage`, `name`, `seats` or `rooms`, `from`, `until`, `cost`, and `option` for what is only one way
    /// among others. A row with `to` and `share` moves a boundary.
    ///
    /// - Throws: `DocumentError`, `TableError`; `IntakeError` with every cell that cannot be taken.
    public static func supply(_ source: TableSource, named file: String) throws -> Supply {
        var table = try SeatTable(source, named: file)
        let area = try table.needed(["area", "unit", "school", "学区", "片区", "学校", "区域"])
        let stage = try table.needed(["stage", "学段"])
        let (seats, rooms) = (table.place(["seats", "学位", "学位数"]), table.place(["rooms", "班数", "教室"]))
        let name = table.place(["name", "project", "名称", "项目"])
        let (from, until) = (table.place(["from", "opens", "投用", "起始"]), table.place(["until", "截止"]))
        let (cost, option) = (table.place(["cost", "投资", "资金"]), table.place(["option", "方案"]))
        let (to, share) = (table.place(["to", "调入片区", "划入"]), table.place(["share", "比例"]))
        var result = Supply()
        for row in table.rows {
            guard let found = self.stage(table.text(row, stage)) else {
                table.refuse(row, stage, .oneOf(["学前", "小学", "初中", "高中"]))
                continue
            }
            let place = table.text(row, area)
            if place.isEmpty { table.refuse(row, area, .something) }
            let start = table.year(row, from, isNeeded: false)
            let chosen = table.text(row, option)
            let target = table.text(row, to)
            if !target.isEmpty, let to {
                guard let moved = table.number(row, share), moved <= 1, let start, !chosen.isEmpty else {
                    table.refuse(row, share ?? to, .amount)
                    continue
                }
                let move = BoundaryMove(from: place, to: target, stage: found, share: moved, start: start)
                result.add(option: chosen) { $0.moves.append(move) }
                continue
            }
            let number = table.number(row, seats, isNegative: true)
            let count = table.number(row, rooms, isNegative: true)
            guard number != nil || count != nil else {
                table.refuse(row, seats ?? rooms ?? area, .something)
                continue
            }
            let entry = SeatSource(
                name: table.text(row, name), area: place, stage: found, seats: number, rooms: count, from: start,
                until: table.year(row, until, isNeeded: false), cost: table.number(row, cost))
            if chosen.isEmpty {
                result.sources.append(entry)
            } else {
                result.add(option: chosen) { $0.sources.append(entry) }
            }
        }
        try table.finish()
        return result
    }

    /// Scenarios: columns `scenario`, `name`, `kind`, `unit`, `from`, `until`, `first`, `last`, `amount`, `yield`, `years`.
    ///
    /// - Throws: `DocumentError`, `TableError`; `IntakeError` with every cell that cannot be taken.
    public static func scenarios(_ source: TableSource, named file: String) throws -> [Scenario] {
        var table = try SeatTable(source, named: file)
        let kind = try table.needed(["kind", "类型"])
        let from = try table.needed(["from", "起始"])
        let amount = try table.needed(["amount", "数量"])
        let (scenario, name) = (table.place(["scenario", "情景"]), table.place(["name", "名称"]))
        let unit = table.place(["unit", "area", "school", "片区", "学校"])
        let until = table.place(["until", "截止"])
        let (first, last) = (try table.needed(["first", "grade", "起始年级"]), table.place(["last", "截止年级"]))
        let (yield, years) = (table.place(["yield", "每百户学生"]), table.place(["years", "入住年数"]))
        var result: [Scenario] = []
        for row in table.rows {
            guard let found = kinds[table.text(row, kind).lowercased()] else {
                table.refuse(row, kind, .oneOf(["住宅", "人数", "入学比例", "在校比例"]))
                continue
            }
            guard let low = GradeLadder.step(table.text(row, first)), low != GradeLadder.ungraded else {
                table.refuse(row, first, .known)
                continue
            }
            let end = table.text(row, last)
            guard let high = end.isEmpty ? low : GradeLadder.step(end), high >= low, high != GradeLadder.ungraded else {
                table.refuse(row, last ?? first, .known)
                continue
            }
            let lived = table.number(row, years) ?? 1
            if lived < 1 || lived > 50, let years { table.refuse(row, years, .number) }
            guard let start = table.year(row, from), let number = table.number(row, amount, isNegative: true) else {
                if table.text(row, amount).isEmpty { table.refuse(row, amount, .something) }
                continue
            }
            let adjustment = Adjustment(
                name: table.text(row, name), kind: found, unit: table.text(row, unit), from: start,
                until: table.year(row, until, isNeeded: false), firstGrade: low, lastGrade: high, amount: number,
                yield: table.number(row, yield) ?? 0, years: Int(min(max(lived, 1), 50)))
            let title = table.text(row, scenario)
            if let place = result.firstIndex(where: { $0.name == title }) {
                result[place].adjustments.append(adjustment)
            } else {
                result.append(Scenario(name: title, adjustments: [adjustment]))
            }
        }
        try table.finish()
        return result
    }

    /// The area of each school: columns `school` and `area`.
    public static func areas(_ source: TableSource, named file: String) throws -> [String: String] {
        var table = try SeatTable(source, named: file)
        let school = try table.needed(EnrolmentFile.unit.filter { $0 != "area" })
        let area = try table.needed(["area", "district", "学区", "片区", "区域"])
        var result: [String: String] = [:]
        for row in table.rows {
            let (name, place) = (table.text(row, school), table.text(row, area))
            if name.isEmpty { table.refuse(row, school, .something) }
            if place.isEmpty { table.refuse(row, area, .something) }
            result[name] = place
        }
        try table.finish()
        return result
    }

    private static func stage(_ words: String) -> SchoolStage? {
        SchoolStage(rawValue: words.lowercased())
            ?? ["学前": .preschool, "幼儿园": .preschool, "小学": .primary, "初中": .junior, "高中": .senior, "全部": .all][words]
    }

    private static let kinds: [String: Adjustment.Kind] = [
        "housing": .housing, "住宅": .housing, "pupils": .pupils, "人数": .pupils, "entrants": .entrants,
        "入学比例": .entrants, "share": .share, "在校比例": .share,
    ]
}

extension SeatPlanFile.Supply {
    /// Changes an option, which is made where there is none of its name.
    mutating func add(option name: String, _ change: (inout SeatOption) -> Void) {
        if let place = options.firstIndex(where: { $0.name == name }) { return change(&options[place]) }
        var option = SeatOption(name: name)
        change(&option)
        options.append(option)
    }
}
