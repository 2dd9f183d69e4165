import Catalog
import Monitoring
import Registers
import Testing

@testable import Indicators

@Suite("The cube of values")
struct IndicatorCubeTests {
    @Test("says what the snapshots say, for every indicator, organisation and category")
    func same() throws {
        let (sample, store) = try IndicatorStoreTests.filled()
        let earlier = try #require(Day("2026-08-31"))
        try store.compute(of: sample.store.today, by: .commandLine)
        try store.compute(store.catalog.indicators.filter { $0.period == .schoolYear }, of: earlier, by: .commandLine)
        let cube = try store.cube()
        for indicator in store.catalog.indicators {
            for id in try sample.store.organisations().nodes.keys {
                let kept = try store.trend(of: indicator, organisation: id, access: .commandLine)
                #expect(cube.trend(of: indicator, organisation: id, access: .commandLine) == kept)
                for period in cube.periods(of: indicator) where !indicator.categories.isEmpty {
                    let split = try store.split(
                        of: indicator, in: period, organisation: id, by: "sex", access: .commandLine)
                    for value in split {
                        let found = cube.value(
                            of: indicator, in: period, organisation: id, category: value.category, access: .commandLine)
                        #expect(found == value)
                    }
                }
            }
        }
        #expect(cube.count > 0 && cube.version > 0)
    }

    @Test("ranks the best first, with equal places for equal values, and shows no more than an account may see")
    func ranking() throws {
        let (sample, store) = try IndicatorStoreTests.filled()
        try store.compute(of: sample.store.today, by: .commandLine)
        let cube = try store.cube()
        let schools = try ["S1", "S2", "S3"].map { try sample.id($0) }
        func ranked(_ name: String, _ period: Period, _ access: RegisterAccess = .commandLine) throws -> [String] {
            let tree = try sample.store.organisations()
            return cube.ranking(of: try store.indicator(name), in: period, organisations: schools, access: access).map {
                "\($0.place) \(tree.nodes[$0.value.organisation]?.code ?? "")"
            }
        }
        #expect(try ranked("girls_share", IndicatorStoreTests.period) == ["1 S3", "2 S1", "3 S2"])
        let year = try #require(Period("2026"))
        #expect(try ranked("budget_a_head", year) == ["1 S1", "2 S2", "2 S3"])
        let nobody = try sample.store.access(of: IndicatorStoreTests.account())
        #expect(try ranked("girls_share", IndicatorStoreTests.period, nobody).isEmpty)
    }
}
