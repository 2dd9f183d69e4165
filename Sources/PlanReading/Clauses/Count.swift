/// A number that counts something: number, measure word, and what bounds it on the right.
struct Count: Sendable {
    /// The number.
    var numeral: Numeral
    /// The measure word; empty where none is printed.
    var unit: Range<Int>
    /// A unit that is not printed: 比 for 4:6.
    var impliedUnit: String?
    var kind: ClauseWords.MeasureWord.Kind
    /// From the number to the end of the unit and of the bound behind it (以上, 左右).
    var range: Range<Int>
    /// The bound behind the unit.
    var trailing: ClauseWords.Bound?
    /// The quote that holds it.
    var quote: Clause.Enclosure?
    /// Why it is unsure.
    var doubt: String?
    /// How many things the number holds for where a number before it says so: two for 两个100%.
    var times = 1
    /// Whether it states that there is none: 无一例, 零缺课. The number then starts with the word that says so.
    var isZero = false
    /// Whether it is said of a structure or a norm that stands: 三级, 200米范围.
    var isStanding = false
}
