import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: an scrypt hash (RFC 7914) with its salt and its cost.
struct PasswordHash: Equatable {
    var hash: [UInt8]
    var salt: [UInt8]
    var cost: Cost

    /// How much work a guess is.
    struct Cost: Equatable {
        /// Iterations N, a power of two.
        var rounds: Int
        /// Block size r.
        var blockSize: Int
        /// Parallelism p.
        var parallelism: Int

        /// r = 8 and p = 1, as RFC 7914 advises; N grows with the machines.
        init(rounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }
    }

    /// Hashes a password.
    init(of password: String, salt: [UInt8], cost: Cost) throws {
        // Input methods differ in full-width forms and composition; the password is the same.
        let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        hash = key.withUnsafeBytes { Array($0) }
        self.salt = salt
        self.cost = cost
    }

    /// A hash that was kept.
    init(hash: [UInt8], salt: [UInt8], cost: Cost) {
        self.hash = hash
        self.salt = salt
        self.cost = cost
    }

    /// Whether it is the hash of a password; takes the same time wherever the two differ.
    func matches(_ password: String) throws -> Bool {
        guard password.utf8.count <= PasswordRule.longestInput else { return false }
        return constantTimeEqual(hash, try PasswordHash(of: password, salt: salt, cost: cost).hash)
    }

    /// What an unknown name is compared with, so that it costs the same work.
    static func nobody(cost: Cost) -> PasswordHash {
        PasswordHash(hash: [UInt8](repeating: 0, count: 32), salt: [UInt8](repeating: 7, count: 16), cost: cost)
    }
}

/// Compares two byte strings without telling by its time where they differ.
public func constantTimeEqual(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

/// Which passwords are taken.
enum PasswordRule {
    static let minimum = 10
    static let maximum = 128
    /// Bytes beyond which a sign-in does not even hash what it got.
    static let longestInput = 1024

    /// Length, some variety, and not the sign-in name; no rules about kinds of characters (NIST SP 800-63B).
    static func check(_ password: String, login: String) throws {
        let lower = password.lowercased()
        guard (minimum...maximum).contains(password.count), password.utf8.count <= longestInput,
            Set(password).count >= 5, !lower.contains(login)
        else { throw StoreError.weakPassword(minimum: minimum) }
    }

    /// 80 random bits as 16 characters in four groups, without look-alikes (l, o, 0, 1).
    static func oneTime(_ randomBytes: (Int) -> [UInt8]) -> String {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        let characters = randomBytes(16).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: 16, by: 4).map { String(characters[$0..<$0 + 4]) }.joined(separator: "-")
    }
}
