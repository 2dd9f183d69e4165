import PlanModel
import PlanReading
import Testing

@Suite struct OutlineTests {
    @Test("The outline of each layout is what a person reads", arguments: OutlineFixture.all)
    func layout(fixture: OutlineFixture) {
        let reading = PlanReader().read(DocumentText(plain: fixture.text))
        #expect(fixture.outline(of: reading) == fixture.expected.map { $0.trimmingSpaces })
    }

    @Test("There are fixtures for all layouts") func fixtures() {
        #expect(OutlineFixture.all.count >= 16)
    }

    @Test("Line ends, byte-order marks and indents change nothing", arguments: OutlineFixture.all)
    func lineEnds(fixture: OutlineFixture) {
        let reader = PlanReader()
        let plain = fixture.outline(of: reader.read(DocumentText(plain: fixture.text)))
        let windows = "\u{FEFF}" + fixture.text.replacing("\n", with: "\r\n")
        #expect(fixture.outline(of: reader.read(DocumentText(plain: windows))) == plain)
    }
}

extension String {
    /// Without spaces at both ends.
    var trimmingSpaces: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
