import Foundation

/// Turns words as XML and workbooks write them into what they stand for.
enum XMLWords {
    /// Whether there are references or line ends to be turned.
    @inline(__always)
    static func isCoded(_ from: UnsafeRawPointer, _ count: Int) -> Bool {
        for index in 0..<count {
            let byte = from.load(fromByteOffset: index, as: UInt8.self)
            if byte == 0x26 || byte == 0x0D { return true }
        }
        return false
    }

    /// Writes the words with references resolved and line ends as `\n`; the target may be the source.
    ///
    /// - Returns: their bytes, never more than there were; nil at a reference that XML does not know by itself.
    static func decode(_ from: UnsafeRawPointer, _ count: Int, to target: UnsafeMutablePointer<UInt8>) -> Int? {
        let bytes = UnsafeRawBufferPointer(start: from, count: count)
        var index = 0, length = 0
        while index < count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x0D:
                if index < count, bytes[index] == 0x0A { index += 1 }
                target[length] = 0x0A
                length += 1
            case 0x26:
                guard let stop = bytes[index...].prefix(12).firstIndex(of: 0x3B),
                    let scalar = scalar(UnsafeRawBufferPointer(rebasing: bytes[index..<stop]))
                else { return nil }
                for unit in UTF8.encode(scalar) ?? .init() {
                    target[length] = unit
                    length += 1
                }
                index = stop + 1
            default:
                target[length] = byte
                length += 1
            }
        }
        return length
    }

    /// The character of a reference without `&` and `;`.
    private static func scalar(_ name: UnsafeRawBufferPointer) -> Unicode.Scalar? {
        switch String(decoding: name, as: UTF8.self) {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case let number where number.hasPrefix("#x"):
            return UInt32(number.dropFirst(2), radix: 16).flatMap(character)
        case let number where number.hasPrefix("#"): return UInt32(number.dropFirst()).flatMap(character)
        default: return nil
        }
    }

    /// A character that XML allows (production 2 of XML 1.0).
    private static func character(_ code: UInt32) -> Unicode.Scalar? {
        guard code >= 0x20 || code == 9 || code == 10 || code == 13, code != 0xFFFE, code != 0xFFFF else { return nil }
        return Unicode.Scalar(code)
    }

    /// Resolves `_x000D_`, as workbooks write characters that XML does not hold (ECMA-376 part 1, 22.9.2.19), in place.
    ///
    /// - Returns: the bytes left. Control characters but tab and line ends stay as they are written.
    static func unescape(_ words: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        guard UnsafeRawBufferPointer(start: words, count: count).firstIndex(of: "_x") != nil else { return count }
        var index = 0, length = 0
        while index < count {
            if let scalar = escape(UnsafeBufferPointer(start: words + index, count: count - index)) {
                for unit in UTF8.encode(scalar) ?? .init() {
                    words[length] = unit
                    length += 1
                }
                index += 7
            } else {
                words[length] = words[index]
                (index, length) = (index + 1, length + 1)
            }
        }
        return length
    }

    private static func escape(_ words: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        guard isEscape(words) else { return nil }
        return UInt32(String(decoding: words[2..<6], as: UTF8.self), radix: 16).flatMap(character)
    }

    /// Whether bytes begin with an escaped character.
    static func isEscape(_ words: some RandomAccessCollection<UInt8>) -> Bool {
        let start = words.startIndex
        func byte(_ offset: Int) -> UInt8 { words[words.index(start, offsetBy: offset)] }
        guard words.count >= 7, byte(0) == 0x5F, byte(1) == 0x78, byte(6) == 0x5F else { return false }
        return (2..<6).allSatisfy { isHexadecimal(byte($0)) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
