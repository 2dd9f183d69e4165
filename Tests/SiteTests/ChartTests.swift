import Foundation
import Testing

@testable import Site

@Suite("Charts")
struct ChartTests {
    /// What the script reads from a figure.
    private struct Data: Decodable {
        struct Series: Decodable {
            var name: String
            var values: [Double?]
            var tone: String
            var isDashed: Bool
            var isLine: Bool
            var links: [String?]
        }
        var kind: String
        var title: String
        var categories: [String]
        var series: [Series]
        var isStacked: Bool
        var isHorizontal: Bool
        var unit: String
    }

    private let harness: SiteHarness
    private let visit: Visit

    init() throws {
        harness = try SiteHarness()
        visit = Visit(path: .home, site: harness.responder.parts, now: harness.clock.now)
    }

    /// The attribute as a browser hands it to the script.
    private func data(_ html: HTML) throws -> Data {
        let match = try #require(html.string.firstMatch(of: /data-chart="([^"]*)"/))
        let json = String(match.1).replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        return try JSONDecoder().decode(Data.self, from: Foundation.Data(json.utf8))
    }

    @Test("hands the script all that it reads")
    func shape() throws {
        let chart = Chart.bars(
            "各科室", categories: ["人事科", "督导室"],
            series: [
                .init(name: "办结", values: [5, 3], tone: .done, links: [SitePath.ledger.with("office", "1"), nil]),
                .init(name: "应达", values: [6, 6], tone: .off, isDashed: true, isLine: true),
            ], isStacked: true, isHorizontal: true, unit: "%")
        let data = try data(chart.html(visit))
        #expect(data.kind == "bars" && data.title == "各科室" && data.unit == "%")
        #expect(data.isStacked && data.isHorizontal)
        #expect(data.categories == ["人事科", "督导室"])
        #expect(data.series.map(\.tone) == ["done", "off"])
        #expect(data.series.map(\.isDashed) == [false, true] && data.series.map(\.isLine) == [false, true])
        #expect(data.series[0].links == [SitePath.ledger.with("office", "1").url, nil])
        #expect(data.series[1].links.isEmpty)
    }

    @Test("keeps gaps, and makes gaps of what is not a number")
    func gaps() throws {
        let chart = Chart.lines(
            "趋势", categories: ["1月", "2月", "3月", "4月"],
            series: [.init(name: "实际", values: [1.5, nil, .nan, .infinity], tone: .done)])
        let html = chart.html(visit)
        #expect(try data(html).series[0].values == [1.5, nil, nil, nil])
        #expect(html.string.matches(of: />–</).count == 3)
        #expect(!html.string.contains("nan") && !html.string.contains("inf"))
    }

    @Test("shows a gap where a row has fewer values than there are categories")
    func shortRow() throws {
        let chart = Chart.bars(
            "图", categories: ["甲", "乙"], series: [.init(name: "值", values: [1], tone: .first)])
        #expect(chart.html(visit).string.matches(of: />–</).count == 1)
    }

    @Test(
        "lets no name become mark-up",
        arguments: ["<script>alert(1)</script>", "\"><img src=x>", "' onload='x", "a & b", "</figure>", "\u{0}\u{7}"])
    func escaping(name: String) throws {
        let chart = Chart.bars(
            name, categories: [name], series: [.init(name: name, values: [1], tone: .bad)], unit: name)
        let html = chart.html(visit)
        let data = try data(html)
        #expect(data.title == name && data.categories == [name] && data.series[0].name == name && data.unit == name)
        #expect(!html.string.contains("<script") && !html.string.contains("<img"))
        #expect(html.string.matches(of: /<\/figure>/).count == 1)
        #expect(!html.string.contains("style="))
    }

    @Test("has a table that is open without a script, with the same figures and links")
    func table() throws {
        let link = SitePath.ledger.with("light", "red").with("office", "2")
        let chart = Chart.bars(
            "亮灯", categories: ["人事科"], series: [.init(name: "逾期", values: [7], tone: .bad, links: [link])], unit: "项")
        let html = chart.html(visit).string
        #expect(html.contains("<details open>"))
        #expect(html.contains((#"<a href="\#(link)">7 项</a>"# as HTML).string))
        #expect(html.contains(#"role="img" aria-label="亮灯" hidden"#))
        #expect(!chart.html(visit, showsTable: false).string.contains("<details"))
    }

    @Test("is nothing where there is nothing to draw")
    func empty() {
        let series = [Chart.Series(name: "值", values: [], tone: .first)]
        #expect(Chart.bars("图", categories: [], series: series).html(visit).isEmpty)
        #expect(Chart.lines("图", categories: ["甲"], series: []).html(visit).isEmpty)
    }

    @Test("asks for no script where the library is not installed")
    func scripts() {
        #expect(Chart.scripts(visit).isEmpty)
    }
}
