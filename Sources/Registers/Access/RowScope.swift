import Catalog

/// Which rows of a register an account may deal with: those of the organisations under its own.
public enum RowScope: Hashable, Sendable {
    /// Every row.
    case all
    /// The rows of these organisations; an empty set is nothing at all.
    case organisations(Set<Int64>)

    /// Whether nothing is in it.
    public var isEmpty: Bool { self == .organisations([]) }

    /// Whether a row of an organisation is in it.
    public func contains(_ organisation: Int64) -> Bool {
        switch self {
        case .all: true
        case .organisations(let set): set.contains(organisation)
        }
    }

    /// The organisations; nil for all.
    package var listed: Set<Int64>? {
        if case .organisations(let set) = self { set } else { nil }
    }

    /// The condition on a table's owner column, for the one place where rows are asked for.
    func condition(_ column: String) -> (sql: String, arguments: [SQLValue])? {
        guard case .organisations(let set) = self else { return nil }
        guard !set.isEmpty else { return ("1 = 0", []) }
        let marks = repeatElement("?", count: set.count).joined(separator: ", ")
        return ("\(column) IN (\(marks))", set.sorted().map { .integer($0) })
    }
}
