import CXML
import Foundation

/// In what a text file is written.
public enum TextEncoding: String, Hashable, Sendable {
    /// Unicode in bytes, with or without mark.
    case utf8 = "UTF-8"
    /// Unicode in pairs of bytes, low byte first, known by its mark.
    case utf16Little = "UTF-16LE"
    /// Unicode in pairs of bytes, high byte first, known by its mark.
    case utf16Big = "UTF-16BE"
    /// The Chinese national standard, with GBK and GB 2312 in it; what Excel writes as CSV in China.
    case gb18030 = "GB18030"
}

/// Text of a file as valid UTF-8 without mark, piece by piece.
///
/// A file without mark is UTF-8 until bytes do not fit; it is GB18030 where all before them was ASCII, which is the same
/// in both, so that no piece has to be taken back.
struct TextInput: ~Copyable {
    private(set) var encoding = TextEncoding.utf8
    /// Whether the text stopped at bytes that are none.
    private(set) var isBroken = false
    private(set) var isAtEnd = false

    private var input: ByteInput
    private let file: String
    private var isFirst = true
    private var hasWide = false
    /// Start of a character whose rest was not read yet, for UTF-8.
    private var held: [UInt8] = []
    /// Bytes of another encoding that are still to be turned into UTF-8.
    private var converter: TextConverter?

    init(_ source: TableSource, named file: String) throws {
        input = try ByteInput(source, named: file)
        self.file = file
    }

    /// Writes the next piece to the target, which takes at least 64 bytes; none at the end.
    ///
    /// - Throws: `DocumentError.unreadable`; `.needsProgram` where the system has no table of GB18030.
    mutating func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        while !isAtEnd, !isBroken {
            let count = converter == nil ? try readUTF8(into: target) : try convert(into: target)
            let piece = UnsafeRawBufferPointer(rebasing: target[..<count])
            if let zero = piece.firstIndex(ofByte: 0) {
                isBroken = true
                return zero
            }
            if count > 0 { return count }
        }
        return 0
    }

    private mutating func readUTF8(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        target.copyBytes(from: held)
        var count = held.count
        let got = try input.read(into: .init(rebasing: target[count...]))
        isAtEnd = got < target.count - count
        count += got
        held.removeAll(keepingCapacity: true)
        if isFirst {
            isFirst = false
            if let marked = try openMarked(UnsafeRawBufferPointer(rebasing: target[..<count])) {
                guard marked > 0 else { return 0 }
                count -= marked
                if let base = target.baseAddress { memmove(base, base + marked, count) }
            }
        }
        let piece = UnsafeRawBufferPointer(rebasing: target[..<count])
        let check = UTF8Check(piece)
        if check.valid == count || (check.isCut && !isAtEnd) {
            held = Array(piece[check.valid...])
            hasWide = hasWide || check.hasWide
            return check.valid
        }
        guard !hasWide, !UTF8Check.isDamaged(piece) else {
            isBroken = true
            return check.valid
        }
        try begin(.gb18030, with: piece)
        return 0
    }

    /// Length of the mark of UTF-8; 0 where the mark is that of another encoding, which is begun; nil without mark.
    private mutating func openMarked(_ piece: UnsafeRawBufferPointer) throws -> Int? {
        if piece.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
        guard piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) else { return nil }
        try begin(piece[0] == 0xFF ? .utf16Little : .utf16Big, with: .init(rebasing: piece[2...]))
        return 0
    }

    private mutating func begin(_ encoding: TextEncoding, with bytes: UnsafeRawBufferPointer) throws {
        guard let converter = TextConverter(from: encoding, first: bytes) else {
            throw DocumentError.needsProgram(file: file, program: "iconv (\(encoding.rawValue))", package: "libc6")
        }
        self.converter = converter
        self.encoding = encoding
        isAtEnd = false
    }

    private mutating func convert(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let converter else { return 0 }
        let result = try converter.convert(from: &input, into: target)
        isAtEnd = result.isAtEnd
        isBroken = result.isBroken
        return result.count
    }
}

/// Turns bytes of another encoding into UTF-8 with the converter of the C library.
private final class TextConverter {
    private let handle: iconv_t
    private var pending: [UInt8]

    init?(from encoding: TextEncoding, first bytes: UnsafeRawBufferPointer) {
        handle = iconv_open("UTF-8", encoding.rawValue)
        pending = Array(bytes)
        if Int(bitPattern: handle) == -1 { return nil }
    }

    deinit { if Int(bitPattern: handle) != -1 { iconv_close(handle) } }

    func convert(
        from input: inout ByteInput, into target: UnsafeMutableRawBufferPointer
    ) throws -> (count: Int, isAtEnd: Bool, isBroken: Bool) {
        // No character takes more than twice its bytes in UTF-8, and one that is cut off fewer than 4.
        let wanted = max(16, target.count / 2)
        var isLast = false
        if pending.count < wanted {
            let old = pending.count
            let more = try [UInt8](unsafeUninitializedCapacity: wanted - old) { buffer, filled in
                filled = try input.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            pending += more
            isLast = pending.count < wanted
        }
        var left = pending.count, room = target.count, failure: Int32 = 0
        pending.withUnsafeMutableBytes { source in
            var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
            var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
            if iconv(handle, &from, &left, &to, &room) == -1 { failure = errno }
        }
        pending.removeFirst(pending.count - left)
        let isBroken = failure == EILSEQ || (failure == EINVAL && isLast)
        return (target.count - room, isLast && left == 0, isBroken)
    }
}

extension UnsafeRawBufferPointer {
    /// Where a byte first stands.
    func firstIndex(ofByte byte: UInt8) -> Int? {
        guard let baseAddress, count > 0, let found = memchr(baseAddress, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - baseAddress
    }

    /// Where a word first stands.
    func firstIndex(of word: StaticString) -> Int? {
        var from = 0
        while let found = UnsafeRawBufferPointer(rebasing: self[from...]).firstIndex(ofByte: word.utf8Start.pointee) {
            from += found
            guard count - from >= word.utf8CodeUnitCount, let baseAddress else { return nil }
            if memcmp(baseAddress + from, word.utf8Start, word.utf8CodeUnitCount) == 0 { return from }
            from += 1
        }
        return nil
    }
}
