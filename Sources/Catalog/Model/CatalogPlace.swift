/// A place in the catalogue's files.
public struct CatalogPlace: Hashable, Sendable {
    /// The file, relative to its catalogue.
    public let file: String
    /// The line, from 1.
    public let line: Int

    /// A place.
    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }
}
