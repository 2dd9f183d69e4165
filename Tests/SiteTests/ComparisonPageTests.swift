import Foundation
import Ledger
import PlanModel
import Store
import Testing

@testable import Site

@Suite("Comparison pages")
struct ComparisonPageTests {
    private static let summary = """
        云岚区教育局2026年工作总结

        一、提升学前教育质量

        1. 扩大普惠性学前教育资源
        全年新增公办幼儿园2所，普惠性幼儿园覆盖率达到93%。

        """

    private static func site(_ role: Role) async throws -> (SiteHarness, Plan, Plan) {
        let site = try SiteHarness()
        let plan = try site.opened()
        let later = SiteHarness.plan.replacing("2026年", with: "2027年").replacing("92%", with: "95%")
            .replacing("补充中小学教师", with: "启动智慧<校园>试点")
        let other = try site.opened(later)
        try site.account("visitor", [role])
        try site.signIn("visitor")
        return (site, plan, other)
    }

    @Test("two plans stand side by side with links to both texts, and can be narrowed")
    func plans() async throws {
        let (site, old, new) = try await Self.site(.viewer)
        let empty = try await site.ask(.get, "/comparison")
        #expect(empty.status == 200 && empty.body.contains("请选择原计划和新计划"))
        let page = try await site.ask(.get, "/comparison?old=\(old.id)&new=\(new.id)")
        #expect(page.status == 200)
        #expect(page.body.contains("/plans/\(old.id)/source?") && page.body.contains("/plans/\(new.id)/source?"))
        #expect(page.body.contains("指标变化") && page.body.contains("≥ 95 %") && page.body.contains("≥ 92 %"))
        #expect(!page.body.contains("<校园>") && !page.body.contains("style="))
        #expect(!page.body.contains("/comparison/plans/docx"))
        let narrow = try await site.ask(.get, "/comparison?old=\(old.id)&new=\(new.id)&show=targets")
        #expect(narrow.body.contains("≥ 95 %") && !narrow.body.contains("规范幼儿园保教行为"))
        let same = try await site.ask(.get, "/comparison?old=\(old.id)&new=\(old.id)")
        #expect(same.body.contains("延续不变 3"))
        #expect(try await site.ask(.get, "/comparison?old=99&new=x").status == 404)
    }

    @Test("a summary is set against its plan: verdict, both clauses, arithmetic")
    func summary() async throws {
        let (site, plan, other) = try await Self.site(.officer)
        let summary = try site.opened(Self.summary)
        let page = try await site.ask(.get, "/comparison/summary?old=\(plan.id)&new=\(summary.id)")
        #expect(page.status == 200)
        let words = ViewsTests.words(page.body)
        #expect(words.contains("实绩 93 − 目标 92 = 1 个百分点"))
        #expect(words.contains("实绩 2 − 目标 3 = -1 所") || words.contains("实绩 2 − 目标 3 = −1 所"))
        #expect(words.contains("部分完成") && words.contains("总结未述"))
        #expect(page.body.contains("/comparison/summary/docx?"))
        let met = try await site.ask(.get, "/comparison/summary?old=\(plan.id)&new=\(summary.id)&show=met")
        #expect(met.body.contains("实绩 93") && !met.body.contains("实绩 2 "))
        let none = try await site.ask(.get, "/comparison/summary?old=\(plan.id)&new=\(other.id)")
        #expect(none.body.contains("没有找到可对照的实绩"))
        let noTargets = try await site.ask(.get, "/comparison/summary?old=\(summary.id)&new=\(plan.id)")
        #expect(noTargets.body.contains("没有读出指标"))
    }

    @Test("both are files for those who may take them out")
    func files() async throws {
        let (site, old, new) = try await Self.site(.officer)
        for address in ["plans/docx", "plans/xlsx", "summary/docx", "summary/xlsx"] {
            let file = try await site.ask(.get, "/comparison/\(address)?old=\(old.id)&new=\(new.id)")
            #expect(file.status == 200 && file.header("Content-Disposition")?.contains("attachment") == true)
            #expect(try await site.ask(.get, "/comparison/\(address)").status == 404)
        }
        let same = try await site.ask(.get, "/comparison/plans/xlsx?old=\(old.id)&new=\(old.id)")
        #expect(same.status == 200, "a sheet without rows")
        #expect(try await site.ask(.get, "/comparison/plans/exe?old=1&new=1").status == 404)
        let (viewers, _, _) = try await Self.site(.viewer)
        #expect(try await viewers.ask(.get, "/comparison/plans/docx?old=1&new=2").status == 403)
    }

    @Test("a draft is not there for those who may not see drafts")
    func drafts() async throws {
        let (site, old, _) = try await Self.site(.viewer)
        let draft = try site.draft(Self.summary)
        let page = try await site.ask(.get, "/comparison?old=\(old.id)&new=\(draft.id)")
        #expect(page.status == 404)
        #expect(!(try await site.ask(.get, "/comparison")).body.contains("2026年工作总结"))
    }
}
