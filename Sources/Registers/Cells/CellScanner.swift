import Foundation
import Monitoring

/// Reads numbers, days and other plain values from the bytes of a cell, in the forms in which schools write them.
///
/// The bytes are UTF-8 without blanks around them, full-width letters and digits already half-width.
enum CellScanner {
    /// A whole number: digits with a sign, thousands separated or not, or `12.0`.
    static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        scaled(bytes, decimals: 0)
    }

    /// A number times 10 to the power of `decimals`, exactly; nil where it has more decimals that are not 0.
    static func scaled(_ bytes: UnsafeRawBufferPointer, decimals: Int) -> Int64? {
        var index = 0
        let count = bytes.count
        var isNegative = false
        if index < count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            isNegative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        var value: Int64 = 0
        var digits = 0
        var places = -1
        while index < count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if places >= 0 {
                    places += 1
                    if places > decimals {
                        guard byte == UInt8(ascii: "0") else { return nil }
                        continue
                    }
                }
                let (product, over) = value.multipliedReportingOverflow(by: 10)
                let (sum, more) = product.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
                guard !over, !more else { return nil }
                value = sum
            case UInt8(ascii: ".") where places < 0 && digits > 0: places = 0
            // A separator of thousands has three digits behind it.
            case UInt8(ascii: ",") where places < 0 && digits > 0:
                guard index + 3 <= count, (index..<index + 3).allSatisfy({ isDigit(bytes[$0]) }),
                    index + 3 == count || !isDigit(bytes[index + 3])
                else { return nil }
            default: return nil
            }
        }
        guard digits > 0, places != 0 else { return nil }
        for _ in max(0, places)..<max(decimals, max(0, places)) where places < decimals {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            guard !over else { return nil }
            value = product
        }
        return isNegative ? -value : value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// A number with decimals. Plain ones are read exactly; the form `1.5E3`, which spreadsheets write, too.
    static func real(_ bytes: UnsafeRawBufferPointer) -> Double? {
        if bytes.count <= 16, let value = plain(bytes) { return value }
        let text = String(decoding: bytes, as: UTF8.self).replacing(",", with: "")
        guard let first = text.utf8.first, isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+"),
            let value = Double(text), value.isFinite
        else { return nil }
        return value
    }

    /// Digits with at most one point: the integer of the digits over a power of ten is exact up to 15 digits.
    private static func plain(_ bytes: UnsafeRawBufferPointer) -> Double? {
        var value: Int64 = 0
        var divisor = 1.0
        var seenPoint = false
        var digits = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
                digits += 1
                if seenPoint { divisor *= 10 }
            case UInt8(ascii: ".") where !seenPoint && index > 0: seenPoint = true
            case UInt8(ascii: "-") where index == 0: break
            default: return nil
            }
        }
        guard (1...15).contains(digits), bytes[bytes.count - 1] != UInt8(ascii: ".") else { return nil }
        let number = Double(value) / divisor
        return bytes[0] == UInt8(ascii: "-") ? -number : number
    }

    /// A day: 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日 or 20260901.
    static func day(_ bytes: UnsafeRawBufferPointer) -> Day? {
        var numbers: (Int, Int, Int) = (0, 0, 0)
        var part = 0
        var digits = 0
        var index = 0
        var closed = false
        while index < bytes.count {
            let byte = bytes[index]
            if isDigit(byte) {
                guard !closed else { return nil }
                let digit = Int(byte - UInt8(ascii: "0"))
                digits += 1
                guard digits <= (part == 0 ? 8 : 2) else { return nil }
                switch part {
                case 0: numbers.0 = numbers.0 * 10 + digit
                case 1: numbers.1 = numbers.1 * 10 + digit
                default: numbers.2 = numbers.2 * 10 + digit
                }
                index += 1
                continue
            }
            let width = separator(bytes, at: index, part: part)
            guard width > 0, digits > 0, !(part == 0 && digits != 4) else { return nil }
            index += width
            if part == 2 { closed = true } else { part += 1 }
            digits = 0
        }
        if part == 0, digits == 8 {
            return Day(year: numbers.0 / 10_000, month: numbers.0 / 100 % 100, day: numbers.0 % 100)
        }
        guard part == 2, closed || digits > 0 else { return nil }
        return Day(year: numbers.0, month: numbers.1, day: numbers.2)
    }

    /// The width of the separator behind a part of a day: `-`, `/`, `.`, or 年, 月, 日.
    private static func separator(_ bytes: UnsafeRawBufferPointer, at index: Int, part: Int) -> Int {
        switch bytes[index] {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."): return part < 2 ? 1 : 0
        default:
            let words: [[UInt8]] = [[0xE5, 0xB9, 0xB4], [0xE6, 0x9C, 0x88], [0xE6, 0x97, 0xA5]]
            guard index + 3 <= bytes.count, bytes[index..<index + 3].elementsEqual(words[part]) else { return 0 }
            return 3
        }
    }

    /// A year, or the first of a school year: 2025, 2025年, 2025-2026, 2025—2026学年, 2025学年.
    static func year(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard bytes.count >= 4, bytes.prefix(4).allSatisfy(isDigit) else { return nil }
        let year = bytes.prefix(4).reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        guard (1900...2200).contains(year) else { return nil }
        if bytes.count == 4 { return year }
        let rest = String(decoding: bytes.dropFirst(4), as: UTF8.self)
        if ["年", "学年", "学年度"].contains(rest) { return year }
        guard let match = rest.wholeMatch(of: /[-—–~至\/](\d{4})(?:学年|学年度)?/), Int64(match.1) == year + 1 else {
            return nil
        }
        return year
    }

    /// A time of day, `8:30` or `08:30`, as `08:30`.
    static func time(_ bytes: UnsafeRawBufferPointer) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let match = text.wholeMatch(of: /(\d{1,2})[:：](\d{2})(?::\d{2})?/), let hour = Int(match.1),
            let minute = Int(match.2), hour < 24, minute < 60
        else { return nil }
        return (hour < 10 ? "0" : "") + "\(hour):\(match.2)"
    }

    /// Yes or no, in the words that forms use.
    static func flag(_ bytes: UnsafeRawBufferPointer) -> Bool? {
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "是", "有", "1", "true", "yes", "y", "√", "对": true
        case "否", "无", "0", "false", "no", "n", "×", "不是": false
        default: nil
        }
    }

    /// A mobile or landline number of the mainland, or an international one: digits, blanks, `+`, `-`, brackets.
    static func isPhone(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let digits = bytes.count(where: isDigit)
        return (7...15).contains(digits) && bytes.allSatisfy { isDigit($0) || Array("+-() ".utf8).contains($0) }
    }

    /// Something before and a domain after one `@`.
    static func isEmail(_ bytes: UnsafeRawBufferPointer) -> Bool {
        String(decoding: bytes, as: UTF8.self).wholeMatch(of: /[^\s@]{1,64}@[^\s@]+\.[^\s@.]{2,}/) != nil
    }

    /// Longitude and latitude, `116.35,39.91`.
    static func point(_ bytes: UnsafeRawBufferPointer) -> (longitude: Double, latitude: Double)? {
        let parts = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { ",， ;".contains($0) })
        guard parts.count == 2, let longitude = Double(parts[0]), let latitude = Double(parts[1]),
            (-180...180).contains(longitude), (-90...90).contains(latitude)
        else { return nil }
        return (longitude, latitude)
    }
}
