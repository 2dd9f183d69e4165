import Localisation

/// A cell that an import cannot take: where it is, what was found, what was expected.
public struct ImportFault: Hashable, Sendable, Explained {
    /// File name as the user knows it.
    public let file: String
    /// Sheet name; empty for a CSV file.
    public let sheet: String
    /// Row in the sheet, from 1.
    public let row: Int
    /// Title of the column.
    public let column: String
    /// What stands in the cell, at most 40 characters of it.
    public let found: String
    /// What should stand there.
    public let expected: Expectation

    /// What should stand in a cell.
    public enum Expectation: Hashable, Sendable {
        /// Something: the cell is empty.
        case something
        /// One of these words.
        case oneOf([String])
        /// A day written yyyy-MM-dd.
        case day
        /// A whole number.
        case number
        /// A number, with or without decimals.
        case decimal
        /// A year from the first to the last: of the cell, or of its column.
        case years(first: Int, last: Int)
        /// A key that no other row has; this one has it already.
        case unique(otherRow: Int)
        /// The unchanged words: the column is for reading only.
        case unchanged
        /// A value that the ledger can keep: not too long, without control characters.
        case keepable
        /// The name or code of something that the bureau has, and that only one has.
        case known
        /// What the ledger does not have yet.
        case free
        /// An amount, not negative.
        case amount
    }

    init(file: String, sheet: String, row: Int, column: String, found: String, expected: Expectation) {
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column
        self.found = found.count > 40 ? found.prefix(40) + "…" : found
        self.expected = expected
    }

    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch expected {
        case .something: "intake.fault.something"
        case .oneOf: "intake.fault.one-of"
        case .day: "intake.fault.day"
        case .number: "intake.fault.number"
        case .decimal: "intake.fault.decimal"
        case .years: "intake.fault.years"
        case .unique: "intake.fault.unique"
        case .unchanged: "intake.fault.unchanged"
        case .keepable: "intake.fault.keepable"
        case .known: "intake.fault.known"
        case .free: "intake.fault.free"
        case .amount: "intake.fault.amount"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        var arguments = [
            "place": sheet.isEmpty ? file : "\(file) · \(sheet)", "row": "\(row)", "column": column, "found": found,
        ]
        switch expected {
        case .oneOf(let words): arguments["words"] = words.joined(separator: "、")
        case .unique(let other): arguments["other"] = "\(other)"
        case .years(let first, let last):
            arguments["first"] = "\(first)"
            arguments["last"] = "\(last)"
        case .something, .day, .number, .decimal, .unchanged, .keepable, .known, .free, .amount: break
        }
        return arguments
    }
}

/// Why a table was not imported. Nothing of it was taken.
public enum IntakeError: Error, Hashable {
    /// No row has the titles of the columns.
    case noHeader(file: String, expected: String)
    /// Columns that are needed are missing.
    case missingColumns(file: String, columns: [String])
    /// Two columns say the same thing.
    case sameColumns(file: String, columns: [String])
    /// There is no row under the header.
    case noRows(file: String)
    /// Cells that cannot be taken, in reading order.
    case faults([ImportFault])
}

extension IntakeError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .noHeader: "intake.error.no-header"
        case .missingColumns: "intake.error.missing-columns"
        case .sameColumns: "intake.error.same-columns"
        case .noRows: "intake.error.no-rows"
        case .faults: "intake.error.faults"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .noHeader(let file, let expected): ["file": file, "expected": expected]
        case .missingColumns(let file, let columns), .sameColumns(let file, let columns):
            ["file": file, "columns": columns.joined(separator: "、")]
        case .noRows(let file): ["file": file]
        case .faults(let faults): ["count": "\(faults.count)"]
        }
    }

    /// The message and then every fault in the reader's language, one a line, at most 200.
    public func lines(in language: Language) -> [String] {
        guard case .faults(let faults) = self else { return [message(in: language)] }
        return [message(in: language)] + faults.prefix(200).map { $0.message(in: language) }
    }
}
