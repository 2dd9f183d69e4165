/// Reads a small CSV file whole, as rows of words; `CSVTable` reads large ones row by row.
public struct CSVReader: Sendable {
    /// Most bytes of a file.
    public var byteLimit = 64 << 20
    /// Most cells of a file.
    public var cellLimit = 4_000_000

    /// A reader with the default limits.
    public init() {}

    /// The records in order, empty lines left out.
    ///
    /// - Throws: `TableError` with file and row.
    public func read(_ bytes: [UInt8], named file: String) throws -> [[String]] {
        guard bytes.count <= byteLimit else { throw TableError.tooLarge(file: file, limit: byteLimit) }
        var records: [[String]] = [], cells = 0
        _ = try CSVTable(.bytes(bytes), named: file, delimiter: 0x2C).read { row in
            cells += row.count
            guard cells <= cellLimit else {
                throw TableError.tooManyCells(file: file, row: row.number, limit: cellLimit)
            }
            var record: [String] = []
            record.reserveCapacity(row.count)
            for column in 0..<row.count { record.append(row[column].text) }
            records.append(record)
            return true
        }
        return records
    }
}
