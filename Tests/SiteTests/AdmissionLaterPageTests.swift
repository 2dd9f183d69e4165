import AdmissionService
import Admissions
import Documents
import Foundation
import Monitoring
import Registers
import Store
import Testing

@testable import Site

@Suite("Pages of admissions before and after the draw")
struct AdmissionLaterPageTests {
    private static let passphrase = "云岚区小学家长的口令"
    private let data: DataSite
    private var site: SiteHarness { data.site }
    private let admissions: AdmissionStore
    private let bureau: AdmissionDesk

    init() throws {
        data = try DataSite()
        admissions = AdmissionStore(store: data.site.ledger.store, registers: data.registers)
        bureau = try AdmissionDesk(admissions, access: .commandLine, principal: .commandLine)
    }

    private var today: Day { Day(of: site.clock.now) }

    /// A round for one place at S1 with three families, which are accepted.
    private func round() throws -> (id: Int64, numbers: [String]) {
        let id = try bureau.create(kind: "primary_multi", year: today.year, title: "小学入学")
        try bureau.setSchools(["S1": 1], of: id)
        try bureau.setPlaces([RoundPlace(code: "P1", name: "毛纺路15号院", schools: ["S1"])], of: id)
        var days: [RoundDay: Day] = [:]
        for (index, day) in RoundDay.allCases.enumerated() { days[day] = today + index }
        try bureau.change(id, calendar: days)
        try bureau.publish(id)
        var numbers: [String] = []
        for index in 1...3 {
            let made = try admissions.start(in: id, passphrase: Self.passphrase, address: "")
            let application = try #require(admissions.session(token: made.token)?.application)
            var form = ApplicationForm()
            form.name = "周<小>\(index)"
            form.idNumber = Self.number("\(today.year - 6)0305", index)
            form.guardians = [
                .init(name: "周大", relation: "51", idNumber: Self.number("19880101", index), mobile: "13800000000")
            ]
            (form.place, form.address, form.unit) = ("P1", "毛纺路", "\(index)-1")
            form.answers = ["hukou": "here", "home": "own", "service": "none"]
            form.choices = ["S1"]
            try admissions.save(form, of: application, version: 1)
            for document in ["household", "birth", "title_deed"] {
                try admissions.add(
                    Data("%PDF-1.4".utf8), named: "a.pdf", type: "application/pdf", as: document, to: application)
            }
            try admissions.submit(application, version: admissions.application(application).version)
            try bureau.accept(application, acceptsDocuments: true)
            numbers.append(made.number)
        }
        return (id, numbers)
    }

    private static func number(_ birth: String, _ sequence: Int) -> String {
        let digits = "110108" + birth + String(String(1_000 + sequence).suffix(3))
        return digits + String(UnicodeScalar(IDNumber.check(Array(digits.utf8)) ?? 48))
    }

    @Test("chances are simulated, shown to families where the office wants it, and nobody else gets there")
    func chances() async throws {
        let (id, _) = try round()
        let path = "/admissions/\(id)/chances"
        try data.signIn("s1", [.school], [("school_admission", "S1")])
        #expect(try await site.ask(.get, path).status == 404)
        try data.signIn("chief", [.viewer], [("admission_officer", "D")])
        #expect(try await site.ask(.get, path).body.contains("还没有模拟过"))
        let fields = [("move", "run"), ("source", "\(id)"), ("draws", "50"), ("byPlace", "1"), ("places", "S1,2")]
        #expect(try await site.post(path, fields).status == 303)
        var page = try await site.ask(.get, path)
        for _ in 0..<600 where page.header("Refresh") != nil {
            try await Task.sleep(for: .milliseconds(20))
            page = try await site.ask(.get, path)
        }
        #expect(
            page.body.contains("33.3 %") && page.body.contains("66.7 %") && page.body.contains("+33.3"), "\(page.body)")
        for bad in [
            [("draws", "0")], [("draws", "x")], [("places", "S1")], [("places", "S1,many")], [("source", "file")],
        ] {
            let fields = fields.filter { field in !bad.contains { $0.0 == field.0 } } + bad
            #expect(try await site.post(path, fields).status == 422, "\(bad)")
        }

        let kept = try bureau.simulate(id, SimulationSettings(source: id))
        let number = try #require(kept)
        #expect(try await site.post(path, [("move", "publish"), ("simulation", "\(number)")]).status == 303)
        #expect(!(try await site.ask(.get, "/apply/rounds/\(id)")).body.contains("每100名孩子"), "fewer than five children")
    }

    @Test(
        "letters come as one .docx for a child, a school and a round, with the same words as the page, and to nobody else"
    )
    func letters() async throws {
        let (id, numbers) = try round()
        site.clock.advance(5 * 86_400)
        try bureau.freeze(id, source: .init(kind: .dice, what: "骰子", alphabet: "123456", length: 8))
        try bureau.draw(id, value: "12345612")
        try bureau.announce(id)
        let placed = try bureau.placed(of: id, at: #require(admissions.schools(of: id).first?.organisation))
        #expect(placed.count == 1 && numbers.contains(placed[0].number))
        try data.signIn("chief", [.viewer], [("admission_officer", "D")])
        let results = try await site.ask(.get, "/admissions/\(id)/results").body
        #expect(results.contains("/export/letters.docx") && results.contains("letters?school=S1"))
        let page = try await site.ask(.get, "/admissions/\(id)/letters?school=S1")
        #expect(page.body.contains("周&lt;小&gt;") && page.body.contains("<h2>录取通知</h2>"))
        for query in ["", "?school=S1", "?application=\(placed[0].id)"] {
            let file = try await site.ask(.get, "/admissions/\(id)/export/letters.docx\(query)")
            #expect(file.status == 200 && file.header("Content-Type")?.hasSuffix("wordprocessingml.document") == true)
            let text = String(
                decoding: try DocumentReader().read(file.bytes, named: "letters.docx").text.bytes, as: UTF8.self)
            #expect(text.contains("周<小>") && text.contains(placed[0].number) && text.contains("云岚第一小学"), "\(text)")
        }
        #expect(try data.site.ledger.store.audit.entries(limit: 1).first?.action == "application.reveal")
        #expect(try await site.ask(.get, "/admissions/\(id)/export/letters.docx?school=S9").status == 404)
        #expect(try await site.ask(.get, "/admissions/\(id)/export/letters.docx?application=999").status == 404)
        let list = try await site.ask(.get, "/admissions/\(id)/export/placed.xlsx")
        #expect(list.status == 200 && list.bytes.starts(with: Array("PK".utf8)))
        try data.signIn("s1", [.school], [("school_admission", "S1")])
        let own = try await site.ask(.get, "/admissions/\(id)/results").body
        #expect(own.contains(placed[0].number) && own.contains("letters?school=S1"))
        #expect(try await site.ask(.get, "/admissions/\(id)/export/letters.docx").status == 200)
        try data.signIn("s3", [.school], [("school_admission", "S3")])
        #expect(try await site.ask(.get, "/admissions/\(id)/export/letters.docx?school=S1").status == 404)
        #expect(
            try await site.ask(.get, "/admissions/\(id)/export/letters.docx?application=\(placed[0].id)").status == 404)
        site.cookies = [:]
        #expect(try await site.ask(.get, "/apply/mine/letter.docx").header("Location") == "/apply/sign-in")
        let signed = try await site.post(
            "/apply/sign-in", [("number", placed[0].number), ("passphrase", Self.passphrase)])
        #expect(signed.status == 303)
        #expect(try await site.ask(.get, "/apply/mine/letter").body.contains("/apply/mine/letter.docx"))
        let letter = try await site.ask(.get, "/apply/mine/letter.docx")
        #expect(letter.status == 200 && letter.bytes.starts(with: Array("PK".utf8)))
    }

    @Test("files of earlier years are looked over before they count")
    func earlier() async throws {
        _ = try round()
        try data.signIn("s1", [.school], [("school_admission", "S1")])
        #expect(try await site.ask(.get, "/admissions/earlier").status == 403)
        try data.signIn("chief", [.viewer], [("admission_officer", "D")])
        let page = try await site.ask(.get, "/admissions/earlier").body
        let token = String(try #require(page.firstMatch(of: #/name="csrf" value="([^"]+)"/#)).output.1)
        let file = "place,unit,school,year\nP1,1-1,云岚第一小学,\(today.year - 2)\nP9,1,<b>,2020\n"
        var body = ""
        for (name, value) in [("csrf", token), ("move", "send"), ("kind", "address")] {
            body += "--X\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body +=
            "--X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"<i>.csv\"\r\n\r\n\(file)\r\n--X--\r\n"
        let sent = try await site.ask(
            .post, "/admissions/earlier", body: Array(body.utf8),
            headers: ["Content-Type": "multipart/form-data; boundary=X"])
        #expect(sent.status == 303, "\(sent.body.suffix(500))")
        let preview = try await site.ask(.get, "/admissions/earlier").body
        #expect(preview.contains("正确 1 行") && preview.contains("没有这个地点") && !preview.contains("<i>.csv"))
        let staged = try #require(bureau.earlierImports().first)
        #expect(staged.concerned == 1)
        #expect(
            try await site.post("/admissions/earlier", [("move", "take"), ("import", "\(staged.id)")]).status == 303)
        #expect(
            try await site.post("/admissions/earlier", [("move", "take"), ("import", "\(staged.id)")]).status == 409)
        #expect(try await site.post("/admissions/earlier", [("move", "remove"), ("import", "99")]).status == 404)
    }
}
