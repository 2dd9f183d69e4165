/// A table to be written as a spreadsheet or as CSV.
public struct Sheet: Hashable, Sendable {
    /// Name of the sheet; what Excel does not allow in it is replaced.
    public var name: String
    /// The columns, at least one; their titles are unique.
    public var columns: [Column]
    /// Rows of as many cells as there are columns; missing ones are empty.
    public var rows: [[Cell]]
    /// What is wrong with cells, by row and column from 0: they are marked, with these words as a note.
    public var marks: [Place: String] = [:]

    /// A cell's place under the header, from 0.
    public struct Place: Hashable, Sendable {
        /// The row.
        public let row: Int
        /// The column.
        public let column: Int

        /// A place.
        public init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    /// A column.
    public struct Column: Hashable, Sendable {
        /// Its title in the header row.
        public var title: String
        /// Its width in characters of the default font; a Chinese character takes two.
        public var width: Double
        /// What may be entered under it, where the sheet is a form to be filled in.
        public var entry: Entry?

        /// A column.
        public init(_ title: String, width: Double = 12, entry: Entry? = nil) {
            self.title = title
            self.width = width
            self.entry = entry
        }
    }

    /// What may be entered under a column of a form; a spreadsheet checks it while somebody types.
    public struct Entry: Hashable, Sendable {
        /// What is allowed.
        public enum Rule: Hashable, Sendable {
            /// Anything.
            case any
            /// One of these words, chosen from a list.
            case choice([String])
            /// A whole number between two bounds.
            case integer(Int32, Int32)
            /// A number between two bounds.
            case number(Double, Double)
            /// A day from 1900 on.
            case day
        }

        /// What is allowed.
        public var rule: Rule
        /// What is shown beside a chosen cell.
        public var help: String
        /// Whether the column must be filled in: its title then stands out.
        public var isRequired: Bool

        /// What may be entered.
        public init(_ rule: Rule, help: String = "", isRequired: Bool = false) {
            self.rule = rule
            self.help = help
            self.isRequired = isRequired
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
