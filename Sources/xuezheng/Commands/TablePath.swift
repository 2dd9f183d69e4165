import Documents
import Foundation

extension TableSource {
    /// A file by its path; `-` is standard input. What is no regular file, such as a pipe, is read whole: it can be read only
    /// once, and neither Excel nor GeoJSON can be told from its name.
    static func path(_ path: String) throws -> TableSource {
        if path == "-" { return .bytes(Array(try FileHandle.standardInput.readToEnd() ?? Data())) }
        var status = stat()
        // Follows links: `/dev/stdin` is one to whatever is there.
        guard stat(path, &status) == 0,
            status.st_mode & S_IFMT == S_IFIFO || status.st_mode & S_IFMT == S_IFCHR
                || status.st_mode & S_IFMT == S_IFSOCK, let handle = FileHandle(forReadingAtPath: path)
        else { return .file(URL(fileURLWithPath: path)) }
        defer { try? handle.close() }
        return .bytes(Array(try handle.readToEnd() ?? Data()))
    }
}
