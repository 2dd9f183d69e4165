/// Writes the arguments' marks `?` as PostgreSQL's `$1`, `$2`, …, but for those within '…', "…", comments and $…$.
func postgresPlaceholders(_ sql: String) -> String {
    var scanner = PlaceholderScanner(source: Array(sql.utf8))
    return scanner.translated()
}

private struct PlaceholderScanner {
    let source: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    init(source: [UInt8]) {
        self.source = source
        output.reserveCapacity(source.count + 16)
    }

    mutating func translated() -> String {
        var count = 0
        while let byte = peek() {
            switch (byte, peek(1)) {
            case (UInt8(ascii: "'"), _), (UInt8(ascii: "\""), _): copyQuoted(byte)
            case (UInt8(ascii: "-"), UInt8(ascii: "-")): copy(past: [UInt8(ascii: "\n")], from: 2)
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): copyComment()
            case (UInt8(ascii: "$"), _) where !followsName: copyDollarQuoted()
            case (UInt8(ascii: "?"), _):
                count += 1
                output.append(contentsOf: "$\(count)".utf8)
                position += 1
            default: copy(1)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < source.count ? source[position + ahead] : nil
    }

    /// Whether the byte before belongs to a name, so that `$` does too.
    private var followsName: Bool { position > 0 && Self.isNameByte(source[position - 1]) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }

    private mutating func copy(_ count: Int) {
        let end = min(source.count, position + count)
        output.append(contentsOf: source[position..<end])
        position = end
    }

    /// Copies up to and including the next `mark`, looked for after so many bytes; all where there is none.
    private mutating func copy(past mark: [UInt8], from offset: Int) {
        var end = position + offset
        while end + mark.count <= source.count {
            if source[end..<(end + mark.count)].elementsEqual(mark) { return copy(end + mark.count - position) }
            end += 1
        }
        copy(source.count - position)
    }

    /// A doubled quote within closes and opens again, which comes to the same.
    private mutating func copyQuoted(_ quote: UInt8) { copy(past: [quote], from: 1) }

    /// Comments nest in PostgreSQL.
    private mutating func copyComment() {
        var depth = 0
        while let byte = peek() {
            switch (byte, peek(1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                depth += 1
                copy(2)
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                copy(2)
                if depth == 0 { return }
            default: copy(1)
            }
        }
    }

    /// `$$…$$` or `$tag$…$tag$`; any other `$` stands for itself.
    private mutating func copyDollarQuoted() {
        var length = 1
        while let byte = peek(length), Self.isNameByte(byte) { length += 1 }
        let startsWithDigit = peek(1).map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
        guard peek(length) == UInt8(ascii: "$"), !startsWithDigit else { return copy(1) }
        copy(past: Array(source[position...(position + length)]), from: length + 1)
    }
}
