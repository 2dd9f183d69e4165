import Foundation
import Monitoring
import Registers
import Store
import Testing

@testable import AdmissionService

@Suite("Applications of families")
struct ApplicationTests {
    @Test("nothing personal can be read in the database or the files")
    func sealed() throws {
        let fixture = try AdmissionFixture()
        let form = AdmissionFixture.form(7)
        let id = try fixture.applied(try fixture.round(), form)
        #expect(try fixture.admissions.form(of: fixture.admissions.application(id)) == form.trimmed)
        let secrets = [form.name, form.idNumber, form.guardians[0].idNumber, "13800000000", form.address, "%PDF"]
        let all = try #require(FileManager.default.enumerator(at: fixture.directory, includingPropertiesForKeys: nil))
        for case let file as URL in all {
            guard let data = try? Data(contentsOf: file) else { continue }
            for secret in secrets {
                #expect(data.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file.lastPathComponent)")
            }
        }
    }

    @Test("a sealed record moved to another application does not open")
    func moved() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        let one = try fixture.applied(round, AdmissionFixture.form(1))
        let other = try fixture.applied(round, AdmissionFixture.form(2))
        try fixture.admissions.store.change(by: .commandLine) { change in
            try change.db.execute(
                sql:
                    "UPDATE admission_application SET sealed = (SELECT sealed FROM admission_application WHERE id = ?) WHERE id = ?",
                arguments: [one, other])
        }
        #expect(throws: RegisterError.self) {
            try fixture.admissions.form(of: fixture.admissions.application(other))
        }
    }

    @Test("what is wrong with a form is told by step and field")
    func faults() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        let made = try fixture.admissions.start(in: round, passphrase: AdmissionFixture.passphrase, address: "")
        let id = try #require(fixture.admissions.session(token: made.token)?.application)
        func kinds(_ change: (inout ApplicationForm) -> Void) throws -> Set<ApplicationFault.Kind> {
            var form = AdmissionFixture.form(1)
            change(&form)
            let version = try fixture.admissions.application(id).version
            let application = try fixture.admissions.save(form, of: id, version: version)
            return Set(try fixture.admissions.faults(of: application).filter { $0.step != .documents }.map(\.kind))
        }
        #expect(try kinds { _ in }.isEmpty)
        #expect(
            try kinds { $0 = ApplicationForm() }.isSuperset(of: [
                .noName, .badNumber, .noGuardian, .noPlace, .unanswered, .noChoice,
            ]))
        #expect(try kinds { $0.idNumber = "110108202003050011" } == [.badNumber])
        #expect(try kinds { $0.idNumber = AdmissionFixture.number("20210901", 1) } == [.tooYoung])
        #expect(try kinds { $0.idNumber = AdmissionFixture.number("20150901", 1) } == [.tooOld])
        #expect(try kinds { $0.guardians[0].mobile = "12" } == [.mobile])
        #expect(try kinds { $0.guardians[0].idNumber = "110108198801010019" } == [.guardianNumber])
        #expect(try kinds { $0.place = "P99" } == [.noPlace, .badChoice])
        #expect(try kinds { $0.place = "P02" } == [.badChoice], "a place leads to its own schools only")
        #expect(try kinds { $0.choices = ["S1", "S1"] } == [.twiceChosen])
        #expect(try kinds { $0.choices = ["S3"] } == [.badChoice])
        #expect(try kinds { $0.answers["hukou"] = "moon" } == [.unanswered])
        #expect(try kinds { $0.sibling.name = "周哥" } == [.siblingIncomplete])
        #expect(try kinds { $0.twin = "1234567890" } == [.twinNumber])
        #expect(try kinds { $0.unit = "" } == [.noUnit])
        let huge = try fixture.admissions.save(
            {
                var form = AdmissionFixture.form(1); form.name = String(repeating: "名", count: 100_000); return form
            }(),
            of: id, version: fixture.admissions.application(id).version)
        #expect(try fixture.admissions.form(of: huge).name.count == ApplicationForm.nameLimit)
    }

    @Test("needs its documents, and takes neither too many nor too large ones")
    func documents() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions
        let round = try fixture.round()
        let made = try admissions.start(in: round, passphrase: AdmissionFixture.passphrase, address: "")
        let id = try #require(admissions.session(token: made.token)?.application)
        try admissions.save(AdmissionFixture.form(1), of: id, version: 1)
        #expect(throws: AdmissionError.faulty(count: 3)) { try admissions.submit(id, version: 2) }
        let page = Data("%PDF-1.4".utf8)
        #expect(throws: AdmissionError.noDocument) {
            try admissions.add(page, named: "a.pdf", type: "application/pdf", as: "dream", to: id)
        }
        #expect(throws: AdmissionError.fileTooLarge(limit: 10 << 20)) {
            try admissions.add(
                Data(count: (10 << 20) + 1), named: "a.pdf", type: "application/pdf", as: "birth", to: id)
        }
        for _ in 0..<AdmissionStore.filesOfDocument {
            try admissions.add(page, named: "a.pdf", type: "application/pdf", as: "birth", to: id)
        }
        #expect(throws: AdmissionError.tooManyFiles(limit: 6)) {
            try admissions.add(page, named: "a.pdf", type: "application/pdf", as: "birth", to: id)
        }
        let file = try #require(admissions.documents(of: id).first)
        #expect(try admissions.file(file.id, of: id).data == page)
        #expect(throws: AdmissionError.noDocument) { try admissions.file(file.id, of: id + 1) }
        try admissions.remove(document: file.id, of: id)
        #expect(throws: AdmissionError.noDocument) { try admissions.remove(document: file.id, of: id) }
    }

    @Test("replayed forms change nothing")
    func replay() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions
        let id = try fixture.drafted(try fixture.round(), AdmissionFixture.form(1))
        let version = try admissions.application(id).version
        #expect(throws: AdmissionError.changedMeanwhile) { try admissions.save(ApplicationForm(), of: id, version: 1) }
        try admissions.submit(id, version: version)
        #expect(throws: AdmissionError.wrongState) { try admissions.submit(id, version: version) }
        #expect(throws: AdmissionError.wrongState) { try admissions.save(ApplicationForm(), of: id, version: version) }
        #expect(throws: AdmissionError.wrongState) {
            try admissions.add(Data("%PDF".utf8), named: "a.pdf", type: "application/pdf", as: "birth", to: id)
        }
        try admissions.withdraw(id)
        #expect(throws: AdmissionError.wrongState) { try admissions.withdraw(id) }
    }

    @Test("families come in only by number and passphrase, and guessing is slowed down")
    func signIn() throws {
        let fixture = try AdmissionFixture()
        let admissions = fixture.admissions
        let id = try fixture.applied(try fixture.round(), AdmissionFixture.form(1))
        let number = try admissions.application(id).number
        let token = try admissions.signIn(number: number, passphrase: AdmissionFixture.passphrase, address: "a")
        #expect(try admissions.session(token: token)?.application == id)
        try admissions.signOut(token: token)
        #expect(try admissions.session(token: token) == nil)
        #expect(try admissions.session(token: String(repeating: "A", count: 43)) == nil)
        let unknown = ApplicationNumber.make(year: 2026, random: [1, 2, 3, 4])
        for _ in 0..<5 {
            #expect(throws: StoreError.signInRefused) {
                try admissions.signIn(number: number, passphrase: "猜一猜猜一猜", address: "b")
            }
            #expect(throws: StoreError.signInRefused) {
                try admissions.signIn(number: unknown, passphrase: "猜一猜猜一猜", address: "b")
            }
        }
        for name in [number, unknown] {
            #expect(throws: StoreError.lockedOut(seconds: 30), "the right one too, and one that there is not") {
                try admissions.signIn(number: name, passphrase: AdmissionFixture.passphrase, address: "c")
            }
        }
        #expect(throws: StoreError.signInRefused) { try admissions.signIn(number: "1", passphrase: "x", address: "") }
    }

    @Test("nobody fills the store with drafts, and a weak passphrase is refused")
    func flood() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        #expect(throws: StoreError.weakPassword(minimum: 10)) {
            try fixture.admissions.start(in: round, passphrase: "12345", address: "x")
        }
        #expect(throws: StoreError.self) {
            for _ in 0..<100 {
                _ = try fixture.admissions.start(in: round, passphrase: AdmissionFixture.passphrase, address: "x")
            }
        }
    }

    @Test("days outside the calendar take nothing")
    func days() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round()
        let id = try fixture.drafted(round, AdmissionFixture.form(1))
        fixture.turn(to: "2026-05-21")
        #expect(throws: AdmissionError.notOpen) { try fixture.admissions.submit(id, version: 2) }
        #expect(throws: AdmissionError.notOpen) {
            try fixture.admissions.start(in: round, passphrase: AdmissionFixture.passphrase, address: "")
        }
        fixture.turn(to: "2026-05-05")
        #expect(throws: AdmissionError.notOpen) { try fixture.admissions.save(ApplicationForm(), of: id, version: 2) }
    }
}
