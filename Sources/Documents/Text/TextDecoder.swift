import Foundation

/// Turns the bytes of a text file into UTF-8: UTF-8, UTF-16 or GB18030, with or without mark, any line ends.
struct TextDecoder {
    let file: String
    let format: DocumentFormat

    /// UTF-8 without mark, line ends as `\n`, and how many bytes were no text and left out.
    ///
    /// - Throws: `DocumentError.damaged` where the bytes are no text at all.
    func decode(_ bytes: [UInt8]) throws -> (bytes: [UInt8], damaged: Int) {
        let damaged = DocumentError.damaged(file: file, format: format, what: "encoding")
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(Array(bytes.dropFirst(3)), or: damaged) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (try utf16(bytes.dropFirst(2), isLittle: true, or: damaged), 0) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (try utf16(bytes.dropFirst(2), isLittle: false, or: damaged), 0) }
        if bytes.contains(0) {
            guard let isLittle = Self.guessUTF16(bytes) else { throw damaged }
            return (try utf16(bytes[...], isLittle: isLittle, or: damaged), 0)
        }
        return try utf8(bytes, or: damaged)
    }

    /// UTF-8; a little damaged UTF-8; GB18030; GB18030 that was cut inside its last character.
    private func utf8(_ bytes: [UInt8], or damaged: DocumentError) throws -> (bytes: [UInt8], damaged: Int) {
        if bytes.contains(0) { throw damaged }
        if String(validating: bytes, as: UTF8.self) != nil { return (Self.lines(bytes), 0) }
        // GB18030 bytes are hardly ever UTF-8 characters: where ten times more fit than not, it is damaged UTF-8.
        let repaired = Self.repaired(String(decoding: bytes, as: UTF8.self))
        if repaired.lost * 10 <= repaired.wide { return (Self.lines(repaired.bytes), repaired.lost) }
        for cut in 0...3 where cut < bytes.count {
            if let text = String(bytes: bytes.dropLast(cut), encoding: Self.gb18030) {
                return (Self.lines(Array(text.utf8)), cut)
            }
        }
        throw damaged
    }

    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    /// The text without what is no character, how much that was, and how many characters are beyond ASCII.
    private static func repaired(_ text: String) -> (bytes: [UInt8], lost: Int, wide: Int) {
        var bytes: [UInt8] = [], lost = 0, wide = 0
        for scalar in text.unicodeScalars {
            if scalar == "\u{FFFD}" {
                lost += 1
            } else {
                if !scalar.isASCII { wide += 1 }
                bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
        return (bytes, lost, wide)
    }

    private func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool, or damaged: DocumentError) throws -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isLittle ? first | second << 8 : first << 8 | second)
            index += 2
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw damaged }
        guard !text.unicodeScalars.contains("\0") else { throw damaged }
        return Self.lines(Array(text.utf8))
    }

    /// UTF-16 without mark: the byte order in which nine of ten units are Chinese characters, punctuation or ASCII.
    private static func guessUTF16(_ bytes: [UInt8]) -> Bool? {
        guard bytes.count % 2 == 0 else { return nil }
        var plausible = (little: 0, big: 0), units = 0, index = 0
        while index + 1 < min(bytes.count, 65_536) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            if isPlausible(first | second << 8) { plausible.little += 1 }
            if isPlausible(first << 8 | second) { plausible.big += 1 }
            units += 1
            index += 2
        }
        guard max(plausible.little, plausible.big) * 10 >= units * 9 else { return nil }
        return plausible.little >= plausible.big
    }

    private static func isPlausible(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x2010...0x2030, 0x3000...0x303F, 0x4E00...0x9FFF, 0xD800...0xDFFF,
            0xFF00...0xFFEF:
            true
        default: false
        }
    }

    /// Line ends as `\n`: CR LF, CR, and the Unicode separators.
    private static func lines(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x0D) || bytes.contains(0x0C) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0x0D:
                result.append(0x0A)
                if index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
            case 0x0C: result.append(0x0A)
            default: result.append(bytes[index])
            }
            index += 1
        }
        return result
    }
}
