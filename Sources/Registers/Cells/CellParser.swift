import Catalog
import Foundation
import Monitoring

/// Checks the cells of one field and turns them into values.
///
/// Made once for a field, used for every row: from a file, a form or the API alike.
///
/// A class, so that a million rows share it without copying what it knows.
final class CellParser: Sendable {
    let field: Field
    let type: FieldType
    let isRequired: Bool
    let isPersonal: Bool
    let hasMark: Bool
    let isIDNumber: Bool
    /// How many columns the field has.
    let columnCount: Int
    private let minimum: Double?
    private let maximum: Double?
    private let form: CellForm
    /// The code's text by its number, for fields of codes.
    private let codes: [[UInt8]]
    private let codeTable: ByteTable?
    private let pattern: CellPattern?
    private let today: Day
    /// Whether other rows are named by their numbers, not by their keys.
    private let namesNumbers: Bool

    init(_ field: Field, catalog: Catalog, today: Day, namesNumbers: Bool = false) {
        self.field = field
        self.today = today
        type = field.type
        isRequired = field.isRequired
        isPersonal = field.isPersonal
        hasMark = field.hasMark
        isIDNumber = field.type == .idNumber
        columnCount = field.columns.count
        minimum = field.minimum ?? (field.type == .percent ? 0 : nil)
        maximum = field.maximum ?? (field.type == .percent ? 100 : nil)
        form = CellForm(field)
        self.namesNumbers = namesNumbers
        pattern = field.pattern.flatMap(CellPattern.init)
        guard let list = catalog.codes(of: field) else {
            codes = []
            codeTable = nil
            return
        }
        codes = list.codes.map { Array($0.code.utf8) }
        let entries = list.codes.enumerated()
        codeTable = ByteTable(
            entries.map { ($1.code, $0) } + entries.map { ($1.title.chinese, $0) }
                + entries.map { ($1.title.english, $0) } + entries.map { ("\($1.code) \($1.title.chinese)", $0) }
                + entries.map { ("\($1.code) \($1.title.english)", $0) })
    }

    /// What a cell holds: one value, two for a point.
    enum Outcome {
        case one(RowBatch.Cell)
        case two(RowBatch.Cell, RowBatch.Cell)
        case fault(CellExpectation)
    }

    /// The value of a cell that is not empty, whose bytes have no blanks around them.
    func parse(_ bytes: UnsafeRawBufferPointer, into batch: inout RowBatch) -> Outcome {
        switch type {
        case .integer: number(CellScanner.scaled(bytes, decimals: 0), or: .integer) { Double($0) }
        case .money: number(CellScanner.scaled(bytes, decimals: 2), or: .number(decimals: 2)) { Double($0) / 100 }
        case .year: number(CellScanner.year(bytes), or: .year) { Double($0) }
        case .decimal: real(CellScanner.real(bytes))
        case .percent: real(percent(bytes))
        case .date: day(bytes, &batch)
        case .time: text(CellScanner.time(bytes), or: .time, &batch)
        case .bool: CellScanner.flag(bytes).map { .one(.integer($0 ? 1 : 0)) } ?? .fault(.flag)
        case .code(let list): code(bytes, list, &batch)
        case .reference, .organisation:
            if namesNumbers {
                number(CellScanner.scaled(bytes, decimals: 0), or: .integer) { Double($0) }
            } else {
                .one(batch.text(bytes, tag: .key))
            }
        case .point:
            CellScanner.point(bytes).map { .two(.real($0.longitude), .real($0.latitude)) } ?? .fault(.point)
        case .text, .note, .person, .phone, .email, .idNumber, .file: plain(bytes, &batch)
        }
    }

    private func number(_ value: Int64?, or expected: CellExpectation, _ size: (Int64) -> Double) -> Outcome {
        guard let value else { return .fault(expected) }
        return bounds(size(value)).map { .fault($0) } ?? .one(.integer(value))
    }

    private func real(_ value: Double?) -> Outcome {
        guard let value else { return .fault(.number(decimals: field.decimals)) }
        return bounds(value).map { .fault($0) } ?? .one(.real(value))
    }

    private func day(_ bytes: UnsafeRawBufferPointer, _ batch: inout RowBatch) -> Outcome {
        guard let day = CellScanner.day(bytes) else { return .fault(.day) }
        // Most days are written as they are kept.
        if bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") {
            return .one(batch.text(bytes))
        }
        return text(day.text, or: .day, &batch)
    }

    private func percent(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard bytes.last == UInt8(ascii: "%") else { return CellScanner.real(bytes) }
        return CellScanner.real(UnsafeRawBufferPointer(rebasing: bytes.dropLast()))
    }

    private func bounds(_ value: Double) -> CellExpectation? {
        if let minimum, value < minimum { return .atLeast(minimum) }
        if let maximum, value > maximum { return .atMost(maximum) }
        return nil
    }

    private func text(_ value: String?, or expected: CellExpectation, _ batch: inout RowBatch) -> Outcome {
        guard var value else { return .fault(expected) }
        return .one(value.withUTF8 { batch.text(UnsafeRawBufferPointer($0)) })
    }

    private func code(_ bytes: UnsafeRawBufferPointer, _ list: String, _ batch: inout RowBatch) -> Outcome {
        if let index = codeTable?.value(bytes) {
            return .one(codes[index].withUnsafeBytes { batch.text($0) })
        }
        guard field.isMany else { return .fault(.code(list: list)) }
        let parts = String(decoding: bytes, as: UTF8.self).split { "、，,;；/ ".contains($0) }
        var found: [String] = []
        for part in parts {
            let key = Array(part.utf8)
            guard let index = key.withUnsafeBytes({ codeTable?.value($0) }) else { return .fault(.code(list: list)) }
            found.append(String(decoding: codes[index], as: UTF8.self))
        }
        return text(found.joined(separator: ","), or: .code(list: list), &batch)
    }

    private func plain(_ bytes: UnsafeRawBufferPointer, _ batch: inout RowBatch) -> Outcome {
        if let fault = form.fault(bytes) { return .fault(fault) }
        switch type {
        case .phone where !CellScanner.isPhone(bytes): return .fault(.phone)
        case .email where !CellScanner.isEmail(bytes): return .fault(.email)
        default: break
        }
        if let pattern, !pattern.matches(String(decoding: bytes, as: UTF8.self)) { return .fault(.pattern) }
        return .one(batch.text(bytes))
    }
}

/// What every text must satisfy.
struct CellForm: Sendable {
    private let isNote: Bool
    private let fewest: Int
    private let most: Int

    init(_ field: Field) {
        isNote = field.type == .note
        most = field.type.isText ? Int(field.maximum ?? (isNote ? 10_000 : 200)) : 0
        fewest = field.type.isText ? Int(field.minimum ?? 0) : 0
    }

    /// Why a text cannot be taken: too short, too long, control characters, several lines where one is asked for.
    func fault(_ bytes: UnsafeRawBufferPointer) -> CellExpectation? {
        for byte in bytes where byte < 0x20 || byte == 0x7F {
            let isBreak = byte == 0x0A || byte == 0x09
            if !(isBreak && isNote) { return .line }
        }
        // A character has at least one byte: most texts need no counting.
        if bytes.count > most, Self.characters(bytes) > most { return .shorter(most) }
        if fewest > 0, Self.characters(bytes) < fewest { return .longer(fewest) }
        return nil
    }

    private static func characters(_ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.count { $0 & 0xC0 != 0x80 }
    }
}

/// A compiled pattern. `NSRegularExpression` is immutable and safe to share, though not marked so on Linux.
struct CellPattern: @unchecked Sendable {
    private let expression: NSRegularExpression

    init?(_ pattern: String) {
        guard let expression = try? NSRegularExpression(pattern: "\\A(?:\(pattern))\\z") else { return nil }
        self.expression = expression
    }

    func matches(_ text: String) -> Bool {
        expression.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }
}
