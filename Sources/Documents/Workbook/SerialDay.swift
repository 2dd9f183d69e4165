/// Days and times as workbooks count them: days since the end of 1899, or since the start of 1904.
extension NumberFormats {
    /// Writes a number in the way of ISO 8601 where its style shows it as day, time or both.
    ///
    /// - Returns: what it is and its bytes, at most 19; nil where it is a plain number or no day that Excel knows.
    func write(
        _ number: UnsafeBufferPointer<UInt8>, style: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> (kind: TableCell.Kind, count: Int)? {
        guard style >= 0, style < kinds.count else { return nil }
        let kind: TableCell.Kind
        switch kinds[style] {
        case .plain, .percent: return nil
        case .day: kind = .day
        case .dayAndTime: kind = .dayAndTime
        case .time: kind = .time
        }
        guard let value = Self.value(number), value >= 0, value < 2_958_466 else { return nil }
        // A time of more than a day is a length of time, which has no form of its own.
        if kind == .time, value >= 1 { return nil }
        let seconds = kind == .day ? Int(value) * 86_400 : Int((value * 86_400).rounded())
        var count = 0
        func put(_ value: Int, digits: Int, before mark: UInt8? = nil) {
            if let mark {
                target[count] = mark
                count += 1
            }
            var left = value
            for index in (0..<digits).reversed() {
                target[count + index] = 0x30 + UInt8(left % 10)
                left /= 10
            }
            count += digits
        }
        if kind != .time {
            let (year, month, day) = date(seconds / 86_400)
            put(year, digits: 4)
            put(month, digits: 2, before: 0x2D)
            put(day, digits: 2, before: 0x2D)
        }
        if kind != .day {
            let time = seconds % 86_400
            put(time / 3600, digits: 2, before: kind == .time ? nil : 0x20)
            put(time / 60 % 60, digits: 2, before: 0x3A)
            put(time % 60, digits: 2, before: 0x3A)
        }
        return (kind, count)
    }

    /// Year, month and day of a serial number; the system from 1900 counts a 29 February 1900 that did not exist.
    func date(_ serial: Int) -> (Int, Int, Int) {
        let days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
        // Serial number 25569 is 1 January 1970.
        return Self.civil(days - 25_569)
    }

    private static func value(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
        var whole = 0
        guard digits.count <= 32, !digits.isEmpty else { return nil }
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39, whole < 100_000_000 else {
                return Double(String(decoding: digits, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
            }
            whole = whole * 10 + Int(byte - 0x30)
        }
        return Double(whole)
    }
}
