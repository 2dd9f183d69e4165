/// Finds values far from the others of their group, without being misled by the far ones themselves.
///
/// The robust z of a value is its distance from the median over 1.4826 × the median absolute deviation: for a normal
/// distribution that is the standard deviation (Iglewicz and Hoaglin, *How to Detect and Handle Outliers*, 1993, who
/// take 3.5 as the limit). Where more than half of the values are equal, that deviation is 0, and 1.2533 × the mean
/// absolute deviation from the median stands in, as they propose. Groups of fewer than `smallestGroup` say nothing.
public enum RobustOutliers {
    /// The fewest values that a group must have.
    public static let smallestGroup = 5

    /// The positions of the values whose robust z is beyond the limit, either way.
    public static func positions(in values: [Double], limit: Double) -> [Int] {
        guard values.count >= smallestGroup, let middle = median(values) else { return [] }
        let deviations = values.map { abs($0 - middle) }
        var scale = 1.4826 * (median(deviations) ?? 0)
        if scale == 0 { scale = 1.2533 * deviations.reduce(0, +) / Double(values.count) }
        guard scale > 0, scale.isFinite else { return [] }
        return values.indices.filter { deviations[$0] / scale > limit }
    }

    /// The middle value, or the mean of the two in the middle; nil for none.
    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
    }
}
