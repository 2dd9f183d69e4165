/// Reads JSON (RFC 8259) with the offset of the first fault and a limit of depth.
struct JSONReader {
    private let bytes: [UInt8]
    private let file: String
    private var at = 0
    private static let deepest = 64

    /// The one value of a file.
    static func read(_ bytes: [UInt8], named file: String) throws(CatchmentFileError) -> JSONText {
        var reader = JSONReader(bytes: bytes, file: file)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
        let value = try reader.value(0)
        reader.skip()
        guard reader.at == bytes.count else { throw reader.fault("end") }
        return value
    }

    private init(bytes: [UInt8], file: String) { (self.bytes, self.file) = (bytes, file) }

    private func fault(_ expected: String) -> CatchmentFileError {
        .notJSON(file: file, offset: at, expected: expected)
    }

    private mutating func skip() {
        while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skip()
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(_ depth: Int) throws(CatchmentFileError) -> JSONText {
        guard depth < Self.deepest else { throw .tooDeep(file: file, offset: at) }
        skip()
        guard at < bytes.count else { throw fault("value") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONText) throws(CatchmentFileError) -> JSONText {
        guard bytes[at...].starts(with: word.utf8) else { throw fault(word) }
        at += word.utf8.count
        return value
    }

    private mutating func array(_ depth: Int) throws(CatchmentFileError) -> JSONText {
        at += 1
        var values: [JSONText] = []
        if take(UInt8(ascii: "]")) { return .array(values) }
        while true {
            values.append(try value(depth + 1))
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw fault(", ]") }
        }
    }

    private mutating func object(_ depth: Int) throws(CatchmentFileError) -> JSONText {
        at += 1
        var members: [JSONText.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skip()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fault("\"") }
            let name = try string()
            guard take(UInt8(ascii: ":")) else { throw fault(":") }
            members.append(.init(name, try value(depth + 1)))
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw fault(", }") }
        }
    }

    private mutating func number() throws(CatchmentFileError) -> JSONText {
        let begin = at
        func isDigit() -> Bool { at < bytes.count && (0x30...0x39).contains(bytes[at]) }
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
        guard isDigit() else { throw fault("value") }
        if bytes[at] == 0x30 { at += 1 } else { while isDigit() { at += 1 } }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            guard isDigit() else { throw fault("0-9") }
            while isDigit() { at += 1 }
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard isDigit() else { throw fault("0-9") }
            while isDigit() { at += 1 }
        }
        return .number(String(decoding: bytes[begin..<at], as: UTF8.self))
    }

    private mutating func string() throws(CatchmentFileError) -> String {
        at += 1
        var units: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                guard let words = String(validating: units, as: UTF8.self) else { throw fault("UTF-8") }
                return words
            case UInt8(ascii: "\\"):
                at += 1
                units.append(contentsOf: try escape())
            case 0..<0x20: throw fault("\\u00XX")
            default:
                units.append(byte)
                at += 1
            }
        }
        throw fault("\"")
    }

    private mutating func escape() throws(CatchmentFileError) -> [UInt8] {
        guard at < bytes.count else { throw fault("\\") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code) {
                guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                    throw fault("\\uDC00")
                }
                at += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("\\uDC00") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("\\uXXXX") }
            return Array(String(Character(scalar)).utf8)
        default: throw fault("\\")
        }
    }

    private mutating func hexadecimal() throws(CatchmentFileError) -> UInt32 {
        guard at + 4 <= bytes.count,
            bytes[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw fault("\\uXXXX") }
        at += 4
        return code
    }
}
