/// A chart of a paper, as Office draws it itself (DrawingML, ECMA-376 part 1, 21.2).
public struct WordChart: Hashable, Sendable {
    /// How it is drawn.
    public enum Kind: String, Hashable, Sendable {
        /// Lying bars, one over the other in a stack.
        case stackedBars
        /// Standing bars side by side.
        case columns
        /// Lines.
        case lines
    }

    /// A row of values.
    public struct Series: Hashable, Sendable {
        /// What it is called in the legend.
        public var name: String
        /// A value for each category; nil for a gap.
        public var values: [Double?]
        /// Its colour, six hexadecimal digits.
        public var colour: String

        /// A row of values.
        public init(_ name: String, values: [Double?], colour: String) {
            self.name = name
            self.values = values
            self.colour = colour
        }
    }

    /// How it is drawn.
    public var kind: Kind
    /// What it shows; also said to those who cannot see it.
    public var title: String
    /// What the values stand for, in order.
    public var categories: [String]
    /// The values.
    public var series: [Series]

    /// A chart.
    public init(_ kind: Kind, title: String, categories: [String], series: [Series]) {
        self.kind = kind
        self.title = title
        self.categories = categories
        self.series = series
    }

    /// The figures as text, a line a category.
    var text: String {
        let lines = categories.enumerated().map { index, category in
            ([category]
                + series.map { series in
                    let value = index < series.values.count ? series.values[index] : nil
                    return "\(series.name) \(value.map(Self.number) ?? "–")"
                }).joined(separator: "\t")
        }
        return ([title] + lines).joined(separator: "\n")
    }

    /// A number as XML has it.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
