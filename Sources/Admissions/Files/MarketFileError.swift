import Localisation

/// What is wrong in a file of students or schools, and where.
public enum MarketFileError: Error, Hashable {
    /// A column is missing.
    case noColumn(file: String, column: String)
    /// A column is there twice.
    case columnTwice(file: String, column: String)
    /// The file has no row of a school or a student.
    case empty(file: String)
    /// A cell is empty that must not be.
    case emptyCell(file: String, row: Int, column: String)
    /// A cell should be a whole number.
    case noNumber(file: String, row: Int, column: String, found: String)
    /// A cell should be groups of places.
    case noGroups(file: String, row: Int, column: String, found: String)
    /// A list of priorities names a student twice.
    case priorityTwice(file: String, row: Int, column: String, student: String)
    /// What a row says cannot be.
    case row(file: String, row: Int, MarketError)
}

extension MarketFileError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .noColumn: "admissions.file.no-column"
        case .columnTwice: "admissions.file.column-twice"
        case .empty: "admissions.file.empty"
        case .emptyCell: "admissions.file.empty-cell"
        case .noNumber: "admissions.file.no-number"
        case .noGroups: "admissions.file.no-groups"
        case .priorityTwice: "admissions.file.priority-twice"
        case .row: "admissions.file.row"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] { messageArguments(in: .english) }

    /// The same where what is wrong with a row follows the language.
    public func messageArguments(in language: Language) -> [String: String] {
        switch self {
        case .noColumn(let file, let column), .columnTwice(let file, let column): ["file": file, "column": column]
        case .empty(let file): ["file": file]
        case .emptyCell(let file, let row, let column): ["file": file, "row": "\(row)", "column": column]
        case .noNumber(let file, let row, let column, let found), .noGroups(let file, let row, let column, let found):
            ["file": file, "row": "\(row)", "column": column, "found": String(found.prefix(60))]
        case .priorityTwice(let file, let row, let column, let student):
            ["file": file, "row": "\(row)", "column": column, "student": student]
        case .row(let file, let row, let error):
            ["file": file, "row": "\(row)", "what": error.message(in: language)]
        }
    }
}
