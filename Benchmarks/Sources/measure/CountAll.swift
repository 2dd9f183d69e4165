import Foundation
import Indicators
import Registers
import ShippedCatalog
import Store

/// All shipped indicators of a region, for the period of each that runs today.
enum CountAll {
    /// Counts and keeps them in the registers of a data directory.
    static func run(_ directory: URL, repetitions: Int) throws {
        let store = try IndicatorStore(
            try RegisterStore.open(directory: directory, catalog: try ShippedCatalog.catalog()))
        try Measure.time(repetitions, bytes: 0) {
            try store.compute(of: store.registers.today, by: .commandLine).values.reduce(0, +)
        }
    }
}
