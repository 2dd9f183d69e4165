import Monitoring

/// Paths of targets as `LedgerCoding` keeps them: `[{"day":"2026-01-01","value":0},{"day":"2026-12-31","value":300}]`.
///
/// A list reads thousands of them, and a decoder for each would cost more than everything else of it. Whatever
/// is not of exactly this form is left to the decoder.
enum StoredPath {
    private static let beforeDay = Array(#"{"day":""#.utf8), beforeValue = Array(#"","value":"#.utf8)

    /// - Throws: `StoreError.damagedDatabase` for what is no path.
    static func path(_ text: String) throws -> Trajectory {
        try quickPath(text) ?? LedgerCoding.decode(Trajectory.self, text)
    }

    /// The path in exactly the form above; nil for anything else.
    static func quickPath(_ text: String) -> Trajectory? {
        var rest = Substring(text).utf8
        var points: [Trajectory.Point] = []
        func skip(_ bytes: some Collection<UInt8>) -> Bool {
            guard rest.starts(with: bytes) else { return false }
            rest = rest.dropFirst(bytes.count)
            return true
        }
        guard skip("[".utf8) else { return nil }
        repeat {
            guard skip(beforeDay), let day = Day(String(Substring(rest.prefix(10)))) else { return nil }
            rest = rest.dropFirst(10)
            guard skip(beforeValue) else { return nil }
            let number = rest.prefix { $0 != UInt8(ascii: "}") }
            guard isNumber(number), let value = Double(Substring(number)) else { return nil }
            rest = rest.dropFirst(number.count)
            guard skip("}".utf8) else { return nil }
            points.append(.init(day: day, value: value))
        } while skip(",".utf8)
        return rest.elementsEqual("]".utf8) ? Trajectory(points) : nil
    }

    /// Digits, with a sign, a point or an exponent; no `nan`, no `0x10`, which `Double` would take too.
    private static func isNumber(_ bytes: Substring.UTF8View) -> Bool {
        guard let first = bytes.first, first != UInt8(ascii: "+"), first != UInt8(ascii: ".") else { return false }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
    }
}
