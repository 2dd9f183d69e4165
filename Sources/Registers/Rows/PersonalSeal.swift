import Crypto
import Foundation
import Store

/// Seals personal fields 个人信息 (AES-256-GCM), and makes the keyed digests by which they are found.
///
/// All personal values of a row are sealed together. The digest (HMAC-SHA256, 8 bytes) tells only that two values are
/// equal, and nothing without the key.
public struct PersonalSeal: Sendable {
    private let sealing: SymmetricKey
    private let marking: SymmetricKey

    /// The keys that follow from a master key of 32 bytes (HKDF).
    public init(master: [UInt8]) {
        let key = SymmetricKey(data: master)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
        }
        sealing = derived("xuezheng registers seal 1")
        marking = derived("xuezheng registers mark 1")
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

    /// Seals the personal values of a row of a register.
    func seal(_ plain: UnsafeRawBufferPointer, register: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(plain, using: sealing, authenticating: Array(register.utf8))
        return Array(box.nonce) + box.ciphertext + box.tag
    }

    /// The personal values of a row, by field.
    ///
    /// - Throws: `RegisterError.damagedSeal` where bytes were changed, or sealed by another key.
    func open(_ sealed: [UInt8], register: String, row: Int64) throws -> [String: String] {
        Self.fields(of: try plain(sealed, register: register, row: row))
    }

    /// The bytes that were sealed.
    func plain(_ sealed: [UInt8], register: String, row: Int64) throws -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(try AES.GCM.open(box, using: sealing, authenticating: Array(register.utf8)))
        } catch {
            throw RegisterError.damagedSeal(register: register, row: row)
        }
    }

    /// What the seal of a file is bound to, so that it is no row's.
    private static let file = Array("file".utf8)

    /// A whole file, sealed.
    func sealed(_ file: Data) throws -> Data {
        let box = try AES.GCM.seal(file, using: sealing, authenticating: Self.file)
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    /// The file that was sealed. - Throws: `RegisterError.damagedSeal`.
    func unsealed(_ file: Data) throws -> Data {
        do {
            return try AES.GCM.open(AES.GCM.SealedBox(combined: file), using: sealing, authenticating: Self.file)
        } catch {
            throw RegisterError.damagedSeal(register: "file", row: 0)
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
