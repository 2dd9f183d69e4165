import PlanModel
import Testing

@testable import PlanReading

@Suite struct OutlineCleanTextTests {
    private func clean(_ text: String) -> CleanText {
        CleanText(DocumentText(plain: text), labels: FieldLabels(.standard))
    }

    @Test(
        "White space, full-width forms and stray marks",
        arguments: [
            ("新 增 学 位 ９００ 个", "新增学位900个"), ("完成率１００％。", "完成率100%。"), ("建设 5 G 网络", "建设5 G网络"),
            ("开设 Steam Lab 课程", "开设Steam Lab课程"), ("2 0 2 7 年", "2027年"), ("投入 1 200 万元", "投入1200万元"),
            ("\u{FEFF}工作\u{200B}要点\u{00A0}", "工作要点"), ("[bookmark: _GoBack]加强管理", "加强管理"), ("工作&nbsp;要点", "工作要点"),
            ("Ａ．加强（一）；：，", "A.加强（一）；：，"), ("［附件］《办法》", "［附件］《办法》"), ("😀工作", "😀工作"),
        ])
    func folding(original: String, expected: String) {
        let text = clean(original)
        #expect(text.string(0..<text.bytes.count) == expected)
    }

    @Test("Every place leads back to its words") func spans() {
        let original = "　　一、新 增 学位９００个，\u{200B}完成 100 ％\n（二）加强　管理"
        let bytes = Array(original.utf8)
        let text = clean(original)
        for paragraph in text.paragraphs {
            let words = String(decoding: bytes[text.span(paragraph.range).range], as: UTF8.self)
            #expect(clean(words).string(0..<clean(words).bytes.count) == text.string(paragraph.range))
        }
        // Character by character: the original character folds to the clean one.
        var place = 0
        while place < text.bytes.count {
            let length = Cursor.length(text.bytes[place])
            let character = text.string(place..<place + length)
            if character != "\n" {
                let words = String(decoding: bytes[text.span(place..<place + length).range], as: UTF8.self)
                #expect(clean(words).string(0..<clean(words).bytes.count) == character)
            }
            place += length
        }
    }

    @Test("Gaps are remembered") func gaps() {
        let text = clean("基础教育科 人事科")
        #expect(text.hasGap(before: 15))
        #expect(!text.hasGap(before: 12))
    }

    @Test("Lines broken at the edge are joined, paragraphs are not") func wrapping() {
        let sentence = "全区各学校要结合实际认真制定工作方案，明确责任分工，细化工作措施，确保各项任务落到实处，取得实效。"
        let lines = stride(from: 0, to: sentence.count, by: 20).map { start in
            String(sentence.dropFirst(start).prefix(20))
        }
        let text = clean((["一、加强组织领导"] + lines + ["二、加强督促检查"] + lines).joined(separator: "\n"))
        #expect(text.paragraphs.map { text.string($0.range) } == ["一、加强组织领导", sentence, "二、加强督促检查", sentence])
        #expect(text.paragraphs[1].isJoined)
    }

    @Test("Page numbers and running heads go, numbers of rows stay") func pages() {
        let page = "各学校要加强安全管理，完善应急预案，组织开展演练，\n切实提高师生安全防范意识和自救互救的能力与水平，\n云岚区教育局文件汇编\n— 3 —\n"
        let text = clean(page + page.replacing("3", with: "4") + "保障校园安全稳定。")
        let words = text.string(0..<text.bytes.count)
        #expect(!words.contains("汇编"))
        #expect(!words.contains("—"))
        #expect(text.paragraphs.count == 1)
        #expect(clean("序号\n任务\n1\n建校\n2\n招聘").paragraphs.count == 6)
    }

    @Test("Broken UTF-8 leaves valid text") func brokenBytes() {
        let bytes: [UInt8] = [
            0xE4, 0xB8, 0xE4, 0xB8, 0x80, 0xFF, 0x80, 0xE3, 0x80, 0x81, 0xF0, 0x9F, 0xED, 0xA0, 0x80, 0x41,
        ]
        let text = CleanText(DocumentText(plain: bytes), labels: FieldLabels(.standard))
        #expect(String(validating: text.bytes, as: UTF8.self) == "一、A")
    }
}
