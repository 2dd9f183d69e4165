/// The generator of Steele, Lea & Flood 2014 («Fast splittable pseudorandom number generators», OOPSLA), with the constants of
/// Vigna's public-domain `splitmix64.c`: for simulations, never for a draw that counts.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number below a bound, each as likely as the others (Lemire 2019).
    mutating func next(below bound: UInt64) -> UInt64 {
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let least = (0 &- bound) % bound
            while product.low < least { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }
}

extension ArraySlice {
    /// Fisher and Yates's shuffle.
    mutating func shuffle(by generator: inout SplitMix64) {
        guard count > 1 else { return }
        for index in stride(from: count - 1, to: 0, by: -1) {
            swapAt(startIndex + index, startIndex + Int(generator.next(below: UInt64(index + 1))))
        }
    }
}
