import Foundation
import GRDB

/// Passphrases of people without an account, such as families who apply for a school: kept and slowed down like the
/// passwords of accounts.
package struct Passphrases: Sendable {
    let store: Store

    /// A passphrase as it is kept: an scrypt hash with its salt and cost.
    package struct Kept: Sendable {
        let hash: PasswordHash

        /// The columns `pass_hash`, `pass_salt`, `scrypt_n`, `scrypt_r`, `scrypt_p` of a row.
        package init(row: Row) {
            hash = PasswordHash(
                hash: Array(row["pass_hash"] as Data), salt: Array(row["pass_salt"] as Data),
                cost: .init(rounds: row["scrypt_n"], blockSize: row["scrypt_r"], parallelism: row["scrypt_p"]))
        }

        init(hash: PasswordHash) { self.hash = hash }

        /// The values of these columns.
        package var arguments: StatementArguments {
            [Data(hash.hash), Data(hash.salt), hash.cost.rounds, hash.cost.blockSize, hash.cost.parallelism]
        }
    }

    /// Hashes a new passphrase. Takes about 60 ms of work.
    ///
    /// - Throws: `StoreError.weakPassword` as for accounts.
    package func keep(_ passphrase: String) throws -> Kept {
        // What it must not hold is asked for accounts, by their sign-in names; a number in it does no harm.
        try PasswordRule.check(passphrase, login: "\u{0}")
        return Kept(hash: try store.accounts.hash(passphrase))
    }

    /// Counts a new application against its address, so that nobody fills the store with drafts.
    ///
    /// - Throws: `StoreError.lockedOut`.
    package func countNew(from address: String) throws {
        guard !address.isEmpty else { return }
        try store.change(by: .system("family")) { try SignInGuard.begin([.applicationAddress(address)], $0) }
    }

    /// Checks a passphrase under the lock-out of its number and address; numbers that do not exist cost the same.
    ///
    /// - Throws: `StoreError.signInRefused`, `.lockedOut`.
    package func check(_ passphrase: String, of number: String, kept: () throws -> Kept?, address: String) throws {
        let subjects: [SignInGuard.Subject] = [.application(number)] + (address.isEmpty ? [] : [.address(address)])
        try store.change(by: .system("family")) { try SignInGuard.begin(subjects, $0) }
        let found = try kept()
        let isRight = try (found?.hash ?? .nobody(cost: store.accounts.cost)).matches(passphrase)
        guard found != nil, isRight else { throw StoreError.signInRefused }
        try store.change(by: .system("family")) { try SignInGuard.succeed(subjects, $0.db) }
    }
}

extension Store {
    /// Passphrases of people without an account.
    package var passphrases: Passphrases { Passphrases(store: self) }
}
