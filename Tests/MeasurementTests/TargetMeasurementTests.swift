import Catalog
import Foundation
import Indicators
import Intake
import Ledger
import Monitoring
import PlanModel
import Registers
import Store
import Testing

@testable import Measurement

@Suite("Targets measured by indicators")
final class TargetMeasurementTests {
    static let files = [
        "core/organisation.yaml": """
        register: organisation
        title: {zh: 机构, en: Organisations}
        domain: core
        system: org-master
        kind: entity
        key: [code]
        label: [name]
        fields:
          code: {title: {zh: 编码, en: Code}, type: text, required: true, max: 20}
          name: {title: {zh: 名称, en: Name}, type: text, required: true, max: 60}
          level: {title: {zh: 层级, en: Level}, type: code, codes: organisation_level, required: true}
          parent: {title: {zh: 上级, en: Parent}, type: ref, ref: organisation}
        list: [code, name]
        """,
        "core/seat.yaml": """
        register: seat
        title: {zh: 学位, en: Seats}
        domain: core
        system: seats
        kind: event
        belongs_to: district
        key: [district, opened_on]
        label: [opened_on]
        time: {"on": opened_on}
        fields:
          opened_on: {title: {zh: 启用日期, en: Opened}, type: date, required: true}
          seats: {title: {zh: 学位数, en: Seats}, type: integer, min: 0, required: true}
        list: [opened_on, seats]
        """,
        "codes/lists.yaml": """
        organisation_level: {title: {zh: 层级, en: Levels}, source: none}
        """,
        "codes/organisation_level.csv": "code,zh,en\ndistrict,区县,District\n",
        "indicators/sample.yaml": """
        - indicator: new_seats
          title: {zh: 新增学位数, en: New seats}
          system: seats
          unit: 个
          period: year
          part: {from: seat, value: sum(seats)}
        - indicator: large_class_share
          title: {zh: 大班额比例, en: Share of large classes}
          system: seats
          unit: "%"
          part: {from: seat}
          whole: {from: seat}
        - indicator: inclusive_share
          title: {zh: 普惠性幼儿园覆盖率, en: Cover by inclusive kindergartens}
          system: seats
          unit: "%"
          part: {from: seat}
          whole: {from: seat}
        """,
    ]

    /// 2026-09-10, noon in China.
    static let environment = StoreEnvironment(
        now: { Date(timeIntervalSince1970: 1_789_012_800) }, randomBytes: StoreEnvironment.live.randomBytes)

    private let folder: URL
    let ledger: PlanLedger
    let registers: RegisterStore
    let indicators: IndicatorStore
    let measurement: TargetMeasurement

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "measurement-\(UUID().uuidString)")
        ledger = try PlanLedger.open(directory: folder, environment: Self.environment)
        let catalog = try CatalogReader.read([
            Self.files.sorted { $0.key < $1.key }.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }
        ])
        registers = try RegisterStore(
            catalog: catalog, database: MemoryDatabase(functions: SQLFunctions(catalog)),
            key: [UInt8](repeating: 7, count: 32), environment: Self.environment)
        indicators = try IndicatorStore(registers)
        measurement = TargetMeasurement(ledger: ledger, indicators: indicators)
        try put("organisation", ["code": "D", "name": "云岚区", "level": "district"])
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func put(_ register: String, _ cells: [String: String]) throws {
        let report = try registers.add(
            cells, to: registers.register(register), access: .commandLine, by: .commandLine)
        #expect(report.isKept, "\(report.faults)")
    }

    /// A task handed over with a target of 400 seats; its row and its target.
    func task() throws -> (id: Int64, target: WorkTarget) {
        let text = "云岚区教育局2026年工作要点\n一、扩大供给\n1.推进学位建设\n目标任务：新增学位400个。\n责任科室：规划财务科"
        let kept = try PlanIntake(ledger: ledger).keep(Array(text.utf8), named: "plan.txt", by: .commandLine)
        let plan = kept.draft.plan.id
        let rows = try ledger.tasks(.review(of: plan)).rows.map(\.id)
        try ledger.apply(.accept(rows), to: plan, by: .commandLine)
        try ledger.openPlan(plan, by: .commandLine)
        let task = try #require(rows.first)
        try ledger.issue([], undated: rows, due: registers.today + 30, by: .commandLine)
        let target = try ledger.work(of: task, on: registers.today).record.targets.first
        return (task, try #require(target))
    }

    @Test("are proposed by their words, and what was chosen before comes first")
    func suggestions() throws {
        let (_, target) = try task()
        let first = try measurement.suggestions(for: target.quantity)
        #expect(first.first?.indicator.name == "new_seats" && first.first?.unitFits == true)
        #expect(!first.contains { $0.reason == .remembered })
        var other = target.quantity
        (other.metric, other.unit) = ("普惠性幼儿园覆盖率", "%")
        let named = try measurement.suggestions(for: other)
        #expect(named.first?.indicator.name == "inclusive_share" && named.first?.reason == .named)
        (other.metric, other.unit) = ("义务教育大班额", "%")
        let shared = try measurement.suggestions(for: other)
        #expect(shared.first?.reason == .shared("大班额"))
        (other.metric, other.unit) = ("诗歌朗诵", "场")
        #expect(try measurement.suggestions(for: other).isEmpty)
        let chosen = TargetMeasure(indicator: "large_class_share", organisation: "D")
        try ledger.bind(target.id, to: chosen, by: .commandLine)
        let again = try measurement.suggestions(for: target.quantity)
        #expect(again.first?.reason == .remembered && again.first?.remembered == chosen)
        #expect(throws: WorkError.noTarget) { try ledger.bind(9_999, to: chosen, by: .commandLine) }
    }

    @Test("get their actual values as reports that keep the ledger's rules")
    func flow() throws {
        let (task, target) = try task()
        try ledger.bind(target.id, to: .init(indicator: "new_seats", organisation: "D"), by: .commandLine)
        let today = registers.today
        func results() throws -> [TargetMeasurement.Result] { try measurement.report(on: today).map(\.result) }
        #expect(try results() == [.noValue])
        try put("seat", ["district": "D", "opened_on": "2026-03-01", "seats": "150"])
        try indicators.compute(of: today, by: .commandLine)
        #expect(try results() == [.notAtWork], "not yet accepted")
        try ledger.move(.accept, task: task, by: .commandLine)
        #expect(try results() == [.reported(.init(value: 150, day: today))])
        #expect(try results() == [.unchanged])
        let work = try ledger.work(of: task, on: today)
        #expect(work.record.targets.first?.actual == .init(value: 150, day: today) && work.record.state == .underWay)
        #expect(work.events.last?.text.contains("新增学位数（2026）：150个") == true)
        try put("seat", ["district": "D", "opened_on": "2026-09-01", "seats": "250"])
        try indicators.compute(of: today, by: .commandLine)
        #expect(try results() == [.reported(.init(value: 400, day: today))])
        #expect(try ledger.work(of: task, on: today).record.targets.first?.isReached == true)
        #expect(try ledger.bindings(of: task).map(\.measure.indicator) == ["new_seats"])
        try ledger.unbind(target.id, by: .commandLine)
        #expect(try ledger.bindings().isEmpty && results().isEmpty)
        #expect(throws: WorkError.noTarget) { try ledger.unbind(target.id, by: .commandLine) }
    }
}
