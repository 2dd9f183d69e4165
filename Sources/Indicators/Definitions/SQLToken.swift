/// A piece of the SQL of the catalogue, for those who read it rather than run it.
struct SQLToken: Hashable {
    /// What it is.
    enum Kind: Hashable {
        /// A name or a key word.
        case word
        /// A text in single quotes, without them.
        case text
        /// A number, an operator, a bracket, a parameter.
        case other
    }

    let kind: Kind
    let text: String

    /// The pieces of a statement, white space left out.
    static func tokens(of sql: String) -> [SQLToken] {
        var tokens: [SQLToken] = []
        var rest = Substring(sql)
        while let character = rest.first {
            if character.isWhitespace {
                rest.removeFirst()
            } else if character == "'" || character == "\"" {
                let body = rest.dropFirst().prefix { $0 != character }
                tokens.append(SQLToken(kind: character == "'" ? .text : .word, text: String(body)))
                rest = rest[body.endIndex...].dropFirst()
            } else if character.isLetter || character == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                tokens.append(SQLToken(kind: .word, text: String(word)))
                rest = rest[word.endIndex...]
            } else if character == ":" || character.isNumber {
                let word = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                tokens.append(SQLToken(kind: .other, text: String(character) + word))
                rest = rest[word.endIndex...]
            } else {
                let pair = String(rest.prefix(2))
                let operators = ["<>", "<=", ">=", "||", "!="]
                let text = operators.contains(pair) ? pair : String(character)
                tokens.append(SQLToken(kind: .other, text: text))
                rest.removeFirst(text.count)
            }
        }
        return tokens
    }
}
