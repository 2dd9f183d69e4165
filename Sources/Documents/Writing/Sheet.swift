/// A table to be written as a spreadsheet or as CSV.
public struct Sheet: Hashable, Sendable {
    /// Name of the sheet; what Excel does not allow in it is replaced.
    public var name: String
    /// The columns, at least one; their titles are unique.
    public var columns: [Column]
    /// Rows of as many cells as there are columns; missing ones are empty.
    public var rows: [[Cell]]

    /// A column.
    public struct Column: Hashable, Sendable {
        /// Its title in the header row.
        public var title: String
        /// Its width in characters of the default font; a Chinese character takes two.
        public var width: Double

        /// A column.
        public init(_ title: String, width: Double = 12) {
            self.title = title
            self.width = width
        }
    }

    /// A cell.
    public enum Cell: Hashable, Sendable {
        /// Nothing.
        case empty
        /// Words; never taken for a formula.
        case text(String)
        /// A number.
        case number(Double)
        /// A day as `yyyy-MM-dd`: in a workbook a date from 1900 on, that Excel sorts, filters and counts with. Anything
        /// else is written as words.
        case day(String)
    }

    /// A table.
    public init(name: String, columns: [Column], rows: [[Cell]] = []) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }
}
