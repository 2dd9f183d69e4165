/// One row of an edited ledger that comes back in.
public struct ImportedRow: Hashable, Sendable {
    /// The task's key; nil for a new task.
    public var key: String?
    /// The version that the export showed; nil takes whatever is there.
    public var version: Int?
    /// What the row says, all of it; what is the same as in the ledger is left alone.
    public var fields: TaskChange

    /// A row.
    public init(key: String?, version: Int? = nil, fields: TaskChange) {
        self.key = key
        self.version = version
        self.fields = fields
    }
}

/// What an edited ledger would change.
public struct ImportPreview: Hashable, Sendable {
    /// Tasks that differ, with their differences.
    public let changed: [Change]
    /// Titles of new tasks.
    public let added: [String]
    /// Rows that are the same as in the ledger.
    public let unchanged: Int
    /// Titles of tasks that somebody changed since the export: the import is refused while there are any.
    public let conflicts: [String]

    /// The differences of one task.
    public struct Change: Hashable, Sendable {
        /// The task.
        public let task: Int64
        /// Its title now.
        public let title: String
        /// What would change.
        public let differences: [FieldDifference]
    }
}
