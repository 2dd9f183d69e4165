import Admissions
import Foundation
import Monitoring
import Registers
import Store
import Testing

@testable import AdmissionService

@Suite("Each kind of round from set-up to pupils")
struct KindWalkTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String, birth: String
        let answers: [String: String]
        var testDescription: String { name }
    }

    static let kinds = [
        Kind(name: "primary_single", birth: "20200305", answers: ["hukou": "here", "home": "own", "service": "none"]),
        Kind(name: "primary_multi", birth: "20200305", answers: ["hukou": "here", "home": "own", "service": "none"]),
        Kind(name: "nine_year", birth: "20140305", answers: ["wish": "yes_please", "registered": "here"]),
        Kind(name: "junior_draw", birth: "20140305", answers: ["registered": "both"]),
        Kind(name: "private_draw", birth: "20200305", answers: ["staff_child": "no_one", "hukou": "here"]),
        Kind(
            name: "kindergarten", birth: "20220305",
            answers: ["hukou": "here", "home": "own", "inoculated": "complete"]),
    ]

    /// A published round of a kind with one school, and so many families accepted; it is the day after the checks.
    private func accepted(_ fixture: AdmissionFixture, _ kind: Kind, families: Int, places: Int) throws -> Int64 {
        let bureau = fixture.bureau, admissions = fixture.admissions
        let school = kind.name == "kindergarten" ? "K1" : "S1"
        let id = try bureau.create(kind: kind.name, year: 2026, title: "")
        try bureau.setSchools([school: places], of: id)
        if try admissions.round(id).rules.route != .open {
            try bureau.setPlaces([RoundPlace(code: "P01", name: "云岚里", schools: [school])], of: id)
        }
        try bureau.publish(id)
        let round = try admissions.round(id), rules = try round.rules
        fixture.turn(to: try #require(round.calendar[.opens]).text)
        for index in 1...families {
            var form = AdmissionFixture.form(index, place: rules.route == .open ? "" : "P01", choices: [school])
            form.idNumber = AdmissionFixture.number(kind.birth, index)
            form.answers = kind.answers
            let made = try admissions.start(in: id, passphrase: AdmissionFixture.passphrase, address: "")
            let application = try #require(admissions.session(token: made.token)?.application)
            let saved = try admissions.save(form, of: application, version: 1)
            for document in rules.documents(form.answers) where !document.isOptional {
                try admissions.add(
                    Data("%PDF-1.4".utf8), named: "a.pdf", type: "application/pdf", as: document.name, to: application)
            }
            #expect(try admissions.faults(of: admissions.application(application)).isEmpty)
            try admissions.submit(application, version: saved.version)
            try bureau.accept(application, acceptsDocuments: true)
        }
        fixture.turn(to: (try #require(round.calendar[.checked]) + 1).text)
        return id
    }

    @Test("families apply, desks accept, a draw places, and those placed become pupils", arguments: kinds)
    func walk(kind: Kind) throws {
        let fixture = try AdmissionFixture()
        let bureau = fixture.bureau, admissions = fixture.admissions
        let id = try accepted(fixture, kind, families: 3, places: 2)
        let digest = try bureau.freeze(id, source: ResultTests.dice)
        try bureau.draw(id, value: "314265")
        try bureau.announce(id)
        let round = try admissions.round(id)
        fixture.turn(to: try #require(round.calendar[.published]).text)
        let figures = try bureau.statistics(of: id)
        #expect(figures.placed == 2 && figures.applicants == 3)
        let record = try DrawRecord(text: admissions.drawFile("record.json", of: round))
        #expect(try DrawVerification(record, published: digest).isRight)
        let unlucky = try #require(bureau.applications(of: id).applications.first { $0.result != .placed })
        #expect(unlucky.reason[.chinese]?.isEmpty == false)
        #expect((unlucky.result == .waiting) == (try round.rules.waiting))
        let school = try fixture.organisation(kind.name == "kindergarten" ? "K1" : "S1")
        #expect(try bureau.enrol(id, school: school) == 2)
        let registers = admissions.registers
        let grade = try round.rules.grade
        let stays = try registers.rows(of: registers.register("enrolment"), access: .commandLine).rows
        #expect(stays.count == 2 && stays.allSatisfy { $0["grade"] == .code(grade) })
        #expect(try registers.count(of: registers.register("admission"), access: .commandLine) == 2)
    }

    @Test("a private school admits all where no more apply than it has places")
    func allAdmitted() throws {
        let fixture = try AdmissionFixture()
        let kind = try #require(Self.kinds.first { $0.name == "private_draw" })
        let id = try accepted(fixture, kind, families: 3, places: 5)
        try fixture.bureau.freeze(id, source: ResultTests.dice)
        try fixture.bureau.draw(id, value: "314265")
        let figures = try fixture.bureau.statistics(of: id)
        #expect(figures.placed == 3 && figures.schools.map(\.left) == [2] && figures.byChoice == [1: 3])
    }

    @Test("twins at a private school are drawn with one number and placed together or not at all")
    func twins() throws {
        let fixture = try AdmissionFixture()
        let bureau = fixture.bureau, admissions = fixture.admissions
        let kind = try #require(Self.kinds.first { $0.name == "private_draw" })
        let id = try accepted(fixture, kind, families: 3, places: 2)
        let all = try bureau.applications(of: id).applications
        // Families that found out late: the desk notes it before the list is frozen.
        try admissions.store.change(by: .commandLine) { change in
            for (one, other) in [(0, 1), (1, 0)] {
                try change.db.execute(
                    sql: "UPDATE admission_application SET twin = ?, guardian_marks = '7' WHERE id = ?",
                    arguments: [all[other].number, all[one].id])
            }
        }
        try bureau.freeze(id, source: ResultTests.dice)
        try bureau.draw(id, value: "314265")
        let after = try [0, 1].map { try admissions.application(all[$0].id).result }
        #expect(after[0] == after[1] && after[0] != nil)
    }
}
