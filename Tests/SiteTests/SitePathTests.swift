import Store
import Testing

@testable import Site

@Suite("Addresses")
struct SitePathTests {
    @Test("an address is read as what it was written for", arguments: SitePath.samples)
    func roundTrip(path: SitePath) { #expect(SitePath(path: path.path) == path) }

    @Test(
        "other addresses are none",
        arguments: [
            "", "plans", "//", "/plans/", "/plans/0", "/plans/01", "/plans/-1", "/plans/1/nothing", "/plans/1/review/",
            "/plans/9223372036854775808", "/tasks/1/2", "/import/x", "/import/schools/x", "/%2e%2e/etc/passwd", "/..",
            "/" + String(repeating: "a", count: 300),
        ])
    func others(path: String) { #expect(SitePath(path: path) == nil) }

    @Test("links are percent-encoded and read again")
    func links() {
        let link = SiteLink(
            path: .ledger, query: [.init(name: "q", value: "学前 & 普惠=1"), .init(name: "a", value: "")], fragment: "t1")
        #expect(link.url == "/ledger?q=%E5%AD%A6%E5%89%8D%20%26%20%E6%99%AE%E6%83%A0%3D1&a=#t1")
        #expect(SiteLink(local: link.url) == link)
    }

    @Test(
        "nobody is led to another site",
        arguments: ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", ""])
    func local(address: String) { #expect(SiteLink(local: address) == nil) }

    @Test("broken encodings stay as they are")
    func broken() {
        let form = FormValues(urlEncoded: "a=%&b=%4&c=%zz&d=1+2&&=x&e&a=%E5%AD")
        #expect(form["a"] == "%" && form["b"] == "%4" && form["c"] == "%zz" && form["d"] == "1 2" && form["e"].isEmpty)
        #expect(form.column("a").count == 2)
    }

    @Test("days are read, written and counted")
    func days() throws {
        #expect(Day("2024-02-29")?.text == "2024-02-29")
        #expect(Day("2023-02-29") == nil && Day("2024-2-29") == nil && Day("x") == nil)
        #expect(Day("1970-01-01")?.number == 0 && Day("1969-12-31")?.number == -1)
        #expect(try #require(Day("2024-09-30")).prose(.chinese) == "2024年9月30日（周一）")
        #expect(try #require(Day("2024-09-30")).prose(.english) == "Mon 30 Sep 2024")
        #expect(try #require(Day("2025-03-01")) - #require(Day("2024-03-01")) == 365)
    }
}
