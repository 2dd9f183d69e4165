import Testing

@testable import AdmissionService

@Suite("Numbers of applications")
struct ApplicationNumberTests {
    @Test("carry a check digit that finds every mistyped digit and neighbours that were swapped")
    func checkDigit() {
        for seed in UInt8(0)..<40 {
            let number = ApplicationNumber.make(year: 2026, random: [seed, 17, seed &* 3, 200])
            #expect(number.utf8.count == 10 && number.hasPrefix("26") && ApplicationNumber.isRight(number))
            var digits = Array(number.utf8)
            for place in digits.indices {
                let right = digits[place]
                for wrong in UInt8(ascii: "0")...UInt8(ascii: "9") where wrong != right {
                    digits[place] = wrong
                    #expect(!ApplicationNumber.isRight(String(decoding: digits, as: UTF8.self)))
                }
                digits[place] = right
            }
        }
    }

    @Test("are nothing else", arguments: ["", "26", "2600000000x", "二六〇〇〇〇〇〇〇〇", "26000 0000", "99999999999"])
    func others(text: String) { #expect(!ApplicationNumber.isRight(text)) }
}
