import CZlib
import Foundation
import Hummingbird
import Store

/// Style sheet, scripts and icon, read once at the start, with a compressed copy of each.
struct Assets: Sendable {
    /// A file that every page may refer to.
    struct Asset: Sendable {
        let bytes: [UInt8]
        let compressed: [UInt8]?
        let type: String
        /// The beginning of its SHA-256: in its address and its ETag, so that it may be cached for ever.
        let version: String
    }

    private let assets: [String: Asset]

    /// The names and where they come from: the programme's own first, then the folders.
    init(folders: [URL]) {
        let own = Bundle.module.resourceURL?.appending(path: "assets")
        let places = (own.map { [$0] } ?? []) + folders
        var assets: [String: Asset] = [:]
        for (name, type) in Self.types {
            guard let data = places.lazy.compactMap({ try? Data(contentsOf: $0.appending(path: name)) }).first
            else { continue }
            assets[name] = Asset(
                bytes: Array(data), compressed: Gzip.compress(Array(data)), type: type,
                version: String(FileStore.digest(of: data).prefix(16)))
        }
        self.assets = assets
    }

    /// What may be asked for, and nothing else.
    private static let types = [
        "charts.js": "text/javascript; charset=utf-8",
        "draw-check.css": "text/css; charset=utf-8",
        "draw-check.html": "text/html; charset=utf-8",
        "draw-check.js": "text/javascript; charset=utf-8",
        "echarts.min.js": "text/javascript; charset=utf-8",
        "leaflet.css": "text/css; charset=utf-8",
        "leaflet.js": "text/javascript; charset=utf-8",
        "map.js": "text/javascript; charset=utf-8",
        "screen.js": "text/javascript; charset=utf-8",
        "site.css": "text/css; charset=utf-8",
        "site.js": "text/javascript; charset=utf-8",
        "htmx-2.min.js": "text/javascript; charset=utf-8",
        "icon.svg": "image/svg+xml",
    ]

    /// An asset by name.
    subscript(name: String) -> Asset? { assets[name] }

    /// The address of an asset, which changes with its bytes; nil for one that is not installed.
    func link(_ name: String) -> SiteLink? {
        assets[name].map { SitePath.asset(name).with("v", $0.version) }
    }

    /// Answers a request for an asset. - Throws: `SiteError.notFound`.
    func answer(_ name: String, version: String, headers: HTTPFields) throws -> Answer {
        guard let asset = assets[name] else { throw SiteError.notFound }
        let tag = "\"\(asset.version)\""
        var answer = Answer(headers: [.contentType: asset.type, .eTag: tag, .vary: "Accept-Encoding"])
        answer.headers[.cacheControl] =
            version == asset.version ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate"
        if headers[.ifNoneMatch]?.contains(tag) == true {
            answer.status = .notModified
        } else if let compressed = asset.compressed, headers[.acceptEncoding]?.contains("gzip") == true {
            answer.headers[.contentEncoding] = "gzip"
            answer.bytes = compressed
        } else {
            answer.bytes = asset.bytes
        }
        return answer
    }
}

/// Compression of assets. Pages are sent as they are: they hold the session's form token beside what visitors type, and
/// the length of a compressed page would give it away little by little (BREACH).
enum Gzip {
    /// The bytes in gzip format; nil if that gains nothing.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard xz_gzip_begin(&stream, 9) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, Int(stream.total_out) < bytes.count else { return nil }
        return Array(output.prefix(Int(stream.total_out)))
    }
}
