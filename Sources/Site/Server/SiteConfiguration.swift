import Foundation
import Registers

/// How the site is served.
public struct SiteConfiguration: Sendable {
    /// The address to listen on. Only the machine itself reaches 127.0.0.1.
    public var host: String
    /// The port to listen on.
    public var port: Int
    /// The address that people type where a proxy with TLS stands before the site: `https://xuezheng.example.cn`.
    ///
    /// With https the cookies are marked Secure and browsers are told to stay on https; the proxy's `X-Forwarded-For`
    /// then names the visitor's address. The site answers to this host name beside `localhost` and IP addresses.
    public var publicURL: URL?
    /// Folders with scripts that are not part of the repository (htmx), in order of preference.
    public var assetFolders: [URL]
    /// The largest file that can be posted, in bytes.
    public var uploadLimit: Int
    /// The registers; nil where the site keeps none.
    public var registers: RegisterStore?

    /// A configuration; the defaults serve the own machine.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, publicURL: URL? = nil,
        assetFolders: [URL] = SiteConfiguration.standardAssetFolders, uploadLimit: Int = 64 << 20,
        registers: RegisterStore? = nil
    ) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
        self.assetFolders = assetFolders
        self.uploadLimit = uploadLimit
        self.registers = registers
    }

    /// `.cache/assets` in the working directory and the folder `assets` beside the programme.
    public static var standardAssetFolders: [URL] {
        [
            URL(filePath: FileManager.default.currentDirectoryPath).appending(path: ".cache/assets"),
            URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent().appending(path: "assets"),
        ]
    }

    /// Whether visitors come by https.
    var isSecure: Bool { publicURL?.scheme == "https" }
}
