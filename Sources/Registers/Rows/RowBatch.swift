import Catalog

/// Checked rows on their way into a register: values by column, row after row, with their bytes in one buffer.
package struct RowBatch: Sendable {
    /// A value: what it is, and the number, or where its bytes stand.
    package struct Cell: Sendable {
        package var tag: Tag
        package var bits: UInt64

        package init(tag: Tag, bits: UInt64) {
            self.tag = tag
            self.bits = bits
        }

        package static let null = Cell(tag: .null, bits: 0)
        package static func integer(_ value: Int64) -> Cell { Cell(tag: .integer, bits: UInt64(bitPattern: value)) }
        package static func real(_ value: Double) -> Cell { Cell(tag: .real, bits: value.bitPattern) }

        var integer: Int64 { Int64(bitPattern: bits) }
        var real: Double { Double(bitPattern: bits) }
        /// Where the bytes of a text stand.
        var range: Range<Int> {
            let start = Int(bits >> 32)
            return start..<start + Int(bits & 0xFFFF_FFFF)
        }
    }

    /// What a value is. `key` is the text by which another register's row is named, to be looked up.
    package enum Tag: UInt8, Sendable {
        case null, integer, real, text, key
    }

    /// Columns of a row.
    package let width: Int
    /// The values, row after row.
    package var cells: [Cell] = []
    /// The bytes of texts and of what is sealed.
    package var bytes: [UInt8] = []
    /// The number of each row in its source.
    package var numbers: [Int] = []
    /// What of each row is to be sealed, in clear, as a range of `bytes`; empty where the register seals nothing.
    package var secrets: [Range<Int>] = []
    /// The same, sealed; none until `seal` was called.
    private(set) var sealed: [Range<Int>] = []
    /// Faults of rows that are not here, and warnings of rows that are.
    package var faults: [CellFault] = []

    package init(width: Int) { self.width = width }

    package var count: Int { numbers.count }

    /// Adds bytes and gives the cell of them.
    package mutating func text(_ source: UnsafeRawBufferPointer, tag: Tag = .text) -> Cell {
        let start = bytes.count
        bytes.append(contentsOf: source)
        return Cell(tag: tag, bits: UInt64(start) << 32 | UInt64(source.count))
    }

    /// Seals what is to be sealed, where that was not done yet. Whoever makes the batch may do it on a thread of its own.
    package mutating func seal(with seal: PersonalSeal, for register: String) throws {
        guard sealed.count != count else { return }
        let sealer = try RowSealer(seal.rows(of: register))
        sealed = try secrets.map { secret in secret.isEmpty ? secret : try sealer.seal(secret, in: &bytes) }
    }

    /// Puts another secret in the place of a row's: all are to be sealed anew.
    mutating func replaceSecret(of row: Int, with plain: [UInt8]) {
        let start = bytes.count
        bytes += plain
        secrets[row] = start..<bytes.count
        sealed = []
    }

    /// Keeps some of the rows only, by their positions in order.
    mutating func keep(_ rows: [Int]) {
        var kept: [Cell] = []
        kept.reserveCapacity(rows.count * width)
        for row in rows { kept += cells[row * width..<(row + 1) * width] }
        cells = kept
        numbers = rows.map { numbers[$0] }
        secrets = rows.map { secrets[$0] }
        if !sealed.isEmpty { sealed = rows.map { sealed[$0] } }
    }

    /// The value of a column of a row.
    func value(_ row: Int, _ column: Int) -> SQLValue {
        let cell = cells[row * width + column]
        switch cell.tag {
        case .null: return .null
        case .integer: return .integer(cell.integer)
        case .real: return .real(cell.real)
        case .text, .key: return .text(String(decoding: bytes[cell.range], as: UTF8.self))
        }
    }
}
