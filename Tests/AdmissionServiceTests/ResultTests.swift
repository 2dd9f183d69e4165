import Admissions
import Foundation
import GRDB
import Monitoring
import Registers
import Store
import Testing

@testable import AdmissionService

@Suite("Results")
struct ResultTests {
    /// Six dice, as the notary announces them.
    static let dice = PublicSource(kind: .dice, what: "公证员当场掷六枚骰子", alphabet: "123456", length: 6)

    /// A round with three families accepted, its list frozen.
    private func frozen(_ fixture: AdmissionFixture) throws -> (round: Int64, numbers: [String]) {
        let round = try fixture.round(places: ["S1": 1, "S2": 1])
        let ids = try (1...3).map { try fixture.applied(round, AdmissionFixture.form($0)) }
        #expect(throws: AdmissionError.wrongState, "not before the last day") {
            try fixture.bureau.freeze(round, source: Self.dice)
        }
        fixture.turn(to: "2026-06-05")
        #expect(throws: AdmissionError.undecided(count: 3)) { try fixture.bureau.freeze(round, source: Self.dice) }
        try fixture.bureau.accept(all: ids)
        let digest = try fixture.bureau.freeze(round, source: Self.dice)
        #expect(try fixture.admissions.round(round).digest == digest)
        return (round, try ids.map { try fixture.admissions.application($0).number })
    }

    @Test("the frozen list has no names, and nothing on it moves any more")
    func freeze() throws {
        let fixture = try AdmissionFixture()
        let (round, numbers) = try frozen(fixture)
        let market = try fixture.bureau.market(of: round)
        let list = try market.list
        #expect(list.split(separator: "\n").count == 4 && !list.contains("周") && list.contains(numbers[0]))
        #expect(market.market.schools.map(\.capacity) == [1, 1])
        let id = try #require(fixture.bureau.applications(of: round).applications.first?.id)
        #expect(throws: AdmissionError.wrongState) { try fixture.bureau.reopen(id) }
        #expect(throws: AdmissionError.wrongState) { try fixture.bureau.setClass(id, to: "city", words: "x") }
        #expect(throws: AdmissionError.wrongState) { try fixture.admissions.withdraw(id) }
        #expect(throws: AdmissionError.wrongState) { try fixture.bureau.freeze(round, source: Self.dice) }
    }

    @Test("the draw is published before and after, verifies, and tells each family why")
    func draw() throws {
        let fixture = try AdmissionFixture()
        let (round, numbers) = try frozen(fixture)
        let admissions = fixture.admissions, bureau = fixture.bureau
        let before = try admissions.drawFile("round.json", of: admissions.round(round))
        #expect(try Digest.of(before) == admissions.round(round).digest)
        #expect(throws: DrawError.self, "seven is on no die") { try bureau.draw(round, value: "123457") }
        #expect(throws: AdmissionError.noDocument) {
            try admissions.drawFile("record.json", of: admissions.round(round))
        }
        try bureau.draw(round, value: "314265")
        #expect(throws: AdmissionError.wrongState, "no second draw") { try bureau.draw(round, value: "111111") }
        try bureau.announce(round)
        fixture.turn(to: "2026-06-25")
        let record = try DrawRecord(text: admissions.drawFile("record.json", of: admissions.round(round)))
        #expect(try DrawVerification(record, published: admissions.round(round).digest).isRight)
        let all = try bureau.applications(of: round).applications
        #expect(Set(all.map(\.number)) == Set(numbers))
        #expect(all.filter { $0.result == .placed }.count == 2 && all.filter { $0.result == .waiting }.count == 1)
        let unlucky = try #require(all.first { $0.result == .waiting })
        #expect(unlucky.waiting == 1)
        let words = unlucky.reason[.chinese] ?? ""
        #expect(words.contains("云岚第一小学") && words.contains("第1类") && words.contains("最后录取"), "\(words)")
    }

    @Test("a secret moved to another round, or a changed list, makes no draw")
    func tampered() throws {
        let fixture = try AdmissionFixture()
        let (round, _) = try frozen(fixture)
        try fixture.admissions.store.change(by: .commandLine) { change in
            try change.db.execute(
                sql: "UPDATE admission_round SET draw_list = replace(draw_list, 'S1 S2', 'S2 S1') WHERE id = ?",
                arguments: [round])
        }
        #expect(throws: AdmissionError.changedList) { try fixture.bureau.draw(round, value: "314265") }
    }

    @Test("results are checked, not trusted")
    func hostile() throws {
        let fixture = try AdmissionFixture()
        let (round, numbers) = try frozen(fixture)
        func line(_ index: Int, _ school: String?) -> PlacementLine { .init(number: numbers[index], school: school) }
        let bureau = fixture.bureau
        #expect(throws: AdmissionError.missingResults(count: 2)) {
            try bureau.take([line(0, "S1")], of: round, note: "")
        }
        #expect(throws: AdmissionError.badResult(row: 3, number: numbers[0])) {
            try bureau.take([line(0, "S1"), line(0, "S2")], of: round, note: "")
        }
        #expect(throws: AdmissionError.badResult(row: 2, number: numbers[0])) {
            try bureau.take([line(0, "S3"), line(1, nil), line(2, nil)], of: round, note: "")
        }
        #expect(throws: AdmissionError.self) {
            try bureau.take([line(0, "S1"), line(1, "S1"), line(2, nil)], of: round, note: "")
        }
        // Somebody goes at the list behind the product's back: it shows.
        try fixture.admissions.store.change(by: .commandLine) { change in
            try change.db.execute(
                sql: "UPDATE admission_application SET choices = 'S2' WHERE number = ?", arguments: [numbers[1]])
        }
        #expect(throws: AdmissionError.changedList) {
            try bureau.take([line(0, "S1"), line(1, "S2"), line(2, nil)], of: round, note: "")
        }
    }

    @Test("files of results are read, and every wrong cell is named")
    func files() throws {
        let number = ApplicationNumber.make(year: 2026, random: [1, 2, 3, 4])
        let lines = try PlacementFiles.results(
            Array("student,school,choice,number,reason\n\(number),S1,1,,第一志愿\n".utf8), named: "r.csv")
        #expect(lines == [PlacementLine(number: number, school: "S1", chinese: "第一志愿", english: "第一志愿")])
        for text in [
            "", "a,b\n1,2\n", "student,school,number,reason\n", "student,school,number,reason\n123,S1,,\n",
            "student,school,number,reason\n\(number),,-4,\n",
            "student,school,number,reason\n\(number),,9999999999999999999999,\n",
        ] {
            #expect(throws: (any Error).self, "\(text)") {
                _ = try PlacementFiles.results(Array(text.utf8), named: "r.csv")
            }
        }
        #expect(try PlacementFiles.schools(Array("学校代码,学位\nS1,40\n".utf8), named: "s.csv") == ["S1": 40])
        #expect(throws: AdmissionFileError.badCell(file: "s.csv", row: 2, column: "places", found: "many")) {
            _ = try PlacementFiles.schools(Array("school,places\nS1,many\n".utf8), named: "s.csv")
        }
        let places = try PlacementFiles.places(Array("code,name,schools\nP1,甲小区,S1、S2\n".utf8), named: "p.csv")
        #expect(places == [RoundPlace(code: "P1", name: "甲小区", schools: ["S1", "S2"])])
    }

    @Test(
        "families see results from the day on, by number only; those who are placed become pupils, and can be taken back"
    )
    func enrolment() throws {
        let fixture = try AdmissionFixture()
        let (round, numbers) = try frozen(fixture)
        let bureau = fixture.bureau, admissions = fixture.admissions
        try bureau.take(
            [
                .init(number: numbers[0], school: "S1", chinese: "第一志愿", english: "first wish"),
                .init(number: numbers[1], school: "S2"), .init(number: numbers[2], school: nil, waiting: 1),
            ], of: round, note: "drand 1234")
        let school = try fixture.organisation("S1")
        #expect(throws: AdmissionError.wrongState) { try bureau.enrol(round, school: school) }
        try bureau.announce(round)
        #expect(try admissions.publicResults(of: admissions.round(round)).lines.isEmpty)
        fixture.turn(to: "2026-06-25")
        let shown = try admissions.publicResults(of: admissions.round(round)).lines
        #expect(shown.map(\.number) == numbers.sorted())
        #expect(shown.first { $0.number == numbers[2] }?.waiting == 1)
        let figures = try bureau.statistics(of: round)
        #expect(figures.byChoice == [1: 1, 2: 1] && figures.waiting == 1 && figures.schools.map(\.left) == [0, 0])

        #expect(try bureau.enrol(round, school: school) == 1)
        #expect(try bureau.enrol(round, school: school) == 0, "twice does nothing")
        let registers = admissions.registers
        for name in ["student", "enrolment", "guardian", "admission"] {
            #expect(try registers.count(of: registers.register(name), access: .commandLine) == 1, "\(name)")
        }
        let row = try #require(registers.rows(of: registers.register("student"), access: .commandLine).rows.first)
        #expect(row["name"] == .text("周小1") && row.owner == school)
        let id = try #require(bureau.applications(of: round).applications.first { $0.number == numbers[0] }?.id)
        try bureau.takeBack(id)
        for name in ["student", "enrolment", "guardian", "admission"] {
            #expect(try registers.count(of: registers.register(name), access: .commandLine) == 0, "\(name)")
        }
        try bureau.enrol(round, school: school)
        let register = try registers.register("student")
        let pupil = try #require(registers.rows(of: register, access: .commandLine).rows.first)
        _ = try registers.update(
            pupil.id, since: pupil.since, ["school_number": "7"], of: register, access: .commandLine, by: .commandLine)
        #expect(throws: AdmissionError.enrolmentUsed(number: numbers[0])) { try bureau.takeBack(id) }
        _ = try registers.verifyAudit()
        _ = try admissions.store.audit.verify()
    }

    @Test("a child who is known from kindergarten keeps its row; taken back, all is as before")
    func known() throws {
        let fixture = try AdmissionFixture()
        let form = AdmissionFixture.form(1)
        _ = try fixture.add(
            "student",
            [
                "school": "K1", "registry_number": "G" + form.idNumber, "name": form.name, "sex": "1",
                "birth_date": "2020-03-05", "id_number": form.idNumber, "kind": "11", "status": "01",
                "entered_on": "2023-09-01",
            ])
        _ = try fixture.add(
            "enrolment",
            [
                "school": "K1", "student": "G" + form.idNumber, "stage": "K", "grade": "K3", "placement": "1",
                "started_on": "2025-09-01",
                "began_by": "L1", "household_place": "1", "place_payer": "1",
            ])
        let (round, numbers) = try frozen(fixture)
        try fixture.bureau.take(
            [
                .init(number: numbers[0], school: "S1"), .init(number: numbers[1], school: nil),
                .init(number: numbers[2], school: nil),
            ], of: round, note: "")
        try fixture.bureau.announce(round)
        try fixture.bureau.enrol(round, school: fixture.organisation("S1"))
        let registers = fixture.admissions.registers
        let students = try registers.register("student"), stays = try registers.register("enrolment")
        let pupil = try #require(registers.rows(of: students, access: .commandLine).rows.first)
        #expect(try registers.count(of: students, access: .commandLine) == 1 && pupil["kind"] == .code("21"))
        #expect(try pupil.owner == fixture.organisation("S1"))
        #expect(try registers.count(of: stays, access: .commandLine) == 2)
        let id = try #require(fixture.bureau.applications(of: round).applications.first { $0.number == numbers[0] }?.id)
        try fixture.bureau.takeBack(id)
        let again = try #require(registers.rows(of: students, access: .commandLine).rows.first)
        #expect(again["kind"] == .code("11") && again["entered_on"] == .day("2023-09-01"))
        let stay = try registers.rows(of: stays, access: .commandLine).rows
        #expect(stay.count == 1 && stay[0]["ended_on"] == nil)
    }

    /// A round with one child placed at S1, announced.
    private func announced(_ fixture: AdmissionFixture) throws -> (round: Int64, application: Int64, school: Int64) {
        let (round, numbers) = try frozen(fixture)
        try fixture.bureau.take(
            [
                .init(number: numbers[0], school: "S1"), .init(number: numbers[1], school: nil, waiting: 1),
                .init(number: numbers[2], school: nil, waiting: 2),
            ], of: round, note: "")
        try fixture.bureau.announce(round)
        let placed = try fixture.bureau.applications(of: round).applications.first { $0.result == .placed }
        return (round, try #require(placed?.id), try fixture.organisation("S1"))
    }

    private func rows(_ fixture: AdmissionFixture) throws -> [Int] {
        let registers = fixture.admissions.registers
        return try ["student", "enrolment", "guardian", "admission"].map {
            try registers.count(of: registers.register($0), access: .commandLine)
        }
    }

    private func run(_ fixture: AdmissionFixture, _ sql: String) throws {
        try fixture.admissions.store.change(by: .commandLine) { try $0.db.execute(sql: sql) }
    }

    @Test("a stop between the registers and the application leaves no child half entered, nor half taken back")
    func stopped() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions, bureau = fixture.bureau
        let (round, application, school) = try announced(fixture)
        let stop = "BEGIN SELECT raise(ABORT, 'stopped'); END"
        let uses = { try admissions.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM admission_use") } }

        // Stopped before the intent is on disk: the registers forget too.
        try run(
            fixture,
            "CREATE TRIGGER early BEFORE UPDATE ON admission_application WHEN new.settling = 'entering' \(stop)")
        #expect(throws: (any Error).self) { try bureau.enrol(round, school: school) }
        #expect(try rows(fixture) == [0, 0, 0, 0])
        try run(fixture, "DROP TRIGGER early")

        // Stopped after the registers have kept the child.
        try run(
            fixture,
            "CREATE TRIGGER late BEFORE UPDATE ON admission_application WHEN old.settling <> '' \(stop)")
        #expect(throws: (any Error).self) { try bureau.enrol(round, school: school) }
        #expect(try rows(fixture) == [1, 1, 1, 1] && uses() == 0)
        try run(fixture, "DROP TRIGGER late")
        #expect(try admissions.settleEnrolments() == 1)
        #expect(try admissions.settleEnrolments() == 0)
        #expect(try rows(fixture) == [1, 1, 1, 1] && uses() == 1)
        #expect(try admissions.events(of: application).last?.action == "enrol")

        // The same on the way back.
        try run(
            fixture,
            "CREATE TRIGGER late BEFORE UPDATE ON admission_application WHEN old.settling <> '' \(stop)")
        #expect(throws: (any Error).self) { try bureau.takeBack(application) }
        try run(fixture, "DROP TRIGGER late")
        #expect(try rows(fixture) == [0, 0, 0, 0] && uses() == 1)
        #expect(try admissions.settleEnrolments() == 1)
        #expect(try uses() == 0 && admissions.application(application).enrolled == nil)

        // An intent whose change of the registers never came to be.
        try bureau.enrol(round, school: school)
        let kept = try #require(admissions.application(application).enrolled)
        try bureau.takeBack(application)
        try admissions.store.change(by: .commandLine) { change in
            try change.db.execute(
                sql: "UPDATE admission_application SET enrolled = ?, settling = 'entering' WHERE id = ?",
                arguments: [kept, application])
        }
        #expect(try admissions.settleEnrolments() == 1)
        #expect(try admissions.application(application).enrolled == nil)
        #expect(try bureau.enrol(round, school: school) == 1 && rows(fixture) == [1, 1, 1, 1])
        _ = try admissions.registers.verifyAudit()
        _ = try admissions.store.audit.verify()
    }

    @Test("twins are one bundle only where they name each other")
    func twins() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        var one = AdmissionFixture.form(1), other = AdmissionFixture.form(2)
        other.guardians = one.guardians
        let first = try fixture.drafted(round, one), second = try fixture.drafted(round, other)
        let admissions = fixture.admissions
        one.twin = try admissions.application(second).number
        other.twin = try admissions.application(first).number
        for (id, form) in [(first, one), (second, other)] {
            let saved = try admissions.save(form, of: id, version: admissions.application(id).version)
            try admissions.submit(id, version: saved.version)
            #expect(try fixture.bureau.findings(of: admissions.application(first)).isEmpty == (id == second))
            try fixture.bureau.accept(id, acceptsDocuments: true)
        }
        let market = try fixture.bureau.market(of: round)
        #expect(market.market.numbers == [min(one.twin, other.twin)])
        #expect(market.numbers == [[one.twin, other.twin].sorted()])
    }

    @Test("a second round takes the places that are left")
    func second() throws {
        let fixture = try AdmissionFixture()
        let (round, numbers) = try frozen(fixture)
        try fixture.bureau.take(
            numbers.enumerated().map { .init(number: $1, school: $0 == 0 ? "S1" : nil) }, of: round, note: "")
        try fixture.bureau.announce(round)
        let second = try fixture.bureau.secondRound(of: round, title: "第二轮派位")
        #expect(try fixture.admissions.schools(of: second).map(\.code) == ["S2"])
        #expect(try fixture.admissions.places(of: second).map(\.code) == ["P01"])
        #expect(try fixture.admissions.round(second).secondOf == round)
    }

    @Test("a family without a place goes on in the second round without typing again")
    func goOn() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions, bureau = fixture.bureau
        let (round, numbers) = try frozen(fixture)
        try bureau.take(
            numbers.enumerated().map { .init(number: $1, school: $0 == 0 ? "S1" : nil) }, of: round, note: "")
        try bureau.announce(round)
        fixture.turn(to: "2026-06-26")
        let all = try bureau.applications(of: round).applications
        let placed = try #require(all.first { $0.number == numbers[0] })
        let unplaced = try #require(all.first { $0.number == numbers[1] })
        let second = try bureau.secondRound(of: round, title: "第二轮派位")
        #expect(try admissions.nextRound(of: unplaced) == nil, "a draft is nobody's")
        var days: [RoundDay: Day] = [:]
        for (index, day) in RoundDay.allCases.enumerated() { days[day] = admissions.today + index * 5 }
        try bureau.change(second, calendar: days)
        try bureau.publish(second)
        #expect(try admissions.nextRound(of: placed) == nil)
        #expect(throws: AdmissionError.noSecondRound) { try admissions.goOn(placed.id) }
        let made = try admissions.goOn(unplaced.id)
        #expect(throws: AdmissionError.goesOn(number: made.number)) { try admissions.goOn(unplaced.id) }
        let id = try #require(admissions.session(token: made.token)?.application)
        let draft = try admissions.application(id), form = try admissions.form(of: draft)
        #expect(draft.state == .draft && form.name == "周小2" && form.choices == ["S2"], "S1 has no places left")
        #expect(try admissions.documents(of: id).map(\.state) == [.accepted, .accepted, .accepted])
        // The same passphrase opens it, and it is handed in as it is.
        _ = try admissions.signIn(number: made.number, passphrase: AdmissionFixture.passphrase, address: "")
        try admissions.submit(id, version: draft.version)
        #expect(try bureau.findings(of: admissions.application(id)).map(\.kind) == [.wentOn], "no duplicate of itself")
        #expect(try bureau.findings(of: admissions.application(unplaced.id)).map(\.kind) == [.wentOn])
        var marked = ApplicationQuery()
        marked.onlyMarked = true
        #expect(try bureau.applications(of: second, marked).total == 0)
        try bureau.accept(all: [id])
        #expect(try bureau.applications(of: second).total == 1)
        #expect(try admissions.nextRound(of: admissions.application(unplaced.id))?.number == made.number)
        // The places are the second round's now.
        #expect(try bureau.waitingList(of: round, school: "S2").free == 0)
    }

    @Test("a place given back goes to the next by the order of the draw, and nobody is asked twice")
    func offers() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions, bureau = fixture.bureau
        let round = try fixture.round(places: ["S1": 1])
        let ids = try (1...4).map { try fixture.applied(round, AdmissionFixture.form($0, choices: ["S1"])) }
        fixture.turn(to: "2026-06-05")
        try bureau.accept(all: ids)
        try bureau.freeze(round, source: Self.dice)
        try bureau.draw(round, value: "314265")
        #expect(throws: AdmissionError.wrongState) { try bureau.waitingList(of: round, school: "S1") }
        try bureau.announce(round)
        fixture.turn(to: "2026-06-26")
        func list() throws -> WaitingList { try bureau.waitingList(of: round, school: "S1") }
        #expect(throws: AdmissionError.unknownSchool(code: "S9")) { try bureau.waitingList(of: round, school: "S9") }
        let order = try list().lines.flatMap(\.applications).map(\.id)
        #expect(order.count == 3 && Set(order).isSubset(of: ids))
        let byNumber = try order.map { try admissions.application($0).waiting }
        #expect(byNumber == [1, 2, 3])
        #expect(try list().free == 0 && list().next.isEmpty)
        let until = admissions.today + 5
        #expect(throws: AdmissionError.nobodyWaits) { try bureau.offerNext(of: round, school: "S1", until: until) }
        #expect(throws: AdmissionError.badDay) {
            try bureau.offerNext(of: round, school: "S1", until: admissions.today)
        }
        let placed = try #require(ids.first { !order.contains($0) })
        #expect(throws: AdmissionError.wrongState) { try admissions.giveUp(order[0]) }
        try admissions.giveUp(placed)
        #expect(throws: AdmissionError.wrongState) { try admissions.giveUp(placed) }
        #expect(try bureau.offerNext(of: round, school: "S1", until: until) == 1)
        #expect(throws: AdmissionError.nobodyWaits) { try bureau.offerNext(of: round, school: "S1", until: until) }
        let first = try #require(admissions.offers(to: order[0]).first)
        #expect(first.position == 1)
        #expect(throws: AdmissionError.noOffer, "another's") {
            try admissions.answer(offer: first.id, of: order[1], accepted: true)
        }
        try admissions.answer(offer: first.id, of: order[0], accepted: false)
        #expect(throws: AdmissionError.noOffer) {
            try admissions.answer(offer: first.id, of: order[0], accepted: true)
        }
        // Whoever does not answer in time is passed over.
        try bureau.offerNext(of: round, school: "S1", until: until)
        fixture.turn(to: "2026-07-03")
        let late = try #require(admissions.offers(to: order[1]).first)
        #expect(throws: AdmissionError.noOffer) {
            try admissions.answer(offer: late.id, of: order[1], accepted: true)
        }
        try bureau.offerNext(of: round, school: "S1", until: admissions.today + 3)
        let last = try #require(admissions.offers(to: order[2]).first)
        try bureau.answer(offer: last.id, accepted: true, words: "电话答复")
        let now = try admissions.application(order[2])
        #expect(now.result == .placed && now.choice == 1 && now.reason[.chinese]?.contains("候补第 3 位") == true)
        #expect(try bureau.enrol(round, school: fixture.organisation("S1")) == 1)
        #expect(throws: AdmissionError.isEnrolled) { try bureau.giveUp(order[2], words: "搬走") }
        #expect(try list().lines.map(\.isDone) == [true, true, true])
        // The record of the draw stays as it was published.
        let record = try DrawRecord(text: admissions.drawFile("record.json", of: admissions.round(round)))
        #expect(try DrawVerification(record, published: admissions.round(round).digest).isRight)
    }
}
