import Foundation

/// Reads a form with files (RFC 7578) as its bytes arrive.
///
/// It holds at most what the form may hold and looks at each byte once; nothing is guessed: a body that is cut off, has
/// other bytes between its parts, or more or larger parts than allowed is refused.
struct MultipartParser {
    /// What a form may hold.
    struct Limits {
        /// Bytes of all parts together.
        var size = 64 << 20
        /// Bytes of one field that is no file.
        var field = 256 << 10
        /// Parts.
        var parts = 2_000
        /// Bytes of the headers of one part.
        var headers = 8 << 10
    }

    /// What came in.
    private(set) var form = FormValues()
    private(set) var uploads: [Upload] = []

    private enum State {
        /// Before the first boundary, after a boundary, in a part's headers, in its body, after the last boundary.
        case preamble, afterBoundary, headers, body, epilogue
    }

    private struct Part {
        var name: String
        var fileName: String?
        var data = Data()
    }

    private let limits: Limits
    /// `\r\n--boundary`; the first one comes without the line end.
    private let delimiter: [UInt8]
    private var state = State.preamble
    private var part: Part?
    private var buffer: [UInt8] = []
    private var received = 0
    private var count = 0

    /// A parser for a `Content-Type` header. - Throws: `SiteError.badForm` for another type or a boundary that is none.
    init(contentType: String, limits: Limits = Limits()) throws {
        let pieces = HeaderParameters(contentType)
        guard pieces.value == "multipart/form-data", let boundary = pieces["boundary"] else { throw SiteError.badForm }
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy(Self.isBoundary) else {
            throw SiteError.badForm
        }
        self.limits = limits
        delimiter = Array("\r\n--\(boundary)".utf8)
        // So that the first boundary looks like the others.
        buffer = Array("\r\n".utf8)
    }

    private static func isBoundary(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }

    /// Takes the next bytes. - Throws: `SiteError.badForm`, `.tooLarge`.
    mutating func consume(_ bytes: some Collection<UInt8>) throws {
        received += bytes.count
        // Boundaries and headers come on top of the parts; they are bounded too.
        guard received <= limits.size + limits.parts * 256 else { throw SiteError.tooLarge(limit: limits.size) }
        if state == .epilogue { return }
        buffer.append(contentsOf: bytes)
        while try step() {}
    }

    /// The body has ended. - Throws: `SiteError.badForm` if the last boundary is missing.
    func finish() throws {
        guard state == .epilogue else { throw SiteError.badForm }
    }

    /// Does one thing with the buffer; false if it needs more bytes.
    private mutating func step() throws -> Bool {
        switch state {
        case .preamble: return try skipPreamble()
        case .afterBoundary: return try endBoundary()
        case .headers: return try readHeaders()
        case .body: return try readBody()
        case .epilogue:
            buffer = []
            return false
        }
    }

    private mutating func skipPreamble() throws -> Bool {
        guard buffer.count >= delimiter.count else { return false }
        // Browsers send no preamble, so none is taken.
        guard buffer.starts(with: delimiter) else { throw SiteError.badForm }
        buffer.removeFirst(delimiter.count)
        state = .afterBoundary
        return true
    }

    private mutating func endBoundary() throws -> Bool {
        guard buffer.count >= 2 else { return false }
        let next = (buffer[0], buffer[1])
        buffer.removeFirst(2)
        switch next {
        case (UInt8(ascii: "-"), UInt8(ascii: "-")): state = .epilogue
        case (0x0D, 0x0A): state = .headers
        default: throw SiteError.badForm
        }
        return true
    }

    private mutating func readHeaders() throws -> Bool {
        guard let end = buffer.prefix(limits.headers + 4).firstRange(of: Array("\r\n\r\n".utf8)) else {
            guard buffer.count <= limits.headers else { throw SiteError.badForm }
            return false
        }
        count += 1
        guard count <= limits.parts else { throw SiteError.badForm }
        part = try Self.part(headers: String(decoding: buffer[..<end.lowerBound], as: UTF8.self))
        buffer.removeFirst(end.upperBound)
        state = .body
        return true
    }

    private static func part(headers: String) throws -> Part {
        for line in headers.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw SiteError.badForm }
            guard line[..<colon].lowercased() == "content-disposition" else { continue }
            let disposition = HeaderParameters(String(line[line.index(after: colon)...]))
            guard disposition.value == "form-data", let name = disposition["name"] else { throw SiteError.badForm }
            return Part(name: name, fileName: disposition["filename"].map(fileName))
        }
        throw SiteError.badForm
    }

    /// The name alone: without folders of either kind of system and without control characters.
    static func fileName(_ sent: String) -> String {
        let last = sent.split(whereSeparator: { $0 == "/" || $0 == "\\" || $0 == "\0" }).last.map(String.init) ?? ""
        let scalars = last.unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0x7F && !$0.properties.isBidiControl
        }
        let name = String(String.UnicodeScalarView(scalars)).trimmed
        return name == "." || name == ".." ? "" : String(name.prefix(200))
    }

    private mutating func readBody() throws -> Bool {
        if let end = Self.find(delimiter, in: buffer) {
            try add(buffer[..<end])
            buffer.removeFirst(end + delimiter.count)
            try closePart()
            state = .afterBoundary
            return true
        }
        // The last bytes may be the beginning of a boundary.
        let safe = buffer.count - delimiter.count + 1
        if safe > 0 {
            try add(buffer[..<safe])
            buffer.removeFirst(safe)
        }
        return false
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws {
        guard var part else { throw SiteError.badForm }
        self.part = nil
        part.data.append(contentsOf: bytes)
        let limit = part.fileName == nil ? limits.field : limits.size
        guard part.data.count <= limit else { throw SiteError.tooLarge(limit: limit) }
        self.part = part
    }

    private mutating func closePart() throws {
        guard let part else { throw SiteError.badForm }
        self.part = nil
        if let name = part.fileName {
            // A file field without a file comes with an empty name.
            if !name.isEmpty || !part.data.isEmpty {
                uploads.append(Upload(field: part.name, name: name, data: part.data))
            }
        } else {
            form.items.append(SiteLink.Item(name: part.name, value: String(decoding: part.data, as: UTF8.self)))
        }
    }

    /// The first place of `needle`, by the first byte (a carriage return, rare in files).
    private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, bytes.count >= needle.count else { return nil }
            var start = 0
            let last = bytes.count - needle.count
            while start <= last {
                guard let hit = memchr(base + start, Int32(needle[0]), last - start + 1) else { return nil }
                start = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
                if memcmp(base + start, needle, needle.count) == 0 { return start }
                start += 1
            }
            return nil
        }
    }
}

/// A header's value with its parameters: `form-data; name="a"; filename="b.docx"`.
struct HeaderParameters {
    /// The value, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    /// Reads a header; a quoted value ends at the next quote (browsers send `%22` for one inside).
    init(_ header: String) {
        let pieces = header.split(separator: ";", maxSplits: 1)
        value = pieces.first.map { String($0).trimmed.lowercased() } ?? ""
        var rest = pieces.count > 1 ? pieces[1] : ""
        while let equals = rest.firstIndex(of: "="), parameters.count < 20 {
            let name = String(rest[..<equals]).trimmed.lowercased()
            rest = rest[rest.index(after: equals)...]
            if rest.first == "\"" {
                rest = rest.dropFirst()
                let end = rest.firstIndex(of: "\"") ?? rest.endIndex
                if parameters[name] == nil { parameters[name] = String(rest[..<end]) }
                rest = rest[end...].drop { $0 != ";" }.dropFirst()
            } else {
                let end = rest.firstIndex(of: ";") ?? rest.endIndex
                if parameters[name] == nil { parameters[name] = String(rest[..<end]).trimmed }
                rest = rest[end...].dropFirst()
            }
        }
    }

    /// A parameter by its name in lower case.
    subscript(name: String) -> String? { parameters[name] }
}
