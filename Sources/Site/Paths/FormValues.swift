/// The fields of a form or a query, in the order they were sent. A name may come several times.
struct FormValues: Hashable, Sendable {
    /// Names and values.
    var items: [SiteLink.Item] = []

    /// More fields than any form of the site has are cut off.
    static let limit = 20_000

    init(items: [SiteLink.Item] = []) { self.items = items }

    /// `a=1&b=2` with percent-encoding and `+` for a space; whatever is wrong in it stays as it is.
    init(urlEncoded text: String) {
        for pair in text.utf8.split(separator: UInt8(ascii: "&")).prefix(Self.limit) {
            let pieces = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = pieces.count > 1 ? Self.decode(pieces[1]) : ""
            items.append(SiteLink.Item(name: Self.decode(pieces[0]), value: value))
        }
    }

    /// The first value of a name as sent; nil where it is missing.
    func sent(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// The first value of a name without white space around it; empty where it is missing.
    subscript(name: String) -> String { sent(name)?.trimmed ?? "" }

    /// All values of a name, trimmed, without empty ones.
    func all(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value.trimmed).filter { !$0.isEmpty }
    }

    /// All values of a name as they stand in the form, trimmed, empty ones too: columns of a table of fields.
    func column(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value.trimmed) }

    /// All values of a name that are row numbers.
    func rows(_ name: String) -> [Int64] { all(name).compactMap { Int64($0) } }

    /// The first value as a row number.
    func row(_ name: String) -> Int64? { Int64(self[name]) }

    /// Whether a box was ticked.
    func isOn(_ name: String) -> Bool { !self[name].isEmpty }

    private static func decode(_ text: some Collection<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap(hexadecimal)
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                bytes.append(digits[0] << 4 | digits[1])
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension String {
    /// Without white space and line ends around it.
    var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}
