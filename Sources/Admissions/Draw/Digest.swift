import Crypto

/// SHA-256 and hexadecimal digits.
public enum Digest {
    /// The SHA-256 of bytes.
    public static func of(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Array(bytes))) }

    /// The SHA-256 of a text in UTF-8, in hexadecimal digits.
    public static func of(_ text: String) -> String { hexadecimal(of(text.utf8)) }

    /// The SHA-256 of parts that cannot run into each other: each stands behind its length as eight bytes, highest first.
    static func of(parts: [[UInt8]]) -> [UInt8] {
        of(parts.flatMap { part in withUnsafeBytes(of: UInt64(part.count).bigEndian, Array.init) + part })
    }

    /// Bytes as lower-case hexadecimal digits.
    public static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes of hexadecimal digits; nil where there is an odd number of them or anything else.
    public static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = Array(hexadecimal.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

/// The 32 bytes from which all numbers of a draw follow.
public struct DrawSeed: Hashable, Sendable, CustomStringConvertible {
    /// The bytes.
    public let bytes: [UInt8]

    /// A seed of 32 bytes. - Throws: nothing; nil for another number of bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A seed of 64 hexadecimal digits; nil for anything else.
    public init?(hexadecimal: String) {
        guard let bytes = Digest.bytes(hexadecimal) else { return nil }
        self.init(bytes)
    }

    /// The seed that a text leads to.
    public init(digestOf text: String) { bytes = Digest.of(text.utf8) }

    init(parts: [[UInt8]]) { bytes = Digest.of(parts: parts) }

    /// 64 hexadecimal digits.
    public var description: String { Digest.hexadecimal(bytes) }
}
