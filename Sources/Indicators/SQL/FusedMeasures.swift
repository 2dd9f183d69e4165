import Catalog
import Foundation
import Registers

/// Several measures over the same rows of a register, counted in one scan instead of one each.
///
/// What a right answer is: for each measure the same parts as `MeasureSQL` gives alone; a test holds it.
///
/// 1. Measures that ask only for columns of their own rows may be counted over the distinct combinations of those
///    columns (`collection`), with the number of rows of each: a million enrolments come to some ten thousand.
/// 2. Measures that name a row's own number, or join other registers' rows, are counted over the rows themselves; a
///    subselect that several ask for, such as the size of a class, is asked once a row.
struct FusedMeasures {
    /// What measures must share to be counted together.
    struct Group: Hashable {
        let register: String
        let joins: [String]
        /// When a row counts, with the days written in; nil for always.
        let time: String?
        /// Whether each row counts by itself, for its number or for what it joins.
        let needsRows: Bool

        /// Nil for a measure that can only be counted alone.
        init?(_ measure: Measure, time: String?) {
            guard FusedMeasures.summand(measure.value) != nil else { return nil }
            let words = SQLToken.tokens(of: measure.value + " " + (measure.condition ?? ""))
                .filter { $0.kind == .word }.map { $0.text.lowercased() }
            // A window needs the statement that it stands in.
            guard !words.contains("over") else { return nil }
            // Where a set of numbers names the rows, the database goes through the set rather than through the register.
            let condition = (measure.condition ?? "").lowercased().drop { $0 == "(" || $0.isWhitespace }
            guard !condition.hasPrefix("id in (select "), !condition.hasPrefix("\(measure.register).id in (select ")
            else {
                return nil
            }
            register = measure.register
            joins = measure.joins
            self.time = time
            needsRows = !joins.isEmpty || words.contains("id") || words.contains("\(register).id")
        }
    }

    /// What a measure adds, of which rows; its days are written in.
    struct Term: Hashable {
        /// What is added a row; empty for one.
        let summand: String
        let condition: String?

        init(_ measure: Measure, _ parameters: PeriodParameters, _ dialect: SQLDialect) {
            summand = parameters.written(FusedMeasures.summand(measure.value) ?? "", dialect)
            condition = measure.condition.map { parameters.written($0, dialect) }
        }

        /// The words of both.
        var sql: String { "\(summand) \(condition ?? "")" }
    }

    let group: Group
    /// What is added, each once.
    private(set) var terms: [Term] = []
    /// All fields by which some measure is split, in the order of the statement's columns.
    private(set) var categories: [String] = []
    private let rows: CountedRows
    private let dialect: SQLDialect

    /// The column with the number of rows that a combination stands for.
    private static let weight = "counted_rows"

    /// Measures of a group. - Throws: `RegisterError.noRegister`.
    init(_ group: Group, _ measure: Measure, _ dialect: SQLDialect, in catalog: Catalog) throws {
        self.group = group
        self.dialect = dialect
        var rows = try CountedRows(measure, in: catalog)
        rows.conditions = []
        self.rows = rows
    }

    /// Adds a measure's term; its position among the terms.
    mutating func add(_ term: Term, by fields: [String]) -> Int {
        for field in fields where !categories.contains(field) { categories.append(field) }
        if let position = terms.firstIndex(of: term) { return position }
        terms.append(term)
        return terms.count - 1
    }

    /// The register whose rows are counted.
    var register: Register { rows.register }

    private var source: String { rows.source + (group.time.map { " WHERE \($0)" } ?? "") }

    /// The query for what the terms ask of each row, whose distinct rows can be counted in place of the rows. Columns of
    /// which only is asked whether they hold anything have 1 for that.
    var collection: String {
        "SELECT "
            + columns.map { name, isOnlyNull in
                let column = rows.column(name)
                return isOnlyNull
                    ? "CASE WHEN \(column) IS NOT NULL THEN 1 END AS \"\(name)\"" : "\(column) AS \"\(name)\""
            }.joined(separator: ", ") + " \(source)"
    }

    /// The columns of the collection that hold what the rows hold.
    var collectedColumns: Set<String> { Set(columns.lazy.filter { !$0.isOnlyNull }.map(\.name)) }

    /// The query that gives what each row adds to each term, to be summed by its first columns: `key_0` for the owner,
    /// then the categories.
    ///
    /// - Parameters:
    ///   - table: the collection, where it was made.
    ///   - rewritten: what is done to each term's SQL.
    func query(over table: String?, _ rewritten: (String) -> String) -> String {
        var subselects: [String] = []
        let values = terms.map { term -> String in
            var summand = term.summand.isEmpty ? "1" : "(\(rewritten(term.summand)))"
            if table != nil { summand = term.summand.isEmpty ? Self.weight : "\(summand) * \(Self.weight)" }
            let value = term.condition.map { "CASE WHEN \(rewritten($0)) THEN \(summand) END" } ?? summand
            return rows.joins.isEmpty ? Self.extracting(&subselects, from: value) : value
        }
        let keys = ([rows.owner] + categories.map(rows.column)).enumerated().map { "\($1) AS key_\($0)" }
        let list = (keys + values.enumerated().map { "\($1) AS term_\($0)" }).joined(separator: ", ")
        let name = "\"\(rows.register.name)\""
        let from = table.map { "FROM \"\($0)\" AS \(name)" } ?? source
        guard !subselects.isEmpty else { return "SELECT \(list) \(from)" }
        let used = (group.needsRows ? ["id"] : []) + columns.map(\.name) + (table == nil ? [] : [Self.weight])
        let asked = subselects.enumerated().map { "(\($1)) AS asked_\($0)" }
        let inner = (Self.unique(used).map { "\(rows.column($0)) AS \"\($0)\"" } + asked).joined(separator: ", ")
        return "WITH counted AS MATERIALIZED (SELECT \(inner) \(from)) SELECT \(list) FROM counted AS \(name)"
    }

    private static func unique(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The columns that the terms name, the owner's first and the categories'.
    private var columns: [(name: String, isOnlyNull: Bool)] {
        var asked: Set<String> = Set(categories), named: Set<String> = []
        for term in terms {
            let tokens = SQLToken.tokens(of: term.sql)
            for (index, token) in tokens.enumerated() where token.kind == .word {
                let word = token.text.split(separator: ".").last.map(String.init) ?? token.text
                let next = tokens[(index + 1)...].prefix(3).map { $0.text.lowercased() }
                let isNull = next.starts(with: ["is", "null"]) || next.starts(with: ["is", "not", "null"])
                if isNull { named.insert(word) } else { asked.insert(word) }
            }
        }
        let owner = rows.register.ownerColumn
        let state = rows.register.flow == nil ? [] : ["state"]
        let names = (rows.register.columns.map(\.name) + state).filter { $0 != owner }
        return [(owner, false)]
            + names.compactMap { name in
                if asked.contains(name) { return (name, false) }
                return named.contains(name) ? (name, true) : nil
            }
    }

    /// What `sum(…)` adds; empty for `count(*)`; nil for anything else.
    static func summand(_ value: String) -> String? {
        let text = value.filter { !$0.isWhitespace }.lowercased()
        if text == "count(*)" { return "" }
        guard value.lowercased().hasPrefix("sum("), value.hasSuffix(")") else { return nil }
        let body = value.dropFirst(4).dropLast()
        var depth = 0
        for character in body {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth < 0 { return nil }
        }
        return depth == 0 ? String(body) : nil
    }

    /// Puts `asked_n` in place of each scalar subselect, and adds those that are new.
    private static func extracting(_ subselects: inout [String], from sql: String) -> String {
        Subselect.replacing(in: sql) { body, isSet in
            guard !isSet else { return "(\(body))" }
            let index = subselects.firstIndex(of: body) ?? subselects.count
            if index == subselects.count { subselects.append(body) }
            return "asked_\(index)"
        }
    }
}
