import PlanModel
import PlanReading
import Testing

/// The same document broken into lines at any width reads the same.
@Suite struct OutlineWrapTests {
    /// Fixtures without tables and without lines of their own that mean something by their length.
    private static let fixtures = OutlineFixture.all.filter {
        ["inline-brackets", "two-parts-contents", "summary-points", "implementation-plan", "summary-with-outlook"]
            .contains(
                $0.name)
    }

    /// Breaks paragraphs at a width in columns; punctuation hangs over the edge, words and numbers stay whole.
    private func wrapped(_ text: String, width: Int, indent: Bool, pages: Bool) -> String {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = indent && paragraph.contains("。") ? "　　" : ""
            var taken = line.isEmpty ? 0 : 4
            for character in paragraph {
                let columns = character.isASCII ? 1 : 2
                if taken + columns > width, !"，。；：、！？”》）".contains(character) {
                    lines.append(line)
                    (line, taken) = ("", 0)
                    if pages, lines.count % 20 == 0 { lines.append("— \(lines.count / 20) —") }
                }
                line.append(character)
                taken += columns
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// Enough running text for the width to show.
    private static let opening = """

        各单位要把落实重点任务作为检验工作成效的标尺，健全工作台账，细化工作措施，明确时间节点，压实工作责任，做到事事有人管、件件有着落。要加强\
        调查研究，及时了解基层学校的困难和需求，用心用情解决师生的急难愁盼问题，不断提高教育服务水平。要加强宣传引导，总结推广好经验好做法，讲好教\
        育故事，凝聚社会共识，营造全社会关心支持教育的浓厚氛围。要加强督促检查，建立定期调度、定期通报制度，对工作不力、进展缓慢的单位进行约谈，确\
        保各项任务按期完成、取得实效。
        """

    @Test("Hard-wrapped at any width", arguments: [44, 52, 56, 60, 72, 80]) func widths(width: Int) {
        let reader = PlanReader()
        for fixture in Self.fixtures {
            for (indent, pages) in [(false, false), (true, false), (false, true), (true, true)] {
                let lines = fixture.text.split(separator: "\n", omittingEmptySubsequences: false)
                let place = lines.firstIndex { $0.hasPrefix("一、") || $0.hasPrefix("第一章") } ?? lines.endIndex
                let text = (lines[..<place] + [Substring(Self.opening)] + lines[place...]).joined(separator: "\n")
                let plain = reader.read(DocumentText(plain: text)).rows
                let broken = wrapped(text, width: width, indent: indent, pages: pages)
                #expect(
                    reader.read(DocumentText(plain: broken)).rows == plain,
                    "\(fixture) at \(width), \(indent), \(pages)")
            }
        }
    }
}
