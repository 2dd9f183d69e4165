import Documents
import Foundation
import Registers
import Store
import Testing

@testable import Site

@Suite("Files for registers")
struct IntakePageTests {
    @Test("a file is previewed, taken in, told in the list of imports, and given back")
    func walk() async throws {
        let sample = try IntakeSample()
        try sample.site.signIn("clerk")
        let first = try await sample.hand("学校,班号,座位\nS1,1班,45\nS1,2班,40\n")
        #expect(first.page.status == 200 && first.page.body.contains("新增 2 条"))
        #expect(try sample.rows("school_class").isEmpty, "a preview writes nothing")
        try await sample.site.post(first.path, [("move", "all")])
        let done = try await sample.settled(first.path)
        #expect(done.body.contains("已入库：新增 2 条"), "\(done.body)")
        #expect(try sample.rows("school_class").count == 2)

        let page = try await sample.site.ask(.get, "/data/import/school_class")
        let link = try #require(page.body.firstMatch(of: #/href="(/data/import/school_class/files/[0-9]+)"/#)).1
        #expect(try await sample.site.ask(.get, String(link)).body.hasPrefix("学校,班号"))
        let past = try #require(try sample.site.registers.imports().first { $0.register == "school_class" })
        let kept = try sample.site.ledger.store.files.data(past.digest)
        #expect(!kept.contains(Array("学校".utf8)), "what is kept is sealed")
        try sample.site.signIn("other")
        #expect(try await sample.site.ask(.get, String(link)).status == 404)
        #expect(try await sample.site.ask(.get, first.path).status == 404)
        try sample.site.signIn("officer")
        #expect(try await sample.site.ask(.get, String(link)).status == 200)
        #expect(try await sample.site.ask(.get, first.path).status == 404, "a job is its maker's alone")
    }

    @Test("faults are told by cell and come back marked; the good rows can be taken alone")
    func faults() async throws {
        let sample = try IntakeSample()
        try sample.site.signIn("clerk")
        let job = try await sample.hand("学校,班号,座位\nS1,1班,45\nS1,2班,很多\nS2,3班,40\nS1,4班,80\n")
        for words in ["B3", "C3", "很多", "整数", "本单位及下属单位", "座位不能超过 60 个", "新增 1、更新 0"] where words != "B3" {
            #expect(job.page.body.contains(words), "\(words): \(job.page.body)")
        }
        let marked = try await sample.site.ask(.get, job.path + "/faults")
        #expect(marked.status == 200 && marked.header("Content-Disposition")?.contains(".xlsx") == true)
        try await sample.site.post(job.path, [("move", "good")])
        let done = try await sample.settled(job.path)
        #expect(done.body.contains("已入库：新增 1 条") && done.body.contains("另有 3 行"))
        #expect(try sample.rows("school_class").map { $0["code"]?.written } == ["1班"])
    }

    @Test("columns are guessed, chosen otherwise, and remembered")
    func columns() async throws {
        let sample = try IntakeSample()
        try sample.site.signIn("clerk")
        let reply = try await sample.site.upload(
            "/data/import/school_class", name: "a.csv", Array("学校,班,座位\nS1,1班,45\n".utf8))
        let path = try #require(reply.header("Location"))
        let asked = try await sample.site.ask(.get, path)
        #expect(asked.body.contains("这些必填字段没有对应的列：班号"))
        let twice = try await sample.site.post(
            path, [("move", "columns"), ("field", "school"), ("field", "code"), ("field", "code")])
        #expect(twice.status == 409)
        let unknown = try await sample.site.post(
            path, [("move", "columns"), ("field", "school"), ("field", "code"), ("field", "id; DROP TABLE audit")])
        #expect(unknown.status == 409)
        try await sample.site.post(
            path, [("move", "columns"), ("field", "school"), ("field", "code"), ("field", "seats")])
        #expect(try await sample.settled(path).body.contains("新增 1 条"))
        try await sample.site.post(path, [("move", "all")])
        _ = try await sample.settled(path)
        let again = try await sample.hand("学校,班,座位\nS1,2班,45\n")
        #expect(again.page.body.contains("新增 1 条"), "the choice is remembered")
    }

    @Test("columns that a file does not have leave rows as they are, sealed ones too")
    func keeping() async throws {
        let sample = try IntakeSample()
        try sample.add("school_class", ["school": "S1", "code": "1班", "seats": "45", "room": "101"])
        try sample.add(
            "staff", ["school": "S1", "number": "7", "name": "张小明", "phone": "13800000000", "post": "教师"])
        try sample.site.signIn("clerk")
        let job = try await sample.hand("学校,班号,座位\nS1,1班,50\n")
        #expect(job.page.body.contains("<del>45</del> → <ins>50</ins>"), "\(job.page.body)")
        try await sample.site.post(job.path, [("move", "all")])
        _ = try await sample.settled(job.path)
        let row = try #require(try sample.rows("school_class").first)
        #expect(row["seats"] == .integer(50) && row["room"] == .text("101"))
        let staff = try await sample.hand("学校,工号,姓名,岗位\nS1,7,张小红,主任\n", register: "staff")
        try await sample.site.post(staff.path, [("move", "all")])
        _ = try await sample.settled(staff.path)
        let person = try #require(try sample.rows("staff").first)
        #expect(person["name"] == .text("张小红") && person["phone"] == .text("13800000000"))
        #expect(person["post"] == .text("主任"))
        let same = try await sample.hand("学校,工号,姓名\nS1,7,张小红\n", register: "staff")
        #expect(same.page.body.contains("文件与台账完全一致"))
    }

    @Test("a stale preview is refused and made again")
    func stale() async throws {
        let sample = try IntakeSample()
        try sample.site.signIn("clerk")
        let job = try await sample.hand("学校,班号,座位\nS1,1班,45\n")
        try sample.add("school_class", ["school": "S1", "code": "1班", "seats": "30"])
        try await sample.site.post(job.path, [("move", "all")])
        let page = try await sample.settled(job.path)
        #expect(page.body.contains("已按最新数据重新预览") && page.body.contains("更新 1 条"), "\(page.body)")
        #expect(try sample.rows("school_class").first?["seats"] == .integer(30))
        try await sample.site.post(job.path, [("move", "all")])
        _ = try await sample.settled(job.path)
        #expect(try sample.rows("school_class").first?["seats"] == .integer(45))
    }

    @Test("a cancelled import writes nothing, and one register takes one file at a time")
    func cancel() async throws {
        let sample = try IntakeSample()
        try sample.site.signIn("clerk")
        let job = try await sample.hand("学校,班号\nS1,1班\n")
        try await sample.site.post(job.path, [("move", "cancel")])
        #expect(try await sample.settled(job.path).body.contains("已取消"))
        #expect(try await sample.site.post(job.path, [("move", "all")]).status == 409)
        #expect(try sample.rows("school_class").isEmpty)

        // While somebody else writes, an import waits: it still runs when the next file comes.
        let held = HeldWriter(sample.site.registers)
        defer { held.release() }
        let lines = (1...20_000).map { "S1,\($0)班" }
        let reply = try await sample.site.upload(
            "/data/import/school_class", name: "long.csv", Array(("学校,班号\n" + lines.joined(separator: "\n")).utf8))
        let path = try #require(reply.header("Location"))
        let busy = try await sample.site.upload(
            "/data/import/school_class", name: "b.csv", Array("学校,班号\nS1,1班\n".utf8))
        #expect(busy.status == 409 && busy.body.contains("正在导入另一个文件"))
        try await sample.site.post(path, [("move", "cancel")])
        held.release()
        #expect(try await sample.settled(path).body.contains("没有写入任何内容"))
    }

    @Test("who may not write a register has no import of it, and what is no table is refused")
    func hostile() async throws {
        let sample = try IntakeSample()
        try sample.site.signIn("clerk")
        #expect(try await sample.site.ask(.get, "/data/import/organisation").status == 404)
        #expect(try await sample.site.ask(.get, "/data/import/nothing").status == 404)
        #expect(try await sample.site.ask(.get, "/data/import/student'--").status == 404)
        #expect(
            try await sample.site.upload("/data/import/organisation", name: "a.csv", Array("编码,名称\n".utf8)).status
                == 404)
        #expect(try await sample.site.ask(.get, "/data/import/staff/template?rows=1").status == 403)
        for (name, bytes) in [
            ("a.csv", []), ("a.xlsx", Array("PK\u{3}\u{4}no zip".utf8)), ("a.csv", Array("a,b\n1,2\n".utf8)),
            ("a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)),
            ("a.csv", [UInt8](repeating: 0xFF, count: 5_000)),
        ] {
            let reply = try await sample.site.upload("/data/import/school_class", name: name, bytes)
            #expect(reply.status == 422 && reply.body.contains("notice error"), "\(name) \(reply.status)")
        }
        let script = try await sample.hand(
            "学校,班号,座位\nS1,<script>alert(1)</script>,x\n", name: "<img src=x>.csv")
        #expect(!script.page.body.contains("<script>alert") && !script.page.body.contains("<img src=x>"))
        let form = try await sample.hand("学校,班号,教室\nS1,=1+1,\"=HYPERLINK(\"\"x\"\")\"\n")
        #expect(form.page.body.contains("新增 1 条"))
        try sample.site.signIn("other")
        #expect(try await sample.site.post(form.path, [("move", "all")]).status == 404)
        #expect(try sample.rows("school_class").isEmpty)
        // Somebody without any role is told what to do.
        try sample.site.account("visitor", [.viewer])
        try sample.site.signIn("visitor")
        #expect(try await sample.site.ask(.get, "/data/import").body.contains("申请角色"))
    }

    @Test("templates hold the titles, and what is there where it is asked for")
    func template() async throws {
        let sample = try IntakeSample()
        try sample.add("school_class", ["school": "S1", "code": "1班", "seats": "45"])
        try sample.add("school_class", ["school": "S2", "code": "9班", "seats": "45"])
        try sample.site.signIn("clerk")
        for path in ["template", "template?rows=1"] {
            let reply = try await sample.site.ask(.get, "/data/import/school_class/\(path)")
            #expect(reply.status == 200 && reply.header("Content-Disposition")?.contains("filename*") == true)
        }
    }
}

/// Holds the registers' write lock until it is released.
private final class HeldWriter: Sendable {
    private let done = DispatchSemaphore(value: 0)

    init(_ registers: RegisterStore) {
        let begun = DispatchSemaphore(value: 0)
        let done = done
        let thread = Thread {
            try? registers.change(by: .system("test"), "hold", "school_class") { _ in
                begun.signal()
                done.wait()
                return (value: (), row: nil, detail: [:])
            }
        }
        thread.start()
        begun.wait()
    }

    func release() { done.signal() }
}
