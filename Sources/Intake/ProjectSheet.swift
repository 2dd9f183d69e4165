import Foundation
import Ledger
import Localisation
import Monitoring
import Reports
import Store

/// Livelihood projects from a spreadsheet or CSV file, all or none. What `ProjectTables` writes comes in again.
public enum ProjectSheet {
    /// The columns by name: the titles in every language.
    private static var columns: [(name: String, titles: [String])] {
        ProjectColumn.imported.map { column in
            (column.rawValue, Language.allCases.map { column.title(in: $0) })
        }
    }

    /// Reads the rows; 科室, 内容 and 投资 may be left out.
    ///
    /// - Parameters:
    ///   - office: the office of a name or alias; nil where there is none.
    ///   - taken: numbers that the list has already.
    /// - Throws: `DocumentError`; `IntakeError` with every cell that cannot be taken.
    public static func read(
        _ bytes: [UInt8], named file: String, taken: Set<Int> = [], office: (String) -> Int64?
    ) throws -> [ProjectDetails] {
        let table = try ImportTable.read(
            bytes, named: file, expecting: ProjectColumn.imported.map { $0.title(in: .chinese) }, least: 3,
            knows: Set(columns.flatMap(\.titles).map(ImportTable.bare)).contains)
        let places = try table.places(of: columns, needed: ["number", "name", "template", "completion"])
        let kinds = ProjectColumn.templates
        return try table.values(at: places, unique: "number", by: { _, project in project?.number }) { reader in
            let number = reader.number("number", in: 1...9999)
            if let number, taken.contains(number) { reader.refuse("number", expected: .free) }
            _ = reader.needed("name")
            _ = reader.needed("template")
            let name = reader.words("name", limit: 200), content = reader.words("content", limit: 2000)
            let kind = reader.word("template", kinds)
            let completion = reader.day("completion")
            let budget = reader.amount("budget", upTo: 1e9)
            let owner = reader.optional("office").flatMap { name in
                let found = office(name)
                if found == nil { reader.refuse("office", expected: .known) }
                return found
            }
            guard let number, let kind, let completion, let budget else { return nil as ProjectDetails? }
            return ProjectDetails(
                number: number, name: name, content: content, template: kind, office: owner, completion: completion,
                budget: budget)
        }.compactMap(\.self)
    }

    /// Reads a file and adds its projects to a list.
    ///
    /// - Returns: how many were added.
    /// - Throws: as `read`; `ProjectError`; nothing is changed then.
    @discardableResult
    public static func bring(
        _ bytes: [UInt8], named file: String, to list: Int64, into ledger: PlanLedger, by principal: Principal
    ) throws -> Int {
        let offices = try ledger.offices()
        let projects = try read(
            bytes, named: file, taken: Set(try ledger.projectList(list).projects.map(\.details.number))
        ) { name in
            offices.first { $0.name == name || $0.aliases.contains(name) }?.id
        }
        try ledger.addProjects(projects, to: list, by: principal)
        return projects.count
    }
}

extension RowReader {
    /// A day, which has to be there.
    fileprivate mutating func day(_ name: String) -> Day? {
        guard let found = optional(name) else {
            refuse(name, expected: .something)
            return nil
        }
        let day = LedgerRowReader.day(found)
        if day == nil { refuse(name, expected: .day) }
        return day
    }

    /// An amount of money, 0 where there is none.
    fileprivate mutating func amount(_ name: String, upTo most: Double) -> Double? {
        guard let found = optional(name) else { return 0 }
        guard let amount = Double(found), amount.isFinite, (0...most).contains(amount) else {
            refuse(name, expected: .amount)
            return nil
        }
        return amount
    }
}
