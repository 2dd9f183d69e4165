import Catalog
import Foundation
import Monitoring
import Store
import Testing

@testable import AdmissionService

@Suite("Admission rounds")
struct RoundTests {
    @Test("every shipped kind is read, and is named as its file")
    func shipped() throws {
        let kinds = try RoundRulesReader.shipped()
        #expect(
            kinds.map(\.rules.kind) == [
                "primary_single", "primary_multi", "nine_year", "junior_draw", "private_draw", "kindergarten",
            ])
        let codes = try AdmissionFixture.catalog.get()
        for (rules, _) in kinds {
            #expect(codes.codeLists["stage"]?.codes.contains { $0.code == rules.stage } ?? false)
            #expect(codes.codeLists["grade"]?.codes.contains { $0.code == rules.grade } ?? false)
            let days = rules.calendar.days(of: 2026)
            #expect(RoundDay.allCases.compactMap { days[$0] }.count == 5)
        }
    }

    @Test(
        "faults of rules are named with line and key",
        arguments: [
            ("kind: [", 1, ""), ("kind: x\ncolour: red", 2, "colour"),
            ("kind: x\ntitle: {zh: 甲}", 2, "title"), ("", 1, ""),
        ])
    func faults(text: String, line: Int, key: String) throws {
        do {
            _ = try RoundRulesReader.read(text)
            Issue.record("read \(text)")
        } catch let error as CatalogError {
            #expect(!error.faults.isEmpty)
            if !key.isEmpty {
                #expect(error.faults.contains { $0.place.line == line && $0.key == key }, "\(error.faults)")
            }
        }
    }

    @Test("unknown answers, doubled classes and days that there are not are faults")
    func hostileRules() throws {
        let text = try #require(RoundRulesReader.shipped().first { $0.rules.kind == "primary_multi" }?.text)
        for (old, new) in [
            ("home: [rent]}", "home: [castle]}"), ("class: local_rent", "class: local_owner"),
            ("opens: 05-06", "opens: 02-30"),
            ("choices: 6", "choices: 600"), ("mechanism: deferred", "mechanism: bribe"), ("percent: 5", "percent: 500"),
            ("{from: 6, until: 8", "{from: 6, until: 2"), ("hukou: [here], home: [own]", "moon: [here]"),
        ] {
            let broken = text.replacing(old, with: new, maxReplacements: 1)
            #expect(broken != text)
            #expect(throws: CatalogError.self, "\(new)") { _ = try RoundRulesReader.read(broken) }
        }
        #expect(throws: CatalogError.self) { _ = try RoundRulesReader.read(String(repeating: "a: b\n", count: 60_000)) }
    }

    @Test("ages count on the last day of August, birthdays on it included")
    func age() throws {
        let rules = try #require(RoundRulesReader.shipped().first { $0.rules.kind == "primary_multi" }?.rules.age)
        for (birth, allowed) in [
            ("2020-08-31", true), ("2020-09-01", false), ("2020-02-29", true), ("2017-09-01", true),
            ("2017-08-31", false),
        ] {
            #expect(rules.allows(try #require(Day(birth)), year: 2026) == allowed, "\(birth)")
        }
    }

    @Test("is set up, published, and changes nothing but its days afterwards")
    func life() throws {
        let fixture = try AdmissionFixture()
        let bureau = fixture.bureau
        let id = try bureau.create(kind: "primary_multi", year: 2026, title: "")
        #expect(throws: AdmissionError.noRound) { try fixture.admissions.publicRound(id) }
        #expect(throws: AdmissionError.noSchools) { try bureau.publish(id) }
        #expect(throws: AdmissionError.unknownSchool(code: "S9")) { try bureau.setSchools(["S9": 1], of: id) }
        #expect(throws: AdmissionError.badPlaces(code: "S1")) { try bureau.setSchools(["S1": -1], of: id) }
        try bureau.setSchools(["S1": 40, "S2": 80], of: id)
        #expect(throws: AdmissionError.noPlaces) { try bureau.publish(id) }
        let place = RoundPlace(code: "P1", name: "甲小区", schools: ["S1", "S2"])
        #expect(throws: AdmissionError.twice(code: "P1")) { try bureau.setPlaces([place, place], of: id) }
        #expect(throws: AdmissionError.unknownSchool(code: "S3")) {
            try bureau.setPlaces([RoundPlace(code: "P1", name: "甲", schools: ["S3"])], of: id)
        }
        try bureau.setPlaces([place], of: id)
        try bureau.setSchools(["S1": 40], of: id)
        #expect(throws: AdmissionError.unknownSchool(code: "S2")) { try bureau.publish(id) }
        try bureau.setSchools(["S1": 40, "S2": 80], of: id)
        try bureau.publish(id)
        let text = try fixture.admissions.round(id).text
        #expect(throws: AdmissionError.wrongState) { try bureau.change(id, title: "新", rules: text) }
        #expect(throws: AdmissionError.wrongState) { try bureau.setSchools([:], of: id) }
        #expect(throws: AdmissionError.wrongState) { try bureau.remove(id) }
        var days = try fixture.admissions.round(id).calendar
        days[.closes] = Day("2026-05-25")
        try bureau.change(id, calendar: days)
        let entry = try #require(fixture.admissions.store.audit.entries(limit: 1).first)
        #expect(entry.action == "round.calendar" && entry.detail.contains("2026-05-20 → 2026-05-25"))
        days[.closes] = Day("2026-07-25")
        #expect(throws: AdmissionError.calendarOrder) { try bureau.change(id, calendar: days) }
        #expect(try fixture.admissions.store.audit.verify().entries > 0)
    }
}
