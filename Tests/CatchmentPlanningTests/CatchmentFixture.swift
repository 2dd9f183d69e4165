import Catalog
import CatchmentFiles
import Catchments
import Foundation
import Registers
import ShippedCatalog

@testable import CatchmentPlanning
@testable import Store

/// Catchment plans of a small district in a directory of its own: two schools, six points in a row between them.
final class CatchmentFixture: Sendable {
    static let catalog = Result { try ShippedCatalog.catalog() }

    let directory: URL
    let plans: CatchmentStore
    let bureau: CatchmentDesk

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "catchments-\(UUID().uuidString)")
        let store = try Store.open(directory: directory, migrations: CatchmentSchema.migrations)
        let registers = try RegisterStore.open(directory: directory, catalog: Self.catalog.get())
        plans = CatchmentStore(store: store, registers: registers)
        bureau = try CatchmentDesk(plans, access: .commandLine, principal: .commandLine)
        for (code, name, level, kind, parent, location) in [
            ("D", "云岚区教育局", "district", "10", "", ""), ("A1", "东片学区", "area", "12", "D", ""),
            ("S1", "云岚第一小学", "school", "20", "A1", "116.2,40.36"), ("S2", "西山小学", "school", "20", "A1", "116.25,40.36"),
        ] {
            var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
            if !parent.isEmpty { cells["parent"] = parent }
            if !location.isEmpty { cells["location"] = location }
            try add("organisation", cells)
        }
        for (school, places) in [("S1", 30), ("S2", 60)] {
            try add(
                "seat_capacity",
                [
                    "school": school, "school_year": "2026", "stage": "P", "seats": "\(places * 6)", "classes": "12",
                    "planned_intake": "\(places)",
                ])
        }
        for index in 0..<6 {
            try add(
                "residential_point",
                [
                    "area": "A1", "code": "P\(index + 1)", "name": "澄岚街\(index * 2 + 1)号院",
                    "addresses": "澄岚街\(index * 2 + 2)号",
                    "location": "\(116.2 + Double(index) * 0.01),40.361", "primary_children": "12",
                    "primary_school": "S1",
                ])
        }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func add(_ register: String, _ cells: [String: String]) throws {
        let report = try plans.registers.add(
            cells, to: plans.registers.register(register), access: .commandLine, by: .commandLine)
        guard report.isKept else { throw Refused(faults: report.faults) }
    }

    struct Refused: Error { let faults: [CellFault] }

    static var quick: CatchmentSettings {
        var settings = CatchmentSettings()
        (settings.effort, settings.manner) = (.quick, .whole)
        return settings
    }

    /// A plan of what the registers have, worked out.
    func solved(
        _ settings: CatchmentSettings = CatchmentFixture.quick, year: Int = 2026, files: TakenInput.Files = .init()
    ) throws
        -> Int64
    {
        let id = try bureau.create(
            title: "小学划片", stage: "P", year: year, settings: settings,
            taken: try bureau.take(stage: "P", year: year, files: files))
        try bureau.solve(id)
        return id
    }

    static func file(_ text: String, _ name: String) -> TakenInput.File { .init(name: name, bytes: Array(text.utf8)) }

    /// The points as neighbours in a row.
    static let row = file(
        "point_a,point_b\n" + (1..<6).map { "P\($0),P\($0 + 1)" }.joined(separator: "\n") + "\n", "neighbours.csv")
}
