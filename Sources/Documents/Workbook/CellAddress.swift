/// The place of a cell, from 0: `C12` is column 2, row 11.
package struct CellAddress {
    let column: Int
    let row: Int

    /// Nil where the text is no address within Excel's limits.
    init?(_ text: some StringProtocol) {
        var column = 0, row = 0
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A where row == 0: column = column * 26 + Int(byte - 0x40)
            case 0x30...0x39 where column > 0: row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
            guard column <= 16_384, row <= 1_048_576 else { return nil }
        }
        guard column > 0, row > 0 else { return nil }
        (self.column, self.row) = (column - 1, row - 1)
    }

    /// How a spreadsheet names a cell.
    package static func name(column: Int, row: Int) -> String {
        var letters: [UInt8] = [], left = column + 1
        while left > 0 {
            letters.append(0x41 + UInt8((left - 1) % 26))
            left = (left - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self) + "\(row + 1)"
    }
}
