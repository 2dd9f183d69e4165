import Indicators
import Monitoring

/// What markers of a map say of values: a light where there is a published standard, else the fifth of all values that
/// one lies in, as a number. Never by colour alone.
struct ValueClasses {
    /// A class of values, with how many there are.
    struct Entry {
        /// The name that style sheets know it by: `green`, `q3`.
        let name: String
        /// What stands in a marker: ●, 3.
        let sign: String
        /// What it means: 达标, 12–15 %.
        let words: String
        let count: Int
    }

    /// The classes for a legend; those that nothing lies in are left out, but for lights.
    let entries: [Entry]
    private let fifths: [Double: Int]
    private let isLights: Bool

    /// - Parameter values: all values with their lights; `off` for all where there is no standard.
    init(_ desk: BrainDesk, _ rows: [BrainComparison.Row], range: (Double, Double) -> String) {
        isLights = rows.contains { $0.light != .off }
        guard !isLights else {
            fifths = [:]
            entries = [Light.green, .yellow, .red].map { light in
                Entry(
                    name: light.rawValue, sign: LightMark.shape(light), words: desk.word(light),
                    count: rows.count { $0.light == light })
            }
            return
        }
        let sorted = rows.map(\.number).sorted()
        var fifths: [Double: Int] = [:]
        for (index, value) in sorted.enumerated() where fifths[value] == nil {
            // Equal values lie in the fifth of the first of them.
            fifths[value] = min(index * 5 / max(sorted.count, 1), 4) + 1
        }
        self.fifths = fifths
        entries = (1...5).compactMap { fifth in
            let mine = sorted.filter { fifths[$0] == fifth }
            guard let low = mine.first, let high = mine.last else { return nil }
            return Entry(name: "q\(fifth)", sign: "\(fifth)", words: range(low, high), count: mine.count)
        }
    }

    /// The class of a row; nil for a value that was not among those it was made of.
    func entry(of row: BrainComparison.Row) -> Entry? {
        let name = isLights ? row.light.rawValue : fifths[row.number].map { "q\($0)" }
        return entries.first { $0.name == name }
    }
}
