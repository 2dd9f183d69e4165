import Admissions
import Foundation
import Testing

@testable import AdmissionService

@Suite("Simulations of rounds")
struct RoundSimulationTests {
    /// Two classes for two places: three of the first class, two of the second.
    private func filled(_ fixture: AdmissionFixture) throws -> Int64 {
        let round = try fixture.round(places: ["S1": 2])
        for index in 1...5 {
            var form = AdmissionFixture.form(index, choices: ["S1"])
            if index > 3 { form.answers["home"] = "rent" }
            let id = try fixture.drafted(round, form)
            if index > 3 {
                for document in ["lease", "work"] {
                    try? fixture.admissions.add(
                        Data("%PDF-1.4".utf8), named: "a.pdf", type: "application/pdf", as: document, to: id)
                }
            }
            try fixture.admissions.submit(id, version: fixture.admissions.application(id).version)
        }
        return round
    }

    @Test("chances by class are those of the rules, and a changed number of places shows who gains")
    func chances() throws {
        let fixture = try AdmissionFixture()
        let round = try filled(fixture), bureau = fixture.bureau
        var settings = SimulationSettings(source: round)
        settings.byPlace = true
        var other = SimulationSettings.Variant()
        other.places = ["S1": 4]
        settings.other = other
        var shares: [Double] = []
        let id = try bureau.simulate(round, settings) {
            shares.append($0); return true
        }
        let kept = try #require(bureau.simulations(of: round).first)
        #expect(kept.id == id && shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
        let base = kept.result.base, changed = try #require(kept.result.other)
        #expect(base.children == 5 && base.places == 2 && changed.places == 4)
        #expect(base.classes.map(\.children) == [3, 2] && base.classes[1].placed == 0)
        #expect(abs(base.classes[0].placed - 2.0 / 3) < 0.001)
        #expect(changed.classes[0].placed == 1 && abs(changed.classes[1].placed - 0.5) < 0.001)
        #expect(base.seats.map(\.children) == [2] && base.byPlace.count == 2)
        // The same seed finds the same; the applications are as they were.
        try bureau.simulate(round, settings)
        #expect(try bureau.simulations(of: round).first?.result == kept.result)
        #expect(try bureau.applications(of: round).applications.allSatisfy { $0.state == .submitted })
    }

    @Test("another round's rules put children into other classes; what they do not let in is left out")
    func rules() throws {
        let fixture = try AdmissionFixture()
        let round = try filled(fixture), bureau = fixture.bureau
        let draft = try bureau.create(kind: "primary_multi", year: 2026, title: "对比")
        let text = try fixture.admissions.round(draft).text
        try bureau.setSchools(["S1": 2, "S2": 1], of: draft)
        try bureau.setPlaces([RoundPlace(code: "P01", name: "清河", schools: ["S2"])], of: draft)
        try bureau.change(draft, title: "对比", rules: text)
        var settings = SimulationSettings(source: round)
        settings.other = .init()
        settings.other?.round = draft
        try bureau.simulate(round, settings)
        let other = try #require(bureau.simulations(of: round).first?.result.other)
        #expect(other.title == "对比" && Set(other.seats.map(\.school)) == ["S2"], "the catchment leads elsewhere")
    }

    @Test("a file, an end half-way, and what is refused")
    func hostile() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round(places: ["S1": 1, "S2": 1]), bureau = fixture.bureau
        #expect(throws: AdmissionError.noApplicants) {
            try bureau.simulate(round, SimulationSettings(source: round))
        }
        var settings = SimulationSettings(source: nil)
        settings.file = "s.csv"
        let file = Array("student,preferences,class\n1,S1 S2,1\n2,S1,2\n3,S1,99\n".utf8)
        try bureau.simulate(round, settings, file: file)
        #expect(try bureau.simulations(of: round).first?.result.base.children == 3)
        #expect(throws: (any Error).self) { try bureau.simulate(round, settings, file: Array("a,b\n1,2\n".utf8)) }
        #expect(throws: (any Error).self) {
            try bureau.simulate(round, settings, file: Array("student,preferences\n1,S7\n".utf8))
        }
        #expect(try bureau.simulate(round, settings, file: file) { _ in false } == nil, "ended: nothing is kept")
        #expect(try bureau.simulations(of: round).count == 1)
        settings.draws = 1_000_000
        #expect(throws: AdmissionError.badDraws) { try bureau.simulate(round, settings, file: file) }
        settings.draws = 10
        settings.other = .init()
        settings.other?.places = ["S9": 1]
        #expect(throws: AdmissionError.unknownSchool(code: "S9")) {
            try bureau.simulate(round, settings, file: file)
        }
        settings.other?.places = ["S1": -1]
        #expect(throws: AdmissionError.badPlaces(code: "S1")) {
            try bureau.simulate(round, settings, file: file)
        }
    }

    @Test("families see what was published, until the list is frozen")
    func publication() throws {
        let fixture = try AdmissionFixture()
        let round = try filled(fixture), bureau = fixture.bureau, admissions = fixture.admissions
        let id = try bureau.simulate(round, SimulationSettings(source: round))
        #expect(try admissions.publicChances(of: admissions.round(round)) == nil)
        try bureau.publish(simulation: id, of: round)
        #expect(try admissions.publicChances(of: admissions.round(round))?.id == id)
        try bureau.publish(simulation: nil, of: round)
        #expect(try admissions.publicChances(of: admissions.round(round)) == nil)
        let draft = try bureau.create(kind: "primary_multi", year: 2026, title: "")
        #expect(throws: AdmissionError.wrongState) { try bureau.publish(simulation: id, of: draft) }
    }
}
