import Catalog
import Foundation
import Registers
import Store
import Testing

@testable import Site

@Suite("Pages of registers")
struct DataPageTests {
    @Test("the registers are listed with the rows that the visitor may see")
    func home() async throws {
        let data = try DataSite()
        try data.pupil("S1", "G110105201603050011", "张小明")
        try data.pupil("S3", "G110105201603050012", "李小红")
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let reply = try await data.site.ask(.get, "/data")
        #expect(reply.status == 200)
        #expect(reply.body.contains(#"<a href="/data/registers/student">1</a>"#), "one of two")
        #expect(!reply.body.contains("/data/registers/special_need"), "no role, no register")
        try data.signIn("nobody", [.viewer], [])
        let empty = try await data.site.ask(.get, "/data")
        #expect(empty.status == 200 && empty.body.contains("class=\"empty\""))
    }

    @Test("rows outside do not exist: in lists, counts, pages, files")
    func scope() async throws {
        let data = try DataSite()
        let own = try data.pupil("S1", "G110105201603050011", "张小明")
        let other = try data.pupil("S3", "G110105201603050012", "李小红")
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let list = try await data.site.ask(.get, "/data/registers/student")
        #expect(list.body.contains("张小明") && !list.body.contains("李小红") && list.body.contains("共 1 行"))
        #expect(try await data.site.ask(.get, "/data/registers/student/\(own)").status == 200)
        for path in ["", "/edit", "/history", "/remove"] {
            let reply = try await data.site.ask(.get, "/data/registers/student/\(other)\(path)")
            #expect(reply.status == 404, "\(path)")
        }
        for path in ["/edit", "/remove"] {
            let reply = try await data.site.post("/data/registers/student/\(other)\(path)", [("since", "1")])
            #expect(reply.status == 404, "\(path)")
        }
        let file = try await data.site.ask(.get, "/data/registers/student/export/csv?at=\(try data.organisation("S3"))")
        #expect(file.status == 200 && !file.body.contains("李小红"))
        let bulk = try await data.site.post(
            "/data/registers/student/bulk", [("field", "kind"), ("row", "\(other):1"), ("step", "preview")])
        #expect(bulk.status == 404)
        #expect(try await data.site.ask(.get, "/data/registers/hardship_status").status == 404)
    }

    @Test("personal values are masked without the right to see them, and not lost by a change")
    func masking() async throws {
        let data = try DataSite()
        let row = try data.pupil("S1", "G110105201603050011", "张小明")
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let page = try await data.site.ask(.get, "/data/registers/student/\(row)")
        #expect(page.body.contains("张＊＊") && !page.body.contains("张小明") && !page.body.contains("13800000000"))
        let file = try await data.site.ask(.get, "/data/registers/student/export/csv")
        #expect(file.status == 403, "export is a right of its own")
        #expect(try await data.site.ask(.get, "/data/registers/student/\(row)/edit").status == 403)

        try data.signIn("clerk", [.viewer], [("data_officer", "D")])
        let form = try await data.site.ask(.get, "/data/registers/student/\(row)/edit")
        #expect(form.body.contains(#"value="张小明""#))
    }

    @Test("a row is added, refused with the fault beside its field, changed, told in its history, removed")
    func walk() async throws {
        let data = try DataSite()
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let form = try await data.site.ask(.get, "/data/registers/school_class/new")
        #expect(form.status == 200 && form.body.contains(#"value="S1""#), "the only school is filled in")
        var fields = [
            ("v.school", "S1"), ("v.school_year", "2025"), ("v.stage", "P"), ("v.grade", "P1"), ("v.number", "0"),
            ("v.name", "一年级<1>班"),
        ]
        let codes = try #require(data.registers.catalog.codeLists["grade"]).codes
        let grade = try #require(codes.first { $0.code.hasPrefix("P") }?.code)
        fields[3].1 = grade
        let refused = try await data.site.post("/data/registers/school_class/new", fields)
        #expect(refused.status == 422 && refused.body.contains(#"id="f-v.number-error""#))
        fields[4].1 = "1"
        let kept = try await data.site.post("/data/registers/school_class/new", fields)
        #expect(kept.status == 303, "\(kept.body)")
        let address = try #require(kept.header("Location")?.split(separator: "?").first.map(String.init))
        let page = try await data.site.ask(.get, address)
        #expect(page.body.contains("一年级&lt;1&gt;班") && page.body.contains("registrar"))
        let double = try await data.site.post("/data/registers/school_class/new", fields)
        #expect(double.status == 422, "a new row never takes the place of another")

        let since = try #require(
            try await data.site.ask(.get, address + "/edit").body.firstMatch(of: #/name="since" value="(\d+)"/#)?.1)
        fields.append(("since", String(since)))
        fields[5].1 = "一（1）班"
        #expect(try await data.site.post(address + "/edit", fields).status == 303)
        #expect(try await data.site.post(address + "/edit", fields).status == 409, "somebody was faster")
        let history = try await data.site.ask(.get, address + "/history")
        #expect(history.body.contains("<del>一年级&lt;1&gt;班</del>") && history.body.contains("一（1）班"))
        let asks = try await data.site.ask(.get, address + "/remove")
        let version = try #require(asks.body.firstMatch(of: #/name="since" value="(\d+)"/#)?.1)
        #expect(try await data.site.post(address + "/remove", [("since", String(version))]).status == 303)
        #expect(try await data.site.ask(.get, address).status == 404)
        #expect(try await data.site.ask(.get, address + "/history").status == 200)
    }

    @Test("a row that others refer to stays, and the page says which")
    func stillUsed() async throws {
        let data = try DataSite()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let area = try data.organisation("A1")
        let asks = try await data.site.ask(.get, "/data/registers/organisation/\(area)/remove")
        let since = try #require(asks.body.firstMatch(of: #/name="since" value="(\d+)"/#)?.1)
        let reply = try await data.site.post(
            "/data/registers/organisation/\(area)/remove", [("since", String(since))])
        #expect(reply.status == 409 && reply.body.contains("2 行引用"))
    }

    @Test("one field of several rows is previewed, then set in one change")
    func bulk() async throws {
        let data = try DataSite()
        for number in 1...3 { try data.pupil("S1", "G11010520160305001\(number)", "张\(number)") }
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let list = try await data.site.ask(.get, "/data/registers/student?f.sex=1")
        #expect(list.body.contains(#"name="row""#))
        let path = "/data/registers/student/bulk"
        let chosen = try await data.site.post(
            path, [("step", "choose"), ("field", "status"), ("all", "1"), ("query", "/data/registers/student?f.sex=1")])
        let rows = chosen.body.matches(of: #/name="row" value="([0-9:]+)"/#).map { ("row", String($0.1)) }
        #expect(chosen.status == 200 && rows.count == 3)
        let value = rows + [("field", "status"), ("v.status", "05")]
        let preview = try await data.site.post(path, value + [("step", "preview")])
        #expect(preview.status == 200 && preview.body.contains("3 行会改变"))
        let before = try data.registers.verifyAudit().entries
        #expect(try await data.site.post(path, value + [("step", "keep")]).status == 303)
        #expect(try data.registers.verifyAudit().entries == before + 1)
        #expect(try await data.site.post(path, value + [("step", "keep")]).status == 409, "stale")
        #expect(try await data.site.post(path, [("step", "keep"), ("field", "name")]).status == 400)
        #expect(try await data.site.post(path, [("step", "choose"), ("field", "status")]).status == 422)
        #expect(try await data.site.ask(.get, path).status == 303)
    }

    @Test("an export names its columns, keeps formulas from running, and is recorded")
    func export() async throws {
        let data = try DataSite()
        try data.pupil("S1", "G110105201603050011", "=cmd|calc")
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let file = try await data.site.ask(.get, "/data/registers/student/export/csv")
        #expect(file.body.contains("全国学籍号") && file.body.contains("'=cmd|calc") && file.body.contains("1 男"))
        #expect(try await data.site.ask(.get, "/data/registers/student/export/xlsx").status == 200)
    }

    @Test("the list as it stood, sorted, filtered; what is not understood is left out")
    func filters() async throws {
        let data = try DataSite()
        try data.pupil("S1", "G110105201603050011", "张小明", sex: "1")
        try data.pupil("S1", "G110105201603050012", "李小红", sex: "2")
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        func body(_ query: String) async throws -> String {
            let reply = try await data.site.ask(.get, "/data/registers/student?\(query)")
            #expect(reply.status == 200, "\(query)")
            return reply.body
        }
        #expect(try await body("f.sex=2").contains("共 1 行"))
        #expect(try await body("f.name=%E5%BC%A0%E5%B0%8F%E6%98%8E").contains("共 1 行"), "sealed, found whole")
        #expect(try await body("q=%E6%9D%8E%E5%B0%8F%E7%BA%A2").contains("共 1 行"))
        #expect(try await body("f.birth_date.from=2016-03-06").contains("共 0 行"))
        #expect(try await body("missing=ethnicity").contains("共 2 行"))
        #expect(try await body("asof=2001-01-01").contains("共 0 行"))
        #expect(try await body("sort=sex&down=1").contains("aria-sort=\"descending\""))
        let hostile = [
            "sort=nothing", "sort=name", "f.sex=%27%20OR%201=1", "page=99999999999999999999", "page=-1", "at=x",
            "at=99999",
            "asof=yesterday", "on=2026-02-30", "missing=%3Cscript%3E", "f.birth_date.from=%27",
            "q=%25_%27%22%3Cscript%3E",
            "f.unknown=1", "f.name=%00",
        ]
        for query in hostile { #expect(try await !body(query).contains("<script>"), "\(query)") }
    }

    @Test(
        "addresses that are none",
        arguments: [
            "/data/registers", "/data/registers/", "/data/registers/no_such", "/data/registers/student/0",
            "/data/registers/student/01", "/data/registers/student/9223372036854775808",
            "/data/registers/student/export/exe", "/data/registers/student/choices/no_such",
            "/data/registers/student_past", "/data/registers/audit", "/data/registers/Student",
            "/data/registers/student%22", "/data/x",
        ])
    func nowhere(path: String) async throws {
        let data = try DataSite()
        try data.signIn("officer", [.administrator], [])
        #expect(try await data.site.ask(.get, path).status == 404)
    }

    @Test("the readings of sensitive rows are recorded")
    func readings() async throws {
        let data = try DataSite()
        try data.pupil("S1", "G110105201603050011", "张小明")
        try data.signIn("registrar", [.viewer], [("school_aid_clerk", "S1")])
        let before = try data.registers.verifyAudit().entries
        #expect(try await data.site.ask(.get, "/data/registers/student_aid").status == 200)
        #expect(try data.registers.verifyAudit().entries == before, "nothing was shown")
        let codes = try #require(data.registers.catalog.codeLists["aid_kind"]).codes
        let row = try data.add(
            "student_aid",
            [
                "school": "S1", "student": "G110105201603050011", "kind": codes[0].code, "stage": "P",
                "paid_on": "2026-01-05", "amount": "500",
            ])
        let start = try data.registers.verifyAudit().entries
        for path in ["student_aid", "student_aid/\(row)", "student_aid/\(row)/history", "student_aid/export/csv"] {
            #expect(try await data.site.ask(.get, "/data/registers/\(path)").status == 200, "\(path)")
        }
        #expect(try data.registers.verifyAudit().entries == start + 4)
        let last = try data.registers.entries([start + 1, start + 4]).sorted { $0.key < $1.key }.map(\.value)
        #expect(last.map(\.action) == ["read", "export"] && last.allSatisfy { $0.entity == "student_aid" })
        try data.signIn("boss", [.administrator], [])
        #expect(
            try await data.site.ask(.get, "/data/registers/student_aid").status == 404, "not even the administrator")
    }

    @Test("roles at organisations are given and withdrawn by the administrator, and hold at once")
    func grants() async throws {
        let data = try DataSite()
        try data.pupil("S1", "G110105201603050011", "张小明")
        try data.site.account("boss", [.administrator])
        let school = try data.site.account("school", [.school])
        let here = "/accounts/\(school.id)"
        func grant(_ move: String, _ role: String, _ code: String) async throws -> SiteHarness.Reply {
            try data.site.signIn("boss")
            return try await data.site.post(
                here, [("move", move), ("dataRole", role), ("organisation", "\(try data.organisation(code))")])
        }
        #expect(try await grant("grant", "school_registrar", "S1").status == 303)
        #expect(try await grant("grant", "school_registrar", "D").status == 422, "a role for schools")
        #expect(try await grant("grant", "no_such", "S1").status == 400)
        let page = try await data.site.ask(.get, here)
        #expect(page.body.contains("云岚第一小学") && page.body.contains("可见个人信息原文"))
        try data.site.signIn("school")
        let home = try await data.site.ask(.get, "/")
        #expect(home.status == 200 && home.body.contains("学校学籍管理员") && home.body.contains("/data/registers/student"))
        #expect(try await data.site.ask(.get, "/ledger").status == 403)
        #expect(try await data.site.ask(.get, "/data/registers/student").body.contains("张小明"))
        #expect(try await data.site.post(here, [("move", "grant")]).status == 403)
        #expect(try await grant("withdraw", "school_registrar", "S1").status == 303)
        try data.site.signIn("school")
        #expect(try await data.site.ask(.get, "/data/registers/student").status == 404)
    }

    @Test("nobody finds rows by a sensitive value that is not theirs to see")
    func sensitiveValues() async throws {
        let data = try DataSite()
        let code = try #require(data.registers.catalog.codeLists["health"]?.codes.first?.code)
        try data.add(
            "student",
            [
                "school": "S1", "registry_number": "G110105201603050011", "name": "张小明", "sex": "1",
                "birth_date": "2016-03-05", "kind": "21", "status": "01", "entered_on": "2022-09-01", "health": code,
            ])
        let account = try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let register = try data.registers.register("student")
        var query = RowQuery()
        query.conditions["health"] = .oneOf([.text(code)])
        let access = try data.registers.access(of: account)
        #expect(try data.registers.count(of: register, query, access: access) == 0)
        #expect(try data.registers.count(of: register, query, access: .commandLine) == 1)
        let page = try await data.site.ask(.get, "/data/registers/student?sort=health&f.health=\(code)")
        #expect(page.body.contains("共 1 行") && !page.body.contains("f-f.health"), "the field is not offered")
    }

    @Test("views of a register are kept under a name")
    func views() async throws {
        let data = try DataSite()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let kept = try await data.site.post(
            "/saved-views", [("query", "/data/registers/student?f.sex=2&page=3"), ("name", "女生")])
        #expect(kept.status == 303 && kept.header("Location")?.hasPrefix("/data/registers/student?f.sex=2") == true)
        #expect(try await data.site.ask(.get, "/data/registers/student").body.contains("女生"))
        #expect(try await !data.site.ask(.get, "/data/registers/school").body.contains("女生"))
        #expect(try await data.site.ask(.get, "/saved-views").body.contains("女生"))
    }
}

@Suite("Data dictionary")
struct DictionaryTests {
    @Test("every definition has a page whose links lead somewhere")
    func everyDefinition() async throws {
        let data = try DataSite()
        try data.signIn("officer", [.administrator], [])
        let catalog = data.registers.catalog
        var paths: [RegisterPath] = catalog.registers.map { .definition($0.name) }
        paths += catalog.codeLists.keys.map { .codes($0) }
        paths += catalog.indicators.map { .indicator($0.name) }
        paths += catalog.checks.map { .check($0.name) }
        var known = Set(paths)
        known.formUnion([.dictionary, .registers])
        for path in paths {
            let reply = try await data.site.ask(.get, path.path)
            #expect(reply.status == 200, "\(path.path)")
            for link in reply.body.matches(of: #/href="(/data[^"#]*)/#).map({ String($0.1) }) {
                guard let found = SiteLink(local: link)?.path else {
                    Issue.record("\(path.path) → \(link)")
                    continue
                }
                guard case .data(let target) = found else { continue }
                if case .rows(let name) = target {
                    #expect(catalog.register(name) != nil)
                } else {
                    #expect(known.contains(target), "\(path.path) → \(link)")
                }
            }
        }
    }

    @Test("is searched by words of either language, field names and elements")
    func search() async throws {
        let data = try DataSite()
        try data.signIn("reader", [.viewer], [])
        func body(_ query: String) async throws -> String {
            try await data.site.ask(.get, "/data/dictionary?\(query)").body
        }
        #expect(try await body("q=XJH").contains("/data/dictionary/registers/student"))
        #expect(try await body("part=codes&q=sex").contains("/data/dictionary/codes/sex"))
        #expect(try await body("part=checks").contains("/data/dictionary/checks/"))
        #expect(try await body("part=nothing&q=%3Cscript%3E").contains("class=\"empty\""))
        #expect(try await data.site.ask(.get, "/data/dictionary/codes/no_such").status == 404)
        #expect(try await data.site.ask(.get, "/data/dictionary/registers/no_such").status == 404)
    }
}

@Suite("Profiles")
struct ProfileTests {
    private func enrol(_ data: DataSite, _ school: String, _ number: String, from: String = "2025-09-01") throws {
        try data.add(
            "enrolment",
            [
                "school": school, "student": number, "stage": "P", "grade": "P4", "placement": "1",
                "started_on": from,
                "began_by": try #require(data.registers.catalog.codeLists["enrolment_begin"]?.codes.first?.code),
                "household_place": "1",
                "place_payer": try #require(data.registers.catalog.codeLists["place_payer"]?.codes.first?.code),
            ])
    }

    @Test("a school's pupils are counted by grade and sex, and the figures lead to the rows")
    func school() async throws {
        let data = try DataSite()
        for (number, sex, school) in [("1", "1", "S1"), ("2", "2", "S1"), ("3", "2", "S3")] {
            try data.pupil(school, "G11010520160305001\(number)", "学生\(number)", sex: sex)
            try enrol(data, school, "G11010520160305001\(number)")
        }
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let school = try data.organisation("S1"), district = try data.organisation("D")
        let link = "/data/registers/enrolment?at=\(school)&amp;on=2026-02-02&amp;f.grade=P4"
        let page = try await data.site.ask(.get, "/data/schools/\(school)?on=2026-02-02")
        #expect(page.status == 200 && page.body.contains(#"<a href="\#(link)">2</a>"#))
        let rows = try await data.site.ask(.get, link.replacing("&amp;", with: "&"))
        #expect(rows.body.contains("共 2 行"))
        let whole = try await data.site.ask(.get, "/data/schools/\(district)?on=2026-02-02")
        #expect(whole.body.contains("f.grade=P4\">3</a>"))
        let before = try await data.site.ask(.get, "/data/schools/\(school)?on=2025-08-31")
        #expect(before.body.contains("class=\"empty\""), "nobody counts yet")
        #expect(try await data.site.ask(.get, "/data/schools/99999").status == 404)
        #expect(try await data.site.ask(.get, "/data/schools/\(school)?on=%3Cscript%3E").status == 200)
    }

    @Test("a pupil's archive tells every register's rows by day, only to those entitled")
    func archive() async throws {
        let data = try DataSite()
        let pupil = try data.pupil("S1", "G110105201603050011", "张小明")
        try enrol(data, "S1", "G110105201603050011", from: "2024-09-01")
        try enrol(data, "S1", "G110105201603050011", from: "2025-09-01")
        let kind = try #require(data.registers.catalog.codeLists["aid_kind"]?.codes.first)
        try data.add(
            "student_aid",
            [
                "school": "S1", "student": "G110105201603050011", "kind": kind.code, "stage": "P",
                "paid_on": "2025-10-05", "amount": "500",
            ])
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let page = try await data.site.ask(.get, "/data/students/\(pupil)")
        let days = page.body.matches(of: #/<span class="day">(\d{4}-\d\d-\d\d)</span></td>/#).map { String($0.1) }
        #expect(page.status == 200 && page.body.contains("张小明"))
        #expect(days == ["2025-09-01", "2024-09-01"], "\(days)")
        #expect(!page.body.contains(kind.title.chinese), "not for a registrar")

        try data.signIn("aid", [.viewer], [("school_aid_clerk", "S1")])
        let start = try data.registers.verifyAudit().entries
        #expect(try await data.site.ask(.get, "/data/students/\(pupil)").body.contains(kind.title.chinese))
        #expect(try data.registers.verifyAudit().entries == start + 1, "the look is recorded")
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        #expect(try await data.site.ask(.get, "/data/students/\(pupil)").status == 403)
        try data.signIn("elsewhere", [.viewer], [("school_registrar", "S3")])
        #expect(try await data.site.ask(.get, "/data/students/\(pupil)").status == 404)
        #expect(try await data.site.ask(.get, "/data/staff/1").status == 404)
    }
}
