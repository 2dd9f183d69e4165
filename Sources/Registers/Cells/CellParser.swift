import Catalog
import Foundation
import Monitoring

/// Checks the cells of one field and turns them into values.
///
/// Made once for a field, used for every row: from a file, a form or the API alike.
struct CellParser: Sendable {
    let field: Field
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
        switch field.type {
        case .integer: number(CellScanner.scaled(bytes, decimals: 0), or: .integer) { Double($0) }
        case .money: number(CellScanner.scaled(bytes, decimals: 2), or: .number(decimals: 2)) { Double($0) / 100 }
        case .year: number(CellScanner.year(bytes), or: .year) { Double($0) }
        case .decimal: real(CellScanner.real(bytes))
        case .percent: real(percent(bytes))
        case .date: text(CellScanner.day(bytes)?.text, or: .day, &batch)
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

    private func percent(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard bytes.last == UInt8(ascii: "%") else { return CellScanner.real(bytes) }
        return CellScanner.real(UnsafeRawBufferPointer(rebasing: bytes.dropLast()))
    }

    private func bounds(_ value: Double) -> CellExpectation? {
        let isShare = field.type == .percent
        if let minimum = field.minimum ?? (isShare ? 0 : nil), value < minimum { return .atLeast(minimum) }
        if let maximum = field.maximum ?? (isShare ? 100 : nil), value > maximum { return .atMost(maximum) }
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
        if let fault = CellForm.fault(bytes, field: field) { return .fault(fault) }
        switch field.type {
        case .phone where !CellScanner.isPhone(bytes): return .fault(.phone)
        case .email where !CellScanner.isEmail(bytes): return .fault(.email)
        default: break
        }
        if let pattern, !pattern.matches(String(decoding: bytes, as: UTF8.self)) { return .fault(.pattern) }
        return .one(batch.text(bytes))
    }
}

/// What every text must satisfy.
enum CellForm {
    /// Why a text cannot be taken: too short, too long, control characters, several lines where one is asked for.
    static func fault(_ bytes: UnsafeRawBufferPointer, field: Field) -> CellExpectation? {
        for byte in bytes where byte < 0x20 || byte == 0x7F {
            let isBreak = byte == 0x0A || byte == 0x09
            if !(isBreak && field.type == .note) { return .line }
        }
        let limit = Int(field.maximum ?? (field.type == .note ? 10_000 : 200))
        // A character has at least one byte: most texts need no counting.
        if bytes.count > limit, characters(bytes) > limit { return .shorter(limit) }
        if let minimum = field.minimum, characters(bytes) < Int(minimum) { return .longer(Int(minimum)) }
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
