import Foundation

/// A file of a catalogue: its path in the catalogue's folder, and its bytes.
public struct CatalogFile: Sendable {
    /// The path, such as `core/school.yaml`.
    public let path: String
    /// The bytes.
    public let bytes: [UInt8]

    /// A file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Most bytes of a file; a larger one is a fault.
    static let byteLimit = 4 << 20

    /// The files of a folder, in the order of their paths. Hidden files and other types than YAML and CSV are left out.
    ///
    /// - Throws: the file system's error where the folder or a file cannot be read.
    public static func files(in folder: URL) throws -> [CatalogFile] {
        let root = folder.standardizedFileURL.path
        guard let found = FileManager.default.enumerator(atPath: root) else { return [] }
        let paths = found.compactMap { $0 as? String }.filter { path in
            let url = URL(filePath: path)
            return ["yaml", "yml", "csv"].contains(url.pathExtension)
                && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        return try paths.sorted().map { path in
            CatalogFile(path: path, bytes: Array(try Data(contentsOf: URL(filePath: root).appending(path: path))))
        }
    }
}
