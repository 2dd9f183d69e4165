import Documents
import Seats

/// Enrolment that was read, with the names that the file gives the grades.
public struct EnrolmentTable: Sendable {
    /// The pupils.
    public let history: EnrolmentHistory
    /// The name of each step of the ladder, as the file has it first.
    public let gradeNames: [Int: String]
}

/// Reads enrolment and births from CSV and .xlsx files, in the shapes of public data sets.
///
/// Enrolment comes in one of three shapes: a row for each unit, autumn and grade; a row for each unit and autumn with a column for
/// each grade; a row for each unit (and grade) with a column for each year.
public enum EnrolmentFile {
    static let unit = ["school", "dbn", "unit", "area", "学校", "学校名称", "学校标识码", "单位", "学区", "片区", "name"]
    static let autumn = ["autumn", "schoolyear", "year", "学年", "秋季", "年份", "年度"]
    static let grade = ["grade", "年级"]
    static let pupils = ["pupils", "enrolment", "enrollment", "students", "在校生数", "学生数", "人数"]
    static let section = ["section", "class", "班级", "班"]

    /// Pupils by unit, autumn and grade.
    ///
    /// - Throws: `DocumentError`, `TableError`; `IntakeError` with every cell that cannot be taken; `SeatsError`.
    public static func enrolment(_ source: TableSource, named file: String) throws -> EnrolmentTable {
        var table = try SeatTable(source, named: file)
        let rows: [EnrolmentHistory.Row]
        var names: [Int: String] = [:]
        if table.place(pupils) != nil, table.place(autumn) != nil {
            rows = try long(&table, &names)
        } else if table.place(autumn) != nil {
            rows = try wideByGrade(&table, &names)
        } else {
            rows = try wideByYear(&table, &names)
        }
        try table.finish()
        guard !rows.isEmpty else { throw IntakeError.noRows(file: file) }
        return EnrolmentTable(history: try EnrolmentHistory(rows), gradeNames: names)
    }

    /// Children by year, from columns `year` and `births`.
    public static func births(_ source: TableSource, named file: String) throws -> [Int: Double] {
        var table = try SeatTable(source, named: file)
        let year = try table.needed(["year", "年份", "出生年份", "年度", "autumn"])
        let number = try table.needed(["births", "children", "population", "出生人口", "出生人数", "户籍儿童", "人数"])
        var result: [Int: Double] = [:]
        var seen: [Int: Int] = [:]
        for row in table.rows {
            guard let found = table.year(row, year), let children = table.number(row, number) else { continue }
            if let other = seen[found] { table.refuse(row, year, .unique(otherRow: other)) }
            seen[found] = row.number
            result[found] = children
        }
        try table.finish()
        guard !result.isEmpty else { throw IntakeError.noRows(file: file) }
        return result
    }

    private static func long(
        _ table: inout SeatTable, _ names: inout [Int: String]
    ) throws -> [EnrolmentHistory.Row] {
        let (unit, grade) = (table.place(unit), table.place(grade))
        let (autumn, pupils) = (try table.needed(autumn), try table.needed(pupils))
        let isByClass = table.place(section) != nil
        var seen: [Place: Int] = [:]
        var rows: [EnrolmentHistory.Row] = []
        for row in table.rows {
            let step = GradeLadder.step(table.text(row, grade))
            if step == nil, let grade { table.refuse(row, grade, .known) }
            if let step, names[step] == nil { names[step] = table.text(row, grade) }
            let name = Self.name(&table, row, unit)
            guard let year = table.year(row, autumn), let name, let step,
                let number = table.number(row, pupils)
            else { continue }
            let place = Place(unit: name, year: year, step: step)
            if !isByClass, let other = seen[place] {
                table.refuse(row, grade ?? autumn, .unique(otherRow: other))
            }
            seen[place] = row.number
            rows.append(.init(unit: name, autumn: year, grade: step, pupils: number))
        }
        return rows
    }

    private static func wideByGrade(
        _ table: inout SeatTable, _ names: inout [Int: String]
    ) throws -> [EnrolmentHistory.Row] {
        let (unit, autumn) = (table.place(unit), try table.needed(autumn))
        let grades = table.header.indices.compactMap { place -> (Int, Int)? in
            guard let step = GradeLadder.step(table.header[place]), step != GradeLadder.ungraded else { return nil }
            return (place, step)
        }
        for (place, step) in grades where names[step] == nil { names[step] = table.header[place] }
        guard !grades.isEmpty else { throw IntakeError.missingColumns(file: table.file, columns: ["pupils"]) }
        var seen: [Place: Int] = [:]
        var rows: [EnrolmentHistory.Row] = []
        for row in table.rows {
            guard let year = table.year(row, autumn), let name = Self.name(&table, row, unit) else { continue }
            let place = Place(unit: name, year: year, step: 0)
            if let other = seen[place] { table.refuse(row, autumn, .unique(otherRow: other)) }
            seen[place] = row.number
            for (column, step) in grades {
                guard let number = table.number(row, column), number > 0 else { continue }
                rows.append(.init(unit: name, autumn: year, grade: step, pupils: number))
            }
        }
        return rows
    }

    private static func wideByYear(
        _ table: inout SeatTable, _ names: inout [Int: String]
    ) throws -> [EnrolmentHistory.Row] {
        let (unit, grade) = (table.place(unit), table.place(grade))
        let years = table.header.indices.compactMap { place in
            SeatTable.year(table.header[place]).map { (place, $0) }
        }
        guard !years.isEmpty else {
            throw IntakeError.missingColumns(file: table.file, columns: [autumn[0], pupils[0]])
        }
        var rows: [EnrolmentHistory.Row] = []
        for row in table.rows {
            let step = GradeLadder.step(table.text(row, grade))
            if step == nil, let grade { table.refuse(row, grade, .known) }
            if let step, names[step] == nil { names[step] = table.text(row, grade) }
            guard let name = Self.name(&table, row, unit), let step else { continue }
            for (column, year) in years {
                guard let number = table.number(row, column), number > 0 else { continue }
                rows.append(.init(unit: name, autumn: year, grade: step, pupils: number))
            }
        }
        return rows
    }

    /// The unit of a row; one name for all where the table has no such column.
    private static func name(
        _ table: inout SeatTable, _ row: (number: Int, cells: [String]), _ place: Int?
    ) -> String? {
        guard let place else { return "all" }
        let name = table.text(row, place)
        guard name.isEmpty else { return name }
        table.refuse(row, place, .something)
        return nil
    }

    private struct Place: Hashable {
        let unit: String
        let year: Int
        let step: Int
    }
}
