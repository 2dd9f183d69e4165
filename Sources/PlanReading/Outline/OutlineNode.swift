/// A numbered paragraph or heading with what stands below it.
struct OutlineNode: Sendable {
    /// The node above it; nil at the top of a part.
    var parent: Int?
    /// Its numbering; nil for a heading without number.
    var numbering: Numbering?
    /// Level of its heading style.
    var headingLevel: Int?
    /// Index of its paragraph.
    var paragraph: Int
    /// Where the numbering stands; empty where there is none.
    var label: Range<Int>
    /// The words of its paragraph after the numbering.
    var content: Range<Int>
    /// Where its heading or lead sentence stands.
    var title: Range<Int>
    /// The nodes right below it in reading order.
    var children: [Int] = []
    /// The paragraphs between its own and its first child, or the next node where it has none.
    var body: Range<Int>
    /// What the heading says that it holds.
    var kind = SectionNames.Kind.work
    /// The part it belongs to.
    var part: Int

    /// Whether its paragraph is a heading only: nothing follows the title in it.
    var isHeadingOnly: Bool { title.upperBound >= content.upperBound }
}
