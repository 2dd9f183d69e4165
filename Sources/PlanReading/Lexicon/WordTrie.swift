/// A set of words in UTF-8 that finds the longest word at a place of a text, in time of that word's length.
///
/// Each word carries a value. Where a word is entered twice, the later value stands, so that additions to a lexicon
/// win over the shipped rows.
struct WordTrie<Value: Sendable>: Sendable {
    /// A word found: its length in bytes and its value.
    struct Match {
        var length: Int
        var value: Value
    }

    /// One byte of a word: the first byte that may follow, and the next byte that may stand in its place.
    private struct Node {
        var byte: UInt8
        var firstChild: Int32 = 0
        var sibling: Int32 = 0
        var value: Int32 = -1
    }

    private var nodes: [Node] = []
    private var values: [Value] = []
    /// The node of a word's first byte, -1 for none: most places of a text are ruled out here.
    private var roots = [Int32](repeating: -1, count: 256)
    private let reversed: Bool

    /// An empty set; `reversed` makes `match(_:endingAt:start:)` possible instead of `match(_:at:end:)`.
    init(reversed: Bool = false) {
        self.reversed = reversed
        nodes = [Node(byte: 0)]  // Number 0 means "none" in the links.
    }

    /// A set of words with their values.
    init(_ words: some Sequence<(String, Value)>, reversed: Bool = false) {
        self.init(reversed: reversed)
        for (word, value) in words { insert(word, value) }
    }

    /// Adds a word.
    mutating func insert(_ word: String, _ value: Value) {
        var bytes = Array(word.utf8)
        if reversed { bytes.reverse() }
        guard let first = bytes.first else { return }
        if roots[Int(first)] < 0 { roots[Int(first)] = newNode(first) }
        var node = roots[Int(first)]
        for byte in bytes.dropFirst() {
            var next = child(of: node, byte)
            if next == 0 {
                next = newNode(byte)
                nodes[Int(next)].sibling = nodes[Int(node)].firstChild
                nodes[Int(node)].firstChild = next
            }
            node = next
        }
        nodes[Int(node)].value = Int32(values.count)
        values.append(value)
    }

    /// The longest word that starts at `start` and ends by `end`.
    func match(_ bytes: [UInt8], at start: Int, end: Int) -> Match? {
        guard start < end else { return nil }
        var node = roots[Int(bytes[start])]
        guard node >= 0 else { return nil }
        var best: Match?
        var place = start + 1
        while true {
            let value = nodes[Int(node)].value
            if value >= 0 { best = Match(length: place - start, value: values[Int(value)]) }
            guard place < end else { return best }
            node = child(of: node, bytes[place])
            guard node != 0 else { return best }
            place += 1
        }
    }

    /// The longest word that ends at `end` and starts at `start` or later, in a reversed set.
    func match(_ bytes: [UInt8], endingAt end: Int, start: Int) -> Match? {
        guard start < end else { return nil }
        var node = roots[Int(bytes[end - 1])]
        guard node >= 0 else { return nil }
        var best: Match?
        var place = end - 1
        while true {
            let value = nodes[Int(node)].value
            if value >= 0 { best = Match(length: end - place, value: values[Int(value)]) }
            guard place > start else { return best }
            node = child(of: node, bytes[place - 1])
            guard node != 0 else { return best }
            place -= 1
        }
    }

    private func child(of node: Int32, _ byte: UInt8) -> Int32 {
        var next = nodes[Int(node)].firstChild
        while next != 0, nodes[Int(next)].byte != byte { next = nodes[Int(next)].sibling }
        return next
    }

    private mutating func newNode(_ byte: UInt8) -> Int32 {
        nodes.append(Node(byte: byte))
        return Int32(nodes.count - 1)
    }
}
