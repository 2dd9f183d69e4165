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
}
