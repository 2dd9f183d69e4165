import Crypto
import Foundation
import Store

/// Seals personal fields 个人信息 (AES-256-GCM), and makes the keyed digests by which they are found.
///
/// All personal values of a row are sealed together. The digest (HMAC-SHA256, 8 bytes) tells only that two values are
/// equal, and nothing without the key.
public struct PersonalSeal: Sendable {
    private let master: SymmetricKey
    private let marking: SymmetricKey

    /// The keys that follow from a master key of 32 bytes (HKDF).
    public init(master: [UInt8]) {
        self.master = SymmetricKey(data: master)
        marking = Self.derived(self.master, "xuezheng registers mark 1")
    }

    private static func derived(_ key: SymmetricKey, _ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
    }

    /// What seals the rows of one register, with a key of its own: a sealed value moved to another register is refused.
    func rows(of register: String) -> RowSeal {
        RowSeal(key: Self.derived(master, "xuezheng registers seal 1 " + register), register: register)
    }

    /// The digest of a value of a field: the same for equal values.
    func mark(_ value: UnsafeRawBufferPointer, field: String) -> Int64 {
        var hmac = HMAC<SHA256>(key: marking)
        var field = field
        field.withUTF8 { hmac.update(data: UnsafeRawBufferPointer($0)) }
        withUnsafeBytes(of: UInt8(0)) { hmac.update(data: $0) }
        hmac.update(data: value)
        return hmac.finalize().withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    /// The personal values of a row, by field.
    ///
    /// - Throws: `RegisterError.damagedSeal` where bytes were changed, or sealed by another key.
    func open(_ sealed: [UInt8], register: String, row: Int64) throws -> [String: String] {
        Self.fields(of: try rows(of: register).plain(sealed, row: row))
    }

    /// Files are sealed with a key of their own.
    private static let file = "xuezheng registers file 1"

    /// A whole file, sealed.
    func sealed(_ file: Data) throws -> Data {
        let box = try AES.GCM.seal(file, using: Self.derived(master, Self.file))
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    /// The file that was sealed. - Throws: `RegisterError.damagedSeal`.
    func unsealed(_ file: Data) throws -> Data {
        do {
            return try AES.GCM.open(AES.GCM.SealedBox(combined: file), using: Self.derived(master, Self.file))
        } catch {
            throw RegisterError.damagedSeal(register: "file", row: 0)
        }
    }

    /// A record that belongs to a thing: it opens only under the same purpose and for the same owner.
    ///
    /// - Parameters:
    ///   - purpose: what kind of record it is; each kind has a key of its own.
    ///   - owner: what it belongs to, such as an application's number.
    func sealed(_ record: Data, purpose: String, owner: String) throws -> Data {
        let key = Self.derived(master, "xuezheng record 1 " + purpose)
        let box = try AES.GCM.seal(record, using: key, authenticating: Data(owner.utf8))
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    /// The record that was sealed. - Throws: `RegisterError.damagedSeal`, also for another purpose or owner.
    func unsealed(_ record: Data, purpose: String, owner: String) throws -> Data {
        do {
            return try AES.GCM.open(
                AES.GCM.SealedBox(combined: record), using: Self.derived(master, "xuezheng record 1 " + purpose),
                authenticating: Data(owner.utf8))
        } catch {
            throw RegisterError.damagedSeal(register: purpose, row: 0)
        }
    }

    /// Names and values out of what was sealed: each with its length before it.
    static func fields(of bytes: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        var index = 0
        while index < bytes.count {
            let nameEnd = index + 1 + Int(bytes[index])
            guard nameEnd + 2 <= bytes.count else { break }
            let name = String(decoding: bytes[index + 1..<nameEnd], as: UTF8.self)
            let end = nameEnd + 2 + Int(bytes[nameEnd]) + Int(bytes[nameEnd + 1]) << 8
            guard end <= bytes.count else { break }
            fields[name] = String(decoding: bytes[nameEnd + 2..<end], as: UTF8.self)
            index = end
        }
        return fields
    }
}

/// Seals and opens the personal values of the rows of one register.
struct RowSeal: Sendable {
    let key: SymmetricKey
    fileprivate let register: String

    /// The bytes that were sealed. - Throws: `RegisterError.damagedSeal`.
    func plain(_ sealed: [UInt8], row: Int64) throws -> [UInt8] {
        do {
            return Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key))
        } catch {
            throw RegisterError.damagedSeal(register: register, row: row)
        }
    }
}
