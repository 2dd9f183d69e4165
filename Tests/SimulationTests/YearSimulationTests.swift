import Foundation
import Intake
import Ledger
import Monitoring
import Simulation
import Store
import Testing

@Suite("A simulated year")
struct YearSimulationTests {
    /// A ledger in a directory of its own with a simulated clock.
    final class World {
        let directory = FileManager.default.temporaryDirectory.appending(path: "year-\(UUID().uuidString)")
        let clock: SimulatedClock
        let ledger: PlanLedger
        let plan: Plan

        static let text = """
            云岚区教育局2026年工作要点
            一、优化教育布局
            1.扩大学前教育资源。新建幼儿园4所，新增学位1200个，普惠性幼儿园覆盖率达到92%以上。
            责任科室：学前教育科
            2.推进义务教育学校建设。6月底前完成2所学校主体工程，新增义务教育学位2000个。
            责任科室：基建科、规划财务科
            二、提升教育质量
            3.加强教师培训。全年培训教师1500人次，制定《云岚区教师培训三年计划》。
            责任科室：人事科
            4.增强学生体质。体质健康优良率达到62%，9月底前完成体质监测。
            责任科室：体卫艺科
            5.规范校外培训。开展专项检查12次。
            责任科室：民办教育科
            6.守牢校园安全底线。隐患整改率达到100%，每季度开展应急演练。
            责任科室：安全科
            """

        init(seed: UInt64) throws {
            clock = SimulatedClock(try #require(Day("2026-01-05")))
            var environment = clock.environment(seed: seed)
            environment.passwordRounds = 1 << 6
            ledger = try PlanLedger.open(directory: directory, environment: environment)
            let kept = try PlanIntake(ledger: ledger).keep(
                Array(Self.text.utf8), named: "要点.txt", by: .system("test"))
            let id = kept.draft.plan.id
            let rows = try ledger.tasks(.review(of: id)).rows.map(\.id)
            try ledger.apply(.accept(rows), to: id, by: .system("test"))
            plan = try ledger.openPlan(id, by: .system("test"))
        }

        deinit { try? FileManager.default.removeItem(at: directory) }

        /// Lives the year and answers with every month's counts.
        func live(seed: UInt64) throws -> [Standing] {
            var year = YearSimulation(ledger: ledger, clock: clock, plan: plan, year: 2026, seed: seed)
            var months: [Standing] = []
            try year.run { day in
                months.append(PlanLedger.standing(try ledger.workLines(.ledger(of: plan.id), on: day), on: day))
            }
            return months
        }

        func events() throws -> [[String]] {
            try ledger.tasks(.ledger(of: plan.id)).rows.map { row in
                try ledger.work(of: row.id, on: Day(of: clock.now)).events.map {
                    "\($0.day.text) \($0.move.rawValue) \($0.text) \($0.detail)"
                }
            }
        }
    }

    @Test("agrees with its events on every month's end, and its audit trail holds")
    func reconciles() throws {
        let world = try World(seed: 7)
        var months: [Day: [WorkRecord]] = [:]
        var year = YearSimulation(ledger: world.ledger, clock: world.clock, plan: world.plan, year: 2026, seed: 7)
        try year.run { day in
            months[day] = try world.ledger.workLines(.ledger(of: world.plan.id), on: day).map(\.record)
        }
        #expect(months.count == 12)
        for (day, records) in months {
            let replayed = try world.ledger.workLines(.ledger(of: world.plan.id), on: day, asOf: true).map(\.record)
            #expect(replayed == records, "\(day.text)")
        }
        #expect(try world.ledger.store.audit.verify().entries > 100)
        #expect((year.counts[.report] ?? 0) > 20 && (year.counts[.verify] ?? 0) > 2)
    }

    @Test("is the same for the same seed, and another for another")
    func repeats() throws {
        let worlds = try [3, 3, 4].map { seed -> ([Standing], [[String]]) in
            let world = try World(seed: 1)
            return (try world.live(seed: UInt64(seed)), try world.events())
        }
        #expect(worlds[0].0 == worlds[1].0 && worlds[0].1 == worlds[1].1)
        #expect(worlds[0].1 != worlds[2].1)
    }
}
