import Crypto
import Foundation
import GRDB

/// Slows guessing down: after some failures for a name or from an address, each further one doubles the wait.
///
/// An attempt is counted as a failure before its password is looked at and taken off again if it was right, so that
/// many attempts at once gain nothing. Names that do not exist are counted alike.
enum SignInGuard {
    /// What failures are counted for.
    enum Subject {
        /// A sign-in name, normalised.
        case login(String)
        /// Where requests come from.
        case address(String)
        /// Where requests with wrong tokens of the programming interface come from.
        case tokenAddress(String)
        /// An application's number, for families without an account.
        case application(String)
        /// Where new applications come from.
        case applicationAddress(String)

        /// Failures that start the waiting. A bureau often shares one address, so it may fail more.
        var allowed: Int {
            switch self {
            case .login, .application: 5
            case .address, .tokenAddress: 20
            // Families of one neighbourhood come through one address of their provider.
            case .applicationAddress: 60
            }
        }

        fileprivate var digest: Data {
            switch self {
            case .login(let name): Data(SHA256.hash(data: Data("login:\(name)".utf8)))
            case .address(let address): Data(SHA256.hash(data: Data("address:\(address)".utf8)))
            case .tokenAddress(let address): Data(SHA256.hash(data: Data("token:\(address)".utf8)))
            case .application(let number): Data(SHA256.hash(data: Data("application:\(number)".utf8)))
            case .applicationAddress(let address): Data(SHA256.hash(data: Data("applying:\(address)".utf8)))
            }
        }
    }

    /// The first wait in seconds; doubled with each further failure, up to `longestWait`.
    static let firstWait = 30
    static let longestWait = 3600
    /// Failures are forgotten after a day without any.
    static let memory: Int64 = 86_400_000

    /// Seconds to wait after so many failures in a row.
    static func wait(afterFailures failures: Int, allowed: Int) -> Int {
        failures < allowed ? 0 : min(longestWait, firstWait << min(failures - allowed, 16))
    }

    /// Counts an attempt. - Throws: `StoreError.lockedOut` where the subject has to wait.
    static func begin(_ subjects: [Subject], _ change: Change) throws {
        try change.db.execute(
            sql: "DELETE FROM sign_in_failure WHERE last_at < ?", arguments: [change.at - memory])
        for subject in subjects {
            let until = try Int64.fetchOne(
                change.db, sql: "SELECT locked_until FROM sign_in_failure WHERE subject = ?",
                arguments: [subject.digest])
            if let until, until > change.at {
                throw StoreError.lockedOut(seconds: Int((until - change.at + 999) / 1000))
            }
        }
        for subject in subjects {
            let failures =
                try Int.fetchOne(
                    change.db,
                    sql: """
                        INSERT INTO sign_in_failure (subject, failures, last_at) VALUES (?, 1, ?)
                        ON CONFLICT (subject) DO UPDATE SET failures = failures + 1, last_at = excluded.last_at
                        RETURNING failures
                        """,
                    arguments: [subject.digest, change.at]) ?? 1
            let wait = wait(afterFailures: failures, allowed: subject.allowed)
            guard wait > 0 else { continue }
            try change.db.execute(
                sql: "UPDATE sign_in_failure SET locked_until = ? WHERE subject = ?",
                arguments: [change.at + Int64(wait) * 1000, subject.digest])
        }
    }

    /// The attempt was right: the name starts afresh; the address only loses this attempt, so that one account of
    /// an attacker does not free all his guesses.
    static func succeed(_ subjects: [Subject], _ db: Database) throws {
        for subject in subjects {
            switch subject {
            case .login, .application: try forget(subject, db)
            case .address, .tokenAddress, .applicationAddress:
                try db.execute(
                    sql: """
                        UPDATE sign_in_failure SET failures = max(0, failures - 1), locked_until = NULL WHERE subject = ?
                        """,
                    arguments: [subject.digest])
            }
        }
    }

    /// Starts a subject afresh.
    static func forget(_ subject: Subject, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM sign_in_failure WHERE subject = ?", arguments: [subject.digest])
    }
}
