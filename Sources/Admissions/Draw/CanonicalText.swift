import Foundation

/// The texts that are published before a draw: the list of applications and the schools, each in one form only, so that
/// the same round always has the same digest.
///
/// UTF-8, lines ended by a line feed, a heading, rows sorted by the bytes of their first column.
/// ```
/// number,class,seats,kinds,choices
/// 2026000017,1,1,,S03 S01 S07:2
/// 2026000018,2,2,policy,S01 S03:x
/// ```
/// A choice is a school's code, with `:2` for another class there and `:x` where the school excludes the applicant.
/// ```
/// school,capacity,groups
/// S01,80,first:policy=3 only:resident=40 all=10#
/// ```
/// Groups of places in the order in which they are filled, `all`, `first:KIND`, `only:KIND` or `without:KIND`, with their
/// number and `#` where the number in the draw alone decides; places that no group has are open to all and filled last.
public enum CanonicalText {
    static let listHeading = "number,class,seats,kinds,choices"
    static let schoolHeading = "school,capacity,groups"

    /// The list of a round's applications. - Throws: `MarketError` for a number or name that may not be published.
    public static func list(_ market: Market) throws(MarketError) -> String {
        var text = listHeading + "\n"
        for applicant in sorted(market.numbers) {
            let number = market.numbers[applicant]
            guard isNumber(number) else { throw .number(number) }
            guard !isIdentityNumber(number) else { throw .identityNumber(row: applicant + 1) }
            let own = market.classes[applicant]
            let kinds = market.kinds.indices.filter { market.kindBits[applicant] >> UInt64($0) & 1 == 1 }
            let choices = market.wishes[market.range(of: applicant)].map { wish in
                let code = market.schools[Int(wish.school)].code
                return wish.priorityClass == own
                    ? code
                    : wish.priorityClass == Market.Wish.notEligible ? code + ":x" : "\(code):\(wish.priorityClass)"
            }
            text += "\(number),\(own),\(market.seats[applicant]),"
            text += kinds.map { market.kinds[$0] }.sorted(by: precedes).joined(separator: " ") + ","
            text += choices.joined(separator: " ") + "\n"
        }
        return text
    }

    /// The schools of a round. - Throws: `MarketError` for a code or kind that may not be published.
    public static func schools(_ market: Market) throws(MarketError) -> String {
        var text = schoolHeading + "\n"
        for kind in market.kinds where !isCode(kind) { throw .code(kind) }
        for index in sorted(market.schools.map(\.code)) {
            let school = market.schools[index]
            guard isCode(school.code) else { throw .code(school.code) }
            text += "\(school.code),\(school.capacity),\(SeatGroup.words(school.groups))\n"
        }
        return text
    }

    /// Reads both texts back. They must be exactly as `list` and `schools` write them.
    ///
    /// - Throws: `CanonicalTextError` with the row, `MarketError`.
    public static func market(list: String, schools: String) throws -> Market {
        var market = try Market(schools: try read(schools, named: "schools", schoolHeading, columns: 3, Self.school))
        let applicants = try read(list, named: "list", listHeading, columns: 5, Self.applicant)
        for (index, applicant) in applicants.enumerated() {
            guard !isIdentityNumber(applicant.number) else { throw MarketError.identityNumber(row: index + 2) }
            try market.add(applicant)
        }
        guard try Self.schools(market) == schools else { throw CanonicalTextError(text: "schools", row: 0) }
        // Kinds for which no school has places are of no consequence, but they are in the published text.
        guard market.count == 0 || Self.isSorted(market.numbers) else { throw CanonicalTextError(text: "list", row: 0) }
        return market
    }

    private static func read<Row>(
        _ text: String, named name: String, _ heading: String, columns: Int, _ row: ([Substring]) -> Row?
    ) throws(CanonicalTextError) -> [Row] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == heading[...], lines.last == "" else { throw CanonicalTextError(text: name, row: 1) }
        lines.removeLast()
        var rows: [Row] = []
        rows.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated().dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == columns, let read = row(cells) else {
                throw CanonicalTextError(text: name, row: index + 1)
            }
            rows.append(read)
        }
        return rows
    }

    private static func school(_ cells: [Substring]) -> School? {
        guard isCode(cells[0]), let capacity = number(cells[1]), let groups = SeatGroup.read(cells[2]) else {
            return nil
        }
        return School(code: String(cells[0]), capacity: capacity, groups: groups)
    }

    private static func applicant(_ cells: [Substring]) -> Applicant? {
        guard isNumber(cells[0]), let own = number(cells[1]), let seats = number(cells[2]) else { return nil }
        let kinds = cells[3].split(separator: " ", omittingEmptySubsequences: false).filter { !$0.isEmpty }
        guard kinds.allSatisfy(isCode), kinds.joined(separator: " ") == cells[3] else { return nil }
        var choices: [Choice] = []
        for word in cells[4].isEmpty ? [] : cells[4].split(separator: " ", omittingEmptySubsequences: false) {
            guard let choice = choice(word) else { return nil }
            choices.append(choice)
        }
        return Applicant(
            number: String(cells[0]), choices: choices, priorityClass: own, seats: seats,
            kinds: Set(kinds.map(String.init)))
    }

    private static func choice(_ word: Substring) -> Choice? {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let code = parts.first, isCode(code) else { return nil }
        guard parts.count == 2 else { return Choice(String(code)) }
        if parts[1] == "x" { return Choice(String(code), isEligible: false) }
        guard let other = number(parts[1]) else { return nil }
        return Choice(String(code), priorityClass: other)
    }

    /// A whole number as it is written: no sign, no needless zero.
    static func number(_ text: Substring) -> Int? {
        guard let value = Int(text), value >= 0, "\(value)" == text else { return nil }
        return value
    }

    /// An application number fit to be published: letters, digits and `-`, `.`, `_`, at most 64.
    static func isNumber(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }

    /// A school's code or the name of a kind: anything without white space, control characters, quotation marks and `,:=#/`.
    static func isCode(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case ",", ":", "=", "#", "/", "\"", "'", "\\": false
                default:
                    scalar.value > 0x20 && !scalar.properties.isWhitespace
                        && scalar.properties.generalCategory != .control
                }
            }
    }

    /// Whether a word is a citizen's identity number (GB 11643: 17 digits and a check digit), which nobody may publish.
    static func isIdentityNumber(_ word: String) -> Bool {
        let digits = Array(word.utf8)
        guard digits.count == 18, digits.dropLast().allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(weights, digits).reduce(0) { $0 + $1.0 * Int($1.1 - 0x30) }
        let check = Array("10X98765432".utf8)[sum % 11]
        return digits[17] == check || (check == 0x58 && digits[17] == 0x78)
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Places in the order of the bytes of their words.
    static func sorted(_ words: [String]) -> [Int] { words.indices.sorted { precedes(words[$0], words[$1]) } }

    private static func isSorted(_ words: [String]) -> Bool {
        zip(words, words.dropFirst()).allSatisfy { precedes($0, $1) }
    }
}

extension SeatGroup {
    /// Groups in the words of a file; see `CanonicalText`.
    public static func words(_ groups: [SeatGroup]) -> String {
        groups.map { group in
            let whom =
                switch group.admits {
                case .all: "all"
                case .first(let kind): "first:\(kind)"
                case .only(let kind): "only:\(kind)"
                case .without(let kind): "without:\(kind)"
                }
            return "\(whom)=\(group.seats)\(group.isByNumberAlone ? "#" : "")"
        }.joined(separator: " ")
    }

    /// Reads the words; nil where they are not such.
    public static func read(_ words: some StringProtocol) -> [SeatGroup]? {
        var groups: [SeatGroup] = []
        for word in words.split(separator: " ") {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let isByNumberAlone = parts[1].hasSuffix("#")
            let whom = parts[0].split(separator: ":", omittingEmptySubsequences: false)
            guard let seats = CanonicalText.number(Substring(isByNumberAlone ? parts[1].dropLast() : parts[1])),
                let admits = admits(whom.map { String($0) })
            else { return nil }
            groups.append(SeatGroup(seats: seats, admits: admits, isByNumberAlone: isByNumberAlone))
        }
        return groups
    }

    private static func admits(_ words: [String]) -> Admits? {
        if words == ["all"] { return .all }
        guard words.count == 2, CanonicalText.isCode(words[1]) else { return nil }
        switch words[0] {
        case "first": return .first(words[1])
        case "only": return .only(words[1])
        case "without": return .without(words[1])
        default: return nil
        }
    }
}
