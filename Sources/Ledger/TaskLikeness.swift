/// Two characters that follow one another: the unit in which Chinese texts are compared.
struct CharacterPair: Hashable {
    private let value: UInt64

    private init(_ first: Unicode.Scalar, _ second: Unicode.Scalar) {
        value = UInt64(first.value) << 32 | UInt64(second.value)
    }

    /// The pairs of a text's first `limit` characters.
    static func pairs(_ text: String, limit: Int) -> Set<CharacterPair> {
        var pairs: Set<CharacterPair> = []
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars.prefix(limit) {
            if let previous { pairs.insert(CharacterPair(previous, scalar)) }
            previous = scalar
        }
        return pairs
    }
}

/// How alike two tasks are.
enum TaskLikeness {
    /// From here on two tasks are taken for one that continues.
    static let threshold = 0.45

    /// 0…1: the title counts three fifths, the whole text three tenths, the heading above a tenth. Where the titles
    /// hardly share anything, the text alone may carry it (a task whose heading was reworded).
    static func score(_ old: ComparedTask, _ new: ComparedTask) -> Double {
        let title = dice(old.titlePairs, new.titlePairs)
        let text = dice(old.textPairs, new.textPairs)
        let heading = old.heading == new.heading ? 1.0 : 0
        return max(0.6 * title + 0.3 * text + 0.1 * heading, text > 0.6 ? 0.9 * text : 0)
    }

    /// Twice the shared pairs over all pairs (Dice's coefficient).
    static func dice(_ one: Set<CharacterPair>, _ other: Set<CharacterPair>) -> Double {
        guard !one.isEmpty, !other.isEmpty else { return 0 }
        let (small, large) = one.count < other.count ? (one, other) : (other, one)
        return 2 * Double(small.count { large.contains($0) }) / Double(one.count + other.count)
    }

    /// Finds the few old tasks worth comparing with a new one, by the pairs that they share.
    struct Index {
        private var tasks: [CharacterPair: [Int]] = [:]
        /// Pairs that stand in more tasks than this (加强, 工作) tell nothing and are skipped.
        private static let common = 40
        private static let most = 8

        init(_ olds: [(Int, ComparedTask)]) {
            for (index, task) in olds {
                for pair in task.titlePairs.union(task.textPairs) { tasks[pair, default: []].append(index) }
            }
        }

        /// The tasks that share most, at most eight.
        func candidates(for task: ComparedTask) -> [Int] {
            var shared: [Int: Int] = [:]
            for (pairs, weight) in [(task.titlePairs, 3), (task.textPairs, 1)] {
                for pair in pairs {
                    guard let found = tasks[pair], found.count <= Self.common else { continue }
                    for index in found { shared[index, default: 0] += weight }
                }
            }
            return shared.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.most).map(\.key)
        }
    }
}
