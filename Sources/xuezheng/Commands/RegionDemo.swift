import Documents
import Foundation
import Monitoring
import Registers
import ShippedCatalog
import Simulation
import Store

/// `demo --region`: loads a simulated region, tells its figures beside the published ones, and lists the planted faults.
struct RegionDemo {
    let profile: RegionProfile
    let scale: Double
    let seed: UInt64
    let folder: String

    /// The list of planted faults in the data directory.
    static let faultList = "planted-faults.csv"

    func run() throws {
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        let database = directory.appending(path: SQLiteDatabase.name)
        guard !FileManager.default.fileExists(atPath: database.path) else {
            throw StoreError.exists(path: database.path)
        }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let clock = ContinuousClock()
        let start = clock.now
        let store = try RegisterStore.open(directory: directory, catalog: try ShippedCatalog.catalog())
        let region = Region(profile, scale: scale, day: store.today, seed: seed)
        let loaded = try RegionLoader(region, into: store).load(by: .system("simulation")) { register, rows in
            if rows % 200_000 < 8_000, rows >= 200_000 {
                report(say("cli.demo.progress", ["register": register, "rows": "\(rows)"]))
            }
        }
        let seconds = Double((clock.now - start).components.seconds)
        try writeFaults(loaded.faults, store, to: directory.appending(path: Self.faultList))
        try tell(loaded, region, store, seconds: seconds)
    }

    private func tell(_ loaded: RegionLoader.Report, _ region: Region, _ store: RegisterStore, seconds: Double) throws {
        let rows = TextTable(
            columns: [.init(say("cli.column.register")), .init(say("cli.column.rows"), isNumeric: true)],
            rows: try loaded.rows.map { [try store.register($0.register).title.text(commandLanguage), "\($0.count)"] })
        print(rows.text)
        let figures = TextTable(
            columns: [
                .init(say("cli.column.code")), .init(say("cli.column.figure")),
                .init(say("cli.column.published"), isNumeric: true), .init(say("cli.column.stored"), isNumeric: true),
            ],
            rows: try profile.figures.map {
                [$0.code, $0.title, "\($0.value)", "\(try region.stored($0, in: store))"]
            })
        print(figures.text)
        let all = loaded.rows.reduce(0) { $0 + $1.count }
        print(
            say(
                "cli.demo.region",
                [
                    "region": profile.title, "rows": "\(all)", "seconds": "\(Int(seconds))",
                    "faults": "\(loaded.faults.count)",
                    "list": "\(folder)/\(Self.faultList)",
                ]))
    }

    private func writeFaults(_ faults: [PlantedFault], _ store: RegisterStore, to file: URL) throws {
        let titles = Dictionary(store.catalog.checks.map { ($0.name, $0.title.text(commandLanguage)) }) { first, _ in
            first
        }
        let sheet = Sheet(
            name: Self.faultList, columns: ["check", "title", "register", "row", "key"].map { Sheet.Column($0) },
            rows: faults.sorted { ($0.check, $0.row) < ($1.check, $1.row) }.map { fault in
                [fault.check, titles[fault.check] ?? "", fault.register, "\(fault.row)", fault.key].map { .text($0) }
            })
        try Data(CSVWriter().write(sheet)).write(to: file, options: .atomic)
    }
}
