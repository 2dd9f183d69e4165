import Foundation
import Ledger
import Monitoring
import Store
import Testing

@testable import Site

@Suite("The ledger counted, and its filter")
struct RollUpTests {
    @Test(
        "by office and by section lights are counted, each count leading to as many tasks",
        arguments: ["/ledger/offices", "/ledger/sections", "/offices/"])
    func lights(place: String) async throws {
        let (site, plan, rows) = try ViewsTests.site()
        let office = try #require(rows[0].task.leads.first?.office)
        let page = place == "/offices/" ? "\(place)\(office)" : "\(place)?plan=\(plan.id)"
        let body = try await site.ask(.get, page).body
        #expect(body.contains("滞后") && body.contains("/rules/lights"))
        let links = body.matches(of: #/href="(\/ledger\?[^"]*light=[a-z]+)">(\d+)</#)
        #expect(!links.isEmpty)
        for link in links {
            let address = link.1.replacing("&amp;", with: "&")
            let list = try await site.ask(.get, String(address)).body
            #expect(list.contains("\(link.2) 项任务"), "\(address)")
        }
    }

    @Test("a light narrows the roll-up as it narrows the list")
    func narrowed() async throws {
        let (site, plan, rows) = try ViewsTests.site()
        let office = try #require(rows[2].task.leads.first)
        let all = try await site.ask(.get, "/ledger/offices?plan=\(plan.id)").body
        let red = try await site.ask(.get, "/ledger/offices?plan=\(plan.id)&light=red").body
        #expect(all.contains(">\(rows[2].name(of: office))</a>") && !red.contains(">\(rows[2].name(of: office))</a>"))
    }

    @Test("tags in use are offered; the list is narrowed to one, and one that nobody uses can be taken out again")
    func tags() async throws {
        let (site, plan, rows) = try ViewsTests.site()
        #expect(!(try await site.ask(.get, "/ledger?plan=\(plan.id)").body.contains(#"name="tag""#)))
        let evil = "<b>民生</b>"
        try site.ledger.move(.arrange(tags: [evil, "重点"]), task: rows[0].id, by: .system("test"))
        let body = try await site.ask(.get, "/ledger?plan=\(plan.id)").body
        #expect(body.contains(#"<option value="重点">重点</option>"#) && !body.contains(evil))
        let narrow = try await site.ask(.get, "/ledger?tag=\(SiteLink.encode("重点"))").body
        #expect(narrow.contains(#"<option value="重点" selected>"#))
        #expect(narrow.contains(rows[0].task.title.text) && !narrow.contains(rows[1].task.title.text))
        let gone = try await site.ask(.get, "/ledger?tag=x").body
        #expect(gone.contains(#"<option value="x" selected>"#) && gone.contains("没有"))
    }

    @Test("the first page goes by the day that holds, not by the plan's")
    func extended() async throws {
        let (site, _, rows) = try ViewsTests.site()
        let today = Day(of: site.clock.now)
        let id = rows[0].id
        func late() async throws -> Bool {
            let body = try await site.ask(.get, "/").body
            let start = try #require(body.range(of: "<h2>已逾期"))
            let end = body[start.upperBound...].range(of: "</section>")?.lowerBound ?? body.endIndex
            return body[start.upperBound..<end].contains("/tasks/\(id)")
        }
        #expect(try await late())
        try site.ledger.move(.askExtension(until: today + 20, "等待审批"), task: id, by: .system("test"))
        try site.ledger.move(.grantExtension(), task: id, by: .system("test"))
        #expect(try await !late())
        #expect(try await site.ask(.get, "/").body.contains((today + 20).text))
    }
}
