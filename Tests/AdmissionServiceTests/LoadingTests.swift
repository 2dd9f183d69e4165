import Foundation
import Testing

@testable import AdmissionService
@testable import Store

@Suite("Applications loaded for simulations")
struct LoadingTests {
    @Test("loaded applications are as those that families made: checked, drawn, entered")
    func load() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions, bureau = fixture.bureau
        let round = try fixture.round(places: ["S1": 1, "S2": 1])
        var forms = (1...4).map { AdmissionFixture.form($0) }
        forms[3].answers = [:]
        let numbers = try admissions.load(
            forms, into: admissions.round(round),
            passphrase: admissions.store.passphrases.keep(AdmissionFixture.passphrase)
        ) { $0 < 2 }
        #expect(numbers.count == 3 && numbers.allSatisfy(ApplicationNumber.isRight), "no class fits the last")
        let all = try bureau.applications(of: round).applications
        #expect(all.map(\.state) == [.accepted, .accepted, .submitted])
        #expect(try admissions.form(of: all[0]).name == "周小1")
        _ = try admissions.signIn(number: numbers[2], passphrase: AdmissionFixture.passphrase, address: "")
        try bureau.accept(all[2].id, acceptsDocuments: true)
        fixture.turn(to: "2026-06-05")
        try bureau.freeze(round, source: ResultTests.dice)
        try bureau.draw(round, value: "314265")
        #expect(try bureau.statistics(of: round).placed == 2)
        #expect(try bureau.fairness(of: round) == nil, "too few to say")
        _ = try admissions.store.audit.verify()
    }

    @Test("entrants for whom no round has an admission are told by school")
    func entrants() throws {
        let fixture = try AdmissionFixture()
        let bureau = fixture.bureau
        let round = try fixture.round(places: ["S1": 1, "S2": 1])
        let ids = try (1...2).map { try fixture.applied(round, AdmissionFixture.form($0)) }
        fixture.turn(to: "2026-06-05")
        try bureau.accept(all: ids)
        try bureau.freeze(round, source: ResultTests.dice)
        try bureau.draw(round, value: "314265")
        try bureau.announce(round)
        for code in ["S1", "S2"] { try bureau.enrol(round, school: fixture.organisation(code)) }
        #expect(try bureau.unplacedEntrants(of: round).isEmpty, "before the first day of school")
        fixture.turn(to: "2026-09-20")
        #expect(try bureau.unplacedEntrants(of: round).isEmpty)
        _ = try fixture.add(
            "student",
            [
                "school": "S2", "registry_number": "L20260000001", "name": "孙小", "sex": "1", "birth_date": "2020-03-05",
                "kind": "21", "status": "01", "entered_on": "2026-09-05",
            ])
        _ = try fixture.add(
            "enrolment",
            [
                "school": "S2", "student": "L20260000001", "stage": "P", "grade": "P1", "placement": "1",
                "started_on": "2026-09-05", "began_by": "11", "household_place": "1", "place_payer": "1",
            ])
        let found = try bureau.unplacedEntrants(of: round)
        #expect(found.map(\.school.code) == ["S2"] && found.map(\.unexplained) == [1])
    }
}
