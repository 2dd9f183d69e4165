import CZip

/// A member of a packed file while it unpacks.
final class ZipMember {
    let name: String
    private let handle: OpaquePointer
    private let archive: ZipArchive
    private let size: Int
    private var done = 0

    /// Nil where there is no such member.
    ///
    /// - Throws: `DocumentError.excessive` where it says that it unpacks to too much; `.encrypted`; `.damaged`.
    init?(_ name: String, of archive: ZipArchive, limits: TableLimits) throws {
        (self.name, self.archive) = (name, archive)
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat(archive.archive, name, 0, &status) == 0 else { return nil }
        if status.encryption_method != 0 { throw DocumentError.encrypted(file: archive.file) }
        let isTrap = status.size / max(1, status.comp_size) > UInt64(limits.packingRatio) && status.size > 1 << 20
        guard !isTrap, status.size <= UInt64(limits.memberBytes) else {
            throw DocumentError.excessive(file: archive.file, what: name)
        }
        size = Int(status.size)
        guard let handle = zip_fopen(archive.archive, name, 0) else {
            throw DocumentError.damaged(file: archive.file, format: archive.format, what: name)
        }
        self.handle = handle
    }

    deinit { zip_fclose(handle) }

    /// The next bytes, 0 at the end. - Throws: `DocumentError.damaged`, also where there are more than the member says.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = Int(zip_fread(handle, target.baseAddress, UInt64(target.count)))
        done += max(0, count)
        guard count >= 0, done <= size, count > 0 || done == size else {
            throw DocumentError.damaged(file: archive.file, format: archive.format, what: name)
        }
        return count
    }
}
