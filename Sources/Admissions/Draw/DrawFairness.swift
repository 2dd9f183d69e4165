import Foundation

/// A look at whether the numbers of a draw have to do with the places of applications on the list.
///
/// The list is sorted by number; who stands early on it must stand early in the draw no more often than anybody. Both are cut
/// into as many equal parts, and the table of their pairs is compared with the even one by Pearson's χ² test. A single draw
/// proves nothing: one fair draw in twenty has p below 0.05. A draw that follows the list shows at once.
public struct DrawFairness: Hashable, Sendable {
    /// Parts on each side.
    public let parts: Int
    /// Pearson's χ².
    public let chiSquare: Double
    /// Degrees of freedom.
    public var freedom: Int { (parts - 1) * (parts - 1) }
    /// The share of fair draws with as large a χ², 0–1 (Wilson & Hilferty 1931: good to three places from three degrees on).
    public var share: Double {
        let ninth = 2 / (9 * Double(freedom))
        let normal = (cbrt(chiSquare / Double(freedom)) - (1 - ninth)) / ninth.squareRoot()
        return erfc(normal / 2.0.squareRoot()) / 2
    }

    /// Fewest applications that are looked at: each pair of parts then has five on the average.
    public static let fewest = 80

    /// - Parameter ranks: the rank in the draw of each application of the list in its order, from 1; each rank once.
    /// - Returns: nil where there are too few.
    public init?(ranks: [Int]) {
        guard ranks.count >= Self.fewest else { return nil }
        let parts = min(10, Int((Double(ranks.count) / 5).squareRoot()))
        var counts = [Int](repeating: 0, count: parts * parts), rows = [Int](repeating: 0, count: parts), columns = rows
        for (index, rank) in ranks.enumerated() {
            let row = index * parts / ranks.count, column = min(parts - 1, max(0, (rank - 1) * parts / ranks.count))
            counts[row * parts + column] += 1
            rows[row] += 1
            columns[column] += 1
        }
        var sum = 0.0
        for row in 0..<parts {
            for column in 0..<parts {
                let even = Double(rows[row]) * Double(columns[column]) / Double(ranks.count)
                let difference = Double(counts[row * parts + column]) - even
                if even > 0 { sum += difference * difference / even }
            }
        }
        (self.parts, chiSquare) = (parts, sum)
    }

    /// The look at a draw with one number for each application; nil where each school has its own, or there are too few.
    public init?(_ order: DrawOrder, _ market: Market) {
        guard order.tieBreaking == .single else { return nil }
        self.init(ranks: (0..<market.count).compactMap { order.number(of: $0, choice: nil, in: market) })
    }
}
