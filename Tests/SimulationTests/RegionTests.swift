import Catalog
import Foundation
import Monitoring
import RegisterFixtures
import SeatPlanning
import Seats
import ShippedCatalog
import Store
import Testing

@testable import Registers
@testable import Simulation

@Suite("A simulated region")
struct RegionTests {
    /// 2026-11-21 in China.
    static let day = Day(number: 20_778)
    static let environment = StoreEnvironment(
        now: { Date(timeIntervalSince1970: 20_778 * 86_400 + 10_000) },
        randomBytes: { [UInt8](repeating: 3, count: $0) })

    /// A small region that is loaded.
    struct Loaded {
        let region: Region
        let store: RegisterStore
        let report: RegionLoader.Report
        private let place: TestPlace

        init(_ database: TestDatabase, _ profile: RegionProfile, scale: Double = 0.008, seed: UInt64 = 1) throws {
            let catalog = try ShippedCatalog.catalog()
            place = try database.place()
            store = try RegisterStore(
                catalog: catalog, database: try place.open(catalog), key: [UInt8](repeating: 9, count: 32),
                environment: RegionTests.environment)
            region = Region(profile, scale: scale, day: RegionTests.day, seed: seed)
            report = try RegionLoader(region, into: store).load(by: .commandLine)
        }

        /// The rows that a check finds.
        func rows(_ check: IntegrityCheck) throws -> Set<Int64>? {
            let register = try store.register(check.register)
            let name = register.name
            var sql: String
            let found: String
            switch check.finder {
            case .outlier, .jump: return nil
            case .condition(let condition): found = "(\(condition))"
            case .select(let select): found = "\(name).id in (\(select))"
            }
            let whole =
                check.whole
                ?? {
                    switch register.time {
                    case .always: "true"
                    case .on(let field): "\(name).\(field) <= :day"
                    case .period(let field): "\(name).\(field) = school_year(:day)"
                    case .during(let from, let until):
                        "\(name).\(from) <= :day and (\(name).\(until) is null or \(name).\(until) > :day)"
                    }
                }()
            sql = "select \(name).id from \(name)"
            for join in check.joins {
                guard case .reference(let target) = register.field(join)?.type else { continue }
                sql += " left join \(target) \(join) on \(join).id = \(name).\(join)"
            }
            sql += " where (\(whole)) and \(found)"
            let literal =
                store.database.dialect == .sqlite ? "'\(RegionTests.day.text)'" : "date '\(RegionTests.day.text)'"
            return Set(
                try store.database.read { try $0.rows(sql.replacing(":day", with: literal)) }.compactMap {
                    $0[0].integer
                })
        }
    }

    @Test("has the faults that were planted, and no others that a check finds", arguments: TestDatabase.available)
    func faults(database: TestDatabase) throws {
        let loaded = try Loaded(database, .haidian)
        #expect(Set(loaded.report.faults.map(\.check)).count >= 80)
        var checked = 0
        for check in loaded.store.catalog.checks where check.name != "student_photo_missing" {
            guard let rows = try loaded.rows(check) else { continue }
            checked += 1
            let planted = Set(loaded.report.faults.filter { $0.check == check.name }.map { Int64($0.row) })
            #expect(
                rows == planted,
                "\(check.name): more \(rows.subtracting(planted).sorted().prefix(5)), less \(planted.subtracting(rows).sorted().prefix(5))"
            )
        }
        #expect(checked > 120)
    }

    @Test("comes to the published figures at full scale", arguments: RegionProfile.all.map(\.name))
    func figures(name: String) throws {
        let profile = try #require(RegionProfile.named(name))
        let region = Region(profile, day: Self.day, seed: 1)
        for figure in profile.figures {
            #expect(region.count(figure) == figure.value, "\(figure.code) \(figure.title)")
        }
    }

    @Test("has the counted figures in its registers", arguments: TestDatabase.available)
    func stored(database: TestDatabase) throws {
        let loaded = try Loaded(database, .chengde, scale: 0.003)
        for figure in loaded.region.profile.figures {
            let stored = try loaded.region.stored(figure, in: loaded.store)
            #expect(stored == loaded.region.count(figure), "\(figure.code) \(figure.title)")
        }
    }

    @Test("has what seats are planned from: past autumns that differ, projects, options, scenarios")
    func seats() throws {
        let loaded = try Loaded(.sqlite, .haidian, scale: 0.02)
        let situation = try #require(try SeatSituation.read(loaded.store, today: Self.day))
        let history = situation.schools.history
        #expect(history.autumns == 11 && situation.births != nil)
        // How classes of primary school went on from an autumn to the next: no school does each year the same.
        var ratios: [Double] = []
        for unit in history.units.indices {
            for grade in history.grades.indices where (1...5).contains(history.grades[grade]) {
                for autumn in history.firstAutumn..<history.lastAutumn {
                    let before = history.pupils(unit: unit, grade: grade, autumn: autumn)
                    let after = history.pupils(unit: unit, grade: grade + 1, autumn: autumn + 1)
                    if before >= 60 { ratios.append(after / before) }
                }
            }
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        let spread = (ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(ratios.count)).squareRoot()
        #expect(ratios.count > 50 && abs(mean - 1) < 0.02 && (0.01...0.05).contains(spread), "\(mean) ± \(spread)")
        #expect(situation.options.map(\.name) == ["临时扩班", "新建学校", "调整片区"])
        #expect(situation.scenarios.map(\.name) == ["住宅集中入住", "入学人口回落"])
        #expect(situation.sources.contains { $0.from != nil })
        // Points have all first-graders of the public schools that they lead to.
        let hosts = loaded.region.schools.filter { $0.isPublic && $0.stages.contains(.primary) }.map(\.index)
        let entrants = loaded.region.lines.filter {
            $0.stage == .primary && $0.entry == loaded.region.year && hosts.contains($0.school)
        }.reduce(0) { $0 + $1.size }
        let children = try loaded.store.database.read {
            try $0.value("SELECT sum(primary_children) FROM residential_point").integer ?? 0
        }
        #expect(children == Int64(entrants))
    }

    @Test("is the same for the same seed on every database, and another for another seed")
    func deterministic() throws {
        func digest(_ database: TestDatabase, seed: UInt64) throws -> [String] {
            let loaded = try Loaded(database, .dongcheng, scale: 0.008, seed: seed)
            var lines = loaded.report.faults.map { "\($0.check) \($0.register) \($0.row) \($0.key)" }
            for (name, count) in loaded.report.rows {
                let register = try loaded.store.register(name)
                for row in try loaded.store.rows(of: register, access: .commandLine, limit: count).rows {
                    let values = row.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.written)" }
                    lines.append("\(name) \(row.id) \(values.joined(separator: " "))")
                }
            }
            return lines.sorted()
        }
        let first = try digest(.sqlite, seed: 1)
        for database in TestDatabase.available where database != .sqlite {
            #expect(try digest(database, seed: 1) == first)
        }
        #expect(try digest(.sqlite, seed: 2) != first)
    }

    @Test("is read back, written as cells and imported again as the same rows, without faults")
    func roundTrip() throws {
        let loaded = try Loaded(.sqlite, .chengde, scale: 0.002)
        let wrong = Dictionary(grouping: loaded.report.faults.filter { $0.check.hasSuffix("id_form") }, by: \.register)
        // A row that refers to another school's has no key for it.
        let foreign = Dictionary(
            grouping: loaded.report.faults.filter { $0.check.hasSuffix("_elsewhere") }, by: \.register)
        for (name, count) in loaded.report.rows where count > 0 {
            let register = try loaded.store.register(name)
            let rows = try loaded.store.rows(of: register, access: .commandLine, limit: count).rows
            #expect(rows.count == count)
            let parser = RowParser(register, catalog: loaded.store.catalog, seal: loaded.store.seal, today: Self.day)
            var batch = parser.makeBatch()
            for row in rows {
                let cells = register.entryFields.map { Array((row[$0.name]?.written ?? "").utf8) }
                let flat = cells.flatMap { $0 }
                var ends = [0]
                for cell in cells { ends.append((ends.last ?? 0) + cell.count) }
                flat.withUnsafeBytes { bytes in
                    _ = parser.add(number: Int(row.id), to: &batch) { field in
                        UnsafeRawBufferPointer(rebasing: bytes[ends[field]..<ends[field + 1]])
                    }
                }
            }
            var source: RowBatch? = batch
            let report = try loaded.store.importRows(
                into: register, mode: .preview, by: .commandLine, writable: nil,
                from: {
                    defer { source = nil }
                    return source
                })
            let bad = Set(wrong[name]?.map(\.row) ?? [])
            let odd = Set(foreign[name]?.map(\.row) ?? [])
            #expect(report.unchanged >= count - bad.count - odd.count, "\(name)")
            #expect(Set(report.faults.filter { !$0.isWarning }.map(\.row)).subtracting(odd) == bad, "\(name)")
        }
    }

    @Test(
        "schools stand near the middle of the region, and nearer to those of their own area",
        arguments: ["haidian", "chengde"])
    func places(name: String) throws {
        let profile = try #require(RegionProfile.named(name))
        let region = Region(profile, scale: 1, day: Self.day, seed: 1)
        let places = RegionPlaces(region)
        let found = region.schools.map { ($0.area, places.place(of: $0)) }
        for (_, place) in found {
            #expect(
                abs(place.longitude - profile.middle.longitude) < 2 && abs(place.latitude - profile.middle.latitude) < 2
            )
        }
        // The middle of an area is nearer to nearly all of its schools than any other area's.
        let middles = Dictionary(grouping: found, by: \.0).mapValues { schools in
            let count = Double(schools.count)
            return (schools.reduce(0) { $0 + $1.1.longitude } / count, schools.reduce(0) { $0 + $1.1.latitude } / count)
        }
        func far(_ place: (longitude: Double, latitude: Double), _ middle: (Double, Double)) -> Double {
            let (x, y) = ((place.longitude - middle.0) / 1.3, place.latitude - middle.1)
            return x * x + y * y
        }
        let right = found.filter { area, place in
            middles.min { far(place, $0.value) < far(place, $1.value) }?.key == area
        }
        #expect(Double(right.count) > 0.9 * Double(found.count), "\(right.count) of \(found.count)")
    }
}
