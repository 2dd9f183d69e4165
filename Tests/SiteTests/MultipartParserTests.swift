import Foundation
import Testing

@testable import Site

@Suite("Forms with files")
struct MultipartParserTests {
    private func parse(
        _ body: [UInt8], type: String = "multipart/form-data; boundary=AaB03x", pieces: Int = 7,
        limits: MultipartParser.Limits = .init()
    ) throws -> MultipartParser {
        var parser = try MultipartParser(contentType: type, limits: limits)
        var rest = body[...]
        while !rest.isEmpty {
            try parser.consume(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        try parser.finish()
        return parser
    }

    private func part(_ headers: String, _ data: String) -> String { "--AaB03x\r\n\(headers)\r\n\r\n\(data)\r\n" }

    @Test("fields and files, in pieces of any size", arguments: [1, 2, 3, 16, 1000])
    func whole(pieces: Int) throws {
        let body =
            part("Content-Disposition: form-data; name=\"revises\"", "7")
            + part(
                "Content-Disposition: form-data; name=\"files\"; filename=\"云岚区要点.docx\"\r\nContent-Type: application/x",
                "a\r\n--AaB03\r\nb\r\n\r\n") + part("Content-Disposition: form-data; name=\"files\"; filename=\"\"", "")
            + "--AaB03x--\r\n"
        let parser = try parse(Array(body.utf8), pieces: pieces)
        #expect(parser.form["revises"] == "7")
        #expect(parser.uploads.map(\.name) == ["云岚区要点.docx"])
        #expect(parser.uploads.first.map { String(decoding: $0.data, as: UTF8.self) } == "a\r\n--AaB03\r\nb\r\n\r\n")
    }

    @Test(
        "hostile bodies are refused",
        arguments: [
            "", "--AaB03x", "--AaB03x\r\n", "x--AaB03x--",
            "--AaB03x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--AaB03x--",
            "--AaB03x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--AaB03x--",
            "--AaB03x\r\nnonsense\r\n\r\nx\r\n--AaB03x--",
            "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off", "--AaB03xyz\r\n\r\n\r\n--AaB03x--",
        ])
    func hostile(body: String) { #expect(throws: SiteError.badForm) { try parse(Array(body.utf8)) } }

    @Test(
        "boundaries are checked",
        arguments: [
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x", "text/plain",
            "multipart/form-data; boundary=\"a\u{0}b\"",
            "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
        ])
    func boundaries(type: String) {
        #expect(throws: SiteError.badForm) { try MultipartParser(contentType: type) }
    }

    @Test("sizes are bounded: file, field, parts, headers")
    func limits() {
        let limits = MultipartParser.Limits(size: 1000, field: 100, parts: 3, headers: 200)
        func refused(_ body: String) -> Bool {
            do {
                _ = try parse(Array(body.utf8), limits: limits)
                return false
            } catch { return error is SiteError }
        }
        #expect(
            refused(
                part("Content-Disposition: form-data; name=\"f\"; filename=\"f\"", String(repeating: "x", count: 1200))
                    + "--AaB03x--"))
        #expect(
            refused(
                part("Content-Disposition: form-data; name=\"f\"", String(repeating: "x", count: 101)) + "--AaB03x--"))
        #expect(
            refused(String(repeating: part("Content-Disposition: form-data; name=\"f\"", "x"), count: 4) + "--AaB03x--")
        )
        #expect(
            refused(
                part("Content-Disposition: form-data; name=\"f\"\r\nX: \(String(repeating: "x", count: 300))", "x")
                    + "--AaB03x--"))
    }

    @Test(
        "file names lose their folders and what hides",
        arguments: [
            ("../../etc/passwd", "passwd"), ("C:\\Users\\王\\要点.docx", "要点.docx"), ("a/b\\c\u{0}d.txt", "d.txt"),
            ("..", ""), ("要\u{202E}xcod.点", "要xcod.点"), ("a\r\nb", "ab"),
        ])
    func names(sent: String, kept: String) { #expect(MultipartParser.fileName(sent) == kept) }

    @Test("random bytes never do more than fail")
    func random() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var body = Array(
                (part("Content-Disposition: form-data; name=\"f\"; filename=\"f\"", "xyz") + "--AaB03x--").utf8)
            for _ in 0..<3 {
                body[Int.random(in: body.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? parse(body, pieces: Int.random(in: 1...20, using: &generator))
        }
    }

    @Test("megabytes of which every byte could begin a boundary", .timeLimit(.minutes(1)))
    func nearBoundaries() throws {
        let data = [UInt8](repeating: 0x0D, count: 4 << 20)
        let head = Array("--AaB03x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n".utf8)
        let parser = try parse(head + data + Array("\r\n--AaB03x--".utf8), pieces: 64 << 10)
        #expect(parser.uploads.first?.data.count == data.count)
    }
}
