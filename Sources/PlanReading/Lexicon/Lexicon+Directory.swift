import Foundation

extension Lexicon {
    /// The words of `base` and those of the `*.csv` files in a folder; a file adds to the shipped table of its name.
    ///
    /// - Throws: the error of Foundation where the folder or a file in it cannot be read.
    public init(extending base: Lexicon = .standard, directory: URL) throws {
        var tables: [String: [UInt8]] = [:]
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        for file in files where file.pathExtension.lowercased() == "csv" {
            tables[file.deletingPathExtension().lastPathComponent] = Array(try Data(contentsOf: file))
        }
        self.init(extending: base, with: tables)
    }
}
