import Catalog
import Monitoring
import Registers
import ShippedCatalog
import Testing

@testable import Indicators

@Suite("What an account reads of the cube")
struct IndicatorReaderTests {
    private static let shipped = Result { try ShippedCatalog.catalog() }

    @Test("is what the cube says, and nothing of what the account may not see")
    func same() throws {
        let (sample, store) = try IndicatorStoreTests.filled()
        try store.compute(of: sample.store.today, by: .commandLine)
        let cube = try store.cube()
        #expect(cube.made != nil)
        let all = IndicatorReader(cube, access: .commandLine)
        let nobody = IndicatorReader(cube, access: try sample.store.access(of: IndicatorStoreTests.account()))
        for indicator in store.catalog.indicators {
            for id in cube.rollup.tree.nodes.keys {
                let trend = cube.trend(of: indicator, organisation: id, access: .commandLine)
                #expect(all.trend(of: indicator, organisation: id) == trend.filter { $0.value != nil })
                #expect(
                    all.latest(of: indicator, organisation: id)?.now == trend.last { $0.value != nil })
                #expect(nobody.latest(of: indicator, organisation: id) == nil)
                #expect(!nobody.maySee(indicator, organisation: id) && !nobody.mayEnter(id))
                #expect(nobody.trend(of: indicator, organisation: id).isEmpty)
            }
        }
    }

    @Test("tells what a value was before the last counting that changed it")
    func former() throws {
        let (sample, store) = try IndicatorStoreTests.filled()
        let pupils = try store.indicator("pupils"), girls = try store.indicator("girls_share")
        let period = IndicatorStoreTests.period
        func reader() throws -> IndicatorReader { IndicatorReader(try store.cube(), access: .commandLine) }
        func former(_ indicator: Indicator, _ code: String) throws -> Double? {
            try reader().former(of: indicator, in: period, organisation: sample.id(code))?.value.value
        }
        try store.compute(of: sample.store.today, by: .commandLine)
        #expect(try former(pupils, "D") == nil, "counted once")
        try sample.pupils("S2", boys: 2, girls: 0, from: "2026-09-01")
        try store.compute(of: sample.store.today, by: .commandLine)
        #expect(try former(pupils, "D") == 20 && former(pupils, "A1") == 10 && former(pupils, "S2") == 8)
        #expect(try former(girls, "A1") == 30 && former(pupils, "G") == nil)
        #expect(try former(pupils, "S3") == nil, "nothing moved there")
        // Counting once more changes nothing, and the last change stays.
        try store.compute(of: sample.store.today, by: .commandLine)
        #expect(try former(pupils, "D") == 20)
        let found = try reader().former(of: pupils, in: period, organisation: sample.id("D"))
        #expect(found.map { $0.made <= $0.changed } == true)
        let nobody = IndicatorReader(
            try store.cube(), access: try sample.store.access(of: IndicatorStoreTests.account()))
        #expect(nobody.former(of: pupils, in: period, organisation: try sample.id("D")) == nil)
    }

    @Test("what was counted by another definition is no value before")
    func definition() throws {
        let (sample, store) = try IndicatorStoreTests.filled()
        let pupils = try store.indicator("pupils")
        try store.compute([pupils], of: sample.store.today, by: .commandLine)
        try sample.store.database.write {
            try $0.run("UPDATE indicator_snapshot SET definition = 'other'", [])
        }
        try sample.pupils("S2", boys: 2, girls: 0, from: "2026-09-01")
        try store.compute([pupils], of: sample.store.today, by: .commandLine)
        let reader = IndicatorReader(try store.cube(), access: .commandLine)
        #expect(reader.former(of: pupils, in: IndicatorStoreTests.period, organisation: try sample.id("D")) == nil)
    }

    @Test(
        "lights follow the published limit and the way that is better",
        arguments: [
            ("preschool_inclusive_share", 80.0, Light.green), ("preschool_inclusive_share", 73, .yellow),
            ("preschool_inclusive_share", 71, .red), ("preschool_pupil_teacher", 15, .green),
            ("preschool_pupil_teacher", 16.5, .yellow), ("preschool_pupil_teacher", 17, .red),
            ("class_large_share", 0, .green), ("class_large_share", 0.1, .red), ("assessment_excellent", 1, .off),
            ("teachers", 1, .off),
        ])
    func lights(name: String, value: Double, light: Light) throws {
        let indicator = try #require(try Self.shipped.get().indicator(name))
        #expect(indicator.light(of: value, tolerance: 0.1) == light)
    }

    @Test("a change is for the better or the worse, or neither")
    func improvements() throws {
        let catalog = try Self.shipped.get()
        let share = try #require(catalog.indicator("preschool_inclusive_share"))
        let ratio = try #require(catalog.indicator("preschool_pupil_teacher"))
        let teachers = try #require(catalog.indicator("teachers"))
        #expect(share.isImprovement(from: 1, to: 2) == true && ratio.isImprovement(from: 1, to: 2) == false)
        #expect(share.isImprovement(from: 2, to: 2) == nil && teachers.isImprovement(from: 1, to: 2) == nil)
    }
}
