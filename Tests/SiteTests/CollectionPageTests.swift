import Catalog
import Foundation
import Intake
import Monitoring
import Registers
import Store
import Testing

@testable import Site

@Suite("Collection tasks")
struct CollectionPageTests {
    /// A task for the seats of classes, of both schools, issued by the officer.
    private func issued(
        _ sample: IntakeSample, fields: [String] = ["seats"], title: String = "座位摸底", register: String = "school_class"
    ) async throws -> SiteHarness.Reply {
        try sample.site.signIn("officer")
        let officer = try #require(sample.site.ledger.store.accounts.all().first { $0.login == "officer" })
        let day = Day(of: sample.site.clock.now) + 10
        let values =
            [
                ("move", "issue"), ("register", register), ("title", title), ("purpose", "核定学位"),
                ("due", day.text), ("approver", "\(officer.id)"),
            ] + fields.map { ("field", $0) }
            + (try ["S1", "S2"].map { ("organisation", "\(try sample.organisation($0))") })
        return try await sample.site.post("/data/collections/new", values)
    }

    private func classes(_ sample: IntakeSample) throws {
        try sample.add("school_class", ["school": "S1", "code": "1班", "room": "101"])
        try sample.add("school_class", ["school": "S1", "code": "2班", "seats": "40"])
        try sample.add("school_class", ["school": "S2", "code": "1班", "seats": "30"])
    }

    @Test("is issued, answered, sent back, answered again on the page, and approved into the register")
    func walk() async throws {
        let sample = try IntakeSample()
        try classes(sample)
        let site = sample.site
        let location = try #require(try await issued(sample).header("Location"))
        let path = "\(location)/\(try sample.organisation("S1"))"
        #expect(try await site.ask(.get, location).body.contains("未填报 2"))

        try site.signIn("clerk")
        #expect(try await site.ask(.get, "/").body.contains("座位摸底"), "the home page says so")
        #expect(try await site.ask(.get, "/data/collections").body.contains("座位摸底"))
        #expect(try await site.ask(.get, location).header("Location") == path, "a school sees its own answer")
        #expect(try await site.ask(.get, "\(path)/template").status == 200)
        let bad = try await site.upload(
            path, name: "a.csv", Array("学校,班号,座位\nS1,1班,很多\nS2,1班,50\n".utf8), fields: [("move", "file")])
        #expect(bad.status == 422 && bad.body.contains("很多") && bad.body.contains("本单位及下属单位"), "\(bad.body)")
        let good = try await site.upload(
            path, name: "a.csv", Array("学校,班号,座位,教室\nS1,1班,45,999\n".utf8), fields: [("move", "file")])
        #expect(good.status == 303)
        #expect(
            try sample.rows("school_class").filter { $0["seats"] == .integer(45) }.isEmpty, "not yet in the register")

        try site.signIn("officer")
        #expect(try await site.ask(.get, location).body.contains("待审核 1"))
        #expect(try await site.post(path, [("move", "return")]).status == 422, "words are needed")
        #expect(try await site.post(path, [("move", "return"), ("words", "2班也要<填>")]).status == 303)
        try site.signIn("clerk")
        let page = try await site.ask(.get, path)
        #expect(page.body.contains("2班也要&lt;填&gt;") && page.body.contains("已退回"))
        let filled = try await site.post(
            path,
            [
                ("move", "fill"), ("f-school", "S1"), ("f-code", "1班"), ("f-seats", "46"), ("f-school", "S1"),
                ("f-code", "2班"), ("f-seats", "41"), ("f-school", "S1"), ("f-code", "3班"), ("f-seats", "42"),
                ("f-school", "S1"), ("f-code", ""), ("f-seats", ""),
            ])
        #expect(filled.status == 303, "\(filled.body)")
        #expect(try await site.post(path, [("move", "approve")]).status == 404, "a school does not approve")

        try site.signIn("officer")
        #expect(try await site.post(path, [("move", "approve")]).status == 303)
        let rows = try sample.rows("school_class").filter { $0.owner == (try? sample.organisation("S1")) }
        #expect(rows.map { $0["seats"] } == [.integer(46), .integer(41), .integer(42)])
        #expect(rows.first?["room"] == .text("101"), "what is not asked for stays")
        #expect(try await site.post(path, [("move", "approve")]).status == 409)
        try site.signIn("clerk")
        #expect(
            try await site.upload(path, name: "a.csv", Array("学校,班号,座位\nS1,1班,1\n".utf8), fields: [("move", "file")])
                .status == 409)
        #expect(try sample.site.registers.verifyAudit().entries > 0)
    }

    @Test("一数一源: what is kept or being asked for is not asked again")
    func source() async throws {
        let sample = try IntakeSample()
        try classes(sample)
        #expect(try await issued(sample, fields: ["code"]).status == 422, "the key is no question")
        #expect(try await issued(sample, fields: ["nothing"]).status == 422)
        #expect(try await issued(sample, fields: []).status == 422)
        #expect(try await issued(sample).status == 303)
        let again = try await issued(sample, title: "再来一次")
        #expect(again.status == 409 && again.body.contains("正在任务“座位摸底”中"))
        for row in try sample.rows("school_class") {
            _ = try sample.site.registers.update(
                row.id, since: row.since,
                [
                    "school": row["school"]?.written ?? "", "code": row["code"]?.written ?? "", "seats": "40",
                    "room": "1",
                ],
                of: sample.site.registers.register("school_class"), access: .commandLine, by: .commandLine)
        }
        let held = try await issued(sample, fields: ["room"])
        #expect(held.status == 409 && held.body.contains("“教室”已在台账“班级”中"), "\(held.body)")
        #expect(try await sample.site.ask(.get, "/data/collections/new?register=school_class").body.contains("台账已有"))
    }

    @Test("those who are late are shown, reminded, and told; a closed task takes nothing")
    func late() async throws {
        let sample = try IntakeSample()
        try classes(sample)
        let site = sample.site
        let location = try #require(try await issued(sample).header("Location"))
        site.clock.advance(12 * 86_400)
        try site.signIn("officer")
        #expect(try await site.ask(.get, "\(location)?state=late").body.contains("逾期 2 天"))
        #expect(try await site.post(location, [("move", "remind")]).status == 303)
        #expect(try await site.ask(.get, "\(location)/export").status == 200)
        try site.signIn("clerk")
        #expect(try await site.ask(.get, "/").body.contains("已催报"))
        #expect(try await site.post(location, [("move", "close")]).status == 404)
        try site.signIn("officer")
        #expect(try await site.post(location, [("move", "close")]).status == 303)
        #expect(try await site.post(location, [("move", "close")]).status == 409)
        try site.signIn("clerk")
        let path = "\(location)/\(try sample.organisation("S1"))"
        #expect(
            try await site.upload(path, name: "a.csv", Array("学校,班号,座位\nS1,1班,1\n".utf8), fields: [("move", "file")])
                .status == 409)
    }

    @Test("is nobody's who is not asked; a school asks for nothing")
    func rights() async throws {
        let sample = try IntakeSample()
        try classes(sample)
        let site = sample.site
        let location = try #require(try await issued(sample).header("Location"))
        let path = "\(location)/\(try sample.organisation("S1"))"
        try site.signIn("other")
        for address in [path, "\(path)/template", "\(path)/file"] {
            #expect(try await site.ask(.get, address).status == 404, "\(address)")
        }
        #expect(
            try await site.upload(path, name: "a.csv", Array("学校,班号,座位\nS1,1班,1\n".utf8), fields: [("move", "file")])
                .status == 404)
        #expect(try await site.ask(.get, "/data/collections/new?register=school_class").status == 404)
        #expect(try await site.post("/data/collections/new", [("register", "school_class")]).status == 404)
        try site.account("visitor", [.viewer])
        try site.signIn("visitor")
        #expect(try await site.ask(.get, location).status == 404)
        #expect(try await site.ask(.get, "/data/collections/999").status == 404)
        #expect(!(try await site.ask(.get, "/data/collections/burden").body.contains("一小")))
    }

    @Test("shows what it costs before it is issued, and afterwards by school, area and term")
    func burden() async throws {
        let sample = try IntakeSample()
        try classes(sample)
        _ = try await issued(sample)
        let page = try await sample.site.ask(.get, "/data/collections/burden")
        #expect(page.body.contains("东片") && page.body.contains("一小") && page.body.contains("15 分钟"))
        var burden = Burden()
        burden.add(fields: 6, rows: 60)
        burden.add(fields: 1, rows: 0)
        #expect(burden.forms == 2 && burden.cells == 361 && abs(burden.hours - (0.5 + 3_610.0 / 3_600)) < 1e-9)
    }

    @Test("the rule of one source, case by case")
    func rule() throws {
        let catalog = IntakeSample.catalog
        let rule = SingleSource(catalog)
        let classes = try #require(catalog.register("school_class"))
        let seats = try #require(classes.field("seats")), code = try #require(classes.field("code"))
        #expect(rule.verdict(code, of: classes, held: 0, total: 0) == .key)
        #expect(rule.verdict(seats, of: classes, held: 0, total: 0) == .free)
        #expect(rule.verdict(seats, of: classes, held: 2, total: 5) == .lacking(3, of: 5))
        #expect(rule.verdict(seats, of: classes, held: 5, total: 5) == .held(rows: 5))
    }
}
