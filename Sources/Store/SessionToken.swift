import Crypto
import Foundation

/// The secret that a browser's cookie holds: 32 random bytes, of which the database keeps the digest only.
package struct SessionToken: Sendable {
    private let bytes: [UInt8]

    /// A fresh one.
    package init(_ environment: StoreEnvironment) { bytes = environment.randomBytes(32) }

    /// One as a cookie has it; nil for anything that none can be.
    package init?(_ text: String) {
        guard text.utf8.count == 43 else { return nil }
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/") + "="
        guard let data = Data(base64Encoded: base64) else { return nil }
        bytes = Array(data)
    }

    /// For the cookie.
    package var text: String { bytes.base64url }

    /// For the database.
    package var digest: Data { Data(SHA256.hash(data: bytes)) }

    /// For forms. It follows from the token, so that the database holds nothing that a form could be forged with.
    package var csrf: String {
        Array(HMAC<SHA256>.authenticationCode(for: Data("csrf".utf8), using: SymmetricKey(data: bytes))).base64url
    }
}
