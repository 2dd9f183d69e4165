/// Turns text into HTML text: safe between tags and inside quoted attributes.
enum HTMLEscaping {
    /// Appends a text; `& < > " '` become references, control characters that HTML does not know become U+FFFD.
    static func append(_ text: some StringProtocol, to bytes: inout [UInt8]) {
        let isFast: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &bytes) }
        if isFast == nil { Array(text.utf8).withUnsafeBufferPointer { append($0, to: &bytes) } }
    }

    /// Appends UTF-8 text. Stretches without special characters are copied whole.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        for (index, byte) in text.enumerated() {
            let reference: StaticString
            switch byte {
            case UInt8(ascii: "&"): reference = "&amp;"
            case UInt8(ascii: "<"): reference = "&lt;"
            case UInt8(ascii: ">"): reference = "&gt;"
            case UInt8(ascii: "\""): reference = "&quot;"
            case UInt8(ascii: "'"): reference = "&#39;"
            case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: reference = "\u{FFFD}"
            default: continue
            }
            bytes.append(contentsOf: text[start..<index])
            reference.withUTF8Buffer { bytes.append(contentsOf: $0) }
            start = index + 1
        }
        bytes.append(contentsOf: text[start...])
    }
}
