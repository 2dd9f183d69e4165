import Testing

@testable import xuezheng

@Suite("Terminal table")
struct TextTableTests {
    @Test("aligns by display width and cuts long words")
    func aligns() {
        let table = TextTable(
            columns: [.init("序号"), .init("任务", limit: 10), .init("数", isNumeric: true)],
            rows: [["1", "推进学前教育普及", "92"], ["12", "abc", "7"]])
        #expect(table.text == "序号  任务       数\n1     推进学前…  92\n12    abc         7")
    }

    @Test(
        "takes two cells for a Chinese character and none for a joiner",
        arguments: [("学", 2), ("a", 1), ("％", 2), ("\u{200D}", 0), ("——", 2)])
    func width(word: String, cells: Int) {
        #expect(TextTable.width(word) == cells)
    }
}
