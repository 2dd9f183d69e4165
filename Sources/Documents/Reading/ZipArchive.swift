import CZip
import Foundation

/// A packed file (.docx, .xlsx) in memory, opened for reading within the limits.
final class ZipArchive {
    let archive: OpaquePointer
    private let held: UnsafeMutableRawPointer?
    let file: String
    let format: DocumentFormat
    private let limits: DocumentLimits

    /// Opens it. - Throws: `DocumentError.damaged`.
    init(_ bytes: [UInt8], file: String, format: DocumentFormat, limits: DocumentLimits) throws {
        self.file = file
        self.format = format
        self.limits = limits
        let damaged = DocumentError.damaged(file: file, format: format, what: "zip")
        let held = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        bytes.withUnsafeBytes { if let base = $0.baseAddress { held.copyMemory(from: base, byteCount: bytes.count) } }
        self.held = held
        var error = zip_error_t()
        zip_error_init(&error)
        guard let source = zip_source_buffer_create(held, UInt64(bytes.count), 0, &error) else {
            held.deallocate()
            throw damaged
        }
        guard let archive = zip_open_from_source(source, Int32(ZIP_RDONLY), &error) else {
            zip_source_free(source)
            held.deallocate()
            throw damaged
        }
        self.archive = archive
    }

    deinit {
        zip_discard(archive)
        held?.deallocate()
    }

    /// Opens a file on disk, which is not loaded. - Throws: `DocumentError.damaged`, `.unreadable`.
    init(path: String, file: String, format: DocumentFormat, limits: DocumentLimits) throws {
        (self.file, self.format, self.limits, held) = (file, format, limits, nil)
        var failure: Int32 = 0
        guard let archive = zip_open(path, Int32(ZIP_RDONLY), &failure) else {
            let isMissing = [ZIP_ER_OPEN, ZIP_ER_NOENT, ZIP_ER_READ].contains { Int32($0) == failure }
            throw isMissing
                ? DocumentError.unreadable(file: file) : DocumentError.damaged(file: file, format: format, what: "zip")
        }
        self.archive = archive
    }

    /// Names of the members.
    var names: [String] {
        (0..<max(0, zip_get_num_entries(archive, 0))).compactMap { index in
            zip_get_name(archive, UInt64(index), 0).map { String(cString: $0) }
        }
    }

    /// Whether there is a member of this name.
    func has(_ name: String) -> Bool { zip_name_locate(archive, name, 0) >= 0 }

    /// The unpacked bytes of a member, nil where there is none.
    ///
    /// - Throws: `DocumentError.excessive` before unpacking what is too large; `.encrypted`; `.damaged`.
    func member(_ name: String) throws -> [UInt8]? {
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat(archive, name, 0, &status) == 0 else { return nil }
        if status.encryption_method != 0 { throw DocumentError.encrypted(file: file) }
        let size = status.size, packed = max(1, status.comp_size)
        guard size <= UInt64(limits.memberBytes), size / packed <= UInt64(limits.packingRatio) || size < 1 << 20 else {
            throw DocumentError.excessive(file: file, what: name)
        }
        guard let opened = zip_fopen(archive, name, 0) else {
            throw DocumentError.damaged(file: file, format: format, what: name)
        }
        defer { zip_fclose(opened) }
        // One byte more than stated: a member that lies about its size is damaged.
        return try [UInt8](unsafeUninitializedCapacity: Int(size) + 1) { buffer, count in
            count = 0
            while count <= Int(size) {
                let read = zip_fread(opened, buffer.baseAddress.map { $0 + count }, UInt64(Int(size) + 1 - count))
                if read < 0 { throw DocumentError.damaged(file: file, format: format, what: name) }
                if read == 0 { break }
                count += Int(read)
            }
            if count != Int(size) { throw DocumentError.damaged(file: file, format: format, what: name) }
        }
    }
}
