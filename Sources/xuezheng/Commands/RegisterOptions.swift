import ArgumentParser
import Catalog
import Foundation
import Registers
import ShippedCatalog

/// Options of the commands that use the catalogue and the registers.
struct RegisterOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions
    @Option(help: ArgumentHelp(say("cli.help.registers")))
    var registers: String?

    /// The shipped catalogue with the bureau's additions, which stand in `catalog/` of the data directory.
    func catalog() throws -> Catalog {
        try ShippedCatalog.catalog(overlay: store.directory.appending(path: "catalog"))
    }

    private var connection: String? { registers ?? ProcessInfo.processInfo.environment["XUEZHENG_REGISTERS"] }

    /// Whether registers have been kept already; opening would make them.
    var isThere: Bool {
        connection != nil
            || FileManager.default.fileExists(atPath: store.directory.appending(path: SQLiteDatabase.name).path)
    }

    /// The registers; their tables are made or extended.
    func open(droppable: Set<String> = []) throws -> RegisterStore {
        try RegisterStore.open(
            directory: store.directory, catalog: try catalog(), connection: connection, droppable: droppable)
    }
}
