import Foundation

/// The bytes of a table one after another.
struct ByteInput: ~Copyable {
    private let descriptor: Int32
    private let bytes: [UInt8]
    private var position = 0
    private let file: String

    /// - Throws: `DocumentError.unreadable`.
    init(_ source: TableSource, named file: String) throws {
        self.file = file
        switch source {
        case .bytes(let bytes): (descriptor, self.bytes) = (-1, bytes)
        case .file(let url):
            (descriptor, bytes) = (open(url.path, O_RDONLY | O_CLOEXEC), [])
            guard descriptor >= 0 else { throw DocumentError.unreadable(file: file) }
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Fills the target as far as there are bytes; fewer come only at the end.
    mutating func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard descriptor >= 0 else {
            let count = min(target.count, bytes.count - position)
            target.copyBytes(from: bytes[position..<position + count])
            position += count
            return count
        }
        var count = 0
        while count < target.count {
            let got = Foundation.read(descriptor, target.baseAddress.map { $0 + count }, target.count - count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw DocumentError.unreadable(file: file) }
            if got == 0 { break }
            count += got
        }
        return count
    }
}

extension TableSource {
    /// The first bytes, at most so many.
    func head(_ count: Int, named file: String) throws -> [UInt8] {
        var input = try ByteInput(self, named: file)
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try input.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
