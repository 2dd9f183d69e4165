import Testing

@testable import Admissions

@Suite("Fairness of a draw")
struct DrawFairnessTests {
    @Test("draws by seeds are even: χ² exceeds its bounds as often as it must")
    func even() throws {
        var market = try Market(schools: [School(code: "S", capacity: 1)])
        for number in 1...500 { try market.add(Applicant(number: "\(10_000 + number)", choices: [Choice("S")])) }
        var low = 0
        for draw in 0..<400 {
            let seed = try #require(
                DrawSeed(
                    hexadecimal: String(repeating: "0", count: 60) + String(String(0x10000 + draw, radix: 16).suffix(4))
                ))
            let order = DrawOrder(market, seed: seed, scope: "x", tieBreaking: .single)
            let fairness = try #require(DrawFairness(order, market))
            if fairness.share < 0.1 { low += 1 }
        }
        // Forty of four hundred; four standard deviations to each side.
        #expect((16...64).contains(low), "\(low)")
    }

    @Test("a draw that follows the list, or turns it round, shows")
    func crooked() throws {
        let list = Array(1...200)
        #expect(try #require(DrawFairness(ranks: list)).share < 1e-9)
        #expect(try #require(DrawFairness(ranks: list.reversed())).share < 1e-9)
        #expect(DrawFairness(ranks: Array(1...79)) == nil && DrawFairness(ranks: []) == nil)
        let fairness = try #require(DrawFairness(ranks: list))
        #expect(fairness.parts == 6 && fairness.freedom == 25)
    }
}
