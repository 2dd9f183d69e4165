import Foundation

/// Finds the subselects in the SQL of the catalogue.
enum Subselect {
    /// The SQL with each outermost `(select …)` replaced.
    ///
    /// - Parameter replacement: what stands for one: given what is between the brackets, and whether it is a set of rows,
    ///   as behind `in` and `exists`, rather than one value.
    static func replacing(in sql: String, _ replacement: (_ body: String, _ isSet: Bool) -> String) -> String {
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
            let word = before.reversed().drop(while: \.isWhitespace).prefix(while: \.isLetter).reversed()
            let isSet = ["in", "exists", "any", "all"].contains(String(word).lowercased())
            result += before + replacement(String(body[..<end]), isSet)
            rest = rest[body.index(after: end)...]
        }
        return result + rest
    }
}
