import Crypto
import Foundation

/// The files that came in, each kept once under the SHA-256 of its bytes: `files/ab/ab12…`.
public struct FileStore: Sendable {
    let directory: URL

    /// The largest file taken, in bytes.
    public static let limit = 256 << 20

    /// Keeps a file and answers with its digest (64 hexadecimal digits). It is on disk when this returns.
    ///
    /// - Throws: `StoreError.fileTooLarge` above 256 MB, `.directory`.
    @discardableResult
    public func keep(_ data: Data) throws -> String {
        guard data.count <= Self.limit else { throw StoreError.fileTooLarge(size: data.count, limit: Self.limit) }
        let digest = Self.digest(of: data)
        let file = place(of: digest)
        // A damaged file of this name is replaced by the good one.
        if let kept = try? Data(contentsOf: file), Self.digest(of: kept) == digest { return digest }
        let folder = file.deletingLastPathComponent()
        let isNewFolder = !FileManager.default.fileExists(atPath: folder.path)
        try PrivateFiles.makeDirectory(folder)
        let temporary = directory.appending(path: ".new-\(UUID().uuidString)")
        try PrivateFiles.write(data, to: file, temporary: temporary)
        if isNewFolder {
            try PrivateFiles.synchronise(directory: directory)
            try PrivateFiles.synchronise(directory: directory.deletingLastPathComponent())
        }
        return digest
    }

    /// The bytes of a file, checked against the digest. - Throws: `StoreError.missingFile`, `.damagedFile`.
    public func data(_ digest: String) throws -> Data {
        guard has(digest) else { throw StoreError.missingFile(digest: digest) }
        guard let data = try? Data(contentsOf: place(of: digest)), Self.digest(of: data) == digest else {
            throw StoreError.damagedFile(digest: digest)
        }
        return data
    }

    /// Whether the file is there.
    public func has(_ digest: String) -> Bool {
        Self.isDigest(digest) && FileManager.default.fileExists(atPath: place(of: digest).path)
    }

    /// The digest of a file on disk, read in pieces. - Throws: the file system's error.
    public static func digest(ofFileAt file: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var hash = SHA256()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return hash.finalize().hexadecimal
    }

    /// The digest that `keep` would answer.
    public static func digest(of data: Data) -> String { SHA256.hash(data: data).hexadecimal }

    /// All digests kept, sorted.
    func digests() throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory.path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory.path)
                .filter { $0.count == 2 }
                .flatMap { try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: $0).path) }
                .filter(Self.isDigest).sorted()
        } catch {
            throw StoreError.directory(path: directory.path, reason: PrivateFiles.reason(error))
        }
    }

    private func place(of digest: String) -> URL {
        directory.appending(path: String(digest.prefix(2))).appending(path: digest)
    }

    /// Whether a text can be a digest, and so a file name that stays inside the folder.
    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
