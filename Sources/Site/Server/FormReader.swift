import Hummingbird
import NIOCore

/// Reads the body of a posted form, however it is encoded, within limits.
enum FormReader {
    /// Bytes of a form without files: an edited task with all its fields, or a choice among thousands.
    static let limit = 2 << 20

    /// The fields and files of a request. - Throws: `SiteError.badForm`, `.tooLarge`.
    static func read(_ request: Request, takesFiles: Bool, uploadLimit: Int) async throws -> (FormValues, [Upload]) {
        let limit = takesFiles ? uploadLimit : Self.limit
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit + (1 << 20) {
            throw SiteError.tooLarge(limit: limit)
        }
        let type = request.headers[.contentType] ?? ""
        if HeaderParameters(type).value == "application/x-www-form-urlencoded" {
            return (FormValues(urlEncoded: try await text(request.body, limit: Self.limit)), [])
        }
        var parser = try MultipartParser(contentType: type, limits: .init(size: limit))
        for try await chunk in request.body {
            var chunk = chunk
            // In small pieces: what the parser has dealt with leaves its buffer at once.
            while let piece = chunk.readSlice(length: min(chunk.readableBytes, 64 << 10)), piece.readableBytes > 0 {
                try parser.consume(piece.readableBytesView)
            }
        }
        try parser.finish()
        return (parser.form, parser.uploads)
    }

    private static func text(_ body: RequestBody, limit: Int) async throws -> String {
        var bytes: [UInt8] = []
        for try await chunk in body {
            bytes.append(contentsOf: chunk.readableBytesView)
            guard bytes.count <= limit else { throw SiteError.tooLarge(limit: limit) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
