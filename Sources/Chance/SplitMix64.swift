/// Random numbers that depend on their seed alone, the same on every machine: the generator of Steele, Lea and Flood («Fast
/// splittable pseudorandom number generators», OOPSLA 2014), with the constants of Vigna's public-domain `splitmix64.c`.
///
/// For simulations, searches and samples; never for a draw that counts, nor for a secret.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    @usableFromInline var state: UInt64

    /// The numbers of a seed.
    @inlinable
    public init(seed: UInt64) { state = seed }

    /// The numbers of one of many things under a common seed, so that each can be drawn by itself.
    public init(seed: UInt64, stream: UInt64) {
        var first = SplitMix64(seed: seed)
        state = first.next() ^ (stream &* 0xD1B5_4A32_D192_ED03)
        _ = next()
    }

    /// The next 64 bits.
    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number below a bound of 1 or more, each as likely as the others (Lemire 2019).
    @inlinable
    public mutating func next(below bound: UInt64) -> UInt64 {
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let least = (0 &- bound) % bound
            while product.low < least { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// A number below a bound of 1...2³², by one multiplication; some are likelier than others by less than bound / 2³².
    @inlinable
    public mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }
}

extension ArraySlice {
    /// Puts the elements into another order, each as likely as the others (Fisher and Yates).
    @inlinable
    public mutating func shuffle(by generator: inout SplitMix64) {
        guard count > 1 else { return }
        for index in stride(from: count - 1, to: 0, by: -1) {
            swapAt(startIndex + index, startIndex + Int(generator.next(below: UInt64(index + 1))))
        }
    }
}
