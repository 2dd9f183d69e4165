import Foundation
import Localisation

/// Reads CSV (RFC 4180) in UTF-8, with or without byte-order mark, or GB18030.
///
/// Also takes line feeds alone, a missing last line end, and rows of different lengths.
public struct CSVReader: Sendable {
    /// Most bytes of a file.
    public var byteLimit = 64 << 20
    /// Most cells of a file.
    public var cellLimit = 4_000_000

    /// A reader with the default limits.
    public init() {}

    /// The records in order, empty lines left out.
    ///
    /// - Throws: `CSVError` with file and line.
    public func read(_ bytes: [UInt8], named file: String) throws -> [[String]] {
        guard bytes.count <= byteLimit else { throw CSVError.tooLarge(file: file, limit: byteLimit) }
        let utf8 = try Self.utf8(bytes, named: file)
        var records: [[String]] = [], record: [String] = [], cell: [UInt8] = []
        var line = 1, quoteLine = 0, cells = 0
        var isQuoted = false, wasQuoted = false
        var index = 0
        func endCell() throws {
            cells += 1
            guard cells <= cellLimit else { throw CSVError.tooManyCells(file: file, line: line, limit: cellLimit) }
            record.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        func endRecord() throws {
            if record.isEmpty, cell.isEmpty, !wasQuoted { return }
            try endCell()
            records.append(record)
            record.removeAll(keepingCapacity: true)
        }
        while index < utf8.count {
            let byte = utf8[index]
            index += 1
            if byte == 0x0A { line += 1 }
            switch byte {
            case 0x22 where isQuoted:
                if index < utf8.count, utf8[index] == 0x22 {
                    cell.append(0x22)
                    index += 1
                } else {
                    isQuoted = false
                }
            case 0x22 where cell.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
                quoteLine = line
            case _ where isQuoted: cell.append(byte)
            case 0x2C: try endCell()
            case 0x0A: try endRecord()
            case 0x0D where index == utf8.count || utf8[index] == 0x0A: break
            default: cell.append(byte)
            }
        }
        guard !isQuoted else { throw CSVError.openQuote(file: file, line: quoteLine) }
        try endRecord()
        return records
    }

    /// The bytes as UTF-8 without mark; GB18030 is tried where they are no UTF-8.
    private static func utf8(_ bytes: [UInt8], named file: String) throws -> [UInt8] {
        if let zero = bytes.firstIndex(of: 0) {
            let line = bytes[..<zero].count { $0 == 0x0A } + 1
            throw CSVError.notText(file: file, line: line)
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if String(validating: body, as: UTF8.self) != nil { return body }
        let gb18030 = String.Encoding(rawValue: 0x8000_0632)
        guard let text = String(bytes: body, encoding: gb18030) else { throw CSVError.notText(file: file, line: 1) }
        return Array(text.utf8)
    }
}

/// Why a CSV file cannot be read.
public enum CSVError: Error, Hashable {
    /// The file is larger than is taken; the limit in bytes.
    case tooLarge(file: String, limit: Int)
    /// The file has more cells than are taken.
    case tooManyCells(file: String, line: Int, limit: Int)
    /// A quotation mark is opened in this line and never closed.
    case openQuote(file: String, line: Int)
    /// The bytes are neither UTF-8 nor GB18030 text.
    case notText(file: String, line: Int)
}

extension CSVError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .tooLarge: "documents.csv.too-large"
        case .tooManyCells: "documents.csv.too-many-cells"
        case .openQuote: "documents.csv.open-quote"
        case .notText: "documents.csv.not-text"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .tooLarge(let file, let limit): ["file": file, "limit": "\(limit >> 20)"]
        case .tooManyCells(let file, let line, let limit): ["file": file, "line": "\(line)", "limit": "\(limit)"]
        case .openQuote(let file, let line), .notText(let file, let line): ["file": file, "line": "\(line)"]
        }
    }
}
