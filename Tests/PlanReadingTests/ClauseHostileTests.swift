import Chance
import PlanModel
import Testing

@testable import PlanReading

/// Any bytes give findings, in bounded time; spans stay inside the text and on characters' bounds.
@Suite("Clauses: hostile text")
struct ClauseHostileTests {
    private static let pieces = [
        "建设", "3所", "学校", "、", "，", "。", "；", "：", "“", "”", "《", "》", "（", "）", "(", ")", "\"", "分别", "达到", "100%",
        "两个", "各", "其中", "占", "1/3", "4:6", "2-3", "万", "亿", "余", "多", "一", "二", "十", "百", "千", "零", "几", "数", "半",
        "以上", "左右", "以内", "不低于", "新增", "降低", "个", "百分点", "2021年", "9月", "31日", "底前", "年底", "到", "至", "—", "—",
        "制定", "落实", "的", "了", "在", "中", "等", "和", "与", "将", "由", "提高到", "每月", "至少", "\n", "\t", " ", "a", "+", ".", ",",
        "1,234", "三分之", "百分之", "率", "教师", "校内校外", "学位", "\u{3000}", "①", "②", "零缺课", "无一例", "🙂", "é", "年", "月", "日",
    ]

    private func check(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
        let text = CleanText(DocumentText(plain: bytes), labels: ClauseReading.labels)
        for role in PlanPart.Role.allCases {
            let context = ClauseContext(role: role, year: 2022, periodStart: 2021, kind: .body)
            let findings = ClauseReading.reader.read(0..<text.bytes.count, in: text, context: context)
            let spans =
                findings.quantities.map(\.span) + findings.deliverables.map(\.span) + findings.milestones.map(\.span)
                + findings.actions.map(\.span) + findings.notes.map(\.span)
            for span in spans {
                #expect(span.start >= 0 && span.end <= bytes.count, sourceLocation: sourceLocation)
                guard span.end <= bytes.count else { continue }
                #expect(isBound(span.start, bytes) && isBound(span.end, bytes), sourceLocation: sourceLocation)
            }
            for quantity in findings.quantities {
                #expect(quantity.value.isFinite && !quantity.text.isEmpty, sourceLocation: sourceLocation)
                #expect(!quantity.metric.contains("\u{FFFD}"), sourceLocation: sourceLocation)
            }
        }
    }

    private func isBound(_ place: Int, _ bytes: [UInt8]) -> Bool {
        place == bytes.count || bytes[place] & 0xC0 != 0x80
    }

    @Test("words of the genre in any order", arguments: 0..<40)
    func shuffled(_ seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed))
        for _ in 0..<15 {
            var words = ""
            for _ in 0..<dice.below(60) { words += Self.pieces[dice.below(Self.pieces.count)] }
            check(Array(words.utf8))
        }
    }

    @Test("random bytes", arguments: 0..<10)
    func randomBytes(_ seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed) + 1000)
        for _ in 0..<20 {
            let bytes = (0..<dice.below(400)).map { _ in UInt8(dice.below(256)) }
            let text = CleanText(DocumentText(plain: bytes), labels: ClauseReading.labels)
            let context = ClauseContext(role: .plan, year: 2022, kind: .body)
            _ = ClauseReading.reader.read(0..<text.bytes.count, in: text, context: context)
            _ = ClauseReading.reader.dueDates(0..<text.bytes.count, in: text, context: context)
        }
    }

    @Test("cut at every character")
    func cut() {
        let words = "到2025年，“甲率、乙率”达到“两个100%”，新建2-3所学校（其中城区1所），出台《甲〈乙〉办法》，9月底前完成三分之二。"
        for end in words.indices { check(Array(words[..<end].utf8)) }
    }

    @Test("ranges outside the text yield nothing")
    func outside() {
        let text = CleanText(DocumentText(plain: "新建学校3所"), labels: ClauseReading.labels)
        let context = ClauseContext(role: .plan, year: 2022, kind: .body)
        #expect(ClauseReading.reader.read(0..<100, in: text, context: context).quantities.isEmpty)
        #expect(ClauseReading.reader.read(0..<0, in: text, context: context).quantities.isEmpty)
        #expect(ClauseReading.reader.dueDates(0..<100, in: text, context: context).isEmpty)
    }

    /// Each would take minutes if its cost grew with the square of its length.
    @Test(
        "long clauses cost in proportion to their length", .timeLimit(.minutes(1)),
        arguments: [
            "3所小学、", "3所小学", "1,", "三", "“", "《", "（", "“3所”", "（3所）", "小学和初中分别达到3所、", "在3所", "2021年", "1月", "达到3所",
            "比1:2", "制定《甲》、", "增加", "的", "两个100%",
        ])
    func longClauses(_ piece: String) {
        let bytes = Array(String(repeating: piece, count: 8_000).utf8)
        let text = CleanText(
            bytes: bytes, paragraphs: [], segments: [CleanText.Segment(clean: 0, start: 0, end: bytes.count)],
            joints: [])
        let context = ClauseContext(role: .plan, year: 2022, kind: .body)
        let findings = ClauseReading.reader.read(0..<bytes.count, in: text, context: context)
        #expect(findings.quantities.allSatisfy { $0.text.utf8.count < 2000 && $0.metric.utf8.count < 1000 })
    }
}
