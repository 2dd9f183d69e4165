import Catalog
import Foundation
import Registers

/// Several measures over the same rows of a register, counted in one scan instead of one each.
///
/// What a right answer is: for each measure the same parts as `MeasureSQL` gives alone; a test holds it.
///
/// 1. Measures that ask only for columns of their own rows are counted over the distinct combinations of those columns,
///    with the number of rows of each: a million enrolments come to some ten thousand.
/// 2. Measures with subselects are counted over the rows themselves; a subselect that several ask for, such as the size
///    of a class, is asked once a row.
/// 3. Measures that join other registers' rows are counted over the joined rows, for which the join is made once.
struct FusedMeasures {
    /// A measure with the fields by which it is split.
    struct Term {
        let measure: Measure
        let categories: [String]
    }

    /// The measures, all of the same register, joins and time.
    let terms: [Term]
    /// All fields by which some measure is split, in the order of the statement's columns.
    let categories: [String]
    private let rows: CountedRows
    private let hasSubselects: Bool

    /// The column with the number of rows that a combination stands for.
    private static let weight = "counted_rows"

    /// What measures must share to be counted together; nil for one that can only be counted alone.
    struct Group: Hashable {
        let register: String
        let joins: [String]
        let on: String?
        let hasSubselects: Bool

        init?(_ measure: Measure) {
            guard FusedMeasures.summand(measure.value) != nil else { return nil }
            register = measure.register
            joins = measure.joins
            on = measure.on
            let words = SQLToken.tokens(of: measure.value + " " + (measure.condition ?? ""))
                .filter { $0.kind == .word }.map { $0.text.lowercased() }
            // A window or the row's own number needs the rows themselves.
            guard !words.contains("over") else { return nil }
            hasSubselects = words.contains("select") || words.contains("id") || words.contains("\(register).id")
        }
    }

    /// Measures of one group. - Throws: `RegisterError.noRegister`.
    init(_ terms: [Term], hasSubselects: Bool, in catalog: Catalog) throws {
        guard let first = terms.first else { throw RegisterError.noRegister("") }
        self.terms = terms
        self.hasSubselects = hasSubselects
        categories = terms.flatMap(\.categories).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        var rows = try CountedRows(first.measure, in: catalog)
        rows.conditions = []
        self.rows = rows
    }

    /// The statement: columns `owner`, the categories, then one sum a term; null where no row of the term counted.
    func sql(in period: Period) -> String {
        let keys = ([rows.owner] + categories.map(rows.column)).joined(separator: ", ")
        guard rows.joins.isEmpty else {
            let sums = terms.map { term in
                let summand = Self.summand(term.measure.value) ?? ""
                let filter = term.measure.condition.map { " FILTER (WHERE \($0))" } ?? ""
                return "CAST(sum(\(summand.isEmpty ? "1" : summand))\(filter) AS double precision)"
            }
            return "SELECT \(([keys] + sums).joined(separator: ", ")) \(rows.sql(in: period)) GROUP BY \(keys)"
        }
        var subselects: [String] = []
        let sums = terms.map { term -> String in
            let summand = Self.summand(term.measure.value) ?? ""
            let value = summand.isEmpty ? Self.weight : "(\(summand)) * \(Self.weight)"
            let filter = term.measure.condition.map { " FILTER (WHERE \($0))" } ?? ""
            return Self.extracting(&subselects, from: "CAST(sum(\(value))\(filter) AS double precision)")
        }
        let used = columns()
        let name = "\"\(rows.register.name)\""
        let inner: String
        if hasSubselects {
            let extra = subselects.enumerated().map { ", (\($1)) AS asked_\($0)" }.joined()
            inner = "SELECT \(rows.column("id")) AS id, \(used), 1 AS \(Self.weight)\(extra) \(rows.sql(in: period))"
        } else {
            inner = "SELECT \(used), count(*) AS \(Self.weight) \(rows.sql(in: period)) GROUP BY \(used)"
        }
        let list = ([keys] + sums).joined(separator: ", ")
        return "WITH counted AS MATERIALIZED (\(inner)) SELECT \(list) FROM counted AS \(name) GROUP BY \(keys)"
    }

    /// The columns that the terms name, the owner's and the categories'.
    private func columns() -> String {
        var words: Set<String> = Set(categories)
        for term in terms {
            for token in SQLToken.tokens(of: term.measure.value + " " + (term.measure.condition ?? ""))
            where token.kind == .word {
                words.insert(token.text.split(separator: ".").last.map(String.init) ?? token.text)
            }
        }
        let owner = rows.register.ownerColumn
        let state = rows.register.flow == nil ? [] : ["state"]
        let names = rows.register.columns.map(\.name) + state
        let isNamed = owner == "id" && !hasSubselects ? ["id"] : []
        let used = (isNamed + names.filter { $0 == owner || words.contains($0) })
        return used.map(rows.column).joined(separator: ", ")
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
        var result = ""
        var rest = Substring(sql)
        while let start = rest.range(of: "(select ", options: .caseInsensitive) {
            let before = rest[..<start.lowerBound]
            let body = rest[rest.index(after: start.lowerBound)...]
            var depth = 1, quote = false
            let end = body.firstIndex { character in
                if character == "'" { quote.toggle() }
                if quote { return false }
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth == 0
            }
            guard let end else { break }
            // What follows `in` or `exists` is a set of rows and stays where it is.
            let word = before.reversed().drop(while: \.isWhitespace).prefix(while: \.isLetter).reversed()
            let isSet = ["in", "exists", "any", "all"].contains(String(word).lowercased())
            result += before
            if isSet {
                result += "(" + body[..<end] + ")"
            } else {
                let text = String(body[..<end])
                let index = subselects.firstIndex(of: text) ?? subselects.count
                if index == subselects.count { subselects.append(text) }
                result += "asked_\(index)"
            }
            rest = rest[body.index(after: end)...]
        }
        return result + rest
    }
}
