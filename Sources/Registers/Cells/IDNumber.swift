import Monitoring

/// What is known of an ID number.
public enum IDNumberState: String, CaseIterable, Hashable, Sendable {
    /// There is none.
    case missing
    /// It is right, and agrees with birth date and sex.
    case ok
    /// It has not 18 characters: 17 digits and a check character.
    case badForm = "bad_form"
    /// The check character is not that of the digits.
    case badCheck = "bad_check"
    /// The day in it does not exist, or lies in the future.
    case badDate = "bad_date"
    /// The birth date in the row is another.
    case birthDiffers = "birth_differs"
    /// The sex in the row is another.
    case sexDiffers = "sex_differs"
    /// It is the number of another kind of document.
    case other
}

/// An ID number 公民身份号码 (GB 11643—1999): 6 digits of the division, 8 of the birth day, 3 in sequence (odd for men),
/// and a check character after ISO 7064 MOD 11-2.
public struct IDNumber: Hashable, Sendable {
    /// The 18 characters, the last in upper case.
    public let characters: [UInt8]
    /// The birth day in it; nil where it does not exist.
    public let birth: Day?
    /// Whether the check character is that of the digits.
    public let isChecked: Bool

    /// An ID number of 18 characters, or of the first generation's 15 digits, which are filled up. Nil for anything
    /// else.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var characters = [UInt8](bytes)
        if characters.count == 15 {
            characters.insert(contentsOf: [UInt8(ascii: "1"), UInt8(ascii: "9")], at: 6)
            guard let check = Self.check(characters) else { return nil }
            characters.append(check)
        }
        guard characters.count == 18 else { return nil }
        if characters[17] == UInt8(ascii: "x") { characters[17] = UInt8(ascii: "X") }
        guard let check = Self.check(characters[..<17]) else { return nil }
        let last = characters[17]
        guard last == UInt8(ascii: "X") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) else { return nil }
        self.characters = characters
        isChecked = last == check
        func number(_ range: Range<Int>) -> Int {
            characters[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        birth = Day(year: number(6..<10), month: number(10..<12), day: number(12..<14))
    }

    /// Sex after GB/T 2261.1: 1 for men, 2 for women.
    public var sex: UInt8 { (characters[16] - UInt8(ascii: "0")) % 2 == 1 ? UInt8(ascii: "1") : UInt8(ascii: "2") }

    /// The check character of 17 digits; nil where one is no digit.
    public static func check(_ digits: some Sequence<UInt8>) -> UInt8? {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        var sum = 0
        for (digit, weight) in zip(digits, weights) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            sum += Int(digit - UInt8(ascii: "0")) * weight
        }
        return Array("10X98765432".utf8)[sum % 11]
    }

    /// What is known of it on its own: `ok`, `bad_check` or `bad_date`.
    ///
    /// - Parameter today: a birth day after it lies in the future.
    public func state(today: Day) -> IDNumberState {
        guard isChecked else { return .badCheck }
        guard let birth, birth <= today else { return .badDate }
        return .ok
    }
}
