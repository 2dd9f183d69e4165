import Localisation
import PlanModel
import PlanReading
import Testing

@Suite struct OutlineNoteTests {
    @Test(
        "Every note of the outline is put into words",
        arguments: [
            "duplicate-number", "skipped-number", "restarted-number", "empty-heading", "no-owner", "recognised",
        ])
    func words(code: String) {
        #expect(StringCatalogue.standard.has("reading.note.\(code)"))
    }

    @Test("A task without owner among others that have one is unsure") func noOwner() {
        let text = """
            云岚区2027年教育工作计划
            一、工作
            1.建好学校。建设2所。（责任单位：规划财务科）
            2.招好教师。招聘60名。（责任单位：人事科）
            3.管好安全。每月检查。
            """
        let reading = PlanReader().read(DocumentText(plain: text))
        #expect(reading.tasks.map(\.isCertain) == [true, true, false])
        #expect(reading.notes.filter { $0.about == "no-owner" }.map(\.task) == ["T3"])
    }

    @Test("Nothing in a recognised document is sure") func recognised() {
        var document = DocumentText(plain: "云岚区2027年教育工作计划\n一、工作\n1.建好学校。建设2所。")
        document.isRecognised = true
        let reading = PlanReader().read(document)
        #expect(reading.tasks.allSatisfy { !$0.isCertain })
        #expect(reading.quantities.allSatisfy { !$0.isCertain })
        #expect(reading.notes.contains { $0.about == "recognised" })
    }
}
