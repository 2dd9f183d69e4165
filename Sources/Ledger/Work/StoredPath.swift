import Monitoring

/// Paths of targets as `LedgerCoding` keeps them: `[{"day":"2026-01-01","value":0},{"day":"2026-12-31","value":300}]`.
///
/// A list reads thousands of them, and a decoder for each would cost more than everything else of it. Whatever
/// is not of exactly this form is left to the decoder.
enum StoredPath {
    private static let beforeDay = Array(#"{"day":""#.utf8), beforeValue = Array(#"","value":"#.utf8)
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    /// - Throws: `StoreError.damagedDatabase` for what is no path.
    static func path(_ text: String) throws -> Trajectory {
        try quickPath(text) ?? LedgerCoding.decode(Trajectory.self, text)
    }

    /// The path in exactly the form above; nil for anything else.
    static func quickPath(_ text: String) -> Trajectory? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else { return nil }
            var points: [Trajectory.Point] = []
            var place = 1
            repeat {
                let day = place + beforeDay.count, value = day + 10 + beforeValue.count
                guard value < bytes.count, bytes[place..<day].elementsEqual(beforeDay),
                    bytes[(day + 10)..<value].elementsEqual(beforeValue),
                    let end = bytes[value...].firstIndex(of: UInt8(ascii: "}")),
                    let date = Day(String(decoding: bytes[day..<day + 10], as: UTF8.self)),
                    let number = number(bytes[value..<end])
                else { return nil }
                points.append(.init(day: date, value: number))
                // Past the brace stands a comma before the next, or the end.
                place = end + 2
            } while bytes[place - 1] == UInt8(ascii: ",")
            return place == bytes.count ? Trajectory(points) : nil
        }
    }

    /// Digits, with a sign, a point or an exponent; no `nan`, no `0x10`, which `Double` would take too.
    private static func number(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
        guard let first = bytes.first, first == UInt8(ascii: "-") || digits.contains(first) else { return nil }
        if bytes.count <= 15, bytes.allSatisfy(digits.contains) {
            return Double(bytes.reduce(0) { $0 * 10 + Int($1 - digits.lowerBound) })
        }
        guard bytes.allSatisfy({ digits.contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(String(decoding: bytes, as: UTF8.self))
    }
}
