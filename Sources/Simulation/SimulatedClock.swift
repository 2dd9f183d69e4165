import Chance
import Foundation
import Monitoring
import Store
import Synchronization

/// A clock that stands where it is set.
public final class SimulatedClock: Sendable {
    private let instant: Mutex<Date>

    /// A clock at nine in the morning, China time, of a day.
    public init(_ day: Day) { instant = Mutex(Self.instant(day, minute: 9 * 60)) }

    /// The time it shows.
    public var now: Date { instant.withLock { $0 } }

    /// Sets it to a minute of a day in China.
    public func set(_ day: Day, minute: Int) { instant.withLock { $0 = Self.instant(day, minute: minute) } }

    /// Goes on by some seconds.
    public func advance(seconds: Double) { instant.withLock { $0 += seconds } }

    private static func instant(_ day: Day, minute: Int) -> Date {
        Date(timeIntervalSince1970: Double(day.number) * 86_400 + Double(minute - 8 * 60) * 60)
    }

    /// A store's surroundings with this clock and chance that depends on a seed alone. For demonstrations and tests only:
    /// whoever knows the seed knows every secret made with it.
    public func environment(seed: UInt64) -> StoreEnvironment {
        let dice = Mutex(Dice(seed: seed ^ 0xA5A5_5A5A_C3C3_3C3C))
        return StoreEnvironment(
            now: { self.now },
            randomBytes: { count in
                dice.withLock { dice in (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &dice) } }
            })
    }
}

/// Random numbers that depend on their seed alone.
public struct Dice: RandomNumberGenerator, Sendable {
    private var bits: SplitMix64

    /// A sequence.
    public init(seed: UInt64) { bits = SplitMix64(seed: seed) }

    /// The next number.
    public mutating func next() -> UInt64 { bits.next() }

    /// True so many times of a hundred.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// A whole number of a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// One of a list that is not empty.
    mutating func one<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &self)] }
}
