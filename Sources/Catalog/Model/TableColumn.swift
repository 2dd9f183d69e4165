/// A column of a register's table.
public struct TableColumn: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What it holds.
    public let kind: Kind
    /// Whether every row has a value.
    public let isRequired: Bool
    /// The field it comes from.
    public let field: String

    /// A column.
    public init(name: String, kind: Kind, isRequired: Bool, field: String) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.field = field
    }

    /// What a column holds, in both databases.
    public enum Kind: String, Hashable, Sendable {
        case text, integer, real, boolean, date
    }
}

extension Register {
    /// The columns that hold the fields, the owner's first. Sealed values have none; what SQL may know of them has.
    public var columns: [TableColumn] { entryFields.flatMap(\.columns) }
}

extension Field {
    /// The column that holds the digest of a personal field, by which it is found.
    public var markColumn: String { name + "_mark" }
    /// The column that says that a personal field is empty.
    public var missingColumn: String { name + "_missing" }
    /// The column that says what is known of an ID number.
    public var stateColumn: String { name + "_state" }
    /// Whether values are found and compared by a keyed digest.
    public var hasMark: Bool { isPersonal && (isSearchable || isUnique) }

    /// Its columns.
    public var columns: [TableColumn] {
        func column(_ name: String, _ kind: TableColumn.Kind, required: Bool = false) -> TableColumn {
            TableColumn(name: name, kind: kind, isRequired: required, field: self.name)
        }
        if isPersonal {
            var columns = [column(missingColumn, .boolean, required: true)]
            if hasMark { columns.append(column(markColumn, .integer)) }
            if type == .idNumber { columns.append(column(stateColumn, .text, required: true)) }
            return columns
        }
        switch type {
        case .text, .note, .code, .person, .phone, .idNumber, .email, .file, .time:
            return [column(name, .text, required: isRequired)]
        case .integer, .money, .year, .reference, .organisation:
            return [column(name, .integer, required: isRequired)]
        case .decimal, .percent: return [column(name, .real, required: isRequired)]
        case .bool: return [column(name, .boolean, required: isRequired)]
        case .date: return [column(name, .date, required: isRequired)]
        case .point:
            return [
                column(name + "_lon", .real, required: isRequired), column(name + "_lat", .real, required: isRequired),
            ]
        }
    }
}
