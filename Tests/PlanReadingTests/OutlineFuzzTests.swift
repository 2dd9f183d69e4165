import Chance
import Foundation
import PlanModel
import PlanReading
import Testing

/// Readings of damaged and hostile texts: any bytes give a reading whose words are in the text.
@Suite struct OutlineFuzzTests {
    /// Checks what holds for every reading.
    private func check(_ bytes: [UInt8], _ reading: PlanReading, sourceLocation: SourceLocation = #_sourceLocation) {
        func isInside(_ span: Span) -> Bool {
            guard span.start >= 0, span.start <= span.end, span.end <= bytes.count else { return false }
            return [span.start, span.end].allSatisfy { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
        }
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        var spans = reading.parts.map(\.span) + reading.quantities.map(\.span) + reading.notes.map(\.span)
        spans += reading.deliverables.map(\.span) + reading.indicators.map(\.span) + Array(reading.headSpans.values)
        for task in reading.tasks {
            spans += [task.span, task.title.span]
            spans += (task.owners + task.coOwners + task.leaders).map(\.span)
            spans += [task.goal, task.measures].compactMap { $0?.span }
            spans += task.milestones.map(\.span) + task.actions.map(\.span)
        }
        let outside = spans.filter { span in
            isValid ? !isInside(span) : span.start < 0 || span.end > bytes.count || span.start > span.end
        }
        #expect(outside.isEmpty, sourceLocation: sourceLocation)
        let starts = reading.tasks.map(\.span.start)
        #expect(zip(starts, starts.dropFirst()).allSatisfy(<), "Tasks in reading order", sourceLocation: sourceLocation)
        let ids = Set(reading.parts.map(\.id))
        #expect(
            reading.tasks.allSatisfy { ids.contains($0.part) && !$0.title.text.isEmpty }, sourceLocation: sourceLocation
        )
        #expect(!reading.parts.isEmpty, sourceLocation: sourceLocation)
    }

    private func read(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
        check(bytes, reader.read(DocumentText(plain: bytes)), sourceLocation: sourceLocation)
    }

    private let reader = PlanReader()

    @Test("Random bytes", arguments: 0..<40 as Range<UInt64>) func randomBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 0...4000, using: &random)
        read((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    @Test("Random words of the genre", arguments: 0..<60 as Range<UInt64>) func randomWords(seed: UInt64) {
        var random = SplitMix64(seed: seed &+ 1000)
        let words = [
            "一、", "（一）", "1.", "（1）", "①", "——", "一是", "第一章", "附件", "目录", "责任科室：", "【责任单位】", "（牵头单位：", "配合", "）", "。",
            "；", "，", "\n", "\n\n",
            "\t", "|", "2027年", "工作要点", "工作总结", "规划", "序号", "目标任务", "工作措施", "1", "12", "300所", "基础教育科", "、", "总体要求",
            "主要目标", "《", "》", "“", "”", "- 3 -",
            "　", " ", "\r\n", "加强学校管理", "〔2027〕3号", "2027年3月5日", "达到92%", "……12", "：",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 1...400, using: &random) { text += words.randomElement(using: &random) ?? "" }
        read(Array(text.utf8))
    }

    @Test("Documents cut anywhere", arguments: OutlineFixture.all) func cut(fixture: OutlineFixture) {
        let bytes = Array(fixture.text.utf8)
        var random = SplitMix64(seed: UInt64(bytes.count))
        for _ in 0..<30 { read(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))) }
        for _ in 0..<10 { read(Array(bytes.suffix(Int.random(in: 0...bytes.count, using: &random)))) }
    }

    @Test("Documents with shuffled lines and changed bytes", arguments: OutlineFixture.all)
    func shuffled(fixture: OutlineFixture) {
        var random = SplitMix64(seed: UInt64(fixture.text.utf8.count) &* 31)
        for _ in 0..<10 {
            var lines = fixture.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            lines.shuffle(using: &random)
            read(Array(lines.joined(separator: "\n").utf8))
            var bytes = Array(fixture.text.utf8)
            for _ in 0..<20 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            read(bytes)
        }
    }

    @Test("Blocks and cells that lie outside the text, overlap or go backwards")
    func hostileBlocks() {
        let bytes = Array("序号\t任务\t责任科室\n1\t建校\t人事科\n".utf8)
        let spans = [Span(0, 500), Span(-5, 3), Span(10, 4), Span(3, 9), Span(0, 22), Span(0, 22), Span(22, 44)]
        var blocks: [DocumentText.Block] = []
        for (index, span) in spans.enumerated() {
            blocks.append(DocumentText.Block(span: span, kind: .paragraph(headingLevel: index - 3)))
            let cells = spans.enumerated().map { column, cell in
                DocumentText.Cell(
                    span: cell, column: column * 1_000_000_007 - 3, columnSpan: Int.max, continuesAbove: column % 2 == 0
                )
            }
            blocks.append(DocumentText.Block(span: span, kind: .tableRow(table: -1, row: index, cells: cells)))
        }
        for count in 0...blocks.count {
            let document = DocumentText(
                bytes: bytes, blocks: Array(blocks.prefix(count)), mayBeHardWrapped: count % 2 == 0)
            _ = PlanReader().read(document)
        }
    }

    /// Texts that a step without care would read in quadratic time.
    enum Shape: String, CaseIterable {
        case headings, bareHeadings, oneLine, openBrackets, closingBrackets, labels, contents, steps, rows, numbers,
            spaces

        /// A text of `count` pieces.
        func text(_ count: Int) -> String {
            switch self {
            case .headings: (1...count).map { "\($0).加强第\($0)项工作。落实责任。\n" }.joined()
            case .bareHeadings: (1...count).map { "（一）标题\($0)\n" }.joined()
            case .oneLine: "一、做好工作。" + String(repeating: "推进学校建设，", count: count)
            case .openBrackets: "（一）工作" + String(repeating: "（责任单位：", count: count)
            case .closingBrackets: "（一）工作。责任单位：" + String(repeating: "） ", count: count)
            case .labels: "一、好。\n" + String(repeating: "责任单位：", count: count)
            case .contents: "目录\n" + String(repeating: "一、同样的标题\n", count: count)
            case .steps: "一、好\n工作措施：\n" + String(repeating: "（1）做好这件事。\n", count: count)
            case .rows: "序号\t目标任务\t责任科室\n" + (1...count).map { "\($0)\t任务\($0)\t人事科\n" }.joined()
            case .numbers: (1...count).map { "\($0)\n" }.joined()
            case .spaces: String(repeating: "字 ", count: count)
            }
        }
    }

    /// A step that looks back over everything would not end in time.
    @Test("Long ones come to an end", .timeLimit(.minutes(5)), arguments: Shape.allCases) func long(shape: Shape) {
        read(Array(shape.text(20_000).utf8))
    }
}
