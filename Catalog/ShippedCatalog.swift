import Catalog
import Foundation

/// The catalogue that is shipped: the files beside this one.
public enum ShippedCatalog {
    /// The shipped files. - Throws: the file system's error where they are not beside the programme.
    public static func files() throws -> [CatalogFile] {
        guard let root = Bundle.module.resourceURL else { return [] }
        return try CatalogFile.files(in: root)
    }

    /// The shipped catalogue with a bureau's additions, the files of `overlay`, where there are any.
    ///
    /// - Throws: `CatalogError` with every fault; the file system's errors.
    public static func catalog(overlay: URL? = nil) throws -> Catalog {
        var layers = [try files()]
        if let overlay, FileManager.default.fileExists(atPath: overlay.path) {
            layers.append(try CatalogFile.files(in: overlay))
        }
        return try CatalogReader.read(layers)
    }
}
