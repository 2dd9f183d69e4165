import Foundation

/// Files that only the owner of the process may read, and that are on disk when they are said to be.
package enum PrivateFiles {
    /// Makes a directory for the owner alone, unless it is there.
    package static func makeDirectory(_ directory: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError.directory(path: directory.path, reason: reason(error))
        }
    }

    /// Takes a file's rights from everybody but the owner.
    static func restrict(_ file: URL) throws {
        guard chmod(file.path, 0o600) == 0 else { throw failure(file) }
    }

    /// Writes a file so that it is either whole or not there: temporary file, `fsync`, rename, `fsync` of the folder.
    package static func write(_ data: Data, to file: URL, temporary: URL) throws {
        let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(temporary) }
        do {
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
        } catch {
            unlink(temporary.path)
            throw StoreError.directory(path: file.path, reason: reason(error))
        }
        guard rename(temporary.path, file.path) == 0 else {
            let error = failure(file)
            unlink(temporary.path)
            throw error
        }
        try synchronise(directory: file.deletingLastPathComponent())
    }

    /// Brings a folder's list of names to disk.
    static func synchronise(directory: URL) throws { try synchronise(path: directory, flags: O_RDONLY | O_DIRECTORY) }

    /// Brings a file's bytes to disk.
    static func synchronise(file: URL) throws { try synchronise(path: file, flags: O_RDONLY) }

    private static func synchronise(path: URL, flags: Int32) throws {
        let descriptor = open(path.path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    static func failure(_ file: URL) -> StoreError {
        .directory(path: file.path, reason: String(cString: strerror(errno)))
    }

    /// The system's words for an error, without the dump of its values.
    static func reason(_ error: any Error) -> String {
        let error = error as NSError
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(cause.code)))
        }
        return error.localizedDescription
    }
}
