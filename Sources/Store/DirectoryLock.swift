import Foundation
import Synchronization

/// A lock on a directory between processes (`flock`), freed at the latest when the process ends.
final class DirectoryLock: Sendable {
    /// How it is held.
    enum Kind {
        /// Together with other shared holders; fails at once where somebody holds it alone.
        case shared
        /// Alone; fails at once where anybody holds it.
        case exclusive
        /// Alone; waits until it is free.
        case exclusiveWhenFree
    }

    private let descriptor: Mutex<Int32>

    init(directory: URL, name: String, kind: Kind) throws {
        let path = directory.appending(path: name).path
        let opened = path.withCString { Foundation.open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        guard opened >= 0 else { throw StoreError.directory(path: path, reason: String(cString: strerror(errno))) }
        let operation =
            switch kind {
            case .shared: LOCK_SH | LOCK_NB
            case .exclusive: LOCK_EX | LOCK_NB
            case .exclusiveWhenFree: LOCK_EX
            }
        guard flock(opened, operation) == 0 else {
            close(opened)
            throw StoreError.inUse(path: directory.path)
        }
        descriptor = Mutex(opened)
    }

    /// Frees it; a second call does nothing.
    func unlock() {
        descriptor.withLock { value in
            if value >= 0 { close(value) }
            value = -1
        }
    }

    deinit { unlock() }
}
