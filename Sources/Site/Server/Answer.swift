import Foundation
import Hummingbird

/// What a page answers: status, headers and bytes, not yet a response with all its headers.
struct Answer: Sendable {
    var status: HTTPResponse.Status = .ok
    var headers = HTTPFields()
    var bytes: [UInt8] = []

    /// A page, or a piece of one.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, headers: [.contentType: "text/html; charset=utf-8"], bytes: html.bytes)
    }

    /// Go on to another page of the site, by GET.
    static func redirect(_ link: SiteLink) -> Answer {
        Answer(status: .seeOther, headers: [.location: link.url])
    }

    /// Go on to another page of the site, by GET.
    static func redirect(_ path: SitePath) -> Answer { redirect(SiteLink(path: path)) }

    /// A file to keep. Browsers save it and never show it, whatever is in it.
    static func file(_ data: Data, name: String, type: String) -> Answer {
        // RFC 6266: an ASCII name for old browsers, the real one percent-encoded.
        let ascii = String(
            decoding: name.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        return Answer(
            headers: [
                .contentType: type,
                .contentDisposition: "attachment; filename=\"\(ascii)\"; filename*=UTF-8''\(SiteLink.encode(name))",
            ], bytes: Array(data))
    }

    /// Words without mark-up, for programmes.
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, headers: [.contentType: "text/plain; charset=utf-8"], bytes: Array(text.utf8))
    }

    /// The answer with a cookie set.
    func cookie(_ cookie: String) -> Answer {
        var answer = self
        answer.headers.append(HTTPField(name: .setCookie, value: cookie))
        return answer
    }

    /// Tells the script to put the piece elsewhere on the page than the link or form says.
    mutating func retarget(_ place: String, swap: String) {
        set("HX-Retarget", place)
        set("HX-Reswap", swap)
    }

    /// Tells the script which address the page now has.
    mutating func pushAddress(_ link: SiteLink) { set("HX-Push-Url", link.url) }

    private mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { headers[name] = value }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
