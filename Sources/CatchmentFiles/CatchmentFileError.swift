import JSONValues
import Localisation

/// Why a file of points, schools, ways or neighbours cannot be taken. Rows count from 1, the header is the first.
public enum CatchmentFileError: Error, Hashable {
    /// None of the columns is there that the file needs.
    case missingColumn(file: String, names: [String], found: [String])
    /// A cell is empty that must not be.
    case emptyCell(file: String, row: Int, column: String)
    /// A cell holds no number, or none in the range that is taken.
    case notNumber(file: String, row: Int, column: String, found: String)
    /// The file holds several instances and none, or none of these, is named.
    case instance(file: String, found: String, names: [String])
    /// The file has a header and nothing else.
    case noRows(file: String)
    /// The file is no JSON that is taken.
    case notJSON(file: String, JSONFault)
    /// The JSON is no collection of features.
    case notFeatures(file: String)
    /// A feature, counted from 1, lacks something.
    case feature(file: String, number: Int, expected: String)
}

extension CatchmentFileError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .missingColumn: "catchments.file.missing-column"
        case .emptyCell: "catchments.file.empty-cell"
        case .notNumber: "catchments.file.not-number"
        case .instance: "catchments.file.instance"
        case .noRows: "catchments.file.no-rows"
        case .notJSON: "catchments.file.not-json"
        case .notFeatures: "catchments.file.not-features"
        case .feature: "catchments.file.feature"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] { messageArguments(in: .chinese) }

    /// What is filled into the message, faults of JSON in the reader's language.
    public func messageArguments(in language: Language) -> [String: String] {
        switch self {
        case .missingColumn(let file, let names, let found):
            ["file": file, "names": Self.list(names), "found": Self.list(found)]
        case .emptyCell(let file, let row, let column): ["file": file, "row": "\(row)", "column": column]
        case .notNumber(let file, let row, let column, let found):
            ["file": file, "row": "\(row)", "column": column, "found": String(found.prefix(40))]
        case .instance(let file, let found, let names): ["file": file, "found": found, "names": Self.list(names)]
        case .noRows(let file), .notFeatures(let file): ["file": file]
        case .notJSON(let file, let fault): ["file": file, "fault": fault.message(in: language)]
        case .feature(let file, let number, let expected):
            ["file": file, "number": "\(number)", "expected": expected]
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(24).map { String($0.prefix(40)) }.joined(separator: ", ") + (names.count > 24 ? ", …" : "")
    }
}
