import Hummingbird
import Localisation

/// The cookies of the site: the session's token and the language.
struct SiteCookies: Sendable {
    let isSecure: Bool

    /// `__Host-` binds the cookie to this very host and to https.
    var sessionName: String { isSecure ? "__Host-xuezheng" : "xuezheng" }
    private static let languageName = "language"

    /// The cookie of a fresh session; it ends with the browser, or when the store ends the session.
    func session(_ token: String) -> String { attributes("\(sessionName)=\(token)", "HttpOnly") }

    /// Takes the session's cookie away.
    var noSession: String { attributes("\(sessionName)=", "HttpOnly; Max-Age=0") }

    /// Remembers the language for a year.
    func language(_ language: Language) -> String {
        attributes("\(Self.languageName)=\(language.rawValue)", "Max-Age=31536000")
    }

    private func attributes(_ cookie: String, _ more: String) -> String {
        "\(cookie); Path=/; SameSite=Lax; \(more)\(isSecure ? "; Secure" : "")"
    }

    /// The cookie of a family's session, beside that of an account.
    var familyName: String { isSecure ? "__Host-xuezheng-family" : "xuezheng-family" }

    /// The cookie of a family's fresh session.
    func family(_ token: String) -> String { attributes("\(familyName)=\(token)", "HttpOnly") }

    /// Takes the family's cookie away.
    var noFamily: String { attributes("\(familyName)=", "HttpOnly; Max-Age=0") }

    /// The family's token in a request.
    func familyToken(_ headers: HTTPFields) -> String? { Self.value(familyName, headers) }

    /// The session's token in a request.
    func token(_ headers: HTTPFields) -> String? { Self.value(sessionName, headers) }

    /// The language that a visitor chose, or that the browser prefers.
    static func language(_ headers: HTTPFields) -> Language {
        value(languageName, headers).flatMap(Language.init(rawValue:))
            ?? Language(acceptLanguage: headers[.acceptLanguage] ?? "")
    }

    private static func value(_ name: String, _ headers: HTTPFields) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pieces = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pieces.count == 2, String(pieces[0]).trimmed == name { return String(pieces[1]).trimmed }
            }
        }
        return nil
    }
}
