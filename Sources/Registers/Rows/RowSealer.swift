import COpenSSL
import Crypto

/// Seals the personal values of many rows with one key, AES-256-GCM by OpenSSL, whose state is made once: a row's few
/// bytes cost less than making it anew.
///
/// What it seals is what `RowSeal` opens: a nonce of twelve bytes, the ciphertext, a tag of sixteen.
final class RowSealer {
    private let context: OpaquePointer
    private var nonces = NonceSequence()

    private static let nonceSize = 12, tagSize = 16

    /// - Throws: `RegisterError.sealing` where OpenSSL has no such cipher, or memory is short.
    init(_ seal: RowSeal) throws {
        guard let context = EVP_CIPHER_CTX_new() else { throw RegisterError.sealing }
        self.context = context
        let isReady = seal.key.withUnsafeBytes { key in
            EVP_EncryptInit_ex(
                context, EVP_aes_256_gcm(), nil, key.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
        }
        guard isReady else {
            EVP_CIPHER_CTX_free(context)
            throw RegisterError.sealing
        }
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// Seals what stands in a range of a buffer and adds it to the buffer. Where it went.
    func seal(_ plain: Range<Int>, in bytes: inout [UInt8]) throws -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.nonceSize + plain.count + Self.tagSize))
        let isSealed = bytes.withUnsafeMutableBufferPointer { buffer -> Bool in
            guard let base = buffer.baseAddress else { return false }
            let nonce = base + start, text = nonce + Self.nonceSize
            nonces.next(into: UnsafeMutableRawBufferPointer(start: nonce, count: Self.nonceSize))
            var written: Int32 = 0
            return EVP_EncryptInit_ex(context, nil, nil, nil, nonce) == 1
                && EVP_EncryptUpdate(context, text, &written, base + plain.lowerBound, Int32(plain.count)) == 1
                && EVP_EncryptFinal_ex(context, text + plain.count, &written) == 1
                && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagSize), text + plain.count) == 1
        }
        guard isSealed else { throw RegisterError.sealing }
        return start..<bytes.count
    }
}

/// Numbers used once: eight random bytes and a counter, so that not every row asks the system for chance.
///
/// Two sequences share a prefix with a chance of 2⁻⁶⁴; a sequence serves one batch, far below the counter's 2³².
private struct NonceSequence {
    private let prefix = UInt64.random(in: .min ... .max)
    private var count: UInt32 = 0

    /// Writes the next one, of twelve bytes.
    mutating func next(into bytes: UnsafeMutableRawBufferPointer) {
        count &+= 1
        bytes.storeBytes(of: prefix, as: UInt64.self)
        bytes.storeBytes(of: count.bigEndian, toByteOffset: 8, as: UInt32.self)
    }
}
