/// Whether bytes are UTF-8, a word at a time where they are ASCII.
struct UTF8Check {
    /// Number of bytes from the start that are whole, valid characters.
    private(set) var valid = 0
    /// Whether the rest may be a character that goes on behind the last byte.
    private(set) var isCut = false
    /// Whether there is a character beyond ASCII.
    private(set) var hasWide = false

    init(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let count = bytes.count
        var index = 0
        while index < count {
            if count - index >= 32 {
                let block = (base + index).loadUnaligned(as: SIMD4<UInt64>.self)
                let folded = block.lowHalf | block.highHalf
                if (folded.x | folded.y) & 0x8080_8080_8080_8080 == 0 {
                    index += 32
                    continue
                }
            }
            // Within a block that is not all ASCII, character by character.
            let end = min(count, index + 32)
            while index < end {
                let length = Self.length(base + index, count - index)
                guard length > 0 else {
                    (valid, isCut) = (index, length == 0)
                    return
                }
                if length > 1 { hasWide = true }
                index += length
            }
        }
        valid = count
    }

    /// Bytes of the character here, 0 where it is cut off by the end, -1 where it is none (Unicode 3.9, table 3-7).
    @inline(__always)
    private static func length(_ start: UnsafeRawPointer, _ count: Int) -> Int {
        func byte(_ offset: Int) -> UInt8 { start.load(fromByteOffset: offset, as: UInt8.self) }
        let first = byte(0)
        if first < 0x80 { return 1 }
        guard first >= 0xC2, first <= 0xF4 else { return -1 }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard count > 1 else { return 0 }
        let range: ClosedRange<UInt8> =
            switch first {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
        guard range.contains(byte(1)) else { return -1 }
        for offset in 2..<max(2, length) {
            guard count > offset else { return 0 }
            guard byte(offset) & 0xC0 == 0x80 else { return -1 }
        }
        return length
    }

    /// Whether the bytes are UTF-8 with a little damage, and not text of another encoding: ten times more characters
    /// beyond ASCII fit than bytes do not.
    static func isDamaged(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var index = 0, wide = 0, lost = 0
        while index < bytes.count {
            let length = length(base + index, bytes.count - index)
            if length > 1 { wide += 1 }
            if length < 0 { lost += 1 }
            index += max(1, length)
        }
        return lost * 10 <= wide
    }
}
