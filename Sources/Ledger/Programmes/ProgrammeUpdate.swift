/// What a table of indicators and values changes in a programme, found before anything is changed.
public struct ProgrammeUpdate: Hashable, Sendable {
    /// A row a line of the table, in its order, those that change nothing included.
    public let rows: [Row]

    /// One indicator of the table.
    public struct Row: Hashable, Sendable {
        /// The indicator as the programme has it; nil for a new one.
        public let known: ProgrammeIndicator?
        /// What the table makes of it.
        public let details: IndicatorDetails
        /// The values that are not the programme's yet, earliest first.
        public let values: [NewYearValue]

        /// A row; nil for `known` adds an indicator.
        public init(known: ProgrammeIndicator? = nil, details: IndicatorDetails, values: [NewYearValue] = []) {
            self.known = known
            self.details = details
            self.values = values
        }

        /// Whether an indicator that is there gets other details.
        public var isChanged: Bool { known.map { $0.details != details } ?? false }
        /// Whether the row changes nothing.
        public var isSame: Bool { known != nil && !isChanged && values.isEmpty }
    }

    /// Rows of a table.
    public init(rows: [Row]) { self.rows = rows }

    /// New indicators without values.
    public init(adding indicators: [IndicatorDetails]) { rows = indicators.map { Row(details: $0) } }

    /// Whether it changes anything.
    public var hasWork: Bool { rows.contains { !$0.isSame } }

    /// How many indicators are `added`, `changed` and `unchanged`, and how many `values` are new, for words.
    public var counts: [String: String] {
        [
            "added": "\(rows.count { $0.known == nil })", "changed": "\(rows.count(where: \.isChanged))",
            "values": "\(rows.reduce(0) { $0 + $1.values.count })", "unchanged": "\(rows.count(where: \.isSame))",
        ]
    }
}

/// A value of a year to be kept.
public struct NewYearValue: Hashable, Sendable {
    /// The year.
    public let year: Int
    /// The value: a level, or the year's own amount.
    public let value: Double
    /// Where it comes from, in words.
    public let source: String

    /// A value.
    public init(year: Int, value: Double, source: String) {
        self.year = year
        self.value = value
        self.source = source
    }
}
