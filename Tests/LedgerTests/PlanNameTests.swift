import Testing

@testable import Ledger

@Suite("Plan names")
struct PlanNameTests {
    @Test(
        "are what a notice sends",
        arguments: [
            ("云岚区教育局关于印发《云岚区教育局2026年工作要点》的通知", "云岚区教育局2026年工作要点"),
            ("关于印发2025年工作总结及2026年工作要点的通知", "2025年工作总结及2026年工作要点"),
            ("关于印发《甲方案》和《乙方案》的通知", "《甲方案》和《乙方案》"), ("2026年工作要点", "2026年工作要点"),
            ("关于印发的通知", "关于印发的通知"), ("关于做好开学工作的通知", "关于做好开学工作的通知"), ("", ""),
        ])
    func name(title: String, expected: String) {
        #expect(Plan.name(ofTitle: title) == expected)
    }
}
