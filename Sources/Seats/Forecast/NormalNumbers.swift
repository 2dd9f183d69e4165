import Chance
import Foundation

/// Numbers of the standard normal distribution that depend on their seed alone.
struct NormalNumbers {
    private var bits: SplitMix64
    private var spare: Double?

    /// Those of one of many things under a common seed, so that each can be drawn by itself.
    init(seed: UInt64, stream: UInt64) { bits = SplitMix64(seed: seed, stream: stream) }

    /// A number between 0 and 1.
    private mutating func uniform() -> Double { (Double(bits.next() >> 11) + 0.5) * 0x1p-53 }

    /// The next one (Marsaglia's polar method).
    mutating func normal() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        while true {
            let x = 2 * uniform() - 1
            let y = 2 * uniform() - 1
            let square = x * x + y * y
            guard square < 1, square > 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spare = y * factor
            return x * factor
        }
    }
}
