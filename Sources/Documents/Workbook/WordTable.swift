import Foundation

/// The words that the cells of a workbook share, one behind the other: the one part of a workbook that is held whole.
final class WordTable {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16
    private var used = 0
    /// Where each words begin; the last is where the next would.
    private var starts: [UInt32] = [0]

    /// No words.
    init() { bytes = .allocate(capacity: capacity) }

    deinit { bytes.deallocate() }

    /// Reads the words; runs of one string are joined, readings above characters left out.
    convenience init(_ scanner: consuming XMLScanner, file: String, limits: TableLimits) throws {
        self.init()
        var isInText = false, reading = 0
        while true {
            switch try scanner.next() {
            case .finish: return
            case .start:
                if scanner.letter == 0x74 {
                    isInText = reading == 0
                } else if scanner.isNamed("rPh") {
                    reading += 1
                }
            case .end:
                if scanner.letter == 0x74 {
                    isInText = false
                } else if scanner.isNamed("si") {
                    try finish(file, limits)
                } else if scanner.isNamed("rPh") {
                    reading -= 1
                }
            case .text: if isInText { try append(scanner, file, limits) }
            }
        }
    }

    /// The words of a number, nil where there are none.
    @inline(__always)
    subscript(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        guard index >= 0, index < starts.count - 1 else { return nil }
        return UnsafeBufferPointer(start: bytes + Int(starts[index]), count: Int(starts[index + 1] - starts[index]))
    }

    private func append(_ scanner: borrowing XMLScanner, _ file: String, _ limits: TableLimits) throws {
        let text = scanner.text
        try reserve(text.count, file, limits)
        if scanner.isCoded {
            guard let count = XMLWords.decode(scanner.base + text.start, text.count, to: bytes + used) else {
                throw DocumentError.forbiddenXML(file: file, member: "xl/sharedStrings.xml")
            }
            used += count
        } else {
            memcpy(bytes + used, scanner.base + text.start, text.count)
            used += text.count
        }
    }

    private func finish(_ file: String, _ limits: TableLimits) throws {
        try reserve(8, file, limits)
        let start = starts.last.map(Int.init) ?? 0
        used = start + XMLWords.unescape(bytes + start, used - start)
        starts.append(UInt32(used))
    }

    private func reserve(_ count: Int, _ file: String, _ limits: TableLimits) throws {
        // Each start takes four bytes, and up to eight while their array grows.
        guard used + count + starts.count * 8 <= limits.sharedBytes else {
            throw TableError.tooManyWords(file: file, limit: limits.sharedBytes)
        }
        guard used + count > capacity else { return }
        capacity = max(used + count, capacity + capacity / 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, bytes, used)
        bytes.deallocate()
        bytes = larger
    }
}
