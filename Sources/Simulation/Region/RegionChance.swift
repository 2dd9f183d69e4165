/// Chance that depends on a seed and on what it is asked for, not on what was asked before: any row can be made alone.
struct RegionChance: Sendable {
    let seed: UInt64

    /// A number of 64 random bits for something of a kind.
    func bits(_ kind: UInt64, _ one: Int, _ other: Int = 0) -> UInt64 {
        var dice = Dice(
            seed: seed &+ kind &* 0xD6E8_FEB8_6659_FD93 &+ UInt64(truncatingIfNeeded: one) &* 0xA076_1D64_78BD_642F
                &+ UInt64(truncatingIfNeeded: other) &* 0xE703_7ED1_A0B4_28DB)
        return dice.next()
    }

    /// A number from 0 up to, but not, `count`.
    func pick(_ count: Int, _ kind: UInt64, _ one: Int, _ other: Int = 0) -> Int {
        Int(bits(kind, one, other) >> 16) % count
    }
}
