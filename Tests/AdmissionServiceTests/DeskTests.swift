import Foundation
import Monitoring
import Registers
import Store
import Testing

@testable import AdmissionService

@Suite("The desk")
struct DeskTests {
    /// A desk with a role at an organisation.
    private func desk(_ fixture: AdmissionFixture, _ login: String, _ role: String, _ code: String) throws
        -> AdmissionDesk
    {
        let accounts = fixture.admissions.store.accounts
        let made = try accounts.create(
            AccountDetails(login: login, displayName: login, roles: [.school]), by: .commandLine)
        try accounts.changePassword(made.account.id, current: made.oneTimePassword, new: "云岚的测试口令一二三")
        let account = try accounts.account(made.account.id)
        let registers = fixture.admissions.registers
        try registers.assign(
            RoleAssignment(account: account.id, role: role, organisation: fixture.organisation(code)), by: .commandLine)
        return try AdmissionDesk(
            fixture.admissions, access: registers.access(of: account), principal: account.principal)
    }

    @Test("a school sees and checks its own applications, and no others")
    func scope() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        let one = try fixture.applied(round, AdmissionFixture.form(1))
        let other = try fixture.applied(round, AdmissionFixture.form(2, choices: ["S2", "S1"]))
        let draft = try fixture.drafted(round, AdmissionFixture.form(3))
        let school = try desk(fixture, "s1", "school_admission", "S1")
        #expect(!school.mayManage && school.isAnybody)
        #expect(try school.applications(of: round).applications.map(\.id) == [one])
        #expect(try school.progress(of: round).map(\.school.code) == ["S1"])
        #expect(throws: AdmissionError.noApplication) { try school.application(other) }
        #expect(throws: AdmissionError.noApplication) { try school.application(draft) }
        #expect(throws: AdmissionError.notAllowed) { try school.accept(other) }
        #expect(throws: AdmissionError.notAllowed) { try school.setClass(one, to: "city", words: "改") }
        #expect(throws: AdmissionError.notAllowed) { try school.create(kind: "primary_multi", year: 2026, title: "") }
        #expect(throws: AdmissionError.notAllowed) { try school.freeze(round, source: ResultTests.dice) }
        #expect(throws: AdmissionError.notAllowed) { try school.market(of: round) }
        #expect(try school.reveal(school.application(one)).name == "周小1")
        let area = try desk(fixture, "a1", "admission_checker", "A1")
        #expect(try area.applications(of: round).total == 2 && !area.mayManage)
        let stranger = try desk(fixture, "xx", "class_teacher", "S1")
        #expect(!stranger.isAnybody)
        #expect(throws: AdmissionError.noRound) { try stranger.round(round) }
        let reader = try desk(fixture, "rr", "office_reader", "D")
        #expect(throws: AdmissionError.notAllowed) { try reader.reveal(reader.application(one)) }
    }

    @Test("a school reads whom it gets with everybody else, not before")
    func results() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round(places: ["S1": 1, "S2": 1])
        // Both wish the first school most: the desk of the second has none of them.
        let ids = try (1...2).map { try fixture.applied(round, AdmissionFixture.form($0)) }
        fixture.turn(to: "2026-06-05")
        try fixture.bureau.accept(all: ids)
        try fixture.bureau.freeze(round, source: ResultTests.dice)
        try fixture.bureau.draw(round, value: "314265")
        let placed = try #require(
            try fixture.bureau.applications(of: round).applications.first { $0.choice == 2 }?.id)
        let school = try desk(fixture, "s2", "school_admission", "S2")
        #expect(try school.applications(of: round).total == 0)
        #expect(throws: AdmissionError.noApplication) { try school.application(placed) }
        try fixture.bureau.announce(round)
        #expect(try school.applications(of: round).applications.map(\.id) == [placed])
        #expect(try school.application(placed).result == .placed)
    }

    @Test("checks each document, sends back with words, takes the correction, accepts")
    func check() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions, bureau = fixture.bureau
        let id = try fixture.applied(try fixture.round(), AdmissionFixture.form(1))
        let files = try admissions.documents(of: id)
        try bureau.check(document: files[0].id, of: id, accepted: true)
        #expect(throws: AdmissionError.noWords(limit: 500)) {
            try bureau.check(document: files[1].id, of: id, accepted: false)
        }
        try bureau.check(document: files[1].id, of: id, accepted: false, words: "看不清，请重拍")
        #expect(throws: AdmissionError.documentsOpen(count: 2)) { try bureau.accept(id) }
        try bureau.sendBack(id, words: "出生证明看不清")
        fixture.turn(to: "2026-06-01")
        var application = try admissions.application(id)
        #expect(application.state == .returned && application.words == "出生证明看不清")
        #expect(try admissions.faults(of: application).map(\.kind) == [.documentReturned])
        try admissions.remove(document: files[1].id, of: id)
        try admissions.add(Data("%PDF-new".utf8), named: "b.pdf", type: "application/pdf", as: "birth", to: id)
        application = try admissions.submit(id, version: application.version)
        try bureau.accept(id, acceptsDocuments: true)
        #expect(try admissions.application(id).state == .accepted)
        #expect(try admissions.events(of: id).map(\.action) == ["start", "submit", "return", "submit", "accept"])
        try bureau.reopen(id)
        try bureau.refuse(id, words: "不符合条件")
        #expect(try admissions.application(id).state == .refused)
    }

    @Test("finds the same child under several numbers, and accepts one of them")
    func duplicates() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round(), other = try fixture.round("primary_single")
        let one = try fixture.applied(round, AdmissionFixture.form(1))
        var form = AdmissionFixture.form(1)
        form.idNumber = form.idNumber.lowercased()
        form.unit = "9-9-909"
        let two = try fixture.applied(round, form)
        form.choices = ["S1"]
        let three = try fixture.applied(other, form)
        let found = try fixture.bureau.findings(of: fixture.admissions.application(one))
        #expect(found.filter { $0.kind == .duplicate }.map(\.application) == [two, three])
        var query = ApplicationQuery()
        query.onlyMarked = true
        #expect(try fixture.bureau.applications(of: round, query).total == 2)
        try fixture.bureau.accept(one, acceptsDocuments: true)
        let number = try fixture.admissions.application(one).number
        #expect(throws: AdmissionError.acceptedElsewhere(number: number)) {
            try fixture.bureau.accept(all: [two])
        }
    }

    @Test("finds an address that serves another family, and lets brothers and sisters be")
    func addresses() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        let one = try fixture.applied(round, AdmissionFixture.form(1))
        var neighbour = AdmissionFixture.form(2)
        neighbour.unit = " １-1 -101 "
        let two = try fixture.applied(round, neighbour)
        func kinds(_ id: Int64) throws -> [DeskFinding.Kind] {
            try fixture.bureau.findings(of: fixture.admissions.application(id)).map(\.kind)
        }
        #expect(try kinds(one) == [.addressAsked] && kinds(two) == [.addressAsked])
        try fixture.admissions.withdraw(two)
        #expect(try kinds(one).isEmpty)
        let mark = try fixture.admissions.application(one).addressMark ?? 0
        func use(_ year: Int, guardians: String) throws {
            try fixture.admissions.store.change(by: .commandLine) { change in
                try change.db.execute(sql: "DELETE FROM admission_use")
                try change.db.execute(
                    sql:
                        "INSERT INTO admission_use (address_mark, year, school, guardian_marks) VALUES (?, ?, '云岚第一小学', ?)",
                    arguments: [mark, year, guardians])
            }
        }
        try use(2021, guardians: "77")
        let found = try fixture.bureau.findings(of: fixture.admissions.application(one))
        #expect(found.map(\.kind) == [.addressUsed])
        #expect(found[0].message(in: .chinese).contains("2027年起才能再用"), "\(found[0].message(in: .chinese))")
        try use(2020, guardians: "77")
        #expect(try kinds(one).isEmpty, "after six school years it is free")
        let own = try #require(fixture.admissions.application(one).guardianMarks.first)
        try use(2023, guardians: own)
        #expect(try kinds(one) == [.addressOwn])
    }

    @Test("a class set by staff needs a reason and stays when the family hands in again")
    func classes() throws {
        let fixture = try AdmissionFixture()
        let id = try fixture.applied(try fixture.round(), AdmissionFixture.form(1))
        #expect(try fixture.admissions.application(id).applicantClass == "local_owner")
        #expect(throws: AdmissionError.noWords(limit: 500)) { try fixture.bureau.setClass(id, to: "city", words: " ") }
        #expect(throws: AdmissionError.noKind) { try fixture.bureau.setClass(id, to: "king", words: "x") }
        try fixture.bureau.setClass(id, to: "local_rent", words: "产权证不是监护人的")
        try fixture.bureau.sendBack(id, words: "请补")
        try fixture.admissions.submit(id, version: fixture.admissions.application(id).version)
        let application = try fixture.admissions.application(id)
        #expect(application.applicantClass == "local_rent" && application.isClassSet)
        try fixture.bureau.setClass(id, to: nil, words: "")
        #expect(try fixture.admissions.application(id).applicantClass == "local_owner")
    }

    @Test("a sibling is looked up among the school's pupils")
    func sibling() throws {
        let fixture = try AdmissionFixture()
        let number = AdmissionFixture.number("20170305", 5)
        let student = try fixture.add(
            "student",
            [
                "school": "S1", "registry_number": "G" + number, "name": "周哥", "sex": "1", "birth_date": "2017-03-05",
                "id_number": number, "kind": "21", "status": "01", "entered_on": "2023-09-01",
            ])
        #expect(student > 0)
        _ = try fixture.add(
            "enrolment",
            [
                "school": "S1", "student": "G" + number, "stage": "P", "grade": "P3", "placement": "1",
                "started_on": "2025-09-01",
                "began_by": "L1", "household_place": "1", "place_payer": "1",
            ])
        var form = AdmissionFixture.form(1)
        form.sibling = .init(name: "周哥", idNumber: number, school: "S1")
        let round = try fixture.round()
        let id = try fixture.applied(round, form)
        #expect(try fixture.bureau.findings(of: fixture.admissions.application(id)).map(\.kind) == [.siblingFound])
        form = AdmissionFixture.form(2)
        form.sibling = .init(name: "周哥", idNumber: number, school: "S2")
        let other = try fixture.applied(round, form)
        #expect(try fixture.bureau.findings(of: fixture.admissions.application(other)).map(\.kind) == [.siblingMissing])
    }

    @Test("appeals are decided by somebody else than the one who refused")
    func appeals() throws {
        let fixture = try AdmissionFixture()
        let id = try fixture.applied(try fixture.round(), AdmissionFixture.form(1))
        let school = try desk(fixture, "s1", "school_admission", "S1")
        let area = try desk(fixture, "a1", "admission_checker", "A1")
        #expect(throws: AdmissionError.wrongState) { try fixture.admissions.appeal(id, words: "不服") }
        try area.refuse(id, words: "材料不足")
        try fixture.admissions.appeal(id, words: "材料已补齐 13800000000")
        #expect(throws: AdmissionError.wrongState) { try fixture.admissions.appeal(id, words: "再来") }
        let appeal = try #require(fixture.bureau.appeals(of: fixture.admissions.application(id).round).first?.appeal)
        #expect(appeal.words == "材料已补齐 13800000000")
        #expect(throws: AdmissionError.sameDecider) { try area.decide(appeal: appeal.id, upheld: true, words: "是") }
        #expect(throws: AdmissionError.notAllowed) { try school.decide(appeal: appeal.id, upheld: true, words: "是") }
        try fixture.bureau.decide(appeal: appeal.id, upheld: true, words: "同意重新审核")
        #expect(try fixture.admissions.application(id).state == .submitted)
        #expect(throws: AdmissionError.wrongState) {
            try fixture.bureau.decide(appeal: appeal.id, upheld: false, words: "否")
        }
    }
}
