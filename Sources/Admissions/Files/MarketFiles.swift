import Documents

/// Reads a round from two tables, CSV or .xlsx.
///
/// Students: `student,preferences` (schools, best first, blanks between; `S01:2` for another class there), and where they
/// are there `class`, `seats` (places needed together), `kinds`, `type` (what simulations tell apart).
/// Schools: `school,capacity,priorities` (students, best first, blanks between, `a|b c|d` for classes of equals; where a school has a
/// list, others are not eligible), and where it is there `groups`, see `CanonicalText`. Headings may be Chinese.
public struct MarketFiles: Sendable {
    /// The round.
    public let market: Market
    /// The type of each student: the column `type`, or class and kinds.
    public let types: [String]
    /// Students in lists of priorities who are not among the students: they are passed over.
    public let unknownInPriorities: Int

    /// Reads both tables.
    ///
    /// - Throws: `MarketFileError` with file, row and column; `TableError`, `DocumentError`, `MarketError`.
    public init(students: TableSource, named studentFile: String, schools: TableSource, named schoolFile: String) throws
    {
        let schools = try Self.schools(schools, named: schoolFile)
        var market = try Market(schools: schools.map(\.school)), types: [String] = []
        let table = try TableFile.open(students, named: studentFile, limits: Self.limits)
        var columns: Columns?
        _ = try table.read(sheet: 0) { row in
            guard let known = columns else {
                columns = try Columns(row, of: studentFile, StudentColumn.self, required: [.student, .preferences])
                return true
            }
            let cells = Cells(columns: known, file: studentFile, row: row.number)
            let number = try cells.required(StudentColumn.student.rawValue, row)
            let own = try cells.number(StudentColumn.priorityClass.rawValue, row) ?? 1
            let seats = try cells.number(StudentColumn.seats.rawValue, row) ?? 1
            let kinds = Set(cells.words(StudentColumn.kinds.rawValue, row))
            do throws(MarketError) {
                var choices: [(school: Int, priorityClass: Int?)] = []
                for word in cells.words(StudentColumn.preferences.rawValue, row) {
                    var (school, other) = (market.school(word), own)
                    if school == nil, let colon = word.lastIndex(of: ":"),
                        let value = Int(word[word.index(after: colon)...])
                    {
                        (school, other) = (market.school(String(word[..<colon])), value)
                    }
                    guard let school else { throw .unknownSchool(word, applicant: number) }
                    if let list = schools[school].priorities {
                        choices.append((school, list[number]))
                    } else {
                        choices.append((school, other))
                    }
                }
                try market.add(number: number, choices: choices, priorityClass: own, seats: seats, kinds: kinds)
            } catch {
                throw MarketFileError.row(file: studentFile, row: row.number, error)
            }
            let type = cells.text(StudentColumn.type.rawValue, row)
            types.append(type.isEmpty ? ([String(own)] + kinds.sorted()).joined(separator: " ") : type)
            return true
        }
        guard columns != nil else { throw MarketFileError.empty(file: studentFile) }
        let known = Set(market.numbers)
        unknownInPriorities = Set(schools.flatMap { $0.priorities?.keys.filter { !known.contains($0) } ?? [] }).count
        (self.market, self.types) = (market, types)
    }

    /// A list of priorities may name every student of a city in one cell.
    private static var limits: TableLimits {
        var limits = TableLimits()
        limits.cellBytes = 64 << 20
        limits.rowBytes = 64 << 20
        return limits
    }

    private static func schools(
        _ source: TableSource, named file: String
    ) throws -> [(school: School, priorities: [String: Int]?)] {
        var columns: Columns?, schools: [(school: School, priorities: [String: Int]?)] = [], codes = Set<String>()
        let table = try TableFile.open(source, named: file, limits: limits)
        _ = try table.read(sheet: 0) { row in
            guard let known = columns else {
                columns = try Columns(row, of: file, SchoolColumn.self, required: [.school, .capacity])
                return true
            }
            let cells = Cells(columns: known, file: file, row: row.number)
            let code = try cells.required(SchoolColumn.school.rawValue, row)
            guard codes.insert(code).inserted else {
                throw MarketFileError.row(file: file, row: row.number, .duplicateSchool(code))
            }
            guard let capacity = try cells.number(SchoolColumn.capacity.rawValue, row) else {
                throw MarketFileError.emptyCell(
                    file: file, row: row.number, column: known.title(SchoolColumn.capacity.rawValue))
            }
            let words = cells.text(SchoolColumn.groups.rawValue, row)
            guard let groups = SeatGroup.read(words) else {
                throw MarketFileError.noGroups(
                    file: file, row: row.number, column: known.title(SchoolColumn.groups.rawValue), found: words)
            }
            let school = School(code: code, capacity: capacity, groups: groups)
            do throws(MarketError) { _ = try Market(schools: [school]) } catch {
                throw MarketFileError.row(file: file, row: row.number, error)
            }
            schools.append((school, try cells.priorities(row)))
            return true
        }
        guard columns != nil else { throw MarketFileError.empty(file: file) }
        return schools
    }
}

/// Columns of a table of students, with the headings by which they are known.
enum StudentColumn: String, CaseIterable, ColumnHeading {
    case student, preferences, priorityClass, seats, kinds, type

    var headings: [String] {
        switch self {
        case .student: ["student", "number", "学生", "报名号", "申请号"]
        case .preferences: ["preferences", "choices", "志愿"]
        case .priorityClass: ["class", "类别"]
        case .seats: ["seats", "学位数", "捆绑人数"]
        case .kinds: ["kinds", "资格"]
        case .type: ["type", "类型"]
        }
    }
}

/// Columns of a table of schools.
enum SchoolColumn: String, CaseIterable, ColumnHeading {
    case school, capacity, priorities, groups

    var headings: [String] {
        switch self {
        case .school: ["school", "学校", "学校代码"]
        case .capacity: ["capacity", "学位", "计划数"]
        case .priorities: ["priorities", "优先次序"]
        case .groups: ["groups", "学位分组"]
        }
    }
}
