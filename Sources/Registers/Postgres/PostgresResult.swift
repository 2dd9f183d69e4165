import CPQ
import Foundation

/// A result of libpq's, freed with its last owner.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// Whether it stands for a statement that was refused.
    var isRefused: Bool {
        switch status {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_PIPELINE_ABORTED: true
        default: false
        }
    }

    /// How many rows the statement changed.
    var changedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// What the statement was, such as `COMMIT`.
    var command: String { String(cString: PQcmdStatus(pointer)) }

    /// The columns' names.
    var names: [String] { (0..<PQnfields(pointer)).map { String(cString: PQfname(pointer, $0)) } }

    /// The values of a row.
    func values(row: Int32) -> [SQLValue] { (0..<PQnfields(pointer)).map { value(row: row, column: $0) } }

    private func value(row: Int32, column: Int32) -> SQLValue {
        guard PQgetisnull(pointer, row, column) == 0, let text = PQgetvalue(pointer, row, column) else { return .null }
        let length = Int(PQgetlength(pointer, row, column))
        switch PQftype(pointer, column) {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.oid:
            return .integer(Int64(strtoll(text, nil, 10)))
        case PostgresType.bool: return SQLValue(text.pointee == CChar(bitPattern: UInt8(ascii: "t")))
        case PostgresType.float8, PostgresType.float4: return Self.real(text)
        // A whole number, such as the sum of whole numbers, stays one, as it does in SQLite.
        case PostgresType.numeric: return Int64(String(cString: text)).map { .integer($0) } ?? Self.real(text)
        case PostgresType.bytea:
            return .blob(Self.bytes(hexadecimal: UnsafeRawBufferPointer(start: text, count: length)))
        default:
            return .text(String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self))
        }
    }

    private static func real(_ text: UnsafePointer<CChar>) -> SQLValue {
        let number = strtod(text, nil)
        return number.isNaN ? .null : .real(number)
    }

    /// The bytes of `\x4a5b…`.
    private static func bytes(hexadecimal text: UnsafeRawBufferPointer) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8 { byte <= UInt8(ascii: "9") ? byte & 0xF : (byte & 0xF) + 9 }
        return stride(from: 2, to: text.count - 1, by: 2).map { digit(text[$0]) << 4 | digit(text[$0 + 1]) }
    }
}
