import Chance
import Foundation
import Synchronization

@testable import Store

/// A store in a directory of its own, with a clock that a test turns and chance that repeats.
final class Fixture: Sendable {
    let directory: URL
    let clock = TestClock()

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var environment: StoreEnvironment {
        let random = TestRandom()
        var environment = StoreEnvironment(now: { [clock] in clock.now }, randomBytes: { random.bytes($0) })
        environment.passwordRounds = 1 << 10
        return environment
    }

    func open(_ migrations: [StoreMigration] = []) throws -> Store {
        try Store.open(directory: directory, migrations: migrations, environment: environment)
    }

    /// An account with a password of its own choice.
    func account(
        _ store: Store, _ login: String, _ roles: Set<Role> = [.officer], password: String = "correct horse"
    ) throws -> Account {
        let made = try store.accounts.create(
            AccountDetails(login: login, displayName: "云岚 \(login)", roles: roles), by: .commandLine)
        try store.accounts.changePassword(made.account.id, current: made.oneTimePassword, new: password)
        return try store.accounts.account(made.account.id)
    }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_767_225_600))
    var now: Date { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

/// Bytes by chance that repeat.
final class TestRandom: Sendable {
    private let numbers = Mutex(SplitMix64(seed: 42))
    func bytes(_ count: Int) -> [UInt8] {
        numbers.withLock { numbers in (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) } }
    }
}
