import PlanModel

/// A part of a document before its tasks are read.
struct DocumentPart: Sendable {
    /// Where its heading stands; nil where the document's title serves.
    var title: Range<Int>?
    /// What it holds.
    var role: PlanPart.Role
    /// The year it is for.
    var year: Int?
    /// The first year of the period of a long-term plan.
    var periodStart: Int?
    /// Whether it belongs to a long-term plan.
    var isLongTerm = false
    /// Its paragraphs, the heading left out.
    var paragraphs: Range<Int>
    /// Whether it holds explanations, lists and forms only.
    var isSupplement = false
}
