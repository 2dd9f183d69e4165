import Catalog
import Foundation
import Quality
import Registers
import Store
import Testing

@testable import Site

@Suite("Pages of quality")
struct QualityPageTests {
    /// Two pupils of school 1 with the same wrong ID number, one of school 3 without any; the checks have run.
    private static func filled() throws -> (data: DataSite, pupils: [Int64]) {
        let data = try DataSite()
        let pupils = try [
            data.pupil("S1", "G110105201603050011", "张小明"), data.pupil("S1", "G110105201603050012", "张小明"),
            data.pupil("S3", "G110105201603050013", "李小红"),
        ]
        try data.site.responder.parts.quality.run(by: .commandLine)
        return (data, pupils)
    }

    @Test("the scores are told by organisation and register, only of what the visitor may see")
    func scores() async throws {
        let (data, _) = try Self.filled()
        // One run is no trend.
        try data.site.responder.parts.quality.run(by: .commandLine)
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let page = try await data.site.ask(.get, "/data/quality")
        #expect(page.status == 200 && page.body.contains("东片学区") && page.body.contains("西片学区"))
        #expect(page.body.contains(#"value="run""#) && page.body.contains("data-chart"))
        let area = try await data.site.ask(.get, "/data/quality?at=\(try data.organisation("A1"))")
        #expect(area.body.contains("云岚第一小学") && !area.body.contains("西山小学"))
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let own = try await data.site.ask(.get, "/data/quality")
        #expect(own.body.contains("云岚第一小学") && !own.body.contains("西山小学") && !own.body.contains("东片学区"))
        #expect(!own.body.contains(#"value="run""#))
        for query in ["at=\(try data.organisation("S3"))", "at=x", "at=-1", "at=99999999999999999999"] {
            let other = try await data.site.ask(.get, "/data/quality?\(query)")
            #expect(other.status == 200 && !other.body.contains("西山小学"), "\(query)")
        }
        try data.signIn("nobody", [.viewer], [])
        for path in ["", "/worklist", "/checks", "/duplicates"] {
            let empty = try await data.site.ask(.get, "/data/quality\(path)")
            #expect(empty.status == 200 && empty.body.contains("class=\"empty\""), "\(path)")
        }
        #expect(try await data.site.ask(.get, "/data/quality/checks/student_id_missing").status == 404)
        #expect(try await data.site.ask(.get, "/data/quality/worklist/export").status == 404)
    }

    @Test("the checks are run from the page by who looks after all, and by nobody else")
    func run() async throws {
        let data = try DataSite()
        try data.pupil("S1", "G110105201603050011", "张小明")
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let never = try await data.site.ask(.get, "/data/quality")
        #expect(never.body.contains("请局数据管理员运行核验"))
        #expect(try await data.site.post("/data/quality", [("move", "run")]).status == 403)
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        #expect(try await data.site.post("/data/quality", [("move", "nothing")]).status == 400)
        #expect(try await data.site.post("/data/quality", [("move", "run")]).status == 303)
        while data.site.responder.parts.runs[.quality(.scores)]?.isRunning == true { await Task.yield() }
        let page = try await data.site.ask(.get, "/data/quality")
        #expect(page.header("Refresh") == nil && page.body.contains("officer"), "by whom")
        #expect(page.body.contains("西山小学") == false && page.body.contains("东片学区"))
    }

    @Test("checks are searched, filtered and sorted; what is not understood is left out")
    func checks() async throws {
        let (data, _) = try Self.filled()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        func body(_ query: String) async throws -> String {
            let reply = try await data.site.ask(.get, "/data/quality/checks?\(query)")
            #expect(reply.status == 200, "\(query)")
            return reply.body
        }
        let all = try await body("")
        #expect(
            all.contains(
                "共 \(data.registers.catalog.checks.count { !(data.registers.catalog.register($0.register)?.isSensitive ?? true) }) 条规则"
            ))
        #expect(try await body("hit=1").contains("checks/student_id_missing"))
        #expect(try await !body("hit=1").contains("checks/student_id_form"))
        #expect(try await body("q=student_id_form").contains("列出 1 条"))
        #expect(try await body("severity=error&dimension=uniqueness&register=student").contains("student_id_twice"))
        for sort in ["severity", "found", "name", "register"] {
            #expect(try await body("sort=\(sort)&down=1").contains("aria-sort"))
        }
        for hostile in ["sort=%27", "severity=%3Cscript%3E", "q=%3Cscript%3E%25_", "register=../etc"] {
            #expect(try await !body(hostile).contains("<script>"), "\(hostile)")
        }
    }

    @Test("a school has its own worklist, each row with the field to mend; rows that are right are set aside and back")
    func worklist() async throws {
        let (data, pupils) = try Self.filled()
        try data.signIn("registrar", [.school], [("school_registrar", "S1")])
        let home = try await data.site.ask(.get, "/")
        #expect(home.body.contains("/data/quality/checks/student_id_missing"))
        let list = try await data.site.ask(.get, "/data/quality/worklist")
        #expect(list.body.contains("/data/registers/student/\(pupils[0])/edit#f-v.id_number"))
        #expect(list.body.contains("张小明") && !list.body.contains("李小红"))
        let form = try await data.site.ask(.get, "/data/registers/student/\(pupils[0])/edit")
        #expect(form.body.contains("student_id_missing") && form.body.contains(#"id="f-v.id_number""#))
        #expect(try await data.site.ask(.get, "/data/quality/worklist/export").status == 200)

        let path = "/data/quality/checks/student_id_missing"
        let page = try await data.site.ask(.get, path)
        let findings = page.body.matches(of: #/name="finding" value="(\d+)"/#).map { String($0.1) }
        #expect(findings.count == 2)
        let refused = try await data.site.post(path, [("move", "aside"), ("finding", findings[0])])
        #expect(refused.status == 422 && refused.body.contains("checked"), "a reason is asked for")
        #expect(try await data.site.post(path, [("move", "aside"), ("reason", "无")]).status == 422)
        let kept = try await data.site.post(path, [("move", "aside"), ("finding", findings[0]), ("reason", "确无<证件>")])
        #expect(kept.status == 303)
        let aside = try await data.site.ask(.get, path + "?show=aside")
        #expect(aside.body.contains("确无&lt;证件&gt;") && aside.body.contains("registrar"))
        #expect(try await data.site.ask(.get, path).body.matches(of: #/name="finding"/#).count == 1)
        #expect(try await data.site.post(path, [("move", "takeBack"), ("finding", findings[0])]).status == 303)
        #expect(try await data.site.ask(.get, path).body.matches(of: #/name="finding"/#).count == 2)
        #expect(try await data.site.ask(.get, path + "/export").status == 200)
        let foreign = try #require(
            try data.site.responder.parts.quality
                .worklist(of: try data.organisation("S3"), access: .commandLine)
                .first { $0.check.name == "student_id_missing" }?.findings.first)
        let theirs = [("move", "aside"), ("finding", "\(foreign.id)"), ("reason", "无")]
        #expect(try await data.site.post(path, theirs).status == 404)
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let masked = try await data.site.ask(.get, path)
        #expect(
            masked.body.contains("张＊＊") && !masked.body.contains("张小明") && !masked.body.contains("name=\"finding\""))
        #expect(
            try await data.site.post(path, [("move", "aside"), ("finding", findings[0]), ("reason", "无")]).status == 403
        )
    }

    @Test("two rows of one person are compared, merged with chosen values, parted again, told apart")
    func duplicates() async throws {
        let (data, pupils) = try Self.filled()
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let list = try await data.site.ask(.get, "/data/quality/duplicates?register=student")
        let path = "/data/quality/duplicates/student/\(pupils[0])/\(pupils[1])"
        #expect(list.status == 200 && list.body.contains(path) && list.body.contains("疑似重复 1 对"))
        let page = try await data.site.ask(.get, path)
        #expect(page.body.contains("≠") && page.body.contains(#"name="v.registry_number""#))
        let versions = ["one", "other"].map { name in
            (
                "since.\(name)",
                page.body.firstMatch(of: try! Regex("name=\"since.\(name)\" value=\"(\\d+)\""))?[1].substring.map(
                    String.init) ?? ""
            )
        }
        let merge = versions + [("move", "merge"), ("keep", "\(pupils[1])"), ("v.registry_number", "\(pupils[0])")]
        #expect(try await data.site.post(path, merge.map { $0.0 == "keep" ? ("keep", "7777") : $0 }).status == 400)
        #expect(try await data.site.post(path, merge.map { $0.0 == "since.one" ? ($0.0, "1") : $0 }).status == 409)
        #expect(try await data.site.post(path, merge).status == 303)
        #expect(try await data.site.ask(.get, "/data/registers/student/\(pupils[0])").status == 404)
        #expect(
            try await data.site.ask(.get, "/data/registers/student/\(pupils[1])").body.contains("G110105201603050011"))
        let merged = try await data.site.ask(.get, "/data/quality/duplicates?register=student")
        let id = try #require(merged.body.firstMatch(of: #/name="merge" value="(\d+)"/#)?.1)
        let undo = [("merge", String(id)), ("register", "student")]
        try data.signIn("other", [.viewer], [("school_registrar", "S3")])
        #expect(try await data.site.post("/data/quality/duplicates", undo).status == 404)
        #expect(try await data.site.ask(.get, path).status == 404)
        try data.site.signIn("registrar")
        #expect(try await data.site.post("/data/quality/duplicates", undo).status == 303)
        #expect(try await data.site.ask(.get, "/data/registers/student/\(pupils[0])").status == 200)
        #expect(
            try await data.site.ask(.get, "/data/registers/student/\(pupils[1])").body.contains("G110105201603050012"))

        #expect(try await data.site.post(path, [("move", "distinct")]).status == 422)
        #expect(try await data.site.post(path, [("move", "distinct"), ("reason", "双胞胎")]).status == 303)
        let apart = try await data.site.ask(.get, "/data/quality/duplicates?register=student")
        #expect(apart.body.contains("疑似重复 0 对") && apart.body.contains("双胞胎"))
        #expect(try await data.site.post(path, [("move", "forget")]).status == 303)
        #expect(try await data.site.ask(.get, "/data/quality/duplicates?register=student").body.contains("疑似重复 1 对"))
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        let masked = try await data.site.ask(.get, path)
        #expect(masked.body.contains("张＊＊") && !masked.body.contains("name=\"keep\""))
        #expect(try await data.site.post(path, [("move", "distinct"), ("reason", "无")]).status == 403)
        for nowhere in ["\(pupils[1])/\(pupils[0])", "\(pupils[0])/\(pupils[0])", "0/1", "1"] {
            #expect(
                try await data.site.ask(.get, "/data/quality/duplicates/student/\(nowhere)").status == 404, "\(nowhere)"
            )
        }
    }

    @Test("files of a row are taken in after a look, kept sealed, given out as files, and the readings recorded")
    func files() async throws {
        let (data, pupils) = try Self.filled()
        try data.signIn("registrar", [.viewer], [("school_registrar", "S1")])
        let row = "/data/registers/student/\(pupils[0])", path = row + "/files"
        #expect(try await data.site.ask(.get, row).body.contains(#"name="files""#))
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("picture".utf8)
        let field = [("move", "add"), ("field", "photo")]
        for (name, bytes) in [
            ("a.exe", png), ("a.pdf", png), ("../a.png", png), ("a.png", []), ("a.html", Array("<b>".utf8)),
        ] {
            let refused = try await data.site.upload(path, name: name, bytes, fields: field)
            #expect(refused.status == 422 || name.hasPrefix(".."), "\(name)")
        }
        try data.site.registers.files(
            of: pupils[0], in: data.registers.register("student"), access: .commandLine
        ).values.joined().forEach {
            try data.registers.detach(
                $0.id, of: pupils[0], in: data.registers.register("student"), access: .commandLine, by: .commandLine)
        }
        #expect(
            try await data.site.upload(path, name: "照片.png", png, fields: [("move", "add"), ("field", "name")]).status
                == 400)
        #expect(try await data.site.upload(path, name: "照片.png", png, fields: field).status == 303)
        #expect(try await data.site.upload(path, name: "又.png", png, fields: field).status == 422, "one only")
        let page = try await data.site.ask(.get, row)
        let address = try #require(
            page.body.firstMatch(of: #/href="(\/data\/registers\/student\/\d+\/files\/\d+)"/#)?.1)
        let before = try data.registers.verifyAudit().entries
        let file = try await data.site.ask(.get, String(address))
        #expect(file.status == 200 && file.header("Content-Type") == "image/png" && file.body.hasSuffix("picture"))
        #expect(file.header("Content-Disposition")?.hasPrefix("attachment") == true)
        #expect(try data.registers.verifyAudit().entries == before + 1)
        let kept = try #require(
            try data.registers.files(of: pupils[0], in: data.registers.register("student"), access: .commandLine)[
                "photo"]?.first)
        #expect(try await !data.site.ask(.get, row).body.contains("student_photo_missing"), "looked at again")
        #expect(
            try await data.site.ask(.get, "/data/registers/student/\(pupils[1])").body.contains("student_photo_missing")
        )
        // The row knows, so that checks and filters do; what is typed later leaves the file alone.
        let students = "/data/registers/student?missing=photo"
        #expect(try await data.site.ask(.get, students).body.contains("共 1 行"))
        let form = try await data.site.ask(.get, row + "/edit")
        let version = try #require(form.body.firstMatch(of: #/name="since" value="(\d+)"/#)?.1)
        let change = [
            ("since", String(version)), ("v.school", "S1"), ("v.registry_number", "G110105201603050011"),
            ("v.name", "张大明"), ("v.sex", "1"), ("v.birth_date", "2016-03-05"), ("v.kind", "21"), ("v.status", "01"),
            ("v.entered_on", "2022-09-01"), ("v.telephone", "13800000000"),
        ]
        #expect(try await data.site.post(row + "/edit", change).status == 303)
        #expect(try await data.site.ask(.get, students).body.contains("共 1 行"))
        let sealed = try data.site.ledger.store.files.data(kept.digest)
        #expect(!sealed.contains(Data("picture".utf8)))

        let other = String(address).replacing("/\(pupils[0])/", with: "/\(pupils[1])/")
        #expect(try await data.site.ask(.get, other).status == 404, "of another row")
        try data.signIn("teacher", [.viewer], [("class_teacher", "S1")])
        #expect(try await data.site.ask(.get, String(address)).status == 404, "personal")
        #expect(try await !data.site.ask(.get, row).body.contains("照片.png"))
        try data.signIn("foreign", [.viewer], [("school_registrar", "S3")])
        #expect(try await data.site.ask(.get, String(address)).status == 404)
        #expect(try await data.site.upload(path, name: "a.png", png, fields: field).status == 404)
        try data.site.signIn("registrar")
        #expect(
            try await data.site.upload(path, name: "", [], fields: [("move", "remove"), ("file", "\(kept.id)")]).status
                == 303)
        #expect(try await data.site.ask(.get, String(address)).status == 404)
        #expect(try await data.site.ask(.get, students).body.contains("共 2 行"))
    }

    @Test("the hub shows what needs attention and leads on; its areas are marked in the navigation")
    func hub() async throws {
        let (data, _) = try Self.filled()
        try data.signIn("officer", [.viewer], [("data_officer", "D")])
        let hub = try await data.site.ask(.get, "/data")
        #expect(hub.body.contains("/data/quality/worklist?severity=error") && hub.body.contains("/data/interface"))
        for path in ["/data", "/data/quality", "/data/import", "/data/collections", "/data/collections/burden"] {
            let page = try await data.site.ask(.get, path)
            #expect(page.body.contains(#"<li><a href="/data" aria-current="page">"#), "\(path)")
        }
        #expect(try await data.site.ask(.get, "/data/interface").body.contains("/api/v1/registers/student"))
        #expect(try await data.site.ask(.get, "/data/interface/openapi.json").body.contains("\"openapi\""))
    }
}
