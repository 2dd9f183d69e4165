import Foundation

/// What the store takes from the world outside: the time and chance. Tests pass fixed ones.
public struct StoreEnvironment: Sendable {
    /// The time of a change.
    public var now: @Sendable () -> Date
    /// So many bytes that nobody can guess: for tokens, salts and one-time passwords.
    public var randomBytes: @Sendable (Int) -> [UInt8]
    /// Iterations N of scrypt for new password hashes: 32 MB and about 60 ms a guess. Tests take fewer.
    package var passwordRounds = 1 << 15

    /// A clock and a source of chance.
    public init(now: @escaping @Sendable () -> Date, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.now = now
        self.randomBytes = randomBytes
    }

    /// The system's clock and its cryptographic random source.
    public static let live = StoreEnvironment(
        now: { Date() },
        randomBytes: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        })
}

extension Date {
    /// Milliseconds since 1970, as instants are kept in the database.
    package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded(.down)) }

    /// The instant of so many milliseconds since 1970.
    package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
