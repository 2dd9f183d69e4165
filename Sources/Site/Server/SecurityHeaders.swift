import Hummingbird

/// What every response tells the browser not to do.
enum SecurityHeaders {
    /// Only the site's own files; no inline script or style, no frame around it, no form that goes elsewhere.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// Adds the headers; pages are not kept by browsers or proxies unless the answer says so itself.
    static func add(to headers: inout HTTPFields, isSecure: Bool) {
        set(&headers, "Content-Security-Policy", policy)
        set(&headers, "X-Content-Type-Options", "nosniff")
        set(&headers, "X-Frame-Options", "DENY")
        set(&headers, "Referrer-Policy", "same-origin")
        set(&headers, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        set(&headers, "Cross-Origin-Opener-Policy", "same-origin")
        set(&headers, "Cross-Origin-Resource-Policy", "same-origin")
        if isSecure { set(&headers, "Strict-Transport-Security", "max-age=31536000") }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }

    private static func set(_ headers: inout HTTPFields, _ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { headers[name] = value }
    }
}
