import Catalog
import Foundation
import Monitoring
import Registers
import Seats
import ShippedCatalog
import Store
import Testing

@testable import SeatPlanning

@Suite("Seats as the registers have them")
struct SeatSituationTests {
    @Test(
        "codes of grades become steps",
        arguments: [("K1", -2), ("K3", 0), ("K9", -1), ("P1", 1), ("P9", 3), ("J3", 9), ("J4", 9), ("S3", 12)])
    func steps(code: String, step: Int) {
        #expect(SituationReader.step(code) == step)
    }

    @Test("other codes are none", arguments: ["V1", "U2", "", "P", "P12", "X1", nil])
    func noStep(code: String?) {
        #expect(SituationReader.step(code) == nil)
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "seats-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A region of two areas: a school each, with rows put in by SQL as the registers keep them.
    private static func store(in folder: URL) throws -> RegisterStore {
        let store = try RegisterStore.open(directory: folder, catalog: try ShippedCatalog.catalog())
        try store.database.write { connection in
            func add(_ table: String, _ values: [String: SQLValue]) throws {
                let columns = values.keys.sorted()
                let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
                let marks = repeatElement("?", count: columns.count).joined(separator: ", ")
                try connection.run(
                    "INSERT INTO \(table) (\(names)) VALUES (\(marks))", columns.map { values[$0] ?? .null })
            }
            for (id, level, parent) in [
                (1, "district", nil), (2, "area", 1), (3, "area", 1), (4, "school", 2), (5, "school", 3),
            ] as [(Int64, String, Int64?)] {
                try add(
                    "organisation",
                    [
                        "id": .integer(id), "code": .text("C\(id)"), "name": .text("机构\(id)"), "level": .text(level),
                        "parent": parent.map { .integer($0) } ?? .null, "kind": .text("12"),
                        "opened_on": .text("2000-09-01"), "since": .integer(1),
                    ])
            }
            for year in 2019...2026 {
                for grade in 1...6 {
                    for school in [4, 5] as [Int64] {
                        try add(
                            "enrolment_count",
                            [
                                "school": .integer(school), "school_year": .integer(Int64(year)),
                                "grade": .text("P\(grade)"), "pupils": .integer(school == 4 ? 100 : 60),
                                "since": .integer(1),
                            ])
                    }
                }
            }
            for school in [4, 5] as [Int64] {
                try add(
                    "seat_capacity",
                    [
                        "school": .integer(school), "school_year": .integer(2026), "stage": .text("P"),
                        "seats": .integer(450), "classes": .integer(10), "since": .integer(1),
                    ])
            }
            try add(
                "seat_project",
                [
                    "area": .integer(2), "name": .text("新校"), "stage": .text("P"), "plan": .text("新建"),
                    "rooms": .integer(6), "opens": .integer(2027), "cost": .integer(50_000_000_00),
                    "since": .integer(1),
                ])
            try add(
                "seat_project",
                [
                    "area": .integer(2), "name": .text("划片"), "stage": .text("P"), "plan": .text("调整"),
                    "moves_to": .integer(3), "share": .real(20), "opens": .integer(2027), "since": .integer(1),
                ])
            try add(
                "demand_change",
                [
                    "district": .integer(1), "scenario": .text("新区"), "name": .text("千户"), "kind": .text("1"),
                    "area": .integer(3), "starts": .integer(2027), "first_grade": .text("P1"),
                    "last_grade": .text("P6"), "amount": .real(1000), "per_hundred": .real(4), "move_in": .integer(1),
                    "since": .integer(1),
                ])
            for age in 0...6 {
                try add(
                    "population",
                    [
                        "area": .integer(2), "school_year": .integer(2026), "basis": .text("2"),
                        "age": .integer(Int64(age)), "persons": .integer(170), "source": .text("户籍"),
                        "since": .integer(1),
                    ])
            }
        }
        return store
    }

    @Test("pupils, births, supply, options and scenarios are read, and make a board")
    func reads() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Self.store(in: folder)
        let situation = try #require(try SeatSituation.read(store, today: Day(year: 2026, month: 11, day: 21)!))
        #expect(situation.history.units == ["2", "3"] && situation.history.autumns == 8)
        #expect(situation.history.pupils(unit: 0, grade: 0, autumn: 2026) == 100)
        #expect(situation.name("2") == "机构2" && situation.births?.children[2020] == 170)
        #expect(situation.sources.map(\.seats) == [450, 450])
        #expect(Set(situation.options.map(\.name)) == ["调整", "新建"])
        #expect(situation.options.first { $0.name == "新建" }?.cost == 50_000_000)
        #expect(situation.options.first { $0.name == "调整" }?.moves.first?.share == 0.2)
        #expect(situation.scenarios.first?.adjustments.first?.yield == 4)

        let boards = SeatBoards(store)
        let board = try #require(try boards.board())
        let next = try #require(board.outcomes[0].gaps.first { $0.area == "2" && $0.autumn == 2027 })
        #expect(abs(next.pupils - 600) < 30 && next.seats == 450)
        #expect(try #require(next.probability) > 0.9)
        let housing = try #require(try boards.board("新区"))
        let added = zip(housing.outcomes[0].gaps, board.outcomes[0].gaps).filter { $0.0.area == "3" }
            .map { $0.0.pupils - $0.1.pupils }
        #expect(added.allSatisfy { abs($0 - 240) < 1e-6 })
        #expect(try boards.board("没有这个情景")?.scenario == nil)
        let whole = board.total(.primary, areas: ["2", "3"], through: 2030)
        #expect(whole.map(\.autumn) == [2027, 2028, 2029, 2030] && whole[0].seats == 900)
        // A school each: the schools are the areas, and get what happens there.
        let schools = try #require(try boards.schools())
        let more = try #require(try boards.schools("新区"))
        #expect(schools.history.units == ["4", "5"] && schools.stages["5"] == [.primary])
        let own = try #require(schools.gaps["5"]), changed = try #require(more.gaps["5"])
        #expect(zip(changed, own).allSatisfy { abs($0.pupils - $1.pupils - 240) < 1e-6 } && own[0].seats == 450)
        #expect(schools.gaps["4"] == more.gaps["4"])
        #expect(abs(board.pupils("3", .primary, 2026) - 360) < 1e-9)
        // A change of a register makes the board anew.
        try store.database.write { connection in
            try connection.run("UPDATE seat_capacity SET seats = 900 WHERE school = 4", [])
            try connection.run(
                "UPDATE register_definition SET changed = coalesce(changed, 0) + 1 WHERE register = 'seat_capacity'", []
            )
        }
        #expect(try boards.board()?.outcomes[0].gaps.first { $0.area == "2" }?.seats == 900)
    }

    @Test("a forecast is recorded when something that it rests on was changed, and once")
    func recording() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Self.store(in: folder)
        let boards = SeatBoards(store)
        #expect(try !boards.recordChanges(by: .commandLine))
        try store.database.write {
            try $0.run("UPDATE register_definition SET changed = 1 WHERE register = 'enrolment'", [])
        }
        #expect(try boards.recordChanges(by: .commandLine))
        let count = { try store.count(of: try store.register(SeatRecord.register), access: .commandLine) }
        let rows = try count()
        #expect(rows > 0)
        #expect(try !boards.recordChanges(by: .commandLine))
        #expect(try count() == rows)
    }

    @Test("without pupils there is nothing to forecast")
    func empty() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try RegisterStore.open(directory: folder, catalog: try ShippedCatalog.catalog())
        #expect(try SeatBoards(store).board() == nil)
    }
}
