import Foundation

/// Walks through the XML of a packed file's member while it unpacks, for members too large to be held.
///
/// Takes the XML that spreadsheets write: UTF-8, without document type and entities but the five that are always there.
/// Names come without prefix. What a token refers to is valid until the next one is asked for.
struct XMLScanner: ~Copyable {
    /// What the scanner stands on.
    enum Step {
        /// A start tag; an empty element has an end as well.
        case start
        /// An end tag.
        case end
        /// Words between tags; an element's words may come in several pieces.
        case text
        /// The end of the member.
        case finish
    }

    /// Bytes within the buffer.
    struct Span {
        var start = 0
        var count = 0
    }

    private struct Attribute {
        var name = Span()
        var value = Span()
    }

    /// The token's bytes are found here.
    let base: UnsafeMutablePointer<UInt8>
    /// Name of the element, without prefix.
    private(set) var name = Span()
    /// The words, as written.
    private(set) var text = Span()
    /// Whether references and line ends in the words are still to be turned into what they stand for.
    private(set) var isCoded = false
    /// Elements that are open.
    private(set) var depth = 0

    private let member: ZipMember
    private let capacity: Int
    private let damaged: DocumentError
    private let excessive: DocumentError
    private let forbidden: DocumentError
    private let depthLimit: Int
    private var at = 0
    private var end = 0
    /// The start of a character whose rest was not unpacked yet.
    private var held: [UInt8] = []
    private var isLast = false
    private var endsNext = false
    private var hasRoot = false
    private var attributes: [Attribute] = []
    /// Names of the open elements with their prefix, one behind the other, and where each begins.
    private var openNames: [UInt8] = []
    private var openStarts: [Int] = []

    private static let piece = 256 << 10

    init(_ member: ZipMember, file: String, tokenLimit: Int, depthLimit: Int = 256) {
        self.member = member
        self.depthLimit = depthLimit
        damaged = DocumentError.damaged(file: file, format: .xlsx, what: member.name)
        excessive = DocumentError.excessive(file: file, what: member.name)
        forbidden = DocumentError.forbiddenXML(file: file, member: member.name)
        capacity = tokenLimit + Self.piece
        // Pages that no token needs are never touched.
        base = .allocate(capacity: capacity + 8)
        base[0] = 0
    }

    deinit { base.deallocate() }

    /// The next token. - Throws: `DocumentError.damaged`, `.forbiddenXML`, `.excessive`.
    mutating func next() throws -> Step {
        if endsNext {
            endsNext = false
            try close()
            return .end
        }
        while true {
            if at == end {
                if try refill() { continue }
                guard depth == 0, hasRoot else { throw damaged }
                return .finish
            }
            if base[at] != 0x3C {
                if let step = try words() { return step }
                continue
            }
            // The byte behind the last one is 0, which no text holds: it ends every loop.
            switch base[at + 1] {
            case 0x2F:
                if let step = try endTag() { return step }
            case 0x21:
                if let step = try declaration() { return step }
            case 0x3F: try instruction()
            case 0: if try !refill() { throw damaged }
            default:
                if let step = try startTag() { return step }
            }
        }
    }

    /// Whether the element has this name.
    @inline(__always)
    func isNamed(_ word: StaticString) -> Bool {
        name.count == word.utf8CodeUnitCount && memcmp(base + name.start, word.utf8Start, name.count) == 0
    }

    /// The byte of a name of one letter, else 0.
    @inline(__always)
    var letter: UInt8 { name.count == 1 ? base[name.start] : 0 }

    /// The value of the start tag's attribute, by its name with prefix.
    @inline(__always)
    func attribute(_ word: StaticString) -> UnsafeBufferPointer<UInt8>? {
        for attribute in attributes
        where attribute.name.count == word.utf8CodeUnitCount
            && memcmp(base + attribute.name.start, word.utf8Start, attribute.name.count) == 0
        {
            return UnsafeBufferPointer(start: base + attribute.value.start, count: attribute.value.count)
        }
        return nil
    }

    /// Whether an attribute says yes.
    func isSet(_ word: StaticString) -> Bool {
        guard let value = attribute(word) else { return false }
        return value.elementsEqual([0x31]) || value.elementsEqual(Array("true".utf8))
    }

    // MARK: Tokens. Each answers nil where it was passed over or needs more of the member first.

    private mutating func words() throws -> Step? {
        guard let found = memchr(base + at, 0x3C, end - at) else {
            if try refill() { return nil }
            guard depth == 0, isBlank(at, end) else { throw damaged }
            at = end
            return nil
        }
        let stop = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        text = Span(start: at, count: stop - at)
        at = stop
        guard depth > 0 else {
            guard isBlank(text.start, stop) else { throw damaged }
            return nil
        }
        isCoded = XMLWords.isCoded(UnsafeRawPointer(base + text.start), text.count)
        return .text
    }

    private func isBlank(_ from: Int, _ to: Int) -> Bool {
        UnsafeBufferPointer(start: base + from, count: to - from).allSatisfy(Self.isSpace)
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 9 && byte <= 13) }

    private mutating func endTag() throws -> Step? {
        let from = at + 2
        guard let found = memchr(base + at, 0x3E, end - at) else { return try more() }
        let stop = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        var to = stop
        while to > from, Self.isSpace(base[to - 1]) { to -= 1 }
        guard let open = openStarts.last, openNames.count - open == to - from else { throw damaged }
        guard openNames[open...].elementsEqual(UnsafeBufferPointer(start: base + from, count: to - from)) else {
            throw damaged
        }
        name = local(from, to)
        at = stop + 1
        try close()
        return .end
    }

    private mutating func close() throws {
        guard let open = openStarts.popLast() else { throw damaged }
        openNames.removeLast(openNames.count - open)
        depth -= 1
    }

    private func local(_ from: Int, _ to: Int) -> Span {
        for index in from..<to where base[index] == 0x3A { return Span(start: index + 1, count: to - index - 1) }
        return Span(start: from, count: to - from)
    }

    private mutating func startTag() throws -> Step? {
        var index = at + 1
        while !Self.endsName(base[index]) { index += 1 }
        let from = at + 1, to = index
        attributes.removeAll(keepingCapacity: true)
        while true {
            let before = index
            while Self.isSpace(base[index]) { index += 1 }
            if base[index] == 0x3E { break }
            if base[index] == 0x2F, base[index + 1] == 0x3E { break }
            if base[index] == 0 || base[index] == 0x2F && base[index + 1] == 0 { return try more() }
            guard index > before else { throw damaged }
            var attribute = Attribute()
            attribute.name.start = index
            while !Self.endsName(base[index]) { index += 1 }
            attribute.name.count = index - attribute.name.start
            while Self.isSpace(base[index]) { index += 1 }
            if base[index] == 0 { return try more() }
            guard base[index] == 0x3D, attribute.name.count > 0 else { throw damaged }
            index += 1
            while Self.isSpace(base[index]) { index += 1 }
            if base[index] == 0 { return try more() }
            let quote = base[index]
            guard quote == 0x22 || quote == 0x27 else { throw damaged }
            index += 1
            attribute.value.start = index
            while base[index] != quote, base[index] != 0, base[index] != 0x3C { index += 1 }
            if base[index] == 0 { return try more() }
            guard base[index] == quote, attributes.count < 256 else { throw damaged }
            attribute.value.count = index - attribute.value.start
            index += 1
            attributes.append(attribute)
        }
        guard to > from, depth < depthLimit else { throw to > from ? excessive : damaged }
        guard depth > 0 || !hasRoot else { throw damaged }
        for index in attributes.indices { attributes[index].value = try decoded(attributes[index].value) }
        endsNext = base[index] == 0x2F
        at = index + (endsNext ? 2 : 1)
        name = local(from, to)
        openStarts.append(openNames.count)
        openNames.append(contentsOf: UnsafeBufferPointer(start: base + from, count: to - from))
        depth += 1
        hasRoot = true
        return .start
    }

    /// The value with its references resolved, in its place.
    private func decoded(_ value: Span) throws -> Span {
        let start = base + value.start
        guard memchr(start, 0x26, value.count) != nil else { return value }
        guard let count = XMLWords.decode(start, value.count, to: start) else { throw forbidden }
        return Span(start: value.start, count: count)
    }

    @inline(__always)
    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x3E || byte == 0x2F || byte == 0x3D || byte == 0x3C || byte == 0x22 || byte == 0x27
    }

    /// A comment, which is passed over; words that are no markup; a document type, which is refused.
    private mutating func declaration() throws -> Step? {
        if begins("<!--") { return try skip(past: "-->", from: 4) }
        if begins("<![CDATA[") {
            guard let stop = find("]]>", from: at + 9) else { return try more() }
            guard depth > 0 else { throw damaged }
            text = Span(start: at + 9, count: stop - at - 9)
            isCoded = false
            at = stop + 3
            return .text
        }
        if end - at < 9, try refill() { return nil }
        throw forbidden
    }

    /// An instruction, such as the first line of the member, which may name no encoding but UTF-8.
    private mutating func instruction() throws {
        guard let stop = find("?>", from: at + 2) else {
            _ = try more()
            return
        }
        if begins("<?xml ") {
            let line = String(decoding: UnsafeBufferPointer(start: base + at, count: stop - at), as: UTF8.self)
                .lowercased()
            guard !line.contains("encoding") || line.contains("utf-8") || line.contains("us-ascii") else {
                throw damaged
            }
        }
        at = stop + 2
    }

    private mutating func skip(past mark: StaticString, from offset: Int) throws -> Step? {
        guard let stop = find(mark, from: at + offset) else { return try more() }
        at = stop + mark.utf8CodeUnitCount
        return nil
    }

    private func begins(_ word: StaticString) -> Bool {
        end - at >= word.utf8CodeUnitCount && memcmp(base + at, word.utf8Start, word.utf8CodeUnitCount) == 0
    }

    private func find(_ word: StaticString, from: Int) -> Int? {
        guard from < end else { return nil }
        return UnsafeRawBufferPointer(start: base + from, count: end - from).firstIndex(of: word).map { from + $0 }
    }

    /// Reads on so that the token can be tried again. - Throws: where nothing follows.
    private mutating func more() throws -> Step? {
        guard try refill() else { throw damaged }
        return nil
    }

    /// Moves the token to the front and reads on behind it; false at the end of the member.
    private mutating func refill() throws -> Bool {
        guard !isLast else { return false }
        let kept = end - at
        guard kept + Self.piece <= capacity else { throw excessive }
        memmove(base, base + at, kept)
        for (index, byte) in held.enumerated() { base[kept + index] = byte }
        let old = held.count
        let got = try member.read(into: .init(start: base + kept + old, count: Self.piece - old))
        isLast = got == 0
        var fresh = UnsafeRawBufferPointer(start: base + kept, count: old + got)
        if end == 0, fresh.starts(with: [0xEF, 0xBB, 0xBF]) {
            memmove(base, base + 3, fresh.count - 3)
            fresh = .init(start: base, count: fresh.count - 3)
        }
        let check = UTF8Check(fresh)
        guard check.valid == fresh.count || (check.isCut && !isLast) else { throw damaged }
        held = Array(fresh[check.valid...])
        guard UnsafeRawBufferPointer(rebasing: fresh[..<check.valid]).firstIndex(ofByte: 0) == nil else {
            throw damaged
        }
        (at, end) = (0, kept + check.valid)
        base[end] = 0
        return !isLast
    }
}
