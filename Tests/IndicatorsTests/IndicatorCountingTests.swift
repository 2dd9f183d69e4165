import Foundation
import Monitoring
import Registers
import Store
import Synchronization
import Testing

@testable import Indicators

@Suite("Counting by itself")
struct IndicatorCountingTests {
    /// Noon in China on 2026-09-10, and later as the test says.
    private final class Clock: Sendable {
        let seconds = Mutex(1_789_012_800.0)
        var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
        func advance(hours: Double) { seconds.withLock { $0 += hours * 3600 } }
    }

    private let clock = Clock()
    private let store: IndicatorStore

    init() throws {
        let clock = clock
        let sample = try SampleStore(
            [:], environment: StoreEnvironment(now: { clock.now }, randomBytes: StoreEnvironment.live.randomBytes))
        try sample.pupils("S1", boys: 1, girls: 1)
        store = try IndicatorStore(sample.store)
    }

    @Test("happens once a day, from its hour on, and is recorded")
    func nightly() throws {
        let told = Mutex(0)
        let counting = IndicatorCounting(store) { told.withLock { $0 += 1 } }
        #expect(try !counting.countNightly(from: 13, by: .system("night")), "noon is before the hour")
        #expect(try counting.countNightly(from: 2, by: .system("night")))
        #expect(try !counting.countNightly(from: 2, by: .system("night")), "once a day")
        #expect(try !IndicatorCounting(store).countNightly(from: 2, by: .system("night")), "after a restart too")
        #expect(told.withLock { $0 } == 1)
        let pupils = try store.indicator("pupils"), period = Period(.schoolYear, of: store.registers.today)
        let first = try #require(try store.provenance(of: pupils, in: period))
        #expect(first.countedBy == Principal.system("night").name)
        clock.advance(hours: 13)
        #expect(try !counting.countNightly(from: 2, by: .system("night")), "one o'clock of the next day")
        clock.advance(hours: 1)
        #expect(try counting.countNightly(from: 2, by: .system("night")))
        #expect(try store.provenance(of: pupils, in: period)?.snapshot.made == clock.now)
        #expect(try store.registers.verifyAudit().entries > 2)
    }

    @Test("takes in the last days of periods that have ended, once")
    func ended() throws {
        try store.compute(of: store.registers.today, by: .commandLine)
        #expect(try store.nightlyJobs().count == store.catalog.indicators.count)
        clock.advance(hours: 24 * 365)
        let jobs = try store.nightlyJobs()
        let old = Set(jobs.filter { $0.1.end < store.registers.today }.map { $0.0.name })
        #expect(old == Set(store.catalog.indicators.map(\.name)))
        try store.compute(jobs, by: .commandLine)
        #expect(try store.nightlyJobs().count == store.catalog.indicators.count)
    }

    @Test("counts the same periods of years before, each once")
    func back() throws {
        let day = try #require(Day("2026-09-10"))
        let periods = store.jobs(of: day, yearsBack: 2).filter { $0.0.name == "pupils" }.map(\.1.description)
        #expect(periods == ["2026-2027", "2025-2026", "2024-2025"])
        #expect(store.jobs(of: day, yearsBack: -3).count == store.catalog.indicators.count)
    }

    @Test("runs one at a time, tells how far it is, and keeps nothing when it is stopped")
    func begin() async throws {
        let counting = IndicatorCounting(store)
        #expect(counting.begin(store.jobs(of: store.registers.today), by: .commandLine))
        while counting.run != nil { await Task.yield() }
        guard case .done(let count, _) = counting.outcome else { return #expect(Bool(false), "not done") }
        #expect(count == store.catalog.indicators.count)
        struct Stop: Error {}
        let made = try store.snapshots(of: try store.indicator("pupils")).map(\.id)
        #expect(throws: Stop.self) {
            try store.compute(store.jobs(of: store.registers.today), by: .commandLine) { done, total in
                #expect(done <= total)
                if done > 0 { throw Stop() }
            }
        }
        #expect(try store.snapshots(of: try store.indicator("pupils")).map(\.id) == made)
    }

    @Test("tells how it ended, and can be asked for anew whatever that was")
    func outcomes() throws {
        struct Broken: Error {}
        let counting = IndicatorCounting(store)
        #expect(counting.claim(.commandLine) && !counting.claim(.commandLine))
        #expect(!counting.begin([], by: .commandLine), "one runs already")
        counting.count(.onDemand, by: .commandLine) {
            counting.cancel()
            return store.jobs(of: store.registers.today)
        }
        guard case .cancelled = counting.outcome else { return #expect(Bool(false), "not cancelled") }
        #expect(try store.snapshots(of: try store.indicator("pupils")).isEmpty, "nothing was kept")
        #expect(counting.claim(.commandLine))
        counting.count(.onDemand, by: .commandLine) { throw Broken() }
        guard case .failed(nil) = counting.outcome else { return #expect(Bool(false), "not failed") }
        #expect(counting.claim(.commandLine))
        counting.count(.onDemand, by: .commandLine) { throw IndicatorError.noPeriod("x") }
        guard case .failed(let error?) = counting.outcome else { return #expect(Bool(false), "not told") }
        #expect(error as? IndicatorError == .noPeriod("x") && counting.run == nil)
    }

    @Test("a cube is kept until something is counted")
    func cubes() throws {
        let cubes = IndicatorCubes(store)
        #expect(try cubes.cube().count == 0)
        try store.compute(of: store.registers.today, by: .commandLine)
        let cube = try cubes.cube()
        #expect(cube.count > 0 && cube.version > 0)
        #expect(try cubes.cube().version == cube.version)
        try store.compute(of: store.registers.today, by: .commandLine)
        #expect(try cubes.cube().version > cube.version)
    }
}
