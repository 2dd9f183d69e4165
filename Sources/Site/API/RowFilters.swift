import Catalog
import Foundation
import Monitoring
import Registers

/// Reads the parameters of a list of rows.
///
/// A parameter that there is not, or a value that cannot be, is refused: a filter that were ignored would give rows that
/// nobody asked for.
struct RowFilters {
    private let register: Register
    private let catalog: Catalog

    /// Most rows of a page.
    static let limit = 1_000
    /// Rows of a page where nothing is said.
    static let usual = 100
    /// Most values of one field.
    static let valueLimit = 100
    /// The names that are no fields.
    static let names = ["q", "sort", "limit", "cursor", "as_of", "under"]

    init(_ register: Register, catalog: Catalog) {
        self.register = register
        self.catalog = catalog
    }

    /// What a field can be filtered by, for the parameters and for the document that describes them.
    enum Kind: Hashable, Sendable {
        /// Only whether there is a value.
        case presence
        /// One of some values.
        case values
        /// One of some values, or from one to another.
        case range
    }

    /// What a field can be filtered by.
    static func kind(of field: Field) -> Kind {
        if field.isPersonal { return field.hasMark ? .values : .presence }
        switch field.type {
        case .integer, .decimal, .money, .percent, .year, .date, .time: return .range
        case .point: return .presence
        case .code where field.isMany: return .presence
        default: return .values
        }
    }

    /// The page that the parameters ask for. - Throws: `APIError.unknownParameter`, `.badParameter`.
    func page(of parameters: FormValues, _ store: RegisterStore) throws -> RowPageRequest {
        var query = RowQuery()
        var limit = Self.usual
        var cursor: String?
        var seen: Set<String> = []
        var ranges: [String: (SQLValue?, SQLValue?)] = [:]
        for item in parameters.items {
            let (name, value) = (item.name, item.value)
            let isFirst = seen.insert(name).inserted
            guard value.utf8.count <= 1_000, !value.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
                throw APIError.badParameter(name)
            }
            if Self.names.contains(name) {
                guard isFirst else { throw APIError.badParameter(name) }
                switch name {
                case "q": query.search = value
                case "sort": (query.sort, query.isDescending) = try sort(value)
                case "limit":
                    guard let number = Int(value), (1...Self.limit).contains(number) else {
                        throw APIError.badParameter(name)
                    }
                    limit = number
                case "cursor": cursor = value
                case "as_of": query.version = try Self.version(value, store)
                default:
                    let nodes = try store.organisations().nodes.values
                    guard let node = nodes.first(where: { $0.code == value }) else {
                        throw APIError.badParameter(name)
                    }
                    query.organisation = node.id
                }
                continue
            }
            try condition(name, value, isFirst: isFirst, &query, &ranges)
        }
        for (field, range) in ranges {
            guard query.conditions[field] == nil else { throw APIError.badParameter(field) }
            query.conditions[field] = .between(range.0, range.1)
        }
        return try RowPageRequest(query, limit: limit, cursor: cursor, store)
    }

    private func condition(
        _ name: String, _ value: String, isFirst: Bool, _ query: inout RowQuery,
        _ ranges: inout [String: (SQLValue?, SQLValue?)]
    ) throws {
        let pieces = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let field = register.entryFields.first(where: { $0.name == pieces[0] }) else {
            throw APIError.unknownParameter(name)
        }
        let kind = Self.kind(of: field)
        switch pieces.count == 2 ? pieces[1] : "" {
        case "" where pieces.count == 1 && kind != .presence:
            guard let value = self.value(value, of: field) else { throw APIError.badParameter(name) }
            guard case .oneOf(let others)? = query.conditions[field.name] ?? .oneOf([]),
                others.count < Self.valueLimit
            else { throw APIError.badParameter(name) }
            query.conditions[field.name] = .oneOf(others + [value])
        case "missing" where isFirst && query.conditions[field.name] == nil:
            guard value == "true" || value == "false" else { throw APIError.badParameter(name) }
            query.conditions[field.name] = value == "true" ? .missing : .present
        case "from" where isFirst && kind == .range, "to" where isFirst && kind == .range:
            guard let bound = self.value(value, of: field) else { throw APIError.badParameter(name) }
            var range = ranges[field.name] ?? (nil, nil)
            if pieces[1] == "from" { range.0 = bound } else { range.1 = bound }
            ranges[field.name] = range
        case "from", "to", "missing": throw APIError.badParameter(name)
        default: throw APIError.unknownParameter(name)
        }
    }

    private func sort(_ value: String) throws -> (String, Bool) {
        let name = value.hasPrefix("-") ? String(value.dropFirst()) : value
        guard let field = register.entryFields.first(where: { $0.name == name }), !field.isPersonal else {
            throw APIError.badParameter("sort")
        }
        return (name, value.hasPrefix("-"))
    }

    /// A value as it is kept; nil where it cannot be one of the field.
    private func value(_ text: String, of field: Field) -> SQLValue? {
        switch field.type {
        case .integer, .year, .reference, .organisation: return Int64(text).map { .integer($0) }
        case .decimal, .percent:
            guard text.wholeMatch(of: #/-?[0-9]{1,15}(\.[0-9]{1,15})?/#) != nil else { return nil }
            return Double(text).map { .real($0) }
        case .money:
            guard let match = text.wholeMatch(of: #/(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?/#) else { return nil }
            let cents = (match.3.map(String.init) ?? "").padding(toLength: 2, withPad: "0", startingAt: 0)
            return Int64("\(match.1)\(match.2)\(cents)").map { .integer($0) }
        case .bool: return text == "true" ? SQLValue(true) : text == "false" ? SQLValue(false) : nil
        case .date: return Day(text).map { .text($0.text) }
        case .code(let list): return catalog.codeLists[list]?[text].map { .text($0.code) }
        case .time: return text.wholeMatch(of: #/[0-2][0-9]:[0-5][0-9]/#) == nil ? nil : .text(text)
        default: return text.isEmpty ? nil : .text(text)
        }
    }

    /// The version in force at an instant (RFC 3339). - Throws: `APIError.badParameter`.
    static func version(_ text: String, _ store: RegisterStore) throws -> Int64 {
        // A `+` that was not percent-encoded has become a blank.
        let text = text.replacing(" ", with: "+")
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        let instants = styles.compactMap { try? Date(text, strategy: $0) }
        guard text.utf8.count <= 40, let instant = instants.first, abs(instant.timeIntervalSince1970) < 1e11 else {
            throw APIError.badParameter("as_of")
        }
        return try store.version(at: instant)
    }
}

/// A page of rows that is asked for: which rows, how many, and where it begins.
struct RowPageRequest {
    private(set) var query: RowQuery
    let limit: Int
    private(set) var offset = 0
    /// How many rows there are on all pages; nil on the first one, which counts them.
    private var total: Int?

    /// Without `sort` pages follow the rows' numbers: each begins after the last row of the one before. With `sort` all
    /// pages are of the version of the first one, so that no row is missed or told twice where something changes meanwhile.
    ///
    /// - Parameter cursor: what the page before gave; `a<number>.<total>` or `v<version>.<offset>.<total>`.
    /// - Throws: `APIError.badParameter`.
    init(_ query: RowQuery, limit: Int, cursor: String?, _ store: RegisterStore) throws {
        self.query = query
        self.limit = limit
        if query.sort == nil {
            self.query.after = 0
        } else if query.version == nil {
            self.query.version = try store.version(at: .distantFuture)
        }
        guard let cursor else { return }
        let numbers = cursor.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        let isSorted = query.sort != nil
        guard cursor.first == (isSorted ? "v" : "a"), numbers.count == (isSorted ? 3 : 2),
            numbers.allSatisfy({ $0.map { (0...(1 << 53)).contains($0) } ?? false })
        else { throw APIError.badParameter("cursor") }
        let values = numbers.compactMap { $0 }
        total = Int(values[values.count - 1])
        if isSorted {
            self.query.version = values[0]
            offset = Int(values[1])
        } else {
            self.query.after = values[0]
        }
    }

    /// How many rows there are in all, and the cursor of the next page; nil after the last one.
    func following(_ page: RowPage) -> (total: Int, cursor: String?) {
        let total = total ?? page.total
        guard let last = page.rows.last, offset + page.rows.count < page.total else { return (total, nil) }
        guard query.sort != nil else { return (total, "a\(last.id).\(total)") }
        return (total, "v\(query.version ?? 0).\(offset + page.rows.count).\(total)")
    }
}
