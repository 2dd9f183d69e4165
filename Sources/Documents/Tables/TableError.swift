import Localisation

/// Why a table cannot be read on. Rows count from 1, as a spreadsheet counts them.
public enum TableError: Error, Hashable {
    /// The file is larger than is taken; the limit in bytes.
    case tooLarge(file: String, limit: Int)
    /// The file has more cells than are taken.
    case tooManyCells(file: String, row: Int, limit: Int)
    /// A quotation mark is opened in this row and never closed.
    case openQuote(file: String, row: Int)
    /// The bytes are no text in the file's encoding from this row on.
    case notText(file: String, row: Int)
    /// A row has more columns than are taken.
    case tooManyColumns(file: String, row: Int, limit: Int)
    /// A cell is longer than is taken; the limit in bytes.
    case cellTooLong(file: String, cell: String, limit: Int)
    /// A row is longer than is taken; the limit in bytes.
    case rowTooLong(file: String, row: Int, limit: Int)
    /// The different words of a workbook are more than can be held; the limit in bytes.
    case tooManyWords(file: String, limit: Int)
    /// A cell of a workbook refers to words that are not there.
    case missingWords(file: String, cell: String)
}

extension TableError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .tooLarge: "documents.table.too-large"
        case .tooManyCells: "documents.table.too-many-cells"
        case .openQuote: "documents.table.open-quote"
        case .notText: "documents.table.not-text"
        case .tooManyColumns: "documents.table.too-many-columns"
        case .cellTooLong: "documents.table.cell-too-long"
        case .rowTooLong: "documents.table.row-too-long"
        case .tooManyWords: "documents.table.too-many-words"
        case .missingWords: "documents.table.missing-words"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .tooLarge(let file, let limit), .tooManyWords(let file, let limit):
            ["file": file, "limit": "\(limit >> 20)"]
        case .tooManyCells(let file, let row, let limit), .tooManyColumns(let file, let row, let limit):
            ["file": file, "row": "\(row)", "limit": "\(limit)"]
        case .openQuote(let file, let row), .notText(let file, let row): ["file": file, "row": "\(row)"]
        case .cellTooLong(let file, let cell, let limit): ["file": file, "cell": cell, "limit": "\(limit >> 10)"]
        case .rowTooLong(let file, let row, let limit): ["file": file, "row": "\(row)", "limit": "\(limit >> 20)"]
        case .missingWords(let file, let cell): ["file": file, "cell": cell]
        }
    }
}
