import Catalog
import Foundation
import Monitoring

/// The distinct combinations of what the rows of a register hold on a day, with their numbers, kept while indicators are
/// counted: what other registers' measures ask of them, such as the pupils of a school, is answered from there.
struct CollectedRows {
    /// The table.
    let table: String
    private let register: String
    private let columns: Set<String>
    /// The condition by which rows hold on the day, for rows called `a`.
    private let time: (String) -> String

    /// Nil for registers whose rows do not hold during a time.
    init?(_ measures: FusedMeasures, day: Day) {
        guard !measures.group.needsRows, case .during(let start, let end) = measures.register.time else { return nil }
        register = measures.register.name
        table = "counted_\(register)"
        columns = measures.collectedColumns
        time = { "\($0).\(start) <= '\(day.text)' and (\($0).\(end) is null or \($0).\(end) > '\(day.text)')" }
    }

    /// What a subselect may be made of beside columns: anything else leaves it as it is.
    private static let words: Set<String> = [
        "select", "from", "where", "and", "or", "not", "in", "is", "null", "between", "group", "by", "having", "count",
    ]

    /// The SQL with the subselects that only count rows of the day, or list what the combinations hold, asked of the
    /// combinations.
    func rewriting(_ sql: String) -> String {
        Subselect.replacing(in: sql) { body, _ in "(\(asking(rewriting(body)) ?? rewriting(body)))" }
    }

    private func asking(_ body: String) -> String? {
        let body = body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let tokens = SQLToken.tokens(of: body)
        func word(_ index: Int) -> String { index < tokens.count ? tokens[index].text.lowercased() : "" }
        let sources = tokens.indices.filter { ["from", "join"].contains(word($0)) && tokens[$0].kind == .word }
        guard sources.count == 1, let from = sources.first, word(from + 1) == register, word(from + 3) == "where"
        else { return nil }
        let alias = tokens[from + 2].text, parts = body.components(separatedBy: time(alias))
        guard parts.count == 2 else { return nil }
        // What is left must ask for nothing that a combination does not hold.
        let rest = parts.joined(separator: "1 = 1")
        for (index, token) in SQLToken.tokens(of: rest).enumerated() where token.kind == .word {
            let names = token.text.split(separator: ".").map(String.init)
            if names.count == 2 {
                guard names[0] != alias || columns.contains(names[1]) else { return nil }
            } else if !Self.words.contains(token.text.lowercased()) {
                guard (from + 1...from + 2).contains(index) else { return nil }
            }
        }
        let counts = tokens.indices.filter { word($0) == "count" }.count
        guard rest.components(separatedBy: "count(*)").count == counts + 1 else { return nil }
        return rest.replacingOccurrences(
            of: "from \(register) \(alias) ", with: "from \"\(table)\" \(alias) ", options: .caseInsensitive
        )
        .replacingOccurrences(of: "count(*)", with: "coalesce(sum(\(alias).counted_rows), 0)")
    }
}
