import Documents
import Foundation
import Testing

@testable import xuezheng

@Suite("Tables by their path")
struct TablePathTests {
    @Test("a file is left to be read in pieces, a pipe is read whole")
    func pipes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "table-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.csv"), pipe = folder.appending(path: "b")
        let rows = Data("school,capacity\nS1,1\n".utf8)
        try rows.write(to: file)
        guard case .file(file) = try TableSource.path(file.path) else {
            Issue.record("a regular file is not left where it is")
            return
        }
        try #require(mkfifo(pipe.path, 0o600) == 0)
        let writer = Thread { try? FileHandle(forWritingTo: pipe).write(contentsOf: rows) }
        writer.start()
        guard case .bytes(let bytes) = try TableSource.path(pipe.path) else {
            Issue.record("a pipe is not read")
            return
        }
        #expect(bytes == Array(rows))
    }

    @Test("what is not there is said when it is read")
    func missing() throws {
        guard case .file = try TableSource.path("/nowhere/a.csv") else {
            Issue.record("a missing file has been read")
            return
        }
    }
}
