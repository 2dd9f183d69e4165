import Crypto
import Foundation

/// The files that came in, each kept once under the SHA-256 of its bytes.
public struct FileStore: Sendable {
    let directory: URL

    /// Keeps a file and answers with its digest (64 hexadecimal digits). It is on disk when this returns.
    ///
    /// - Throws: `StoreError.fileTooLarge` above 256 MB, `.directory`.
    @discardableResult
    public func keep(_ data: Data) throws -> String { throw StoreError.noAccount }

    /// The bytes of a file, checked against the digest. - Throws: `StoreError.missingFile`, `.damagedFile`.
    public func data(_ digest: String) throws -> Data { throw StoreError.noAccount }

    /// Whether the file is there.
    public func has(_ digest: String) -> Bool { false }

    /// The digest that `keep` would answer.
    public static func digest(of data: Data) -> String {
        SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
