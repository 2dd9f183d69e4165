import Monitoring
import Testing

@testable import Ledger

@Suite("Paths as they are kept")
struct StoredPathTests {
    @Test("what was written is read at a glance, equal to what the decoder reads")
    func reading() throws {
        var generator = SystemRandomNumberGenerator()
        for count in 1...40 {
            let points = (0..<count).map { place in
                Trajectory.Point(
                    day: Day(number: 20_000 + place * 7),
                    value: Double.random(in: -1e6...1e6, using: &generator) * (place % 3 == 0 ? 1e-12 : 1e15))
            }
            let path = try #require(Trajectory(points))
            let text = try LedgerCoding.text(path)
            #expect(StoredPath.quickPath(text) == path)
            #expect(try LedgerCoding.decode(Trajectory.self, text) == path)
        }
    }

    @Test(
        "another form is left to the decoder",
        arguments: [
            #"[ {"day":"2026-01-01","value":1} ]"#, #"[{"value":1,"day":"2026-01-01"}]"#,
        ])
    func otherForm(text: String) throws {
        #expect(StoredPath.quickPath(text) == nil)
        #expect(try StoredPath.path(text).points.count == 1)
    }

    @Test(
        "what is no path is told",
        arguments: [
            "", "[]", "[", "null", #"[{"day":"2026-01-01","value":1}"#, #"[{"day":"2026-13-01","value":1}]"#,
            #"[{"day":"2026-01-01","value":nan}]"#, #"[{"day":"2026-01-01","value":0x10}]"#,
            #"[{"day":"2026-01-01","value":1e999}]"#, #"[{"day":"2026-01-01","value":+1}]"#,
            #"[{"day":"2026-01-01","value":1},{"day":"2026-01-01","value":2}]"#, #"[{"day":"二〇二六年","value":1}]"#,
        ])
    func noPath(text: String) {
        #expect(throws: (any Error).self) { try StoredPath.path(text) }
    }
}
