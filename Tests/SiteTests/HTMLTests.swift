import Testing

@testable import Site

@Suite("HTML")
struct HTMLTests {
    @Test("values are escaped, mark-up is not")
    func escaping() {
        let title = "<script>alert('x & \"y\"')</script>"
        let row: HTML = #"<td title="\#(title)">\#(title)</td>"#
        let safe = "&lt;script&gt;alert(&#39;x &amp; &quot;y&quot;&#39;)&lt;/script&gt;"
        #expect(row.string == "<td title=\"\(safe)\">\(safe)</td>")
        let nested: HTML = "<tr>\(row)\([row, row])</tr>"
        #expect(nested.string == "<tr>\(row.string)\(row.string)\(row.string)</tr>")
    }

    @Test("control characters cannot hide in a page")
    func controls() { #expect(("\("a\0b\u{1B}c\n")" as HTML).string == "a\u{FFFD}b\u{FFFD}c\n") }

    @Test("attributes stand there or not")
    func attributes() {
        let field: HTML = "<input\(flag: "checked", if: true)\(flag: "required", if: false)\(attribute: "list", nil)>"
        #expect(field.string == "<input checked>")
        #expect(("<a\(attribute: "title", "\"><b>")>" as HTML).string == "<a title=\"&quot;&gt;&lt;b&gt;\">")
    }

    @Test(
        "an address leads to http, https or mailto only",
        arguments: ["javascript:alert(1)", " data:text/html,x", "//x"])
    func addresses(address: String) {
        #expect(("<a\(href: address)>" as HTML).string == "<a href=\"#\">")
        #expect(
            ("<a\(href: "https://example.cn/?a=1&b=2")>" as HTML).string
                == "<a href=\"https://example.cn/?a=1&amp;b=2\">")
    }

    @Test("a table has all of a thousand rows")
    func rows() {
        let rows = (0..<1000).map { number in
            ListTable.Row(cells: [
                "\(number)", "<a href=\"/tasks/\(number)\">推进学前教育优质普惠发展</a>", "学前教育科", "2026-12-31",
            ])
        }
        let columns = ["序号", "任务", "科室", "时限"].map { ListTable.Column(title: $0) }
        let html = ListTable("台账", columns: columns, rows: rows).html.string
        #expect((0..<1000).allSatisfy { html.contains("\"/tasks/\($0)\"") })
    }
}
