extension JSON {
    /// Reads the one value of a text strictly: no double names, no broken UTF-8 or lone surrogates. A byte order mark is
    /// passed over.
    ///
    /// - Parameter levels: most levels of arrays and objects in each other.
    public init(reading bytes: [UInt8], levels: Int) throws(JSONFault) {
        var reader = JSONReader(bytes, levels: levels)
        self = try reader.whole()
    }
}

private struct JSONReader {
    private let bytes: [UInt8]
    private let levels: Int
    private var place: Int

    init(_ bytes: [UInt8], levels: Int) {
        (self.bytes, self.levels) = (bytes, levels)
        place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func whole() throws(JSONFault) -> JSON {
        let value = try value(level: 0)
        guard next == nil else { throw fault(expected: "end") }
        return value
    }

    private func fault(_ reason: JSONFault.Reason) -> JSONFault { JSONFault(offset: place, reason) }
    private func fault(expected: String) -> JSONFault { fault(.syntax(expected: expected)) }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// The next byte that is no blank.
    private var next: UInt8? {
        mutating get {
            while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
            return byte
        }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: wanted) else { return false }
        place += 1
        return true
    }

    private mutating func takeNext(_ wanted: Unicode.Scalar) -> Bool { next == nil ? false : take(wanted) }

    private mutating func value(level: Int) throws(JSONFault) -> JSON {
        switch next {
        case UInt8(ascii: "{"): .object(try object(level: level))
        case UInt8(ascii: "["): .array(try array(level: level))
        case UInt8(ascii: "\""): .string(try string())
        case UInt8(ascii: "t"): try word("true", .bool(true))
        case UInt8(ascii: "f"): try word("false", .bool(false))
        case UInt8(ascii: "n"): try word("null", .null)
        default: .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONFault) -> JSON {
        guard bytes[place...].starts(with: word.utf8) else { throw fault(expected: word) }
        place += word.utf8.count
        return value
    }

    private mutating func array(level: Int) throws(JSONFault) -> [JSON] {
        guard level < levels else { throw fault(.depth(limit: levels)) }
        place += 1
        var elements: [JSON] = []
        if takeNext("]") { return elements }
        repeat { elements.append(try value(level: level + 1)) } while takeNext(",")
        guard take("]") else { throw fault(expected: ", ]") }
        return elements
    }

    private mutating func object(level: Int) throws(JSONFault) -> [JSON.Member] {
        guard level < levels else { throw fault(.depth(limit: levels)) }
        place += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        if takeNext("}") { return members }
        repeat {
            guard next == UInt8(ascii: "\"") else { throw fault(expected: "\"") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault(.doubleName) }
            guard takeNext(":") else { throw fault(expected: ":") }
            members.append(.init(name: name, value: try value(level: level + 1)))
        } while takeNext(",")
        guard take("}") else { throw fault(expected: ", }") }
        return members
    }

    private mutating func number() throws(JSONFault) -> String {
        let start = place
        _ = take("-")
        if !take("0") { try digits(expected: "value") }
        if take(".") { try digits(expected: "0-9") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits(expected: "0-9")
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits(expected: String) throws(JSONFault) {
        let start = place
        while let byte, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw fault(expected: expected) }
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = place
        place += 1
        var text: [UInt8] = []
        while let byte {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                guard let words = String(validating: text, as: UTF8.self) else {
                    throw JSONFault(offset: start, .encoding)
                }
                return words
            case UInt8(ascii: "\\"):
                place += 1
                text += try escaped()
            case 0..<0x20: throw fault(expected: "\\u00XX")
            default:
                place += 1
                text.append(byte)
            }
        }
        throw fault(expected: "\"")
    }

    private mutating func escaped() throws(JSONFault) -> [UInt8] {
        guard let byte else { throw fault(expected: "\"") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var code = try unit()
            if (0xD800..<0xDC00).contains(code) {
                guard take("\\"), take("u") else { throw fault(.encoding) }
                let low = try unit()
                guard (0xDC00..<0xE000).contains(low) else { throw fault(.encoding) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault(.encoding) }
            return Array(String(scalar).utf8)
        default: throw fault(expected: "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    private mutating func unit() throws(JSONFault) -> UInt32 {
        guard place + 4 <= bytes.count,
            bytes[place..<place + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw fault(expected: "\\uXXXX") }
        place += 4
        return unit
    }
}
