/// A piece of a page.
///
/// Pages are string literals of this type: `let row: HTML = "<td>\(task.title)</td>"`. What is filled in is escaped
/// unless it is `HTML` itself, so a value that somebody typed cannot become mark-up by being forgotten. There is no
/// template language: the compiler checks names, types and links of every page. Attribute values stand in double quotes.
struct HTML: Sendable, Hashable {
    /// UTF-8.
    var bytes: [UInt8]

    init(bytes: [UInt8] = []) { self.bytes = bytes }

    /// Nothing.
    static let empty = HTML()

    /// Whether there is nothing in it.
    var isEmpty: Bool { bytes.isEmpty }

    /// Words that are escaped.
    init(text: some StringProtocol) {
        bytes = []
        HTMLEscaping.append(text, to: &bytes)
    }

    static func + (left: HTML, right: HTML) -> HTML { HTML(bytes: left.bytes + right.bytes) }
    static func += (left: inout HTML, right: HTML) { left.bytes += right.bytes }

    /// The mark-up as text; for tests.
    var string: String { String(decoding: bytes, as: UTF8.self) }
}

extension HTML: ExpressibleByStringInterpolation {
    /// A literal is mark-up.
    init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
    }

    /// A literal with values in it.
    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Collects the pieces of a literal: its own words are mark-up, values are escaped.
    struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8]

        /// An empty buffer of about the right size.
        init(literalCapacity: Int, interpolationCount: Int) {
            bytes = []
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        /// Words of the literal: mark-up.
        mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// A text, escaped.
        mutating func appendInterpolation(_ text: some StringProtocol) { HTMLEscaping.append(text, to: &bytes) }

        /// A text or nothing, escaped.
        mutating func appendInterpolation(_ text: String?) {
            if let text { HTMLEscaping.append(text, to: &bytes) }
        }

        /// A whole number.
        mutating func appendInterpolation(_ number: some BinaryInteger) {
            bytes.append(contentsOf: String(number).utf8)
        }

        /// Mark-up.
        mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }

        /// Mark-up or nothing.
        mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// Pieces of mark-up, one after the other.
        mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }

        /// A page of this site.
        mutating func appendInterpolation(_ path: SitePath) { HTMLEscaping.append(path.path, to: &bytes) }

        /// A page of this site with a query.
        mutating func appendInterpolation(_ link: SiteLink) { HTMLEscaping.append(link.url, to: &bytes) }

        /// An attribute that stands there or not: `<option\(flag: "selected", if: isChosen)>`.
        mutating func appendInterpolation(flag name: StaticString, if isOn: Bool) {
            guard isOn else { return }
            bytes.append(0x20)
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// An attribute with its value, left out where the value is nil.
        mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            bytes.append(0x20)
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: "=\"".utf8)
            HTMLEscaping.append(value, to: &bytes)
            bytes.append(0x22)
        }

        /// `href` of an address from outside; one that is neither http, https nor mailto leads nowhere.
        mutating func appendInterpolation(href address: String) {
            let isSafe = ["http://", "https://", "mailto:"].contains { address.lowercased().hasPrefix($0) }
            appendInterpolation(attribute: "href", isSafe ? address : "#")
        }
    }
}

extension Sequence {
    /// A piece of mark-up for each element.
    func html(_ piece: (Element) throws -> HTML) rethrows -> HTML {
        var all = HTML.empty
        for element in self { all += try piece(element) }
        return all
    }
}

extension HTML {
    /// The piece where the condition holds, otherwise nothing.
    static func when(_ condition: Bool, _ piece: @autoclosure () throws -> HTML) rethrows -> HTML {
        condition ? try piece() : .empty
    }
}
