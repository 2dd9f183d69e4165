/// Rows in the text format of COPY, gathered in one buffer that is sent and used again.
final class CopyRows: RowFiller {
    private var bytes: [UInt8] = []
    /// The length of the rows that are whole.
    private var end = 0
    private var isFirst = true
    private var hasNul = false

    /// How many bytes are sent at once.
    private static let piece = 1 << 16

    init() { bytes.reserveCapacity(Self.piece * 2) }

    /// Whether there is enough to be sent.
    var isFull: Bool { bytes.count >= Self.piece }

    func null() {
        separate()
        append("\\N")
    }

    func integer(_ value: Int64) {
        separate()
        var magnitude = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
            magnitude /= 10
        } while magnitude > 0
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes[start...].reverse()
    }

    /// Not a number is no number, as SQLite has it.
    func real(_ value: Double) {
        guard !value.isNaN else { return null() }
        separate()
        append(String(value))
    }

    func text(_ text: UnsafeRawBufferPointer) {
        separate()
        // What needs no escape is copied in stretches.
        var start = 0
        for (position, byte) in text.enumerated() where byte <= UInt8(ascii: "\\") {
            guard let letter = escape(byte) else { continue }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<position]))
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(letter)
            start = position + 1
        }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
    }

    func blob(_ content: UnsafeRawBufferPointer) {
        separate()
        append("\\\\x")
        for byte in content {
            bytes.append(Self.digits[Int(byte >> 4)])
            bytes.append(Self.digits[Int(byte & 0xF)])
        }
    }

    func copiedText(_ content: String) {
        var content = content
        content.withUTF8 { text(UnsafeRawBufferPointer($0)) }
    }

    func copiedBlob(_ bytes: [UInt8]) { bytes.withUnsafeBytes { blob($0) } }

    /// Ends a row.
    func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isFirst = true
        end = bytes.count
    }

    /// Sends the rows that are whole.
    func send(to session: PostgresSession) throws {
        guard !hasNul else { throw RegisterError.nulCharacter }
        try bytes.withUnsafeBytes { try session.copy(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        bytes.removeAll(keepingCapacity: true)
        end = 0
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private func separate() {
        if !isFirst { bytes.append(UInt8(ascii: "\t")) }
        isFirst = false
    }

    private func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// The letter that stands for a byte after a backslash; nil for a byte that stands for itself.
    private func escape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "\t"): return UInt8(ascii: "t")
        case UInt8(ascii: "\n"): return UInt8(ascii: "n")
        case UInt8(ascii: "\r"): return UInt8(ascii: "r")
        case 0:
            hasNul = true
            return nil
        default: return nil
        }
    }
}
