import Foundation
import Testing

@testable import Ledger
@testable import Store

struct SchoolTests {
    private func school(_ code: String, _ name: String, _ area: String? = "云东学区") -> SchoolDetails {
        SchoolDetails(code: code, name: name, stages: [.primary, .junior], area: area, address: "云岚区云东路1号")
    }

    @Test func importsAndFindsAgain() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let areas = [AreaDetails(code: "A1", name: "云东学区"), AreaDetails(code: "A2", name: "云西学区")]
        #expect(try ledger.importAreas(areas, by: .commandLine).inserted == 2)
        #expect(try ledger.importAreas(areas, by: .commandLine).unchanged == 2)
        let schools = [school("S1", "云岚第一学校"), school("S2", "云岚第二小学", "A2"), school("S3", "云岚幼儿园", nil)]
        #expect(try ledger.importSchools(schools, by: .commandLine).inserted == 3)
        #expect(try ledger.importSchools(schools, by: .commandLine).unchanged == 3)
        let changed = try ledger.importSchools([school("S2", "云岚第二实验小学", "云西学区")], by: .commandLine)
        #expect((changed.updated, changed.inserted) == (1, 0))
        #expect(try ledger.areas().map(\.schoolCount) == [1, 1])
        let found = try ledger.schools("第二")
        #expect(found.total == 1)
        #expect(found.rows.first?.areaName == "云西学区" && found.rows.first?.details.stages == [.primary, .junior])
        #expect(try ledger.schools("%").total == 0)
        #expect(try ledger.schools(page: PageRange(offset: 1, limit: 1)).rows.map(\.details.code) == ["S2"])
    }

    @Test func wrongRowsAreNamedAndNothingIsKept() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        #expect(throws: LedgerError.badRow(row: 2, field: "area", value: "云南学区")) {
            try ledger.importSchools([school("S1", "甲", nil), school("S2", "乙", "云南学区")], by: .commandLine)
        }
        #expect(throws: LedgerError.badRow(row: 1, field: "code", value: " ")) {
            try ledger.importSchools([school(" ", "甲", nil)], by: .commandLine)
        }
        var none = school("S1", "甲", nil)
        none.stages = []
        #expect(throws: LedgerError.badRow(row: 1, field: "stages", value: "")) {
            try ledger.importSchools([none], by: .commandLine)
        }
        #expect(throws: LedgerError.badRow(row: 2, field: "name", value: "云东学区")) {
            try ledger.importAreas(
                [AreaDetails(code: "1", name: "云东学区"), AreaDetails(code: "2", name: "云东学区")], by: .commandLine)
        }
        #expect(throws: LedgerError.self) {
            try ledger.importAreas(
                [AreaDetails(code: String(repeating: "a", count: 10_000_000), name: "x")], by: .commandLine)
        }
        #expect(try ledger.schools().total == 0)
        #expect(try ledger.areas().isEmpty)
    }
}
