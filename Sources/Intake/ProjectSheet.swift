import Foundation
import Ledger
import Monitoring
import PlanModel

/// Livelihood projects from a spreadsheet or CSV file.
public enum ProjectSheet {
    /// The titles of the columns, in order; 科室, 内容 and 投资 may be left out.
    public static let titles = ["序号", "项目名称", "内容", "类型", "责任科室", "完成时限", "投资（万元）"]

    private static let kinds: [String: ProjectTemplate] = [
        "新建": .building, "改造": .renovation, "设备": .equipment, "服务": .service,
    ]

    /// Reads the rows. - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken.
    ///
    /// - Parameter office: the office of a name or alias; nil where there is none.
    public static func read(
        _ bytes: [UInt8], named file: String, office: (String) -> Int64?
    ) throws -> [ProjectDetails] {
        let table = try ImportTable.read(bytes, named: file, expecting: titles, least: 3, knows: titles.contains)
        var faults: [ImportFault] = []
        var projects: [ProjectDetails] = []
        var numbers: [Int: Int] = [:]
        for row in table.rows {
            func cell(_ title: String) -> String {
                table.header.firstIndex(of: title).map { row.cells[$0] } ?? ""
            }
            func fault(_ title: String, _ expected: ImportFault.Expectation) {
                faults.append(table.fault(row: row.number, column: title, found: cell(title), expected: expected))
            }
            let before = faults.count
            let number = Int(cell("序号"))
            if let number, (1...9999).contains(number) {
                if let other = numbers[number] { fault("序号", .unique(otherRow: other)) }
                numbers[number] = row.number
            } else {
                fault("序号", .number)
            }
            if cell("项目名称").isEmpty { fault("项目名称", .something) }
            if cell("项目名称").count > 200 { fault("项目名称", .keepable) }
            if cell("内容").count > 2000 { fault("内容", .keepable) }
            let kind = kinds[cell("类型")]
            if kind == nil { fault("类型", .oneOf(kinds.keys.sorted())) }
            let completion = Day(cell("完成时限"))
            if completion == nil { fault("完成时限", .day) }
            let money = cell("投资（万元）")
            let budget = money.isEmpty ? 0 : Double(money)
            if budget.map({ $0.isFinite && (0...1e9).contains($0) }) != true { fault("投资（万元）", .number) }
            let name = cell("责任科室")
            let owner = name.isEmpty ? nil : office(name)
            if !name.isEmpty, owner == nil { fault("责任科室", .keepable) }
            guard faults.count == before, let number, let kind, let completion, let budget else { continue }
            projects.append(
                ProjectDetails(
                    number: number, name: cell("项目名称"), content: cell("内容"), template: kind, office: owner,
                    completion: completion, budget: budget))
        }
        guard faults.isEmpty else { throw IntakeError.faults(faults) }
        return projects
    }
}
