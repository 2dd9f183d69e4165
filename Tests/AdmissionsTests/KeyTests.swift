import Chance
import Crypto
import Foundation
import Testing

@testable import Admissions

@Suite("Keys of a draw")
struct KeyTests {
    private static func codes(_ prefix: [UInt8], _ ends: [[UInt8]], key: [UInt8]) -> [[UInt8]] {
        let hasher = KeyHasher(key: key)
        return prefix.withUnsafeBytes { prefix in
            ends[0].withUnsafeBytes { one in
                ends[1].withUnsafeBytes { two in
                    ends[2].withUnsafeBytes { three in
                        ends[3].withUnsafeBytes { four in
                            let state = hasher.codes(prefix: prefix, (one, two, three, four))
                            return (0..<4).map { state.bytes($0) }
                        }
                    }
                }
            }
        }
    }

    @Test(
        "are those of swift-crypto, for messages and prefixes of every length up to five blocks, four different ones at once"
    )
    func likeCrypto() {
        var generator = SplitMix64(seed: 5)
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) } }
        for length in 0...320 {
            let key = bytes(32), prefix = bytes(length % 70)
            let ends = [bytes(length), bytes((length * 7) % 321), bytes(0), bytes(320 - length)]
            let found = Self.codes(prefix, ends, key: key)
            for (code, end) in zip(found, ends) {
                let expected = HMAC<SHA256>.authenticationCode(for: prefix + end, using: SymmetricKey(data: key))
                #expect(code == Array(expected), "\(length)")
            }
        }
    }

    @Test("have the values of RFC 4231")
    func published() {
        let code = Self.codes(
            Array("what do ya ".utf8), Array(repeating: Array("want for nothing?".utf8), count: 4),
            key: Array("Jefe".utf8))[0]
        #expect(
            Digest.hexadecimal(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("sort as whole keys do", arguments: [0, 1, 2, 3, 4, 5, 7, 100, 1023, 1024, 1025, 5000])
    func sorts(count: Int) throws {
        var market = try Market(schools: [School(code: "S", capacity: 1)])
        for index in 0..<count { try market.add(Applicant(number: "2026\(index)", choices: [Choice("S")])) }
        let order = DrawOrder(market, seed: Round.seed, scope: "甲")
        let key = SymmetricKey(data: Round.seed.bytes)
        let expected = market.numbers.sorted { one, other in
            let first = Array(HMAC<SHA256>.authenticationCode(for: Data("甲\n\(one)".utf8), using: key))
            let second = Array(HMAC<SHA256>.authenticationCode(for: Data("甲\n\(other)".utf8), using: key))
            return first.lexicographicallyPrecedes(second)
        }
        #expect(order.sequence.map { market.numbers[Int($0)] } == expected)
        for (index, number) in expected.enumerated() {
            let applicant = try #require(market.numbers.firstIndex(of: number))
            #expect(order.number(of: applicant, in: market) == index + 1)
        }
    }

    @Test("do not depend on who else applies or on the order of the list")
    func independent() throws {
        var generator = SplitMix64(seed: 2)
        let market = try Round.random(&generator, students: 200, schools: 5, choices: 5)
        let other = try Round.shuffled(market, &generator)
        for tieBreaking in TieBreaking.allCases {
            let one = DrawOrder(market, seed: Round.seed, scope: "x", tieBreaking: tieBreaking)
            let two = DrawOrder(other, seed: Round.seed, scope: "x", tieBreaking: tieBreaking)
            for applicant in 0..<market.count {
                let place = try #require(other.numbers.firstIndex(of: market.numbers[applicant]))
                for choice in 0..<market.range(of: applicant).count {
                    #expect(
                        one.number(of: applicant, choice: choice, in: market)
                            == two.number(of: place, choice: choice, in: other))
                }
            }
        }
    }

    @Test("are fair: over 4,000 draws every child of 10 gets every number as often, and pairs come in both orders")
    func fair() throws {
        var market = try Market(schools: [School(code: "S", capacity: 1)])
        for index in 0..<10 { try market.add(Applicant(number: "\(index)", choices: [Choice("S")])) }
        var counts = [[Double]](repeating: [Double](repeating: 0, count: 10), count: 10), before = 0
        let draws = 4000
        for draw in 0..<draws {
            let order = DrawOrder(market, seed: DrawSeed(digestOf: "fair \(draw)"), scope: "x")
            for (rank, applicant) in order.sequence.enumerated() { counts[Int(applicant)][rank] += 1 }
            if order.ranks[3] < order.ranks[7] { before += 1 }
        }
        let expected = Double(draws) / 10
        let chiSquare = counts.joined().reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        // 81 degrees of freedom: 0.1 % lie beyond 126, 0.1 % below 47.
        #expect((47...126).contains(chiSquare), "\(chiSquare)")
        #expect(abs(before - draws / 2) < 105, "\(before)")
    }
}
