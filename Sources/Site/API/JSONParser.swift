/// Reads JSON strictly (RFC 8259): no double names, no broken UTF-8 or lone surrogates, no more than 16 levels.
struct JSONParser {
    /// Where the text is no JSON that is taken, and why.
    struct Fault: Error, Equatable {
        /// The byte, from 0.
        let offset: Int
        let reason: Reason
    }

    /// What is wrong.
    enum Reason: String, Equatable {
        case syntax, encoding, depth, doubleName
    }

    /// Levels of arrays and objects in each other: rows need three.
    static let depth = 16

    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of a whole text. - Throws: `Fault`.
    static func parse(_ bytes: [UInt8]) throws -> JSON {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault(offset: 0, reason: .encoding) }
        var parser = JSONParser(bytes)
        let value = try parser.value(level: 0)
        parser.skipBlanks()
        guard parser.place == bytes.count else { throw parser.fault(.syntax) }
        return value
    }

    private func fault(_ reason: Reason) -> Fault { Fault(offset: place, reason: reason) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(level: Int) throws -> JSON {
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return try object(level: level)
        case UInt8(ascii: "["): return try array(level: level)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws -> JSON {
        guard bytes[place...].starts(with: word.utf8) else { throw fault(.syntax) }
        place += word.utf8.count
        return value
    }

    private mutating func array(level: Int) throws -> JSON {
        guard level < Self.depth else { throw fault(.depth) }
        place += 1
        var elements: [JSON] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try value(level: level + 1))
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault(.syntax) }
        return .array(elements)
    }

    private mutating func object(level: Int) throws -> JSON {
        guard level < Self.depth else { throw fault(.depth) }
        place += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fault(.syntax) }
            let name = try string()
            guard names.insert(name).inserted else { throw fault(.doubleName) }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw fault(.syntax) }
            members.append(.init(name: name, value: try value(level: level + 1)))
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault(.syntax) }
        return .object(members)
    }

    private mutating func number() throws -> String {
        let start = place
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
        func digits(_ parser: inout JSONParser) throws {
            guard isDigit(parser.next) else { throw parser.fault(.syntax) }
            while isDigit(parser.next) { parser.place += 1 }
        }
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits(&self) }
        if take(UInt8(ascii: ".")) { try digits(&self) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits(&self)
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func string() throws -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escaped()
            case 0..<0x20: throw fault(.syntax)
            default: text.append(byte)
            }
        }
        throw fault(.syntax)
    }

    private mutating func escaped() throws -> [UInt8] {
        guard let byte = next else { throw fault(.syntax) }
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
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault(.encoding) }
                let low = try unit()
                guard (0xDC00..<0xE000).contains(low) else { throw fault(.encoding) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault(.encoding) }
            return Array(String(scalar).utf8)
        default: throw fault(.syntax)
        }
    }

    private mutating func unit() throws -> UInt32 {
        guard place + 4 <= bytes.count,
            bytes[place..<place + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw fault(.syntax) }
        place += 4
        return unit
    }
}
