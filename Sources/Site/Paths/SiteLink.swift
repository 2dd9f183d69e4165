/// An address of the site with its query and fragment.
struct SiteLink: Hashable, Sendable {
    /// The page.
    var path: SitePath
    /// Names and values, in order.
    var query: [Item] = []
    /// What to show first, an `id` on the page.
    var fragment: String?

    /// A name and a value of a query.
    struct Item: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// The whole address, percent-encoded.
    var url: String {
        var url = path.path
        if !query.isEmpty {
            url += "?" + query.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
        }
        if let fragment { url += "#" + Self.encode(fragment) }
        return url
    }

    /// The address with a value; nil takes the name out.
    func with(_ name: String, _ value: String?) -> SiteLink {
        var link = self
        link.query.removeAll { $0.name == name }
        if let value { link.query.append(Item(name: name, value: value)) }
        return link
    }

    /// Percent-encodes everything but letters, digits and `-._~`.
    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A link inside the site from an address as sent, for coming back to a page; nil for anything else, such as `//host`.
    init?(local url: String) {
        let (address, fragment) = Self.cut(url, "#")
        let (path, query) = Self.cut(address, "?")
        guard let path = SitePath(path: path) else { return nil }
        self.init(path: path, query: FormValues(urlEncoded: query).items, fragment: fragment.isEmpty ? nil : fragment)
    }

    init(path: SitePath, query: [Item] = [], fragment: String? = nil) {
        self.path = path
        self.query = query
        self.fragment = fragment
    }

    private static func cut(_ text: String, _ separator: Character) -> (String, String) {
        guard let place = text.firstIndex(of: separator) else { return (text, "") }
        return (String(text[..<place]), String(text[text.index(after: place)...]))
    }
}

extension SitePath {
    /// This page with a query.
    func with(_ name: String, _ value: String?) -> SiteLink { SiteLink(path: self).with(name, value) }
}
