/// How a field of a task differs: words before and after, lists joined by 、.
public struct FieldDifference: Hashable, Sendable, Codable {
    /// The field.
    public var field: LedgerTask.Field
    /// Its words before; empty for none.
    public var old: String
    /// Its words after; empty for none.
    public var new: String

    /// A difference.
    public init(field: LedgerTask.Field, old: String, new: String) {
        self.field = field
        self.old = old
        self.new = new
    }
}
