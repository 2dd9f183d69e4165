import CZip
import Foundation

/// Writes a ZIP file in memory; times are fixed, so that the same members give the same bytes.
public struct ZipArchiveWriter: Sendable {
    /// A writer.
    public init() {}

    /// The archive of text members in the order given. - Throws: `DocumentWritingError.failed`.
    func write(_ members: [(name: String, text: String)]) throws -> [UInt8] {
        try write(members.map { ($0.name, Array($0.text.utf8)) }, method: ZIP_CM_DEFAULT)
    }

    /// The archive of files that are compressed already, in the order given. - Throws: `DocumentWritingError.failed`.
    public func write(files: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
        try write(files, method: ZIP_CM_STORE)
    }

    private func write(_ members: [(name: String, bytes: [UInt8])], method: Int32) throws -> [UInt8] {
        var error = zip_error_t()
        zip_error_init(&error)
        guard let source = zip_source_buffer_create(nil, 0, 0, &error) else {
            throw DocumentWritingError.failed(what: "zip")
        }
        guard let archive = zip_open_from_source(source, Int32(ZIP_TRUNCATE), &error) else {
            zip_source_free(source)
            throw DocumentWritingError.failed(what: "zip")
        }
        zip_source_keep(source)
        defer { zip_source_free(source) }
        // libzip reads the members when the archive is closed: it holds copies until then.
        var isWhole = true
        for member in members {
            let bytes = member.bytes
            guard let copy = malloc(max(1, bytes.count)) else { throw DocumentWritingError.failed(what: "zip") }
            bytes.withUnsafeBytes { if let base = $0.baseAddress { memcpy(copy, base, bytes.count) } }
            guard let data = zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
                free(copy)
                isWhole = false
                break
            }
            let index = zip_file_add(archive, member.name, data, UInt32(ZIP_FL_ENC_UTF_8))
            if index < 0 {
                zip_source_free(data)
                isWhole = false
                break
            }
            zip_set_file_compression(archive, UInt64(index), method, 0)
            zip_file_set_mtime(archive, UInt64(index), 946_684_800, 0)
        }
        guard isWhole else {
            zip_discard(archive)
            throw DocumentWritingError.failed(what: "zip")
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            throw DocumentWritingError.failed(what: "zip")
        }
        return try contents(of: source)
    }

    private func contents(of source: OpaquePointer) throws -> [UInt8] {
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
            throw DocumentWritingError.failed(what: "zip")
        }
        defer { zip_source_close(source) }
        return try [UInt8](unsafeUninitializedCapacity: Int(status.size)) { buffer, count in
            count = max(0, Int(zip_source_read(source, buffer.baseAddress, status.size)))
            if count != Int(status.size) { throw DocumentWritingError.failed(what: "zip") }
        }
    }
}
