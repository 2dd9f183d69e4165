import AdmissionService
import Foundation
import Monitoring
import Registers
import Store
import Testing

@testable import Site

@Suite("Pages of admissions")
struct AdmissionPageTests {
    private static let passphrase = "云岚区小学家长的口令"

    /// A site with a published round for two schools, on a day on which families apply.
    private func open(_ site: DataSite) throws -> Int64 {
        let admissions = AdmissionStore(store: site.site.ledger.store, registers: site.registers)
        let bureau = try AdmissionDesk(admissions, access: .commandLine, principal: .commandLine)
        let today = Day(of: site.site.clock.now)
        let id = try bureau.create(kind: "primary_multi", year: today.year, title: "小学入学")
        try bureau.setSchools(["S1": 2, "S2": 2], of: id)
        try bureau.setPlaces([RoundPlace(code: "P1", name: "毛纺路15号院", schools: ["S1", "S2"])], of: id)
        var days: [RoundDay: Day] = [:]
        for (index, day) in RoundDay.allCases.enumerated() { days[day] = today + index * 10 }
        try bureau.change(id, calendar: days)
        try bureau.publish(id)
        return id
    }

    private func field(_ name: String, _ page: String) -> String {
        guard let start = page.firstRange(of: "name=\"\(name)\" value=\"")?.upperBound else { return "" }
        return String(page[start...].prefix { $0 != "\"" })
    }

    /// Posts as a family: with the token that its page holds.
    private func post(_ site: SiteHarness, _ path: String, _ fields: [(String, String)]) async throws
        -> SiteHarness.Reply
    {
        let page = try await site.ask(.get, path).body
        var all = fields + [("csrf", field("csrf", page))]
        if !fields.contains(where: { $0.0 == "version" }) { all.append(("version", field("version", page))) }
        let body = all.map { "\(SiteLink.encode($0.0))=\(SiteLink.encode($0.1))" }.joined(separator: "&")
        return try await site.ask(
            .post, path, body: Array(body.utf8), headers: ["Content-Type": "application/x-www-form-urlencoded"])
    }

    private func upload(
        _ site: SiteHarness, _ document: String, name: String, _ data: [UInt8]
    ) async throws -> SiteHarness.Reply {
        let path = "/apply/mine/documents"
        let token = field("csrf", try await site.ask(.get, path).body)
        var body: [UInt8] = []
        body += Array("--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(token)\r\n".utf8)
        body += Array(
            "--X\r\nContent-Disposition: form-data; name=\"files-\(document)\"; filename=\"\(name)\"\r\n\r\n".utf8)
        body += data + Array("\r\n--X--\r\n".utf8)
        return try await site.ask(.post, path, body: body, headers: ["Content-Type": "multipart/form-data; boundary=X"])
    }

    private static func idNumber(_ birth: String) -> String {
        let digits = "110108" + birth + "001"
        return digits + String(UnicodeScalar(IDNumber.check(Array(digits.utf8)) ?? 48))
    }

    private func start(_ site: SiteHarness, _ round: Int64) async throws -> SiteHarness.Reply {
        site.cookies = [:]
        return try await site.post(
            "/apply/rounds/\(round)", [("passphrase", Self.passphrase), ("again", Self.passphrase)])
    }

    @Test("a family applies step by step without script; the desk checks; the family sees each word")
    func walk() async throws {
        let data = try DataSite(), site = data.site
        let round = try open(data)
        let rules = try await site.ask(.get, "/apply/rounds/\(round)?q=%E6%AF%9B%E7%BA%BA")
        #expect(rules.status == 200 && rules.body.contains("毛纺路15号院") && rules.body.contains("云岚第二小学"))
        #expect(!rules.body.contains("/data"), "no navigation of the bureau")
        #expect(try await site.post("/apply/rounds/\(round)", [("passphrase", "短"), ("again", "短")]).status == 422)
        #expect(try await site.post("/apply/rounds/\(round)", [("passphrase", "一"), ("again", "二")]).status == 422)
        #expect(try await start(site, round).status == 303)
        let year = Day(of: site.clock.now).year
        let child = [("name", "周<小>云"), ("idKind", "resident"), ("id", Self.idNumber("\(year - 6)0305"))]
        let wrong = try await post(site, "/apply/mine/child", [("name", "周"), ("idKind", "resident"), ("id", "123")])
        #expect(wrong.status == 422 && wrong.body.contains("证件号码不对"))
        #expect(try await post(site, "/apply/mine/child", child).header("Location") == "/apply/mine/guardians")
        #expect(
            try await post(
                site, "/apply/mine/guardians",
                [
                    ("g-name-1", "周大"), ("g-relation-1", "51"), ("g-id-1", Self.idNumber("19880101")),
                    ("g-mobile-1", "13800000000"),
                ]
            ).status == 303)
        #expect(
            try await post(
                site, "/apply/mine/home", [("place", "P1"), ("address", "毛纺路15号院1号楼"), ("unit", "1-1-101")]
            ).status == 303)
        #expect(
            try await post(
                site, "/apply/mine/questions", [("q-hukou", "here"), ("q-home", "own"), ("q-service", "none")]
            ).status == 303)
        #expect(
            try await post(site, "/apply/mine/choices", [("choice-1", "S1"), ("choice-2", "S2")]).header("Location")
                == "/apply/mine/documents")
        #expect(try await upload(site, "household", name: "户口.exe", Array("MZ".utf8)).status == 422)
        #expect(try await upload(site, "household", name: "户口.pdf", Array("MZ not a pdf".utf8)).status == 422)
        #expect(try await upload(site, "household", name: "说明.txt", Array("文字".utf8)).status == 422)
        #expect(try await upload(site, "dream", name: "a.pdf", Array("%PDF-1.4".utf8)).status == 422)
        let huge = Array("%PDF-1.4".utf8) + [UInt8](repeating: 32, count: 11 << 20)
        #expect(try await upload(site, "household", name: "大.pdf", huge).status == 422)
        for name in ["household", "birth", "title_deed"] {
            #expect(try await upload(site, name, name: "\(name).pdf", Array("%PDF-1.4".utf8)).status == 303)
        }
        let page = try await site.ask(.get, "/apply/mine")
        #expect(page.body.contains("周") == false || !page.body.contains("<小>"))
        let version = field("version", page.body)
        #expect(try await post(site, "/apply/mine", [("move", "submit"), ("version", version)]).status == 303)
        #expect(
            try await post(site, "/apply/mine", [("move", "submit"), ("version", version)]).header("Location")
                == "/apply/mine/receipt", "tapped twice")
        let receipt = try await site.ask(.get, "/apply/mine/receipt")
        #expect(receipt.body.contains("周&lt;小&gt;云") && receipt.body.contains("云岚第一小学"))
        let number = try #require(receipt.body.firstMatch(of: #/<dd>(\d{10})</dd>/#)).output.1
        let family = site.cookies

        site.cookies = [:]
        try data.signIn("s1", [.school], [("school_admission", "S1")])
        let queue = try await site.ask(.get, "/admissions/\(round)/queue?state=submitted")
        #expect(queue.body.contains(number) && queue.body.contains("周＊") && !queue.body.contains("周&lt;小&gt;云"))
        let link = try #require(queue.body.firstMatch(of: #/\/admissions\/applications\/\d+/#)).output
        let one = String(link)
        let masked = try await site.ask(.get, one)
        #expect(!masked.body.contains("13800000000") && !masked.body.contains("毛纺路15号院1号楼"))
        let shown = try await site.post(one, [("move", "reveal")])
        #expect(shown.body.contains("13800000000"))
        #expect(try data.site.ledger.store.audit.entries(limit: 1).first?.action == "application.reveal")
        #expect(try await site.post(one, [("move", "return")]).status == 422)
        #expect(try await site.post(one, [("move", "return"), ("words", "出生证明<看不清>")]).status == 303)

        site.cookies = family
        let back = try await site.ask(.get, "/apply/mine")
        #expect(back.body.contains("出生证明&lt;看不清&gt;") && back.body.contains("退回补正"))
        #expect(
            try await post(site, "/apply/mine", [("move", "submit"), ("version", field("version", back.body))]).status
                == 303)
        site.cookies = [:]
        try site.signIn("s1")
        #expect(try await site.post(one, [("move", "accept"), ("documents", "1")]).status == 303)
        #expect(try await site.ask(.get, one).body.contains("审核通过"))
    }

    @Test("another school sees nothing of it, and nobody without a role has anything to do here")
    func scopes() async throws {
        let data = try DataSite(), site = data.site
        let round = try open(data)
        try data.signIn("s3", [.school], [("school_admission", "S3")])
        #expect(try await site.ask(.get, "/admissions/\(round)").status == 200)
        #expect(try await site.ask(.get, "/admissions/applications/1").status == 404)
        for page in ["rules", "schools", "places"] {
            #expect(try await site.ask(.get, "/admissions/\(round)/\(page)").status == 404, "\(page)")
        }
        #expect(try await site.post("/admissions", [("kind", "primary_multi"), ("year", "2026")]).status == 403)
        #expect(try await site.post("/admissions/\(round)/results", [("move", "announce")]).status == 403)
        try data.signIn("nobody", [.viewer], [])
        #expect(try await site.ask(.get, "/admissions").status == 200)
        for page in ["", "/queue", "/results", "/appeals", "/letters?school=S1", "/export/placed.xlsx"] {
            #expect(try await site.ask(.get, "/admissions/\(round)\(page)").status == 404, "\(page)")
        }
    }

    @Test("forms without their token, of another family, or from elsewhere change nothing; guessing is slowed down")
    func hostile() async throws {
        let data = try DataSite(), site = data.site
        let round = try open(data)
        #expect(try await start(site, round).status == 303)
        let body = Array("move=withdraw".utf8)
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        #expect(try await site.ask(.post, "/apply/mine", body: body, headers: type).status == 403)
        let page = try await site.ask(.get, "/apply/mine")
        let token = field("csrf", page.body)
        let first = site.cookies
        #expect(try await start(site, round).status == 303)
        #expect(
            try await site.ask(
                .post, "/apply/mine", body: Array("move=withdraw&csrf=\(SiteLink.encode(token))".utf8), headers: type
            ).status == 403, "another family's token")
        site.cookies = first
        #expect(
            try await site.ask(
                .post, "/apply/mine", body: Array("move=withdraw&csrf=\(SiteLink.encode(token))".utf8),
                headers: type.merging(["Origin": "https://evil.example"]) { $1 }
            ).status == 403)
        #expect(try await site.ask(.get, "/apply/mine/files/999").status == 404)
        site.cookies = ["xuezheng-family": String(repeating: "A", count: 43)]
        #expect(try await site.ask(.get, "/apply/mine").header("Location") == "/apply/sign-in")
        site.cookies = [:]
        let number = try #require(page.body.firstMatch(of: #/class="number">(\d{10})</#)).output.1
        for _ in 0..<5 {
            #expect(
                try await site.post("/apply/sign-in", [("number", String(number)), ("passphrase", "猜一猜")]).status == 401
            )
        }
        #expect(
            try await site.post("/apply/sign-in", [("number", String(number)), ("passphrase", Self.passphrase)]).status
                == 429)
        #expect(try await site.ask(.get, "/apply/rounds/99").status == 404)
        #expect(try await site.ask(.get, "/apply/rounds/\(round)/results").status == 404)
    }

    @Test("the bureau sets a round up, faults of its rules are named, and results come to schools and families")
    func bureau() async throws {
        let data = try DataSite(), site = data.site
        try data.signIn("boss", [.viewer], [("admission_officer", "D")])
        let made = try await site.post("/admissions", [("kind", "private_draw"), ("year", "2026"), ("title", "民办小学")])
        let path = try #require(made.header("Location"))
        #expect(try await site.post(path, [("move", "publish")]).status == 422, "no schools yet")
        let rules = try await site.ask(.get, "\(path)/rules").body
        #expect(rules.contains("kind: private_draw"))
        let broken = try await site.post("\(path)/rules", [("title", "民办小学"), ("rules", "kind: x\ncolour: red")])
        #expect(broken.status == 422 && broken.body.contains("colour") && broken.body.contains("rules.yaml"))
        let lists = "\(path)/schools"
        #expect(try await site.upload(lists, name: "s.csv", Array("code,places\nS9,1\n".utf8)).status == 422)
        #expect(try await site.upload(lists, name: "s.csv", Array("code,places\nS1,many\n".utf8)).status == 422)
        #expect(try await site.upload(lists, name: "s.csv", Array("code,places\nS1,1\n".utf8)).status == 303)
        #expect(try await site.ask(.get, lists).body.contains("云岚第一小学"))
        #expect(try await site.ask(.get, "\(path)/export/places.csv").body.contains("S1,"))
        #expect(try await site.post(path, [("move", "publish")]).status == 303)
        #expect(try await site.post("\(path)/rules", [("title", "x"), ("rules", rules)]).status == 422)
        #expect(try await site.ask(.get, "/apply").body.contains("民办小学"))
        #expect(
            try await site.post(
                path,
                [("move", "calendar")] + RoundDay.allCases.map { ($0.rawValue, "2025-0\($0 == .opens ? 9 : 1)-01") }
            ).status == 422)
        for page in [
            "", "/queue", "/appeals", "/results", "/places", "/queue?state=draft&class=x&desk=9&number=1&found=1",
        ] {
            #expect(try await site.ask(.get, path + page).status == 200, "\(page)")
        }
        #expect(
            try await site.post("\(path)/results", [("move", "freeze"), ("kind", "dice"), ("what", "")]).status >= 409)
    }
}
