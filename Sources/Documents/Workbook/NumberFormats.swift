import Foundation

/// How a workbook shows its numbers, as far as plans need it: percent, dates and times, plain (ECMA-376 part 1, 18.8.30).
struct NumberFormats {
    enum Kind {
        case plain
        case percent(decimals: Int)
        case day
        case dayAndTime
        case time
    }

    private(set) var kinds: [Kind] = []
    let from1904: Bool

    /// A workbook without styles.
    init(from1904: Bool) { self.from1904 = from1904 }

    init(_ cursor: consuming XMLCursor, from1904: Bool) throws {
        self.from1904 = from1904
        var codes: [Int: String] = [:], isInCells = false
        while let step = try cursor.next() {
            switch step {
            case .start("numFmt", _):
                if let id = cursor.attribute("numFmtId").flatMap({ Int($0) }) {
                    codes[id] = cursor.attribute("formatCode") ?? ""
                }
            case .start("cellXfs", let isEmpty): isInCells = !isEmpty
            case .end("cellXfs"): isInCells = false
            case .start("xf", _) where isInCells:
                let id = cursor.attribute("numFmtId").flatMap { Int($0) } ?? 0
                kinds.append(Self.kind(id, codes[id]))
            default: break
            }
        }
    }

    private static func kind(_ id: Int, _ code: String?) -> Kind {
        switch id {
        case 9: return .percent(decimals: 0)
        case 10: return .percent(decimals: 2)
        case 14...17, 27...31, 34...36, 50...58: return .day
        case 18...21, 32, 33, 45...47: return .time
        case 22: return .dayAndTime
        default: break
        }
        guard let code else { return .plain }
        // Words in quotation marks and conditions in brackets are no part of the pattern.
        var pattern = "", isQuoted = false, isBracketed = false
        for character in code.split(separator: ";", omittingEmptySubsequences: false).first ?? "" {
            switch character {
            case "\"": isQuoted.toggle()
            case "[": isBracketed = true
            case "]": isBracketed = false
            default: if !isQuoted, !isBracketed { pattern.append(character) }
            }
        }
        pattern = pattern.lowercased()
        if pattern.contains("%") {
            let decimals = pattern.split(separator: ".").dropFirst().first?.prefix { $0 == "0" || $0 == "#" }.count ?? 0
            return .percent(decimals: decimals)
        }
        let hasDay = pattern.contains("y") || pattern.contains("d")
        // Elapsed hours stand in brackets, [h]:mm: a colon shows a time all the same.
        let hasTime = pattern.contains("h") || pattern.contains("s") || pattern.contains(":")
        if hasDay { return hasTime ? .dayAndTime : .day }
        if hasTime { return .time }
        return pattern.contains("m") && !pattern.contains("0") && !pattern.contains("#") ? .day : .plain
    }

    /// A number as the style shows it; text that is no number stays as it is.
    func display(_ value: String, style: Int) -> String {
        guard !value.isEmpty, let number = Double(value), number.isFinite else { return value }
        switch kinds.indices.contains(style) ? kinds[style] : .plain {
        case .plain: return Self.plain(number)
        case .percent(let decimals):
            let scale = [1.0, 10, 100, 1000, 10_000][min(decimals, 4)]
            return Self.plain((number * 100 * scale).rounded() / scale) + "%"
        case .day: return day(number) ?? Self.plain(number)
        case .time: return Self.time(number)
        case .dayAndTime: return day(number).map { $0 + " " + Self.time(number) } ?? Self.plain(number)
        }
    }

    /// Shortest decimal form, without an exponent where it has fewer than 16 digits.
    private static func plain(_ number: Double) -> String {
        // Sums of decimal fractions carry dust in the 16th digit that Excel does not show.
        let digits = 15 - (number == 0 ? 1 : Int(log10(abs(number)).rounded(.down)) + 1)
        let scale = pow(10.0, Double(min(max(digits, 0), 15)))
        let clean = abs(number) < 1e15 ? (number * scale).rounded() / scale : number
        return clean.rounded() == clean && abs(clean) < 1e15 ? String(Int64(clean)) : String(clean)
    }

    /// The day of a serial number; the system from 1900 counts a 29 February 1900 that did not exist.
    private func day(_ number: Double) -> String? {
        guard number >= 0, number < 2_958_466 else { return nil }
        let (year, month, date) = date(Int(number))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(date))"
    }

    private static func time(_ number: Double) -> String {
        let minutes = Int(((number - number.rounded(.down)) * 1440).rounded()) % 1440
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Year, month and day of a number of days since 1 January 1970, by counting in eras of 400 years from March.
    static func civil(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }
}
